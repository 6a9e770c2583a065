"""workflow: each aspect, on both sides, and what the log does not tell."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import dbcheck
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.parameter_mistakes import parameter_mistakes

H = "DB23T3649.10-workflows"
LEGAL = [
    ("submit", "author", "2024-05-06 09:00"),
    ("accept", "office", "2024-05-06 10:00"),
    ("handle", "office", "2024-05-06 11:00"),
    ("draft", "office", "2024-05-07 09:00"),
    ("reply", "office", "2024-05-07 10:00"),
]


def event(place: int, action: str | None, role: str | None, at: str | None, **more: Any) -> dict[str, Any]:
    return {"id": f"e{place}", "workflow": "letters", "record_id": "L1", "action": action, "role": role, "at": at, **more}


def log(rows: list[tuple[str | None, str | None, str | None]]) -> list[dict[str, Any]]:
    return [event(place, *row) for place, row in enumerate(rows)]


def audited(events: list[dict[str, Any]], as_of: str = "2024-06-30", /, **kinds: list[dict[str, Any]]) -> Mapping[str, str]:
    """Give, for each aspect, how the one letter ended."""
    done = dbcheck.audit({"workflow_event": events, **kinds}, rules=H, as_of=as_of)
    found = {}
    for outcome in done.outcomes:
        if outcome.clause == "letters":
            counts = outcome.counts.as_json()
            found[outcome.part] = next((word for word, number in counts.items() if number), str(outcome.outcome))
    return found


def changed(place: int, **fields: Any) -> list[dict[str, Any]]:
    events = log(LEGAL)  # type: ignore[arg-type]  # texts are what they may be
    events[place] |= fields
    return events


def without(*places: int) -> list[dict[str, Any]]:
    return [each for place, each in enumerate(log(LEGAL)) if place not in places]  # type: ignore[arg-type]  # as above


LETTER = [{"id": "L1", "received_at": "2024-05-06 09:00", "is_complex": False}]


def test_a_log_that_keeps_to_the_table_passes_under_every_aspect() -> None:
    found = audited(changed(0), letter=LETTER)
    assert found == dict.fromkeys(("transitions", "steps", "order", "roles", "limits"), "pass")


@pytest.mark.parametrize(("level", "counted"), [("prefecture", "fail"), ("county", "out_of_scope"), (None, "fail")])
def test_the_log_of_somebody_whom_the_profile_does_not_judge_does_not_count(
    level: str | None, counted: str, tmp_path: Path
) -> None:
    profile = tmp_path / "p.yaml"
    profile.write_text(f"profile: p\ntitle: 试\npacks: [{H}]\nlevels: [province, prefecture]\n", encoding="utf-8")
    records = {
        "workflow_event": without(1),
        "letter": [{**LETTER[0], "site_id": "S1"}],
        "site": [{"id": "S1", "org_id": "O1"}],
        "organization": [{"id": "O1", "level": level}],
    }
    done = dbcheck.audit(records, profile=str(profile), as_of="2024-06-30")
    steps = next(outcome for outcome in done.outcomes if outcome.rule == f"{H}/letters#steps")
    assert steps.counts.as_json()[counted] == 1


def test_chinese_labels_are_known() -> None:
    events = changed(0, action="提交", role="来信人", workflow="信件(网民留言)办理")
    assert audited(events, letter=LETTER)["steps"] == "pass"


@pytest.mark.parametrize(
    ("events", "aspect"),
    [
        (changed(1, action="reject"), "transitions"),  # what comes after a rejection leads nowhere
        (without(2), "steps"),
        (changed(3, at="2024-05-06 10:30"), "order"),  # the draft before it was taken on
        (changed(4, role="author"), "roles"),
        (changed(4, at="2024-05-12 00:00"), "limits"),
    ],
)
def test_each_aspect_fails_for_what_it_is_about(events: list[dict[str, Any]], aspect: str) -> None:
    assert audited(events, letter=LETTER)[aspect] == "fail"


def test_the_last_moment_of_the_fifth_working_day_a_make_up_saturday_is_in_time() -> None:
    assert audited(changed(4, at="2024-05-11 23:59"), letter=LETTER)["limits"] == "pass"


@pytest.mark.parametrize(("as_of", "word"), [("2024-05-10", "pending"), ("2024-05-11", "fail")])
def test_a_reply_that_is_not_there_is_pending_until_the_limit_is_over(as_of: str, word: str) -> None:
    assert audited(without(4), as_of, letter=LETTER)["limits"] == word


def test_what_is_pending_has_its_last_day_so_that_it_can_be_listed_as_due() -> None:
    done = dbcheck.audit({"workflow_event": without(4), "letter": LETTER}, rules=H, as_of="2024-05-08", pending=True)
    assert done.result.pending is not None
    (found,) = done.result.pending.frame().iter_rows(named=True)
    assert '"due":"2024-05-11 00:00:00"' in found["evidence"]
    assert '"unit":"work_day"' in found["evidence"]


def test_a_rejected_letter_needs_no_reply() -> None:
    events = log([LEGAL[0], ("reject", "office", "2024-05-06 10:00")])
    assert audited(events, letter=LETTER)["limits"] == "out_of_scope"


OTHER = [{"id": "L2", "received_at": "2024-05-06 09:00", "is_complex": False}]


@pytest.mark.parametrize("kinds", [{}, {"letter": OTHER}], ids=["no letters", "another letter"])
def test_a_late_reply_to_a_letter_that_may_be_complex_is_undetermined(kinds: dict[str, list[dict[str, Any]]]) -> None:
    assert audited(changed(4, at="2024-06-14 09:00"), **kinds)["limits"] == "undetermined"


def test_a_complex_letter_may_be_late() -> None:
    complex_letter = [{"id": "L1", "received_at": "2024-05-06 09:00", "is_complex": True}]
    assert audited(changed(4, at="2024-06-14 09:00"), letter=complex_letter)["limits"] == "out_of_scope"


@pytest.mark.parametrize(
    "fields",
    [{"action": "其他"}, {"action": None}, {"at": None}, {"workflow": None}],
    ids=["unknown action", "no action", "no time", "no workflow"],
)
def test_what_the_log_does_not_tell_is_undetermined(fields: dict[str, Any]) -> None:
    found = audited(changed(2, **fields), letter=LETTER)
    assert {found[aspect] for aspect in ("transitions", "steps", "order", "limits")} == {"undetermined"}


@pytest.mark.parametrize("role", ["领导小组", None])
def test_an_unknown_role_is_no_wrong_one(role: str | None) -> None:
    assert audited(changed(2, role=role), letter=LETTER)["roles"] == "undetermined"


def test_steps_of_one_instant_are_not_out_of_order() -> None:
    found = audited(changed(2, at="2024-05-06 10:00"), letter=LETTER)
    assert found["order"] == "undetermined"


def test_a_day_without_a_clock_time_decides_no_order() -> None:
    assert audited(changed(1, at="2024-05-06"), letter=LETTER)["order"] == "undetermined"


def test_an_order_that_the_times_leave_open_matters_only_where_it_decides() -> None:
    events = [*log(LEGAL), event(8, "phone", "office", "2024-05-07 10:00")]  # type: ignore[arg-type]  # as above
    assert audited(events, letter=LETTER)["order"] == "pass"


def test_an_event_that_was_logged_twice_is_one_event() -> None:
    events = [*changed(0), changed(0)[1] | {"id": "again"}]
    assert set(audited(events, letter=LETTER).values()) == {"pass"}


def test_a_log_that_begins_in_the_middle_accuses_nobody() -> None:
    assert audited(without(0, 1), letter=LETTER)["steps"] == "undetermined"


def test_an_event_that_names_no_record_may_be_the_missing_step() -> None:
    events = changed(2, record_id=None)
    assert audited(events, letter=LETTER)["steps"] == "undetermined"


def test_a_letter_from_before_the_standard_is_out_of_scope() -> None:
    events = [each | {"at": str(each["at"]).replace("2024", "2023")} for each in without(2)]
    assert audited(events, letter=LETTER)["steps"] == "out_of_scope"


def test_a_finding_names_action_time_and_what_is_missing_in_both_languages() -> None:
    done = dbcheck.audit({"workflow_event": without(2)}, rules=H, as_of="2024-06-30")
    (found,) = [row for row in done.findings.iter_rows(named=True) if row["rule"].endswith("letters#steps")]
    assert found["record"] == "L1"
    assert found["message"] == "2024-05-07 09:00 拟定答复:之前缺少直办"
    assert "draft the reply: handle directly is missing before it" in found["evidence"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"workflow": "leters"}, "there is no workflow 'leters'; use one of: letters"),
        ({"documents": ["DB16"]}, "there is no pack 'DB16'; use one of: DB15"),
        ({"record": "letter"}, "record must be workflow_event"),
        ({"finds": "everything"}, "finds"),
    ],
)
def test_a_rule_that_names_what_there_is_not_does_not_load(change: dict[str, Any], said: str) -> None:
    params = {"record": "workflow_event", "workflow": "letters", "finds": "steps", "documents": ["DB15"]} | change
    told = [message.en for _, message in parameter_mistakes(checkers()["workflow"], params, kinds())]
    assert any(said in message for message in told)
