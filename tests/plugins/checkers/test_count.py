"""count: groups, periods, and what cannot be counted."""

from datetime import date
from typing import Any

import pytest

from dbcheck.plugins.checkers.count import Count, CountParams
from dbcheck.records.catalogue import kinds
from judging import rule_of, verdicts

SITE = {"id": "s1", "kind": "portal", "status": "running"}
TWELVE = rule_of(
    "count",
    record="interview",
    where={"status": {"not_in": ["planned", "cancelled"]}},
    per="site",
    per_where={"kind": "portal"},
    key="site_id",
    period="year",
    time="start_at",
    min=12,
)
KINDS = rule_of(
    "count",
    record="column",
    where={"status": "active"},
    per="site",
    key="site_id",
    each_of={"kind": [["survey", "solicitation"], "letters"]},
    min=1,
)
ONE_EACH = rule_of("count", record="column", where={"kind": "disclosure"}, key="site_id", max=1)
DOMAINS = rule_of("count", record="site", key="id", distinct="domains", max=1)
TAKING_PART = rule_of(
    "count", record="interview", per="organization", key="participating_org_ids", period="year", time="start_at", min=1
)


def held(number: int, **fields: Any) -> list[dict[str, Any]]:
    return [
        {"id": f"i{n}", "site_id": "s1", "status": "held", "start_at": f"2024-{n + 1:02}-05 09:00", **fields}
        for n in range(number)
    ]


@pytest.mark.parametrize(("number", "expected"), [(12, "pass"), (11, "fail")])
def test_a_quota_is_counted_per_calendar_year(number: int, expected: str) -> None:
    assert verdicts(TWELVE, {"site": [SITE], "interview": held(number)}, as_of="2024-12-31") == {"s1|2024": expected}


def test_a_running_year_is_pending_and_a_met_quota_passes_at_once() -> None:
    assert verdicts(TWELVE, {"site": [SITE], "interview": held(3)}, as_of="2024-12-30") == {"s1|2024": "pending"}
    assert verdicts(TWELVE, {"site": [SITE], "interview": held(12)}, as_of="2024-12-30") == {"s1|2024": "pass"}


def test_a_site_without_any_record_counts_as_zero() -> None:
    found = verdicts(TWELVE, {"site": [SITE, {**SITE, "id": "s2"}], "interview": held(12)}, as_of="2024-12-31")
    assert found == {"s1|2024": "pass", "s2|2024": "fail"}


def test_a_year_that_no_record_speaks_of_may_not_have_been_exported() -> None:
    found = verdicts(TWELVE, {"site": [SITE], "interview": held(12)}, as_of="2026-06-30")
    assert found == {"s1|2024": "pass", "s1|2025": "undetermined:no_records", "s1|2026": "pending"}


def test_years_that_began_before_the_document_came_into_force_are_not_judged() -> None:
    early = [{"id": "e", "site_id": "s1", "status": "held", "start_at": "2023-12-30 09:00"}]
    found = verdicts(
        TWELVE, {"site": [SITE], "interview": [*early, *held(12)]}, as_of="2024-12-31", effective=date(2023, 12, 29)
    )
    assert found == {"s1|2024": "pass"}


@pytest.mark.parametrize(
    ("twelfth", "expected"),
    [
        ({"status": None}, "pass"),  # not_in holds for an empty status
        ({"site_id": None}, "undetermined:unclassified"),
        ({"site_id": "nobody"}, "undetermined:unclassified"),
        ({"start_at": None}, "undetermined:unclassified"),
    ],
)
def test_a_record_that_may_belong_keeps_a_quota_open(twelfth: dict[str, Any], expected: str) -> None:
    interviews = [*held(11), {"id": "x", "site_id": "s1", "status": "held", "start_at": "2024-12-20 09:00", **twelfth}]
    assert verdicts(TWELVE, {"site": [SITE], "interview": interviews}, as_of="2024-12-31") == {"s1|2024": expected}


def test_each_value_or_one_of_its_alternatives_must_occur() -> None:
    columns = [{"id": "c1", "site_id": "s1", "kind": "survey", "status": "active"}]
    found = verdicts(KINDS, {"site": [SITE], "column": columns})
    assert found == {"s1|kind=survey/solicitation": "pass", "s1|kind=letters": "fail"}


def test_uniqueness_needs_no_universe() -> None:
    columns = [{"id": f"c{n}", "site_id": site, "kind": "disclosure"} for n, site in enumerate(["s1", "s1", "s2"])]
    assert verdicts(ONE_EACH, {"site": [SITE, {"id": "s2"}], "column": columns}) == {"s1": "fail", "s2": "pass"}


def test_distinct_values_are_counted_once() -> None:
    sites = [{"id": "s1", "domains": ["a.gov.cn", "a.gov.cn"]}, {"id": "s2", "domains": ["a.gov.cn", "b.gov.cn"]}]
    assert verdicts(DOMAINS, {"site": sites}) == {"s1": "pass", "s2": "fail"}


def test_a_list_key_counts_for_each_of_its_elements() -> None:
    orgs = [{"id": "o1", "name": "甲局"}, {"id": "o2", "name": "乙局"}]
    interviews = [{"id": "i", "start_at": "2024-05-01 09:00", "participating_org_ids": ["o1", "乙局"]}]
    found = verdicts(TAKING_PART, {"organization": orgs, "interview": interviews}, as_of="2024-12-31")
    assert found == {"o1|2024": "pass", "o2|2024": "pass"}


