"""time_limit: the boundaries of R2 to R9."""

from typing import Any

import pytest

from judging import rule_of, verdict

FIVE_DAYS = rule_of("time_limit", record="letter", from_="received_at", to="replied_at", max=5, unit="work_day")
QINGHAI = rule_of(
    "time_limit",
    record="error_report",
    from_="received_at",
    to="completed_at",
    max=3,
    unit="work_day",
    start_rule="first_workday",
)
NINETY_MINUTES = rule_of("time_limit", record="interview", from_="start_at", to="end_at", max=90, unit="minute")
THREE_MONTHS = rule_of("time_limit", record="letter", from_="received_at", to="replied_at", max=3, unit="month")
TWENTY_DAYS = rule_of(
    "time_limit", record="policy_document", from_="formed_at", to="published_at", max=20, unit="calendar_day"
)
IN_ORDER = rule_of(
    "time_limit", record="solicitation", from_="end_at", to="result_published_at", max=None, min=0, unit="work_day"
)
BY_YEAR_END = rule_of(
    "time_limit", record="interview_plan", to="drafted_at", due={"year": "year", "add_years": -1, "month_day": "12-31"}
)
BY_DUE_AT = rule_of("time_limit", record="letter_assignment", to="completed_at", due={"field": "due_at"})
UPDATE_CYCLE = rule_of(
    "time_limit",
    record="column",
    from_="last_updated_at",
    to="$as_of",
    max=None,
    max_field="update_cycle_days",
    unit="calendar_day",
)


@pytest.mark.parametrize(
    ("received", "replied", "expected"),
    [
        (
            "2024-09-27 09:00",
            "2024-10-10 23:59:59",
            "pass",
        ),  # a Friday; Sunday 29 is a make-up day, then the October holiday
        ("2024-09-27 09:00", "2024-10-11 00:00", "fail"),
        ("2024-09-27 09:00", "2024-10-10", "pass"),
        ("2024-06-07 10:00", "2024-06-15 08:00", "pass"),  # Dragon Boat Monday off: the fifth day is Monday 17
        ("2024-05-17 10:00", "2024-05-24 23:59", "pass"),
        ("2024-05-17 10:00", "2024-05-25 00:00", "fail"),  # the Saturday after a Friday due date
        ("2024-05-17 10:00", "2024-05-26 12:00", "fail"),
        ("2024-05-18 10:00", "2024-05-24 23:59", "pass"),  # received on a Saturday: Monday is day 1
        ("2024-05-18 10:00", "2024-05-25 00:00", "fail"),
        ("2024-05-17 10:00", "2024-05-17 10:05", "pass"),
    ],
)
def test_a_limit_in_working_days_ends_at_24_oclock_of_its_last_day(received: str, replied: str, expected: str) -> None:
    assert verdict(FIVE_DAYS, {"received_at": received, "replied_at": replied}) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2024-10-09", "pending"), ("2024-10-10", "pending"), ("2024-10-11", "fail"), ("2024-10-11T00:00:01", "fail")],
)
def test_without_an_end_it_is_pending_until_the_audit_lies_past_the_limit(as_of: str, expected: str) -> None:
    assert verdict(FIVE_DAYS, {"received_at": "2024-09-27 09:00"}, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("record", "as_of", "expected"),
    [
        ({"received_at": "2026-12-29 09:00"}, "2027-03-01", "undetermined:unknown_calendar"),
        (
            {"received_at": "2026-12-29 09:00", "replied_at": "2027-01-04 09:00"},
            "2027-03-01",
            "undetermined:unknown_calendar",
        ),
        (
            {"received_at": "2026-12-29 09:00", "replied_at": "2026-12-30 09:00"},
            "2027-03-01",
            "pass",
        ),  # whatever 2027 brings
        (
            {"received_at": "2026-12-01 09:00", "replied_at": "2027-02-01 09:00"},
            "2027-03-01",
            "fail",
        ),  # the limit ended in 2026
        (
            {"received_at": "2027-02-01 09:00", "replied_at": "2027-02-03 09:00"},
            "2027-03-01",
            "undetermined:unknown_calendar",
        ),
        (
            {"received_at": "2027-02-01 09:00", "replied_at": "2027-02-02 09:00"},
            "2027-03-01",
            "pass",
        ),  # there is no day between
        ({"replied_at": "2024-05-01 09:00"}, "2025-01-01", "undetermined:missing_value"),
    ],
)
def test_a_limit_that_runs_into_an_unpublished_year_is_never_guessed(
    record: dict[str, Any], as_of: str, expected: str
) -> None:
    assert verdict(FIVE_DAYS, record, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("received", "completed", "expected"),
    [
        (
            "2018-04-14 10:00",
            "2018-04-19 23:59",
            "pass",
        ),  # a Saturday: Monday is the first working day, Thursday the fourth
        ("2018-04-14 10:00", "2018-04-20 00:00", "fail"),
        ("2018-04-04 10:00", "2018-04-10 23:59", "pass"),  # Qingming, and a make-up Sunday
        ("2018-04-04 10:00", "2018-04-11 00:00", "fail"),
        ("2018-04-13 10:00", "2018-04-18 23:59", "pass"),
        ("2018-04-13 10:00", "2018-04-19 00:00", "fail"),
    ],
)
def test_qinghai_counts_the_first_working_day_on_or_after_receipt_as_the_first(
    received: str, completed: str, expected: str
) -> None:
    assert verdict(QINGHAI, {"received_at": received, "completed_at": completed}) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2024-05-20 10:30", "pass"),
        ("2024-05-20 10:30:01", "fail"),
        ("2024-05-20", "undetermined:no_clock_time"),
        ("2024-05-21", "fail"),  # however late it began, and however early it ended, that is more than 90 minutes
    ],
)
def test_a_limit_in_minutes_needs_the_clock(end: str, expected: str) -> None:
    assert verdict(NINETY_MINUTES, {"start_at": "2024-05-20 09:00", "end_at": end}) == expected


