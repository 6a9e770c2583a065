"""Predicates as Kleene expressions: true, false, or null where the data cannot tell."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from dbcheck.calendars import WorkCalendar
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, Column
from dbcheck.plugins.tables import one_of
from dbcheck.records.kind import FieldType
from dbcheck.records.predicate import AllOf, AnyOf, AsOf, Compare, Predicate, Violates

TRUE, FALSE, UNKNOWN = pl.lit(True), pl.lit(False), pl.lit(None, dtype=pl.Boolean)
EMPTY_WORDS = (None, "")
EPOCH = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PredicateCompiler:
    """Turns predicates into expressions.

    column: gives a path's Column; its second argument says that a column which no part carries is wanted all the same.
    violates: gives the truth of ``$violates`` for a rule of the same document.
    """

    column: Callable[[str, bool], Column]
    violates: Callable[[str], pl.Expr]
    as_of: datetime
    calendar: WorkCalendar

    def compile(self, predicate: Predicate) -> pl.Expr:
        """Give the truth of a predicate for each record."""
        match predicate:
            case Compare():
                return self._compare(predicate)
            case Violates(rule=rule):
                return self.violates(rule)
            case AllOf(parts=parts):
                return _fold([self.compile(part) for part in parts], all_of=True)
            case AnyOf(parts=parts):
                return _fold([self.compile(part) for part in parts], all_of=False)

    def _compare(self, compare: Compare) -> pl.Expr:
        column = self.column(compare.path, compare.is_optional or compare.op in ("ne", "not_in"))
        if compare.is_optional and compare.op == "empty":
            return column.blank if column.absent is NEVER else pl.when(column.absent).then(TRUE).otherwise(column.blank)
        if isinstance(compare.value, AsOf):
            return self._against_as_of(column, compare.op, compare.value)
        return _OPERATORS[compare.op](column, _typed(column, compare.value))

    def _against_as_of(self, column: Column, op: str, grace: AsOf) -> pl.Expr:
        ran_out = grace_has_run_out(column, grace, self.as_of, self.calendar)
        return ran_out if op == "lte" else ~ran_out


def grace_has_run_out(column: Column, grace: AsOf, as_of: datetime, calendar: WorkCalendar) -> pl.Expr:
    """Tell whether the grace that began with ``column`` has ended by ``as_of``; null where the calendar or the clock does not say."""
    value = column.value
    if grace.unit == "h" or grace.amount == 0:
        return _passed(column, as_of - timedelta(hours=grace.amount))
    day = value if column.field.type is FieldType.DATE else value.dt.date()
    if grace.unit == "cd":
        return day <= (as_of - timedelta(days=grace.amount + 1)).date()
    last_ended = (as_of - timedelta(days=1)).date()  # the last day that has ended by as_of
    known = last_ended <= calendar.last
    latest = _latest_start(min(last_ended, calendar.last), grace.amount, calendar)
    if latest is None:
        return FALSE if known else UNKNOWN
    return day <= latest if known else pl.when(day <= latest).then(TRUE).otherwise(UNKNOWN)


def _passed(column: Column, instant: datetime) -> pl.Expr:
    at = column.value.cast(pl.Datetime("us"))
    if column.day_only is NEVER:
        return at <= instant
    day_passed = pl.when(at <= instant - timedelta(days=1)).then(TRUE).when(at >= instant).then(FALSE)
    return pl.when(column.day_only).then(day_passed).otherwise(at <= instant)


def _latest_start(last_ended: date, amount: int, calendar: WorkCalendar) -> date | None:
    """Give the latest day from which ``amount`` working days have passed when ``last_ended`` is over."""
    if last_ended < calendar.first:
        return None
    passed = calendar.ordinals[(last_ended - calendar.first).days]
    first_too_late = passed - amount  # index of the first working day that begins too late
    if first_too_late < 0 or first_too_late >= len(calendar.workdays):
        return None
    return EPOCH + timedelta(days=calendar.workdays[first_too_late] - 1)


def _fold(parts: list[pl.Expr], *, all_of: bool) -> pl.Expr:
    if not parts:
        return TRUE if all_of else FALSE
    folded = parts[0]
    for part in parts[1:]:
        folded = folded & part if all_of else folded | part
    return folded


def _typed(column: Column, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_typed(column, element) for element in value)
    if isinstance(value, str) and value and column.field.type in (FieldType.DATE, FieldType.DATETIME):
        return date.fromisoformat(value) if len(value) == len("2024-09-27") else datetime.fromisoformat(value)
    return value


def _equals(column: Column, value: Any) -> pl.Expr:
    return _among(column, (value,))


def _among(column: Column, values: tuple[Any, ...]) -> pl.Expr:
    filled = [value for value in values if value not in EMPTY_WORDS]
    fits = _fits(column, filled)
    if len(filled) == len(values):
        return fits
    return pl.when(column.blank).then(TRUE).otherwise(fits) if filled else column.blank


def _not_among(column: Column, values: tuple[Any, ...]) -> pl.Expr:
    filled = [value for value in values if value not in EMPTY_WORDS]
    differs = ~_fits(column, filled).fill_null(value=False)
    if len(filled) < len(values):
        differs = differs & ~column.blank
    return _unless_unknown(column, differs)


def _fits(column: Column, values: list[Any]) -> pl.Expr:
    if column.field.is_list:
        return _fold([column.value.list.contains(pl.lit(value)) for value in values], all_of=False)
    if len(values) == 1:
        return column.value == pl.lit(values[0])
    return one_of(column.value, values)


def _unless_unknown(column: Column, truth: pl.Expr) -> pl.Expr:
    for unknown in (column.unreadable, column.unresolved):
        if unknown is not NEVER:
            truth = pl.when(unknown).then(UNKNOWN).otherwise(truth)
    return truth


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _contains(column: Column, value: Any) -> pl.Expr:
    if column.field.is_list:
        return column.value.list.contains(pl.lit(value))
    return column.value.str.contains(value, literal=True)


_OPERATORS: Mapping[str, Callable[[Column, Any], pl.Expr]] = {
    "eq": _equals,
    "in": _among,
    "ne": lambda column, value: _not_among(column, (value,)),
    "not_in": _not_among,
    "exists": lambda column, wanted: ~column.blank if wanted else column.blank,
    "empty": lambda column, wanted: column.blank if wanted else ~column.blank,
    "gte": lambda column, value: column.value >= pl.lit(value),
    "lte": lambda column, value: column.value < value + ONE_DAY if _is_day(value) else column.value <= pl.lit(value),
    "contains": _contains,
    "matches": lambda column, pattern: column.value.str.contains(pattern),
}
