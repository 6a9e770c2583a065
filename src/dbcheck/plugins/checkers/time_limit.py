"""time_limit: what has to happen within a limit happens within it."""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Column, Dating, Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.limits import (
    FALSE,
    MICROSECOND,
    Limit,
    Unit,
    day_of,
    earliest,
    last_ended_day,
    latest,
    surely,
)
from dbcheck.plugins.parameters import Where, instant_mistakes, path_mistakes, where_mistakes
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake


@dataclass(frozen=True)
class Due:
    """A fixed end: ``month_day`` (MM-DD) of the year that ``year`` names plus ``add_years``, or the instant in ``field``."""

    year: str | None = None
    add_years: int = 0
    month_day: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Suggested:
    """A limit that is ours where the text gives no number; nothing is judged by it until a profile adopts it."""

    max: int | None = None
    min: int | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class TimeLimitParams:
    """``from`` to ``to`` within ``max`` (and not under ``min``), or ``to`` by ``due``."""

    record: str
    to: str
    where: Where = dataclasses.field(default_factory=dict)
    from_: str | None = None
    max: int | None = None
    min: int | None = None
    unit: Unit | None = None
    max_field: str | None = None
    start_rule: Literal["next_day", "first_workday"] = "next_day"
    due: Due | None = None
    suggested: Suggested | None = None


