"""The working days of the mainland: the State Council's yearly holiday notices, make-up Saturdays and Sundays included.

A day is a working day, a day off, or unknown. Years whose notice is not out are unknown; nothing here guesses Monday to Friday.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, compress
from types import MappingProxyType

import chinese_calendar  # type: ignore[import-untyped]  # it ships no types
from chinese_calendar import constants as notices

from dbcheck.lean_dataclass import dataclass

EPOCH = date(1970, 1, 1).toordinal()
START_RULES = ("next_day", "first_workday")
_ONE_DAY = timedelta(days=1)
_WEEK = bytes((1, 1, 1, 1, 1, 0, 0))  # Monday first


def day_number(day: date) -> int:
    """Give the days since 1970-01-01, the number behind an Arrow or Polars date."""
    return day.toordinal() - EPOCH


def add_months(day: date, months: int) -> date:
    """Give the same day ``months`` later, clipped to the end of the month: 2023-11-30 and 3 give 2024-02-29 (R6)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one contiguous span, ``first`` to ``last``.

    ordinals: one number per day of the span, how many working days there are from ``first`` up to and including that day.
    workdays: the working days in order, as days since 1970-01-01: ``workdays[n - 1]`` is the one with ordinal ``n``.
    unused: days that were given but do not touch the span, so that no limit can be counted up to them.
    description: which sources it is made of and how far it reaches.
    """

    first: date
    last: date
    ordinals: tuple[int, ...]
    workdays: tuple[int, ...]
    description: str
    unused: tuple[date, ...] = ()

    def __repr__(self) -> str:
        return f"WorkCalendar({self.description})"

    def is_workday(self, day: date) -> bool | None:
        """Tell whether a day is a working day; None outside the span."""
        ordinal = self._ordinal(day) if day >= self.first else None
        return None if ordinal is None else ordinal != self._ordinal(day - _ONE_DAY)

    def due_date(self, start: date, days: int, *, start_rule: str = "next_day") -> date | None:
        """Give the last day of a limit of ``days`` working days; it ends at 24:00 of that day (R2, R3).

        ``start`` is day 0 and not counted. Under ``first_workday`` day 0 is the first working day on or after ``start``.
        A limit of 0 days ends on day 0. None where the start or the end lies outside the span.
        """
        if days < 0 or start_rule not in START_RULES:
            raise ValueError(f"days must be 0 or more and start_rule one of {START_RULES}, not {days} and {start_rule!r}")
        if start_rule == "next_day" and days == 0:
            return start if self.first <= start <= self.last else None
        counted_from = start - _ONE_DAY if start_rule == "first_workday" else start
        before = self._ordinal(counted_from) if self.first <= start <= self.last else None
        if before is None:
            return None
        last_day = before + days + (start_rule == "first_workday")
        return date.fromordinal(self.workdays[last_day - 1] + EPOCH) if last_day <= len(self.workdays) else None

    def working_days_between(self, after: date, until: date) -> int | None:
        """Count the working days d with ``after`` < d <= ``until``; None where some of them are unknown."""
        if until <= after:
            return 0
        start, end = self._ordinal(after), self._ordinal(until)
        return None if start is None or end is None else end - start

    def _ordinal(self, day: date) -> int | None:
        """Count the working days of the span up to and including a day: 0 on the eve of ``first``, None outside."""
        position = (day - self.first).days
        if position == -1:
            return 0
        return self.ordinals[position] if 0 <= position < len(self.ordinals) else None


def load_calendar(overrides: Mapping[date, bool] = MappingProxyType({}), *, source: str = "") -> WorkCalendar:
    """Build the calendar from the published notices, with days given by the user on top.

    overrides: day -> whether it is a working day. It wins over the notices; days that continue the known span without a gap
    lengthen it. source: the name of the file that the overrides come from, for the description.
    """
    first = date(min(notices.holidays).year, 1, 1)
    last = date(max(notices.holidays).year, 12, 31)
    published = _published(first, last)
    before, after = _continuation(overrides, first, -1), _continuation(overrides, last, 1)
    flags = bytearray((*reversed(before), *published, *after))
    known_first = first - _ONE_DAY * len(before)
    known_last = last + _ONE_DAY * len(after)
    unused = tuple(sorted(day for day in overrides if not known_first <= day <= known_last))
    changed = 0
    for day, is_workday in overrides.items():
        if first <= day <= last and published[(day - first).days] != is_workday:
            flags[(day - known_first).days] = is_workday
            changed += 1
    start = day_number(known_first)
    return WorkCalendar(
        first=known_first,
        last=known_last,
        ordinals=tuple(accumulate(flags)),
        workdays=tuple(compress(range(start, start + len(flags)), flags)),
        description=_description((known_first, known_last), changed, len(before) + len(after), len(unused), source),
        unused=unused,
    )


@cache
def published_calendar() -> WorkCalendar:
    """Give the working days as the notices of the State Council have them, loaded once."""
    return load_calendar()


def _published(first: date, last: date) -> bytearray:
    """Give one flag a day, as the notices have it."""
    length = (last - first).days + 1
    shift = first.weekday()
    flags = bytearray((_WEEK * (length // 7 + 2))[shift : shift + length])
    for day in notices.holidays:
        flags[(day - first).days] = 0
    for day in notices.workdays:
        flags[(day - first).days] = 1
    return flags


def _continuation(overrides: Mapping[date, bool], edge: date, step: int) -> list[bool]:
    """Give the flags of the days given beyond an edge, as far as they follow without a gap."""
    flags: list[bool] = []
    day = edge + _ONE_DAY * step
    while day in overrides:
        flags.append(overrides[day])
        day += _ONE_DAY * step
    return flags


def _description(span: tuple[date, date], changed: int, added: int, unused: int, source: str) -> str:
    parts = [f"chinesecalendar {chinese_calendar.__version__}", f"{span[0]} to {span[1]}"]
    told = ((changed, "overridden"), (added, "added"), (unused, "left out because days before them are unknown"))
    by = f" by {source}" if source else ""
    parts += [f"{count} {'day' if count == 1 else 'days'} {what}{by}" for count, what in told if count]
    return ", ".join(parts)
