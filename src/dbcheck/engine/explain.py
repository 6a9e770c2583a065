"""One verdict and how it came about."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from dbcheck.engine.binder import World, key_of
from dbcheck.engine.describing import rows_as_json, saying_of
from dbcheck.engine.kernel import Kernel
from dbcheck.engine.names import KEY
from dbcheck.engine.plan import Job, Unplanned, make_plan
from dbcheck.engine.programs import FIRST_DOUBT, GroupProgram, Program
from dbcheck.engine.verdicts import judged_groups
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.findings import REASON_WORDS, Explanation, Reason, Verdict, fill
from dbcheck.plugins.contract import CODE, DETAIL, REASON, SUBJECT, Checker
from dbcheck.plugins.tables import PART, ROW
from dbcheck.records.predicate import unknown_name

NEAR = 2_000  # records looked through for a near name


def explain(
    job: Job,
    world: World,
    checkers: Mapping[str, Checker[Any]],
    record: str,
    *,
    retroactive: bool = False,
    lang: str = "zh",
) -> Explanation:
    """Judge one record (or group, by its key) under one rule.

    Raises UsageError where the rule judges no records, or there is no such record.
    """
    plan = make_plan([job], world, checkers, retroactive=retroactive)
    if 0 in plan.settled:
        raise _unsettled(plan.settled[0])
    made = plan.programs[0]
    ((_, kernel),) = plan.kernels.items()
    kernel.binder.prepare()
    if isinstance(made, GroupProgram):
        return _of_group(made, record, world, lang)
    return _of_record(made, kernel, record, world, lang)


def _of_record(made: Program, kernel: Kernel, record: str, world: World, lang: str) -> Explanation:
    table = kernel.binder.table
    row = next((hit for thunk in kernel.binder.batches() if (hit := thunk().filter(key_of(table) == record)).height), None)
    if row is None:
        raise _unknown_record(record, kernel.binder.materialise({})[KEY].head(NEAR).to_list(), made.rule.id)
    row = row.head(1)
    result = kernel.run(row)
    if result.broken:
        raise next(iter(result.broken.values()))
    code = next(iter(result.codes[0])) if 0 in result.codes else int(Verdict.OUT_OF_SCOPE)
    verdict = Verdict(min(code, FIRST_DOUBT))
    reason, detail = made.doubts[code - FIRST_DOUBT] if code >= FIRST_DOUBT else (None, "")
    evidence = json.loads(rows_as_json(row.select(**made.plan.evidence))[0]) if made.plan.evidence else {}
    message = ""
    if verdict in (Verdict.FAIL, Verdict.SUSPECT) and made.plan.says:
        saying = row.select(saying_of(made.plan.says)).item()
        message = fill(made.plan.says[saying].text.say(lang), evidence)
    values = row.select([name for name in kernel.binder.needed if name in table.columns])
    place = row.select(PART, ROW).row(0)
    return _explanation(
        made,
        record,
        world,
        verdict=verdict,
        reason=reason,
        detail=detail,
        message=message,
        evidence=evidence,
        values=json.loads(rows_as_json(values)[0]),
        place=(table.paths[place[0]], place[1]),
    )


def _of_group(made: GroupProgram, record: str, world: World, lang: str) -> Explanation:
    judged = judged_groups(made)
    row = judged.filter(pl.col(SUBJECT) == record)
    if row.height == 0:
        raise _unknown_record(record, judged[SUBJECT].head(NEAR).to_list(), made.rule.id)
    evidence = json.loads(rows_as_json(row.select(made.plan.evidence))[0]) if made.plan.evidence else {}
    reason = Reason(row[REASON][0]) if row[REASON][0] else None
    message = fill(made.plan.says.say(lang), evidence)
    return _explanation(
        made,
        record,
        world,
        verdict=Verdict(row[CODE][0]),
        reason=reason,
        detail=row[DETAIL][0] or "",
        message=message,
        evidence=evidence,
    )


def _explanation(
    made: Program | GroupProgram,
    record: str,
    world: World,
    *,
    verdict: Verdict,
    reason: Reason | None,
    detail: str,
    message: str,
    evidence: Mapping[str, Any],
    values: Mapping[str, Any] | None = None,
    place: tuple[str, int] | None = None,
) -> Explanation:
    rule = made.rule
    return Explanation(
        rule=rule.id,
        requirement=rule.requirement,
        reading=rule.reading,
        check=rule.check,
        params=rule.params,
        kind=made.plan.kind if isinstance(made, GroupProgram) else str(rule.params["record"]),
        record=record,
        verdict=verdict,
        reason=reason,
        reason_detail=detail,
        message=message,
        values=values or {},
        evidence=evidence,
        path=place[0] if place else None,
        row=place[1] if place else None,
        calendar=world.calendar,
    )


def _unknown_record(record: str, known: list[str], rule: str) -> UsageError:
    message = unknown_name(record, known, Message("没有记录", "there is no record"))
    return UsageError([Problem("--explain", rule, message)])


def _unsettled(settled: Unplanned) -> UsageError:
    why = REASON_WORDS[settled.reason]
    detail = f"({settled.detail or settled.error})" if settled.detail or settled.error else ""
    message = Message(f"该规则不逐条判定:{why.zh}{detail}", f"the rule judges no record: {why.en} {detail}".rstrip())
    return UsageError([Problem("--explain", settled.rule.id, message)])
