"""A rule compiled: one expression that gives its verdict code for every record of a batch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from dbcheck.engine.binder import Binder
from dbcheck.findings import Reason, Verdict
from dbcheck.plugins.contract import NEVER, Doubt, GroupPlan, RowPlan
from dbcheck.rules.pack import Rule

CANDIDATE = 250  # the cascade has yet to decide
FIRST_DOUBT = int(Verdict.UNDETERMINED)  # code FIRST_DOUBT + i is the i-th doubt
TRUE = pl.lit(True)


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


def own_date(binder: Binder) -> pl.Expr | None:
    """Give the instant that dates a record, or None where the kind is a standing fact."""
    kind = binder.kind
    if not kind.own_dates:
        return None
    found: list[pl.Expr] = []
    for name in kind.own_dates:
        if name in binder.table.columns:
            found.append(binder.column(name).value.cast(pl.Datetime("us")))
    return pl.coalesce(found) if found else pl.lit(None, dtype=pl.Datetime("us"))


def in_scope(binder: Binder, effective: datetime | None) -> pl.Expr:
    """Tell whether a record is dated while the document is in force and not after the audit instant; null where undated."""
    dated = own_date(binder)
    if dated is None:
        return TRUE
    not_later = dated <= binder.world.as_of
    if effective is None:
        return not_later.fill_null(value=True)
    return (dated >= effective) & not_later


def compile_row(rule: Rule, plan: RowPlan, scope: pl.Expr, where: pl.Expr, paths: tuple[str, ...]) -> Program:
    """Join scope, condition and plan into one code expression; the order of judgement is that of docs/semantics.md."""
    doubts = [
        Doubt(Reason.UNKNOWN_DATE, "", scope.is_null()),
        Doubt(Reason.UNCLASSIFIED, "", where.is_null()),
        *plan.doubts,
    ]
    doubts = [doubt for doubt in doubts if doubt.when is not NEVER]
    applies = scope & where
    code: Any = pl.when(applies == pl.lit(False)).then(_code(Verdict.OUT_OF_SCOPE))  # Then, then ChainedThen
    for number, doubt in enumerate(doubts):
        code = code.when(doubt.when).then(_code(FIRST_DOUBT + number))
    words = [(doubt.reason, doubt.detail) for doubt in doubts]
    if plan.pending is not None:
        code = code.when(plan.pending).then(_code(Verdict.PENDING))
    if plan.cascade is not None:
        words.append((plan.cascade.doubt, ""))
        ready = code.when(plan.cascade.steps[0]).then(_code(CANDIDATE)).otherwise(_code(Verdict.PASS))
        return Program(rule, plan, ready, tuple(words), paths)
    violated = TRUE if plan.violated is None else plan.violated
    words.append((Reason.MISSING_VALUE, ""))
    found = Verdict.SUSPECT if plan.is_suspicion else Verdict.FAIL
    code = code.when(violated).then(_code(found)).when(violated.is_null()).then(_code(FIRST_DOUBT + len(words) - 1))
    return Program(rule, plan, code.otherwise(_code(Verdict.PASS)), tuple(words), paths)


def _code(value: int) -> pl.Expr:
    return pl.lit(int(value), dtype=pl.UInt8)


def violates(program: Program) -> pl.Expr:
    """Give the truth of ``$violates``: it fails, or null where it is undetermined."""
    code = program.code
    return pl.when(code == int(Verdict.FAIL)).then(TRUE).when(code >= FIRST_DOUBT).then(None).otherwise(pl.lit(False))
