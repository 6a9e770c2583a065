"""Conditions on a record of plain values, with three truth values as in ``docs/semantics.md``; paths through references are unknown."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dbcheck.records.predicate import AllOf, AnyOf, AsOf, Compare, Predicate, parse_predicate

Truth = bool | None
Record = Mapping[str, Any]


def condition(raw: Mapping[str, Any]) -> Callable[[Record], Truth]:
    """Compile the raw mapping of a table; the empty one always holds."""
    predicate = parse_predicate(raw)
    return (lambda _: True) if predicate == AllOf(()) else lambda record: truth(predicate, record)


def truth(predicate: Predicate, record: Record) -> Truth:
    """Tell whether a predicate holds for a record; None where its values do not say."""
    match predicate:
        case AllOf(parts=parts):
            return all_of(truth(part, record) for part in parts)
        case AnyOf(parts=parts):
            found = all_of(negated(truth(part, record)) for part in parts)
            return negated(found)
        case Compare(path=path, op=op, value=value):
            return None if isinstance(value, AsOf) else _compared(record.get(path), op, value)
    return None


def all_of(truths: Iterable[Truth]) -> Truth:
    """Join by Kleene's AND."""
    found: Truth = True
    for each in truths:
        if each is False:
            return False
        if each is None:
            found = None
    return found


def negated(value: Truth) -> Truth:
    """Negate; unknown stays unknown."""
    return None if value is None else not value


def is_empty(value: object) -> bool:
    """Tell whether a value says nothing."""
    return value is None or value in ([], ()) or (isinstance(value, str) and not value.strip())


def _compared(value: Any, op: str, operand: Any) -> Truth:
    if op in ("exists", "empty"):
        return is_empty(value) is (operand if op == "empty" else not operand)
    if is_empty(value):
        return _of_empty(op, operand)
    elements = value if isinstance(value, (list, tuple)) else (value,)
    return _OPERATORS[op](elements, operand)


def _of_empty(op: str, operand: Any) -> Truth:
    if op in ("ne", "not_in"):
        return True
    allowed = operand if isinstance(operand, tuple) else (operand,)
    return True if op in ("eq", "in") and (None in allowed or "" in allowed) else None


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda elements, operand: operand in elements,
    "ne": lambda elements, operand: operand not in elements,
    "in": lambda elements, operand: any(element in operand for element in elements),
    "not_in": lambda elements, operand: not any(element in operand for element in elements),
    "gte": lambda elements, operand: all(element >= operand for element in elements),
    "lte": lambda elements, operand: all(element <= operand for element in elements),
    "contains": lambda elements, operand: any(operand in element for element in elements),
    "matches": lambda elements, operand: any(re.search(operand, element) is not None for element in elements),
}
