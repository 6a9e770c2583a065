"""The platform itself: it acts by the workflow tables, refuses what they do not allow, and keeps records and an event log."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from heapq import heappop, heappush
from typing import Any

from dbcheck.calendars import published_calendar
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.platform.actors import Actor
from dbcheck.platform.compiled import ON_DAY, Compiled, ReadyLimit, Row
from dbcheck.platform.judging import Attempt, advise, check
from dbcheck.platform.log import EVENT_KIND, Event
from dbcheck.platform.refusals import ActionRefused, Breach, DeadlineMissed
from dbcheck.platform.things import Books, Thing
from dbcheck.records.predicate import unknown_name
from dbcheck.records.snapshot import kinds
from dbcheck.rules.workflows import builtin_workflows, workflow
from dbcheck.workflow.deadlines import WorkingDays


@cache
def published_table(name: str, documents: frozenset[str] | None) -> Compiled:
    """Give a workflow as it holds under some documents and the published calendar, made ready once."""
    return compiled_table(name, documents, published_calendar())


def compiled_table(name: str, documents: frozenset[str] | None, calendar: WorkingDays) -> Compiled:
    """Make a workflow ready; raises UsageError for an unknown name."""
    if name not in builtin_workflows():
        what = Message("没有流程", "there is no workflow")
        raise UsageError([Problem("workflow", "", unknown_name(name, builtin_workflows(), what))])
    return Compiled(workflow(name).under(documents), calendar)


Clock = tuple[datetime, int, Thing, ReadyLimit, datetime | None]  # its end, a number, for what, the limit, its start


class Platform:
    """All workflows in memory, under some documents, with a clock that the caller moves.

    documents: the packs that hold; none stands for all of them. at: the instant at which it begins, Asia/Shanghai without a zone mark.
    calendar: the working days; None for the published ones. is_strict: refuse breaches, instead of noting them down in ``breaches``.
    advice: the shoulds that are not followed, as the last action of each sort on a record left them; they are refused to nobody.
    """

    def __init__(
        self,
        documents: Iterable[str] | None = None,
        *,
        at: datetime,
        calendar: WorkingDays | None = None,
        is_strict: bool = True,
    ) -> None:
        self.documents = None if documents is None else frozenset(documents)
        self.calendar = calendar or published_calendar()
        self.is_strict = is_strict
        self.log: list[Event] = []
        self.breaches: list[Breach] = []
        self.advice: list[Breach] = []
        self._now = at
        self._tables: dict[str, Compiled] = {}
        self._books = Books()
        self._beside: dict[str, list[dict[str, Any]]] = {}
        self._standing: dict[str, list[dict[str, Any]]] = {}
        self._due: list[Clock] = []
        self._pushed = 0

    @property
    def now(self) -> datetime:
        """Give the instant that the clock shows."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Set the clock forward. Raises DeadlineMissed, and stays, where something is open whose limit would have ended; UsageError backwards."""
        if instant < self._now:
            message = Message(f"时钟不能倒走:现在是 {self._now}", f"the clock does not run backwards: it is {self._now}")
            raise UsageError([Problem("clock", str(instant), message)])
        passed: list[Clock] = []
        while self._due and self._due[0][0] < instant:
            passed.append(heappop(self._due))
        is_open = [entry for entry in passed if self._is_open(entry)]
        missed = [self._overdue(entry) for entry in is_open if not entry[3].limit.is_advice]
        if missed and self.is_strict:
            for entry in passed:
                heappush(self._due, entry)
            raise DeadlineMissed(missed)
        self.breaches += missed
        self.advice += [self._overdue(entry) for entry in is_open if entry[3].limit.is_advice]
        self._now = instant

    def advance(self, **length: float) -> None:
        """Set the clock forward by a length as ``timedelta`` takes it: ``advance(days=1, hours=2)``."""
        self.move_to(self._now + timedelta(**length))

    def start(self, name: str, by: Actor, action: str = "", /, *, record: str = "", **given: Any) -> str:
        """Begin a workflow: make its record and give the id. action: needed only where more than one can begin it."""
        compiled = self.table(name)
        action = action or (compiled.creating[0] if compiled.creating else "")
        record = record or f"{compiled.table.record}-{len(self.log) + 1}"
        if (name, record) in self._books:
            raise UsageError([Problem(name, record, Message("编号已有", "the id is taken"))])
        thing = Thing(name, record, compiled.table.record)
        self._act(compiled, thing, action, by, given)
        self._books.add(thing)
        return record

    def act(self, name: str, record: str, action: str, by: Actor, /, **given: Any) -> str:
        """Do one action on a record and give its state. Raises ActionRefused with all that speaks against it."""
        thing = self._thing(name, record)
        self._act(self.table(name), thing, action, by, given)
        return thing.state

    def state(self, name: str, record: str) -> str:
        """Give the state that a record is in."""
        return self._thing(name, record).state

    def allowed(self, name: str, record: str) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Give the actions that its state allows, each with the roles that may do it; guards and limits may still refuse one."""
        return tuple(self.table(name).allowed.get(self._thing(name, record).state, ()))

    def fields(self, name: str, record: str) -> Mapping[str, Any]:
        """Give the fields of a record that are filled."""
        return dict(self._thing(name, record).fields)

    def register(self, kind: str, /, **fields: Any) -> None:
        """Add a standing record (an organisation, a site, a column) to what ``records`` gives; nothing about it is checked."""
        self._known_kind(kind)
        self._standing.setdefault(kind, []).append(fields)

    def records(self, *, with_events: bool = True) -> dict[str, list[dict[str, Any]]]:
        """Give everything as records by kind, every field there, ready for ``dbcheck.audit``."""
        every = kinds()
        found: dict[str, list[dict[str, Any]]] = {}
        for kind, fields in self._held():
            found.setdefault(kind, []).append(dict.fromkeys(every[kind].fields) | fields)
        if with_events:
            found[EVENT_KIND] = self.events()
        return found

    def events(self) -> list[dict[str, Any]]:
        """Give the event log as records of kind ``workflow_event``."""
        return [event.as_record(self.table(event.workflow).table.record) for event in self.log]

    def table(self, name: str) -> Compiled:
        """Give a workflow as it holds under the documents; raises UsageError for an unknown name."""
        found = self._tables.get(name)
        if found is None:
            is_published = self.calendar is published_calendar()
            found = (
                published_table(name, self.documents)
                if is_published
                else compiled_table(name, self.documents, self.calendar)
            )
            self._tables[name] = found
        return found

    def replay(self, log: Iterable[Event]) -> None:
        """Do again what a log holds, at its instants and under its ids."""
        for event in log:
            self.move_to(event.at)
            actor = Actor(event.role, event.org)
            if event.from_state:
                self.act(event.workflow, event.record, event.action, actor, **event.given)
            else:
                self.start(event.workflow, actor, event.action, record=event.record, **event.given)

    def _act(self, compiled: Compiled, thing: Thing, action: str, by: Actor, given: Mapping[str, Any]) -> None:
        row = compiled.rows.get((thing.state, action))
        attempt = Attempt(compiled, self._books, thing, action, by, given, self._now)
        breaches = check(attempt, row)
        if breaches:
            if self.is_strict:
                raise ActionRefused(breaches, compiled.allowed.get(thing.state, ()))
            row = row or compiled.by_action.get(action)
            if row is None:
                raise UsageError([breach.problem for breach in breaches])
            self.breaches += breaches
        assert row is not None
        if row.is_advised:
            self.advice = [
                each
                for each in self.advice
                if (each.workflow, each.record, each.action) != (thing.workflow, thing.id, action)
            ]
            self.advice += advise(attempt, row)
        before = thing.state
        self._fill(compiled, thing, row, by, given)
        thing.last.pop(action, None)  # it goes to the end: what happened last stands last
        thing.last[action] = self._now
        self.log.append(
            Event(
                len(self.log) + 1, thing.workflow, thing.id, action, by.role, by.org, self._now, before, thing.state, given
            )
        )
        self._start_clocks(compiled, thing, action, given)

    def _fill(self, compiled: Compiled, thing: Thing, row: Row, by: Actor, given: Mapping[str, Any]) -> None:
        transition, fields = row.transition, thing.fields
        if not fields:
            fields["id"] = thing.id
        for name, value in given.items():
            if name in row.mine or name not in row.accepts:
                fields[name] = value
        for name, value in row.sets:
            fields[name] = self._value(value, thing, by)
        if transition.target:
            thing.state = transition.target
            if compiled.table.status:
                fields[compiled.table.status] = thing.state
        for each, sets in row.beside:
            held = thing.beside.get(each.kind)
            if each.is_added or (held is None and not self.is_strict):
                listed = self._beside.setdefault(each.kind, [])
                held = thing.beside[each.kind] = {"id": f"{each.kind}-of-{thing.id}-{len(listed) + 1}"}
                if each.link:
                    held[each.link] = thing.id
                listed.append(held)
            if held is not None:  # nothing to fill in where none was added, as for what the office handles itself
                held.update((name, given[name]) for name in (*each.needs, *each.takes) if name in given)
                held.update((name, self._value(value, thing, by)) for name, value in sets)

    def _value(self, value: Any, thing: Thing, by: Actor) -> Any:
        if not (isinstance(value, str) and value.startswith("$")):
            return value
        if value == "$at":
            return self._now
        if value == ON_DAY:
            return self._now.date()
        if value == "$org":
            return by.org
        return thing.id if value == "$id" else thing.fields.get(value[1:])

    def _start_clocks(self, compiled: Compiled, thing: Thing, action: str, given: Mapping[str, Any]) -> None:
        for ready in compiled.starting.get(action, ()):
            end = ready.last(self._now)
            if end is not None:
                self._push(end, thing, ready, self._now)
        if compiled.fixed:
            for name, limits in compiled.fixed.items():
                for ready in limits if name in given else ():
                    end = ready.fixed(thing.fields)
                    if end is not None:
                        self._push(end, thing, ready, None)

    def _push(self, end: datetime, thing: Thing, ready: ReadyLimit, start: datetime | None) -> None:
        self._pushed += 1
        heappush(self._due, (end, self._pushed, thing, ready, start))

    def _is_open(self, entry: Clock) -> bool:
        """Tell whether what is due has not happened since the clock started, and still can."""
        end, _, thing, ready, start = entry
        is_over = ready.fixed(thing.fields) != end if start is None else thing.last.get(ready.limit.start) != start
        if is_over or ready.is_done(thing.last):
            return False
        if not self.table(thing.workflow).can_still(thing.state, ready.limit, ready.action):
            return False
        return ready.where is None or ready.where(thing.fields) is True

    def _overdue(self, entry: Clock) -> Breach:
        end, _, thing, ready, _ = entry
        label = self.table(thing.workflow).action_label(ready.action)
        says = Message(
            f"{label.zh}最迟 {end:%Y-%m-%d %H:%M},尚未进行",
            f"{label.en} is due by {end:%Y-%m-%d %H:%M} and has not happened",
        )
        limit = ready.limit
        return Breach(self._now, thing.workflow, thing.id, thing.state, ready.action, "", "overdue", (limit.rule,), says)

    def _held(self) -> Iterable[tuple[str, dict[str, Any]]]:
        for kind, standing in self._standing.items():
            yield from ((kind, fields) for fields in standing)
        for thing in self._books.every():
            state = self.table(thing.workflow).table.states[thing.state]
            if not state.is_hidden:
                yield thing.kind, thing.fields
        for kind, listed in self._beside.items():
            yield from ((kind, fields) for fields in listed)

    def _thing(self, name: str, record: str) -> Thing:
        self.table(name)
        return self._books.get(name, record)

    def _known_kind(self, kind: str) -> None:
        if kind not in kinds():
            what = Message("没有记录类别", "there is no record kind")
            raise UsageError([Problem("register", "", unknown_name(kind, kinds(), what))])
