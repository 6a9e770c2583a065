"""The event log of a simulated year: what the records say that happened, told in the actions of the workflow tables.

A transition that fills a field with the instant of its action is told by that field; what leaves no trace of its own (a draft, the closing of
a file) is put on the way to the next thing that is told. Only what a table leaves open is written down here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from dbcheck.platform.simulator.world import Row, World
from dbcheck.workflow.conditions import condition
from dbcheck.workflow.table import START, Transition, Workflow
from dbcheck.workflow.ways import shortest_way

EVENT = "workflow_event"
AT, ORG = "$at", "$org"
OPENING = time(9)  # when something was done of which only the day is known
STEP = timedelta(hours=2)  # between things of which no field tells when, at either end of a history
SHORTLY = timedelta(minutes=30)  # before what is told next, if there is room
SECOND = timedelta(seconds=1)
# What the tables leave open: of an action that fills several records or none, what tells it and when.
TOLD_BY: Mapping[tuple[str, str], str] = {
    ("repost", "publish_upstream"): "upstream_id.published_at",
    ("new_media_account", "file"): "filed_at",
}
ABOUT: Mapping[tuple[str, str], Mapping[str, str]] = {("site_migration", "take_down"): {"kind": "migration_done"}}
OUTSIDERS = frozenset(("author", "citizen", "system", "source", "state_office"))
OFFICES = frozenset(("office", "organizing", "compiler", "government_office", "county", "prefecture"))
ANSWERING = ("responsible_org_id", "host_org_id", "org_id")  # fields that name the unit that answers for a record
HIGHEST = frozenset(("region_office", "province"))


class Told(NamedTuple):
    """One thing that a field tells. choices: the actions that it may have been."""

    at: datetime
    choices: tuple[Transition, ...]
    org: Any


class Done(NamedTuple):
    """One event before it has a number. at: None where no field tells."""

    at: datetime | None
    row: Transition
    org: Any


@dataclass(frozen=True)
class Trace:
    """What a transition leaves in a record of a kind: the field with its instant, who acted, and what else must stand there."""

    row: Transition
    kind: str
    link: str
    at: str
    org: str
    also: Mapping[str, Any]


def keep_log(world: World, tables: Iterable[Workflow]) -> None:
    """Add the events of these workflows to a year, as records of kind ``workflow_event``."""
    events = world.rows(EVENT)
    for table in tables:
        for event in _Clerk(table, world).events():
            events.append({"id": f"EV-{len(events) + 1:07}", **event})


class _Clerk:
    """Writes the log of one workflow."""

    def __init__(self, table: Workflow, world: World) -> None:
        self.table, self.world = table, world
        self.ways: dict[tuple[str, tuple[str, ...]], tuple[str, ...] | None] = {}
        traces = [trace for row in table.transitions if (trace := _trace(table, row)) is not None]
        self.own: dict[str, list[Trace]] = {}
        for trace in traces:
            if trace.kind == table.record and not trace.link:
                self.own.setdefault(trace.at, []).append(trace)
        self.beside = [trace for trace in traces if trace.link]
        self.linked = {(trace.kind, trace.link): self._by_link(trace.kind, trace.link) for trace in self.beside}
        self.guards = {row.action: _guards(row) for row in table.transitions}
        self.silent = frozenset(row.action for row in table.transitions) - {trace.row.action for trace in traces}
        self.sites = {row["id"]: row for row in world.rows("site")}
        self.accounts = {row["id"]: row for row in world.rows("new_media_account")}
        self.upstream = {row["id"]: row for row in world.rows("upstream_item")}
        self.top = next((row["undertaker_org_id"] for row in world.rows("site")), None)

    def _by_link(self, kind: str, link: str) -> Mapping[Any, Sequence[Row]]:
        found: dict[Any, list[Row]] = {}
        for row in self.world.rows(kind):
            found.setdefault(row.get(link), []).append(row)
        return found

    def events(self) -> Iterator[Row]:
        """Give the events of every record, record by record."""
        links = {part.link for row in self.table.transitions for part in row.beside if part.kind == self.table.record}
        creating = [row for row in self.table.transitions if START in row.sources]
        for record in self.world.rows(self.table.record):
            if any(_agrees(record, row.sets) for row in creating) and not any(record.get(link) for link in links):
                yield from self._written(record)

    def _written(self, record: Row) -> Iterator[Row]:
        state = START
        for at, row, org in _dated(self._history(record)):
            after = row.after(state)
            yield {
                "workflow": self.table.name,
                "record_kind": self.table.record,
                "record_id": record["id"],
                "action": row.action,
                "role": row.roles[0],
                "actor_org_id": org or self._org(record, row),
                "at": at,
                "from_state": state or None,
                "to_state": after,
            }
            state = after

    def _history(self, record: Row) -> list[Done]:
        """Put what is told in its order, and on the way what is not."""
        state, done = START, list[Done]()
        happened: set[str] = set()
        for told in sorted(self._told(record), key=lambda each: each.at):
            row = self._nearest(state, told.choices)
            if row is None:
                continue
            for action in (*self._owed(record, row, happened), row.action):
                state = self._go(state, action, done, happened)
            done[-1] = Done(told.at, done[-1].row, told.org)
        goal = record.get(self.table.status) if self.table.status else None
        if done and isinstance(goal, str) and goal in self.table.states and state != goal:
            for action in self._way(state, (goal,)) or ():
                state = self._go(state, action, done, happened)
        return done

    def _go(self, state: str, action: str, done: list[Done], happened: set[str]) -> str:
        """Do an action and whatever leads to it, and give the state after."""
        for step in (*(self._way(state, self._sources(action)) or ()), action):
            row = self.table.rows[state, step]
            done.append(Done(None, row, None))
            happened.add(step)
            state = row.after(state)
        return state

    def _owed(self, record: Row, row: Transition, happened: set[str]) -> list[str]:
        """Give what must have been done before, by the guards of an action, and has not been told."""
        return [wanted for wanted, holds in self.guards[row.action] if wanted not in happened and holds(record)]

    def _sources(self, action: str) -> tuple[str, ...]:
        return tuple(source for source, name in self.table.rows if name == action)

    def _way(self, state: str, goals: tuple[str, ...]) -> tuple[str, ...] | None:
        """Give the shortest way, if there is one over actions of which no field would have told."""
        key = (state, goals)
        if key not in self.ways:
            quiet = shortest_way(self.table, (state,), goals, only=self.silent)
            self.ways[key] = shortest_way(self.table, (state,), goals) if quiet is None else quiet
        return self.ways[key]

    def _nearest(self, state: str, choices: Sequence[Transition]) -> Transition | None:
        """Give the action that lies next on the way; None where no way leads to any."""
        ways = [
            (len(way), place)
            for place, row in enumerate(choices)
            if (way := self._way(state, self._sources(row.action))) is not None
        ]
        return choices[min(ways)[1]] if ways else None

    def _told(self, record: Row) -> Iterator[Told]:
        for name, traces in self.own.items():
            at = self._instant(record, name)
            if at is not None:
                yield from _choose(at, record, traces)
        for trace in self.beside:
            for row in self.linked[trace.kind, trace.link].get(record["id"], ()):
                at = self._instant(row, trace.at)
                if at is not None:
                    yield from _choose(at, row, (trace,))

    def _instant(self, row: Row, path: str) -> datetime | None:
        name, _, rest = path.partition(".")
        value = row.get(name)
        if rest:
            named = self.upstream.get(value)
            return self._instant(named, rest) if named else None
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime.combine(value, OPENING)
        return value if isinstance(value, datetime) else None

    def _org(self, record: Row, row: Transition) -> Any:
        """Give who acted where no field says: the unit that answers for the record, its site's host, or the office."""
        role = row.roles[0]
        if role in OUTSIDERS:
            return None
        site = self.sites.get(record.get("site_id"), {})
        if role in HIGHEST:
            return self.top
        if role in OFFICES:
            return site.get("undertaker_org_id") or self.top
        account = self.accounts.get(record.get("account_id"), {})
        named = [record.get(name) for name in (row.by, *ANSWERING) if name]
        return next((org for org in (*named, site.get("org_id"), account.get("org_id")) if org), None)


