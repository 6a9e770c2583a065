"""count and ratio: one verdict per group. Every group looks at every record again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from dbcheck.findings import Reason
from dbcheck.records.predicate import Compare, parse_predicate
from oracle.answers import FAIL, OUT_OF_SCOPE, PASS, PENDING, Answer, Case, undetermined
from oracle.periods import Period, period_of, period_of_cell, periods_between, running_at
from oracle.references import Tally
from oracle.row_checks import reference_kind
from oracle.scope import own_date
from oracle.text_checks import SUSPECT
from oracle.truth import Truth, all_of, any_of
from oracle.world import Cell, Reading, Record, State


@dataclass(frozen=True)
class Group:
    """One group: the subject it belongs to, its period and the values of ``each_of`` it is about."""

    subject: str
    period: Period | None
    values: tuple[tuple[str, tuple[Any, ...]], ...]
    doubt: Reason | None  # why it is not known whether this is a group at all
    partial: bool  # the subject existed during a part of the period only, or nobody knows

    @property
    def key(self) -> str:
        named = [f"{path}={'/'.join(map(str, values))}" for path, values in self.values]
        return "|".join([self.subject, *([self.period.label] if self.period else []), *named])


def judge_groups(case: Case) -> list[tuple[str, Answer]]:
    judge_one = COUNTERS[case.rule.check]
    return [(group.key, undetermined(group.doubt) if group.doubt else judge_one(case, group)) for group in _groups(case)]


def _groups(case: Case) -> Iterator[Group]:
    subjects = list(_universe(case)) if case.param("per") else list(_keys_that_occur(case))
    spans = _spans(case) if case.param("per") else {}
    for (subject, doubt), period, values in product(subjects, _periods(case), _each_of(case)):
        existed = _existed(spans.get(subject, ALWAYS), period)
        if existed is not False:
            yield Group(subject, period, values, doubt, existed is None)


Span = tuple[date, date] | None  # the first and the last day; None: nobody knows
ALWAYS = (date.min, date.max)


def _spans(case: Case) -> dict[str, Span]:
    """Give from when to when each record of ``per`` existed; records that share an id leave it unknown, and so does an unreadable day."""
    kind = case.param("per")
    found: dict[str, Span] = {}
    for position, record in enumerate(case.reading.records(kind)):
        cells = [case.reading.look(kind, record, name) for name in case.reading.kinds[kind].lifespan]
        days = [cell.day if cell.filled else None for cell in cells] + [None, None]
        key = case.reading.key(kind, position)
        is_unknown = key in found or any(cell.state is State.UNREADABLE for cell in cells)
        found[key] = None if is_unknown else (days[0] or date.min, days[1] or date.max)
    return found


def _existed(span: Span, period: Period | None) -> Truth:
    """Tell whether something existed during the whole period; None: only during a part of it, or unknown.

    Decision: the day of opening is a whole one but where the period is that day; the day of closing never is.
    """
    if period is None:
        return True
    if span is None:
        return None
    first, last, day_after = period.start.date(), (period.end - timedelta.resolution).date(), period.end.date()
    if span[0] > last or span[1] < first:
        return False
    began_before = span[0] < first or (span[0] == first and first != last)
    return True if began_before and span[1] >= day_after else None


def _universe(case: Case) -> Iterator[tuple[str, Reason | None]]:
    """Give the records of ``per`` that (possibly) meet ``per_where``.

    Decision: a record of ``per`` whose own date is before the document or after the audit date is no group, an unknown own
    date leaves its group undetermined; records that share an id are one group, open if one of them is.
    """
    kind = case.param("per")
    found: dict[str, Reason | None] = {}
    where = parse_predicate(case.param("per_where"))
    for position, record in enumerate(case.reading.records(kind)):
        meets, dated = case.where(kind, where, record), own_date(case, kind, record)
        key = case.reading.key(kind, position)
        if meets is False or dated == OUT_OF_SCOPE:
            continue
        doubt = Reason.UNKNOWN_DATE if dated else Reason.UNCLASSIFIED if meets is None else None
        found[key] = found.get(key) or doubt
    yield from found.items()


def _each_of(case: Case) -> list[tuple[tuple[str, tuple[Any, ...]], ...]]:
    """Give every combination of the values to check; an inner list are alternatives."""
    sides = [
        [(path, tuple(value) if isinstance(value, (list, tuple)) else (value,)) for value in values]
        for path, values in (case.param("each_of") or {}).items()
    ]
    return list(product(*sides))


def _periods(case: Case) -> list[Period | None]:
    unit = case.param("period") or "all"
    if unit == "all":
        return [None]
    occurring = _spoken_of(case)
    running = running_at(unit, case.as_of)
    if not occurring:
        return []  # decision: data that speaks of no period accuses nobody
    effective = case.pack.effective
    return [
        period
        for period in periods_between(unit, min(occurring), running)
        if case.retroactive or effective is None or period.start.date() >= effective
    ]


def _spoken_of(case: Case) -> set[Period]:
    """Give the periods that any record of the kind speaks of, whether it counts or not."""
    return {found for record in _records(case) if (found := _period(case, record)) is not None}


def _is_silent(case: Case, group: Group) -> bool:
    """Tell whether a period is over and later than any that a record speaks of: perhaps it was not exported."""
    if group.period is None or _is_running(case, group):
        return False
    return group.period > max(_spoken_of(case))


def _open_minimum(case: Case, group: Group, answer: Answer) -> Answer:
    """Turn a minimum that is not reached into what the period allows to say."""
    if answer == PASS:
        return PASS
    if _is_silent(case, group):
        return undetermined(Reason.NO_RECORDS)
    if _is_running(case, group):
        return PENDING
    return undetermined(Reason.PART_OF_PERIOD) if answer == FAIL and group.partial else answer


def _records(case: Case) -> list[Record]:
    return case.reading.records(case.kind)


def _period(case: Case, record: Record) -> Period | None:
    return period_of_cell(case.param("period"), case.look(record, case.param("time")))


def _counts(case: Case, record: Record) -> Truth:
    return case.where(case.kind, parse_predicate(case.param("where")), record)


def _key_paths(case: Case) -> list[str]:
    key = case.param("key")
    return [key] if isinstance(key, str) else list(key)


def _keys(case: Case, record: Record) -> list[str | None]:
    """Give the keys that a record counts for, named as groups are; None among them for what resolves to nothing."""
    sides = [_key_parts(case, record, path) for path in _key_paths(case)]
    return ["/".join(parts) if None not in parts else None for parts in product(*sides)]  # type: ignore[arg-type]


def _key_parts(case: Case, record: Record, path: str) -> list[str | None]:
    if path == "id":  # decision: a record without an id is named by its place, and so is its group
        return [next(case.reading.key(case.kind, at) for at, each in enumerate(_records(case)) if each is record)]
    cell = case.look(record, path)
    if not cell.filled:
        return [None]
    target = case.param("per") or reference_kind(case.reading, case.kind, path)
    return [_canonical(case.reading, target, str(element)) for element in cell.elements]


def _canonical(reading: Reading, kind: str | None, text: str) -> str | None:
    """Give the key of the record that a text names; what is no reference, or to a kind that is not supplied, is its own key."""
    if kind is None:
        return text
    if kind not in reading.world.tables:
        return text
    position = reading.find(kind, text)
    return None if position is None else reading.key(kind, position)


def _keys_that_occur(case: Case) -> Iterator[tuple[str, Reason | None]]:
    """Give the keys of the records that (possibly) count.

    Decision: for a least number only records dated while the document is in force name a group, and where none of them surely counts
    it is not known whether there is one.
    """
    found: dict[str, bool] = {}
    asks_least = case.rule.check == "count" and case.param("min") is not None
    for record in _records(case):
        counts = _in_force(case, record) if asks_least else _counts(case, record)
        for key in _keys(case, record):
            if counts is not False and key is not None:
                found[key] = found.get(key, False) or counts is True or not asks_least
    for key in sorted(found):
        yield key, None if found[key] else Reason.UNCLASSIFIED


def _in_force(case: Case, record: Record) -> Truth:
    """Tell whether a record counts and is dated while the document is in force."""
    dated = own_date(case, case.kind, record)
    return all_of([_counts(case, record), True if dated is None else False if dated == OUT_OF_SCOPE else None])


def _is_seen(case: Case, group: Group) -> bool:
    """Tell whether a group that only its records name is known to exist: from its first sure record to its last."""
    records = [record for record in _records(case) if group.subject in _keys(case, record) and _in_force(case, record)]
    if group.period is None:
        return bool(records)
    periods = [found for record in records if (found := _period(case, record)) is not None]
    return bool(periods) and min(periods) <= group.period <= max(periods)


@dataclass(frozen=True)
class Membership:
    """Whether a record belongs to a group, and why that is unknown."""

    truth: Truth
    why: Reason


def _belongs(case: Case, group: Group, record: Record, *, in_period: bool = True) -> Membership:
    counts = _counts(case, record)
    keys = _keys(case, record)
    key: Truth = True if group.subject in keys else None if None in keys else False
    fits = all_of(_has_value(case, record, path, values) for path, values in group.values)
    timed = _in_period(case, group, record) if in_period else True
    reasons = ((counts, Reason.UNCLASSIFIED), (fits, Reason.UNCLASSIFIED), (key, Reason.UNRESOLVED_REFERENCE))
    why = next((reason for truth, reason in reasons if truth is None), Reason.MISSING_VALUE)
    return Membership(all_of([counts, key, fits, timed]), why)


def _has_value(case: Case, record: Record, path: str, values: tuple[Any, ...]) -> Truth:
    return case.where(case.kind, Compare(path, "in", values), record)


def _in_period(case: Case, group: Group, record: Record) -> Truth:
    if group.period is None:
        return True
    found = _period(case, record)
    return None if found is None else found == group.period


def _is_running(case: Case, group: Group) -> bool:
    grace = timedelta(days=case.param("grace_days") or 0)
    return group.period is not None and group.period.end + grace > case.as_of


def count(case: Case, group: Group) -> Answer:
    """Count what surely and what possibly belongs.

    Decisions: in a running period a ``min`` that is met is met, one that is not is pending; a ``max`` does not count records
    whose own date is out of scope, and counts those of unknown own date as possible.
    """
    tallies = {bound: _tally(case, group, bound) for bound in ("min", "max")}
    parts = []
    if case.param("min") is not None:
        parts.append(_open_minimum(case, group, tallies["min"].within(case.param("min"), None)))
    if case.param("max") is not None:
        parts.append(tallies["max"].within(None, case.param("max")))
    answer = _gravest_part(parts)
    if answer == FAIL and not case.param("per") and case.param("max") is None and not _is_seen(case, group):
        return undetermined(Reason.NO_RECORDS)
    return SUSPECT if answer == FAIL and case.param("suspicion_only") else answer


def _gravest_part(parts: list[Answer]) -> Answer:
    for word in ("fail", "undetermined", "pending"):
        for part in parts:
            if part[0] == word:
                return part
    return PASS


def _tally(case: Case, group: Group, bound: str) -> Tally:
    tally, distinct = Tally(), _Distinct()
    for record in _records(case):
        member = _belongs(case, group, record)
        truth, why = member.truth, member.why
        if bound == "max" and truth is not False:
            dated = own_date(case, case.kind, record)
            if dated:
                truth, why = (False, why) if dated == OUT_OF_SCOPE else (None, Reason.UNKNOWN_DATE)
        if case.param("distinct"):
            distinct.add(truth, case.look(record, case.param("distinct")), why, _unknown_place(case, group, record))
        else:
            tally.add(truth, why)
    rejected = case.reading.rejected(case.kind)
    if case.param("distinct"):
        is_list = case.reading.kinds[case.kind].fields[case.param("distinct").split(".")[0]].is_list
        return distinct.tally(rejected, is_list)
    tally.add_rejected(rejected)
    return tally


Place = tuple[bool, bool, bool]
KNOWN_PLACE = (False, False, False)


def _unknown_place(case: Case, group: Group, record: Record) -> Place:
    """Tell which of key, period and value of ``each_of`` do not say whether a record belongs to a group."""
    keys = _keys(case, record)
    return (
        None in keys and group.subject not in keys,
        _in_period(case, group, record) is None,
        any(_has_value(case, record, path, values) is None for path, values in group.values),
    )


UNKNOWN_MANY = 10**9  # an unknown list may hold any number of values


class _Distinct:
    """Counts distinct values: surely those of sure records, possibly those of the others.

    Decisions: a record whose value is unknown may add one value, where the value is a list any number; one whose place is not
    known may add its value, also where the group has it already.
    """

    def __init__(self) -> None:
        self.sure: set[object] = set()
        self.possible: set[tuple[Place, object]] = set()
        self.unknown = 0
        self.doubts: tuple[Reason, ...] = ()

    def add(self, truth: Truth, cell: Cell, why: Reason, place: Place) -> None:
        if truth is False:
            return
        if not cell.filled:
            self.unknown += 1
            self.doubts += (why if truth is None else Reason.MISSING_VALUE,)
        elif truth:
            self.sure |= set(cell.elements)
        else:
            self.possible |= {(place, element) for element in cell.elements}
            self.doubts += (why,)

    def tally(self, rejected: int, is_list: bool) -> Tally:
        unknown = (self.unknown + rejected) * (UNKNOWN_MANY if is_list else 1)
        doubts = self.doubts + (Reason.REJECTED_RECORDS,) * (rejected > 0)
        further = self.possible - {(KNOWN_PLACE, value) for value in self.sure}
        return Tally(len(self.sure), len(further) + unknown, doubts)


def ratio(case: Case, group: Group) -> Answer:
    """Compare a share. Decision: a doubt about any record of the group leaves a sum undetermined."""
    judge_one = _interval_union if case.param("measure") == "interval_union" else _share
    return _open_minimum(case, group, judge_one(case, group))


def _share(case: Case, group: Group) -> Answer:
    members = []
    for record in _records(case):
        member = _belongs(case, group, record)
        if member.truth is None:
            return undetermined(member.why)
        if member.truth:
            members.append(record)
    if case.reading.rejected(case.kind):
        return undetermined(Reason.REJECTED_RECORDS)
    bottom = _summed(case, members, case.param("den"), largest=bool(case.param("union")))
    top = _union(case, members) if case.param("union") else _summed(case, members, case.param("num"), largest=False)
    if top is None or not bottom:
        return undetermined(Reason.MISSING_VALUE)
    return PASS if top >= Fraction(str(case.param("min"))) * bottom else FAIL


def _summed(case: Case, members: list[Record], path: str, *, largest: bool) -> int | None:
    """Add numbers, or count true booleans, or count ids; None where a cell is not known."""
    numbers = []
    for record in members:
        cell = case.look(record, path)
        if not cell.filled:
            return None
        numbers.append(int(cell.value) if isinstance(cell.value, (bool, int)) else 1)
    return max(numbers, default=0) if largest else sum(numbers)


def _union(case: Case, members: list[Record]) -> int | None:
    path = case.param("union")
    target = reference_kind(case.reading, case.kind, path)
    found = set()
    for record in members:
        cell = case.look(record, path)
        if not cell.filled:
            return None
        found |= {_canonical(case.reading, target, str(element)) for element in cell.elements}
    return None if None in found else len(found)


def _interval_union(case: Case, group: Group) -> Answer:
    """Measure how much of the period the intervals cover, whichever day they began on (decision: a night shift counts twice).

    A doubt about any interval that touches the period, or may touch it, leaves the share undetermined.
    """
    assert group.period is not None
    sure = []
    for record in _records(case):
        member = _belongs(case, group, record, in_period=False)
        known = _interval(case, record)
        if member.truth is False or (known and not _touches(known, group.period)):
            continue
        if member.truth is None or known is None:
            return undetermined(member.why if member.truth is None else Reason.MISSING_VALUE)
        sure.append(known)
    if case.reading.rejected(case.kind):
        return undetermined(Reason.REJECTED_RECORDS)
    return PASS if _covers(sure, group.period, case.param("min")) else FAIL


def _touches(interval: tuple[datetime, datetime], period: Period) -> bool:
    return interval[0] < period.end and period.start < interval[1]


def _interval(case: Case, record: Record) -> tuple[datetime, datetime] | None:
    """Give when an interval begins and ends; one that ends before it has begun tells nothing (decision)."""
    start, end = case.look(record, case.param("start")), case.look(record, case.param("end"))
    is_known = start.filled and end.filled and not (start.day_only or end.day_only) and start.instant < end.instant
    return (start.instant, end.instant) if is_known and not _is_endless(case, start.instant, end.instant) else None


def _is_endless(case: Case, start: datetime, end: datetime) -> bool:
    """Tell whether an interval claims to last longer than anybody believes: more than 400 periods after the first."""
    period = period_of(case.param("period"), start.date())
    for _ in range(400):
        period = period_of(case.param("period"), period.end.date())
    return end > period.end


def _covers(intervals: list[tuple[datetime, datetime]], period: Period, share: float) -> bool:
    """Cut the period at every start and end, and add up the pieces that lie in some interval."""
    cuts = {period.start, period.end} | {cut for pair in intervals for cut in pair if period.start < cut < period.end}
    ordered = sorted(cuts)
    covered = Fraction(0)
    for start, end in pairwise(ordered):
        if any_of(first <= start and end <= last for first, last in intervals):
            covered += Fraction((end - start).total_seconds())
    return covered >= Fraction(str(share)) * Fraction((period.end - period.start).total_seconds())


COUNTERS: dict[str, Callable[[Case, Group], Answer]] = {"count": count, "ratio": ratio}
