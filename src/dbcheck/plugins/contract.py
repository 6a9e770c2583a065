"""What a checker is: a class that turns parameters into a plan, never into a verdict.

A checker never loops over rows and never asks the time. ``plan`` gets the rule's parameters and a Scope (what the rule may read) and
returns a RowPlan (one verdict per record) or a GroupPlan (one verdict per group). The engine does the rest: the rule's ``where``,
the record's own date, counting, evidence.

Truth is three-valued throughout: a Boolean expression may be null, which means "the data cannot tell".
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.kind import Field, Kind
from dbcheck.records.predicate import Mistake, Predicate

if TYPE_CHECKING:
    from dbcheck.workflow.deadlines import WorkingDays
    from dbcheck.workflow.table import Workflow


class MissingColumn(Exception):  # noqa: N818 - it is an answer, not an error: the rule is undetermined
    """A plan needs a column that no part of the export carries."""

    def __init__(self, kind: str, field_name: str) -> None:
        super().__init__(f"{kind}.{field_name}")
        self.kind, self.field_name = kind, field_name


class MissingKind(Exception):  # noqa: N818 - as above
    """A plan needs a kind that no source supplies."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


NEVER = pl.lit(False)


@dataclass(frozen=True)
class Column:
    """What a field path gives inside a row plan; all members are expressions over the batch.

    value: typed as the field; null where empty, unreadable, absent or behind a reference that does not resolve.
    blank: whether the cell is empty: null where absent or unresolved, false where it holds something unreadable.
    unreadable: never null. unresolved: never null; the path goes through a reference that names no single record.
    day_only: never null; the date was written without a clock time. absent: never null; this part does not carry the column.
    A member that can never be true is the very object NEVER, so that plans stay small.
    """

    path: str
    field: Field
    value: pl.Expr
    blank: pl.Expr
    unreadable: pl.Expr
    unresolved: pl.Expr
    day_only: pl.Expr
    absent: pl.Expr

    @property
    def undetermined(self) -> "tuple[Doubt, ...]":
        """Say why the value may not be used: unresolved, unreadable, absent. Emptiness is for the checker to judge."""
        return tuple(
            doubt
            for doubt in (
                Doubt(Reason.UNRESOLVED_REFERENCE, self.path, self.unresolved),
                Doubt(Reason.UNREADABLE_VALUE, self.path, self.unreadable),
                Doubt(Reason.MISSING_COLUMN, self.path, self.absent),
            )
            if doubt.when is not NEVER
        )

    @property
    def needed(self) -> "tuple[Doubt, ...]":
        """Say why the value may not be used, emptiness among the reasons."""
        return (*self.undetermined, Doubt(Reason.MISSING_VALUE, self.path, self.blank))


@dataclass(frozen=True)
class Doubt:
    """A record is undetermined for this reason wherever ``when`` is true; detail is the field or year it is about."""

    reason: Reason
    detail: str
    when: pl.Expr


@dataclass(frozen=True)
class Cascade:
    """A text test in steps, cheapest first.

    A record is violated when every step holds and, if given, ``exact`` says so: a function from the surviving rows (with
    ``columns``) to a Boolean series of the same length, null where it cannot tell (then ``doubt`` is the reason).
    Where one yes or no is not enough, ``exact`` gives the codes of verdicts (UInt8) instead, null where it cannot tell.
    """

    steps: tuple[pl.Expr, ...]
    exact: Callable[[pl.DataFrame], pl.Series] | None = None
    columns: tuple[pl.Expr, ...] = ()
    doubt: Reason = Reason.MISSING_VALUE


@dataclass(frozen=True)
class Saying:
    """What a finding says: a text with ``{name}`` for evidence entries, used where ``when`` holds (None: always)."""

    text: Message
    when: pl.Expr | None = None


@dataclass(frozen=True)
class Dating:
    """What dates an obligation, where it is not the record's own date: the event that starts it, or the day it falls due.

    at: the instant (Datetime("us")). is_due: it lies in the future while the record is pending, so ``as_of`` does not bound it.
    """

    at: pl.Expr
    day_only: pl.Expr = NEVER
    is_due: bool = False


@dataclass(frozen=True)
class RowPlan:
    """One verdict per record.

    Order of judgement: the first doubt that holds makes it undetermined; else pending; else violated; else pass. A null ``violated``
    is undetermined (``Reason.MISSING_VALUE``). With a ``cascade``, ``violated`` is not used.
    evidence: name -> expression, evaluated only for records that end in fail or suspect, or that somebody asks about.
    says: the first saying that holds is the finding's message.
    dating: what picks the edition instead of the record's own date.
    measure: an integer expression (elapsed units) of a rule that only measures; such a rule gives no verdicts.
    """

    violated: pl.Expr | None = None
    pending: pl.Expr | None = None
    doubts: tuple[Doubt, ...] = ()
    evidence: Mapping[str, pl.Expr] = field(default_factory=dict)
    cascade: Cascade | None = None
    says: tuple[Saying, ...] = ()
    is_suspicion: bool = False
    measure: pl.Expr | None = None
    unit: str = ""
    dating: Dating | None = None


