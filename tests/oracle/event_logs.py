"""workflow: the history of each record, tried in every order that the times allow. The table is read from its YAML, not by the project."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import yaml

from dbcheck.findings import Reason
from dbcheck.records.predicate import parse_predicate
from oracle.answers import FAIL, OUT_OF_SCOPE, PASS, PENDING, Answer, Case, undetermined
from oracle.days import DAY, add_months, first_workday, workday_limit_over, workdays_after
from oracle.scope import own_date
from oracle.world import Record

TABLES = Path(__file__).parents[2] / "rules" / "workflows"
MOST_AT_ONCE, MOST_ORDERS = 5, 240  # as docs/checkers/workflow.md says
NEEDED = ("workflow", "record_id", "action", "at")
EVENT = "workflow_event"
LONG_AGO = datetime(1900, 1, 1)
CLOCKED = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


@dataclass(frozen=True)
class Step:
    """One event as far as the table knows its words."""

    action: str | None
    role: str | None
    at: datetime | None
    day_only: bool
    came_from: str | None
    went_to: str | None
    in_force: bool

    @property
    def last(self) -> datetime:
        assert self.at is not None
        return self.at + DAY - timedelta.resolution if self.day_only else self.at


@cache
def table_of(name: str, documents: tuple[str, ...]) -> Mapping[str, Any]:
    """Read a table and leave out what does not hold under the documents."""
    raw = yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    rows = []
    for row in raw["transitions"]:
        if documents and row.get("under") and not set(row["under"]) & set(documents):
            continue
        for part in ("guards", "limits"):
            row[part] = [
                each
                for each in row.get(part) or ()
                if not documents or not each.get("rule") or each["rule"].split("/")[0] in documents
            ]
        sources = []
        for source in row.get("from") or [""]:
            sources += (
                [name for name, held in raw["states"].items() if not held.get("final")] if source == "*" else [source]
            )
        rows.append({**row, "from": sources})
    return {**raw, "transitions": rows}


def judge_event_logs(case: Case) -> list[tuple[str, Answer]]:
    """Give one answer per record that the events name."""
    table = table_of(case.param("workflow"), tuple(case.param("documents") or ()))
    histories: dict[str, list[tuple[Record, bool | None]]] = {}
    adrift = False
    for record in case.reading.records(EVENT):
        held = case.where(EVENT, parse_predicate(case.param("where")), record)
        name = case.look(record, "workflow")
        spellings = (table["workflow"], table["title"], table["title_en"])
        if held is False or (name.filled and name.value not in spellings):
            continue
        subject, at = case.look(record, "record_id"), case.look(record, "at")
        if not subject.filled:
            adrift = True
        elif not (at.filled and (at.instant >= case.as_of if at.day_only else at.instant > case.as_of)):
            known = held is True and name.filled
            histories.setdefault(str(subject.value), []).append((record, known))
    return [(subject, _judge(case, table, subject, histories[subject], adrift=adrift)) for subject in histories]


def _judge(
    case: Case, table: Mapping[str, Any], subject: str, held: list[tuple[Record, bool | None]], *, adrift: bool
) -> Answer:
    answer = _answer(case, table, subject, held)
    if answer in (FAIL, PENDING) and case.param("finds") != "roles":
        if case.reading.rejected(EVENT):
            return undetermined(Reason.REJECTED_RECORDS)
        if adrift:
            return undetermined(Reason.UNCLASSIFIED)
    return answer


def _answer(case: Case, table: Mapping[str, Any], subject: str, held: list[tuple[Record, bool | None]]) -> Answer:
    if not all(known for _, known in held):
        return undetermined(Reason.UNCLASSIFIED)
    steps: list[Step] = []
    for record, _ in held:
        step = _step(case, table, record)
        if step not in steps:
            steps.append(step)
    timed = sorted((step for step in steps if step.at), key=lambda step: step.at or LONG_AGO)
    if timed and not timed[0].in_force:
        return OUT_OF_SCOPE
    finds = case.param("finds")
    if finds == "roles":
        return _roles(table, steps)
    if any(step.action is None for step in steps):
        return undetermined(Reason.UNCLASSIFIED)
    if len(timed) < len(steps):
        return undetermined(Reason.MISSING_VALUE)
    ways = _orders(steps)
    if ways is None:
        return undetermined(Reason.NO_CLOCK_TIME)
    judge = _limits if "limits" in finds else _deviations
    answers = [judge(case, table, subject, order) for order in ways]
    return answers[0] if len({word for word, _ in answers}) == 1 else undetermined(Reason.NO_CLOCK_TIME)


def _step(case: Case, table: Mapping[str, Any], record: Record) -> Step:
    at = case.look(record, "at")
    actions = {row["action"]: row for row in table["transitions"]}
    return Step(
        _word(case, record, "action", {name: _first_labels(table, name) for name in actions}),
        _word(case, record, "role", {name: (held["zh"], held["en"]) for name, held in table["roles"].items()}),
        at.instant if at.filled else None,
        at.day_only,
        _word(case, record, "from_state", {name: (held["zh"], held["en"]) for name, held in table["states"].items()}),
        _word(case, record, "to_state", {name: (held["zh"], held["en"]) for name, held in table["states"].items()}),
        own_date(case, EVENT, record) != OUT_OF_SCOPE,
    )


def _first_labels(table: Mapping[str, Any], action: str) -> tuple[str, str]:
    row = next(row for row in table["transitions"] if row["action"] == action)
    return row["zh"], row["en"]


def _word(case: Case, record: Record, field: str, known: Mapping[str, tuple[str, str]]) -> str | None:
    cell = case.look(record, field)
    if not cell.filled:
        return None
    if cell.value in known:
        return str(cell.value)
    named = [name for name, labels in known.items() if cell.value in labels]
    return named[0] if len(named) == 1 else None


def _roles(table: Mapping[str, Any], steps: list[Step]) -> Answer:
    doubt = False
    for step in steps:
        may = [role for row in table["transitions"] if row["action"] == step.action for role in row["roles"]]
        if step.action is None or step.role is None:
            doubt = True
        elif step.role not in may:
            return FAIL
    return undetermined(Reason.UNCLASSIFIED) if doubt else PASS


def _orders(steps: list[Step]) -> list[list[Step]] | None:
    """Give every order of the steps in which nothing surely later comes earlier."""
    steps = sorted(steps, key=lambda step: (step.at or LONG_AGO, step.last))
    parts: list[list[Step]] = []
    for step in steps:
        if parts and max(each.last for each in parts[-1]) >= (step.at or LONG_AGO):
            parts[-1].append(step)
        else:
            parts.append([step])
    if any(len(part) > MOST_AT_ONCE for part in parts):
        return None
    found: list[list[Step]] = [[]]
    for part in parts:
        possible = []
        for order in permutations(part):
            wrong = any(
                order[b].last < (order[a].at or LONG_AGO) for a in range(len(order)) for b in range(a + 1, len(order))
            )
            if not wrong:
                possible.append(list(order))
        found = [before + after for before in found for after in possible]
    return found if len(found) <= MOST_ORDERS else None


def _rows(table: Mapping[str, Any], action: str | None, state: str) -> list[Mapping[str, Any]]:
    return [row for row in table["transitions"] if row["action"] == action and state in row["from"]]


def _after(row: Mapping[str, Any], state: str) -> str:
    return str(row.get("to") or state)


def _reach(table: Mapping[str, Any], states: set[str], *, only: set[str] | None = None, without: str = "") -> set[str]:
    """Give the states that can be reached, by walking until nothing new comes."""
    seen = set(states)
    while True:
        new = {
            _after(row, state)
            for row in table["transitions"]
            for state in row["from"]
            if state in seen and (only is None or row["action"] in only) and row["action"] != without
        }
        if new <= seen:
            return seen
        seen |= new


@dataclass
class Told:
    """What one order comes to."""

    states: set[str]
    sorts: list[str]
    doubts: set[str]
    truncated: bool


def _follow(table: Mapping[str, Any], order: list[Step]) -> Told:
    told = Told({""}, [], set(), truncated=False)
    for place, step in enumerate(order):
        sources = {state for row in table["transitions"] if row["action"] == step.action for state in row["from"]}
        if place == 0 and "" not in sources:
            told.truncated, told.states = True, set(sources)
        if step.came_from is not None:
            if step.came_from not in told.states:
                told.doubts |= {"transitions", "steps", "order"}
            told.states = {step.came_from}
        here = {state for state in told.states if _rows(table, step.action, state)}
        later = {each.action for each in order[place + 1 :] if each.action}
        if not here:
            if _reach(table, told.states, only=later) & sources:
                told.sorts.append("order")
            else:
                told.sorts.append("steps" if _reach(table, told.states) & sources else "transitions")
            here = sources
        rows = [(state, row) for state in here for row in _rows(table, step.action, state)]
        for guard in {str(guard): guard for _, row in rows for guard in row["guards"]}.values():
            _check(told, guard, order, place, later)
        told.states = {_after(row, state) for state, row in rows}
        if step.went_to is not None:
            if step.went_to not in told.states:
                told.sorts.append("transitions")
            told.states = {step.went_to}
    return told


def _check(told: Told, guard: Mapping[str, Any], order: list[Step], place: int, later: set[str]) -> None:
    wanted = guard.get("after") or guard.get("later")
    if not wanted or guard.get("where") or guard.get("advice"):
        return
    before = [each for each in order[:place] if each.action == wanted]
    if not before:
        if told.truncated:
            told.doubts |= {"steps", "order"}
        else:
            told.sorts.append("order" if wanted in later else "steps")
    elif guard.get("later"):
        first, now = before[-1], order[place]
        if first.last >= (now.at or LONG_AGO):
            if first.day_only or now.day_only:
                told.doubts.add("order")
            else:
                told.sorts.append("order")


def _deviations(case: Case, table: Mapping[str, Any], subject: str, order: list[Step]) -> Answer:
    del subject
    told, finds = _follow(table, order), case.param("finds")
    if finds in told.sorts and not told.doubts:
        return FAIL
    if told.truncated:
        return undetermined(Reason.MISSING_VALUE)
    return undetermined(Reason.UNCLASSIFIED) if finds in told.doubts or finds in told.sorts else PASS


def _limits(case: Case, table: Mapping[str, Any], subject: str, order: list[Step]) -> Answer:
    told = _follow(table, order)
    answers = [
        answer for row, limit in _judged(case, table) for answer in _of_limit(case, table, subject, order, told, row, limit)
    ]
    for wanted in (
        FAIL,
        *(undetermined(r) for r in (Reason.UNCLASSIFIED, Reason.UNKNOWN_CALENDAR, Reason.NO_CLOCK_TIME)),
        PENDING,
        PASS,
    ):
        if wanted in answers:
            return wanted
    return OUT_OF_SCOPE


def _judged(case: Case, table: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for row in table["transitions"]:
        for limit in row["limits"]:
            numbered = limit.get("max") is not None or limit.get("min") is not None
            advised = bool(limit.get("advice")) == (case.param("finds") == "advised_limits")
            if numbered and not limit.get("due") and not limit.get("proposed") and advised:
                yield row, limit


def _of_limit(  # noqa: PLR0917 - what one order comes to, and one limit of one row
    case: Case,
    table: Mapping[str, Any],
    subject: str,
    order: list[Step],
    told: Told,
    row: Mapping[str, Any],
    limit: Mapping[str, Any],
) -> Iterator[Answer]:
    applies = _applies(case, table, subject, limit)
    if applies is False:
        return
    for place, step in enumerate(order):
        ends = [each for each in order[place + 1 :] if each.action in (row["action"], limit["from"])]
        if step.action != limit["from"]:
            continue
        own: list[Step] = []
        for each in ends:
            if each.action == row["action"]:
                own.append(each)
            if each.action == limit["from"]:
                break
        answers = [_done(case, limit, step, end) for end in own]
        is_last = not any(each.action == limit["from"] for each in order[place + 1 :])
        if not own and is_last and limit.get("must") and _can_still(table, told.states, limit["from"], row["action"]):
            answers = [_open(case, limit, step)]
        for answer in answers:
            yield answer if applies or answer == PASS else undetermined(Reason.UNCLASSIFIED)


def _can_still(table: Mapping[str, Any], states: set[str], start: str, action: str) -> bool:
    return all(
        action != start and any(_rows(table, action, reached) for reached in _reach(table, {state}, without=start))
        for state in states
    )


def _applies(case: Case, table: Mapping[str, Any], subject: str, limit: Mapping[str, Any]) -> bool | None:
    if not limit.get("where"):
        return True
    kind = table["record"]
    found: bool | None = None
    for position, record in enumerate(case.reading.records(kind)):
        if case.reading.key(kind, position) == subject:
            dated = own_date(case, kind, record)
            found = case.where(kind, parse_predicate(limit["where"]), record)
            if dated == OUT_OF_SCOPE:
                found = False
            elif dated is not None and found:
                found = None
    return found


def _done(case: Case, limit: Mapping[str, Any], start: Step, end: Step) -> Answer:
    assert start.at is not None
    assert end.at is not None
    unit, most, least = limit["unit"], limit.get("max"), limit.get("min")
    if unit in CLOCKED:
        wrong = set()
        for passed in (end.last - start.at, end.at - start.last):
            wrong.add(
                (most is not None and passed > most * CLOCKED[unit])
                or (least is not None and passed < least * CLOCKED[unit])
            )
        if wrong == {True}:
            return FAIL
        return undetermined(Reason.NO_CLOCK_TIME) if True in wrong else PASS
    late = False if most is None else _over(case, limit, start.at, most, end.at)
    early = False if least is None else _early(case, limit, start, end)
    if late or early:
        return FAIL
    return undetermined(Reason.UNKNOWN_CALENDAR) if late is None or early is None else PASS


def _over(case: Case, limit: Mapping[str, Any], start: datetime, most: int, at: datetime) -> bool | None:
    """Tell whether the limit had ended before the day of ``at``; None where the calendar does not say."""
    unit, begun = limit["unit"], start.date()
    if unit == "calendar_day":
        return at.date() > begun + most * DAY
    if unit == "month":
        return at.date() > add_months(begun, most)
    if limit.get("start_rule") == "first_workday":
        first = first_workday(case.calendar, begun)
        if first is None:
            return False if at.date() <= begun else None
        begun = first
    over: bool | None = workday_limit_over(case.calendar, begun, most, at.date())
    return over


def _early(case: Case, limit: Mapping[str, Any], start: Step, end: Step) -> bool | None:
    assert start.at is not None
    assert end.at is not None
    unit, least = str(limit["unit"]), int(limit["min"])
    if least == 0:
        return end.at.date() < start.at.date() if start.day_only or end.day_only else end.at < start.at
    if unit == "calendar_day":
        return (end.at.date() - start.at.date()).days < least
    if unit == "month":
        return end.at.date() < add_months(start.at.date(), least)
    passed = workdays_after(case.calendar, start.at.date(), end.at.date())
    return passed.known < least if passed.complete else None


def _open(case: Case, limit: Mapping[str, Any], start: Step) -> Answer:
    assert start.at is not None
    if limit.get("max") is None:
        return PENDING
    if limit["unit"] in CLOCKED:
        over = {case.as_of - at > limit["max"] * CLOCKED[limit["unit"]] for at in (start.at, start.last)}
        if over == {True}:
            return FAIL
        return undetermined(Reason.NO_CLOCK_TIME) if True in over else PENDING
    ended = _over(case, limit, start.at, limit["max"], case.as_of)  # at 24:00 the next day has begun
    if ended is None:
        return undetermined(Reason.UNKNOWN_CALENDAR)
    return FAIL if ended else PENDING
