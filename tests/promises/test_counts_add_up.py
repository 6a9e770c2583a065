"""Promise 4: the counts add up on any input, also on hostile ones; inputs read = accepted + rejected."""

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dbcheck.errors import SourceError
from dbcheck.findings import OutcomeKind, Verdict
from dbcheck.pipeline import Audit, audit
from dbcheck.records.snapshot import kinds

AS_OF = "2025-06-30"
GROUPS = ("count", "ratio")  # they count groups, not records
FEW = settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
FIELDS = ("id", "received_at", "replied_at", "accepted", "kind", "title", "content", "reply_content", "published_text")
HEADERS = [next(iter(kinds()["letter"].fields[name].headers), name) for name in FIELDS]
PLAUSIBLE = (
    "",
    "2024-09-27 09:00",
    "2024-10-11",
    "2024/2/30",
    "05/06/2024",
    "45000.5",
    "1700000000000",
    "是",
    "否",
    "求助",
    "\u3000",
    "\u200b",
    "(?:[",
    "=1+1",
    '"',
    "a\r\nb",
    "\x00",
    "\ud800",
    "8" * 5000,
    "-9999999999999999999",
    "9999-12-31 23:59:59",
    "0001-01-01",
)
CELLS = st.one_of(st.sampled_from(PLAUSIBLE), st.text(max_size=12), st.none(), st.integers(), st.floats(), st.booleans())
ROWS = st.lists(st.dictionaries(st.sampled_from(FIELDS), CELLS), max_size=8)


def check(done: Audit) -> None:
    """Compare each rule about records with the records of its kind, and the findings with the counts."""
    accepted: dict[str, int] = {}
    for part in done.result.inputs:
        assert part.read == part.accepted + part.rejected
        accepted[part.kind] = accepted.get(part.kind, 0) + part.accepted
    found = done.findings.group_by("rule").len()
    by_rule = dict(found.iter_rows())
    for outcome in done.outcomes:
        assert outcome.outcome is not OutcomeKind.ERROR, outcome.error
        assert by_rule.get(outcome.rule, 0) == outcome.counts.fail + outcome.counts.suspect
        if outcome.kind in accepted and outcome.check not in GROUPS:
            assert outcome.counts.total == accepted[outcome.kind], outcome.rule
        undecided = sum(each.count for each in outcome.undecided)
        assert undecided == outcome.counts.undetermined, outcome.rule


@FEW
@given(ROWS, st.booleans())
@example([{"id": "a"}, {"id": "a"}, {"received_at": "\ud800"}], False)
def test_records_from_python_are_all_accounted_for(rows: list[dict[str, Any]], retroactive: bool) -> None:
    done = audit({"letter": rows}, as_of=AS_OF, retroactive=retroactive)
    assert sum(part.read for part in done.result.inputs) == len(rows)
    check(done)


TEXTS = st.one_of(st.sampled_from([text for text in PLAUSIBLE if text.isprintable()]), st.text(max_size=12))
LINES = st.lists(st.lists(TEXTS, min_size=len(FIELDS) - 1, max_size=len(FIELDS) + 1), max_size=6)


@FEW
@given(LINES, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_rows_of_a_file_are_all_accounted_for(lines: list[list[str]], encoding: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *lines])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "letter.csv").write_bytes(text.getvalue().encode(encoding, "replace"))
        check(audit(folder, as_of=AS_OF))


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_are_accounted_for_or_refused_as_a_whole(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "letter.csv").write_bytes(",".join(HEADERS).encode() + b"\n" + content)
        try:
            done = audit(folder, as_of=AS_OF)
        except SourceError:  # nothing of the file was read, and the exit code says so
            return
        check(done)


def test_a_verdict_is_counted_once_and_only_findings_are_findings() -> None:
    rows = [{"id": str(n), "received_at": "2024-09-27 09:00", "replied_at": f"2024-10-{n + 9:02}"} for n in range(4)]
    done = audit({"letter": rows}, as_of=AS_OF)
    check(done)
    (late,) = [outcome for outcome in done.outcomes if outcome.rule == "DB23T3649.10/5.3.3#2"]
    assert (late.counts.passed, late.counts.fail) == (2, 2)
    assert {row["verdict"] for row in done.findings.iter_rows(named=True)} <= {Verdict.FAIL.word, Verdict.SUSPECT.word}


@pytest.mark.parametrize("kind", sorted(set(kinds()) - {"work_calendar"}))
def test_a_kind_of_one_empty_record_is_accounted_for(kind: str) -> None:
    check(audit({kind: [dict.fromkeys(kinds()[kind].fields)]}, as_of=AS_OF))
