"""results.sarif keeps to SARIF 2.1.0 as far as this subset of its schema says, and code platforms show what matters."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dbcheck.errors import Message
from dbcheck.findings import NEW, Counts, FormRead, OutcomeKind, Severity, Waived, WaiverState, WaiverUsed
from dbcheck.reports import sarif
from dbcheck.reports.sarif import FINGERPRINT, sarif_document, write_sarif
from reports.hostile import hostile
from reports.specimens import ListedFindings, finding, outcome, result

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SUBSET: dict[str, Any] = {  # written after section 3 of the specification; no part of its published schema
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "language": {"pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {"required": ["id"], "properties": {"shortDescription": TEXT}},
                                    }
                                },
                            }
                        }
                    },
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                    "artifacts": {"uniqueItems": True, "items": {"properties": {"length": {"minimum": -1}}}},
                    "results": {
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId"],
                            "properties": {
                                "message": TEXT,
                                "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
                                "suppressions": {
                                    "items": {
                                        "required": ["kind"],
                                        "properties": {"kind": {"enum": ["inSource", "external"]}},
                                    }
                                },
                            },
                            "if": {"properties": {"kind": {"const": "fail"}}},
                            "else": {"properties": {"level": {"const": "none"}}},
                        }
                    },
                },
            }
        },
    },
}


def run(made: Any = None, lang: str = "zh") -> Any:
    document = json.loads(json.dumps(sarif_document(made or result(), lang)))
    jsonschema.validate(document, SUBSET)
    return document["runs"][0]


def test_a_failure_is_an_error_at_its_row_with_a_fingerprint_that_stays() -> None:
    first = run()["results"][0]
    assert (first["ruleId"], first["level"], first["kind"]) == ("DB23T3649.10/5.3.3#2", "error", "fail")
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "%E5%AF%BC%E5%87%BA/%E6%9D%A5%E4%BF%A1.csv"}, "region": {"startLine": 11}}
    assert first["partialFingerprints"] == {FINGERPRINT: finding("L-11").fingerprint}
    assert first["properties"]["evidence"]["due"] == "2024-10-10"


def test_a_rule_is_named_by_its_place_too() -> None:
    made = run()
    rules = made["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in made["results"])


def test_a_suspicion_is_to_be_reviewed_and_an_advisory_is_a_warning() -> None:
    assert [(each["kind"], each["level"]) for each in run()["results"]][-1] == ("review", "none")
    advisory = replace(finding("L-1"), severity=Severity.ADVISORY)
    assert run(result(findings=(advisory,)))["results"][0]["level"] == "warning"


def test_a_broken_checker_is_a_notification_of_a_run_that_did_not_succeed() -> None:
    (invocation,) = run(result((outcome("1", OutcomeKind.ERROR, error="ValueError: x"),), ()))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "ValueError: x"


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    made = run(lang="en")
    assert len(made["results"]) == 3
    assert made["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith(
        "5 findings are not listed"
    )


def test_a_finding_about_a_group_has_no_file_and_a_new_one_says_so() -> None:
    group = replace(finding("SL01|2024"), path=None, row=None, status=NEW)
    (made,) = run(result(findings=(group,)))["results"]
    assert "physicalLocation" not in made["locations"][0]
    assert made["baselineState"] == "new"


def test_a_waived_finding_is_suppressed_with_the_reason() -> None:
    waiver = WaiverUsed(
        kind="waiver",
        rule="DB23T3649.10/5.3.3#2",
        records=("L-50",),
        unit="",
        period="",
        reason="已报备",
        approver="局办公室",
        document="",
        expires=None,
        where="豁免.yaml:2",
        state=WaiverState.APPLIED,
        count=1,
        why=Message("", ""),
    )
    waived = Waived(FormRead("豁免.yaml", 1, "0" * 64), (waiver,), ListedFindings((finding("L-50"),)))
    made = run(replace(result(), waived=waived))["results"]
    assert [each["suppressions"] for each in made if "suppressions" in each] == [
        [{"kind": "external", "status": "accepted", "justification": "已报备"}]
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/信.csv", "a%20b/%E4%BF%A1.csv"),
        ("/data/a.csv", "file:///data/a.csv"),
        ("C:\\导出\\a.csv", "file:///C:/%E5%AF%BC%E5%87%BA/a.csv"),
        ("a.xlsx[Sheet 1]", "a.xlsx%5BSheet%201%5D"),
    ],
)
def test_paths_become_uris(path: str, uri: str) -> None:
    made = replace(finding("L-1"), path=path)
    (found,) = run(result(findings=(made,)))["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_hostile_texts_give_a_file_that_a_parser_reads(tmp_path: Path) -> None:
    write_sarif(hostile(), tmp_path / "results.sarif", "zh")
    document = json.loads((tmp_path / "results.sarif").read_text(encoding="utf-8"))
    jsonschema.validate(document, SUBSET)
    assert len(document["runs"][0]["results"]) == 12


def test_a_passing_run_has_rules_and_no_results() -> None:
    made = run(result((outcome("4.1.2", OutcomeKind.PASS, Counts(passed=3)),), ()))
    assert (len(made["tool"]["driver"]["rules"]), made["results"]) == (1, [])
