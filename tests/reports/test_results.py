import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest

from dbcheck.findings import Reason
from dbcheck.reports import results
from dbcheck.reports.results import write_results
from reports.specimens import document_of, finding, result

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))


def test_results_json_keeps_to_its_schema(tmp_path: Path) -> None:
    write_results(result(), tmp_path / "results.json")
    document = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["findings_total"] == 8
    assert document["findings_by_severity"] == {"suspicion": 1, "violation": 7}


def test_the_schema_refuses_what_is_no_result() -> None:
    document = document_of(result())
    document["outcomes"][0]["outcome"] = "fine"
    with pytest.raises(jsonschema.ValidationError, match="fine"):
        jsonschema.Draft202012Validator(SCHEMA).validate(document)


def test_the_schema_knows_every_reason() -> None:
    assert set(SCHEMA["$defs"]["reason"]["enum"]) == {str(reason) for reason in Reason}


def test_two_writings_of_one_result_are_the_same_bytes_and_chinese_stays_readable(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_results(result(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert "受理的留言最迟5个工作日内答复" in (tmp_path / "a").read_text(encoding="utf-8")
    assert b"\r" not in (tmp_path / "a").read_bytes()


def test_the_gravest_findings_are_quoted_and_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "QUOTED", 3)
    document = document_of(result())
    assert [found["severity"] for found in document["findings"]] == ["violation"] * 3
    assert document["findings_total"] == 8


def test_dates_in_evidence_are_written_in_iso_form() -> None:
    assert json.loads(results.json_text({"day": date(2024, 10, 10), "at": datetime(2024, 10, 10, 9, 30)})) == {
        "day": "2024-10-10",
        "at": "2024-10-10T09:30:00",
    }


def test_a_finding_is_quoted_with_its_source_and_one_about_a_group_without() -> None:
    group = replace(finding("L-2"), path=None, row=None)
    made, about_a_group = document_of(result(findings=[finding("L-1"), group]))["findings"]
    assert made["source"] == {"path": "导出/来信.csv", "row": 1}
    assert about_a_group["source"] == {"path": None, "row": None}
    assert made["fingerprint"] == finding("L-1").fingerprint


def test_coverage_counts_rules_by_who_decides_them() -> None:
    (pack,) = result().packs
    assert results.coverage(result().outcomes, result().packs) == {
        "rules": 7,
        "machine": 5,
        "attestation": 1,
        "informative": 1,
        "judged": 3,
        "packs": [{"pack": pack.id, **pack.coverage}],
    }
