"""One plan out of several editions of a rule: each judges the records dated while it was in force."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

import polars as pl

from dbcheck.plugins.contract import Dating, Doubt, Plan, RowPlan, Saying
from dbcheck.rules.editions import Edition


class EditionsError(TypeError):
    """A rule about groups, or a text cascade, cannot hold values by date."""


def merge_editions(editions: Sequence[Edition], plans: Sequence[Plan], dating: Callable[[RowPlan], Dating | None]) -> Plan:
    """Join the plans of a rule's editions by the date that picks the edition; one edition is its own plan."""
    if len(plans) == 1:
        return plans[0]
    rows: list[RowPlan] = []
    for plan in plans:
        if not isinstance(plan, RowPlan) or plan.cascade is not None or plan.measure is not None:
            raise EditionsError("values by date need a rule that judges each record by itself")
        rows.append(plan)
    dated = dating(rows[-1])
    if dated is None:
        raise EditionsError("values by date need records that bear a date")
    windows = [_within(dated.at, edition.since, edition.until) for edition in editions]
    return RowPlan(
        violated=_pick(windows, [plan.violated if plan.violated is not None else pl.lit(True) for plan in rows]),
        pending=_pick(windows, [plan.pending if plan.pending is not None else pl.lit(False) for plan in rows]),
        doubts=tuple(
            Doubt(doubt.reason, doubt.detail, window & doubt.when)
            for window, plan in zip(windows, rows, strict=True)
            for doubt in plan.doubts
        ),
        evidence={
            name: _pick(windows, [plan.evidence.get(name, pl.lit(None)) for plan in rows])
            for name in dict.fromkeys(name for plan in rows for name in plan.evidence)
        },
        says=tuple(
            Saying(saying.text, window if saying.when is None else window & saying.when)
            for window, plan in zip(windows, rows, strict=True)
            for saying in plan.says
        ),
        is_suspicion=rows[-1].is_suspicion,
        dating=dated,
    )


def _within(at: pl.Expr, since: date | None, until: date | None) -> pl.Expr:
    inside = pl.lit(True)
    if since is not None:
        inside = inside & (at >= datetime.combine(since, time()))
    if until is not None:
        inside = inside & (at < datetime.combine(until, time()))
    return inside


def _pick(windows: Sequence[pl.Expr], values: Sequence[pl.Expr]) -> pl.Expr:
    """Give the value of the window that holds; null where none does."""
    return pl.coalesce(pl.when(window).then(value) for window, value in zip(windows, values, strict=True))
