"""A workflow table: states, roles, transitions with guards and limits, and invariants; each with the clauses it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass

START = ""  # the state of what does not exist yet
Predicate = Mapping[str, Any]  # a condition on the record, in the predicate language of packs
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class State:
    """One state. is_final: nothing has to follow. is_hidden: the record is not in the books yet, only the events are."""

    name: str
    label: Message
    is_final: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Limit:
    """By when, or how long after it at the earliest, an action happens; the words are those of ``time_limit``.

    start: the action whose last occurrence starts the clock. must: it has to happen once the clock runs, as long as it still can;
    else it is only judged when it happened. where: the records it holds for. max and min None: the text gives no number.
    is_advice: a should. is_proposed: the number is ours, the text has none; it accuses nobody.
    due: instead of ``start``, a fixed day of the year that ``due_year`` names, or the instant in ``due_field``. rule: where it comes from.
    """

    rule: str
    start: str = ""
    max: int | None = None
    min: int | None = None
    unit: str = "work_day"
    start_rule: str = "next_day"
    where: Predicate = field(default_factory=dict)
    must: bool = False
    is_advice: bool = False
    is_proposed: bool = False
    due_year: str = ""
    due_add_years: int = 0
    due_month_day: str = ""
    due_field: str = ""

    @property
    def is_numbered(self) -> bool:
        """Tell whether it can be exceeded."""
        return self.max is not None or self.min is not None or self.is_fixed

    @property
    def is_fixed(self) -> bool:
        """Tell whether a field of the record says when it ends, rather than an action."""
        return bool(self.due_month_day or self.due_field)


@dataclass(frozen=True)
class Guard:
    """What must hold for an action, one of the following; only where ``where`` holds.

    require: a condition on the record. after: an action that has happened; later: one that has happened at an earlier instant.
    link: the record of ``workflow`` that this field names is in one of ``states``. back: those of ``workflow`` whose field names this record all
    are, or ``least`` of them where that is given. once: no other record with the same value of this field had the action in the calendar year.
    alone: no other record has the same values of these fields. is_advice: a should.
    """

    says: Message
    require: Predicate = field(default_factory=dict)
    after: str = ""
    later: str = ""
    link: str = ""
    back: str = ""
    once: str = ""
    alone: tuple[str, ...] = ()
    workflow: str = ""
    states: tuple[str, ...] = ()
    least: int = 0
    where: Predicate = field(default_factory=dict)
    rule: str = ""  # empty: it follows from the table itself
    is_advice: bool = False


@dataclass(frozen=True)
class Beside:
    """A record of another kind that an action adds or fills in; ``link`` is its field that names the main record, if one does."""

    kind: str
    link: str
    is_added: bool
    sets: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transition:
    """One row: in which states an action is allowed, who does it, what it fills, and the state after it.

    sources: START alone creates the record. target: empty where the state stays. under: the documents that know it; empty: all.
    by: the field that names the organisation which alone may do it. sets: field -> value, ``$at``, ``$org``, ``$id``, or ``$field`` of the main record.
    needs, takes: what the actor has to give, and may give.
    """

    action: str
    label: Message
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    limits: tuple[Limit, ...] = ()
    rules: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    by: str = ""
    sets: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()

    def after(self, state: str) -> str:
        """Give the state after it."""
        return self.target or state

    @property
    def fills(self) -> tuple[str, ...]:
        """Give the fields of the record that it fills or may fill."""
        return tuple(dict.fromkeys((*self.sets, *self.needs, *self.takes)))


@dataclass(frozen=True)
class Invariant:
    """What holds at any time and no transition can carry."""

    says: Message
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Workflow:
    """One workflow. covers: the names under which packs speak of it. status: the field that holds the state, if one does.

    exempt: rules of these names that oblige nobody here, with the reason.
    """

    name: str
    title: Message
    record: str
    states: Mapping[str, State]
    roles: Mapping[str, Message]
    transitions: tuple[Transition, ...]
    invariants: tuple[Invariant, ...] = ()
    exempt: tuple[Invariant, ...] = ()
    covers: tuple[str, ...] = ()
    status: str = ""

    @property
    def actions(self) -> Mapping[str, Message]:
        """Give every action with its label, in the order of the table."""
        return {row.action: row.label for row in reversed(self.transitions)}

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], Transition]:
        """Give each transition by state and action."""
        return {(source, row.action): row for row in self.transitions for source in row.sources}

    @cached_property
    def edges(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Give, for START and each state, the actions allowed there with the state after each."""
        found: dict[str, list[tuple[str, str]]] = {START: [], **{name: [] for name in self.states}}
        for (source, action), row in self.rows.items():
            found[source].append((action, row.after(source)))
        return {state: tuple(out) for state, out in found.items()}

    def under(self, documents: "frozenset[str] | None") -> "Workflow":
        """Give the table that holds under some documents: their rows, guards, limits and clauses; None stands for all."""
        if documents is None:
            return self
        rows = (row for row in self.transitions if not row.under or documents & set(row.under))
        return replace(
            self,
            transitions=tuple(_under(row, documents) for row in rows),
            invariants=_notes(self.invariants, documents),
            exempt=_notes(self.exempt, documents),
        )

    def cited(self) -> Iterator[str]:
        """Give every rule or clause that a transition, its guards and limits, or an invariant names; some come twice."""
        for row in self.transitions:
            yield from row.rules
            yield from (guard.rule for guard in row.guards if guard.rule)
            yield from (limit.rule for limit in row.limits)
        for invariant in self.invariants:
            yield from invariant.rules


def _under(row: Transition, documents: frozenset[str]) -> Transition:
    return replace(
        row,
        guards=_kept(row.guards, documents),
        limits=_kept(row.limits, documents),
        rules=tuple(rule for rule in row.rules if document_of(rule) in documents),
    )


def _notes(notes: tuple[Invariant, ...], documents: frozenset[str]) -> tuple[Invariant, ...]:
    kept = (replace(note, rules=tuple(rule for rule in note.rules if document_of(rule) in documents)) for note in notes)
    return tuple(note for note in kept if note.rules)


def _kept(parts: tuple[Any, ...], documents: frozenset[str]) -> tuple[Any, ...]:
    return tuple(part for part in parts if not part.rule or document_of(part.rule) in documents)


def document_of(rule: str) -> str:
    """Give the pack of a rule or clause id."""
    return rule.partition("/")[0]


def covers_rule(cited: str, rule: str) -> bool:
    """Tell whether a citation names a rule: itself, or the clause that it is a part of."""
    return cited == rule or ("#" not in cited and rule.partition("#")[0] == cited)
