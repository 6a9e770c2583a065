"""Limits of workflows end when the rules say, on both sides of the boundary."""

from datetime import datetime, timedelta

import pytest

from dbcheck.calendars import load_calendar
from dbcheck.workflow.deadlines import is_early, is_late, last_instant, year_end
from dbcheck.workflow.table import Limit

CALENDAR = load_calendar()
TICK = timedelta(microseconds=1)


def limit(**settings: object) -> Limit:
    return Limit("PACK/1", "submit", **settings)  # type: ignore[arg-type]  # names and types are those of Limit


@pytest.mark.parametrize(
    ("settings", "start", "last"),
    [
        ({"max": 5}, "2024-09-27T09:00", "2024-10-10"),  # over the make-up Sunday and the holidays (R2)
        ({"max": 3, "start_rule": "first_workday"}, "2018-04-14T10:00", "2018-04-19"),  # a Saturday, read literally (R3)
        ({"max": 3}, "2018-04-14T10:00", "2018-04-18"),
        ({"max": 20, "unit": "calendar_day"}, "2024-05-01T23:59", "2024-05-21"),
        ({"max": 3, "unit": "month"}, "2023-11-30T10:00", "2024-02-29"),  # clipped to the end of the month (R6)
        ({"max": 0}, "2024-05-06T09:00", "2024-05-06"),
    ],
)
def test_a_limit_in_days_ends_at_24_00_of_its_last_day(settings: dict[str, object], start: str, last: str) -> None:
    made, begun = limit(**settings), datetime.fromisoformat(start)
    end = datetime.fromisoformat(last) + timedelta(days=1)
    assert last_instant(made, begun, CALENDAR) == end - TICK
    assert is_late(made, begun, end - TICK, CALENDAR) is False
    assert is_late(made, begun, end, CALENDAR) is True


def test_minutes_and_hours_run_through_the_night_and_include_their_end() -> None:
    made, begun = limit(max=12, unit="hour"), datetime(2024, 10, 1, 22)
    assert is_late(made, begun, datetime(2024, 10, 2, 10), CALENDAR) is False
    assert is_late(made, begun, datetime(2024, 10, 2, 10) + TICK, CALENDAR) is True


def test_a_limit_beyond_the_published_years_is_unknown_unless_the_known_days_decide() -> None:
    made, begun = limit(max=5), datetime(2026, 12, 30, 9)
    assert last_instant(made, begun, CALENDAR) is None
    assert is_late(made, begun, datetime(2026, 12, 31, 9), CALENDAR) is False
    assert is_late(made, begun, datetime(2027, 1, 20, 9), CALENDAR) is None


@pytest.mark.parametrize(("day", "early"), [(12, True), (13, False)])
def test_a_minimum_of_days_counts_dates(day: int, early: bool) -> None:
    made = limit(min=7, unit="calendar_day")
    assert is_early(made, datetime(2024, 5, 6, 18), datetime(2024, 5, day, 8), CALENDAR) is early


def test_no_number_is_never_late_nor_early() -> None:
    made = limit()
    assert last_instant(made, datetime(2024, 5, 6), CALENDAR) is None
    assert is_late(made, datetime(2024, 5, 6), datetime(2030, 1, 1), CALENDAR) is False
    assert is_early(made, datetime(2024, 5, 6), datetime(2020, 1, 1), CALENDAR) is False


def test_a_fixed_day_counts_until_24_00() -> None:
    made = limit(due_year="year", due_add_years=1, due_month_day="01-31")
    assert year_end(made, 2024) == datetime(2025, 2, 1) - TICK