@dataclass(frozen=True)
class GroupPlan:
    """One verdict per group of records.

    kind: the kind that names the groups (the ``per`` kind, else the record's). read: columns of the record's kind that ``partial`` needs.
    partial: batch (with every derived expression already added under the names in ``derived``) -> small frame of aggregates.
    merge: the concatenated partial frames -> one frame of the same columns; associative and commutative.
    judge: merged frame -> frame with SUBJECT (String), CODE (UInt8 verdict), REASON (String, null unless undetermined), DETAIL (String)
    and evidence columns; one row per group.
    """

    kind: str
    derived: Mapping[str, pl.Expr]
    partial: Callable[[pl.DataFrame], pl.DataFrame]
    merge: Callable[[pl.DataFrame], pl.DataFrame]
    judge: Callable[[pl.DataFrame], pl.DataFrame]
    evidence: tuple[str, ...] = ()
    says: Message = Message("", "")
    is_suspicion: bool = False


SUBJECT, CODE, REASON, DETAIL = "!subject", "!code", "!reason", "!detail"
Plan = RowPlan | GroupPlan


class CalendarExpressions(Protocol):
    """Working days as expressions; a date outside the published years gives null."""

    @property
    def last(self) -> pl.Expr:
        """Give the last day whose working days are known."""

    def ordinal(self, day: pl.Expr) -> pl.Expr:
        """Give the number of working days up to and including a date (Int32)."""

    def is_workday(self, day: pl.Expr) -> pl.Expr:
        """Tell whether a date is a working day."""

    def workday(self, ordinal: pl.Expr) -> pl.Expr:
        """Give the date of the working day with this ordinal."""


class Scope(Protocol):
    """What one rule may read, as expressions over a batch of its records."""

    @property
    def kind(self) -> Kind:
        """Give the kind that the rule judges."""

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """Give every kind."""

    @property
    def supplied(self) -> Collection[str]:
        """Give the kinds that some source supplies."""

    @property
    def as_of(self) -> datetime:
        """Give the evaluation instant, Asia/Shanghai without a zone mark."""

    @property
    def effective(self) -> datetime | None:
        """Give the instant from which the document is in force; None with ``--retroactive``."""

    def in_force(self) -> pl.Expr:
        """Tell whether a record's own date lies while the document is in force and not after ``as_of``; null where undated."""

    @property
    def calendar(self) -> CalendarExpressions:
        """Give the working days."""

    def column(self, path: str, *, optional: bool = False) -> Column:
        """Give a field, through references where the path has dots.

        Raises MissingColumn where no part carries it, unless ``optional``: then every cell is absent. Raises MissingKind.
        """

    def where(self, predicate: Predicate) -> pl.Expr:
        """Give the truth of a predicate for each record of the batch."""

    def resolves(self, ref: str, to: str, to_where: Predicate) -> pl.Expr:
        """Tell whether the record that ``ref`` names is a ``to`` that meets ``to_where``; null where the data cannot tell.

        A name that nobody bears is wrong where ``to`` is a kind of standing facts, which are exported whole. A dated record may lie before
        the first that was exported.
        """

    def references(
        self, to: str, back: str, to_where: Predicate, *, own_key: str, order: Sequence[tuple[str, str]] = ()
    ) -> tuple[pl.Expr, pl.Expr]:
        """Count the records of ``to`` whose ``back`` names this record's ``own_key``: (surely so, possibly so).

        order: pairs ``kind:field``; the left instant may not be later than the right one for a record to count.
        """

    def universe(self, kind: str, where: Predicate, columns: Sequence[str] = ()) -> Callable[[], pl.DataFrame]:
        """Give, at run time, every record of a kind that may meet ``where`` while the document is in force.

        The frame has ``!key`` (the id, else path:row), ``!member`` (Boolean: true, or null where the data cannot tell), ``!began`` and
        ``!ended`` (Date: from when and until when it existed, null where nothing says so), ``!span_unknown`` (Boolean: these cannot be read)
        and ``columns``.
        """

    def unreached(self, kind: str) -> Callable[[], frozenset[str]]:
        """Give, at run time, the keys (as in ``universe``) of the records of a kind that are surely of somebody whom the profile does not judge."""

    def canonical(self, path: str) -> pl.Expr:
        """Give the key (as in ``universe``) of the record that a reference names, by id or unique name; lists give lists."""

    def records(self, kind: str, columns: Sequence[str]) -> Callable[[], pl.DataFrame]:
        """Give, at run time, every record of a kind with these columns, ``!part`` and ``!row``."""

    def rejected(self, kind: str) -> int:
        """Give how many records of a kind were rejected."""

    @property
    def working_days(self) -> "WorkingDays":
        """Give the working days by date, for what is not counted in expressions."""

    def workflow(self, name: str, documents: Collection[str]) -> "Workflow":
        """Give a workflow table as it holds under some documents; without any, under all."""


P = TypeVar("P")


class Checker(Protocol[P]):
    """A kind of check. ``P`` is a frozen dataclass (or pydantic model) of parameters; its field names are those of the pack."""

    @property
    def name(self) -> str:
        """Give what packs write under ``check``."""

    @property
    def Params(self) -> type[P]:  # noqa: N802 - a class, and named like one in every checker
        """Give the class of the parameters."""

    @property
    def is_heuristic(self) -> bool:
        """Tell whether its findings are suspicions."""

    def mistakes(self, params: P, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find what is wrong with parameters that have the right types: unknown fields, impossible combinations."""

    def plan(self, params: P, scope: Scope) -> Plan:
        """Turn parameters into a plan."""
