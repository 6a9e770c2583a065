"""Limits in working days, against a loop over days."""

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.calendars import START_RULES, add_months, day_number, load_calendar

CALENDAR = load_calendar()
DAY = timedelta(days=1)
KNOWN = st.dates(date(2004, 1, 1), date(2026, 12, 31))
ANY_DAY = st.dates(date(2003, 1, 1), date(2028, 12, 31))
RULES = st.sampled_from(START_RULES)


def slow_is_workday(day: date) -> bool | None:
    return bool(chinese_calendar.is_workday(day)) if 2004 <= day.year <= 2026 else None


def slow_due(start: date, days: int, start_rule: str) -> date | None:
    """Walk from day to day; None as soon as a day is unknown."""
    day = start
    if slow_is_workday(day) is None:
        return None
    while start_rule == "first_workday" and not slow_is_workday(day):
        day += DAY
        if slow_is_workday(day) is None:
            return None
    counted = 0
    while counted < days:
        day += DAY
        workday = slow_is_workday(day)
        if workday is None:
            return None
        counted += workday
    return day


def test_the_calendar_is_the_library_on_every_day() -> None:
    day = date(2003, 12, 20)
    while day < date(2027, 1, 10):
        assert CALENDAR.is_workday(day) is slow_is_workday(day), day
        day += DAY


@pytest.mark.parametrize(
    ("start", "days", "start_rule", "due"),
    [
        (date(2024, 9, 27), 5, "next_day", date(2024, 10, 10)),  # a make-up Sunday and the National Day holidays between
        (date(2018, 4, 14), 3, "first_workday", date(2018, 4, 19)),  # a Saturday: Monday is the first day, not counted
        (date(2018, 4, 14), 3, "next_day", date(2018, 4, 18)),
        (date(2018, 4, 4), 3, "first_workday", date(2018, 4, 10)),  # before Qingming; Sunday 8 is made up
        (date(2018, 4, 4), 3, "next_day", date(2018, 4, 10)),
        (date(2024, 10, 1), 0, "next_day", date(2024, 10, 1)),
        (date(2024, 10, 1), 0, "first_workday", date(2024, 10, 8)),
        (date(2026, 12, 25), 4, "next_day", date(2026, 12, 31)),
    ],
)
def test_a_limit_ends_on(start: date, days: int, start_rule: str, due: date) -> None:
    assert CALENDAR.due_date(start, days, start_rule=start_rule) == due


@pytest.mark.parametrize("start", [date(2026, 12, 25), date(2027, 1, 4), date(2003, 12, 31)])
def test_a_limit_that_touches_unknown_days_has_no_due_date(start: date) -> None:
    assert CALENDAR.due_date(start, 5) is None


@pytest.mark.parametrize("start_rule", START_RULES)
def test_a_limit_from_the_first_known_day_is_known(start_rule: str) -> None:
    assert CALENDAR.due_date(date(2004, 1, 1), 1, start_rule=start_rule) == slow_due(date(2004, 1, 1), 1, start_rule)


def test_an_impossible_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="days must be 0 or more"):
        CALENDAR.due_date(date(2024, 1, 1), -1)
    with pytest.raises(ValueError, match="start_rule"):
        CALENDAR.due_date(date(2024, 1, 1), 1, start_rule="tomorrow")


@settings(deadline=None)
@given(ANY_DAY, st.integers(0, 30), RULES)
def test_the_due_date_agrees_with_the_loop(start: date, days: int, start_rule: str) -> None:
    assert CALENDAR.due_date(start, days, start_rule=start_rule) == slow_due(start, days, start_rule)


@settings(deadline=None)
@given(KNOWN, KNOWN, st.integers(0, 60), RULES)
def test_a_later_start_never_ends_earlier(one: date, other: date, days: int, start_rule: str) -> None:
    first, second = sorted((one, other))
    earlier, later = (CALENDAR.due_date(day, days, start_rule=start_rule) for day in (first, second))
    assert earlier is not None or later is None
    assert earlier is None or later is None or earlier <= later


@settings(deadline=None)
@given(KNOWN, st.integers(0, 60), RULES)
def test_a_longer_limit_never_ends_earlier(start: date, days: int, start_rule: str) -> None:
    shorter = CALENDAR.due_date(start, days, start_rule=start_rule)
    longer = CALENDAR.due_date(start, days + 1, start_rule=start_rule)
    assert longer is None or (shorter is not None and shorter < longer)


@settings(deadline=None)
@given(ANY_DAY, st.integers(-5, 400))
def test_the_days_between_are_those_of_the_loop(after: date, length: int) -> None:
    until = after + DAY * length
    days = [slow_is_workday(after + DAY * step) for step in range(1, length + 1)]
    expected = None if None in days else sum(bool(day) for day in days)
    assert CALENDAR.working_days_between(after, until) == expected


@settings(deadline=None)
@given(KNOWN, st.integers(1, 40))
def test_a_limit_of_n_days_holds_n_working_days(start: date, days: int) -> None:
    due = CALENDAR.due_date(start, days)
    if due is not None:
        assert CALENDAR.working_days_between(start, due) == days
        assert CALENDAR.is_workday(due)


@settings(deadline=None)
@given(KNOWN)
def test_ordinals_and_workdays_fit_together(day: date) -> None:
    ordinal = CALENDAR.ordinals[(day - CALENDAR.first).days]
    assert bool(CALENDAR.is_workday(day)) == (ordinal > 0 and CALENDAR.workdays[ordinal - 1] == day_number(day))


def test_an_override_beats_the_library() -> None:
    regional = load_calendar({date(2024, 9, 30): False, date(2024, 10, 1): False}, source="own.yaml")
    assert regional.is_workday(date(2024, 9, 30)) is False
    assert regional.due_date(date(2024, 9, 27), 5) == date(2024, 10, 11)
    assert regional.description.endswith("2004-01-01 to 2026-12-31, 1 day overridden by own.yaml")


def test_days_that_follow_without_a_gap_lengthen_the_span() -> None:
    longer = load_calendar({date(2027, 1, 1): False, date(2027, 1, 2): False, date(2027, 1, 4): True})
    assert longer.last == date(2027, 1, 2)
    assert longer.is_workday(date(2027, 1, 2)) is False
    assert longer.is_workday(date(2027, 1, 4)) is None
    assert longer.unused == (date(2027, 1, 4),)
    assert "2 days added, 1 day left out because days before them are unknown" in longer.description


def test_days_before_the_span_lengthen_it_too() -> None:
    earlier = load_calendar({date(2003, 12, 31): True, date(2003, 12, 29): True})
    assert earlier.first == date(2003, 12, 31)
    assert earlier.due_date(date(2003, 12, 31), 1) == CALENDAR.due_date(date(2004, 1, 1), 1)
    assert earlier.unused == (date(2003, 12, 29),)
    assert earlier.ordinals[0] == 1


@settings(deadline=None)
@given(st.dictionaries(KNOWN, st.booleans(), max_size=8), KNOWN)
def test_overrides_change_their_days_and_no_other(overrides: dict[date, bool], day: date) -> None:
    assert load_calendar(overrides).is_workday(day) is overrides.get(day, slow_is_workday(day))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 10, 15), 3, date(2025, 1, 15)),
    ],
)
def test_months_are_clipped_to_the_end_of_the_month(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_keep_the_order_of_days(one: date, other: date, months: int) -> None:
    assert (add_months(one, months) <= add_months(other, months)) or one > other
