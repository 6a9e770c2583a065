"""Letters that two portals published; skipped where they are not at hand. Nothing of them is kept here but their number."""

import csv
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]
import pytest

from dbcheck.findings import Outcome, OutcomeKind, Reason
from dbcheck.pipeline import Audit, audit

REAL = Path(__file__).parents[2] / "../shared/data/real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not at hand")
HUNAN, BEIJING = REAL / "letters_hunan_wenzheng.csv", REAL / "letters_beijing_no_dates.csv"
PACK, LATE = "DB23T3649.10", "DB23T3649.10/5.3.3#2"
AS_OF = "2025-12-31"


def outcome(done: Audit, rule: str) -> Outcome:
    return next(outcome for outcome in done.outcomes if outcome.rule == rule)


@pytest.fixture(scope="module")
def hunan() -> Audit:
    return audit(HUNAN, rules=PACK, as_of=AS_OF, retroactive=True)


def test_every_letter_of_hunan_is_read_without_a_binding(hunan: Audit) -> None:
    (part,) = hunan.result.inputs
    assert (part.kind, part.read, part.accepted, part.rejected) == ("letter", 2816, 2816, 0)


def test_letters_from_before_the_standard_are_out_of_scope() -> None:
    done = audit(HUNAN, rules=PACK, as_of=AS_OF)
    counts = outcome(done, LATE).counts
    assert counts.total == 2816
    assert counts.out_of_scope == sum(1 for received, _ in _letters() if received.date() < date(2023, 12, 29))


def test_with_retroactive_every_letter_is_judged_and_as_many_are_late_as_a_loop_counts(hunan: Audit) -> None:
    counts = outcome(hunan, LATE).counts
    late = sum(1 for received, replied in _letters() if is_late(received, replied))
    assert 0 < late < 2816
    assert (counts.fail, counts.passed + counts.fail) == (late, 2816)


def _letters() -> list[tuple[datetime, datetime]]:
    with HUNAN.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    headers = rows[0]
    received = next(name for name in headers if "留言" in name and ("时间" in name or "日期" in name))
    replied = next(name for name in headers if ("答复" in name or "回复" in name) and ("时间" in name or "日期" in name))
    return [(_instant(row[received]), _instant(row[replied])) for row in rows]


def _instant(text: str) -> datetime:
    year, month, day, *clock = (int(number) for number in re.findall(r"[0-9]+", text))
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second)


def is_late(received: datetime, replied: datetime) -> bool:
    """Walk from the day after receipt; the limit ends with the fifth working day."""
    day, passed = received.date(), 0
    while passed < 5:
        day += timedelta(days=1)
        passed += chinese_calendar.is_workday(day)
    return replied.date() > day


@pytest.fixture(scope="module")
def beijing() -> Audit:
    return audit(BEIJING, rules=PACK, as_of=AS_OF)


def test_without_dates_no_deadline_passes_and_each_says_why(beijing: Audit) -> None:
    limits = [found for found in beijing.outcomes if found.check == "time_limit" and found.kind == "letter"]
    assert len(limits) >= 2
    for found in limits:
        assert (found.outcome, found.reason) == (OutcomeKind.UNDETERMINED, Reason.MISSING_COLUMN), found.rule
        assert found.reason_detail in ("letter.received_at", "letter.replied_at")
        assert found.counts.undetermined == found.counts.total == 894


def test_without_dates_no_rule_about_letters_passes_or_accuses(beijing: Audit) -> None:
    for found in beijing.outcomes:
        if found.kind == "letter" and found.check not in ("attestation", "informative"):
            assert (found.counts.passed, found.counts.fail) == (0, 0), found.rule
