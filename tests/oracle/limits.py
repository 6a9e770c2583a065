"""time_limit: how much time may pass, counted a day at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Any

from dbcheck.findings import Reason
from oracle.answers import FAIL, PASS, PENDING, Answer, Case, doubt_about, doubt_or_missing, failed_if, undetermined
from oracle.days import DAY, add_months, first_workday, midnight_after, workday_limit_over, workdays_after
from oracle.row_checks import combined
from oracle.world import Cell, Record, filled, unreadable

CLOCK_UNITS: dict[str, Callable[[int], timedelta]] = {
    "minute": lambda amount: timedelta(minutes=amount),
    "hour": lambda amount: timedelta(hours=amount),
}
LAST_OF_DAY = DAY - timedelta.resolution
NO_CLOCK = undetermined(Reason.NO_CLOCK_TIME)
NO_CALENDAR = undetermined(Reason.UNKNOWN_CALENDAR)


@dataclass(frozen=True)
class Moment:
    """The end event: an instant, a day without a clock time, or the audit date itself."""

    instant: datetime
    day_only: bool = False
    is_as_of: bool = False

    @property
    def day(self) -> date:
        return self.instant.date()


def time_limit(case: Case, record: Record) -> Answer:
    """Doubts first, then pending, then the verdict; a breach of one bound wins over a doubt about the other (decision)."""
    to = case.param("to")
    end = None if to == "$as_of" else case.look(record, to)
    doubt = doubt_about(end) if end else None
    if doubt:
        return doubt
    moment = None
    if end is None:
        moment = Moment(case.as_of, is_as_of=True)
    elif end.filled:
        moment = Moment(end.instant, end.day_only)
    return combined_with_pending([_upper(case, record, moment), _lower(case, record, moment)])


def combined_with_pending(parts: list[Answer]) -> Answer:
    answer = combined(parts)
    return PENDING if answer == PASS and PENDING in parts else answer


def _upper(case: Case, record: Record, to: Moment | None) -> Answer:
    if case.param("due"):
        return _due(case, record, case.param("due"), to)
    amount = case.param("max")
    if case.param("max_field"):
        limit = case.look(record, case.param("max_field"))
        doubt = doubt_about(limit)
        if doubt:
            return doubt
        amount = limit.value if limit.filled else amount
        if amount is None:
            return undetermined(Reason.MISSING_VALUE)
    if amount is None:
        return PASS
    start = case.look(record, case.param("from"))
    return doubt_or_missing(start) or _within(case, start, amount, to)


def _within(case: Case, start: Cell, amount: int, to: Moment | None) -> Answer:
    unit = case.param("unit")
    if unit in CLOCK_UNITS:
        return _within_clock(case, start, CLOCK_UNITS[unit](amount), to)
    if unit == "work_day":
        return _within_workdays(case, start.day, amount, to)
    last = add_months(start.day, amount) if unit == "month" else start.day + amount * DAY
    return _by_end_of(case, last, to)


def _within_clock(case: Case, start: Cell, limit: timedelta, to: Moment | None) -> Answer:
    """Judge minutes and hours. Decision: a missing clock time leaves it open only where the hour decides."""
    first, last = start.instant, start.instant + LAST_OF_DAY * start.day_only
    end = to or Moment(case.as_of, is_as_of=True)
    if end.instant - last > limit:
        return FAIL
    if end.instant + LAST_OF_DAY * end.day_only - first <= limit:
        return PASS if to else PENDING
    return NO_CLOCK


def _by_end_of(case: Case, last: date, to: Moment | None) -> Answer:
    """Judge a limit that ends at 24:00 of a day. The audit date is past it only strictly: 24:00 itself is not yet past."""
    if to is None:
        return FAIL if case.as_of > midnight_after(last) else PENDING
    if to.is_as_of:
        return failed_if(to.instant > midnight_after(last))
    return failed_if(to.day > last)


def _within_workdays(case: Case, start: date, amount: int, to: Moment | None) -> Answer:
    if case.param("start_rule") == "first_workday":
        # R3: the first working day on or after the start is the 1st; the limit ends with the working day `amount` after it.
        opened = first_workday(case.calendar, start)
        if opened is None:
            return _before_unknown_start(case, start, to)
        start = opened
    uses_as_of = to is None or to.is_as_of
    before = _first_day_not_past(case.as_of) if to is None or to.is_as_of else to.day
    over = workday_limit_over(case.calendar, start, amount, before)
    if over is None:
        return NO_CALENDAR
    if over:
        return FAIL
    return PENDING if uses_as_of and to is None else PASS


def _before_unknown_start(case: Case, start: date, to: Moment | None) -> Answer:
    """Judge where the first working day is not published: it is not before the start, so what ends by then is in time."""
    if to is not None and not to.is_as_of and to.day <= start:
        return PASS
    if to is None and case.as_of <= midnight_after(start):
        return PENDING
    return NO_CALENDAR


def _first_day_not_past(as_of: datetime) -> date:
    """Give the first day d whose 24:00 is not strictly before ``as_of``: a limit ending before it is over."""
    at_midnight = as_of.time() == datetime.min.time()
    return as_of.date() - DAY if at_midnight else as_of.date()


def _due(case: Case, record: Record, due: dict[str, Any], to: Moment | None) -> Answer:
    limit = due_of(case, record, due)
    doubt = doubt_or_missing(limit)
    if doubt:
        return doubt
    return _by_end_of(case, limit.day, to) if limit.day_only else _by_instant(case, limit.instant, to)


def due_of(case: Case, record: Record, due: dict[str, Any]) -> Cell:
    """Give when a record falls due. Decision: a number that is no year of a calendar cannot be read."""
    if "field" in due:
        return case.look(record, due["field"])
    year = case.look(record, due["year"])
    if not year.filled:
        return year
    assert isinstance(year.value, int)
    due_year = year.value + (due.get("add_years") or 0)
    if not MINYEAR < due_year < MAXYEAR:
        return unreadable(str(year.value))
    month, day = (int(part) for part in due["month_day"].split("-"))
    first = date(due_year, month, 1)
    return filled(min(first + (day - 1) * DAY, add_months(first, 1) - DAY))  # 02-29 in a short February is its last day


def _by_instant(case: Case, limit: datetime, to: Moment | None) -> Answer:
    if to is None:
        return FAIL if case.as_of > limit else PENDING
    if to.day_only and to.day == limit.date():
        return NO_CLOCK
    return failed_if(to.instant > limit)


def _lower(case: Case, record: Record, to: Moment | None) -> Answer:
    """Judge ``min``: an empty end is no breach (decision: it is pending, whatever the audit date)."""
    amount = case.param("min")
    if amount is None or case.param("from") is None:
        return PASS
    start = case.look(record, case.param("from"))
    doubt = doubt_or_missing(start)
    if doubt or to is None:
        return doubt or PENDING
    if amount == 0:
        without_clock = (start.day_only or to.day_only) and not to.is_as_of
        return failed_if(to.day < start.day if without_clock else to.instant < start.instant)
    unit = case.param("unit")
    if unit in CLOCK_UNITS:
        longest = to.instant + LAST_OF_DAY * to.day_only - start.instant
        shortest = to.instant - (start.instant + LAST_OF_DAY * start.day_only)
        wanted = CLOCK_UNITS[unit](amount)
        return PASS if shortest >= wanted else FAIL if longest < wanted else NO_CLOCK
    if unit == "work_day":
        passed = workdays_after(case.calendar, start.day, to.day)
        return PASS if passed.known >= amount else FAIL if passed.complete else NO_CALENDAR
    earliest = add_months(start.day, amount) if unit == "month" else start.day + amount * DAY
    return failed_if(to.day < earliest)
