"""count and ratio in the oracle, by hand."""

from typing import Any

import pytest

from oracle.answers import Answer
from oracle.samples import Raw, judged, pack_of, rule_of, world_with
from oracle.world import World

PASS, FAIL, PENDING = ("pass", None), ("fail", None), ("pending", None)
UNCLASSIFIED = ("undetermined", "unclassified")
UNRESOLVED = ("undetermined", "unresolved_reference")
REJECTED = ("undetermined", "rejected_records")
MISSING = ("undetermined", "missing_value")


def groups(
    check: str, params: Raw, world: World, as_of: str = "2025-12-31", *, retroactive: bool = False
) -> dict[str, Answer]:
    result = judged(rule_of(check, params), world, as_of, retroactive=retroactive)
    assert result.rule_level is None
    return result.verdicts


LETTERS_COLUMN = {
    "record": "column",
    "where": {"kind": "letters", "status": "active"},
    "per": "site",
    "per_where": {"status": "running"},
    "key": "site_id",
    "min": 1,
}


def sites(*columns: Raw, rejected: int = 0) -> World:
    world = world_with(site=[{"id": "s1", "name": "甲网", "status": "running"}], column=list(columns))
    world.rejected["column"] = rejected
    return world


@pytest.mark.parametrize(
    ("columns", "rejected", "expected"),
    [
        ([{"site_id": "s1", "kind": "letters", "status": "active"}], 0, PASS),
        ([{"site_id": "甲网", "kind": "letters", "status": "active"}], 0, PASS),
        ([], 0, FAIL),
        ([{"site_id": "s1", "kind": "news", "status": "active"}], 0, FAIL),
        ([{"site_id": "s1", "kind": "letters"}], 0, UNCLASSIFIED),
        ([{"site_id": "s9", "kind": "letters", "status": "active"}], 0, UNRESOLVED),
        ([{"kind": "letters", "status": "active"}], 0, UNRESOLVED),
        ([{"kind": "news", "status": "active"}], 0, FAIL),
        ([], 1, REJECTED),
        ([{"site_id": "s1", "kind": "letters", "status": "active"}], 3, PASS),
    ],
)
def test_a_minimum_needs_sure_members_to_pass_and_no_possible_ones_to_fail(
    columns: list[Raw], rejected: int, expected: Answer
) -> None:
    assert groups("count", LETTERS_COLUMN, sites(*columns, rejected=rejected)) == {"s1": expected}


def test_the_universe_is_the_records_that_meet_its_condition() -> None:
    world = world_with(site=[{"id": "s1", "status": "running"}, {"id": "s2", "status": "closed"}, {"id": "s3"}], column=[])
    assert groups("count", LETTERS_COLUMN, world) == {"s1": FAIL, "s3": UNCLASSIFIED}


def test_each_of_asks_for_every_value_and_an_inner_list_is_alternatives() -> None:
    params = {
        **LETTERS_COLUMN,
        "where": {"status": "active"},
        "each_of": {"kind": [["solicitation", "survey"], "interview"]},
    }
    world = sites({"site_id": "s1", "kind": "survey", "status": "active"}, {"site_id": "s1", "status": "active"})
    assert groups("count", params, world) == {"s1|kind=solicitation/survey": PASS, "s1|kind=interview": UNCLASSIFIED}


@pytest.mark.parametrize(
    ("number", "rejected", "expected"),
    [(0, 0, PASS), (1, 0, PASS), (2, 0, FAIL), (1, 1, REJECTED), (2, 1, FAIL), (0, 1, PASS)],
)
def test_a_maximum_fails_on_sure_members_and_passes_without_possible_ones(
    number: int, rejected: int, expected: Answer
) -> None:
    world = sites(*[{"site_id": "s1", "kind": "letters", "status": "active"}] * number, rejected=rejected)
    params = {**LETTERS_COLUMN, "min": None, "max": 1}
    assert groups("count", params, world) == {"s1": expected}


SESSIONS = {
    "record": "interview",
    "where": {"status": {"not_in": ["planned", "cancelled"]}, "start_at": {"lte": "$as_of"}},
    "per": "site",
    "key": "site_id",
    "period": "year",
    "time": "start_at",
    "min": 2,
}


