"""ratio: what share a group reaches."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import Any, ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason, Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, Column, GroupPlan, Scope
from dbcheck.plugins.grouping import (
    KEYS,
    PERIOD,
    TRUTH,
    Group,
    Grouping,
    Subject,
    groups_of,
    universe_subjects,
    verdict_frame,
    verdict_row,
)
from dbcheck.plugins.parameters import Where, path_mistakes
from dbcheck.plugins.periods import PERIODS, Span
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake

LONGEST_INTERVAL = 400  # periods; nobody knows what an interval covers that claims to last longer
NUMERATOR, DENOMINATOR, MEMBERS, START, END = "n", "d", "u", "s", "f"
EVIDENCE = {
    "group": pl.String(),
    "period": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "required": pl.String(),
}


@dataclass(frozen=True)
class RatioParams:
    """``num`` over ``den`` per group and period, or the share of the time that intervals cover; at least ``min``."""

    record: str
    key: str
    period: Literal["day", "month", "quarter", "year"]
    time: str
    min: float | int | None
    per: str | None = None
    per_where: Where = dataclasses.field(default_factory=dict)
    where: Where = dataclasses.field(default_factory=dict)
    num: str | None = None
    den: str | None = None
    union: str | None = None
    measure: Literal["interval_union"] | None = None
    start: str | None = None
    end: str | None = None
    proposed: tuple[str, ...] = ()

    @property
    def grouping(self) -> Grouping:
        """Give how the groups are formed."""
        return Grouping(self.record, (self.key,), self.where, self.per, self.per_where, self.period, self.time)


class Ratio:
    """The share of a group reaches ``min``, compared in whole numbers.

    Pass: it does. Fail: it does not, and the period is over. Pending: not yet, in a running period.
    Undetermined: nothing to divide by, or records whose group cannot be told. Without ``min`` every share passes.
    """

    name: ClassVar[str] = "ratio"
    Params = RatioParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: RatioParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown kinds and fields, and a share of nothing."""
        yield from params.grouping.mistakes(kinds)
        needed = ("start", "end") if params.measure else ("num", "den")
        for name in needed:
            path = getattr(params, name)
            if path is None:
                yield (name,), Message(f"缺少 {name}", f"{name} is missing")
            else:
                yield from path_mistakes(kinds, params.record, path, name)
        if params.union is not None:
            yield from path_mistakes(kinds, params.record, params.union, "union")
        if params.min is not None and not 0 <= params.min <= 1:
            yield ("min",), Message("min 是 0 到 1 之间的比例,如 0.3", "min is a share between 0 and 1, e.g. 0.3")

    def plan(self, params: RatioParams, scope: Scope) -> GroupPlan:
        """Add up per batch, divide at the end."""
        grouping = params.grouping
        derived = grouping.derived(scope) | _amounts(params, scope)
        universe = grouping.universe(scope)
        rejected = scope.rejected(params.record)
        return GroupPlan(
            kind=params.per or params.record,
            derived=derived,
            partial=lambda batch: batch.filter(pl.col(TRUTH).fill_null(value=True)),
            merge=lambda partials: partials,
            judge=lambda merged: _judge(params, merged, universe, rejected, scope),
            evidence=tuple(EVIDENCE),
            says=Message(
                "{group}({period}):{numerator}/{denominator},要求不低于 {required}",
                "{group} ({period}): {numerator}/{denominator}, required at least {required}",
            ),
        )


def _amounts(params: RatioParams, scope: Scope) -> dict[str, pl.Expr]:
    if params.measure:
        start, end = scope.column(str(params.start)), scope.column(str(params.end))
        return {START: _clocked(start), END: _clocked(end)}
    amounts = {DENOMINATOR: _counted(scope, str(params.den))}
    if params.union is not None:
        amounts[MEMBERS] = scope.canonical(params.union)
    else:
        amounts[NUMERATOR] = _counted(scope, str(params.num))
    return amounts


def _clocked(column: Column) -> pl.Expr:
    """Give an instant; null where only its day is known, since the hours decide what is covered."""
    at = column.value.cast(pl.Datetime("us"))
    return at if column.day_only is NEVER else pl.when(~column.day_only).then(at)


def _counted(scope: Scope, path: str) -> pl.Expr:
    """Give what a record adds: its number, 1 for true, or 1 for an id; null where that is unknown."""
    column = scope.column(path)
    if column.field.type in (FieldType.INT, FieldType.BOOL):
        return column.value.cast(pl.Int64)
    return column.value.is_not_null().cast(pl.Int64)


