"""Working days and the ends of limits, by a loop over days.

Nothing here computes with ordinals: a day is asked whether it is a working day, one after the other. None is "not published".
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import chinese_calendar  # type: ignore[import-untyped]

from oracle.world import Reading

DAY = timedelta(days=1)
SHANGHAI = timezone(timedelta(hours=8))
Calendar = Callable[[date], bool | None]


def library_calendar(day: date) -> bool | None:
    """Ask chinese-calendar; a year that it does not know gives None, never a Monday-to-Friday guess (R4)."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def calendar_of(reading: Reading) -> Calendar:
    """Ask ``work_calendar`` records first, then the library (R4). Records that contradict each other: not published."""
    said: dict[date, bool | None] = {}
    for record in reading.records("work_calendar"):
        day = reading.cell("work_calendar", record, "date")
        answer = reading.cell("work_calendar", record, "is_workday")
        if day.filled and answer.filled:
            assert isinstance(answer.value, bool)
            agrees = said.get(day.day, answer.value) == answer.value
            said[day.day] = answer.value if agrees else None
    return lambda day: said[day] if day in said else library_calendar(day)


@dataclass(frozen=True)
class Passed:
    """Working days between two days: how many are known, and whether every day between was known."""

    known: int
    complete: bool


def workdays_after(calendar: Calendar, start: date, last: date) -> Passed:
    """Count the working days after ``start`` up to and including ``last``."""
    known, complete, day = 0, True, start + DAY
    while day <= last:
        answer = calendar(day)
        complete = complete and answer is not None
        known += answer is True
        day += DAY
    return Passed(known, complete)


def workday_limit_over(calendar: Calendar, start: date, limit: int, before: date) -> bool | None:
    """Tell whether the last of ``limit`` working days after ``start`` lies before the day ``before``; None: not published.

    The day of ``start`` is day 0 (R2). The known days may decide: enough of them say yes, an unbroken row of too few says no.
    A limit of 0 ends with the day of ``start``.
    """
    if limit == 0:
        return start < before
    passed = workdays_after(calendar, start, before - DAY)
    if passed.known >= limit:
        return True
    return False if passed.complete else None


def first_workday(calendar: Calendar, start: date) -> date | None:
    """Give the first working day on or after a day; None where the calendar does not say."""
    day = start
    while True:
        answer = calendar(day)
        if answer is None:
            return None
        if answer:
            return day
        day += DAY


def add_months(start: date, months: int) -> date:
    """Give the same day number ``months`` on, clipped to the end of the month (R6)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def midnight_after(day: date) -> datetime:
    """Give 24:00 of a day, which is 0:00 of the next (R1)."""
    return datetime(day.year, day.month, day.day) + DAY


def read_as_of(text: str) -> datetime:
    """Read an audit date: a date stands for its 24:00, an ISO instant for itself."""
    if len(text) == len("2024-01-01"):
        return midnight_after(date.fromisoformat(text))
    instant = datetime.fromisoformat(text)
    return instant.astimezone(SHANGHAI).replace(tzinfo=None) if instant.tzinfo else instant