def sessions(*dates: str | None, **fields: Any) -> World:
    interviews = [{"site_id": "s1", "start_at": day, "status": "held", **fields} for day in dates]
    return world_with(site=[{"id": "s1"}], interview=interviews)


def test_periods_reach_from_the_first_that_the_data_speaks_of_to_the_one_of_the_audit_date() -> None:
    world = sessions("2023-12-30", "2024-03-01", "2024-12-31 23:59:59", "2025-02-01")
    # R8 and in-force date: 2023 is only partly in force.
    assert groups("count", SESSIONS, world, "2025-12-31") == {"s1|2024": PASS, "s1|2025": FAIL}
    assert groups("count", SESSIONS, world, "2025-12-30") == {"s1|2024": PASS, "s1|2025": PENDING}
    assert groups("count", SESSIONS, world, "2024-12-31") == {"s1|2024": PASS}  # its 24:00 is not yet 2025
    assert groups("count", SESSIONS, world, "2025-12-31", retroactive=True) == {
        "s1|2023": FAIL,
        "s1|2024": PASS,
        "s1|2025": FAIL,
    }


def test_a_completed_period_after_the_last_that_any_record_speaks_of_may_not_have_been_exported() -> None:
    world = sessions("2024-03-01", "2024-12-31 23:59:59")
    silent = ("undetermined", "no_records")
    assert groups("count", SESSIONS, world, "2025-12-31") == {"s1|2024": PASS, "s1|2025": silent}
    cancelled = [*world.tables["interview"], *sessions("2025-05-01", status="cancelled").tables["interview"]]
    world.tables["interview"] = cancelled  # one that does not count speaks of 2025 all the same
    assert groups("count", SESSIONS, world, "2025-12-31") == {"s1|2024": PASS, "s1|2025": FAIL}
    assert groups("count", {**SESSIONS, "min": None, "max": 1}, world, "2025-12-31") == {"s1|2024": FAIL, "s1|2025": PASS}


def test_a_minimum_in_a_running_period_is_pending_until_it_is_met() -> None:
    assert groups("count", SESSIONS, sessions("2024-03-01"), "2024-12-30") == {"s1|2024": PENDING}
    assert groups("count", SESSIONS, sessions("2024-03-01"), "2024-12-31") == {"s1|2024": FAIL}
    assert groups("count", SESSIONS, sessions("2024-03-01", "2024-04-01"), "2024-12-30") == {"s1|2024": PASS}


def test_a_session_without_a_date_possibly_belongs_to_every_year() -> None:
    world = sessions("2024-03-01", "2025-03-01", None)
    assert groups("count", SESSIONS, world) == {"s1|2024": UNCLASSIFIED, "s1|2025": UNCLASSIFIED}
    timeless = {**SESSIONS, "where": {}}
    assert groups("count", timeless, world) == {"s1|2024": MISSING, "s1|2025": MISSING}


def test_data_that_speaks_of_no_period_accuses_nobody() -> None:
    assert groups("count", SESSIONS, sessions()) == {}


def test_a_list_key_counts_for_each_of_its_elements() -> None:
    params = {**SESSIONS, "per": "organization", "key": "participating_org_ids", "min": 1}
    world = world_with(
        organization=[{"id": "o1", "name": "甲局"}, {"id": "o2"}, {"id": "o3"}],
        interview=[{"status": "held", "start_at": "2024-03-01", "participating_org_ids": ["甲局", "o2"]}],
    )
    assert groups("count", params, world, "2024-12-31") == {"o1|2024": PASS, "o2|2024": PASS, "o3|2024": FAIL}
    world = world_with(
        organization=[{"id": "o1"}, {"id": "o3"}],
        interview=[{"status": "held", "start_at": "2024-03-01", "participating_org_ids": ["o1", "o9"]}],
    )
    assert groups("count", params, world, "2024-12-31") == {"o1|2024": PASS, "o3|2024": UNRESOLVED}


