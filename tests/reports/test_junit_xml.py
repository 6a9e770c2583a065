"""junit.xml: a finding is a test case, a violation a failure, and what was not judged turns nothing red."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from dbcheck.findings import Counts, OutcomeKind, Reason, Severity
from dbcheck.reports import junit_xml
from dbcheck.reports.junit_xml import junit_tree, write_junit
from reports.hostile import hostile
from reports.specimens import FINDINGS, finding, outcome, result


def tree(made: Any = None, lang: str = "zh") -> Any:  # the types of xpath() help nobody
    return junit_tree(made or result(), lang)


def test_a_violation_fails_and_names_clause_record_place_and_due_date() -> None:
    (case,) = tree().xpath("//testcase[contains(@name, '[L-11]')]")
    assert case.get("classname") == "DB23T3649.10.5.3.3"
    (failure,) = case.findall("failure")
    assert failure.get("message").startswith("违反: 2024-09-27 收到")
    assert failure.text.splitlines() == [
        "条款: DB23T3649.10/5.3.3#2",
        "记录: L-11",
        "位置: 第11行",
        "届满: 2024-10-10",
    ]


def test_suspicions_and_what_was_not_judged_are_skipped_with_the_reason() -> None:
    made = tree(lang="en")
    skipped = {
        case.get("name").split()[0]: case.find("skipped").get("message") for case in made.xpath("//testcase[skipped]")
    }
    assert skipped["5.3.4#4"].startswith("suspicion: ")
    assert skipped["5.4.1"] == "waits for an attestation"
    assert skipped["5.2.2"] == "no source holds this kind (interview)"


def test_an_advisory_fails_nothing() -> None:
    advisory = replace(finding("L-1"), severity=Severity.ADVISORY)
    rules = (outcome("5.3.3#2", OutcomeKind.FAIL, Counts(fail=1), modality="should"),)
    assert tree(result(rules, (advisory,))).get("failures") == "0"


def test_a_broken_checker_is_an_error_and_no_records_are_no_pass() -> None:
    made = tree(
        result((outcome("1", OutcomeKind.ERROR, error="ValueError: x"), outcome("2", OutcomeKind.NO_POPULATION)), ())
    )
    assert made.xpath("//error/@message") == ["ValueError: x"]
    assert made.xpath("//testcase[@classname='DB23T3649.10.2']/skipped/@message") == ["没有相应记录"]


def test_the_counts_are_those_of_the_cases() -> None:
    made = tree()
    for element in (made, *made.findall("testsuite")):
        assert int(element.get("tests")) == len(element.xpath(".//testcase"))
        assert int(element.get("failures")) == len(element.xpath(".//failure")) == 7
        assert int(element.get("skipped")) == len(element.xpath(".//skipped"))


def test_findings_that_are_left_out_still_fail_and_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(junit_xml, "MOST_FINDINGS", 3)
    made = tree()
    (rest,) = made.xpath("//testcase[contains(@name, '[+5]')]")
    assert rest.find("failure").get("message") == "另有 5 处,见 findings.parquet"


def test_a_reason_with_a_detail_names_it() -> None:
    rules = (outcome("5", OutcomeKind.UNDETERMINED, reason=Reason.MISSING_COLUMN, reason_detail="accepted"),)
    assert tree(result(rules, ())).xpath("//skipped/@message") == ["导出中没有该列 (accepted)"]


def test_hostile_texts_give_a_file_that_a_parser_reads(tmp_path: Path) -> None:
    write_junit(hostile(), tmp_path / "junit.xml", "zh")
    read: Any = etree.parse(str(tmp_path / "junit.xml")).getroot()
    assert len(read.xpath("//failure")) == 12
    assert max(len(value) for value in read.xpath("//failure/@message")) < 2100
    assert {element.tag for element in read.iter()} == {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure", "error")
    }


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_junit(result(), tmp_path / name, "zh")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert len(FINDINGS) == len(tree().xpath("//testcase[contains(@name, '[L-')]"))