def _trace(table: Workflow, row: Transition) -> Trace | None:
    """Find what tells of a transition: the first field of the record that takes its instant, else that of a record beside it."""
    given = TOLD_BY.get((table.name, row.action))
    also = ABOUT.get((table.name, row.action), {})
    at = _first(row.sets, AT)
    if at or (given and not row.beside):
        return Trace(row, table.record, "", at or str(given), _first(row.sets, ORG), _constants(row.sets))
    for part in row.beside:
        filled = given or _first(part.sets, AT)
        if filled and part.link:
            return Trace(row, part.kind, part.link, filled, _first(part.sets, ORG), {**_constants(part.sets), **also})
    return None


def _first(sets: Mapping[str, Any], wanted: str) -> str:
    return next((name for name, value in sets.items() if value == wanted), "")


def _constants(sets: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in sets.items() if not (isinstance(value, str) and value.startswith("$"))}


def _agrees(row: Row, sets: Mapping[str, Any]) -> bool:
    return all(row.get(name) == value for name, value in _constants(sets).items())


def _choose(at: datetime, row: Row, traces: Sequence[Trace]) -> Iterator[Told]:
    fitting = [trace for trace in traces if all(row.get(name) == value for name, value in trace.also.items())]
    if fitting:
        org = fitting[0].org
        yield Told(at, tuple(trace.row for trace in fitting), row.get(org) if org else None)


def _guards(row: Transition) -> list[tuple[str, Any]]:
    return [(guard.after or guard.later, condition(guard.where)) for guard in row.guards if guard.after or guard.later]


def _dated(history: Sequence[Done]) -> Iterator[tuple[datetime, Transition, Any]]:
    """Give every event an instant of its own, later than the one before: what no field tells lies shortly before what the next one does."""
    told = [place for place, each in enumerate(history) if each.at is not None]
    last: datetime | None = None
    for place, each in enumerate(history):
        at = each.at or _between(history, place, told)
        if last is not None and at <= last:
            at = last + SECOND
        last = at
        yield at, each.row, each.org


def _between(history: Sequence[Done], place: int, told: Sequence[int]) -> datetime:
    before = max((each for each in told if each < place), default=None)
    after = min((each for each in told if each > place), default=None)
    if before is None:
        assert after is not None
        return _at(history, after) - (after - place) * STEP
    if after is None:
        return _at(history, before) + (place - before) * STEP
    share = min(SHORTLY, (_at(history, after) - _at(history, before)) / (after - before))
    return (_at(history, after) - (after - place) * share).replace(microsecond=0)


def _at(history: Sequence[Done], place: int) -> datetime:
    at = history[place].at
    assert at is not None
    return at
