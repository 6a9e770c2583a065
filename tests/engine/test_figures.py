"""Figures: what was measured agrees with what was judged, and with a loop over the days."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dbcheck.calendars.working_days import load_calendar
from dbcheck.figures import Figures
from dbcheck.pipeline import audit

RULE = "DB23T3649.10/5.3.3#2"
CALENDAR = load_calendar()


def letters() -> list[dict[str, Any]]:
    """Give letters that were answered after 0, 1, 2, ... days, one of them not at all, and one of another year."""
    start = datetime(2024, 9, 23, 9)
    made: list[dict[str, Any]] = [
        {
            "id": f"L-{days}",
            "type": "consult",
            "accepted": True,
            "received_at": start,
            "replied_at": start + timedelta(days=days),
        }
        for days in range(60)
    ]
    made.append({"id": "L-open", "type": "consult", "accepted": True, "received_at": start, "replied_at": None})
    made.append(
        {"id": "L-old", "type": "consult", "accepted": True, "received_at": datetime(2020, 1, 2), "replied_at": start}
    )
    return made


@pytest.fixture(scope="module")
def done() -> Any:
    return audit({"letter": letters()}, as_of="2025-06-30", pictures=True)


def figures_of(done: Any) -> Figures:
    made: Figures = done.result.figures
    return made


def test_the_spread_is_what_a_loop_over_the_days_counts(done: Any) -> None:
    (spread,) = [spread for spread in figures_of(done).spreads if spread.rule == RULE]
    counted: dict[int, int] = {}
    for days in range(60):
        taken = sum(CALENDAR.is_workday(date(2024, 9, 23) + timedelta(days=day)) is True for day in range(1, days + 1))
        counted[taken] = counted.get(taken, 0) + 1
    last = max(5 * 6, 5 + 24)
    assert dict(spread.taken) == {taken: amount for taken, amount in counted.items() if taken <= last}
    assert spread.longer == sum(amount for taken, amount in counted.items() if taken > last)
    assert (spread.unit, spread.limit) == ("work_day", 5)


def test_who_took_longer_than_the_limit_is_who_failed_with_an_answer(done: Any) -> None:
    (spread,) = [spread for spread in figures_of(done).spreads if spread.rule == RULE]
    failed = [found for found in done.result.findings.of_rule(RULE, 1000) if found.evidence["to"] is not None]
    assert spread.late == len(failed)
    assert spread.total == 60  # neither the open one nor the one from before the document


def test_months_count_every_dated_record(done: Any) -> None:
    (monthly,) = figures_of(done).months
    assert (monthly.kind, monthly.records) == ("letter", (("2020-01", 1), ("2024-09", 61)))


def test_an_audit_that_draws_nothing_gathers_nothing() -> None:
    assert audit({"letter": letters()[:3]}, as_of="2025-06-30").result.figures is None


def test_gathering_changes_no_verdict(done: Any) -> None:
    assert audit({"letter": letters()}, as_of="2025-06-30").outcomes == done.outcomes
