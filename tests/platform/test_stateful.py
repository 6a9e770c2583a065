"""Whatever is tried: it is refused or leaves a known state, the log replayed gives the same, and a strict platform audits clean."""

import os
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

import dbcheck
from dbcheck.platform import ActionRefused, Actor, DeadlineMissed, Platform
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.workflows import builtin_workflows, workflow
from dbcheck.workflow.table import Transition
from platform_drawing import value_of

NAMES = [name for name in builtin_workflows() if workflow(name).transitions]
H, DRAFT, INNER_MONGOLIA, QINGHAI, GUIDELINE = "DB23T3649.10", "DB23T3649.10-draft", "DB15", "QH2018-37", "GBF2017-47"
# Workflows that meet each other, and the documents under which they are tried: few at a time, so that records come far.
GROUPS = {
    "letters": ((H, GUIDELINE), ("letters",)),
    "letters of the draft": ((DRAFT,), ("letters", "evaluation")),
    "letters in Inner Mongolia": ((INNER_MONGOLIA, GUIDELINE), ("letters", "comment", "knowledge_base", "mailbox")),
    "solicitations": ((H, GUIDELINE), ("solicitation", "solicitation_opinion", "survey")),
    "solicitations of the draft": ((DRAFT,), ("solicitation", "solicitation_opinion", "survey")),
    "interviews": ((H,), ("interview_plan", "interview", "interview_question")),
    "interviews of the draft": ((DRAFT,), ("interview_plan", "interview", "interview_question")),
    "error reports": ((QINGHAI,), ("error_report",)),
    "concerns": ((H, GUIDELINE), ("response_to_concerns",)),
    "concerns in Inner Mongolia": (
        (INNER_MONGOLIA, GUIDELINE),
        ("response_to_concerns", "new_media_account", "new_media_post"),
    ),
    "sites": ((INNER_MONGOLIA,), ("site_opening", "site_migration", "archiving", "change_filing")),
    "offline": ((INNER_MONGOLIA,), ("temporary_offline",)),
    "documents": (
        (INNER_MONGOLIA, GUIDELINE),
        ("document_publication", "disclosure_normative_document", "disclosure_columns", "interpretation"),
    ),
    "content": ((INNER_MONGOLIA, GUIDELINE), ("content_publication", "repost")),
    "services": ((INNER_MONGOLIA, GUIDELINE), ("service_items", "data_release", "open_data")),
    "supervision": (
        (INNER_MONGOLIA, GUIDELINE),
        ("spot_check", "spot_check_finding", "duty_watch", "annual_report", "security", "training", "assessment"),
    ),
}
MOST_RECORDS = 3  # of a workflow
# Rules that accuse at once what a workflow can only bring about later, and the states of the record that lie between.
UNDERWAY = ("assigned", "objected", "in_process", "reply_draft")
AT_ONCE = {
    "QH2018-37/三(四)#6": ("rejected", "transferred", "verified"),  # a reply follows a rejection, it cannot come with it
    "DB23T3649.10/5.3.6#3": ("objected",),  # so does a new decision an objection
    "DB23T3649.10-draft/7.3.2#3": ("objected",),
    "DB23T3649.10/5.3.9#1": ("replied",),  # and telling the author a reply
    "DB23T3649.10-draft/7.4.2#1": ("replied",),
    "DB23T3649.10-draft/7.3.5#4": UNDERWAY,  # and tracking an assignment
    "GBF2017-47/(四)4#2": ("submitted", "accepted"),  # and a transfer a suggestion
    "DB15/4.5.4.4#2": ("submitted", "accepted"),
}
EXAMPLES = int(os.environ.get("DBCHECK_EXAMPLES", "3"))


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

    def values(self, data: st.DataObject, row: Transition) -> dict[str, Any]:
        kind = self.kind_of(row)
        found: dict[str, Any] = {}
        wanted = [(kind, row.needs, row.takes), *((each.kind, each.needs, each.takes) for each in row.beside)]
        for each, needs, takes in wanted:
            chosen = [*needs, *(name for name in takes if not data.draw(st.integers(0, 2)))]
            for name in chosen:
                found.setdefault(name, data.draw(value_of(each, name, now=self.platform.now, refs=self.refs), name))
        return found

    def kind_of(self, row: Transition) -> str:
        return self.kind

    kind = ""

    @rule(data=st.data())
    def start(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self.names), "workflow")
        table = self.platform.table(name)
        if not table.creating or [each for each, _ in self.made].count(name) >= MOST_RECORDS:
            return
        action = data.draw(st.sampled_from(table.creating), "action")
        row = table.by_action[action].transition
        self.kind = table.table.record
        given = self.values(data, row)
        role = data.draw(st.sampled_from([*row.roles * 6, "stranger"]), "role")
        before = self.platform.records()
        try:
            record = self.platform.start(name, Actor(role, "O"), action, **given)
        except ActionRefused as refused:
            assert refused.breaches  # noqa: PT017 - refusing is one of two right answers
            assert self.platform.records() == before
        else:
            assert role in row.roles
            self.made.append((name, record))

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        if not self.made:
            return
        name, record = data.draw(st.sampled_from(self.made), "record")
        table, state = self.platform.table(name), self.platform.state(name, record)
        legal = [action for action, _ in self.platform.allowed(name, record)]
        every = list(table.by_action)
        onward = [each for each in legal if table.rows[state, each].transition.after(state) != state]
        luck = data.draw(st.integers(0, 9))  # mostly onward: records are to come far
        choices = (legal or every) if luck in (5, 6) else every if luck == 7 else (onward or legal or every)
        action = data.draw(st.sampled_from(choices), "action")
        compiled = table.rows.get((state, action)) or table.by_action[action]
        row = compiled.transition
        self.kind = table.table.record
        given = self.values(data, row)
        org = self.platform.fields(name, record).get(row.by, "O") if row.by else "O"
        role = data.draw(st.sampled_from([*row.roles * 6, "stranger"]), "role")
        before = self.platform.records()
        try:
            reached = self.platform.act(name, record, action, Actor(role, org), **given)
        except ActionRefused as refused:
            assert refused.state == state  # noqa: PT017 - as above
            assert self.platform.records() == before
        else:
            assert action in legal
            assert role in row.roles
            assert reached == row.after(state)

    @rule(hours=st.sampled_from([0.02, 0.5, 1, 3, 24, 72, 200]))
    def wait(self, hours: float) -> None:
        before = self.platform.now
        try:
            self.platform.advance(hours=hours)
        except DeadlineMissed as missed:
            assert missed.breaches  # noqa: PT017 - as above
            assert self.platform.now == before
        else:
            assert self.platform.now == before + timedelta(hours=hours)

    @invariant()
    def every_state_is_known(self) -> None:
        for name, record in self.made:
            assert self.platform.state(name, record) in workflow(name).states

    def teardown(self) -> None:
        again = Platform(self.documents, at=self.begun)
        again.replay(self.platform.log)
        again.move_to(self.platform.now)
        assert again.records() == self.platform.records()
        assert self.platform.breaches == []
        self.audit()

    def audit(self) -> None:
        packs = [
            *self.documents,
            *(f"{each}-workflows" for each in self.documents if f"{each}-workflows" in builtin_packs()),
        ]
        for pack in packs:
            done = dbcheck.audit(self.platform.records(), rules=pack, as_of=self.platform.now)
            binding = done.findings.filter(done.findings["severity"] != "advisory")  # a should is refused to nobody
            told = binding.select("rule", "record", "message").rows()
            assert [each for each in told if not self.is_underway(each[0], each[1])] == []

    def is_underway(self, accused_by: str, found: str) -> bool:
        """Tell whether a rule that accuses at once found a record, or one beside it, that is on its way."""
        return any(
            self.platform.state(name, record) in AT_ONCE.get(accused_by, ())
            for name, record in self.made
            if found == record or f"-of-{record}-" in found
        )


def machine(group: str) -> type[Acting]:
    """Make the machine of one group."""
    documents, names = GROUPS[group]
    return type("Acting", (Acting,), {"documents": documents, "names": names})


def test_every_workflow_is_tried() -> None:
    assert {name for _, names in GROUPS.values() for name in names} == set(NAMES)


@pytest.mark.parametrize("group", GROUPS)
def test_a_strict_platform_refuses_or_knows_the_state_replays_the_same_and_audits_clean(group: str) -> None:
    run_state_machine_as_test(
        machine(group),
        settings=settings(
            max_examples=EXAMPLES,
            derandomize="DBCHECK_EXAMPLES" not in os.environ,  # the same runs in every CI; fresh ones at the desk
            stateful_step_count=120,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],  # an audit ends each example: to shrink one would take minutes
        ),
    )
