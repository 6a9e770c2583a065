import csv
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from dbcheck.errors import UsageError
from dbcheck.reports.findings_csv import formula_safe
from dbcheck.reports.formats import FORMATS, write_reports
from reports.specimens import FINDINGS, INPUTS, REJECTS, result


def test_a_report_directory_holds_results_findings_rejects_and_manifest(tmp_path: Path) -> None:
    written = write_reports(result(), tmp_path / "neu" / "报告")
    assert {path.name for path in written} == {"results.json", "findings.parquet", "rejects.parquet", "manifest.json"}
    assert all(path.is_file() for path in written)


def test_every_reject_is_in_the_file_with_its_place_and_reason(tmp_path: Path) -> None:
    write_reports(result(), tmp_path, lang="en")
    rows = pl.read_parquet(tmp_path / "rejects.parquet").rows(named=True)
    assert [(row["path"], row["row"], row["column"], row["value"], row["whole_row"]) for row in rows] == [
        (reject.path, reject.row, reject.column, reject.value, reject.whole_row) for reject in REJECTS
    ]
    assert rows[1]["reason"] == "this is no date"


def test_no_rejects_still_make_a_file_of_the_same_columns(tmp_path: Path) -> None:
    write_reports(result(rejects=()), tmp_path)
    frame = pl.read_parquet(tmp_path / "rejects.parquet")
    assert (frame.height, frame.columns) == (
        0,
        [*["path", "row", "column", "value", "reason", "whole_row", "reason_zh", "reason_en"]],
    )


def test_the_manifest_says_what_was_read_and_how_it_was_bound(tmp_path: Path) -> None:
    write_reports(result(), tmp_path, options={"binding": "绑定.yaml"})
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    (part,) = manifest["inputs"]
    assert part["binding"] == dict(INPUTS[0].binding)
    assert (part["path"], part["size"], part["sha256"]) == ("导出/来信.csv", 4096, "0" * 64)
    assert manifest["records"] == {"read": 42, "accepted": 40, "rejected": 2}
    assert manifest["options"] == {"binding": "绑定.yaml"}
    assert manifest["as_of_given"] == "2025-06-30"
    assert manifest["packs"][0]["digest"] == "1" * 64


def test_findings_csv_is_read_by_a_spreadsheet_as_chinese_text(tmp_path: Path) -> None:
    write_reports(result(), tmp_path, ("csv",))
    raw = (tmp_path / "findings.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == len(FINDINGS)
    assert json.loads(rows[0]["source"].removeprefix("'")) == {"path": "导出/来信.csv", "row": 11}


@pytest.mark.parametrize(
    "dangerous", ["=1+1", "+1", "-2", "@SUM(A1)", " =1", "\t=1", "\tx", "\u200b=1", "\ufeff=1", "\uff1d1", "\r=1"]
)
def test_no_cell_of_the_csv_begins_a_formula(dangerous: str) -> None:
    (cell,) = formula_safe(pl.DataFrame({"message": [dangerous]}))["message"]
    assert cell == "'" + dangerous


@pytest.mark.parametrize("harmless", ["", "答复", "2024-10-10", "a=b", "3-2", None])
def test_other_cells_stay_as_they_are(harmless: str | None) -> None:
    assert formula_safe(pl.DataFrame({"message": [harmless]}, schema={"message": pl.String}))["message"].to_list() == [
        harmless
    ]


def test_an_unknown_format_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_reports(result(), tmp_path / "out", ("pdf", "odt"))
    said = caught.value.say("en")
    assert f"'pdf'; available: {', '.join(FORMATS)}" in said
    assert "'odt'" in said
    assert not (tmp_path / "out").exists()
    assert len({made.file for made in FORMATS.values()}) == len(FORMATS)


def test_a_directory_that_cannot_be_made_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_reports(result(), tmp_path / "file")


def test_half_a_surrogate_in_a_name_breaks_no_file(tmp_path: Path) -> None:
    odd = "来信\udcff.csv"
    rejects = (replace(REJECTS[0], path=odd),)
    write_reports(result(inputs=(replace(INPUTS[0], path=odd),), rejects=rejects), tmp_path)
    document = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert document["inputs"][0]["path"] == odd
    assert pl.read_parquet(tmp_path / "rejects.parquet")["path"].to_list() == ["来信\\udcff.csv"]
