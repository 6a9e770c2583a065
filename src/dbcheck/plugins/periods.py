"""Calendar periods as whole numbers, so that groups can be keyed, ranged over and named."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

import polars as pl

from dbcheck.lean_dataclass import dataclass

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Period:
    """One unit of the calendar. ``number`` of a date, ``start`` and ``label`` of a number."""

    number: Callable[[pl.Expr], pl.Expr]
    start: Callable[[int], date]
    label: Callable[[int], str]


def _month_start(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


PERIODS: Mapping[str, Period] = {
    "year": Period(
        lambda day: day.dt.year().cast(pl.Int32),
        lambda number: date(number, 1, 1),
        str,
    ),
    "quarter": Period(
        lambda day: day.dt.year().cast(pl.Int32) * 4 + (day.dt.quarter().cast(pl.Int32) - 1),
        lambda number: date(number // 4, number % 4 * 3 + 1, 1),
        lambda number: f"{number // 4}Q{number % 4 + 1}",
    ),
    "month": Period(
        lambda day: day.dt.year().cast(pl.Int32) * 12 + (day.dt.month().cast(pl.Int32) - 1),
        _month_start,
        lambda number: f"{number // 12}-{number % 12 + 1:02}",
    ),
    "day": Period(
        lambda day: day.cast(pl.Int32),
        lambda number: EPOCH + timedelta(days=number),
        lambda number: (EPOCH + timedelta(days=number)).isoformat(),
    ),
}


@dataclass(frozen=True)
class Span:
    """The periods of a rule: numbers ``first`` to ``last``; those below ``running`` are over, those above ``spoken`` have no record at all."""

    period: str
    first: int
    last: int
    running: int
    spoken: int

    @property
    def numbers(self) -> range:
        """Give every period of the span."""
        return range(self.first, self.last + 1)

    def is_silent(self, number: int) -> bool:
        """Tell whether no record at all speaks of a period or a later one."""
        return number > self.spoken

    def is_over(self, number: int) -> bool:
        """Tell whether a period had ended by the audit."""
        return number < self.running


def span_of(
    period: str, earliest: int, latest: int, *, effective: datetime | None, as_of: datetime, grace_days: int = 0
) -> Span:
    """Give the periods from the earliest that records speak of up to the one of ``as_of``.

    Only those that lie wholly after ``effective``. Periods after the latest that records speak of may lie outside of what was exported.
    A period is over ``grace_days`` calendar days after its last.
    """
    kind = PERIODS[period]
    first = earliest
    while effective is not None and kind.start(first) < effective.date():
        first = max(first + 1, _number(kind, effective.date()))
    current = _lying_in(kind, as_of)
    allowed = as_of - timedelta(days=grace_days)
    open_still = _lying_in(kind, allowed)
    running = open_still if kind.start(open_still + 1) > allowed.date() else open_still + 1
    return Span(period, first, current, running, latest)


def _lying_in(kind: Period, instant: datetime) -> int:
    """Give the period that an instant lies in; 24:00 of a day still lies in that day."""
    return _number(kind, (instant - timedelta(microseconds=1)).date())


def _number(kind: Period, day: date) -> int:
    return int(pl.select(kind.number(pl.lit(day, dtype=pl.Date))).item())


_LABELS: tuple[tuple[str, re.Pattern[str], Callable[[Sequence[int]], int]], ...] = (
    ("year", re.compile(r"([0-9]{4})"), lambda parts: parts[0]),
    ("quarter", re.compile(r"([0-9]{4})Q([1-4])"), lambda parts: parts[0] * 4 + parts[1] - 1),
    ("month", re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])"), lambda parts: parts[0] * 12 + parts[1] - 1),
)


def last_day(label: str) -> date | None:
    """Give the last day of the period that a label names; None for one that names none."""
    for period, pattern, number in _LABELS:
        found = pattern.fullmatch(label)
        if found:
            return PERIODS[period].start(number([int(part) for part in found.groups()]) + 1) - timedelta(days=1)
    try:
        return date.fromisoformat(label) if len(label) == len("2025-06-30") else None
    except ValueError:
        return None
