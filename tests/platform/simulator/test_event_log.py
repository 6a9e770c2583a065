"""The event log of a simulated year: it says what the records say, in the actions of the tables."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from itertools import pairwise

import pytest

from dbcheck.cli.simulate_run import law_of, law_of_packs, make_year
from dbcheck.platform.simulator.maker import Settings
from dbcheck.platform.simulator.world import Row, World
from judged_years import DRAFT, PROFILES

ALL = (*PROFILES, DRAFT)


@cache
def year(profile: str) -> World:
    law = law_of_packs(DRAFT) if profile == DRAFT else law_of(profile)
    return make_year(Settings("heilongjiang" if profile == DRAFT else profile, 2024, 200, 1), (), law)[0]


@cache
def histories(profile: str) -> Mapping[tuple[str, str], list[Row]]:
    """Give the events by workflow and record."""
    found: dict[tuple[str, str], list[Row]] = {}
    for event in year(profile).rows("workflow_event"):
        found.setdefault((str(event["workflow"]), str(event["record_id"])), []).append(event)
    return found


TOLD = {
    "submit": "received_at",
    "accept": "accept_decided_at",
    "reject": "accept_decided_at",
    "inform": "interim_at",
    "review": "group_review_at",
    "approve": "leader_reviewed_at",
    "reply": "replied_at",
    "notify": "notified_author_at",
    "withdraw": "withdrawn_at",
    "re_reply": "re_replied_at",
    "publish": "published_at",
}


def test_the_events_of_a_letter_stand_at_the_instants_of_its_fields() -> None:
    for letter in year("heilongjiang").rows("letter"):
        logged = {
            event["action"]: event["at"]
            for event in histories("heilongjiang")["letters", str(letter["id"])]
            if event["action"] in TOLD
        }
        decision = "accept" if letter["accepted"] else "reject"
        wanted = {
            action: letter[field]
            for action, field in TOLD.items()
            if letter.get(field) and action in (decision, *TOLD.keys() - {"accept", "reject"})
        }
        assert logged == wanted


def test_what_leaves_no_trace_is_put_on_the_way() -> None:
    for letter in year("heilongjiang").rows("letter"):
        actions = [event["action"] for event in histories("heilongjiang")["letters", str(letter["id"])]]
        assert ("draft" in actions) is bool(letter["accepted"])
        assert actions[-1] == "close" or letter["status"] != "closed"


def test_what_stands_in_records_beside_is_logged_with_who_did_it() -> None:
    world = year("heilongjiang")
    for assignment in world.rows("letter_assignment"):
        events = histories("heilongjiang")["letters", str(assignment["letter_id"])]
        handed = next(event for event in events if event["action"] in ("assign", "transfer"))
        assert handed["action"] == assignment["mode"]
        assert (handed["at"], handed["actor_org_id"]) == (assignment["assigned_at"], assignment["assigned_by_org_id"])
        objected = [event["at"] for event in events if event["action"] == "object"]
        assert objected == ([assignment["objected_at"]] if assignment.get("objected_at") else [])


@pytest.mark.parametrize("profile", ALL)
def test_every_history_begins_at_the_beginning_and_goes_on_from_state_to_state(profile: str) -> None:
    for events in histories(profile).values():
        assert events[0]["from_state"] is None
        assert [event["from_state"] for event in events[1:]] == [event["to_state"] for event in events[:-1]]
        instants = [event["at"] for event in events]
        assert all(isinstance(at, datetime) for at in instants)
        assert all(str(earlier) < str(later) for earlier, later in pairwise(instants))


@pytest.mark.parametrize("profile", ALL)
def test_every_workflow_that_event_logs_are_judged_by_is_logged(profile: str) -> None:
    law = law_of_packs(DRAFT) if profile == DRAFT else law_of(profile)
    assert {name for name, _ in histories(profile)} == {table.name for table in law.logged}
    assert law.logged


@pytest.mark.parametrize("profile", ALL)
def test_every_instant_that_an_action_fills_has_its_event(profile: str) -> None:
    """Look the slow way: what the tables say an action fills first, in the main record."""
    law = law_of_packs(DRAFT) if profile == DRAFT else law_of(profile)
    for table in law.logged:
        fields = [next((name for name, value in row.sets.items() if value == "$at"), "") for row in table.transitions]
        for record in year(profile).rows(table.record):
            events = histories(profile).get((table.name, str(record["id"])))
            if events is not None:
                days = {str(event["at"])[:10] for event in events}
                assert {str(record[name])[:10] for name in fields if record.get(name)} <= days


def test_a_plan_that_is_compiled_from_others_has_no_history_under_the_published_standard() -> None:
    kinds = {str(row["id"]): row["kind"] for row in year("heilongjiang").rows("interview_plan")}
    logged = {kinds[record] for name, record in histories("heilongjiang") if name == "interview_plan"}
    assert logged == {"unit"}
    assert set(kinds.values()) == {"unit", "annual"}
