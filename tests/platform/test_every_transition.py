"""Every action in every state that allows it is done, with every value that its record may have: the audit is clean at once and ever after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from dbcheck.platform import DeadlineMissed, Platform
from platform_groups import GROUPS, NAMES, audited, foretold
from platform_touring import Stuck, Tour, hopes, targets, tour, under

END = datetime(2024, 6, 12, 15)  # when the action that is wanted is done
WAITS = [timedelta(days=days) for days in (200, 45, 30, 20, 12, 9, 7, 5, 3, 2, 1)] + [timedelta(hours=1), timedelta(0)]


def toured(group: str) -> Sequence[Tour]:
    """Do every action of a group in every state; raise Stuck where one cannot be done."""
    documents, names = GROUPS[group]
    return [tour(documents, END, f"{number}", target, {}) for number, target in enumerate(targets(documents, names), 1)]


def hoped(group: str) -> Iterator[Tour]:
    """Do every action once more for each value that some record on the way takes; not what only adds a reminder beside it."""
    documents, names = GROUPS[group]
    number = 0
    for name, source, action in targets(documents, names):
        table = under(documents, name)
        row = table.rows[source, action]
        for hope in hopes(table) if row.target or row.guards or row.fills else ():
            number += 1
            try:
                made = tour(documents, END, f"h{number}", (name, source, action), hope)
            except Stuck:  # the documents do not allow that value here
                continue
            if any(field in event.given for field in hope for event in made.platform.log):
                yield made


def together(tours: Iterable[Tour]) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Give the records of several platforms as one export."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in tours:
        for kind, records in each.platform.records().items():
            for record in records:
                own = {"id": f"{each.name}-{record['id']}"} if kind == "workflow_event" else {}
                found[kind].append({**record, **own})
    return found


def is_moved(platform: Platform, instant: datetime) -> bool:
    try:
        platform.move_to(instant)
    except DeadlineMissed:
        return False
    return True


def test_every_workflow_is_tried() -> None:
    assert {name for _, names in GROUPS.values() for name in names} == set(NAMES)


def test_every_transition_of_every_table_is_taken_in_some_group() -> None:
    taken = {target for documents, names in GROUPS.values() for target in targets(documents, names)}
    every = {(name, source, row.action) for name in NAMES for row in under((), name).transitions for source in row.sources}
    assert every <= taken


@pytest.mark.parametrize("group", GROUPS)
def test_every_action_can_be_done_in_every_state_that_allows_it(group: str) -> None:
    documents, names = GROUPS[group]
    done = [(event.workflow, event.from_state, event.action) for made in toured(group) for event in made.platform.log[-1:]]
    assert done == list(targets(documents, names))


@pytest.mark.parametrize("group", GROUPS)
def test_the_log_of_every_way_replayed_gives_the_same(group: str) -> None:
    for made in toured(group):
        again = Platform(GROUPS[group][0], at=made.begun)
        again.replay(made.platform.log)
        again.move_to(made.platform.now)
        assert again.records() == made.platform.records()


@pytest.mark.parametrize("group", GROUPS)
def test_the_audit_is_clean_after_every_action_and_as_long_as_the_platform_lets_time_pass(group: str) -> None:
    documents, _ = GROUPS[group]
    tours = [*toured(group), *hoped(group)]
    check(tours, documents, END)
    waiting: dict[timedelta, list[Tour]] = defaultdict(list)
    for made in tours:
        waiting[next(wait for wait in WAITS if is_moved(made.platform, END + wait))].append(made)
    for wait, waited in waiting.items():
        check(waited, documents, END + wait)


def check(tours: Sequence[Tour], documents: Iterable[str], as_of: datetime) -> None:
    """Demand that nothing is found but the advice that the platforms foretell."""
    binding, advice = audited(together(tours), documents, as_of)
    assert binding == []
    assert advice == set().union(*(foretold(made.platform) for made in tours))
