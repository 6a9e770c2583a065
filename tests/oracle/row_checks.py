"""required_fields, allowed_values, precedence: one record at a time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dbcheck.findings import Reason
from oracle.answers import FAIL, PASS, Answer, Case, doubt_about, doubt_or_missing, undetermined
from oracle.truth import equal, is_nothing, negated, ordered, search
from oracle.world import Cell, Reading, Record, State


def combined(parts: Sequence[Answer]) -> Answer:
    """Join the answers of parts that must all hold: a known failure wins over an unknown part."""
    if FAIL in parts:
        return FAIL
    return next((part for part in parts if part[0] == "undetermined"), PASS)


def required_fields(case: Case, record: Record) -> Answer:
    parts = [_is_given(case.look(record, path)) for path in case.param("all") or ()]
    for group in case.param("any") or ():
        answers = [_is_given(case.look(record, path)) for path in group]
        if PASS in answers:
            parts.append(PASS)
        else:
            parts.append(next((answer for answer in answers if answer[0] == "undetermined"), FAIL))
    return combined(parts)


def _is_given(cell: Cell) -> Answer:
    """An unreadable cell holds something, so it is filled."""
    if cell.filled or cell.state is State.UNREADABLE:
        return PASS
    return FAIL if cell.empty else doubt_about(cell) or FAIL


# A constraint gets the cell, its operand and the case; it answers for a filled cell.
Constraint = Callable[[Cell, Any], bool]

CONSTRAINTS: dict[str, Constraint] = {
    "in": lambda cell, wanted: all(any(equal(element, value) for value in wanted) for element in cell.elements),
    "not_in": lambda cell, wanted: not any(equal(element, value) for value in wanted for element in cell.elements),
    "pattern": lambda cell, pattern: all(search(pattern, str(element)) for element in cell.elements),
    "not_pattern": lambda cell, pattern: not any(search(pattern, str(element)) for element in cell.elements),
    "min": lambda cell, bound: all(element >= bound for element in cell.elements),
    "max": lambda cell, bound: all(element <= bound for element in cell.elements),
    "contains_all": lambda cell, wanted: all(_contains(cell, value) for value in wanted),
    "contains_any": lambda cell, wanted: any(_contains(cell, value) for value in wanted),
}


def _contains(cell: Cell, value: object) -> bool:
    return value in cell.value if isinstance(cell.value, tuple) else str(value) in str(cell.value)


def allowed_values(case: Case, record: Record) -> Answer:
    """Every constraint that is given must hold. Decision: a constraint known to be broken wins over one that is unknown."""
    cell = case.look(record, case.param("field"))
    return combined([*_constraints(case, record, cell)])


def _constraints(case: Case, record: Record, cell: Cell) -> Iterator[Answer]:
    for name, holds in CONSTRAINTS.items():
        if case.param(name) is not None:
            operand = case.param(name)
            special = _about_emptiness(name, operand, cell)
            yield special or doubt_or_missing(cell) or (PASS if holds(cell, _without_nothing(operand)) else FAIL)
    if case.param("contains_field"):
        other = case.look(record, case.param("contains_field"))
        doubt = doubt_or_missing(cell) or doubt_or_missing(other)
        yield doubt or (PASS if _contains(cell, other.value) else FAIL)
    if case.param("equals_field"):
        other = case.look(record, case.param("equals_field"))
        doubt = doubt_or_missing(cell) or doubt_or_missing(other)
        yield doubt or _equals_field(case, cell, other)


def _about_emptiness(name: str, operand: Any, cell: Cell) -> Answer | None:
    """Answer for an empty cell where the constraint says something about it; null among ``not_in`` changes nothing."""
    if name == "not_in" and cell.empty:
        return PASS
    if name == "in" and any(is_nothing(value) for value in operand):
        if cell.empty:
            return PASS
        if cell.state is State.UNREADABLE and not _without_nothing(operand):
            return FAIL
    return None


def _without_nothing(operand: Any) -> Any:
    return [value for value in operand if not is_nothing(value)] if isinstance(operand, (list, tuple)) else operand


def _equals_field(case: Case, cell: Cell, other: Cell) -> Answer:
    """Compare two filled cells. References to one kind that are written differently may name the same record, by id and by name."""
    if cell.value == other.value:
        return PASS
    target = reference_kind(case.reading, case.kind, case.param("field"))
    if target is None or target != reference_kind(case.reading, case.kind, case.param("equals_field")):
        return FAIL
    one, two = (case.reading.find(target, str(side.value)) for side in (cell, other))
    if one is None or two is None:
        return undetermined(Reason.UNRESOLVED_REFERENCE)
    return PASS if one == two else FAIL


def reference_kind(reading: Reading, kind: str, path: str) -> str | None:
    """Give the kind that the last field of a path refers to; None where it is no reference."""
    *steps, last = path.split(".")
    for step in steps:
        target = reading.kinds[kind].fields[step].ref
        assert target is not None, path
        kind = target
    return reading.kinds[kind].fields[last].ref


def precedence(case: Case, record: Record) -> Answer:
    """Compare every element of the chain with every earlier one. A known breach wins over an unknown pair (decision)."""
    chain = [case.look(record, path) for path in case.param("chain")]
    pairs = [
        _pair(earlier, later, bool(case.param("strict")))
        for position, later in enumerate(chain)
        for earlier in chain[:position]
    ]
    return combined(pairs)


def _pair(earlier: Cell, later: Cell, strict: bool) -> Answer:
    """Judge one pair. Decision: an unreadable element may mean "none", so it neither accuses nor clears."""
    if later.empty:
        return PASS
    doubt = doubt_about(earlier) or doubt_about(later)
    if doubt:
        return doubt
    if earlier.empty:
        return FAIL
    in_order = negated(ordered(later, earlier)) if strict else ordered(earlier, later)
    if in_order is None:
        return undetermined(Reason.NO_CLOCK_TIME)
    return PASS if in_order else FAIL
