"""cross_reference: what a field names, and what points back."""

from typing import Any

import pytest

from judging import rule_of, verdict

PLANNED = rule_of(
    "cross_reference", record="interview", ref="plan_id", to="interview_plan", to_where={"approved_at": {"exists": True}}
)
ORIGINAL = rule_of(
    "cross_reference", record="letter", ref="duplicate_of", to="letter", to_where={"accepted": True}, empty="fail"
)
CHASED = rule_of("cross_reference", record="letter", to="letter_supervision", back="letter_id", min=1)
ANNOUNCED = rule_of(
    "cross_reference",
    record="site_offline",
    to="announcement",
    to_where={"kind": "offline"},
    back="subject_id",
    min=1,
    order=[["announcement:published_at", "site_offline:offline_at"]],
)


@pytest.mark.parametrize(
    ("plan", "plans", "expected"),
    [
        ("p1", [{"id": "p1", "approved_at": "2024-01-05"}], "pass"),
        ("p1", [{"id": "p1"}], "fail"),
        ("p2", [{"id": "p1", "approved_at": "2024-01-05"}], "undetermined:unresolved_reference"),
        (None, [{"id": "p1", "approved_at": "2024-01-05"}], "undetermined:missing_value"),
    ],
)
def test_the_named_record_is_there_and_meets_the_condition(
    plan: str | None, plans: list[dict[str, Any]], expected: str
) -> None:
    assert verdict(PLANNED, {"start_at": "2024-05-20 09:00", "plan_id": plan}, {"interview_plan": plans}) == expected


def test_an_empty_reference_may_be_a_breach() -> None:
    assert verdict(ORIGINAL, {"received_at": "2024-05-20 09:00"}) == "fail"


@pytest.mark.parametrize(("letter", "expected"), [("1", "pass"), ("2", "fail"), (None, "undetermined:unclassified")])
def test_enough_records_point_back(letter: str | None, expected: str) -> None:
    supervision = {"letter_supervision": [{"id": "s", "letter_id": letter, "at": "2024-06-01"}]}
    assert verdict(CHASED, {"received_at": "2024-05-20 09:00"}, supervision) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2024-05-01 08:00", "pass"),
        ("2024-05-01 09:00", "pass"),
        ("2024-05-01 09:01", "fail"),
        (None, "undetermined:unclassified"),
    ],
)
def test_only_records_in_order_count(published: str | None, expected: str) -> None:
    notice = {"announcement": [{"id": "a", "kind": "offline", "subject_id": "1", "published_at": published}]}
    assert verdict(ANNOUNCED, {"applied_at": "2024-04-01", "offline_at": "2024-05-01 09:00"}, notice) == expected


def test_violates_reaches_only_records_that_break_the_named_rule() -> None:
    limit = rule_of("time_limit", clause="2", record="letter", from_="received_at", to="replied_at", max=5, unit="work_day")
    chased = rule_of(
        "cross_reference", record="letter", where={"$violates": "2"}, to="letter_supervision", back="letter_id", min=1
    )
    in_time = {"received_at": "2024-05-17 10:00", "replied_at": "2024-05-20 10:00"}
    late = {"received_at": "2024-05-17 10:00", "replied_at": "2024-06-20 10:00"}
    assert verdict(chased, in_time, others_rules=[limit]) == "out_of_scope"
    assert verdict(chased, late, others_rules=[limit]) == "fail"
    assert verdict(chased, late, {"letter_supervision": [{"letter_id": "1"}]}, others_rules=[limit]) == "pass"
