"""required_fields: what is empty, what only cannot be known."""

from typing import Any

import pytest

from judging import rule_of, verdict

REPLY = rule_of("required_fields", record="letter", where={"accepted": True}, all=["reply_org", "reply_content"])
EITHER = rule_of("required_fields", record="letter", any=[["replied_at", "reject_reason"]])
COUNTS = rule_of("required_fields", record="solicitation", all=["opinion_count", "has_chart"])
THROUGH = rule_of("required_fields", record="letter", all=["site_id.name"])


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"accepted": True, "reply_org": "甲局", "reply_content": "已修复"}, "pass"),
        ({"accepted": True, "reply_org": "甲局"}, "fail"),
        ({"accepted": True, "reply_org": "甲局", "reply_content": "\u3000\t\u00a0\u200b"}, "fail"),
        ({"accepted": False}, "out_of_scope"),
        ({"reply_org": "甲局"}, "undetermined:unclassified"),
    ],
)
def test_every_field_of_all_is_filled(record: dict[str, Any], expected: str) -> None:
    assert verdict(REPLY, {"received_at": "2024-05-17 10:00", **record}) == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"replied_at": "2024-05-18"}, "pass"),
        ({"reject_reason": "不清"}, "pass"),
        ({"reject_reason": " "}, "fail"),
        ({}, "fail"),
    ],
)
def test_one_field_of_each_group_is_filled(record: dict[str, Any], expected: str) -> None:
    assert verdict(EITHER, {"received_at": "2024-05-17 10:00", **record}) == expected


def test_zero_and_false_are_values() -> None:
    assert verdict(COUNTS, {"start_at": "2024-05-01", "opinion_count": 0, "has_chart": False}) == "pass"


@pytest.mark.parametrize(
    ("site", "sites", "expected"),
    [
        ("s1", [{"id": "s1", "name": "甲市"}], "pass"),
        ("s1", [{"id": "s1"}], "fail"),
        ("s2", [{"id": "s1", "name": "甲市"}], "undetermined:unresolved_reference"),
        ("甲市", [{"id": "s1", "name": "甲市"}], "pass"),
        ("甲市", [{"id": "s1", "name": "甲市"}, {"id": "s2", "name": "甲市"}], "undetermined:unresolved_reference"),
    ],
)
def test_a_field_behind_a_reference_is_found_by_id_or_unique_name(
    site: str, sites: list[dict[str, Any]], expected: str
) -> None:
    assert verdict(THROUGH, {"received_at": "2024-05-17 10:00", "site_id": site}, {"site": sites}) == expected
