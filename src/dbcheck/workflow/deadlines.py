"""When a limit of a workflow ends, and whether an action was late or early, counted as ``time_limit`` counts (R2 to R9)."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

from dbcheck.calendars import add_months
from dbcheck.errors import Message
from dbcheck.workflow.table import Limit

_CLOCKED = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
ONE_DAY = timedelta(days=1)
UNIT_WORDS = {
    "minute": Message("分钟", "minutes"),
    "hour": Message("小时", "hours"),
    "calendar_day": Message("天", "days"),
    "work_day": Message("个工作日", "working days"),
    "month": Message("个月", "months"),
}


class WorkingDays(Protocol):
    """The part of a calendar that limits need."""

    def due_date(self, start: date, days: int, *, start_rule: str = "next_day") -> date | None:
        """Give the last day of a limit; None where the calendar does not reach."""

    def working_days_between(self, after: date, until: date) -> int | None:
        """Count the working days d with ``after`` < d <= ``until``; None where some are unknown."""


def is_clocked(limit: Limit) -> bool:
    """Tell whether it runs in minutes or hours, so that the clock time decides."""
    return limit.unit in _CLOCKED


def last_instant(limit: Limit, start: datetime, calendar: WorkingDays) -> datetime | None:
    """Give the last instant at which the action is in time; None without a ``max`` or beyond the calendar.

    The last day counts until 24:00, so its last microsecond is in time; minutes and hours include their end.
    """
    if limit.max is None:
        return None
    if limit.unit in _CLOCKED:
        return start + limit.max * _CLOCKED[limit.unit]
    last = _last_day(limit, start.date(), limit.max, calendar)
    return None if last is None else end_of(last)


def end_of(day: date) -> datetime:
    """Give the last instant of a day."""
    return datetime.combine(day, time()) + ONE_DAY - timedelta(microseconds=1)


def year_end(limit: Limit, year: int) -> datetime:
    """Give the last instant of a limit that ends on a fixed day of a year."""
    month, day = map(int, limit.due_month_day.split("-"))
    return end_of(date(year + limit.due_add_years, month, day))


def _last_day(limit: Limit, start: date, amount: int, calendar: WorkingDays) -> date | None:
    if limit.unit == "work_day":
        return calendar.due_date(start, amount, start_rule=limit.start_rule)
    return add_months(start, amount) if limit.unit == "month" else start + ONE_DAY * amount


def is_early(limit: Limit, start: datetime, end: datetime, calendar: WorkingDays) -> bool | None:
    """Tell whether less than ``min`` lies between both; None beyond the calendar."""
    if limit.min is None:
        return False
    if limit.unit in _CLOCKED:
        return end - start < limit.min * _CLOCKED[limit.unit]
    if limit.min == 0:
        return end < start
    if limit.unit == "work_day":
        passed = calendar.working_days_between(start.date(), end.date())
        return None if passed is None else passed < limit.min
    first = _last_day(limit, start.date(), limit.min, calendar)
    return None if first is None else end.date() < first


def is_late(limit: Limit, start: datetime, end: datetime, calendar: WorkingDays) -> bool | None:
    """Tell whether more than ``max`` lies between both; None where the calendar does not reach and the known days do not decide."""
    if limit.max is None:
        return False
    last = last_instant(limit, start, calendar)
    if last is not None:
        return end > last
    passed = calendar.working_days_between(start.date(), end.date())
    return False if passed is not None and passed <= limit.max else None
