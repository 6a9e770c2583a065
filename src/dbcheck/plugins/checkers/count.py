"""count: how many records a group has."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason, Verdict
from dbcheck.plugins.contract import GroupPlan, Scope
from dbcheck.plugins.grouping import (
    KEY_SEPARATOR,
    KEYS,
    MEMBER,
    PERIOD,
    TRUTH,
    Amount,
    Group,
    Grouping,
    groups_of,
    universe_keys,
    verdict_frame,
    verdict_row,
)
from dbcheck.plugins.parameters import Where, path_mistakes
from dbcheck.plugins.periods import PERIODS, Span
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake, operand_mistakes

Values = tuple[str | int | bool | tuple[str | int | bool, ...], ...]
VALUE = "v"


@dataclasses.dataclass(frozen=True)
class CountParams:
    """Matching records per group between ``min`` and ``max``; see the vocabulary for the rest."""

    record: str
    key: str | tuple[str, ...]
    where: Where = dataclasses.field(default_factory=dict)
    per: str | None = None
    per_where: Where = dataclasses.field(default_factory=dict)
    period: Literal["all", "day", "month", "quarter", "year"] = "all"
    time: str | None = None
    min: int | None = None
    max: int | None = None
    each_of: Mapping[str, Values] = dataclasses.field(default_factory=dict)
    distinct: str | None = None
    proposed: tuple[str, ...] = ()

    @property
    def grouping(self) -> Grouping:
        """Give how the groups are formed."""
        key = (self.key,) if isinstance(self.key, str) else self.key
        return Grouping(self.record, key, self.where, self.per, self.per_where, self.period, self.time)

    @property
    def members(self) -> list[tuple[str, tuple[str, ...]]]:
        """Give each value (or set of alternatives) that the bound must hold for, under its name."""
        found: list[tuple[str, tuple[str, ...]]] = []
        for field, values in self.each_of.items():
            for value in values:
                alternatives = tuple(str(each) for each in value) if isinstance(value, (tuple, list)) else (str(value),)
                found.append((f"{field}={KEY_SEPARATOR.join(alternatives)}", alternatives))
        return found


class Count:
    """The number of records per group lies within the bounds; a group without any counts as zero where ``per`` names the groups.

    Pass: within. Fail: surely too many, or too few when the period is over. Pending: too few in a running period.
    Undetermined: records whose group cannot be told could change it. Does not apply: no group.
    """

    name: ClassVar[str] = "count"
    Params = CountParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: CountParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown kinds, fields and values, and a rule without bounds."""
        yield from params.grouping.mistakes(kinds)
        if params.min is None and params.max is None:
            yield (), Message("min 与 max 至少写一个", "min or max is missing")
        if len(params.each_of) > 1:
            yield ("each_of",), Message("each_of 只写一个字段", "each_of takes one field")
        for field, values in params.each_of.items():
            declared = kinds[params.record].fields.get(field)
            yield from path_mistakes(kinds, params.record, field, "each_of")
            for value in values if declared else ():
                alternatives = list(value) if isinstance(value, (tuple, list)) else [value]
                yield from ((("each_of", field), message) for message in operand_mistakes(declared, "in", alternatives))  # type: ignore[arg-type]  # declared is given
        if params.distinct is not None:
            yield from path_mistakes(kinds, params.record, params.distinct, "distinct")
        for name in params.proposed:
            if name not in {field.name for field in dataclasses.fields(params)}:
                yield ("proposed",), Message(f"没有参数 {name}", f"there is no parameter {name}")

    def plan(self, params: CountParams, scope: Scope) -> GroupPlan:
        """Count per batch, add up, compare with the bounds."""
        grouping = params.grouping
        derived = grouping.derived(scope)
        for field in params.each_of:
            derived[MEMBER] = scope.column(field).value
        if params.distinct is not None:
            derived[VALUE] = scope.column(params.distinct).value
        universe = grouping.universe(scope)
        rejected = scope.rejected(params.record)

        def judge(merged: pl.DataFrame) -> pl.DataFrame:
            return _judge(params, merged, universe, rejected, scope)

        return GroupPlan(
            kind=params.per or params.record,
            derived=derived,
            partial=_partial,
            merge=_merge,
            judge=judge,
            evidence=("group", "period", "found", "possible", "required"),
            says=Message(
                "{group}:{found} 项,要求 {required}(期间 {period})",
                "{group}: {found} found, required {required} (period {period})",
            ),
        )


def _partial(batch: pl.DataFrame) -> pl.DataFrame:
    """Count the records of a batch by place: (key, period, value, distinct value), nulls where a place cannot be told."""
    for name in (KEYS, MEMBER, VALUE):
        if name in batch.columns and isinstance(batch.schema[name], pl.List):
            batch = batch.explode(name)
    places = [name for name in (KEYS, PERIOD, MEMBER, VALUE) if name in batch.columns]
    if MEMBER in places:
        batch = batch.with_columns(pl.col(MEMBER).cast(pl.String))
    if VALUE in places:
        batch = batch.with_columns(pl.col(VALUE).cast(pl.String))
    truth = pl.col(TRUTH)
    return batch.group_by(places).agg(
        sure=truth.fill_null(value=False).sum().cast(pl.Int64), maybe=truth.fill_null(value=True).sum().cast(pl.Int64)
    )


