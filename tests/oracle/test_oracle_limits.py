"""time_limit in the oracle, against dates worked out by hand from the readings R1 to R9 and the State Council's calendar."""

from datetime import date, datetime
from typing import Any

import pytest

from oracle.days import add_months, first_workday, library_calendar, read_as_of, workday_limit_over
from oracle.samples import Raw, judged, only, rule_of, world_with

FIVE_DAYS = {"record": "letter", "from": "received_at", "to": "replied_at", "max": 5, "unit": "work_day"}
LITERAL = {**FIVE_DAYS, "max": 3, "start_rule": "first_workday"}
THREE_DAYS = {**FIVE_DAYS, "max": 3}
MINUTES = {"record": "interview", "from": "start_at", "to": "end_at", "max": 90, "unit": "minute"}
NO_CALENDAR = ("undetermined", "unknown_calendar")
NO_CLOCK = ("undetermined", "no_clock_time")


def letter(received: str, replied: str | None = None) -> Raw:
    return {"received_at": received, "replied_at": replied}


def answer(params: Raw, record: Raw, as_of: str = "2025-12-31", *, retroactive: bool = True) -> tuple[str, str | None]:
    kind = str(params["record"])
    return only(judged(rule_of("time_limit", params), world_with(**{kind: [record]}), as_of, retroactive=retroactive))


@pytest.mark.parametrize(
    ("received", "replied", "verdict"),
    [
        # R2: Friday; Sun 29 (make-up), Mon 30, Oct 8, 9, 10.
        ("2024-09-27 09:00", "2024-10-10 23:59:59", "pass"),
        ("2024-09-27 09:00", "2024-10-11 00:00:00", "fail"),
        ("2024-09-27", "2024-10-10", "pass"),
        ("2024-09-27", "2024-10-11", "fail"),
        # Saturday 28 is not counted, as any day of receipt: Sun 29 is day 1, so the same due date.
        ("2024-09-28 10:00", "2024-10-10 23:59:59", "pass"),
        ("2024-09-28 10:00", "2024-10-11 00:00:00", "fail"),
        # Make-up Sunday 29 is day 0; Mon 30 is day 1; due Fri Oct 11.
        ("2024-09-29 10:00", "2024-10-11 23:59:59", "pass"),
        ("2024-09-29 10:00", "2024-10-12 00:00:00", "fail"),
        # A reply on the Saturday after a Friday due date is late: Fri 2024-03-01, due Fri 2024-03-08.
        ("2024-03-01 08:00", "2024-03-08 23:59:59", "pass"),
        ("2024-03-01 08:00", "2024-03-09 10:00:00", "fail"),
        # Before it was received: a reply of the same day is in time, and one before it is no breach of a maximum.
        ("2024-03-01 08:00", "2024-02-01 10:00:00", "pass"),
    ],
)
def test_five_working_days_end_at_24_hours_of_the_fifth(received: str, replied: str, verdict: str) -> None:
    assert answer(FIVE_DAYS, letter(received, replied))[0] == verdict


@pytest.mark.parametrize(
    ("received", "last_in_time", "params"),
    [
        # R3: Saturday 2018-04-14. Literal: Mon 16 is the 1st, window to Thu 19 24:00; generic ends Wed 18.
        ("2018-04-14 10:00", "2018-04-19 23:59:59", LITERAL),
        ("2018-04-14 10:00", "2018-04-18 23:59:59", THREE_DAYS),
        # R3: Wednesday 2018-04-04, before Qingming: Sun 8 is a make-up day, window to Tue 10 24:00 under both.
        ("2018-04-04 10:00", "2018-04-10 23:59:59", LITERAL),
        ("2018-04-04 10:00", "2018-04-10 23:59:59", THREE_DAYS),
    ],
)
def test_the_literal_start_rule_differs_by_a_day_only_after_a_day_off(
    received: str, last_in_time: str, params: Raw
) -> None:
    next_day = (date.fromisoformat(last_in_time[:10]).toordinal() + 1, "00:00:00")
    too_late = f"{date.fromordinal(next_day[0])} {next_day[1]}"
    assert answer(params, letter(received, last_in_time))[0] == "pass"
    assert answer(params, letter(received, too_late))[0] == "fail"


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [
        ("2024-10-08", "pending"),
        ("2024-10-10", "pending"),  # 24:00 of the due day itself is not yet past
        ("2024-10-11T00:00:01", "fail"),
        ("2024-10-11", "fail"),
    ],
)
def test_without_an_end_it_is_pending_until_the_audit_date_is_past_the_limit(as_of: str, verdict: str) -> None:
    assert answer(FIVE_DAYS, letter("2024-09-27 09:00"), as_of) == (verdict, None)