@pytest.mark.parametrize(
    ("rule", "record", "expected"),
    [
        (THREE_MONTHS, {"received_at": "2023-11-30 09:00", "replied_at": "2024-02-29 23:59"}, "pass"),
        (THREE_MONTHS, {"received_at": "2023-11-30 09:00", "replied_at": "2024-03-01 00:00"}, "fail"),
        (TWENTY_DAYS, {"formed_at": "2024-05-01", "published_at": "2024-05-21 23:59"}, "pass"),
        (TWENTY_DAYS, {"formed_at": "2024-05-01", "published_at": "2024-05-22 00:00"}, "fail"),
        (IN_ORDER, {"end_at": "2024-05-20 18:00", "result_published_at": "2024-05-20 18:00"}, "pass"),
        (IN_ORDER, {"end_at": "2024-05-20 18:00", "result_published_at": "2024-05-20 17:59"}, "fail"),
        (IN_ORDER, {"end_at": "2024-05-20 18:00", "result_published_at": "2024-05-20"}, "pass"),
        (IN_ORDER, {"end_at": "2024-05-20 18:00", "result_published_at": "2024-05-19"}, "fail"),
        (IN_ORDER, {"end_at": "2024-05-20 18:00"}, "pending"),
        (BY_YEAR_END, {"year": 2025, "drafted_at": "2024-12-31 23:59"}, "pass"),
        (BY_YEAR_END, {"year": 2025, "drafted_at": "2025-01-01 00:00"}, "fail"),
        (BY_DUE_AT, {"due_at": "2024-05-20 12:00", "completed_at": "2024-05-20 12:00"}, "pass"),
        (BY_DUE_AT, {"due_at": "2024-05-20 12:00", "completed_at": "2024-05-20 12:01"}, "fail"),
        (BY_DUE_AT, {"due_at": "2024-05-20", "completed_at": "2024-05-20 23:59"}, "pass"),
        (BY_DUE_AT, {"due_at": "2024-05-20 12:00", "completed_at": "2024-05-20"}, "undetermined:no_clock_time"),
        (UPDATE_CYCLE, {"last_updated_at": "2025-12-01 09:00", "update_cycle_days": 30}, "pass"),
        (UPDATE_CYCLE, {"last_updated_at": "2025-11-01 09:00", "update_cycle_days": 30}, "fail"),
        (UPDATE_CYCLE, {"last_updated_at": "2025-11-01 09:00"}, "undetermined:missing_value"),
        (UPDATE_CYCLE, {"last_updated_at": "2025-11-01 09:00", "update_cycle_days": -1}, "undetermined:unreadable_value"),
    ],
)
def test_every_unit_includes_its_last_moment(rule: Any, record: dict[str, Any], expected: str) -> None:
    assert verdict(rule, record) == expected


def test_a_limit_without_a_number_only_measures() -> None:
    rule = rule_of("time_limit", record="letter", from_="received_at", to="accept_decided_at", max=None, unit="work_day")
    assert verdict(rule, {"received_at": "2024-05-17 10:00", "accept_decided_at": "2025-05-17 10:00"}) == "no_number"
