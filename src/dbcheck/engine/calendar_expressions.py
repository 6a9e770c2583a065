"""Working days as Polars expressions: every question is one gather from a constant array."""

from functools import cached_property
from typing import Protocol

import polars as pl

from dbcheck.calendars import WorkCalendar, day_number
from dbcheck.engine.names import KEPT
from dbcheck.lean_dataclass import dataclass


class Keep(Protocol):
    """Computes an expression once per batch, however many rules ask for what it is ``of``, and gives the column that holds it."""

    def __call__(self, expression: pl.Expr, *, of: str) -> pl.Expr:
        """Give the column."""


@dataclass(frozen=True)
class GatheredCalendar:
    """The expressions of ``CalendarExpressions`` over one calendar.

    keep: for gathers that several rules ask for (Polars does not share equal ones).
    """

    calendar: WorkCalendar
    keep: Keep

    @cached_property
    def _ordinals(self) -> pl.Expr:
        return pl.lit(pl.Series(self.calendar.ordinals, dtype=pl.Int32))

    @cached_property
    def _workdays(self) -> pl.Expr:
        return pl.lit(pl.Series(self.calendar.workdays, dtype=pl.Int32))

    @property
    def _first(self) -> int:
        return day_number(self.calendar.first)

    @property
    def last(self) -> pl.Expr:
        """Give the last day whose working days are known."""
        return pl.lit(self.calendar.last, dtype=pl.Date)

    def ordinal(self, day: pl.Expr) -> pl.Expr:
        """Give the number of working days up to and including a date (Int32), null outside the known days."""
        index = (day.cast(pl.Int32) - self._first).cast(pl.UInt32, strict=False)
        gathered = self._ordinals.gather(index, null_on_oob=True)
        read = day.meta.root_names()
        is_plain = read and not any(name.startswith(KEPT) for name in read)
        return self.keep(gathered, of=f"ordinal {day.meta.serialize(format='json')}") if is_plain else gathered

    def is_workday(self, day: pl.Expr) -> pl.Expr:
        """Tell whether a date is a working day, null outside the known days."""
        return self.ordinal(day) != self.ordinal((day.cast(pl.Int32) - 1).cast(pl.Date))

    def workday(self, ordinal: pl.Expr) -> pl.Expr:
        """Give the date of the working day with this ordinal (the first one is 1), null where it lies outside the known days."""
        index = (ordinal - 1).cast(pl.UInt32, strict=False)
        return self._workdays.gather(index, null_on_oob=True).cast(pl.Date)
