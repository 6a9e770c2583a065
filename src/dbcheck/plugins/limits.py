"""Limits as expressions: when one has run out, and how much of it has passed; R2 to R9 of the catalogue."""

from datetime import date, datetime, time, timedelta
from typing import Literal

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, CalendarExpressions, Column
from dbcheck.records.kind import FieldType

Unit = Literal["minute", "hour", "calendar_day", "work_day", "month"]
ONE_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
TRUE, FALSE, UNKNOWN = pl.lit(True), pl.lit(False), pl.lit(None, dtype=pl.Boolean)


def day_of(column: Column) -> pl.Expr:
    """Give the date of an instant."""
    return column.value if column.field.type is FieldType.DATE else column.value.dt.date()


def _shift(day: pl.Expr, days: int) -> pl.Expr:
    return (day.cast(pl.Int32) + days).cast(pl.Date)


def last_ended_day(as_of: datetime) -> date:
    """Give the last day whose 24:00 lies strictly before ``as_of``: a limit that ended with it has run out."""
    midnight = datetime.combine(as_of.date(), time())
    return as_of.date() - (2 * ONE_DAY if as_of == midnight else ONE_DAY)


def earliest(column: Column) -> pl.Expr:
    """Give the first instant that the value may stand for."""
    return column.value.cast(pl.Datetime("us"))


def latest(column: Column) -> pl.Expr:
    """Give the last instant that the value may stand for."""
    value = earliest(column)
    return (
        value
        if column.day_only is NEVER
        else pl.when(column.day_only).then(value + (ONE_DAY - MICROSECOND)).otherwise(value)
    )


def surely(is_true: pl.Expr, is_false: pl.Expr) -> pl.Expr:
    """Give a truth that is null where neither is true."""
    return pl.when(is_true).then(TRUE).when(is_false).then(FALSE)


@dataclass(frozen=True)
class Limit:
    """A limit of some units that starts with ``start``."""

    unit: Unit
    start_rule: str
    start: Column
    calendar: CalendarExpressions

    @property
    def is_clocked(self) -> bool:
        """Tell whether the hour counts."""
        return self.unit in ("minute", "hour")

    @property
    def start_day(self) -> pl.Expr:
        """Give the date of the start."""
        return day_of(self.start)

    @property
    def start_ordinal(self) -> pl.Expr:
        """Give the ordinal of day 0 among the working days (R2; R3 for ``first_workday``)."""
        ordinal = self.calendar.ordinal(self.start_day)
        if self.start_rule == "first_workday":
            return ordinal + (~self.calendar.is_workday(self.start_day)).cast(pl.Int32)
        return ordinal

    def over_before(self, day: pl.Expr, amount: pl.Expr) -> pl.Expr:
        """Tell whether a limit of ``amount`` days had ended when ``day`` began; null where the calendar does not reach."""
        if self.unit == "calendar_day":
            return day > (self.start_day.cast(pl.Int32) + amount).cast(pl.Date)
        if self.unit == "month":
            return day > self.start_day.dt.offset_by(pl.format("{}mo", amount))
        eve = _shift(day, -1)
        passed = self.calendar.ordinal(pl.min_horizontal(eve, self.calendar.last)) - self.start_ordinal
        ended = passed >= amount
        after = day > self.start_day
        known = pl.when(~after).then(FALSE).when(ended).then(TRUE).when(eve <= self.calendar.last).then(ended)
        if self.start_rule == "first_workday":
            return known.otherwise(UNKNOWN)
        no_day_between = eve <= self.start_day  # then nothing has passed, whatever the calendar will say
        return known.when(no_day_between | (amount == 0)).then(amount == 0).otherwise(UNKNOWN)

    def length(self, amount: pl.Expr) -> pl.Expr:
        """Give ``amount`` minutes or hours as a duration."""
        return pl.duration(minutes=amount) if self.unit == "minute" else pl.duration(hours=amount)

    def due(self, amount: pl.Expr) -> pl.Expr:
        """Give the last day (or, for minutes and hours, the last instant) of the limit; null where the calendar does not reach."""
        if self.is_clocked:
            return self.start.value.cast(pl.Datetime("us")) + self.length(amount)
        if self.unit == "work_day":
            found = self.calendar.workday(self.start_ordinal + amount.cast(pl.Int32))
            return pl.when(amount == 0).then(self.start_day).otherwise(found)
        if self.unit == "month":
            return self.start_day.dt.offset_by(pl.format("{}mo", amount))
        return (self.start_day.cast(pl.Int32) + amount.cast(pl.Int32)).cast(pl.Date)

    def elapsed(self, end: Column) -> pl.Expr:
        """Give the whole units between start and end (Int64); negative where the end comes first."""
        if self.is_clocked:
            passed = end.value.cast(pl.Datetime("us")) - self.start.value.cast(pl.Datetime("us"))
            return passed.dt.total_minutes() if self.unit == "minute" else passed.dt.total_hours()
        days = day_of(end).cast(pl.Int64) - self.start_day.cast(pl.Int64)
        if self.unit == "work_day":
            return (self.calendar.ordinal(day_of(end)) - self.calendar.ordinal(self.start_day)).cast(pl.Int64)
        return days if self.unit == "calendar_day" else days // 30

    def is_late(self, end: Column, amount: pl.Expr) -> pl.Expr:
        """Tell whether ``end`` lies beyond the limit; null where that is not known."""
        if not self.is_clocked:
            return self.over_before(day_of(end), amount)
        length = self.length(amount)
        return surely(earliest(end) - latest(self.start) > length, latest(end) - earliest(self.start) <= length)

    def is_over(self, as_of: datetime, amount: pl.Expr) -> pl.Expr:
        """Tell whether the limit has run out at an instant; null where that is not known."""
        if not self.is_clocked:
            return self.over_before(pl.lit(last_ended_day(as_of) + ONE_DAY, dtype=pl.Date), amount)
        length = self.length(amount)
        return surely(latest(self.start) + length < as_of, earliest(self.start) + length >= as_of)

    def is_early(self, end: Column, least: int) -> pl.Expr:
        """Tell whether fewer units than ``least`` have passed at ``end``; null where that is not known."""
        if self.is_clocked:
            length = self.length(pl.lit(least))
            return surely(latest(end) - earliest(self.start) < length, earliest(end) - latest(self.start) >= length)
        if least == 0:
            dated = self.start.day_only is not NEVER or end.day_only is not NEVER
            by_instant = earliest(end) < earliest(self.start)
            if not dated:
                return by_instant
            return pl.when(self.start.day_only | end.day_only).then(day_of(end) < self.start_day).otherwise(by_instant)
        if self.unit == "month":
            return day_of(end) < self.due(pl.lit(least))
        return self.elapsed(end) < least
