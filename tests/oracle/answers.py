"""What the oracle says: an answer per record or group, or one for the whole rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dbcheck.findings import Reason
from dbcheck.records.predicate import Predicate
from dbcheck.rules.pack import Pack, Rule
from oracle.days import Calendar
from oracle.truth import Conditions
from oracle.world import Cell, Reading, Record, State

Answer = tuple[str, str | None]  # the word of a verdict, and for undetermined the word of its reason

PASS: Answer = ("pass", None)
FAIL: Answer = ("fail", None)
PENDING: Answer = ("pending", None)
OUT_OF_SCOPE: Answer = ("out_of_scope", None)

GRAVITY = ("fail", "suspect", "undetermined", "pending", "pass", "out_of_scope")


def undetermined(reason: Reason) -> Answer:
    return ("undetermined", reason.value)


def failed_if(is_violated: bool) -> Answer:
    return FAIL if is_violated else PASS


def gravest(verdicts: Iterable[str]) -> str:
    """Give the gravest of some verdict words; where there is none nothing was in scope."""
    found = set(verdicts)
    return next((word for word in GRAVITY if word in found), "out_of_scope")


class Undecidable(Exception):  # noqa: N818 - an answer, not an error
    """The whole rule is undetermined before a record is read."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Case:
    """One rule over one world at one audit date: what every check gets."""

    rule: Rule
    pack: Pack
    reading: Reading
    as_of: datetime
    retroactive: bool
    calendar: Calendar
    conditions: dict[str, Conditions]  # by kind

    @property
    def kind(self) -> str:
        return str(self.rule.params["record"])

    def param(self, name: str) -> Any:
        return self.rule.params.get(name)

    def look(self, record: Record, path: str) -> Cell:
        return self.reading.look(self.kind, record, path)

    def where(self, kind: str, predicate: Predicate, record: Record) -> bool | None:
        return self.conditions[kind].holds(predicate, record)


@dataclass
class Result:
    """How one rule ended.

    rows: subject and answer of every record or group, in order; subjects may repeat where ids do.
    rule_level: outcome and reason, where the rule as a whole got an answer instead of its records.
    """

    rows: list[tuple[str, Answer]] = field(default_factory=list)
    rule_level: tuple[str, str | None] | None = None

    @property
    def verdicts(self) -> dict[str, Answer]:
        """Give the answer of each subject, the gravest one where a subject repeats."""
        found: dict[str, Answer] = {}
        for subject, answer in self.rows:
            known = found.get(subject)
            if known is None or GRAVITY.index(answer[0]) < GRAVITY.index(known[0]):
                found[subject] = answer
        return found


DOUBTFUL_STATES = {
    State.UNRESOLVED: Reason.UNRESOLVED_REFERENCE,
    State.UNREADABLE: Reason.UNREADABLE_VALUE,
    State.ABSENT: Reason.MISSING_COLUMN,
}


def doubt_about(cell: Cell) -> Answer | None:
    """Say why the value of a cell is not known; an empty one is known to be empty."""
    reason = DOUBTFUL_STATES.get(cell.state)
    return None if reason is None else undetermined(reason)


def doubt_or_missing(cell: Cell) -> Answer | None:
    """Say why a needed value is not there, emptiness among the reasons."""
    return undetermined(Reason.MISSING_VALUE) if cell.empty else doubt_about(cell)