class TimeLimit:
    """Elapsed time between two instants is at most ``max`` and at least ``min``, counted by R2 to R9 of the catalogue.

    Pass: in time. Fail: late, too early, or not at all once the limit has run out. Pending: not yet, and there is time.
    Does not apply: ``where`` does not hold. Without a number it only measures.
    """

    name: ClassVar[str] = "time_limit"
    Params = TimeLimitParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: TimeLimitParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find paths that are no instants, and a limit without start, unit or end."""
        yield from where_mistakes(kinds, params.record, params.where)
        yield from instant_mistakes(kinds, params.record, params.from_, "from")
        yield from instant_mistakes(kinds, params.record, params.to, "to")
        if params.max_field is not None:
            yield from path_mistakes(kinds, params.record, params.max_field, "max_field", types=(FieldType.INT,))
        if params.due is not None:
            yield from _due_mistakes(params.record, params.due, kinds)
            return
        for name, said in (("from_", "from"), ("unit", "unit")):
            if getattr(params, name) is None:
                yield (said,), Message(f"缺少 {said}(或改写 due)", f"{said} is missing (or write due)")
        for name in ("max", "min"):
            value = getattr(params, name)
            if value is not None and value < 0:
                yield (name,), Message(f"{name} 不能为负", f"{name} cannot be negative")

    def plan(self, params: TimeLimitParams, scope: Scope) -> RowPlan:
        """Compare ``to`` (or the audit instant, where it is empty) with the end of the limit."""
        if params.due is not None:
            return _due_plan(params.due, params.to, scope)
        assert params.from_ is not None
        assert params.unit is not None
        limit = Limit(params.unit, params.start_rule, scope.column(params.from_), scope.calendar)
        if params.max is None and params.max_field is None and params.min is None:
            return _measuring_plan(limit, params.to, scope)
        return _limit_plan(params, limit, scope)


def _due_mistakes(record: str, due: Due, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    if (due.field is None) == (due.year is None):
        yield ("due",), Message("due 写 field,或写 year 与 month_day", "due takes field, or year and month_day")
    if due.field is not None:
        yield from ((("due", *way), said) for way, said in instant_mistakes(kinds, record, due.field, "field"))
    if due.year is not None:
        yield from (
            (("due", *way), said) for way, said in path_mistakes(kinds, record, due.year, "year", types=(FieldType.INT,))
        )
        try:
            date.fromisoformat(f"2024-{due.month_day}")
        except ValueError:
            yield (
                ("due", "month_day"),
                Message(f'{due.month_day} 应写成 "MM-DD",如 "12-31"', f'{due.month_day}: write "MM-DD", e.g. "12-31"'),
            )


def _limit_plan(params: TimeLimitParams, limit: Limit, scope: Scope) -> RowPlan:
    amount, amount_doubts = _amount(params, scope)
    doubts = [*limit.start.needed, *amount_doubts]
    overdue = FALSE if amount is None else limit.is_over(scope.as_of, amount)
    if params.to == "$as_of":
        return _plan(
            limit, None, amount, violated=overdue, late=overdue, pending=None, doubts=doubts, scope=scope, params=params
        )
    end = scope.column(params.to)
    doubts += end.undetermined
    early = FALSE if params.min is None else limit.is_early(end, params.min)
    late = FALSE if amount is None else limit.is_late(end, amount)
    violated = pl.when(end.blank).then(overdue).otherwise(early | late)
    pending = end.blank & ~overdue
    return _plan(
        limit, end, amount, violated=violated, late=late, pending=pending, doubts=doubts, scope=scope, params=params
    )


def _amount(params: TimeLimitParams, scope: Scope) -> tuple[pl.Expr | None, list[Doubt]]:
    """Give the limit as an expression, and the doubts about it."""
    fixed = None if params.max is None else pl.lit(params.max, dtype=pl.Int64)
    if params.max_field is None:
        return fixed, []
    column = scope.column(params.max_field, optional=fixed is not None)
    negative = Doubt(
        Reason.UNREADABLE_VALUE, column.path, column.value < 0
    )  # -1 and the like say something else than a limit
    if fixed is not None:
        return pl.coalesce(column.value, fixed), [*column.undetermined, negative]
    return column.value, [*column.needed, negative]


def _plan(
    limit: Limit,
    end: Column | None,
    amount: pl.Expr | None,
    *,
    violated: pl.Expr,
    late: pl.Expr,
    pending: pl.Expr | None,
    doubts: list[Doubt],
    scope: Scope,
    params: TimeLimitParams,
) -> RowPlan:
    if limit.unit == "work_day":
        doubts.append(Doubt(Reason.UNKNOWN_CALENDAR, "", violated.is_null()))
    elif limit.is_clocked:
        doubts.append(Doubt(Reason.NO_CLOCK_TIME, "", violated.is_null()))
    evidence = {"from": limit.start.value, "to": pl.lit(scope.as_of) if end is None else end.value}
    if amount is not None:
        evidence |= {"max": amount, "unit": pl.lit(limit.unit), "due": limit.due(amount)}
        evidence |= _overrun(limit, end, amount, scope.as_of)
    if params.min is not None:
        evidence |= {"min": pl.lit(params.min), "unit": pl.lit(limit.unit)}
    dating = None if end is None else _dating(limit.start)
    return RowPlan(
        dating=dating,
        violated=violated,
        pending=pending,
        doubts=tuple(doubts),
        evidence=evidence,
        says=tuple(_sayings(limit, end, late)),
    )


def _overrun(limit: Limit, end: Column | None, amount: pl.Expr, as_of: datetime) -> dict[str, pl.Expr]:
    """Say by how much the limit was exceeded: calendar days (working days too) or minutes."""
    if limit.is_clocked:
        stop = pl.lit(as_of) if end is None else pl.coalesce(earliest(end), pl.lit(as_of))
        return {"minutes_late": (stop - limit.due(amount)).dt.total_minutes()}
    audit_day = pl.lit((as_of - MICROSECOND).date(), dtype=pl.Date)
    stop_day = audit_day if end is None else pl.coalesce(day_of(end), audit_day)
    due = limit.due(amount)
    late = {"days_late": (stop_day.cast(pl.Int32) - due.cast(pl.Int32)).clip(lower_bound=0)}
    if limit.unit == "work_day":
        late["work_days_late"] = (limit.calendar.ordinal(stop_day) - limit.calendar.ordinal(due)).clip(lower_bound=0)
    return late


_UNIT_WORDS = {
    "minute": Message("分钟", "minutes"),
    "hour": Message("小时", "hours"),
    "calendar_day": Message("天", "days"),
    "work_day": Message("个工作日", "working days"),
    "month": Message("个月", "months"),
}


def _sayings(limit: Limit, end: Column | None, late: pl.Expr) -> Iterator[Saying]:
    unit = _UNIT_WORDS[limit.unit]
    by = (
        Message("超 {minutes_late} 分钟", "{minutes_late} minutes over")
        if limit.is_clocked
        else _DAYS_LATE[limit.unit == "work_day"]
    )
    clock = "" if limit.is_clocked else " 24:00"
    start = Message(
        f"{{from}} 起,限 {{max}} {unit.zh},至 {{due}}{clock} 止",
        f"from {{from}}, limit {{max}} {unit.en}, due {{due}}{clock}",
    )
    if end is None:
        yield Saying(Message(f"{start.zh},至核查时{by.zh}", f"{start.en}; {by.en} at the audit"))
        return
    yield Saying(Message(f"{start.zh},至核查时仍无,{by.zh}", f"{start.en}; nothing by the audit, {by.en}"), end.blank)
    yield Saying(Message(f"{start.zh},实际 {{to}},{by.zh}", f"{start.en}; done {{to}}, {by.en}"), late)
    yield Saying(Message(f"{{from}} 至 {{to}},少于 {{min}} {unit.zh}", f"{{from}} to {{to}}, less than {{min}} {unit.en}"))


_DAYS_LATE = {
    False: Message("迟 {days_late} 天", "{days_late} days late"),
    True: Message("迟 {days_late} 天({work_days_late} 个工作日)", "{days_late} days late ({work_days_late} working days)"),
}


def _measuring_plan(limit: Limit, to: str, scope: Scope) -> RowPlan:
    """Measure only: the text gives no number."""
    end = scope.column(to) if to != "$as_of" else None
    doubts = limit.start.needed if end is None else (*limit.start.needed, *end.needed)
    if end is None:
        audit_day = pl.lit((scope.as_of - MICROSECOND).date(), dtype=pl.Date)
        elapsed = audit_day.cast(pl.Int64) - limit.start_day.cast(pl.Int64)
        return RowPlan(doubts=doubts, violated=FALSE, measure=elapsed, unit="calendar_day")
    return RowPlan(doubts=doubts, violated=FALSE, measure=limit.elapsed(end), unit=limit.unit, dating=_dating(limit.start))


def _dating(start: Column, *, is_due: bool = False) -> Dating:
    return Dating(start.value.cast(pl.Datetime("us")), start.day_only, is_due)


def _due_plan(due: Due, to: str, scope: Scope) -> RowPlan:
    end = scope.column(to)
    if due.field is not None:
        return _field_due_plan(scope.column(due.field), end, scope)
    year = scope.column(str(due.year))
    month, day = str(due.month_day).split("-")
    due_day = pl.date(year.value + due.add_years, int(month), int(day))
    late = day_of(end) > due_day
    overdue = due_day <= pl.lit(last_ended_day(scope.as_of), dtype=pl.Date)
    dating = Dating(due_day.cast(pl.Datetime("us")), is_due=True)
    doubts = [*year.needed, *end.undetermined]
    return _by_due(end, dating, due=due_day, late=late, overdue=overdue, doubts=doubts, as_of=scope.as_of)


def _field_due_plan(due: Column, end: Column, scope: Scope) -> RowPlan:
    by_day, due_day = due.day_only, day_of(due)
    late = surely(earliest(end) > latest(due), latest(end) <= latest(due))
    overdue = (
        pl.when(by_day)
        .then(due_day <= pl.lit(last_ended_day(scope.as_of), dtype=pl.Date))
        .otherwise(earliest(due) < scope.as_of)
    )
    doubts = [*due.needed, *end.undetermined, Doubt(Reason.NO_CLOCK_TIME, due.path, ~end.blank & late.is_null())]
    return _by_due(
        end, _dating(due, is_due=True), due=due.value, late=late, overdue=overdue, doubts=doubts, as_of=scope.as_of
    )


def _by_due(
    end: Column, dating: Dating, *, due: pl.Expr, late: pl.Expr, overdue: pl.Expr, doubts: list[Doubt], as_of: datetime
) -> RowPlan:
    audit_day = pl.lit((as_of - MICROSECOND).date(), dtype=pl.Date)
    stop = pl.coalesce(day_of(end), audit_day)
    days_late = (stop.cast(pl.Int32) - due.cast(pl.Date).cast(pl.Int32)).clip(lower_bound=0)
    return RowPlan(
        violated=pl.when(end.blank).then(overdue).otherwise(late),
        pending=end.blank & ~overdue,
        dating=dating,
        doubts=tuple(doubts),
        evidence={"to": end.value, "due": due, "days_late": days_late},
        says=(
            Saying(
                Message(
                    "应于 {due} 前,至核查时仍无,迟 {days_late} 天", "due {due}; nothing by the audit, {days_late} days late"
                ),
                end.blank,
            ),
            Saying(Message("应于 {due} 前,实际 {to},迟 {days_late} 天", "due {due}; done {to}, {days_late} days late")),
        ),
    )
