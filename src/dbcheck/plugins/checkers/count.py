"""count: how many records a group has."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason, Verdict
from dbcheck.lean_dataclass import dataclass
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
    Subject,
    groups_of,
    universe_subjects,
    verdict_frame,
    verdict_row,
)
from dbcheck.plugins.parameters import Where, path_mistakes
from dbcheck.plugins.periods import PERIODS, Span
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake, operand_mistakes

Values = tuple[str | int | bool | tuple[str | int | bool, ...], ...]
VALUE, IN_FORCE = "v", "f"
LEAST, MOST = (
    "least",
    "most",
)  # what counts towards a min, and towards a max: only records dated while the document is in force
SUMS = ("least_sure", "least_maybe", "most_sure", "most_maybe")
EVIDENCE = {
    "group": pl.String(),
    "period": pl.String(),
    "found": pl.Int64(),
    "possible": pl.Int64(),
    "required": pl.String(),
}
ANY_NUMBER = 10**9  # an unreadable or empty list may hold any number of values


@dataclass(frozen=True)
class CountParams:
    """Matching records per group between ``min`` and ``max``; see the vocabulary for the rest.

    grace_days: calendar days after the end of a period before a ``min`` of it is judged. suspicion_only: what lacks is a suspicion.
    """

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
    grace_days: int = 0
    suspicion_only: bool = False

    @property
    def grouping(self) -> Grouping:
        """Give how the groups are formed."""
        key = (self.key,) if isinstance(self.key, str) else self.key
        return Grouping(self.record, key, self.where, self.per, self.per_where, self.period, self.time, self.grace_days)

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
        if params.grace_days < 0 or (params.grace_days and (params.period == "all" or params.min is None)):
            yield (
                ("grace_days",),
                Message(
                    "grace_days 是 period 结束后、判 min 之前的日历日数,不小于 0",
                    "grace_days counts calendar days from the end of a period until its min is judged; 0 or more, with period and min",
                ),
            )
        for name in params.proposed:
            if name not in {field.name for field in dataclasses.fields(params)}:
                yield ("proposed",), Message(f"没有参数 {name}", f"there is no parameter {name}")

    def plan(self, params: CountParams, scope: Scope) -> GroupPlan:
        """Count per batch, add up, compare with the bounds."""
        grouping = params.grouping
        derived = grouping.derived(scope)
        derived[IN_FORCE] = scope.in_force()
        for field in params.each_of:
            derived[MEMBER] = scope.column(field).value
        if params.distinct is not None:
            derived[VALUE] = scope.column(params.distinct).value
        universe = grouping.universe(scope)
        return GroupPlan(
            kind=params.per or params.record,
            derived=derived,
            partial=_partial,
            merge=_merge,
            judge=lambda merged: _judge(params, merged, universe, scope),
            evidence=tuple(EVIDENCE),
            says=Message(
                "{group}:{found} 项,要求 {required}(期间 {period})",
                "{group}: {found} found, required {required} (period {period})",
            ),
            is_suspicion=params.suspicion_only,
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
    sums: dict[str, pl.Expr] = {}
    for bound, truth in ((LEAST, pl.col(TRUTH)), (MOST, pl.col(TRUTH) & pl.col(IN_FORCE))):
        sums[f"{bound}_sure"] = truth.fill_null(value=False).sum().cast(pl.Int64)
        sums[f"{bound}_maybe"] = truth.fill_null(value=True).sum().cast(pl.Int64)
    return batch.group_by(places).agg(**sums)


def _merge(partials: pl.DataFrame) -> pl.DataFrame:
    places = [name for name in partials.columns if name not in SUMS]
    return partials.group_by(places).agg(pl.col(*SUMS).sum())


Place = tuple[str | None, int | None, str | None]


@dataclass(frozen=True)
class _Found:
    """What a group has, towards a min and towards a max."""

    least: Amount = Amount()
    most: Amount = Amount()

    def __add__(self, other: "_Found") -> "_Found":
        return _Found(self.least + other.least, self.most + other.most)

    @property
    def as_possible(self) -> "_Found":
        """Give the same where nothing is sure."""
        return _Found(Amount(0, self.least.maybe), Amount(0, self.most.maybe))


@dataclass(frozen=True)
class _Ledger:
    """What was found by place; null parts of a place are wildcards.

    seen: of groups that only their records name, the first and the last period in which they surely occur.
    """

    places: Mapping[Place, _Found]
    rejected: int
    seen: Mapping[str, tuple[int, int]] | None = None

    def of(self, group: Group) -> _Found:
        """Add up what belongs, or may belong, to a group."""
        total = _Found()
        for place in product((group.key, None), (group.period, None), (*(group.values or ("",)), None)):
            found = self.places.get(place, _Found())
            total += found.as_possible if None in place else found
        return total + _Found(Amount(0, self.rejected), Amount(0, self.rejected))


def _judge(
    params: CountParams, merged: pl.DataFrame, universe: Callable[[], pl.DataFrame] | None, scope: Scope
) -> pl.DataFrame:
    span = params.grouping.span(merged[PERIOD], scope)
    if span is None:
        return verdict_frame([], EVIDENCE)
    subjects = universe_subjects(universe()) if universe else _occurring(merged, asks_least=params.min is not None)
    seen = None if universe else _seen(merged)
    if params.distinct is not None:
        merged = _distinct_values(merged, is_list=scope.column(params.distinct).field.is_list)
    rejected = scope.rejected(params.record) * (
        ANY_NUMBER if params.distinct and scope.column(params.distinct).field.is_list else 1
    )
    ledger = replace(_ledger(merged, rejected, is_each=bool(params.each_of)), seen=seen)
    groups = groups_of(subjects, span, params.members)
    rows = [_row(params, group, span, ledger) for group in groups]
    return verdict_frame(rows, EVIDENCE)


def _occurring(merged: pl.DataFrame, *, asks_least: bool) -> list[Subject]:
    """Give the keys that occur; where a least number is asked, only records of the document's time name a group, and surely only sure ones."""
    if not asks_least:
        counts = (pl.col("least_maybe") > 0) & pl.col(KEYS).is_not_null()
        return [Subject(key) for key in merged.filter(counts)[KEYS].unique().sort()]
    named = merged.filter((pl.col("most_maybe") > 0) & pl.col(KEYS).is_not_null())
    sure = named.group_by(KEYS).agg((pl.col("most_sure") > 0).any()).sort(KEYS)
    return [Subject(key, is_sure) for key, is_sure in sure.iter_rows()]