def _merge(partials: pl.DataFrame) -> pl.DataFrame:
    places = [name for name in partials.columns if name not in ("sure", "maybe")]
    return partials.group_by(places).agg(pl.col("sure").sum(), pl.col("maybe").sum())


@dataclasses.dataclass
class _Ledger:
    """Amounts by place; null parts of a place are wildcards."""

    amounts: dict[tuple[str | None, int | None, str | None], Amount]

    def of(self, group: Group) -> Amount:
        """Add up what belongs, or may belong, to a group."""
        total = Amount()
        for place in product((group.key, None), (group.period, None), (*(group.values or ("",)), None)):
            found = self.amounts.get(place, Amount())
            total += Amount(0, found.maybe) if None in place else found
        return total


def _judge(
    params: CountParams, merged: pl.DataFrame, universe: Callable[[], pl.DataFrame] | None, rejected: int, scope: Scope
) -> pl.DataFrame:
    evidence = {
        "group": pl.String(),
        "period": pl.String(),
        "found": pl.Int64(),
        "possible": pl.Int64(),
        "required": pl.String(),
    }
    span = params.grouping.span(merged[PERIOD], scope)
    if span is None:
        return verdict_frame([], evidence)
    ledger = _ledger(merged, is_distinct=params.distinct is not None, is_each=bool(params.each_of))
    keys = universe_keys(universe()) if universe else _occurring(merged)
    rows = [
        _row(params, group, span, ledger.of(group) + Amount(0, rejected), rejected)
        for group in groups_of(keys, span, params.members)
        if universe or params.min is not None or ledger.of(group).maybe
    ]
    return verdict_frame(rows, evidence)


def _occurring(merged: pl.DataFrame) -> list[tuple[str, bool]]:
    keys = merged.filter((pl.col("maybe") > 0) & pl.col(KEYS).is_not_null())[KEYS].unique().sort()
    return [(key, True) for key in keys]


def _ledger(merged: pl.DataFrame, *, is_distinct: bool, is_each: bool) -> _Ledger:
    if is_distinct:
        merged = _distinct_values(merged)
    amounts: dict[tuple[str | None, int | None, str | None], Amount] = defaultdict(Amount)
    for row in merged.iter_rows(named=True):
        place = (row[KEYS], row[PERIOD], row[MEMBER] if is_each else "")
        amounts[place] = amounts[place] + Amount(row["sure"], row["maybe"])
    return _Ledger(dict(amounts))


def _distinct_values(merged: pl.DataFrame) -> pl.DataFrame:
    """Count values instead of records: a value once per place, surely where one record surely counts."""
    return merged.drop_nulls(VALUE).with_columns((pl.col("sure") > 0).cast(pl.Int64), (pl.col("maybe") > 0).cast(pl.Int64))


def _row(params: CountParams, group: Group, span: Span, amount: Amount, rejected: int) -> dict[str, object]:
    verdict, reason = _verdict(params, group, span, amount, rejected)
    low = "" if params.min is None else f"≥{params.min}"
    high = "" if params.max is None else f"≤{params.max}"
    return verdict_row(
        group.label(span),
        verdict,
        reason,
        group=group.key + (f" {group.member}" if group.member else ""),
        period="all" if span.period == "all" else PERIODS[span.period].label(group.period),
        found=amount.sure,
        possible=amount.maybe,
        required=" ".join(filter(None, (low, high))),
    )


def _verdict(params: CountParams, group: Group, span: Span, amount: Amount, rejected: int) -> tuple[Verdict, Reason | None]:
    if not group.is_member:
        return Verdict.UNDETERMINED, Reason.UNCLASSIFIED
    least, most = params.min or 0, params.max
    if most is not None and amount.sure > most:
        return Verdict.FAIL, None
    is_over = span.is_over(group.period)
    if amount.maybe < least:
        if is_over and span.is_silent(group.period):
            return Verdict.UNDETERMINED, Reason.NO_RECORDS
        return (Verdict.FAIL, None) if is_over else (Verdict.PENDING, None)
    enough, not_too_many = amount.sure >= least, most is None or amount.maybe <= most
    if enough and not_too_many:
        return Verdict.PASS, None
    if not enough and not is_over:
        return Verdict.PENDING, None
    return Verdict.UNDETERMINED, Reason.REJECTED_RECORDS if rejected and not _open(
        params, amount, rejected
    ) else Reason.UNCLASSIFIED


def _open(params: CountParams, amount: Amount, rejected: int) -> bool:
    """Tell whether it would be open without the rejected records too."""
    maybe = amount.maybe - rejected
    return (amount.sure < (params.min or 0) <= maybe) or (params.max is not None and amount.sure <= params.max < maybe)
