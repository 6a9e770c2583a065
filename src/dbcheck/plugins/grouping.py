"""Groups of records: what ``count`` and ``ratio`` have in common.

A record belongs to a group by its key, its period and, with ``each_of``, by a value. Where one of these cannot be told the record may belong to
any group that agrees with the rest: its place is null, a wildcard.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason, Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import CODE, DETAIL, REASON, SUBJECT, Scope
from dbcheck.plugins.parameters import Where, kind_mistakes, path_mistakes, where_mistakes
from dbcheck.plugins.periods import PERIODS, Span, span_of
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake, parse_predicate

KEYS, PERIOD, MEMBER, TRUTH = "k", "p", "e", "w"
KEY_SEPARATOR, PART_SEPARATOR = "/", "|"


@dataclass(frozen=True)
class Grouping:
    """How a rule forms its groups; see ``count`` in the vocabulary."""

    record: str
    key: tuple[str, ...]
    where: Where = field(default_factory=dict)
    per: str | None = None
    per_where: Where = field(default_factory=dict)
    period: str = "all"
    time: str | None = None
    grace_days: int = 0

    def mistakes(self, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown kinds and fields, and a period without a time."""
        yield from where_mistakes(kinds, self.record, self.where)
        for position, path in enumerate(self.key):
            yield from path_mistakes(kinds, self.record, path, "key", *([position] if len(self.key) > 1 else []))
        if self.per is not None:
            unknown = list(kind_mistakes(kinds, self.per, "per"))
            yield from unknown or where_mistakes(kinds, self.per, self.per_where, "per_where")
        if (self.period != "all") != (self.time is not None):
            yield ("period",), Message("period 与 time 须同时写", "period and time go together")
        elif self.time is not None:
            types = (
                (FieldType.DATE, FieldType.DATETIME, FieldType.INT)
                if self.period == "year"
                else (FieldType.DATE, FieldType.DATETIME)
            )
            yield from path_mistakes(kinds, self.record, self.time, "time", types=types)

    def derived(self, scope: Scope) -> dict[str, pl.Expr]:
        """Give the truth of ``where``, the key and the period of a record."""
        keys = [_key(scope, path) for path in self.key]
        columns: dict[str, pl.Expr] = {
            TRUTH: scope.where(parse_predicate(self.where)),
            KEYS: keys[0] if len(keys) == 1 else pl.concat_str(keys, separator=KEY_SEPARATOR),
        }
        if self.time is not None:
            column = scope.column(self.time)
            if column.field.type is FieldType.INT:
                columns[PERIOD] = column.value.cast(pl.Int32)
            else:
                day = column.value if column.field.type is FieldType.DATE else column.value.dt.date()
                columns[PERIOD] = PERIODS[self.period].number(day)
        else:
            columns[PERIOD] = pl.lit(0, dtype=pl.Int32)
        return columns

    def universe(self, scope: Scope) -> Callable[[], pl.DataFrame] | None:
        """Give the records that name the groups, or None where the keys that occur do."""
        return None if self.per is None else scope.universe(self.per, parse_predicate(self.per_where))

    def span(self, periods: pl.Series, scope: Scope) -> Span | None:
        """Give the periods to judge, from those that the records have; None where there are none."""
        if self.period == "all":
            return Span("all", 0, 0, running=1, spoken=0)
        known = periods.drop_nulls()
        if known.is_empty():
            return None
        earliest, latest = int(str(known.min())), int(str(known.max()))
        return span_of(
            self.period,
            earliest,
            latest,
            effective=scope.effective,
            as_of=scope.as_of,
            grace_days=self.grace_days,
        )


def _key(scope: Scope, path: str) -> pl.Expr:
    """Give what a record is grouped by; a reference that names no single record gives null, a wildcard."""
    fields = scope.kind.fields.get(path)
    is_plain = fields is not None and fields.ref is None and path != "id"
    return scope.column(path).value if is_plain else scope.canonical(path)


@dataclass(frozen=True)
class Group:
    """One group: who, when, and for which value of ``each_of``."""

    key: str
    is_member: bool  # false: the data cannot tell whether the group is to be judged
    is_partial: bool  # it existed during a part of the period only, or nobody knows
    period: int
    member: str
    values: tuple[str, ...]

    def label(self, span: Span) -> str:
        """Name the group: key, period and value, joined by a bar."""
        parts = [self.key]
        if span.period != "all":
            parts.append(PERIODS[span.period].label(self.period))
        if self.member:
            parts.append(self.member)
        return PART_SEPARATOR.join(parts)


@dataclass(frozen=True)
class Subject:
    """Whose groups there are: from ``began`` to ``ended`` (both included) it existed, as far as that is known."""

    key: str
    is_member: bool = True  # false: the data cannot tell whether it is to be judged
    began: date | None = None
    ended: date | None = None
    is_span_known: bool = True

    def existed(self, span: Span, period: int) -> bool | None:
        """Tell whether it existed during a whole period; None: during a part of it at most; false: not at all.

        The first day is a whole one for any period but a day; the last never is.
        """
        if span.period == "all":
            return True
        start, after = (PERIODS[span.period].start(number) for number in (period, period + 1))
        if (self.began is not None and self.began >= after) or (self.ended is not None and self.ended < start):
            return False
        began_before = self.began is None or self.began < start or (self.began == start and span.period != "day")
        is_whole = began_before and (self.ended is None or self.ended >= after)
        return True if is_whole and self.is_span_known else None


def groups_of(subjects: Sequence[Subject], span: Span, each_of: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Group]:
    """Give every combination of subject, period in which it existed, and value."""
    for subject, period, (member, values) in product(subjects, span.numbers, each_of or [("", ())]):
        existed = subject.existed(span, period)
        if existed is not False:
            yield Group(subject.key, subject.is_member, existed is None, period, member, values)


def universe_subjects(universe: pl.DataFrame) -> list[Subject]:
    """Give whom a universe is made of; of records that share a key all must be members, and nobody knows which span is right."""
    subjects: dict[str, Subject] = {}
    for key, member, began, ended, unknown in universe.select(
        "!key", "!member", "!began", "!ended", "!span_unknown"
    ).iter_rows():
        subject = Subject(key, member is True, began, ended, not unknown)
        before = subjects.get(key)
        subjects[key] = (
            subject if before is None else Subject(key, before.is_member and subject.is_member, is_span_known=False)
        )
    return list(subjects.values())


@dataclass(frozen=True)
class Amount:
    """How much of something a group surely has, and possibly."""

    sure: int = 0
    maybe: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.sure + other.sure, self.maybe + other.maybe)


def verdict_frame(rows: Sequence[Mapping[str, Any]], evidence: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Give what a GroupPlan's ``judge`` answers."""
    schema = {SUBJECT: pl.String(), CODE: pl.UInt8(), REASON: pl.String(), DETAIL: pl.String(), **evidence}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def verdict_row(subject: str, verdict: Verdict, reason: Reason | None, **evidence: object) -> dict[str, object]:
    """Give one row of that frame."""
    return {SUBJECT: subject, CODE: int(verdict), REASON: str(reason) if reason else None, DETAIL: "", **evidence}
