"""Judge one rule over one world, the slow obvious way."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from dbcheck.findings import Reason
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import parse_predicate
from dbcheck.rules.pack import Pack, Rule
from oracle.answers import OUT_OF_SCOPE, Answer, Case, Result, Undecidable, gravest, undetermined
from oracle.days import Calendar, calendar_of, read_as_of
from oracle.event_logs import judge_event_logs
from oracle.groups import COUNTERS, judge_groups
from oracle.limits import time_limit
from oracle.needs import require
from oracle.page_checks import page_scan
from oracle.references import cross_reference
from oracle.row_checks import allowed_values, precedence, required_fields
from oracle.scope import is_in_force, own_date
from oracle.text_checks import text_scan
from oracle.truth import Conditions, Truth
from oracle.world import EMPTY, Cell, Reading, Record, World, filled, unreadable

__all__ = ["EMPTY", "Cell", "Result", "World", "filled", "gravest", "judge", "read_as_of", "unreadable"]

ROW_CHECKS: dict[str, Callable[[Case, Record], Answer]] = {
    "required_fields": required_fields,
    "allowed_values": allowed_values,
    "time_limit": time_limit,
    "precedence": precedence,
    "text_scan": text_scan,
}

# Checks that ask which record it is, not only what it holds.
PLACED_CHECKS: dict[str, Callable[[Case, Record, int], Answer]] = {
    "cross_reference": cross_reference,
    "page_scan": page_scan,
}


def judge(
    rule: Rule,
    pack: Pack,
    world: World,
    as_of: datetime,
    *,
    retroactive: bool = False,
    kinds: Mapping[str, Kind],
    calendar: Calendar | None = None,
) -> Result:
    """Judge every record, or every group, under a rule.

    calendar: tells whether a day is a working day; without one it is the world's ``work_calendar`` records, then the library.
    """
    if not rule.is_machine_checked:
        return Result(rule_level=("manual" if rule.check == "attestation" else "not_applicable", rule.check))
    reading = Reading(world, kinds)
    case = _case(rule, pack, reading, as_of, retroactive=retroactive, calendar=calendar or calendar_of(reading))
    if not is_in_force(case):
        return Result(rule_level=("not_applicable", Reason.NOT_IN_FORCE.value))
    try:
        require(case)
        if only_measures(case.rule):
            return Result(rule_level=("not_applicable", Reason.NO_NUMBER.value))
        if rule.check == "workflow":
            return Result(rows=judge_event_logs(case))
        return Result(rows=judge_groups(case) if rule.check in COUNTERS else list(_judge_records(case)))
    except Undecidable as answer:
        return Result(rule_level=("undetermined", answer.reason.value))


def _case(rule: Rule, pack: Pack, reading: Reading, as_of: datetime, *, retroactive: bool, calendar: Calendar) -> Case:
    case = Case(rule, pack, reading, as_of, retroactive, calendar, conditions={})

    def violates(ref: str, record: Record) -> Truth:
        return _violates(replace(case, rule=pack.index[ref]), record)

    for kind in reading.kinds:
        case.conditions[kind] = Conditions(reading, kind, as_of, calendar, violates)
    return case


def _violates(case: Case, record: Record) -> Truth:
    """Tell whether a record breaks another rule: true where that says fail, unknown where it is undetermined, else false."""
    if only_measures(case.rule):
        return False
    position = next(at for at, candidate in enumerate(case.reading.records(case.kind)) if candidate is record)
    return {"fail": True, "undetermined": None}.get(_judge_record(case, position, record)[0], False)


def only_measures(rule: Rule) -> bool:
    """Tell whether a rule gives no number: it measures, and judges nobody."""
    if rule.check == "time_limit":
        return all(rule.params.get(name) is None for name in ("max", "max_field", "min", "due"))
    return rule.check == "ratio" and rule.params.get("min") is None


def _judge_records(case: Case) -> Iterator[tuple[str, Answer]]:
    for position, record in enumerate(case.reading.records(case.kind)):
        yield case.reading.key(case.kind, position), _judge_record(case, position, record)


def _judge_record(case: Case, position: int, record: Record) -> Answer:
    """Take the steps of the semantics page: own date, where, then the check."""
    dated = own_date(case, case.kind, record)
    applies = case.where(case.kind, parse_predicate(case.param("where")), record)
    if dated == OUT_OF_SCOPE or applies is False:
        return OUT_OF_SCOPE
    if dated:
        return dated
    if applies is None:
        return undetermined(Reason.UNCLASSIFIED)
    if case.rule.check in PLACED_CHECKS:
        return PLACED_CHECKS[case.rule.check](case, record, position)
    return ROW_CHECKS[case.rule.check](case, record)
