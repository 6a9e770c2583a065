"""precedence: steps in their order."""

from typing import Any

import pytest

from judging import rule_of, verdict

CHAIN = ["drafted_at", "submitted_at", "approved_at"]
RULE = rule_of("precedence", record="interview_plan", chain=CHAIN)
STRICT = rule_of("precedence", record="interview_plan", chain=CHAIN[:2], strict=True)


@pytest.mark.parametrize(
    ("rule", "record", "expected"),
    [
        (
            RULE,
            {"drafted_at": "2024-11-01 09:00", "submitted_at": "2024-11-02 09:00", "approved_at": "2024-11-03 09:00"},
            "pass",
        ),
        (RULE, {"drafted_at": "2024-11-01 09:00"}, "pass"),
        (RULE, {"drafted_at": "2024-11-01 09:00", "approved_at": "2024-11-03 09:00"}, "fail"),
        (RULE, {"drafted_at": "2024-11-02 09:00", "submitted_at": "2024-11-01 09:00"}, "fail"),
        (RULE, {"drafted_at": "2024-11-01 09:00", "submitted_at": "2024-11-01 09:00"}, "pass"),
        (STRICT, {"drafted_at": "2024-11-01 09:00", "submitted_at": "2024-11-01 09:00"}, "fail"),
        (RULE, {"drafted_at": "2024-11-01 09:00", "submitted_at": "2024-11-01"}, "undetermined:no_clock_time"),
        (RULE, {"drafted_at": "2024-11-02", "submitted_at": "2024-11-01"}, "fail"),
        (RULE, {"drafted_at": "2024-11-01", "submitted_at": "2024-11-02"}, "pass"),
    ],
)
def test_a_step_has_all_earlier_ones_before_it(rule: Any, record: dict[str, Any], expected: str) -> None:
    assert verdict(rule, record) == expected
