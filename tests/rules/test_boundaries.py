"""Both sides of a limit: which examples lie beside each other, which rules only measure, which cannot fail."""

from typing import Any

import pytest

from dbcheck.records.snapshot import kinds
from dbcheck.rules.boundaries import boundary_mistake, can_fail
from dbcheck.rules.verification import is_measured


def shown(check: str, params: dict[str, Any], passing: list[dict[str, Any]], failing: list[dict[str, Any]]) -> bool:
    return boundary_mistake(check, params, kinds(), {"pass": passing, "fail": failing}) is None


WORK_DAYS = {"record": "letter", "from": "received_at", "to": "replied_at", "max": 5, "unit": "work_day"}
MINUTES = {"record": "interview", "from": "start_at", "to": "end_at", "max": 90, "unit": "minute"}
DUE = {"record": "interview_plan", "due": {"year": "year", "add_years": -1, "month_day": "12-31"}, "to": "drafted_at"}


@pytest.mark.parametrize(
    ("passing", "failing", "is_shown"),
    [
        ("2024-10-10 23:59", "2024-10-11 00:00", True),
        ("2024-10-10", "2024-10-11", True),
        ("2024-10-10 09:00", "2024-10-11 17:00", True),
        ("2024-10-10 23:59", "2024-10-12 00:00", False),
        ("2024-09-30", "2024-12-01", False),
    ],
)
def test_a_limit_in_days_is_shown_by_ends_a_day_apart(passing: str, failing: str, *, is_shown: bool) -> None:
    start = {"received_at": "2024-09-27 09:00"}
    assert (
        shown("time_limit", WORK_DAYS, [{**start, "replied_at": passing}], [{**start, "replied_at": failing}]) is is_shown
    )


def test_examples_that_begin_on_different_days_show_no_limit_in_days() -> None:
    passing = {"received_at": "2024-09-26 09:00", "replied_at": "2024-10-10"}
    failing = {"received_at": "2024-09-27 09:00", "replied_at": "2024-10-11"}
    assert not shown("time_limit", WORK_DAYS, [passing], [failing])


def test_a_limit_in_minutes_is_shown_by_lasting_a_minute_longer() -> None:
    passing = {"start_at": "2024-05-06 09:00", "end_at": "2024-05-06 10:30"}
    later = {"start_at": "2024-05-07 14:00", "end_at": "2024-05-07 15:31"}
    much_later = {"start_at": "2024-05-07 14:00", "end_at": "2024-05-07 15:32"}
    assert shown("time_limit", MINUTES, [passing], [later])
    assert not shown("time_limit", MINUTES, [passing], [much_later])


def test_a_fixed_end_is_shown_within_one_year() -> None:
    passing = {"year": 2025, "drafted_at": "2024-12-31 23:59"}
    assert shown("time_limit", DUE, [passing], [{"year": 2025, "drafted_at": "2025-01-01"}])
    assert not shown("time_limit", DUE, [passing], [{"year": 2026, "drafted_at": "2025-01-01"}])


def test_an_end_behind_a_reference_is_followed() -> None:
    params = {"record": "repost_duty", "from": "upstream_id.published_at", "to": "reposted_at", "max": 12, "unit": "hour"}
    source = {"others": {"upstream_item": [{"id": "u", "published_at": "2024-05-06 08:00"}]}, "upstream_id": "u"}
    passing = {**source, "reposted_at": "2024-05-06 20:00"}
    assert shown("time_limit", params, [passing], [{**source, "reposted_at": "2024-05-06 20:01"}])
    assert not shown("time_limit", params, [passing], [{**source, "reposted_at": "2024-05-06 21:01"}])


def test_the_audit_date_can_be_the_end() -> None:
    params = {"record": "column", "from": "last_updated_at", "to": "$as_of", "max": 30, "unit": "calendar_day"}
    start = {"last_updated_at": "2024-05-01"}
    assert shown("time_limit", params, [{**start, "as_of": "2024-05-31"}], [{**start, "as_of": "2024-06-01"}])
    assert not shown("time_limit", params, [{**start, "as_of": "2024-05-31"}], [start])


