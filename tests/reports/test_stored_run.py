"""A report directory read back is the result that it was written from, in either language."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

from dbcheck.errors import UsageError
from dbcheck.pipeline import Audit, audit
from dbcheck.reports.earlier_run import read_run
from dbcheck.reports.manifest import manifest_document
from dbcheck.reports.results import document_text, results_document
from dbcheck.reports.stored_run import read_result

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "heilongjiang"
AS_OF = "2025-06-30"
WAIVERS = """
waivers:
  - {rule: "DB23T3649.10/4.1.2", records: [C03], reason: 已报备, approver: 李处长, document: 松政函〔2025〕1号, expires: "2025-12-31"}
  - {rule: "DB23T3649.10/9.9.9", records: all, reason: 没有这条, approver: 李处长, document: 松政函〔2025〕1号, expires: "2025-12-31"}
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    folder = tmp_path_factory.mktemp("earlier")
    waivers = folder / "waivers.yaml"
    waivers.write_text(WAIVERS, encoding="utf-8")
    audit(EXAMPLE, rules="DB23T3649.10", as_of="2025-03-31").write(folder / "run")
    return audit(EXAMPLE, rules="DB23T3649.10", as_of=AS_OF, baseline=folder / "run", waivers=waivers, pictures=True)


def plain(document: dict[str, Any]) -> Any:
    return json.loads(document_text(document))


@pytest.mark.parametrize("written", ["zh", "en"])
@pytest.mark.parametrize("asked", ["zh", "en"])
@pytest.mark.parametrize("redact", [True, False])
def test_what_is_read_back_says_the_same_in_both_languages(
    done: Audit, tmp_path: Path, written: str, asked: str, redact: bool
) -> None:
    done.write(tmp_path / "one", lang=written, redact=redact)
    done.write(tmp_path / "other", lang=asked, redact=redact)
    again = plain(results_document(read_result(tmp_path / "one", "DIR"), lang=asked))
    assert again == json.loads((tmp_path / "other" / "results.json").read_text(encoding="utf-8"))


def test_a_masked_run_serves_as_baseline(done: Audit) -> None:
    assert done.result.baseline is not None
    assert done.result.baseline.persisting > 0
    assert done.result.baseline.not_judged == 0


def test_what_an_audit_with_everything_writes_keeps_to_the_schema(done: Audit) -> None:
    schema = json.loads((ROOT / "docs" / "results.schema.json").read_text(encoding="utf-8"))
    document = plain(results_document(done.result))
    jsonschema.Draft202012Validator(schema).validate(document)
    known = set(schema["properties"])
    assert set(document) <= known
    assert document["figures"]["spreads"][0].keys() == {"rule", "unit", "limit", "taken", "longer"}


def test_the_manifest_is_read_back_too(done: Audit, tmp_path: Path) -> None:
    done.write(tmp_path)
    again = plain(manifest_document(read_result(tmp_path, "DIR")))
    assert again == json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))


def test_the_frame_of_a_stored_run_is_its_file(done: Audit, tmp_path: Path) -> None:
    done.write(tmp_path)
    stored = read_result(tmp_path, "DIR").findings
    assert stored.frame().equals(pl.read_parquet(tmp_path / "findings.parquet"))
    stored.write_parquet(tmp_path / "again.parquet")
    assert pl.read_parquet(tmp_path / "again.parquet").equals(stored.frame())


def test_findings_of_one_rule_come_as_before(done: Audit, tmp_path: Path) -> None:
    done.write(tmp_path, redact=False)
    stored = read_result(tmp_path, "DIR")
    for outcome in done.outcomes:
        before = [(f.record, f.message, f.fingerprint) for f in done.result.findings.of_rule(outcome.rule, 3)]
        assert [(f.record, f.message, f.fingerprint) for f in stored.findings.of_rule(outcome.rule, 3)] == before


def test_a_run_of_an_earlier_release_is_read_with_what_it_holds(done: Audit, tmp_path: Path) -> None:
    done.write(tmp_path)
    document = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    for name in ("lang", "redacted", "sayings", "figures", "unit_names", "findings_by_unit", "findings_by_month"):
        del document[name]
    (tmp_path / "results.json").write_text(json.dumps(document), encoding="utf-8")
    for name, columns in (("findings", ("saying", "dated")), ("rejects", ("reason_zh", "reason_en"))):
        path = tmp_path / f"{name}.parquet"
        pl.read_parquet(path).drop(columns).write_parquet(path)
    stored = read_result(tmp_path, "DIR")
    assert [f.message for f in stored.findings.gravest(5, "en")] == [f.message for f in stored.findings.gravest(5, "zh")]
    assert stored.rejects[0].reason.en == stored.rejects[0].reason.zh
    assert (stored.figures, stored.is_redacted) == (None, False)


@pytest.mark.parametrize("name", ["manifest.json", "rejects.parquet"])
def test_a_directory_that_lacks_a_file_is_named(done: Audit, tmp_path: Path, name: str) -> None:
    done.write(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(UsageError, match="write it anew"):
        read_result(tmp_path, "DIR")


def test_a_folder_that_is_no_run_is_no_run_for_either_reader(tmp_path: Path) -> None:
    for read in (read_result, read_run):
        with pytest.raises(UsageError, match="no report directory"):
            read(tmp_path, "DIR")
