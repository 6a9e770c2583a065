"""Histories: every order that the times allow, and where an order leaves the workflow."""

from datetime import datetime

from dbcheck.rules.workflows import workflow
from dbcheck.workflow.history import Happening, Sort, orders, walk

LETTERS = workflow("letters").under(frozenset({"DB23T3649.10"}))


def history(*actions: str) -> list[Happening]:
    return [Happening(action, "office", datetime(2024, 5, 6, 9 + place)) for place, action in enumerate(actions)]


def sorts(*actions: str) -> list[tuple[Sort, str, tuple[str, ...]]]:
    return [(each.sort, each.action, each.missing) for each in walk(LETTERS, history(*actions)).deviations]


def test_a_history_that_keeps_to_the_table_has_no_deviation() -> None:
    assert sorts("submit", "accept", "handle", "draft", "reply", "close") == []


def test_what_no_way_leads_to_is_a_wrong_transition() -> None:
    assert sorts("submit", "reject", "reply") == [(Sort.TRANSITION, "reply", ())]


def test_what_is_skipped_is_a_missing_step() -> None:
    assert sorts("submit", "accept", "draft") == [(Sort.STEP, "draft", ("handle",))]


def test_what_comes_later_is_a_wrong_order() -> None:
    assert (Sort.ORDER, "draft", ("handle",)) in sorts("submit", "accept", "draft", "handle")


def test_a_log_that_begins_in_the_middle_is_told_from_one_that_is_wrong() -> None:
    found = walk(LETTERS, history("draft", "reply"))
    assert found.is_truncated
    assert found.deviations == ()
    assert walk(LETTERS, history("close", "reply")).deviations[0].sort is Sort.TRANSITION


def test_a_state_in_the_log_that_was_not_reached_leaves_it_open() -> None:
    found = walk(
        LETTERS,
        [*history("submit", "accept"), Happening("reply", "office", datetime(2024, 5, 7), from_state="reply_draft")],
    )
    assert found.deviations == ()
    assert found.doubts == set(Sort)


def test_a_logged_state_that_the_action_does_not_lead_to_is_a_wrong_transition() -> None:
    events = [*history("submit"), Happening("accept", "office", datetime(2024, 5, 7), to_state="closed")]
    assert [each.sort for each in walk(LETTERS, events).deviations] == [Sort.TRANSITION]


def test_events_of_one_instant_may_have_come_in_either_order() -> None:
    at = datetime(2024, 5, 6, 9)
    found = orders([Happening("accept", at=at), Happening("submit", at=at), Happening("handle", at=datetime(2024, 5, 7))])
    assert found is not None
    assert sorted([event.action for event in order] for order in found) == [
        ["accept", "submit", "handle"],
        ["submit", "accept", "handle"],
    ]


def test_an_event_of_a_day_without_a_clock_time_may_come_anywhere_in_it() -> None:
    found = orders(
        [
            Happening("a", at=datetime(2024, 5, 6), is_day_only=True),
            Happening("b", at=datetime(2024, 5, 6, 9)),
            Happening("c", at=datetime(2024, 5, 6, 15)),
        ]
    )
    assert found is not None
    assert sorted("".join(str(event.action) for event in order) for order in found) == ["abc", "bac", "bca"]


def test_too_many_events_at_once_are_not_ordered() -> None:
    assert orders([Happening("a", at=datetime(2024, 5, 6))] * 6) is None
