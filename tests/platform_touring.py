"""Takes a platform through its tables: brings a record to a state and does an action there, with the values and the company that this takes."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, product
from typing import Any

from dbcheck.platform import ActionRefused, Actor, Platform
from dbcheck.platform.compiled import ReadyGuard, Row
from dbcheck.records.kind import FieldType
from dbcheck.records.predicate import parse_predicate, paths_of
from dbcheck.records.snapshot import kinds
from dbcheck.rules.workflows import workflow
from dbcheck.workflow.table import START, Guard, Workflow
from platform_drawing import CHOICES, choices

MOST_WAYS = 12  # to one state
MOST_TRIES = 400  # of values for one action
MOST_DAYS = 40  # of waiting until an action is no longer too early
STEP = timedelta(minutes=10)  # between two actions
Wishes = Mapping[str, Any]


class Stuck(Exception):  # noqa: N818 - it is where a way ends
    """A way that does not lead on; ``wishes``: what an earlier action should have filled in."""

    def __init__(self, says: str, wishes: Wishes) -> None:
        super().__init__(says)
        self.wishes = wishes


class Tour:
    """One platform under some documents, and what is wished to be filled in on the way. name: makes the ids of its records its own."""

    def __init__(self, documents: Sequence[str], at: datetime, name: str, wishes: Wishes) -> None:
        self.platform = Platform(documents, at=at)
        self.begun, self.name, self.wishes, self.made = at, name, wishes, 0

    def bring(self, name: str, way: Sequence[str], wishes: Wishes) -> str:
        """Make a record and take it along a way of actions; give its id."""
        self.made += 1
        record = f"{self.name}-{self.made}"
        self.do(name, record, way[0], wishes)
        for action in way[1:]:
            self.do(name, record, action, wishes)
        return record

    def move(self, name: str, record: str, goals: Sequence[str]) -> None:
        """Take a record to one of some states by the shortest way."""
        table = self.platform.table(name).table
        for action in next(ways(table, self.platform.state(name, record), goals), ()):
            self.do(name, record, action, {})

    def do(self, name: str, record: str, action: str, wishes: Wishes) -> None:
        """Do an action after all that it asks for, with the first values that it takes."""
        compiled = self.platform.table(name)
        state = self.state(name, record)
        row = compiled.rows[state, action]
        wishes = {**self.wishes, **wishes}
        for ready in row.guards:
            self.prepare(name, record, ready, wishes)
        self.platform.advance(seconds=STEP.total_seconds())
        refused = None
        for given in islice(self.values(name, record, row, wishes), MOST_TRIES):
            refused = self.attempt(name, record, row, given)
            if refused is None:
                return
        raise Stuck(f"{name}: {action} in {state or 'no state'}: {refused}", _wanted(row, self.fields(name, record)))

    def attempt(self, name: str, record: str, row: Row, given: Mapping[str, Any]) -> ActionRefused | None:
        """Try an action, on later days where it comes too early; give what refuses it."""
        by = Actor(row.transition.roles[0], self.fields(name, record).get(row.transition.by) or "O")
        for _ in range(MOST_DAYS):
            try:
                if self.state(name, record) == START:
                    self.platform.start(name, by, row.transition.action, record=record, **given)
                else:
                    self.platform.act(name, record, row.transition.action, by, **given)
            except ActionRefused as refused:
                if {breach.sort for breach in refused.breaches} != {"early"}:
                    return refused
                self.platform.advance(days=1)
            else:
                return None
        return None

    def prepare(self, name: str, record: str, ready: ReadyGuard, wishes: Wishes) -> None:
        """Do what a guard wants to have happened, to this record or to others."""
        guard, fields = ready.guard, self.fields(name, record)
        if ready.where is not None and ready.where({**fields, **wishes}) is False:
            return
        before = guard.after or guard.later
        is_done = any(event.record == record and event.action == before for event in self.platform.log)
        state = self.state(name, record)
        first = None if is_done else self.platform.table(name).rows.get((state, before))
        if first is not None and first.transition.after(state) != state:
            other = {field: not value for field, value in guard.where.items() if isinstance(value, bool)}
            raise Stuck(f"{name}: {before} leads away from {state}", other)
        if first is not None:
            self.do(name, record, before, wishes)
        if guard.link and fields.get(guard.link):
            self.move(guard.workflow, fields[guard.link], guard.states)
        if guard.back and guard.least:
            self.another(guard, {guard.back: record})

    def another(self, guard: Guard, wishes: Wishes) -> str:
        """Bring a record of another workflow to a state that a guard wants, a final one if there is one."""
        table = self.platform.table(guard.workflow).table
        final = [state for state in guard.states if table.states[state].is_final]
        stuck: Stuck | None = None
        for way in islice(ways(table, START, final or guard.states), MOST_WAYS):
            try:
                return self.bring(guard.workflow, way, wishes)
            except Stuck as found:
                stuck = found
        raise stuck or Stuck(f"{guard.workflow}: no way to {guard.states}", {})

    def values(self, name: str, record: str, row: Row, wishes: Wishes) -> Iterator[dict[str, Any]]:
        """Give values for what an action needs, and for what it may take if that is wished or a guard looks at it."""
        looked_at = {field for guard in row.transition.guards for field in _fields(guard)}
        wanted = [*row.needs, *(field for field in row.accepts if field not in row.needs and field in wishes)]
        also = [field for field in sorted(row.accepts) if field not in wanted and field in looked_at]
        for names in (wanted, [*wanted, *also]):
            choices = [self.choices(name, row, field, wishes) for field in names]
            yield from (dict(zip(names, chosen, strict=True)) for chosen in product(*choices))

    def choices(self, name: str, row: Row, field: str, wishes: Wishes) -> Sequence[Any]:
        """Give the values that one field may have, the likeliest first."""
        if field in wishes:
            return [wishes[field]]
        table = self.platform.table(name).table
        linked = [guard for each in (row.transition, *table.transitions) for guard in each.guards if guard.link == field]
        if linked:
            return [*([None] if linked[0].where else []), self.another(linked[0], {})]
        beside = next((each for each, _ in row.beside if field in (*each.needs, *each.takes)), None)
        kind = beside.kind if beside is not None and field not in row.mine else table.record
        right = [guard.require[field] for guard in row.transition.guards if field in guard.require]
        plain = [value for value in right if not isinstance(value, Mapping)]
        found = choices(kind, field, now=self.platform.now, refs=lambda kind: [f"{kind}-{self.name}"])
        is_list, is_coded = kinds()[kind].fields[field].is_list, bool(kinds()[kind].fields[field].values)
        return [*plain, *([list(found)] if is_list and is_coded else [[each] for each in found] if is_list else found)]

    def state(self, name: str, record: str) -> str:
        """Give the state of a record, that of the beginning where there is none yet."""
        return next((event.to_state for event in reversed(self.platform.log) if event.record == record), START)

    def fields(self, name: str, record: str) -> Mapping[str, Any]:
        """Give what is filled in."""
        return {} if self.state(name, record) == START else self.platform.fields(name, record)


def ways(table: Workflow, start: str, goals: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give the ways of actions to one of some states that come by no state twice, the shortest first."""
    out = table.edges
    waiting: deque[tuple[tuple[str, ...], tuple[str, ...]]] = deque([((start,), ())])
    while waiting:
        states, way = waiting.popleft()
        if states[-1] in goals:
            yield way
            continue
        waiting.extend(((*states, after), (*way, action)) for action, after in out[states[-1]] if after not in states)


