"""From the checklist to the audit that reads it: filled in with a spreadsheet program, as CSV and as YAML."""

import csv
import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import polars as pl
import pytest
import yaml

from dbcheck.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))
PACK, AS_OF = "DB23T3649.10", "2025-06-30"
Filler = Callable[[Path, Mapping[int, Mapping[str, Any]]], None]


def audit(out: Path, *more: str) -> dict[str, Any]:
    """Audit the example; give results.json, which keeps to its schema."""
    code = main(["audit", str(EXAMPLE), "--as-of", AS_OF, "--out", str(out), "--quiet", "--fail-on", "never", *more])
    assert code == 0
    document: dict[str, Any] = json.loads((out / "results.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("before") / "run"
    audit(out)
    return out


def fill_xlsx(path: Path, rows: Mapping[int, Mapping[str, Any]]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["核查表"]
    at = {str(cell.value): cell.column for cell in sheet[1]}
    for number, row in rows.items():
        for header, value in row.items():
            sheet.cell(number + 2, at[header] or 0).value = value
    book.save(path)


def fill_csv(path: Path, rows: Mapping[int, Mapping[str, Any]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    for number, row in rows.items():
        for name, value in row.items():
            lines[number][header.index(name)] = str(value)
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([header, *lines])


def fill_yaml(path: Path, rows: Mapping[int, Mapping[str, Any]]) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    for number, row in rows.items():
        document["attestations"][number].update({name: str(value) for name, value in row.items()})
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")


FILLED = {"证据": "附件1", "核查人": "王某", "核查日期": dt.date(2025, 5, 1)}


@pytest.mark.parametrize(("suffix", "fill"), [("xlsx", fill_xlsx), ("csv", fill_csv), ("yaml", fill_yaml)])
def test_a_filled_in_checklist_decides_what_it_answers(tmp_path: Path, before: Path, suffix: str, fill: Filler) -> None:
    form = tmp_path / f"核查表.{suffix}"
    assert main(["checklist", "--rules", PACK, "--run", str(before), "--out", str(form)]) == 0
    old = json.loads((before / "results.json").read_text(encoding="utf-8"))
    suspects = pl.read_parquet(before / "findings.parquet").filter(verdict="suspect")
    manual = [outcome["rule"] for outcome in old["outcomes"] if outcome["outcome"] == "manual"]
    assert len(suspects) >= 3
    answers = {
        0: "通过",
        1: "不通过",
        2: "不适用",
        len(manual): "通过",
        len(manual) + 1: "不通过",
        len(manual) + 2: "不适用",
    }
    keys = (
        dict(zip(FILLED, ("evidence", "inspector", "date"), strict=True))
        if suffix == "yaml"
        else dict(zip(FILLED, FILLED, strict=True))
    )
    answer_key, note_key = ("answer", "note") if suffix == "yaml" else ("答复", "说明")
    fill(
        form,
        {
            at: {answer_key: word, note_key: f"第{at}条", **{keys[name]: held for name, held in FILLED.items()}}
            for at, word in answers.items()
        },
    )
    new = audit(tmp_path / "after", "--attestations", str(form))
    told = new["attestations"]
    assert {name: told[name] for name in ("answered", "cleared", "confirmed", "suppressed", "unused", "expired")} == {
        "answered": 3,
        "cleared": 1,
        "confirmed": 1,
        "suppressed": 1,
        "unused": 0,
        "expired": 0,
    }
    ends = {outcome["rule"]: outcome["outcome"] for outcome in new["outcomes"]}
    assert [ends[rule] for rule in manual[:4]] == ["pass", "fail", "not_applicable", "manual"]
    assert "第1条" in {found["message"] for found in new["findings"]}
    kinds = {outcome["rule"]: outcome for outcome in old["outcomes"]}
    for outcome in new["outcomes"]:
        if outcome["rule"] not in manual:
            assert sum(outcome["counts"].values()) == sum(kinds[outcome["rule"]]["counts"].values()), outcome["rule"]
    assert (
        json.loads((tmp_path / "after" / "manifest.json").read_text(encoding="utf-8"))["attestations"]["size"]
        == form.stat().st_size
    )


def test_mistakes_in_a_checklist_stop_the_audit_and_name_their_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "checklist.xlsx"
    assert main(["checklist", "--rules", PACK, "--out", str(form)]) == 0
    fill_xlsx(form, {0: {"答复": "对", **FILLED}, 2: {"答复": "通过", "核查人": "王某"}})
    capsys.readouterr()
    assert main(["audit", str(EXAMPLE), "--as-of", AS_OF, "--attestations", str(form)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "checklist.xlsx!核查表!I2  DB23T3649.10/4.1.1#2: 答复是 '对';应写 通过、不通过 或 不适用",
        "checklist.xlsx!核查表!M4  DB23T3649.10/4.3#3: 有答复而没有核查日期;补上",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--out", "c.xlsx"], "give --profile or --rules"),
        (["--rules", PACK], "required"),
        (["--rules", PACK, "--out", "c.txt"], ".xlsx, .csv or .yaml"),
        (["--rules", PACK, "--out", "c.xlsx", "--run", "nowhere"], "nowhere"),
        (["--rules", "XX", "--out", "c.xlsx"], "XX"),
    ],
)
def test_a_wrong_call_is_answered(words: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = [str(tmp_path / word) if word.startswith("c.") else word for word in words]
    assert main(["checklist", *words, "--lang", "en"]) == 2
    assert told in capsys.readouterr().err


def test_waivers_are_counted_apart_listed_and_no_reason_to_fail(
    tmp_path: Path, before: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = json.loads((before / "results.json").read_text(encoding="utf-8"))
    failing = next(outcome for outcome in old["outcomes"] if outcome["outcome"] == "fail" and outcome["counts"]["fail"] > 1)
    suspect = next(found for found in old["findings"] if found["verdict"] == "suspect")
    others = [outcome["rule"] for outcome in old["outcomes"] if outcome["outcome"] == "fail"]
    waivers: list[dict[str, Any]] = [
        {
            "rule": rule,
            "records": "all",
            "reason": "系统迁移",
            "approver": "张某",
            "document": "1号",
            "expires": "2025-12-31",
        }
        for rule in others
    ]
    waivers += [
        {
            "kind": "false_alarm",
            "rule": suspect["rule"],
            "records": [suspect["record"]],
            "reason": "看过",
            "approver": "李某",
        },
        {"rule": "X/1", "records": ["L1"], "reason": "旧", "approver": "李某", "expires": "2020-01-01"},
        {"rule": "X/1", "records": ["L1"], "reason": "旧", "approver": "李某", "expires": "2030-01-01"},
    ]
    (tmp_path / "w.yaml").write_text(yaml.safe_dump({"waivers": waivers}, allow_unicode=True), encoding="utf-8")
    new = audit(tmp_path / "after", "--waivers", str(tmp_path / "w.yaml"))
    told = new["waivers"]
    assert (told["applied"], told["expired"], told["unknown"]) == (len(others) + 1, 1, 1)
    counts = next(outcome["counts"] for outcome in new["outcomes"] if outcome["rule"] == failing["rule"])
    assert (counts["fail"], counts["waived"]) == (0, failing["counts"]["fail"])
    assert new["findings_total"] + told["findings_total"] == old["findings_total"]
    assert new["findings_by_severity"]["violation"] == 0
    assert suspect["fingerprint"] in {found["fingerprint"] for found in told["findings"]}
    assert pl.read_parquet(tmp_path / "after" / "waived.parquet").height == told["findings_total"]
    capsys.readouterr()
    assert main(["audit", str(EXAMPLE), "--as-of", AS_OF, "--waivers", str(tmp_path / "w.yaml"), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "Waivers and false alarms" in printed
    assert "系统迁移 (张某 1号, until 2025-12-31)" in printed
    assert "unknown X/1: in this run there is no rule 'X/1'" in printed
    audit(tmp_path / "after")
    assert not (tmp_path / "after" / "waived.parquet").exists()
