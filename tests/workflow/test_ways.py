"""What lies ahead of a state, and which actions lead where."""

import pytest

from dbcheck.rules.workflows import builtin_workflows, workflow
from dbcheck.workflow.ways import ahead, shortest_way

LETTERS = workflow("letters").under(frozenset({"DB23T3649.10"}))


def test_a_rejected_letter_has_nothing_ahead() -> None:
    assert ahead(LETTERS)["rejected"] == frozenset()


def test_a_submitted_letter_has_its_reply_ahead_and_its_submission_behind() -> None:
    assert "reply" in ahead(LETTERS)["submitted"]
    assert "submit" not in ahead(LETTERS)["submitted"]


def test_what_lies_behind_a_new_start_of_the_clock_does_not_count() -> None:
    reports = workflow("error_report")
    assert "approve_prefecture" in ahead(reports)["returned"]
    assert "approve_prefecture" not in ahead(reports, without="receive")["returned"]


def test_the_shortest_way_is_found() -> None:
    assert shortest_way(LETTERS, ["accepted"], ["replied"]) == ("handle", "draft", "reply")
    assert shortest_way(LETTERS, ["rejected"], ["replied"]) is None
    assert shortest_way(LETTERS, ["accepted"], ["replied"], only={"draft", "reply"}) is None


@pytest.mark.parametrize("name", [name for name in builtin_workflows() if workflow(name).transitions])
def test_every_state_of_every_workflow_is_reached_and_none_that_is_not_final_is_a_dead_end(name: str) -> None:
    table = workflow(name)
    for state in table.states:
        assert shortest_way(table, [""], [state]) is not None, state
        assert table.states[state].is_final or ahead(table)[state], state