@pytest.mark.parametrize(
    ("received", "replied", "as_of", "expected"),
    [
        # 2026 ends with three working days after Mon 28: 29, 30, 31. The fifth is in 2027, which is not published.
        ("2026-12-28", "2026-12-31", "2027-06-30", ("pass", None)),
        ("2026-12-28", "2027-01-01", "2027-06-30", ("pass", None)),  # every day before it is known, and they are too few
        ("2026-12-28", "2027-01-02", "2027-06-30", NO_CALENDAR),
        ("2026-12-28", None, "2026-12-31", ("pending", None)),
        ("2026-12-28", None, "2027-01-01", ("pending", None)),  # 24:00 of Jan 1 is past only what ended by Dec 31
        ("2026-12-28", None, "2027-01-02", NO_CALENDAR),
        # Mon 21 + 5 working days = Mon 28: known days decide however late the reply.
        ("2026-12-21", "2027-03-01", "2027-06-30", ("fail", None)),
        ("2026-12-21", None, "2027-06-30", ("fail", None)),
        # Before the calendar begins: enough known days after it decide.
        ("2003-12-20", "2004-02-20", "2025-12-31", ("fail", None)),
        ("2003-12-20", "2003-12-24", "2025-12-31", NO_CALENDAR),
    ],
)
def test_a_limit_into_an_unpublished_year_is_decided_only_by_known_days(
    received: str, replied: str | None, as_of: str, expected: tuple[str, str | None]
) -> None:
    assert answer(FIVE_DAYS, letter(received, replied), as_of) == expected


def test_the_first_working_day_may_lie_in_an_unpublished_year() -> None:
    assert answer(LITERAL, letter("2027-01-01", "2027-01-01"), "2027-06-30") == ("pass", None)
    assert answer(LITERAL, letter("2027-01-01", "2027-01-02"), "2027-06-30") == NO_CALENDAR
    assert answer(LITERAL, letter("2027-01-01"), "2027-01-01") == ("pending", None)


def test_a_limit_of_no_working_day_ends_with_the_starting_day() -> None:
    same_day = {**FIVE_DAYS, "max": 0}
    assert answer(same_day, letter("2024-09-28 09:00", "2024-09-28 23:59"))[0] == "pass"
    assert answer(same_day, letter("2024-09-28 09:00", "2024-09-29 00:00"))[0] == "fail"


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2023-11-30", 3, "2024-02-29"),  # R6
        ("2023-12-31", 2, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-10-15", 3, "2025-01-15"),
        ("2024-03-31", 0, "2024-03-31"),
    ],
)
def test_months_keep_the_day_number_clipped_to_the_month_end(start: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(expected)


def test_three_months_end_at_24_hours_of_the_clipped_day() -> None:
    months = {**FIVE_DAYS, "max": 3, "unit": "month"}
    assert answer(months, letter("2023-11-30 09:00", "2024-02-29 23:59:59"))[0] == "pass"
    assert answer(months, letter("2023-11-30 09:00", "2024-03-01 00:00:00"))[0] == "fail"


def test_calendar_days_do_not_roll_over_a_holiday() -> None:
    days = {"record": "policy_document", "from": "formed_at", "to": "published_at", "max": 20, "unit": "calendar_day"}
    # R5: 2024-09-11 + 20 days is Tue Oct 1, a holiday, and stays the last day.
    assert answer(days, {"formed_at": "2024-09-11", "published_at": "2024-10-01 23:59:59"})[0] == "pass"
    assert answer(days, {"formed_at": "2024-09-11", "published_at": "2024-10-02 00:00:00"})[0] == "fail"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2024-05-10 10:30:00", ("pass", None)),  # R9: exactly 90 minutes comply
        ("2024-05-10 10:30:01", ("fail", None)),
        ("2024-05-10", NO_CLOCK),
        ("2024-05-12", ("fail", None)),  # whatever the hour was
        ("2024-05-09", ("pass", None)),
        ("2024-05-11 00:00:00", ("fail", None)),  # a midnight that was written out is an instant
        (None, ("pending", None)),
    ],
)
def test_ninety_minutes_are_instants(end: str | None, expected: tuple[str, str | None]) -> None:
    as_of = "2024-05-10T10:30:00" if end is None else "2025-12-31"
    assert answer(MINUTES, {"start_at": "2024-05-10 09:00", "end_at": end}, as_of) == expected