def _judge(
    params: RatioParams, merged: pl.DataFrame, universe: Callable[[], pl.DataFrame] | None, rejected: int, scope: Scope
) -> pl.DataFrame:
    span = params.grouping.span(merged[PERIOD], scope)
    if span is None:
        return verdict_frame([], EVIDENCE)
    occurring = merged[KEYS].drop_nulls().unique().sort()
    subjects = universe_subjects(universe()) if universe else [Subject(key) for key in occurring]
    share = _covered if params.measure else _divided
    places = _by_place(merged, params)
    rows = [_row(params, group, span, places, share=share, rejected=rejected) for group in groups_of(subjects, span, [])]
    return verdict_frame(rows, EVIDENCE)


Records = list[Mapping[str, Any]]
Places = Mapping[tuple[str | None, int | None], Records]


def _by_place(merged: pl.DataFrame, params: RatioParams) -> Places:
    places: dict[tuple[str | None, int | None], Records] = {}
    for row in merged.iter_rows(named=True):
        for period in _periods_of(row, params):
            places.setdefault((row[KEYS], period), []).append(row)
    return places


def _periods_of(row: Mapping[str, Any], params: RatioParams) -> Sequence[int | None]:
    """Give the periods that a record counts for: its own, or all that its interval reaches into."""
    own: int | None = row[PERIOD]
    if params.measure is None or own is None:
        return [own]
    if row[START] is None or row[END] is None or row[END] <= row[START]:
        return [own, None]  # nobody knows what it covers
    last = own
    while datetime.combine(PERIODS[params.period].start(last + 1), time()) < row[END]:
        last += 1
        if last - own > LONGEST_INTERVAL:
            return [own, None]
    return range(own, last + 1)


@dataclass(frozen=True)
class _Share:
    numerator: int
    denominator: int
    is_known: bool  # false: a value that it is made of is empty


def _row(
    params: RatioParams, group: Group, span: Span, places: Places, *, share: Callable[..., _Share], rejected: int
) -> dict[str, object]:
    own = places.get((group.key, group.period), [])
    adrift = [place for place in ((None, group.period), (group.key, None), (None, None)) if places.get(place)]
    reached = share(params, own, group.period)
    is_sure = not adrift and not rejected and reached.is_known and all(record[TRUTH] for record in own)
    verdict, reason = _verdict(params, group, span, reached, is_sure=is_sure)
    return verdict_row(
        group.label(span),
        verdict,
        reason,
        group=group.key,
        period=PERIODS[span.period].label(group.period),
        numerator=reached.numerator,
        denominator=reached.denominator,
        required=str(params.min),
    )


def _verdict(
    params: RatioParams, group: Group, span: Span, reached: _Share, *, is_sure: bool
) -> tuple[Verdict, Reason | None]:
    if params.min is None:
        return Verdict.OUT_OF_SCOPE, None
    if not group.is_member:
        return Verdict.UNDETERMINED, Reason.UNCLASSIFIED
    is_reached = reached.denominator and reached.numerator >= Fraction(str(params.min)) * reached.denominator
    if is_sure and is_reached:
        return Verdict.PASS, None
    if not span.is_over(group.period):
        return Verdict.PENDING, None
    if not is_sure:
        return Verdict.UNDETERMINED, Reason.UNCLASSIFIED
    if span.is_silent(group.period):
        return Verdict.UNDETERMINED, Reason.NO_RECORDS
    if not reached.denominator:
        return Verdict.UNDETERMINED, Reason.MISSING_VALUE
    return (Verdict.UNDETERMINED, Reason.PART_OF_PERIOD) if group.is_partial else (Verdict.FAIL, None)


def _divided(params: RatioParams, records: Records, period: int) -> _Share:
    del period
    denominators = [record[DENOMINATOR] for record in records]
    known = all(value is not None for value in denominators)
    sums = [value or 0 for value in denominators]
    if params.union is not None:
        members = {member for record in records for member in record[MEMBERS] or ()}
        known = known and all(record[MEMBERS] is not None and None not in record[MEMBERS] for record in records)
        return _Share(len(members), max(sums, default=0), known)
    numerators = [record[NUMERATOR] for record in records]
    known = known and all(value is not None for value in numerators)
    return _Share(sum(value or 0 for value in numerators), sum(sums), known)


def _covered(params: RatioParams, records: Records, period: int) -> _Share:
    """Give the minutes of the period that the intervals [start, end) cover, and all its minutes."""
    begin = datetime.combine(PERIODS[params.period].start(period), time())
    finish = datetime.combine(PERIODS[params.period].start(period + 1), time())
    known = all(record[START] is not None and record[END] is not None for record in records)
    intervals = sorted(
        (record[START], record[END]) for record in records if record[START] is not None and record[END] is not None
    )
    covered, reached = timedelta(), begin
    for start, end in intervals:
        start, end = max(start, reached), min(end, finish)  # noqa: PLW2901 - clipped to what is not yet covered
        if end > start:
            covered += end - start
            reached = end
    return _Share(covered // timedelta(minutes=1), (finish - begin) // timedelta(minutes=1), known)