def targets(documents: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give every action in every state that allows it, of some workflows under some documents."""
    for name in names:
        for row in under(documents, name).transitions:
            yield from ((name, source, row.action) for source in row.sources)


def under(documents: Sequence[str], name: str) -> Workflow:
    """Give a table as it holds under some documents."""
    return workflow(name).under(frozenset(documents))


def hopes(table: Workflow) -> Iterator[Wishes]:
    """Give every value of every field that has few of them and is filled in on the way, one at a time."""
    fields = kinds()[table.record].fields
    for name in sorted({name for row in table.transitions for name in (*row.needs, *row.takes)}):
        if not fields[name].is_list and fields[name].type in (FieldType.BOOL, FieldType.ENUM):
            found = CHOICES.get((table.record, name)) or fields[name].values or (True, False)
            yield from ({name: value} for value in found)


def tour(documents: Sequence[str], end: datetime, called: str, target: tuple[str, str, str], hope: Wishes) -> Tour:
    """Take a fresh platform to an action in a state of a workflow, at an instant; raise Stuck where no way leads there."""
    rehearsed = _tour(documents, end, called, target, hope)
    return _tour(documents, end - (rehearsed.platform.now - end), called, target, hope)


def _tour(documents: Sequence[str], at: datetime, called: str, target: tuple[str, str, str], hope: Wishes) -> Tour:
    name, source, action = target
    stuck: Stuck | None = None
    for way in islice(ways(under(documents, name), START, [source]), MOST_WAYS):
        wishes = hope
        while True:
            made = Tour(documents, at, called, wishes)
            try:
                made.bring(name, (*way, action), {})
            except Stuck as found:
                stuck = found
                if not found.wishes.keys() - wishes.keys():
                    break
                wishes = {**wishes, **found.wishes}
            else:
                return made
    raise stuck or Stuck(f"{name}: no way to {source}", {})


def _fields(guard: Guard) -> Iterator[str]:
    yield from paths_of(parse_predicate(guard.require))
    yield from paths_of(parse_predicate(guard.where))


def _wanted(row: Row, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give values that guards would want to find filled in already."""
    found: dict[str, Any] = {}
    for guard in row.transition.guards:
        for name in paths_of(parse_predicate(guard.require)) if guard.require else ():
            value = guard.require.get(name)
            if name not in row.accepts and not isinstance(value, dict):
                found[name] = value
    return found
