"""Mutants of a rule: the rule with one change that its examples should notice.

Two sorts of change decide whether a rule is well shown by its examples: another verdict, and no condition. The others (a part of
a condition, a bound by one unit, an element of a list) say where an example more would help.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dbcheck.errors import Message
from dbcheck.records.kind import Kind
from dbcheck.rules.checking import ParameterChecker
from dbcheck.rules.editions import BY_DATE, editions_of, is_by_date
from dbcheck.rules.pack import Rule
from dbcheck.rules.parameter_mistakes import parameter_mistakes

Params = Mapping[str, Any]


class Change(StrEnum):
    """What a mutant changes."""

    SWAPPED = "swapped"  # pass becomes fail, fail and suspect become pass
    TAMED = "tamed"  # never fails
    MADDENED = "maddened"  # never passes
    DROPPED = "dropped"
    NEGATED = "negated"
    RAISED = "raised"
    LOWERED = "lowered"


CHANGE_WORDS: Mapping[Change, Message] = {
    Change.SWAPPED: Message("通过与不通过对调", "pass and fail swapped"),
    Change.TAMED: Message("从不判不通过", "never fails"),
    Change.MADDENED: Message("从不判通过", "never passes"),
    Change.DROPPED: Message("删去", "dropped"),
    Change.NEGATED: Message("取反", "negated"),
    Change.RAISED: Message("加一", "one more"),
    Change.LOWERED: Message("减一", "one less"),
}

VERDICT = "verdict"
VERDICT_CHANGES: Mapping[Change, Mapping[str, str]] = {
    Change.SWAPPED: {"pass": "fail", "fail": "pass", "suspect": "pass"},
    Change.TAMED: {"fail": "pass", "suspect": "pass"},
    Change.MADDENED: {"pass": "fail"},
}
CONDITIONS = ("where", "to_where", "per_where")
BOUNDS = ("max", "min")
LISTS: Mapping[str, int] = {  # parameters that are lists, and how few elements still say something
    "all": 1,
    "any": 1,
    "chain": 2,
    "contains_all": 1,
    "contains_any": 1,
    "in": 1,
    "not_in": 1,
    "require": 1,
    "order": 0,
}
_OPPOSITES = {"ne": "eq", "in": "not_in", "not_in": "in", "gte": "lte", "lte": "gte"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed rule; ``place`` is what was changed, e.g. ``where.status``. is_deep: its survival is told, not counted as a gap."""

    place: str
    change: Change
    rule: Rule

    @property
    def is_deep(self) -> bool:
        """Tell whether it is anything but another verdict or no condition at all."""
        return self.place not in (VERDICT, "where")

    def say(self, lang: str) -> str:
        """Name it in a language."""
        return f"{self.place} {CHANGE_WORDS[self.change].say(lang)}"


def verdict_mutants(rule: Rule) -> Iterator[Mutant]:
    """Give the mutants that reach another verdict from the same records."""
    for change in VERDICT_CHANGES:
        yield Mutant(VERDICT, change, rule)


def parameter_mutants(rule: Rule, checker: ParameterChecker, kinds: Mapping[str, Kind]) -> Iterator[Mutant]:
    """Give the mutants with other parameters, those left out that no checker would take. Each has a part, and so an id, of its own."""
    for number, (place, change, params) in enumerate(_changes(rule.params)):
        if all(not [*parameter_mistakes(checker, edition.params, kinds)] for edition in editions_of(params)):
            yield Mutant(place, change, replace(rule, params=params, part=f"{rule.part}~{number}"))


Changed = tuple[str, Change, Any]  # place inside the value, what was done, the value after


def _changes(params: Params) -> Iterator[tuple[str, Change, Params]]:
    for name, value in params.items():
        for place, change, after in _changes_of(name, value):
            yield f"{name}{place}", change, _with(params, name, after)


def _changes_of(name: str, value: Any) -> Iterator[Changed]:
    if name in CONDITIONS and value:
        yield "", Change.DROPPED, {}
        yield from _condition_changes(value)
    elif name in BOUNDS:
        yield from _bound_changes(value)
    elif name in LISTS and isinstance(value, Sequence):
        yield from _list_changes(value, LISTS[name])
        if name == "any":
            yield from _group_changes(value)
    elif name == "each_of":
        for field, members in value.items():
            yield from _inside(f".{field}", value, field, _list_changes(members, 1))


def _with(mapping: Params, name: str, value: Any) -> Params:
    return {**mapping, name: value}


def _without(mapping: Params, name: str) -> Params:
    return {key: value for key, value in mapping.items() if key != name}


def _inside(place: str, whole: Any, step: Any, changes: Iterator[Changed]) -> Iterator[Changed]:
    """Carry changes of a part over to the whole."""
    for inner, change, after in changes:
        if isinstance(whole, Mapping):
            yield f"{place}{inner}", change, _with(whole, step, after)
        else:
            yield f"{place}{inner}", change, [*whole[:step], after, *whole[step + 1 :]]


def _condition_changes(condition: Params) -> Iterator[Changed]:
    """Drop and negate the parts of a condition, also inside ``$any``; its only part is not dropped, that is no condition."""
    for key, value in condition.items():
        if len(condition) > 1:
            yield f".{key}", Change.DROPPED, _without(condition, key)
        if key == "$any":
            yield from _inside(f".{key}", condition, key, _alternatives(value))
        elif not key.startswith("$"):
            yield from _inside(f".{key}", condition, key, _comparison_changes(value))


def _alternatives(value: Sequence[Params]) -> Iterator[Changed]:
    yield from _list_changes(value, 1)
    for place, alternative in enumerate(value):
        yield from _inside(f"[{place}]", value, place, _condition_changes(alternative))


def _comparison_changes(value: Any) -> Iterator[Changed]:
    if not isinstance(value, Mapping):
        yield "", Change.NEGATED, {"ne": value}
        return
    for op, operand in value.items():
        if len(value) > 1:
            yield f".{op}", Change.DROPPED, _without(value, op)
        if isinstance(operand, bool) and op in ("exists", "empty"):
            yield "", Change.NEGATED, {**value, op: not operand}
        elif op in _OPPOSITES:
            yield "", Change.NEGATED, {**_without(value, op), _OPPOSITES[op]: operand}
        if op in ("in", "not_in"):
            yield from _inside(f".{op}", value, op, _list_changes(operand, 1))


def _list_changes(value: Sequence[Any], least: int) -> Iterator[Changed]:
    """Drop one element after the other, down to ``least``."""
    for place in range(len(value) if len(value) > least else 0):
        yield f"[{place}]", Change.DROPPED, [*value[:place], *value[place + 1 :]]


def _group_changes(value: Sequence[Sequence[Any]]) -> Iterator[Changed]:
    for place, group in enumerate(value):
        yield from _inside(f"[{place}]", value, place, _list_changes(group, 1))


def _bound_changes(value: Any) -> Iterator[Changed]:
    if is_by_date(value):
        entries = value[BY_DATE]
        for place, entry in enumerate(entries):
            for _, change, after in _bound_changes(entry["value"]):
                changed = [*entries[:place], _with(entry, "value", after), *entries[place + 1 :]]
                yield f"[{place}]", change, {BY_DATE: changed}
    elif isinstance(value, int):
        yield "", Change.RAISED, value + 1
        if value > 0:
            yield "", Change.LOWERED, value - 1
