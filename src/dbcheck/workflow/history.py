"""The history of one record as its log tells it: in which order things can have happened, and where it leaves its workflow."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import permutations, product

from dbcheck.lean_dataclass import dataclass
from dbcheck.workflow.table import START, Guard, Transition, Workflow
from dbcheck.workflow.ways import shortest_way

MOST_AT_ONCE = 5  # events whose order the times leave open; more of them are not tried
MOST_ORDERS = 240
LAST_MOMENT = timedelta(days=1) - timedelta(microseconds=1)


class Sort(StrEnum):
    """How a history can leave its workflow."""

    TRANSITION = "transitions"  # no way leads from the state to the action
    STEP = "steps"  # something that has to come first is not in the log
    ORDER = "order"  # it is in the log, but later


@dataclass(frozen=True)
class Happening:
    """One event. action, role: names of the table; None where the log gives none that the table knows.

    at: None where unknown. from_state, to_state: names of the table; None where not given, or unknown to the table.
    """

    action: str | None
    role: str | None = None
    at: datetime | None = None
    is_day_only: bool = False
    from_state: str | None = None
    to_state: str | None = None

    @property
    def earliest(self) -> datetime:
        """Give the first instant at which it can have happened."""
        assert self.at is not None
        return self.at

    @property
    def latest(self) -> datetime:
        """Give the last instant at which it can have happened."""
        return self.earliest + LAST_MOMENT if self.is_day_only else self.earliest


@dataclass(frozen=True)
class Deviation:
    """One place where a history leaves its workflow. missing: what should have come first."""

    sort: Sort
    position: int
    action: str
    states: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Walk:
    """What one order of events comes to.

    is_truncated: the log does not begin at the beginning. doubts: sorts that cannot be ruled out. states: where it may be at the end.
    """

    deviations: tuple[Deviation, ...]
    states: frozenset[str]
    is_truncated: bool
    doubts: frozenset[Sort]


def orders(events: Sequence[Happening]) -> Sequence[tuple[Happening, ...]] | None:
    """Give every order that the times allow; None where there are too many. Each event has a time."""
    clusters = list(_clusters(sorted(events, key=lambda event: (event.earliest, event.latest))))
    if any(len(cluster) > MOST_AT_ONCE for cluster in clusters):
        return None
    choices = [[order for order in permutations(cluster) if _is_possible(order)] for cluster in clusters]
    amount = 1
    for each in choices:
        amount *= len(each)
    if amount > MOST_ORDERS:
        return None
    return [tuple(event for part in parts for event in part) for parts in product(*choices)]


def _clusters(events: Sequence[Happening]) -> Iterator[list[Happening]]:
    """Part events where the times leave no doubt."""
    held: list[Happening] = []
    for event in events:
        if held and max(each.latest for each in held) < event.earliest:
            yield held
            held = []
        held.append(event)
    if held:
        yield held


def _is_possible(order: Sequence[Happening]) -> bool:
    return all(later.latest >= earlier.earliest for place, earlier in enumerate(order) for later in order[place + 1 :])


def walk(table: Workflow, order: Sequence[Happening]) -> Walk:
    """Follow the events through the table; every event has an action that the table knows."""
    return _Walker(table, order).walk()


class _Walker:
    def __init__(self, table: Workflow, order: Sequence[Happening]) -> None:
        self.table, self.order = table, order
        self.rows = table.rows
        self.found: list[Deviation] = []
        self.doubts: set[Sort] = set()
        self.states: set[str] = {START}
        self.is_truncated = False

    def walk(self) -> Walk:
        for place, event in enumerate(self.order):
            self._follow(place, event)
        return Walk(tuple(self.found), frozenset(self.states), self.is_truncated, frozenset(self.doubts))

    def _follow(self, place: int, event: Happening) -> None:
        action = str(event.action)
        if place == 0 and (START, action) not in self.rows:
            self.is_truncated = True
            self.states = self._sources(action)
        if event.from_state and event.from_state not in self.states:
            self.doubts |= set(Sort)  # the log itself says that something is not in it
        if event.from_state:
            self.states = {event.from_state}
        allowed = {state: self.rows[state, action] for state in self.states if (state, action) in self.rows}
        if not allowed:
            self._deviate(place, action)
            allowed = {state: self.rows[state, action] for state in self._sources(action)}
        for row in {id(row): row for row in allowed.values()}.values():
            self._guards(place, event, row)
        self.states = {row.after(state) for state, row in allowed.items()}
        if event.to_state:
            if event.to_state not in self.states:
                self.found.append(Deviation(Sort.TRANSITION, place, action, (event.to_state,)))
            self.states = {event.to_state}

    def _sources(self, action: str) -> set[str]:
        return {source for source, name in self.rows if name == action}

    def _deviate(self, place: int, action: str) -> None:
        goals, here = self._sources(action), tuple(sorted(self.states))
        later = {str(event.action) for event in self.order[place + 1 :]}
        delayed = shortest_way(self.table, self.states, goals, only=later)
        missing = shortest_way(self.table, self.states, goals) if delayed is None else delayed
        if missing is None:
            self.found.append(Deviation(Sort.TRANSITION, place, action, here))
        else:
            self.found.append(Deviation(Sort.STEP if delayed is None else Sort.ORDER, place, action, here, missing))

    def _guards(self, place: int, event: Happening, row: Transition) -> None:
        for guard in row.guards:
            wanted = guard.after or guard.later
            if not wanted or guard.where or guard.is_advice:
                continue
            before = [each for each in self.order[:place] if each.action == wanted]
            if before:
                self._check_later(place, event, guard, before[-1])
            elif self.is_truncated:
                self.doubts |= {Sort.STEP, Sort.ORDER}
            else:
                self.found.append(Deviation(self._sort(place, wanted), place, row.action, (), (wanted,)))

    def _sort(self, place: int, wanted: str) -> Sort:
        return Sort.ORDER if any(event.action == wanted for event in self.order[place + 1 :]) else Sort.STEP

    def _check_later(self, place: int, event: Happening, guard: Guard, before: Happening) -> None:
        if not guard.later or before.latest < event.earliest:
            return
        if before.is_day_only or event.is_day_only:
            self.doubts.add(Sort.ORDER)
        else:
            self.found.append(Deviation(Sort.ORDER, place, str(event.action), (), (guard.later,)))
