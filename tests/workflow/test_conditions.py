"""Conditions on plain records have three truth values."""

import pytest

from dbcheck.workflow.conditions import condition


@pytest.mark.parametrize(
    ("raw", "record", "truth"),
    [
        ({}, {}, True),
        ({"is_complex": True}, {"is_complex": True}, True),
        ({"is_complex": True}, {"is_complex": False}, False),
        ({"is_complex": True}, {}, None),
        ({"is_complex": {"ne": True}}, {}, True),
        ({"is_complex": {"ne": True}}, {"is_complex": True}, False),
        ({"kind": {"in": ["a", None]}}, {"kind": ""}, True),
        ({"kind": {"in": ["a"]}}, {"kind": "　"}, None),
        ({"kind": {"not_in": ["a"]}}, {}, True),
        ({"forms": {"in": ["video", "image_text"]}}, {"forms": ["text", "video"]}, True),
        ({"forms": {"contains": "video"}}, {"forms": ["text"]}, False),
        ({"score": {"gte": 1, "lte": 5}}, {"score": 6}, False),
        ({"title": {"exists": True}}, {"title": " "}, False),
        ({"title": {"empty": True}}, {}, True),
        ({"title": {"matches": "办法$"}}, {"title": "管理办法"}, True),
        ({"a": 1, "b": 2}, {"a": 2}, False),  # a known false wins over the unknown
        ({"a": 1, "b": 2}, {"a": 1}, None),
        ({"$any": [{"a": 1}, {"b": 2}]}, {"b": 2}, True),
        ({"$any": [{"a": 1}, {"b": 2}]}, {"b": 3}, None),
        ({"site_id.kind": "portal"}, {"site_id": "s"}, None),  # nothing is followed through references
    ],
)
def test_a_condition_is_true_false_or_not_to_be_told(
    raw: dict[str, object], record: dict[str, object], truth: bool | None
) -> None:
    assert condition(raw)(record) is truth
