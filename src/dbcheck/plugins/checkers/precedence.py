"""precedence: what has to come first has come first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import reduce
from itertools import combinations
from operator import or_
from typing import ClassVar

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, Column, Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.parameters import Where, instant_mistakes, where_mistakes
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake
from dbcheck.records.spoken import field_word


@dataclass(frozen=True)
class PrecedenceParams:
    """``chain``: paths to instants, the earliest first. ``strict``: equal instants are out of order too."""

    record: str
    chain: tuple[str, ...]
    where: Where = field(default_factory=dict)
    strict: bool = False


class Precedence:
    """Walking ``chain`` from the oldest: where a step has happened, all earlier ones have, and none of them later.

    Pass: in order, as far as it went. Fail: a step without an earlier one, or before it. Does not apply: ``where`` does not hold.
    """

    name: ClassVar[str] = "precedence"
    Params = PrecedenceParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: PrecedenceParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find paths that are no instants, and a chain that is too short."""
        yield from where_mistakes(kinds, params.record, params.where)
        for position, path in enumerate(params.chain):
            yield from instant_mistakes(kinds, params.record, path, "chain", position)
        if len(params.chain) < 2:
            yield ("chain",), Message("chain 至少两步", "a chain has at least two steps")

    def plan(self, params: PrecedenceParams, scope: Scope) -> RowPlan:
        """Violated where a pair of steps is known to be out of order."""
        chain = [scope.column(path) for path in params.chain]
        pairs = list(combinations(chain, 2))
        broken = [_out_of_order(earlier, later, strict=params.strict) for earlier, later in pairs]
        violated = reduce(or_, broken)
        return RowPlan(
            violated=violated,
            doubts=tuple(_doubts(chain, violated)),
            evidence={
                "out_of_order": _named(pairs, broken, str),
                "steps": _named(pairs, broken, lambda path: field_word(scope.kinds, scope.kind.name, path).zh),
                **{column.path: column.value for column in chain},
            },
            says=(
                Saying(
                    Message(
                        "先后不符或缺少前一步:{steps}",
                        "out of order, or the earlier step is missing: {out_of_order}",
                    )
                ),
            ),
        )


def _named(pairs: list[tuple[Column, Column]], broken: list[pl.Expr], name: Callable[[str], str]) -> pl.Expr:
    """List the broken pairs, each step under the name that ``name`` gives a path."""
    listed = [
        pl.when(is_broken).then(pl.lit(f"{name(earlier.path)} → {name(later.path)}"))
        for (earlier, later), is_broken in zip(pairs, broken, strict=True)
    ]
    return pl.concat_str(listed, separator=", ", ignore_nulls=True)


def _out_of_order(earlier: Column, later: Column, *, strict: bool) -> pl.Expr:
    """Tell whether ``later`` happened without or before ``earlier``; null where the hours that decide are not known."""
    first, second = earlier.value.cast(pl.Datetime("us")), later.value.cast(pl.Datetime("us"))
    wrong = first >= second if strict else first > second
    if earlier.day_only is not NEVER or later.day_only is not NEVER:
        same_day = first.dt.date() == second.dt.date()
        wrong = pl.when(same_day & (earlier.day_only | later.day_only)).then(None).otherwise(wrong)
    happened = ~later.blank
    if later.unreadable is not NEVER:
        happened = pl.when(later.unreadable).then(None).otherwise(happened)
    return happened & (earlier.blank | wrong)


def _doubts(chain: list[Column], violated: pl.Expr) -> Iterator[Doubt]:
    for column in chain:
        for doubt in column.undetermined:
            yield Doubt(doubt.reason, doubt.detail, violated.is_null() & doubt.when)
    if any(column.day_only is not NEVER for column in chain):
        yield Doubt(Reason.NO_CLOCK_TIME, "", violated.is_null())