def _seen(merged: pl.DataFrame) -> Mapping[str, tuple[int, int]]:
    """Give the first and the last period in which each key that names itself surely occurs."""
    sure = merged.filter((pl.col("most_sure") > 0) & pl.col(KEYS).is_not_null() & pl.col(PERIOD).is_not_null())
    spans = sure.group_by(KEYS).agg(pl.col(PERIOD).min().alias("first"), pl.col(PERIOD).max().alias("last"))
    return {key: (first, last) for key, first, last in spans.iter_rows()}


def _ledger(merged: pl.DataFrame, rejected: int, *, is_each: bool) -> _Ledger:
    places: dict[Place, _Found] = defaultdict(_Found)
    for row in merged.iter_rows(named=True):
        place = (row[KEYS], row[PERIOD], row[MEMBER] if is_each else "")
        least, most = Amount(row["least_sure"], row["least_maybe"]), Amount(row["most_sure"], row["most_maybe"])
        places[place] = places[place] + _Found(least, most)
    return _Ledger(places, rejected)


def _distinct_values(merged: pl.DataFrame, *, is_list: bool) -> pl.DataFrame:
    """Count values instead of records: once per place, surely where one record surely counts; an unknown value may be a further one."""
    known = pl.col(VALUE).is_not_null()
    unknown = pl.lit(ANY_NUMBER) if is_list else pl.lit(1)
    return merged.with_columns(
        pl.when(known)
        .then((pl.col(name) > 0).cast(pl.Int64))
        .otherwise(pl.col(name) * unknown if "maybe" in name else 0)
        .alias(name)
        for name in SUMS
    )


def _row(params: CountParams, group: Group, span: Span, ledger: _Ledger) -> dict[str, object]:
    found, seen = ledger.of(group), ledger.seen
    verdict, reason = _verdict(params, group, span, found, ledger.rejected)
    if verdict is Verdict.FAIL and seen is not None and params.max is None and not _within(group, seen):
        verdict, reason = Verdict.UNDETERMINED, Reason.NO_RECORDS
    if verdict is Verdict.FAIL and params.suspicion_only:
        verdict = Verdict.SUSPECT
    shown = found.most if params.min is None else found.least
    low = "" if params.min is None else f"≥{params.min}"
    high = "" if params.max is None else f"≤{params.max}"
    return verdict_row(
        group.label(span),
        verdict,
        reason,
        group=group.key + (f" {group.member}" if group.member else ""),
        period="all" if span.period == "all" else PERIODS[span.period].label(group.period),
        found=shown.sure,
        possible=shown.maybe,
        required=" ".join(filter(None, (low, high))),
    )


def _within(group: Group, seen: Mapping[str, tuple[int, int]]) -> bool:
    """Tell whether a group that only its records name is known to exist in its period: nobody said so before the first and after the last."""
    first, last = seen.get(group.key, (0, -1))
    return first <= group.period <= last


Answer = tuple[Verdict, Reason | None]
PASS: Answer = (Verdict.PASS, None)
FAIL: Answer = (Verdict.FAIL, None)


def _verdict(params: CountParams, group: Group, span: Span, found: _Found, rejected: int) -> Answer:
    """Give the graver answer of both bounds."""
    if not group.is_member:
        return Verdict.UNDETERMINED, Reason.UNCLASSIFIED
    answers = [
        PASS if params.min is None else _enough(params.min, found.least, group, span, rejected),
        PASS if params.max is None else _not_too_many(params.max, found.most, rejected),
    ]
    return max(answers, key=lambda answer: GRAVITY.index(answer[0]))


GRAVITY = (Verdict.PASS, Verdict.PENDING, Verdict.UNDETERMINED, Verdict.FAIL)


def _enough(least: int, amount: Amount, group: Group, span: Span, rejected: int) -> Answer:
    if amount.sure >= least:
        return PASS
    if not span.is_over(group.period):
        return Verdict.PENDING, None
    if amount.maybe >= least:
        return Verdict.UNDETERMINED, Reason.REJECTED_RECORDS if amount.maybe - rejected < least else Reason.UNCLASSIFIED
    if span.is_silent(group.period):
        return Verdict.UNDETERMINED, Reason.NO_RECORDS
    return (Verdict.UNDETERMINED, Reason.PART_OF_PERIOD) if group.is_partial else FAIL


def _not_too_many(most: int, amount: Amount, rejected: int) -> Answer:
    if amount.sure > most:
        return FAIL
    if amount.maybe <= most:
        return PASS
    return Verdict.UNDETERMINED, Reason.REJECTED_RECORDS if amount.maybe - rejected <= most else Reason.UNCLASSIFIED
