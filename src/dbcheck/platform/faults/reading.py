"""Read a simulated world as rules do: paths through references, conditions.

It is for choosing healthy records to damage, so it takes the careful side: what is unknown, or lies close to the audit date, does not hold.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dbcheck.platform.simulator.world import Row, Value, World
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import EVERYTHING, AllOf, AnyOf, AsOf, Compare, Predicate, parse_predicate

DAYS_PER_WORKDAY = {"wd": 1.6, "cd": 1, "h": 1}  # calendar days that a unit of a grace takes at most, holidays apart
MARGIN = 10  # for holidays


class Reader:
    """A world with an index of its records by id. year: the simulated one."""

    def __init__(self, world: World, kinds: Mapping[str, Kind], year: int) -> None:
        self.world, self.kinds, self.year = world, kinds, year
        self._index: dict[str, dict[str, Row]] = {}
        self._conditions: dict[int, tuple[object, Predicate]] = {}

    def find(self, kind: str, identifier: Value) -> Row | None:
        """Give the record of a kind with an id."""
        if kind not in self._index:
            self._index[kind] = {str(row["id"]): row for row in self.world.rows(kind) if row.get("id")}
        return self._index[kind].get(str(identifier))

    def forget(self, kind: str) -> None:
        """Read a kind anew: records of it came or went."""
        self._index.pop(kind, None)

    def value(self, kind: str, row: Row, path: str) -> Value:
        """Give what a path leads to; None where it breaks off."""
        step, _, rest = path.partition(".")
        value = row.get(step)
        if not rest:
            return value if value or isinstance(value, (int, bool)) else None
        ref = self.kinds[kind].fields[step].ref
        found = self.find(ref, value) if ref and value is not None else None
        return self.value(ref, found, rest) if ref and found else None

    def holds(self, kind: str, row: Row, where: object) -> bool:
        """Tell whether a condition surely holds, well before the end of the year."""
        return self._true(kind, row, self._parsed(where))

    def _parsed(self, where: object) -> Predicate:
        """Read a condition once: the packs keep theirs as long as the year lasts."""
        if not isinstance(where, Mapping):
            return EVERYTHING
        if id(where) not in self._conditions:
            self._conditions[id(where)] = (where, parse_predicate(where))
        return self._conditions[id(where)][1]

    def meeting(self, kind: str, where: object) -> Iterator[Row]:
        """Give the records of a kind for which a condition holds."""
        parsed = self._parsed(where)
        return (row for row in self.world.rows(kind) if self._true(kind, row, parsed))

    def _true(self, kind: str, row: Row, predicate: Predicate) -> bool:
        match predicate:
            case AllOf(parts=parts):
                return all(self._true(kind, row, part) for part in parts)
            case AnyOf(parts=parts):
                return any(self._true(kind, row, part) for part in parts)
            case Compare(path=path, op=op, value=operand):
                return self._compares(self.value(kind, row, path), op, operand)
        return True  # $violates: who damages a record sees to it

    def _long_over(self, grace: AsOf) -> date:
        """Give the last day from which a grace has surely run out by the end of the year."""
        days = int(grace.amount * DAYS_PER_WORKDAY[grace.unit]) + (MARGIN if grace.amount else 0)
        return date(self.year, 12, 31) - timedelta(days=days)

    def _compares(self, value: Value, op: str, operand: object) -> bool:
        if op in ("exists", "empty"):
            return (value is not None) == (operand is (op == "exists"))
        if isinstance(operand, AsOf):
            day = day_of(value)
            return day is not None and day <= self._long_over(operand)
        values = value if isinstance(value, list) else [value]
        if op in ("ne", "not_in"):
            refused = operand if isinstance(operand, tuple) else (operand,)
            return all(each not in refused or each is None for each in values)
        if value is None:
            return op in ("eq", "in") and None in (operand if isinstance(operand, tuple) else (operand,))
        return any(_COMPARISONS[op](each, operand) for each in values)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda each, operand: each == operand,
    "in": lambda each, operand: each in operand,
    "gte": lambda each, operand: _number(each) >= _number(operand),
    "lte": lambda each, operand: _number(each) <= _number(operand),
    "contains": lambda each, operand: str(operand) in str(each),
    "matches": lambda each, operand: re.search(str(operand), str(each)) is not None,
}


def day_of(value: Value) -> date | None:
    """Give the day of a date or an instant."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