def test_twelve_hours_run_through_the_night() -> None:
    hours = {"record": "repost_duty", "from": "upstream_id.published_at", "to": "reposted_at", "max": 12, "unit": "hour"}
    for reposted, verdict in (("2024-05-11 06:00:00", "pass"), ("2024-05-11 06:00:01", "fail")):
        world = world_with(
            upstream_item=[{"id": "u", "published_at": "2024-05-10 18:00"}],
            repost_duty=[{"upstream_id": "u", "reposted_at": reposted}],
        )
        assert only(judged(rule_of("time_limit", hours), world))[0] == verdict


def test_behind_a_reference_that_names_nobody_the_start_is_unknown() -> None:
    hours = {"record": "repost_duty", "from": "upstream_id.published_at", "to": "reposted_at", "max": 12, "unit": "hour"}
    world = world_with(upstream_item=[], repost_duty=[{"upstream_id": "u", "reposted_at": "2024-05-11 06:00"}])
    assert only(judged(rule_of("time_limit", hours), world, retroactive=True)) == ("undetermined", "unresolved_reference")


@pytest.mark.parametrize(
    ("year", "drafted", "as_of", "expected"),
    [
        (2025, "2024-12-31 23:59:59", "2025-12-31", ("pass", None)),  # R7: 12月底前 holds the 31st until 24:00
        (2025, "2025-01-01 00:00:00", "2025-12-31", ("fail", None)),
        (2025, "2024-12-31", "2025-12-31", ("pass", None)),
        (2025, None, "2024-12-31", ("pending", None)),
        (2025, None, "2025-01-01", ("fail", None)),
        (None, "2024-12-31", "2025-12-31", ("undetermined", "missing_value")),
        (0, "2024-12-31", "2025-12-31", ("undetermined", "unreadable_value")),
    ],
)
def test_a_due_date_of_a_year_ends_at_24_hours_of_that_day(
    year: int | None, drafted: str | None, as_of: str, expected: tuple[str, str | None]
) -> None:
    params = {
        "record": "interview_plan",
        "due": {"year": "year", "add_years": -1, "month_day": "12-31"},
        "to": "drafted_at",
    }
    assert answer(params, {"year": year, "drafted_at": drafted}, as_of) == expected


@pytest.mark.parametrize(
    ("due", "completed", "expected"),
    [
        ("2024-05-10 12:00", "2024-05-10 12:00", ("pass", None)),
        ("2024-05-10 12:00", "2024-05-10 12:01", ("fail", None)),
        ("2024-05-10 12:00", "2024-05-10", NO_CLOCK),
        ("2024-05-10 12:00", "2024-05-09", ("pass", None)),
        ("2024-05-10 12:00", "2024-05-11", ("fail", None)),
        ("2024-05-10", "2024-05-10 23:59:59", ("pass", None)),
        ("2024-05-10", "2024-05-11", ("fail", None)),
        (None, "2024-05-11", ("undetermined", "missing_value")),
    ],
)
def test_a_due_field_is_an_instant_or_the_end_of_its_day(
    due: str | None, completed: str, expected: tuple[str, str | None]
) -> None:
    params = {"record": "letter_assignment", "due": {"field": "due_at"}, "to": "completed_at"}
    assert answer(params, {"due_at": due, "completed_at": completed}) == expected


def test_a_limit_may_come_from_a_field_and_run_up_to_the_audit_date() -> None:
    params = {
        "record": "column",
        "from": "last_updated_at",
        "to": "$as_of",
        "max": None,
        "max_field": "update_cycle_days",
        "unit": "calendar_day",
    }
    column = {"last_updated_at": "2024-05-01 09:00", "update_cycle_days": 10}
    assert answer(params, column, "2024-05-11")[0] == "pass"
    assert answer(params, column, "2024-05-11T23:59:59")[0] == "pass"
    assert answer(params, column, "2024-05-12")[0] == "fail"
    assert answer(params, {**column, "update_cycle_days": None}) == ("undetermined", "missing_value")
    assert answer({**params, "max": 400}, {**column, "update_cycle_days": None}, "2025-06-05")[0] == "pass"
    assert answer({**params, "max": 400}, {**column, "update_cycle_days": None}, "2025-06-06")[0] == "fail"


