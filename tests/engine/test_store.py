"""Findings: the same in memory and on disk, the gravest first, none left of a rule whose checker broke."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dbcheck import run_directory
from dbcheck.engine import store
from dbcheck.engine.plan import Job
from dbcheck.engine.run import Judgement, judge_jobs
from dbcheck.findings import Finding, Severity, fill, fingerprint
from dbcheck.plugins.registry import checkers
from dbcheck.plugins.tables import FrameTable
from dbcheck.rules.pack import Rule
from judging import pack_of, rule_of, world_of
from oracle.frames import to_tables
from oracle.samples import world_with
from promises.tables_in_parts import CutTable

LETTERS = [
    {
        "id": f"l{number:02}",
        "received_at": "2024-09-27 09:00",
        "replied_at": f"2024-10-{1 + number % 28:02} 10:00",
        "reply_content": "您好,来信收悉。" if number % 5 == 0 else "路灯已于昨日修复,谢谢您的来信和理解支持,欢迎监督。",
    }
    for number in range(40)
]
LATE: dict[str, Any] = {"record": "letter", "from_": "received_at", "to": "replied_at", "max": 5, "unit": "work_day"}
RULES = (
    rule_of("text_scan", "1", record="letter", field="reply_content", detector="boilerplate"),
    rule_of("required_fields", "2", "should", record="letter", all=["title"], where={"id": {"in": ["l03", "l17"]}}),
    rule_of("time_limit", "3", **LATE),
    rule_of("required_fields", "4", "may", record="letter", all=["title"], where={"id": "l05"}),
)


def judged(*rules: Rule, batch: int = 7) -> Judgement:
    (table,) = to_tables(world_with(letter=LETTERS)).values()
    assert isinstance(table, FrameTable)
    world = world_of({"letter": CutTable(table, batch)}, as_of="2025-06-30")
    pack = pack_of(*rules)
    return judge_jobs([Job(pack, rule) for rule in rules], world, checkers(), threads=1)


@pytest.fixture(params=[400_000, 5], ids=["in memory", "on disk"])
def findings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> store.SpooledFindings:
    monkeypatch.setattr(store, "SPOOL_ROWS", request.param)
    found = judged(*RULES).findings
    assert bool(found.spooled) is (request.param == 5)
    return found


def late() -> list[str]:
    return [str(letter["id"]) for letter in LETTERS if letter["replied_at"] > "2024-10-11"]


def test_the_gravest_come_first_then_rule_and_record(findings: store.SpooledFindings) -> None:
    found = findings.gravest(1000)
    wanted = [("T/3", record) for record in late()] + [("T/2", "l03"), ("T/2", "l17")]
    wanted += [("T/1", f"l{number:02}") for number in range(0, 40, 5)] + [("T/4", "l05")]
    assert [(finding.rule, finding.record) for finding in found] == wanted
    assert [finding.rule for finding in findings.gravest(len(late()) + 1)][-1] == "T/2"


def test_every_finding_is_counted_by_its_severity(findings: store.SpooledFindings) -> None:
    assert findings.by_severity() == {
        Severity.VIOLATION: len(late()),
        Severity.ADVISORY: 2,
        Severity.SUSPICION: 8,
        Severity.NONE: 1,
    }
    assert findings.total == len(late()) + 11


@pytest.mark.parametrize("held", [400_000, 3], ids=["from memory", "through a folder"])
def test_the_file_holds_what_the_frame_holds(
    findings: store.SpooledFindings, held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SPELLED_ROWS", 2)
    monkeypatch.setattr(run_directory, "_HELD_ROWS", held)
    findings.write_parquet(tmp_path / "findings.parquet")
    written = pl.read_parquet(tmp_path / "findings.parquet")
    assert written.equals(findings.frame())
    assert written.height == findings.total


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_few_findings_are_spelled_and_counted_as_many_are(
    findings: store.SpooledFindings, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, counted = findings.frame(lang), dict(findings.counted)
    monkeypatch.setattr(store, "FEW", 0)
    many = judged(*RULES).findings
    assert findings.frame(lang).equals(few)
    assert few.equals(many.frame(lang))
    assert dict(many.counted) == counted


def test_rows_and_findings_say_the_same(findings: store.SpooledFindings) -> None:
    rows = {(row["rule"], row["record"]): row for row in findings.frame("en").iter_rows(named=True)}
    for finding in findings.gravest(1000, "en"):
        row = rows[finding.rule, finding.record]
        assert (row["verdict"], row["severity"], row["message"]) == _said(finding)
        assert json.loads(row["evidence"]) == dict(finding.evidence)
        assert json.loads(row["source"]) == {"path": finding.path, "row": finding.row}
        assert row["fingerprint"] == finding.fingerprint == fingerprint(finding.rule, finding.record)


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.verdict.word, str(finding.severity), finding.message


def test_the_findings_of_one_rule_are_in_the_order_of_its_records(findings: store.SpooledFindings) -> None:
    assert [finding.record for finding in findings.of_rule("T/3", 1000)] == late()
    assert [finding.record for finding in findings.of_rule("T/3", 3)] == late()[:3]
    assert findings.of_rule("T/9", 3) == []


def test_memory_and_disk_hold_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    held = judged(*RULES).findings
    monkeypatch.setattr(store, "SPOOL_ROWS", 3)
    spooled = judged(*RULES, batch=4).findings
    order = ["rule", "record"]
    assert spooled.frame().sort(order).equals(held.frame().sort(order))


@pytest.mark.parametrize("rows", [400_000, 3])
def test_nothing_stays_of_a_rule_that_is_dropped(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SPOOL_ROWS", rows)
    found = judged(*RULES).findings
    found.drop(2)
    assert "T/3" not in found.frame()["rule"].unique().to_list()
    assert found.total == found.frame().height == 11
    assert found.by_severity()[Severity.VIOLATION] == 0


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ({"a": "甲", "b": 3}, "甲 3"),
        ({"a": None, "b": [1, "二"]}, '— [1, "二"]'),
        ({"b": True}, "— true"),
    ],
)
def test_a_message_is_filled_with_its_evidence(evidence: dict[str, Any], said: str) -> None:
    assert fill("{a} {b}", evidence) == said
