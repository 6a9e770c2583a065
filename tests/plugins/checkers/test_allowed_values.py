"""allowed_values: one constraint after the other."""

from typing import Any

import pytest

from judging import rule_of, verdict


@pytest.mark.parametrize(
    ("constraint", "record", "expected"),
    [
        ({"field": "auth_mode", "in_": ["unified"]}, {"auth_mode": "unified"}, "pass"),
        ({"field": "auth_mode", "in_": ["unified"]}, {"auth_mode": "own"}, "fail"),
        ({"field": "auth_mode", "in_": ["unified"]}, {}, "undetermined:missing_value"),
        ({"field": "on_homepage", "in_": [True]}, {"on_homepage": False}, "fail"),
        ({"field": "owner", "in_": [None]}, {}, "pass"),
        ({"field": "owner", "in_": [None]}, {"owner": "李某"}, "fail"),
        ({"field": "owner", "in_": [None, "某处"]}, {"owner": "某处"}, "pass"),
        ({"field": "owner", "in_": [None, "某处"]}, {"owner": "李某"}, "fail"),
        ({"field": "kind", "not_in": ["news"]}, {"kind": "news"}, "fail"),
        ({"field": "kind", "not_in": ["news"]}, {}, "pass"),
        ({"field": "url", "pattern": "^https://"}, {"url": "https://jia.example"}, "pass"),
        ({"field": "url", "pattern": "^https://"}, {"url": "http://jia.example"}, "fail"),
        ({"field": "url", "not_pattern": "[.]com$"}, {"url": "http://jia.com"}, "fail"),
        ({"field": "level", "min": 1, "max": 3}, {"level": 3}, "pass"),
        ({"field": "level", "min": 1, "max": 3}, {"level": 4}, "fail"),
        ({"field": "level", "min": 1, "max": 3}, {"level": 0}, "fail"),
        ({"field": "name", "contains_field": "owner"}, {"name": "甲局信箱", "owner": "甲局"}, "pass"),
        ({"field": "name", "contains_field": "owner"}, {"name": "乙局信箱", "owner": "甲局"}, "fail"),
        ({"field": "name", "contains_field": "owner"}, {"name": "乙局信箱"}, "undetermined:missing_value"),
        ({"field": "name", "equals_field": "owner"}, {"name": "甲", "owner": "甲"}, "pass"),
        ({"field": "name", "equals_field": "owner"}, {"name": "甲", "owner": "乙"}, "fail"),
    ],
)
def test_a_field_holds_what_it_may(constraint: dict[str, Any], record: dict[str, Any], expected: str) -> None:
    assert verdict(rule_of("allowed_values", record="column", **constraint), record) == expected


@pytest.mark.parametrize(
    ("constraint", "forms", "expected"),
    [
        ({"contains_any": ["video", "image_text"]}, ["text", "video"], "pass"),
        ({"contains_any": ["video", "image_text"]}, ["text"], "fail"),
        ({"contains_all": ["video", "text"]}, ["text", "video"], "pass"),
        ({"contains_all": ["video", "text"]}, ["text"], "fail"),
        ({"contains_any": ["video"]}, [], "undetermined:missing_value"),
        ({"in_": ["text", "video"]}, ["text", "video"], "pass"),
        ({"in_": ["text"]}, ["text", "video"], "fail"),
        ({"not_in": ["video"]}, ["text", "video"], "fail"),
        ({"not_in": ["video"]}, ["text"], "pass"),
    ],
)
def test_lists_are_checked_element_by_element(constraint: dict[str, Any], forms: list[str], expected: str) -> None:
    rule = rule_of("allowed_values", record="interview", field="forms", **constraint)
    assert verdict(rule, {"start_at": "2024-05-20 09:00", "forms": forms}) == expected