@pytest.mark.parametrize(
    ("params", "start", "end", "expected"),
    [
        ({"min": 0, "unit": "work_day"}, "2024-05-10 12:00", "2024-05-10 11:59:59", ("fail", None)),
        ({"min": 0, "unit": "work_day"}, "2024-05-10 12:00", "2024-05-10", ("pass", None)),
        ({"min": 0, "unit": "work_day"}, "2024-05-10", "2024-05-09 23:59", ("fail", None)),
        ({"min": 0, "unit": "work_day"}, "2024-05-10", None, ("pending", None)),
        ({"min": 0, "unit": "work_day"}, None, "2024-05-09 23:59", ("undetermined", "missing_value")),
        ({"min": 7, "unit": "calendar_day"}, "2024-05-10 23:00", "2024-05-17 01:00", ("pass", None)),
        ({"min": 7, "unit": "calendar_day"}, "2024-05-10 01:00", "2024-05-16 23:00", ("fail", None)),
        ({"min": 2, "unit": "work_day"}, "2024-09-27", "2024-09-30", ("pass", None)),  # Sun 29 and Mon 30
        ({"min": 2, "unit": "work_day"}, "2024-09-27", "2024-09-29", ("fail", None)),
        ({"min": 2, "unit": "work_day"}, "2026-12-30", "2027-01-20", NO_CALENDAR),
        ({"min": 24, "unit": "hour"}, "2024-05-10 12:00", "2024-05-11 12:00", ("pass", None)),
        ({"min": 24, "unit": "hour"}, "2024-05-10 12:00", "2024-05-11 11:59", ("fail", None)),
        ({"min": 24, "unit": "hour"}, "2024-05-10 12:00", "2024-05-11", NO_CLOCK),
        ({"min": 24, "unit": "hour"}, "2024-05-10 12:00", "2024-05-12", ("pass", None)),
        ({"min": 24, "unit": "hour"}, "2024-05-10 12:00", "2024-05-10", ("fail", None)),
    ],
)
def test_a_minimum_is_by_dates_in_days_and_by_instants_in_hours(
    params: dict[str, Any], start: str | None, end: str | None, expected: tuple[str, str | None]
) -> None:
    written = {"record": "announcement", "from": "published_at", "to": "removed_at", **params}
    record = {"published_at": start, "removed_at": end}
    assert answer(written, record, "2027-12-31") == expected


def test_a_rule_without_a_number_measures_and_judges_nobody() -> None:
    result = judged(rule_of("time_limit", {**FIVE_DAYS, "max": None}), world_with(letter=[letter("2024-03-01")]))
    assert (result.rows, result.rule_level) == ([], ("not_applicable", "no_number"))


def test_records_of_the_work_calendar_win_over_the_library() -> None:
    closed = [{"date": "2024-03-04", "is_workday": False}]
    world = world_with(letter=[letter("2024-03-01", "2024-03-11")], work_calendar=closed)
    assert only(judged(rule_of("time_limit", FIVE_DAYS), world))[0] == "pass"
    assert answer(FIVE_DAYS, letter("2024-03-01", "2024-03-11"))[0] == "fail"


def test_records_of_the_work_calendar_that_contradict_each_other_leave_the_day_unpublished() -> None:
    torn = [{"date": "2024-03-04", "is_workday": False}, {"date": "2024-03-04", "is_workday": True}]
    world = world_with(letter=[letter("2024-03-01", "2024-03-09")], work_calendar=torn)
    assert only(judged(rule_of("time_limit", FIVE_DAYS), world)) == NO_CALENDAR


def test_the_first_working_day_of_the_national_holiday_is_the_eighth() -> None:
    assert first_workday(library_calendar, date(2024, 10, 1)) == date(2024, 10, 8)
    assert workday_limit_over(library_calendar, date(2024, 9, 30), 1, date(2024, 10, 9)) is True
    assert workday_limit_over(library_calendar, date(2024, 9, 30), 1, date(2024, 10, 8)) is False


def test_an_audit_date_stands_for_its_24_hours_and_an_instant_for_itself() -> None:
    assert read_as_of("2024-12-31") == datetime(2025, 1, 1)
    assert read_as_of("2024-12-31T10:00:00+08:00") == datetime(2024, 12, 31, 10)
    assert read_as_of("2024-12-31T20:00:00Z") == datetime(2025, 1, 1, 4)
