"""Whatever is tried: it is refused or leaves a known state, the log replayed gives the same, and a strict platform audits clean."""

import os
from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dbcheck.platform import ActionRefused, Actor, DeadlineMissed, Platform
from dbcheck.platform.compiled import Row
from dbcheck.rules.workflows import workflow
from platform_drawing import drawn
from platform_groups import GROUPS, audited, foretold

MOST_RECORDS = 4  # of a workflow
TRIES = 4  # with other values where an action is refused
STEPS = 120
EXAMPLES = int(os.environ.get("DBCHECK_EXAMPLES", "5"))
RANDOMS = st.randoms(
    use_true_random=True
)  # one seed a step: values drawn one by one would end each example after a few steps
WAITS = [
    timedelta(minutes=1),
    timedelta(minutes=30),
    timedelta(hours=3),
    *(timedelta(days=days) for days in (1, 1, 4, 8, 31)),
]


class Acting(RuleBasedStateMachine):
    """Acts on a strict platform at random, more often than not by what the tables allow."""

    documents: ClassVar[tuple[str, ...]] = ()
    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.platform = Platform(self.documents, at=datetime(2024, 5, 6, 9))
        self.begun = self.platform.now
        self.made: list[tuple[str, str]] = []

    def refs(self, kind: str) -> list[str]:
        return [record for name, record in self.made if workflow(name).record == kind]

    def values(self, random: Random, kind: str, row: Row) -> dict[str, Any]:
        transition, found = row.transition, dict[str, Any]()
        wanted = [
            (kind, transition.needs, transition.takes),
            *((each.kind, each.needs, each.takes) for each, _ in row.beside),
        ]
        for each, needs, takes in wanted:
            for name in (*needs, *(name for name in takes if random.random() < 0.4)):
                found.setdefault(name, drawn(random, each, name, now=self.platform.now, refs=self.refs))
        return found

    @rule(random=RANDOMS)
    def step(self, random: Random) -> None:
        """One rule for all: of several, an example would leave some out, and without acts or waits it goes nowhere."""
        (chosen,) = random.choices((self.start, self.act, self.wait, self.wait_for_the_next_working_morning), (2, 8, 1, 1))
        chosen(random)

    def start(self, random: Random) -> None:
        name = random.choice(self.names)
        table = self.platform.table(name)
        if not table.creating or [each for each, _ in self.made].count(name) >= MOST_RECORDS:
            return
        action = random.choice(table.creating)
        row = table.by_action[action]
        role = random.choice([*row.transition.roles * 6, "stranger"])
        for _ in range(TRIES):
            given = self.values(random, table.table.record, row)
            before = self.platform.records()
            try:
                record = self.platform.start(name, Actor(role, "O"), action, **given)
            except ActionRefused as refused:
                assert refused.breaches  # noqa: PT017 - refusing is one of two right answers
                assert self.platform.records() == before
            else:
                assert role in row.roles
                self.made.append((name, record))
                return

    def act(self, random: Random) -> None:
        if not self.made:
            return
        name, record = random.choice(self.made)
        table, state = self.platform.table(name), self.platform.state(name, record)
        legal = [action for action, _ in self.platform.allowed(name, record)]
        onward = [each for each in legal if table.rows[state, each].transition.after(state) != state]
        every = list(table.by_action)
        action = random.choice(random.choice([onward or legal or every, legal or every, legal or every, every]))
        row = table.rows.get((state, action)) or table.by_action[action]
        by = row.transition.by
        role = random.choice([*row.transition.roles * 6, "stranger"])
        actor = Actor(role, self.platform.fields(name, record).get(by, "O") if by else "O")
        for _ in range(TRIES):
            given = self.values(random, table.table.record, row)
            before = self.platform.records()
            try:
                reached = self.platform.act(name, record, action, actor, **given)
            except ActionRefused as refused:
                assert refused.state == state  # noqa: PT017 - as above
                assert self.platform.records() == before
            else:
                assert action in legal
                assert role in row.roles
                assert reached == row.transition.after(state)
                return

    def wait(self, random: Random) -> None:
        self.wait_until(self.platform.now + random.choice(WAITS))

    def wait_for_the_next_working_morning(self, _: Random) -> None:
        due = self.platform.calendar.due_date(self.platform.now.date(), 1)
        assert due is not None
        self.wait_until(datetime(due.year, due.month, due.day, 9))

    def wait_until(self, instant: datetime) -> None:
        before = self.platform.now
        try:
            self.platform.move_to(instant)
        except DeadlineMissed as missed:
            assert missed.breaches  # noqa: PT017 - as above
            assert self.platform.now == before
        else:
            assert self.platform.now == instant

    @invariant()
    def every_state_is_known(self) -> None:
        for name, record in self.made:
            assert self.platform.state(name, record) in workflow(name).states

    def teardown(self) -> None:
        for event in self.platform.log:
            note(f"{event.at} {event.workflow} {event.record} {event.action} by {event.role} {dict(event.given)}")
        again = Platform(self.documents, at=self.begun)
        again.replay(self.platform.log)
        again.move_to(self.platform.now)
        assert again.records() == self.platform.records()
        assert again.advice == self.platform.advice
        assert self.platform.breaches == []
        self.audit()

    def audit(self) -> None:
        binding, advice = audited(self.platform.records(), self.documents, self.platform.now)
        assert binding == []
        assert advice == foretold(self.platform)


def machine(group: str) -> type[Acting]:
    """Make the machine of one group."""
    documents, names = GROUPS[group]
    return type("Acting", (Acting,), {"documents": documents, "names": names})


@pytest.mark.parametrize("group", GROUPS)
def test_a_strict_platform_refuses_or_knows_the_state_replays_the_same_and_audits_clean(group: str) -> None:
    run_state_machine_as_test(
        machine(group),
        settings=settings(
            max_examples=EXAMPLES,
            derandomize="DBCHECK_EXAMPLES" not in os.environ,  # the same runs in every CI; fresh ones at the desk
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],  # an audit ends each example: to shrink one would take minutes
        ),
    )
