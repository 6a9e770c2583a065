"""A rule compiled: one expression that gives its verdict code for every record of a batch."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import polars as pl

from dbcheck.engine import predicates
from dbcheck.engine.binder import Binder
from dbcheck.findings import Reason, Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, Column, Dating, Doubt, GroupPlan, MissingColumn, MissingKind, RowPlan
from dbcheck.records.kind import FieldType
from dbcheck.records.predicate import OR_EMPTY
from dbcheck.rules.pack import Rule

CANDIDATE = 250  # the cascade has yet to decide
FIRST_DOUBT = int(Verdict.UNDETERMINED)  # code FIRST_DOUBT + i is the i-th doubt
TRUE = pl.lit(True)
ALWAYS = predicates.TRUE  # the truth of a rule without a condition
TOLERANT = {"ne", "not_in", "exists", "empty"}  # comparisons that an empty field satisfies or breaks


@dataclass(frozen=True)
class Program:
    """A row rule ready to run: ``code`` gives a verdict code, FIRST_DOUBT + i for the i-th of ``doubts``, or CANDIDATE."""

    rule: Rule
    plan: RowPlan
    code: pl.Expr
    doubts: tuple[tuple[Reason, str], ...]
    paths: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """Give the code of a violation under this rule."""
        return int(Verdict.SUSPECT if self.plan.is_suspicion else Verdict.FAIL)

    def last_doubt(self, reason: Reason) -> int:
        """Give the code of the doubt that a cascade or a null ``violated`` ends in."""
        return FIRST_DOUBT + max(number for number, (word, _) in enumerate(self.doubts) if word is reason)


@dataclass(frozen=True)
class GroupProgram:
    """A group rule ready to run."""

    rule: Rule
    plan: GroupPlan
    binder: Binder


@dataclass(frozen=True)
class InForce:
    """From when (inclusive) to when (exclusive) a document judges records; None is open."""

    since: datetime | None = None
    until: datetime | None = None


def own_date(binder: Binder) -> Dating | None:
    """Give what dates a record, the first filled one of the kind's own dates; None where the kind is a standing fact."""
    if not binder.kind.own_dates:
        return None
    columns = [column for path in binder.kind.own_dates if (column := _carried(binder, path)) is not None]
    if not columns:
        return Dating(pl.lit(None, dtype=pl.Datetime("us")))
    at = pl.coalesce(_instant(column) for column in columns)
    if all(column.day_only is NEVER for column in columns):
        return Dating(at)
    day_only: Any = pl
    for column in columns:
        day_only = day_only.when(column.value.is_not_null()).then(column.day_only)
    return Dating(at, day_only.otherwise(pl.lit(False)))


def _instant(column: Column) -> pl.Expr:
    """Give the instant of an own date; a year stands for its last day."""
    value = pl.date(column.value, 12, 31) if column.field.type is FieldType.INT else column.value
    return value.cast(pl.Datetime("us"))


def _carried(binder: Binder, path: str) -> Column | None:
    """Give the column of an own date, or None where the export does not carry it."""
    try:
        return binder.column(path)
    except (MissingColumn, MissingKind):
        return None


def in_scope(dated: Dating | None, in_force: InForce, as_of: datetime) -> pl.Expr:
    """Tell whether a date lies while the document is in force and not after the audit instant; null where there is none.

    A day without a clock time that begins with the audit instant or later lies after it.
    """
    if dated is None:
        return TRUE
    fits = TRUE if dated.is_due else dated.at <= as_of
    if not dated.is_due and dated.day_only is not NEVER:
        fits = pl.when(dated.day_only).then(dated.at < as_of).otherwise(fits)
    if in_force.until is not None:
        fits = fits & (dated.at < in_force.until)
    if in_force.since is None:
        return fits.fill_null(value=True)
    return fits & (dated.at >= in_force.since)


def compile_row(rule: Rule, plan: RowPlan, scope: pl.Expr, where: pl.Expr, binder: Binder) -> Program:
    """Join scope, condition and plan into one code expression; the order of judgement is that of docs/semantics.md."""
    doubts = [
        Doubt(Reason.UNKNOWN_DATE, _first(binder.kind.own_dates), scope.is_null()),
        *_unclassified(rule, binder, where),
        *plan.doubts,
    ]
    doubts = [doubt for doubt in doubts if doubt.when is not NEVER]
    applies = scope if where is ALWAYS else scope & where
    code: Any = pl.when(~applies).then(_code(Verdict.OUT_OF_SCOPE))  # Then, then ChainedThen
    for number, doubt in enumerate(doubts):
        code = code.when(doubt.when).then(_code(FIRST_DOUBT + number))
    words = [(doubt.reason, doubt.detail) for doubt in doubts]
    if plan.pending is not None:
        code = code.when(plan.pending).then(_code(Verdict.PENDING))
    if plan.cascade is not None:
        words.append((plan.cascade.doubt, ""))
        ready = code.when(plan.cascade.steps[0]).then(_code(CANDIDATE)).otherwise(_code(Verdict.PASS))
        return Program(rule, plan, ready, tuple(words), binder.table.paths)
    violated = TRUE if plan.violated is None else plan.violated
    words.append((Reason.MISSING_VALUE, ""))
    found = Verdict.SUSPECT if plan.is_suspicion else Verdict.FAIL
    code = code.when(violated).then(_code(found)).when(violated.is_null()).then(_code(FIRST_DOUBT + len(words) - 1))
    return Program(rule, plan, code.otherwise(_code(Verdict.PASS)), tuple(words), binder.table.paths)


def _first(paths: Sequence[str]) -> str:
    return paths[0] if paths else ""


def _unclassified(rule: Rule, binder: Binder, where: pl.Expr) -> Iterator[Doubt]:
    """Name the first field of the condition that is not known; what is left over has no name."""
    if where is ALWAYS:
        return
    asked = rule.params.get("where") or {}
    for path, wanted in asked.items():
        is_tolerant = path.endswith(OR_EMPTY) or (isinstance(wanted, Mapping) and wanted.keys() <= TOLERANT)
        if not path.startswith("$") and not is_tolerant:
            column = binder.column(path, optional=True)
            yield Doubt(Reason.UNCLASSIFIED, path, where.is_null() & column.value.is_null())
    yield Doubt(Reason.UNCLASSIFIED, "", where.is_null())


@cache
def _code(value: int) -> pl.Expr:
    return pl.lit(int(value), dtype=pl.UInt8)


def violates(code: pl.Expr) -> pl.Expr:
    """Give the truth of ``$violates`` from the named rule's codes: it fails, or null where it is undetermined."""
    return pl.when(code == int(Verdict.FAIL)).then(TRUE).when(code >= FIRST_DOUBT).then(None).otherwise(pl.lit(False))