@pytest.mark.parametrize(
    ("period", "label"), [("year", "2024"), ("quarter", "2024Q3"), ("month", "2024-08"), ("day", "2024-08-15")]
)
def test_a_group_is_named_by_its_subject_and_period(period: str, label: str) -> None:
    params = {"record": "site_offline", "key": "site_id", "period": period, "time": "offline_at", "max": 1}
    world = world_with(site=[{"id": "s1"}], site_offline=[{"site_id": "s1", "offline_at": "2024-08-15 09:00"}])
    assert groups("count", params, world, "2024-08-15") == {f"s1|{label}": PASS}


def test_a_whole_number_may_be_the_year() -> None:
    params = {"record": "annual_report", "per": "organization", "key": "org_id", "period": "year", "time": "year", "min": 1}
    world = world_with(organization=[{"id": "o1"}, {"id": "o2"}], annual_report=[{"org_id": "o1", "year": 2024}])
    assert groups("count", params, world, "2024-12-31") == {"o1|2024": PASS, "o2|2024": FAIL}


def test_without_a_universe_only_keys_that_occur_are_groups() -> None:
    params = {"record": "service_item", "key": ["site_id", "name"], "max": 1}
    items = [{"site_id": "s1", "name": "办证"}, {"site_id": "甲网", "name": "办证"}, {"site_id": "s1", "name": "换证"}]
    world = world_with(site=[{"id": "s1", "name": "甲网"}], service_item=items)
    assert groups("count", params, world) == {"s1/办证": FAIL, "s1/换证": PASS}


def test_a_group_that_only_its_records_name_is_judged_from_its_first_to_its_last() -> None:
    params = {"record": "mailbox_check", "key": "mailbox", "period": "day", "time": "date", "min": 1}
    checks = [("a", "2024-05-06"), ("a", "2024-05-07"), ("b", "2024-05-06"), ("b", "2024-05-09")]
    world = world_with(mailbox_check=[{"mailbox": box, "date": day} for box, day in checks])
    assert groups("count", params, world, "2024-05-10") == {
        "a|2024-05-06": PASS,
        "a|2024-05-07": PASS,
        "a|2024-05-08": ("undetermined", "no_records"),
        "a|2024-05-09": ("undetermined", "no_records"),
        "a|2024-05-10": ("undetermined", "no_records"),
        "b|2024-05-06": PASS,
        "b|2024-05-07": FAIL,
        "b|2024-05-08": FAIL,
        "b|2024-05-09": PASS,
        "b|2024-05-10": ("undetermined", "no_records"),
    }


def test_distinct_values_are_counted_once() -> None:
    params = {"record": "org_profile", "key": "site_id", "distinct": "template", "max": 1}

    def profiles(*templates: str | None) -> World:
        return world_with(site=[{"id": "s1"}], org_profile=[{"site_id": "s1", "template": one} for one in templates])

    assert groups("count", params, profiles("甲", "甲")) == {"s1": PASS}
    assert groups("count", params, profiles("甲", "乙")) == {"s1": FAIL}
    assert groups("count", params, profiles("甲", None)) == {"s1": MISSING}
    assert groups("count", params, profiles(None)) == {"s1": PASS}  # one unknown value is at most one


def test_a_maximum_does_not_count_what_happened_before_the_document() -> None:
    params = {"record": "site_offline", "key": "site_id", "max": 0}
    world = world_with(site=[{"id": "s1"}], site_offline=[{"site_id": "s1", "offline_at": "2023-05-01"}])
    assert groups("count", params, world) == {"s1": PASS}
    assert groups("count", params, world, retroactive=True) == {"s1": FAIL}
    undated = world_with(site=[{"id": "s1"}], site_offline=[{"site_id": "s1"}])
    assert groups("count", params, undated) == {"s1": ("undetermined", "unknown_date")}


SPOT = {"record": "spot_check", "key": "org_id", "num": "checked_count", "den": "total_count", "min": 0.3}


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([(3, 10)], PASS),  # R9: exactly 30 % comply, compared in integers
        ([(2999, 10000)], FAIL),
        ([(1, 10), (5, 10)], PASS),
        ([(1, 10), (4, 10)], FAIL),
        ([(0, 0)], MISSING),
        ([(3, 10), (None, 10)], MISSING),
    ],
)
def test_a_share_is_compared_in_whole_numbers(checks: list[tuple[int | None, int]], expected: Answer) -> None:
    records = [{"org_id": "o1", "checked_count": top, "total_count": bottom} for top, bottom in checks]
    world = world_with(organization=[{"id": "o1"}], spot_check=records)
    assert groups("ratio", SPOT, world) == {"o1": expected}


