"""ratio: shares in whole numbers, and time that is covered."""

from typing import Any

import pytest

from judging import rule_of, verdicts

SPOT_CHECKS = rule_of(
    "ratio", record="spot_check", per="organization", key="org_id", period="quarter", time="finished_at", union="checked_site_ids",
    num="checked_count", den="total_count", min=0.3,
)  # fmt: skip
WATCH = rule_of(
    "ratio", record="duty_log", per="site", key="site_id", period="day", time="start_at", measure="interval_union", start="start_at",
    end="end_at", min=1.0,
)  # fmt: skip
SITES = [{"id": f"s{n}"} for n in range(20)]


def check(number: int, total: int | None = 10, **fields: Any) -> dict[str, Any]:
    sites = [f"s{n}" for n in range(number)]
    return {
        "id": f"k{number}",
        "org_id": "o1",
        "finished_at": "2024-05-20 09:00",
        "started_at": "2024-05-01",
        "checked_site_ids": sites,
        "total_count": total,
        **fields,
    }


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([check(3)], "pass"),
        ([check(2)], "fail"),
        ([check(2), check(3)], "pass"),  # the union has three sites
        ([check(2), check(2, id="again")], "fail"),
        ([check(3, total=None)], "undetermined:unclassified"),
        ([check(0, total=0, checked_site_ids=["s1"])], "undetermined:missing_value"),
        ([check(2), check(1, id="x", org_id=None)], "undetermined:unclassified"),
    ],
)
def test_thirty_percent_of_the_sites_are_checked_each_quarter(checks: list[dict[str, Any]], expected: str) -> None:
    found = verdicts(SPOT_CHECKS, {"organization": [{"id": "o1"}], "site": SITES, "spot_check": checks}, as_of="2024-06-30")
    assert found == {"o1|2024Q2": expected}


def test_a_running_quarter_is_pending() -> None:
    found = verdicts(
        SPOT_CHECKS, {"organization": [{"id": "o1"}], "site": SITES, "spot_check": [check(2)]}, as_of="2024-06-29"
    )
    assert found == {"o1|2024Q2": "pending"}


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        ([("2024-05-20 00:00", "2024-05-20 12:00"), ("2024-05-20 12:00", "2024-05-21 00:00")], "pass"),
        ([("2024-05-20 00:00", "2024-05-20 12:00"), ("2024-05-20 12:01", "2024-05-21 00:00")], "fail"),
        ([("2024-05-20 00:00", "2024-05-20 14:00"), ("2024-05-20 12:00", "2024-05-21 08:00")], "pass"),
    ],
)
def test_a_day_is_covered_without_gaps(shifts: list[tuple[str, str]], expected: str) -> None:
    logs = [{"id": f"d{n}", "site_id": "s1", "start_at": start, "end_at": end} for n, (start, end) in enumerate(shifts)]
    assert verdicts(WATCH, {"site": [{"id": "s1"}], "duty_log": logs}, as_of="2024-05-20") == {"s1|2024-05-20": expected}


def test_a_night_shift_covers_the_next_morning() -> None:
    logs = [
        {"id": "d1", "site_id": "s1", "start_at": "2024-05-20 08:00", "end_at": "2024-05-21 08:00"},
        {"id": "d2", "site_id": "s1", "start_at": "2024-05-21 08:00", "end_at": "2024-05-22 08:00"},
    ]
    found = verdicts(WATCH, {"site": [{"id": "s1"}], "duty_log": logs}, as_of="2024-05-21")
    assert found == {"s1|2024-05-20": "fail", "s1|2024-05-21": "pass"}


def test_a_shift_without_clock_times_covers_nobody_knows_what() -> None:
    days = {"id": "d", "site_id": "s1", "start_at": "2024-05-06", "end_at": "2024-05-07"}
    found = verdicts(WATCH, {"site": [{"id": "s1"}], "duty_log": [days]}, as_of="2024-05-06")
    assert found == {"s1|2024-05-06": "undetermined:unclassified"}


def test_a_running_day_that_is_not_covered_yet_is_pending_whatever_is_unknown() -> None:
    early = {"id": "d", "site_id": "s1", "start_at": "2024-05-06 00:00", "end_at": None}
    found = verdicts(WATCH, {"site": [{"id": "s1"}], "duty_log": [early]}, as_of="2024-05-06T09:00")
    assert found == {"s1|2024-05-06": "pending"}
