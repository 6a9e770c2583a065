"""Figures for pictures: a second, narrow pass over the tables, made only where a report draws them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from dbcheck.engine.binder import Binder, World
from dbcheck.engine.plan import Job, record_of
from dbcheck.engine.programs import own_date
from dbcheck.engine.run import judge_jobs
from dbcheck.figures import Figures, Monthly, Spread
from dbcheck.findings import Measure
from dbcheck.plugins.contract import Checker

TAIL = 6  # limits: what took longer is counted together
LEAST_TAIL = 24  # units that are told apart at least, so that a limit of one day has a picture too


def figures(jobs: Sequence[Job], world: World, checkers: Mapping[str, Checker[Any]], *, retroactive: bool) -> Figures:
    """Measure the rules with a fixed limit, and count the records of each kind by month."""
    limited = [job for job in jobs if not job.off and _limit(job)]
    measuring = [replace(job, rule=replace(job.rule, params=_unlimited(job))) for job in limited]
    outcomes = judge_jobs(measuring, world, checkers, retroactive=retroactive).outcomes
    spreads = tuple(
        _spread(job, outcome.measure)
        for job, outcome in zip(limited, outcomes, strict=True)
        if outcome.measure is not None and outcome.measure.taken
    )
    judged = dict.fromkeys(record_of(job.rule) for job in jobs if job.rule.is_machine_checked)
    return Figures(spreads, tuple(monthly for kind in judged if (monthly := _monthly(kind, world)) is not None))


def _limit(job: Job) -> int | None:
    """Give the one limit in whole units that a rule sets from one instant to another; None where it sets none, or several."""
    params = job.rule.params
    is_simple = job.rule.check == "time_limit" and {"from", "to", "max", "unit"} <= params.keys()
    if not is_simple or params["to"] == "$as_of" or {"max_field", "due"} & params.keys():
        return None
    return params["max"] if isinstance(params["max"], int) and len(job.rule.editions) == 1 else None


def _unlimited(job: Job) -> dict[str, Any]:
    """Give the parameters without their limits: such a rule measures and judges nobody."""
    return {name: value for name, value in job.rule.params.items() if name not in ("max", "min", "proposed", "suggested")}


def _spread(job: Job, measure: Measure) -> Spread:
    limit = _limit(job) or 0
    last = max(limit * TAIL, limit + LEAST_TAIL)
    near = tuple((value, amount) for value, amount in measure.taken if value <= last)
    longer = sum(amount for value, amount in measure.taken if value > last)
    return Spread(job.rule.id, str(job.rule.params["unit"]), limit, near, longer)


def _monthly(kind: str, world: World) -> Monthly | None:
    if kind not in world.tables or not world.kinds[kind].own_dates:
        return None
    binder = Binder(world, world.kinds[kind])
    dating = own_date(binder)
    if dating is None or not binder.needed:
        return None
    counted: Counter[str] = Counter()
    for months in _months(binder, dating.at):
        counted.update(dict(months.iter_rows()))
    return Monthly(kind, tuple(sorted(counted.items()))) if counted else None


def _months(binder: Binder, at: pl.Expr) -> Iterator[pl.DataFrame]:
    """Give, of each batch, the months and how many records each has."""
    binder.prepare()
    for thunk in binder.batches():
        dated = thunk().lazy().select(month=at.dt.strftime("%Y-%m")).drop_nulls()
        yield dated.group_by("month").len().collect()