CHECKED_DAILY = rule_of("count", record="mailbox_check", key="mailbox", period="day", time="date", min=1)


def mailbox_days(*days: tuple[str | None, str]) -> dict[str, str]:
    checks = [{"id": f"m{n}", "mailbox": box, "date": day} for n, (box, day) in enumerate(days)]
    return verdicts(CHECKED_DAILY, {"mailbox_check": checks}, as_of="2024-05-08")


def test_a_group_that_only_its_records_name_is_judged_from_its_first_to_its_last() -> None:
    found = mailbox_days(("a", "2024-05-06"), ("a", "2024-05-08"), ("b", "2024-05-07"))
    assert found == {
        "a|2024-05-06": "pass",
        "a|2024-05-07": "fail",
        "a|2024-05-08": "pass",
        "b|2024-05-06": "undetermined:no_records",
        "b|2024-05-07": "pass",
        "b|2024-05-08": "undetermined:no_records",
    }


def test_a_group_whose_only_records_predate_the_document_is_none() -> None:
    rule = rule_of("count", record="mailbox_check", key="mailbox", where={"checker": "x"}, min=2)
    checks = [{"id": "m0", "mailbox": "a", "date": "2019-01-01", "checker": "x"}]
    assert verdicts(rule, {"mailbox_check": checks}, effective=date(2020, 1, 1)) == {}


def test_a_group_whose_records_may_not_count_is_no_sure_group() -> None:
    rule = rule_of("count", record="mailbox_check", key="mailbox", where={"checker": "x"}, min=2)
    checks = [{"id": "m0", "mailbox": "a", "date": "2024-01-01", "checker": None}]
    assert verdicts(rule, {"mailbox_check": checks}) == {"a": "undetermined:unclassified"}


CHECKED_QUARTERLY = rule_of(
    "count", record="security_check", per="site", key="site_id", period="quarter", time="checked_at", min=1
)


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ({}, {"2024Q1": "fail", "2024Q2": "fail", "2024Q3": "fail", "2024Q4": "fail"}),
        ({"opened_at": "2024-07-01"}, {"2024Q3": "fail", "2024Q4": "fail"}),
        ({"opened_at": "2024-07-02"}, {"2024Q3": "undetermined:part_of_period", "2024Q4": "fail"}),
        (
            {"opened_at": "2020-01-01", "closed_at": "2024-05-20"},
            {"2024Q1": "fail", "2024Q2": "undetermined:part_of_period"},
        ),
        ({"opened_at": "2024-05-01", "closed_at": "2024-06-30"}, {"2024Q2": "undetermined:part_of_period"}),
        ({"opened_at": "2025-02-01"}, {}),
    ],
)
def test_a_site_owes_nothing_for_the_time_before_it_opened_and_after_it_closed(
    site: dict[str, str], expected: dict[str, str]
) -> None:
    checks = [
        {"id": "c1", "site_id": "other", "checked_at": "2024-02-01 09:00"},
        {"id": "c2", "site_id": "other", "checked_at": "2024-11-01 09:00"},
    ]
    sites = [{"id": "s", **site}, {"id": "other", "opened_at": "2030-01-01"}]
    found = verdicts(CHECKED_QUARTERLY, {"site": sites, "security_check": checks}, as_of="2024-12-31")
    assert found == {f"s|{period}": verdict for period, verdict in expected.items()}


@pytest.mark.parametrize(("as_of", "expected"), [("2025-01-30", "pending"), ("2025-01-31", "fail")])
def test_a_least_number_is_judged_when_the_grace_after_its_period_has_run_out(as_of: str, expected: str) -> None:
    rule = rule_of("count", **{**TWELVE.params, "grace_days": 31})
    found = verdicts(rule, {"site": [SITE], "interview": held(11)}, as_of=as_of)
    assert found["s1|2024"] == expected


def test_a_least_number_that_is_reached_needs_no_grace() -> None:
    rule = rule_of("count", **{**TWELVE.params, "grace_days": 31})
    assert verdicts(rule, {"site": [SITE], "interview": held(12)}, as_of="2024-12-31") == {"s1|2024": "pass"}


def test_too_many_are_too_many_at_once_whatever_the_grace() -> None:
    rule = rule_of("count", **{**TWELVE.params, "max": 12, "grace_days": 31})
    more = [*held(12), {"id": "i13", "site_id": "s1", "status": "held", "start_at": "2024-12-20"}]
    assert verdicts(rule, {"site": [SITE], "interview": more}, as_of="2024-12-30") == {"s1|2024": "fail"}


def test_what_lacks_can_be_a_mere_suspicion() -> None:
    rule = rule_of("count", **{**TWELVE.params, "suspicion_only": True})
    assert verdicts(rule, {"site": [SITE], "interview": held(11)}, as_of="2024-12-31") == {"s1|2024": "suspect"}
    assert verdicts(rule, {"site": [SITE], "interview": held(12)}, as_of="2024-12-31") == {"s1|2024": "pass"}


@pytest.mark.parametrize(
    "params",
    [
        CountParams(record="interview", key="site_id", period="year", time="start_at", min=1, grace_days=-1),
        CountParams(record="interview", key="site_id", min=1, grace_days=31),
        CountParams(record="interview", key="site_id", period="year", time="start_at", max=1, grace_days=31),
    ],
)
def test_a_grace_without_a_period_or_a_least_number_is_a_mistake(params: CountParams) -> None:
    assert [where for where, _ in Count().mistakes(params, kinds())] == [("grace_days",)]
