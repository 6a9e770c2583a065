"""Conditions in three truth values: True, False, and None for unknown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dbcheck.records.predicate import AllOf, AnyOf, AsOf, Compare, Predicate, Violates
from oracle.days import DAY, Calendar, midnight_after, workday_limit_over, workdays_after
from oracle.world import Cell, Reading, Record, State, Value

Truth = bool | None


def all_of(parts: Iterable[Truth]) -> Truth:
    """AND by Kleene: false if one is false, else unknown if one is unknown."""
    found = list(parts)
    if any(part is False for part in found):
        return False
    return None if any(part is None for part in found) else True


def any_of(parts: Iterable[Truth]) -> Truth:
    """OR by Kleene: true if one is true, else unknown if one is unknown."""
    found = list(parts)
    if any(part is True for part in found):
        return True
    return None if any(part is None for part in found) else False


def negated(truth: Truth) -> Truth:
    return None if truth is None else not truth


def equal(value: Value, operand: Any) -> bool:
    """Compare a value with what a pack wrote; true is not 1, and a date text equals any instant of that day."""
    if isinstance(value, datetime):
        other, is_day = _moment(operand)
        return value.date() == other.date() if is_day else value == other
    return isinstance(value, bool) == isinstance(operand, bool) and value == operand


def is_nothing(operand: object) -> bool:
    """``null`` and ``""`` mean "may be empty"."""
    return operand is None or operand == ""


def search(pattern: str, text: str) -> bool:
    """Search a pattern; ``$`` is the very end of the text, not the place before a last line end."""
    return re.search(re.sub(r"(?<!\\)\$", r"\\Z", pattern), text) is not None


def ordered(earlier: Cell, later: Cell) -> Truth:
    """Tell whether one instant is not later than another; unknown on the same day where one lacks its clock time."""
    if earlier.day != later.day:
        return earlier.day < later.day
    if earlier.day_only or later.day_only:
        return None
    return earlier.instant <= later.instant


def happened_by(cell: Cell, as_of: datetime) -> Truth:
    """Tell whether an instant is not after ``as_of``.

    Decision: a date without a clock time that begins at ``as_of`` or later is after it (``as_of`` 2024-10-08 is the 0:00 of the
    9th, a record of the 9th is after it); one that ends by then is before; in between the hour decides.
    """
    if not cell.day_only:
        return cell.instant <= as_of
    if midnight_after(cell.day) <= as_of:
        return True
    return False if cell.instant >= as_of else None


@dataclass(frozen=True)
class Conditions:
    """Evaluates predicates over the records of one kind."""

    reading: Reading
    kind: str
    as_of: datetime
    calendar: Calendar
    violates: Callable[[str, Record], Truth]

    def holds(self, predicate: Predicate, record: Record) -> Truth:
        match predicate:
            case AllOf(parts=parts):
                return all_of(self.holds(part, record) for part in parts)
            case AnyOf(parts=parts):
                return any_of(self.holds(part, record) for part in parts)
            case Violates(rule=rule):
                return self.violates(rule, record)
            case Compare(path=path, op=op, value=value, is_optional=is_optional):
                cell = self.reading.look(self.kind, record, path)
                if is_optional and op == "empty" and cell.state is State.ABSENT:
                    return True
                return self.compare(cell, op, value)

    def compare(self, cell: Cell, op: str, operand: Any) -> Truth:
        """Apply the table of the semantics page; what lies behind an unresolved reference is always unknown."""
        if cell.state is State.UNRESOLVED:
            return None
        if op in ("exists", "empty"):
            if cell.state is State.ABSENT:
                return None
            return cell.empty is not operand if op == "exists" else cell.empty is operand
        values = operand if isinstance(operand, tuple) and op in ("in", "not_in") else (operand,)
        if op in ("ne", "not_in"):
            if cell.state in (State.EMPTY, State.ABSENT):
                return True  # also where null is among the values: the table says so without exception
            return negated(self._any_equal(cell, values)) if cell.filled else None
        if op in ("eq", "in"):
            if cell.empty and any(is_nothing(value) for value in values):
                return True
            return self._any_equal(cell, values) if cell.filled else None
        return self._compare_filled(cell, op, operand) if cell.filled else None

    def _any_equal(self, cell: Cell, values: Iterable[Any]) -> Truth:
        wanted = [value for value in values if not is_nothing(value)]
        return any_of(self._equals(cell, element, value) for element in cell.elements for value in wanted)

    def _equals(self, cell: Cell, element: Value, operand: Any) -> Truth:
        if isinstance(operand, AsOf):
            return all_of([self._by(cell, operand), negated(self._before(cell, operand))])
        return equal(element, operand)

    def _compare_filled(self, cell: Cell, op: str, operand: Any) -> Truth:
        if op == "matches":
            return any(search(operand, str(element)) for element in cell.elements)
        if op == "contains":
            if isinstance(cell.value, tuple):
                return operand in cell.value
            return str(operand) in str(cell.value)
        if isinstance(operand, AsOf):
            return self._by(cell, operand) if op == "lte" else negated(self._before(cell, operand))
        if isinstance(cell.value, datetime):
            return self._compare_moment(cell, op, operand)
        return any((element <= operand) if op == "lte" else (element >= operand) for element in cell.elements)

    def _compare_moment(self, cell: Cell, op: str, operand: Any) -> Truth:
        """Compare with a written date or instant. Decision: a date bounds whole days, both ends included."""
        other, is_day = _moment(operand)
        if is_day or cell.day != other.date():
            return cell.day <= other.date() if op == "lte" else cell.day >= other.date()
        if cell.day_only:
            return None
        return cell.instant <= other if op == "lte" else cell.instant >= other

    def _by(self, cell: Cell, grace: AsOf) -> Truth:
        """Tell whether the instant, and the grace after it, have passed by ``as_of``."""
        if grace.amount == 0 and grace.unit == "cd":
            return happened_by(cell, self.as_of)
        if grace.unit == "h":
            return happened_by(cell, self.as_of - timedelta(hours=grace.amount))
        if grace.unit == "cd":
            return midnight_after(cell.day + grace.amount * DAY) <= self.as_of
        return self._workdays_by(cell, grace.amount)

    def _workdays_by(self, cell: Cell, amount: int) -> Truth:
        # The day w has ended by as_of where w + 1 day <= as_of, so the last day that can count is the day before as_of's date.
        last = self.as_of.date() - DAY
        if amount == 0:
            return cell.day <= last
        passed = workdays_after(self.calendar, cell.day, last)
        if passed.known >= amount:
            return True
        return False if passed.complete and self.calendar(last) is not None else None

    def _before(self, cell: Cell, grace: AsOf) -> Truth:
        """Tell whether the instant, and the grace after it, passed strictly before ``as_of``."""
        if grace.amount == 0 and grace.unit == "cd":
            return _strictly_before(cell, self.as_of)
        if grace.unit == "h":
            return _strictly_before(cell, self.as_of - timedelta(hours=grace.amount))
        if grace.unit == "cd":
            return midnight_after(cell.day + grace.amount * DAY) < self.as_of
        at_midnight = self.as_of.time() == datetime.min.time()
        return workday_limit_over(
            self.calendar, cell.day, grace.amount, self.as_of.date() - DAY if at_midnight else self.as_of.date()
        )


def _strictly_before(cell: Cell, instant: datetime) -> Truth:
    if not cell.day_only:
        return cell.instant < instant
    if midnight_after(cell.day) <= instant:
        return True
    return False if cell.instant >= instant else None


def _moment(operand: Any) -> tuple[datetime, bool]:
    """Read an operand for dates: the instant, and whether it is a whole day."""
    if isinstance(operand, datetime):
        return operand, False
    if isinstance(operand, date):
        return datetime(operand.year, operand.month, operand.day), True
    text = str(operand)
    return datetime.fromisoformat(text), len(text) == len("2024-01-01")
