"""Every verdict of one rule, record by record."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dbcheck.engine.binder import World, key_of
from dbcheck.engine.kernel import BatchResult, Kernel
from dbcheck.engine.names import KEY
from dbcheck.engine.plan import AuditPlan, Job, make_plan
from dbcheck.engine.programs import FIRST_DOUBT, GroupProgram, Program
from dbcheck.findings import Reason, Verdict
from dbcheck.plugins.contract import CODE, DETAIL, REASON, SUBJECT, Checker

VERDICTS_SCHEMA = {"record": pl.String, "verdict": pl.String, "reason": pl.String, "detail": pl.String}


def verdicts_of(
    job: Job, world: World, checkers: Mapping[str, Checker[Any]], *, retroactive: bool = False
) -> pl.DataFrame | Reason:
    """Give record, verdict, reason and detail of every record (or group) under one rule, in the order of the input.

    A rule that is settled before a row is read gives the reason instead; so does one that only measures. What a checker raises is raised.
    """
    plan = make_plan([job], world, checkers, retroactive=retroactive)
    if 0 in plan.settled:
        return plan.settled[0].reason
    return _rows(plan)


def _rows(plan: AuditPlan) -> pl.DataFrame | Reason:
    made = plan.programs[0]
    ((_, kernel),) = plan.kernels.items()
    kernel.binder.prepare()
    if isinstance(made, GroupProgram):
        return _of_groups(made)
    return Reason.NO_NUMBER if made.plan.measure is not None else _of_records(made, kernel)


def _of_records(made: Program, kernel: Kernel) -> pl.DataFrame:
    frames = [pl.DataFrame(schema=VERDICTS_SCHEMA)]
    reasons = [(str(reason), detail) for reason, detail in made.doubts]
    for thunk in kernel.binder.batches():
        batch, result = thunk(), BatchResult()
        codes = kernel.codes(batch, result)
        if result.broken:
            raise next(iter(result.broken.values()))
        judged = batch.select(key_of(kernel.binder.table).alias(KEY)).hstack([codes.to_series().alias("code")])
        rows = [(key, *_spelled(code, reasons)) for key, code in judged.iter_rows()]
        frames.append(pl.DataFrame(rows, schema=VERDICTS_SCHEMA, orient="row"))
    return pl.concat(frames)


def _spelled(code: int, reasons: list[tuple[str, str]]) -> tuple[str, str | None, str | None]:
    if code < FIRST_DOUBT:
        return Verdict(code).word, None, None
    return Verdict.UNDETERMINED.word, *reasons[code - FIRST_DOUBT]


def judged_groups(made: GroupProgram) -> pl.DataFrame:
    """Judge every group of a rule in one go; see ``GroupPlan.judge`` for the columns."""
    records = made.binder.materialise(made.plan.derived).select(list(made.plan.derived))
    return made.plan.judge(made.plan.merge(made.plan.partial(records)))


def _of_groups(made: GroupProgram) -> pl.DataFrame:
    judged = judged_groups(made)
    words = {int(verdict): verdict.word for verdict in Verdict}
    return judged.select(
        record=pl.col(SUBJECT),
        verdict=pl.col(CODE).replace_strict(list(words), list(words.values()), return_dtype=pl.String),
        reason=pl.col(REASON),
        detail=pl.col(DETAIL),
    )