def test_a_union_counts_distinct_members_over_the_largest_denominator_of_the_period() -> None:
    params = {**SPOT, "per": "organization", "period": "quarter", "time": "finished_at", "union": "checked_site_ids"}
    checks = [
        {"org_id": "o1", "finished_at": "2024-01-15", "checked_site_ids": ["s1", "s2"], "total_count": 9},
        {"org_id": "o1", "finished_at": "2024-03-31 23:59", "checked_site_ids": ["s2", "甲网"], "total_count": 10},
        {"org_id": "o1", "finished_at": "2024-04-01", "checked_site_ids": ["s2", "s3"], "total_count": 10},
    ]
    world = world_with(
        organization=[{"id": "o1"}], site=[{"id": "s1"}, {"id": "s2"}, {"id": "s3", "name": "甲网"}], spot_check=checks
    )
    assert groups("ratio", params, world, "2024-06-30") == {"o1|2024Q1": PASS, "o1|2024Q2": FAIL}
    assert groups("ratio", params, world, "2024-06-29") == {"o1|2024Q1": PASS, "o1|2024Q2": PENDING}


def test_true_booleans_are_counted_over_ids() -> None:
    params = {"record": "new_media_post", "key": "account_id", "num": "is_original", "den": "id", "min": 0.5}
    for originals, expected in (([True, False], PASS), ([True, False, False], FAIL)):
        posts = [{"id": f"p{at}", "account_id": "m1", "is_original": one} for at, one in enumerate(originals)]
        assert groups("ratio", params, world_with(new_media_account=[{"id": "m1"}], new_media_post=posts)) == {
            "m1": expected
        }


DUTY = {
    "record": "duty_log",
    "per": "site",
    "key": "site_id",
    "period": "day",
    "time": "start_at",
    "measure": "interval_union",
    "start": "start_at",
    "end": "end_at",
    "min": 1.0,
}


def shifts(*pairs: tuple[str, str | None]) -> World:
    return world_with(
        site=[{"id": "s1"}], duty_log=[{"site_id": "s1", "start_at": start, "end_at": end} for start, end in pairs]
    )


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("2024-05-06 00:00", "2024-05-06 12:00"), ("2024-05-06 12:00", "2024-05-07 00:00")], PASS),
        ([("2024-05-06 00:00", "2024-05-06 12:00"), ("2024-05-06 12:00:01", "2024-05-07 00:00")], FAIL),
        ([("2024-05-06 00:00", "2024-05-06 14:00"), ("2024-05-06 10:00", "2024-05-07 08:00")], PASS),
        ([("2024-05-06 00:00", None)], MISSING),
        ([("2024-05-06 00:00", "2024-05-07")], MISSING),
    ],
)
def test_shifts_cover_the_whole_day(pairs: list[tuple[str, str | None]], expected: Answer) -> None:
    assert groups("ratio", DUTY, shifts(*pairs), "2024-05-06")["s1|2024-05-06"] == expected


def test_a_night_shift_covers_the_next_morning_too() -> None:
    world = shifts(("2024-05-06 00:00", "2024-05-07 08:00"), ("2024-05-07 08:00", "2024-05-08 00:00"))
    assert groups("ratio", DUTY, world, "2024-05-07") == {"s1|2024-05-06": PASS, "s1|2024-05-07": PASS}


def test_a_share_without_a_number_is_only_measured() -> None:
    result = judged(rule_of("ratio", {**SPOT, "min": None}), world_with(organization=[], spot_check=[]))
    assert result.rule_level == ("not_applicable", "no_number")


def test_an_open_document_judges_every_period() -> None:
    rule = rule_of("count", SESSIONS)
    result = judged(rule, sessions("2019-05-01", "2019-06-01"), "2019-12-31", pack=pack_of(rule, effective=None))
    assert result.verdicts == {"s1|2019": PASS}
