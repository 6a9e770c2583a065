"""Damage to event logs: a step that is not there, one too early, too late or where none may be, done by somebody who may not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dbcheck.platform.faults.damage import Damage, key_of
from dbcheck.platform.faults.job import ENOUGH, REACHED_BY, Job, NoTarget
from dbcheck.platform.simulator.world import Row, moment, text
from dbcheck.rules.workflows import workflow
from dbcheck.workflow.deadlines import last_instant
from dbcheck.workflow.running import judged_limits
from dbcheck.workflow.table import START, Limit, Workflow
from dbcheck.workflow.ways import shortest_way

EVENT = "workflow_event"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class History:
    """The events of one record in their order."""

    record: Row
    events: tuple[Row, ...]

    def amount(self, action: str) -> int:
        """Tell how often an action is there."""
        return sum(event["action"] == action for event in self.events)

    def place(self, action: str) -> int:
        """Give where an action is."""
        return next(place for place, event in enumerate(self.events) if event["action"] == action)

    def event(self, action: str) -> Row:
        """Give the event of an action."""
        return self.events[self.place(action)]


def stray(job: Job) -> Damage:
    """Break one history by the first of ``how`` that is there: drop, add, early, late, role."""
    way = next((name for name in _WAYS if name in job.how), "")
    return _WAYS[way](job, _table(job))


def _table(job: Job) -> Workflow:
    return workflow(str(job.params["workflow"])).under(frozenset(job.params["documents"]))


def _drop(job: Job, table: Workflow) -> Damage:
    """Take away the only event of an action, as if nobody had done it."""
    action = str(job.how["drop"])

    def is_missed(each: History) -> bool:
        place = each.place(action)
        return 0 < place < len(each.events) - 1 and moment(each.events[place + 1], "at") < _last(job)

    history = _target(job, table, [action], is_missed)
    damage = Damage()
    damage.remove(EVENT, job.rows(EVENT), [history.event(action)])
    _rechain(damage, table, [event for event in history.events if event["action"] != action])
    return damage


def _early(job: Job, table: Workflow) -> Damage:
    """Let an action come shortly before the one that has to come first."""
    action, first = str(job.how["early"]), str(job.how["before"])

    def is_open(each: History) -> bool:
        place = each.place(first)
        return (
            0 < place < each.place(action)
            and moment(each.events[place], "at") - moment(each.events[place - 1], "at") > 2 * MINUTE
        )

    history = _target(job, table, [action, first], is_open)
    place = history.place(first)
    before, at = (moment(event, "at") for event in history.events[place - 1 : place + 1])
    damage = Damage()
    damage.change(EVENT, history.event(action), {"at": _between(before, at)})
    _rechain(damage, table, sorted(history.events, key=lambda event: moment(event, "at")))
    return damage


def _add(job: Job, table: Workflow) -> Damage:
    """Let an action be done to which no way leads any more: after ``after``, else at the end."""
    action, after = str(job.how["add"]), str(job.how.get("after", ""))
    row = next(row for row in table.transitions if row.action == action)

    def is_past(each: History) -> bool:
        last = each.event(after) if after else each.events[-1]
        no_way = shortest_way(table, (text(last, "to_state"),), row.sources) is None
        return no_way and moment(last, "at") < _last(job)

    history = _target(job, table, [after] if after else [], is_past)
    place = history.place(after) if after else len(history.events) - 1
    at = moment(history.events[place], "at")
    later = min([at + 2 * HOUR, *(moment(event, "at") for event in history.events[place + 1 :])])
    made: Row = {**history.events[place], "id": f"{history.events[place]['id']}-2", "action": action, "role": row.roles[0]}
    made["at"] = _between(at, later)
    damage = Damage()
    damage.append(EVENT, job.rows(EVENT), made)
    _rechain(damage, table, [*history.events[: place + 1], made, *history.events[place + 1 :]])
    return damage


def _role(job: Job, table: Workflow) -> Damage:
    """Let an action be done in a role that may not."""
    action = str(job.how["action"])
    history = _target(job, table, [action])
    damage = Damage()
    damage.change(EVENT, history.event(action), {"role": str(job.how["role"])})
    return damage


def _late(job: Job, table: Workflow) -> Damage:
    """Let an action come after the end of its limit, and all that follows as much later; where it has to wait, let what it waits for come later."""
    action = str(job.how["late"])
    is_advice = job.params["finds"] == "advised_limits"
    limit = next(limit for name, limit in judged_limits(table, is_advice=is_advice) if name == action)
    if limit.max is None:
        return _hasty(job, table, action, limit)

    def lasts(each: History) -> bool:
        return _is_begun(each, action, limit) and moment(each.events[-1], "at") + _shift(job, each, action, limit) < _last(
            job
        )

    history = _limited(job, table, action, limit, lasts)
    shift = _shift(job, history, action, limit)
    damage = Damage()
    for event in history.events[history.place(action) :]:
        damage.change(EVENT, event, {"at": moment(event, "at") + shift})
    return damage


def _limited(job: Job, table: Workflow, action: str, limit: Limit, where: Callable[[History], bool]) -> History:
    """Give a history under a limit, and hold what decides that the limit is its own."""
    history = _target(job, table, [action], where, limit)
    job.claims.take(table.record, history.record, (), (*limit.where, *REACHED_BY))
    return history


def _is_begun(history: History, action: str, limit: Limit) -> bool:
    """Tell whether the clock of a limit runs when an action comes."""
    return any(event["action"] == limit.start for event in history.events[: history.place(action)])


def _start(history: History, action: str, limit: Limit) -> Row:
    """Give the event that started the clock of a limit last."""
    before = history.events[: history.place(action)]
    return next(event for event in reversed(before) if event["action"] == limit.start)


def _shift(job: Job, history: History, action: str, limit: Limit) -> timedelta:
    end = last_instant(limit, moment(_start(history, action, limit), "at"), job.calendar)
    assert end is not None
    return (end + int(job.how.get("minutes", 60)) * MINUTE).replace(microsecond=0) - moment(history.event(action), "at")


def _hasty(job: Job, table: Workflow, action: str, limit: Limit) -> Damage:
    """Let what starts a shortest time come a day too late for it."""
    gap = (int(limit.min or 0) - 1) * DAY
    history = _limited(job, table, action, limit, lambda each: _is_begun(each, action, limit))
    damage = Damage()
    damage.change(EVENT, _start(history, action, limit), {"at": moment(history.event(action), "at") - gap + HOUR})
    _rechain(damage, table, sorted(history.events, key=lambda event: moment(event, "at")))
    return damage


def _between(before: datetime, after: datetime) -> datetime:
    return (before + (after - before) / 2).replace(microsecond=0)


def _target(
    job: Job, table: Workflow, actions: Iterable[str], where: Callable[[History], bool] = bool, limit: Limit | None = None
) -> History:
    """Give a history that no fault has touched, in which each of the actions is there just once; raise NoTarget."""
    serving = [
        history
        for history in _histories(job, table)
        if all(history.amount(action) == 1 for action in actions)
        and job.is_dated(moment(history.events[0], "at").date())
        and all(moment(history.event(action), "at") < _last(job) for action in actions)
        and where(history)
        and _is_held(job, table, history, limit)
    ]
    if not serving:
        raise NoTarget
    return next((each for each in serving if job.claims.is_fresh(table.record, each.record)), serving[0])


def _histories(job: Job, table: Workflow) -> Iterator[History]:
    """Give the untouched histories of some records, in an order by chance."""
    logged = [event for event in job.rows(EVENT) if event["workflow"] == table.name]
    names = list(dict.fromkeys(text(event, "record_id") for event in logged))
    chosen: dict[str, list[Row]] = {name: [] for name in job.random.sample(names, min(ENOUGH, len(names)))}
    for event in logged:
        if event["record_id"] in chosen:
            chosen[text(event, "record_id")].append(event)
    for name, events in chosen.items():
        record = job.reader.find(table.record, name)
        is_free = all(job.claims.is_fresh(EVENT, event) and key_of(event) not in job.tried for event in events)
        if record is not None and is_free:
            yield History(record, tuple(sorted(events, key=lambda event: moment(event, "at"))))


def _is_held(job: Job, table: Workflow, history: History, limit: Limit | None) -> bool:
    """Tell whether the rules reach the record, and a limit holds for it; no fault has changed what decides that."""
    kind, record = table.record, history.record
    relied = limit.where if limit else ()
    return (
        all(job.reader.holds(kind, record, where) for where in (job.how.get("where"), limit and limit.where))
        and job.is_reached(kind, record)
        and job.is_free(kind, record, ())
        and job.claims.is_free(kind, record, (), relied)
    )


def _last(job: Job) -> datetime:
    """Give an instant before which all is over on any audit date of the year."""
    return datetime(job.reader.year, 12, 31)


def _rechain(damage: Damage, table: Workflow, events: Iterable[Row]) -> None:
    """Let each event begin where the one before ended; what no way leads to leaves the state as it is."""
    state = START
    for event in events:
        action = text(event, "action")
        row = table.rows.get((state, action))
        after = row.after(state) if row else _misplaced(table, state, action)
        told = {"from_state": state or None, "to_state": after}
        changed = {name: value for name, value in told.items() if event.get(name) != value}
        if changed:
            damage.change(EVENT, event, changed)
        state = after


def _misplaced(table: Workflow, state: str, action: str) -> str:
    """Give the state after an action that its state does not allow."""
    sources = [(source, row) for row in table.transitions if row.action == action for source in row.sources]
    if shortest_way(table, (state,), [source for source, _ in sources]) is None:
        return state
    source, row = sources[0]
    return row.after(source)


_WAYS: Mapping[str, Callable[[Job, Workflow], Damage]] = {
    "drop": _drop,
    "early": _early,
    "add": _add,
    "late": _late,
    "role": _role,
}
