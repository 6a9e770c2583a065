"""Whether the examples of a rule show both sides of its limit.

A pass and a fail must lie next to each other: instants within one unit (a day for limits in days and months), numbers of records
within one, values within one. It cannot show that the limit itself lies between them; running the examples does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from dbcheck.errors import Message
from dbcheck.records.kind import FieldType, Kind
from dbcheck.rules.example_reading import example_records
from dbcheck.rules.pack import EXAMPLE_AS_OF

_STEPS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}  # any other unit ends with a day
_DAY = timedelta(days=1)


class Case:
    """One example: its records, and what a path from the judged record leads to."""

    def __init__(self, item: Mapping[str, Any], record: str, kinds: Mapping[str, Kind]) -> None:
        self.kind, self.kinds = record, kinds
        self.records, self.main = example_records(item, record, kinds)
        self.as_of = str(item.get("as_of") or EXAMPLE_AS_OF)

    def count(self, kind: str) -> int:
        """Count the records of a kind."""
        return len(self.records.get(kind, ()))

    def each(self, path: str) -> Iterator[Any]:
        """Give what the path leads to from the judged record, else from each record of the kind; ``$as_of`` is the audit date."""
        if path == "$as_of":
            yield self.as_of
            return
        for one in self.records.get(self.kind, ()):
            if self.main is None or one.get("id") == self.main:
                yield self._follow(one, self.kind, path)

    def _follow(self, one: Mapping[str, Any], kind: str, path: str) -> Any:
        step, _, rest = path.partition(".")
        value = one.get(step)
        ref = self.kinds[kind].fields[step].ref
        if not rest or ref is None:
            return value
        named: Mapping[str, Any] = next((other for other in self.records.get(ref, ()) if other.get("id") == value), {})
        return self._follow(named, ref, rest)


Params = Mapping[str, Any]


def can_fail(check: str, params: Params, kinds: Mapping[str, Kind]) -> bool:
    """Tell whether a record can break the rule: not where the values that it allows are all there are.

    Nor where any record that is there will do, and one that is not there may not have been exported.
    """
    if check == "cross_reference":
        is_dated = bool(kinds[params["to"]].own_dates)
        return not (is_dated and params.get("ref") and not params.get("to_where") and params.get("empty") != "fail")
    if check != "allowed_values":
        return True
    field = kinds[params["record"]].fields.get(params["field"])
    given = {name for name, value in params.items() if value is not None} - {"record", "where", "field"}
    if field is None or not field.values or len(given) != 1 or not given <= {"in", "contains_any"}:
        return True
    return not set(field.values) <= set(params[given.pop()])


def boundary_mistake(check: str, params: Params, kinds: Mapping[str, Kind], examples: Mapping[str, Any]) -> Message | None:
    """Find out whether no pass lies beside a fail, for the checks that have a limit.

    params and examples have been found right, and there is a pass and a fail.
    """
    boundary = _BOUNDARIES.get(check)
    if boundary is None or not any(params.get(name) is not None for name in boundary.limits):
        return None
    broken = "suspect" if params.get("suspicion_only") is True else "fail"
    passing, failing = ([Case(item, params["record"], kinds) for item in examples[verdict]] for verdict in ("pass", broken))
    if any(boundary.are_beside(params, left, right) for left, right in product(passing, failing)):
        return None
    return Message(
        f"示例没有显出界限的两边:{boundary.right.zh}",
        f"the examples do not show both sides of the limit: {boundary.right.en}",
    )


def _instants_beside(params: Params, passing: Case, failing: Case) -> bool:
    """Compare where both end; they must begin alike (on the same day, or for minutes and hours: last alike)."""
    start = _start_of(params)
    ends = product(_instants(passing, params["to"]), _instants(failing, params["to"]))
    step = _STEPS.get(str(params.get("unit")))
    if start is None:
        return any(abs(left.date() - right.date()) <= _DAY for left, right in ends)
    starts = product(_starts(passing, start), _starts(failing, start))
    for (left, right), (left_start, right_start) in product(list(ends), list(starts)):
        if step is not None and isinstance(left_start, datetime) and isinstance(right_start, datetime):
            if abs((left - left_start) - (right - right_start)) <= step:
                return True
        elif _day(left_start) == _day(right_start) and abs(left.date() - right.date()) <= _DAY:
            return True
    return False


def _start_of(params: Params) -> str | None:
    due = params.get("due")
    named = due.get("year") or due.get("field") if isinstance(due, Mapping) else params.get("from")
    return named if isinstance(named, str) else None


def _starts(case: Case, path: str) -> Iterator[Any]:
    """Give what a limit is counted from: an instant, or a year."""
    for value in case.each(path):
        yield datetime.fromisoformat(value) if isinstance(value, str) else value


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _instants(case: Case, path: str) -> Iterator[datetime]:
    for value in case.each(path):
        if isinstance(value, str):
            yield datetime.fromisoformat(value)


def _counts_beside(kind_of: str) -> "Beside":
    """Compare how many records of a kind there are; the kind is that of the parameter ``kind_of``."""

    def are_beside(params: Params, passing: Case, failing: Case) -> bool:
        kind = str(params[kind_of])
        return passing.count(kind) - failing.count(kind) in (-1, 0, 1)

    return are_beside


def _shares_beside(params: Params, passing: Case, failing: Case) -> bool:
    """Compare sums where numerator and denominator are numbers, else how many records there are."""
    sums = [[_sum(case, params.get(name)) for name in ("num", "den")] for case in (passing, failing)]
    if any(None in pair for pair in sums):
        return _counts_beside("record")(params, passing, failing)
    return bool(sum(abs(left - right) for left, right in zip(*sums, strict=True)) <= 1)


def _sum(case: Case, path: str | None) -> int | None:
    field = case.kinds[case.kind].fields.get(path or "")
    if field is None or field.type is not FieldType.INT:
        return None
    return sum(one.get(path) or 0 for one in case.records.get(case.kind, ()))


def _values_beside(params: Params, passing: Case, failing: Case) -> bool:
    pairs = product(passing.each(params["field"]), failing.each(params["field"]))
    return any(isinstance(left, int) and isinstance(right, int) and abs(left - right) <= 1 for left, right in pairs)


Beside = Callable[[Params, Case, Case], bool]


@dataclass(frozen=True, slots=True)
class Boundary:
    """When a check has a limit, whether a pass and a fail lie on its two sides, and what would."""

    limits: tuple[str, ...]
    are_beside: Beside
    right: Message


_BOUNDARIES: Mapping[str, Boundary] = {
    "time_limit": Boundary(
        ("max", "min", "max_field", "due"),
        _instants_beside,
        Message(
            "给一个通过、一个不通过的示例,起点相同、终点至多差一天(分钟、小时的期限至多差一个单位)",
            "give a pass and a fail that begin alike and end at most a day apart (limits in minutes or hours: one unit)",
        ),
    ),
    "count": Boundary(
        ("min", "max"),
        _counts_beside("record"),
        Message(
            "给记录数至多差一条的一个通过、一个不通过的示例", "give a pass and a fail that differ by at most one record"
        ),
    ),
    "cross_reference": Boundary(
        ("back",),
        _counts_beside("to"),
        Message(
            "给所指记录数至多差一条的一个通过、一个不通过的示例",
            "give a pass and a fail that differ by at most one record that points back",
        ),
    ),
    "ratio": Boundary(
        ("min",),
        _shares_beside,
        Message(
            "给分子、分母至多差一的一个通过、一个不通过的示例",
            "give a pass and a fail whose numerators or denominators differ by one",
        ),
    ),
    "allowed_values": Boundary(
        ("min", "max"),
        _values_beside,
        Message("给值至多差一的一个通过、一个不通过的示例", "give a pass and a fail whose values differ by at most one"),
    ),
}