@pytest.mark.parametrize(("records", "is_shown"), [(11, True), (12, True), (10, False)])
def test_a_count_is_shown_by_one_record_more_or_less(records: int, *, is_shown: bool) -> None:
    params = {"record": "interview", "key": "site_id", "min": 12}
    passing: dict[str, Any] = {"records": {"interview": [{}] * 12}}
    assert shown("count", params, [passing], [{"records": {"interview": [{}] * records}}]) is is_shown


@pytest.mark.parametrize(("records", "is_shown"), [(11, True), (10, False)])
def test_a_limit_that_only_suspects_is_shown_by_a_suspicion(records: int, *, is_shown: bool) -> None:
    params = {"record": "interview", "key": "site_id", "min": 12, "suspicion_only": True}
    examples: dict[str, list[dict[str, Any]]] = {
        "pass": [{"records": {"interview": [{}] * 12}}],
        "suspect": [{"records": {"interview": [{}] * records}}],
    }
    assert (boundary_mistake("count", params, kinds(), examples) is None) is is_shown


def test_a_count_of_what_points_back_looks_at_those_records() -> None:
    params = {"record": "letter", "to": "letter_supervision", "back": "letter_id", "min": 1}
    one = {"others": {"letter_supervision": [{"letter_id": "1"}]}}
    assert shown("cross_reference", params, [one], [{}])
    assert not shown("cross_reference", params, [{"others": {"letter_supervision": [{}, {}]}}], [{}])
    assert shown("cross_reference", {"record": "letter", "to": "letter", "ref": "duplicate_of"}, [{}], [{}])


def test_a_share_is_shown_by_one_more_or_less() -> None:
    params = {"record": "spot_check", "key": "org_id", "num": "checked_count", "den": "total_count", "min": 0.3}
    passing = {"checked_count": 30, "total_count": 100}
    assert shown("ratio", params, [passing], [{"checked_count": 29, "total_count": 100}])
    assert not shown("ratio", params, [passing], [{"checked_count": 3, "total_count": 100}])
    by_ids = {"record": "new_media_post", "key": "account_id", "num": "is_original", "den": "id", "min": 0.5}
    assert shown("ratio", by_ids, [{"records": {"new_media_post": [{}, {}]}}], [{"records": {"new_media_post": [{}, {}]}}])


def test_a_bound_of_a_value_is_shown_by_neighbours() -> None:
    params = {"record": "concern_response", "field": "follow_up_count", "min": 1}
    assert shown("allowed_values", params, [{"follow_up_count": 1}], [{"follow_up_count": 0}])
    assert not shown("allowed_values", params, [{"follow_up_count": 2}], [{"follow_up_count": 0}])


def test_other_checks_have_no_limit() -> None:
    assert shown("required_fields", {"record": "letter"}, [{}], [{}])
    assert shown("allowed_values", {"record": "letter", "field": "title", "pattern": "a"}, [{}], [{}])


@pytest.mark.parametrize(
    ("check", "params", "answer"),
    [
        ("time_limit", {"max": None, "unit": "hour"}, True),
        ("time_limit", {"suggested": {"max": 5}}, True),
        ("time_limit", {"max": None, "min": 0}, False),
        ("time_limit", {"max": None, "max_field": "due_at"}, False),
        ("time_limit", {"due": {"field": "due_at"}}, False),
        ("time_limit", {"max": 0}, False),
        ("ratio", {"min": None}, True),
        ("ratio", {"min": 0.3}, False),
        ("count", {"min": None}, False),
    ],
)
def test_a_rule_without_a_number_only_measures(check: str, params: dict[str, Any], *, answer: bool) -> None:
    assert is_measured(check, params) is answer


def test_a_rule_that_allows_every_value_cannot_fail() -> None:
    every = list(kinds()["letter"].fields["handling_mode"].values)
    params = {"record": "letter", "field": "handling_mode"}
    assert not can_fail("allowed_values", {**params, "in": every}, kinds())
    assert can_fail("allowed_values", {**params, "in": every[1:]}, kinds())
    assert can_fail("allowed_values", {**params, "not_in": every}, kinds())
    assert can_fail("allowed_values", {"record": "letter", "field": "title", "in": ["a"]}, kinds())
    assert can_fail("required_fields", {"record": "letter"}, kinds())
