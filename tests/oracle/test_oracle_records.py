"""required_fields, allowed_values, precedence, cross_reference, and what is in scope, in the oracle."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oracle.samples import Raw, judged, only, pack_of, rule_of, world_with
from oracle.world import ABSENT, World, filled, unreadable

MISSING = ("undetermined", "missing_value")
UNREADABLE = ("undetermined", "unreadable_value")
UNRESOLVED = ("undetermined", "unresolved_reference")
PASS, FAIL, OUT = ("pass", None), ("fail", None), ("out_of_scope", None)


def answer(check: str, params: Raw, world: World, as_of: str = "2025-12-31") -> tuple[str, str | None]:
    return judged(rule_of(check, params), world, as_of, retroactive=True).rows[0][1]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"title": "甲", "is_major": False}, PASS),
        ({"title": "甲", "is_major": None}, FAIL),
        ({"title": "\u3000"}, FAIL),
        ({}, FAIL),
    ],
)
def test_required_fields_must_all_be_filled_and_false_is_a_value(record: Raw, expected: tuple[str, str | None]) -> None:
    params = {"record": "letter", "all": ["title", "is_major"]}
    assert answer("required_fields", params, world_with(letter=[record])) == expected


def test_one_field_of_each_group_must_be_filled() -> None:
    params = {"record": "letter", "any": [["replied_at", "reject_reason"], ["title"]]}
    assert answer("required_fields", params, world_with(letter=[{"reject_reason": "不清", "title": "甲"}])) == PASS
    assert answer("required_fields", params, world_with(letter=[{"reject_reason": "不清"}])) == FAIL
    assert answer("required_fields", params, world_with(letter=[{"title": "甲"}])) == FAIL


def test_an_unreadable_cell_is_filled_and_an_absent_one_unknown() -> None:
    params = {"record": "letter", "all": ["replied_at", "title"]}
    world = world_with(letter=[{"title": "甲"}, {}])
    first, second = world.tables["letter"]
    first["replied_at"] = unreadable("不详")
    second["replied_at"] = ABSENT
    rows = judged(rule_of("required_fields", params), world, retroactive=True).rows
    assert [row[1] for row in rows] == [PASS, FAIL]  # the second lacks its title whatever the other cell holds
    second["title"] = filled("乙")
    assert judged(rule_of("required_fields", params), world, retroactive=True).rows[1][1] == (
        "undetermined",
        "missing_column",
    )


def test_a_column_that_no_file_carries_decides_the_rule_unless_another_of_the_group_can_stand_in() -> None:
    world = world_with(letter=[{"replied_at": "2024-05-01"}, {}])
    world.columns["letter"] -= {"reject_reason"}
    assert judged(rule_of("required_fields", {"record": "letter", "all": ["reject_reason"]}), world).rule_level == (
        "undetermined",
        "missing_column",
    )
    params = {"record": "letter", "any": [["replied_at", "reject_reason"]]}
    rows = judged(rule_of("required_fields", params), world, retroactive=True).rows
    assert [row[1] for row in rows] == [PASS, ("undetermined", "missing_column")]


@pytest.mark.parametrize(
    ("constraint", "record", "expected"),
    [
        ({"field": "reject_code", "in": ["unclear"]}, {"reject_code": "unclear"}, PASS),
        ({"field": "reject_code", "in": ["unclear"]}, {"reject_code": "other"}, FAIL),
        ({"field": "reject_code", "in": ["unclear"]}, {}, MISSING),
        ({"field": "reject_code", "in": [None, "unclear"]}, {}, PASS),
        ({"field": "reject_code", "in": [None, "unclear"]}, {"reject_code": "other"}, FAIL),
        ({"field": "reject_code", "not_in": ["other"]}, {}, PASS),
        ({"field": "reject_code", "not_in": ["other"]}, {"reject_code": "other"}, FAIL),
        ({"field": "published_at", "in": [None]}, {"published_at": "2024-05-01"}, FAIL),
        ({"field": "published_at", "in": [None]}, {}, PASS),
        ({"field": "title", "pattern": "^关于"}, {"title": "关于路灯"}, PASS),
        ({"field": "title", "pattern": "^关于"}, {"title": "路灯"}, FAIL),
        ({"field": "title", "pattern": "^关于"}, {}, MISSING),
        ({"field": "title", "not_pattern": "灯$"}, {"title": "路灯"}, FAIL),
        ({"field": "title", "not_pattern": "灯$"}, {}, MISSING),
        ({"field": "reply_org", "contains_field": "title"}, {"reply_org": "甲市林业局", "title": "林业局"}, PASS),
        ({"field": "reply_org", "contains_field": "title"}, {"reply_org": "林业局", "title": "甲市林业局"}, FAIL),
        ({"field": "reply_org", "contains_field": "title"}, {"reply_org": "林业局"}, MISSING),
        ({"field": "reply_org", "equals_field": "title"}, {"title": "林业局"}, MISSING),
        ({"field": "reply_org", "equals_field": "title"}, {"reply_org": "乙", "title": "甲"}, FAIL),
        ({"field": "title", "pattern": "^关", "not_in": ["关灯"]}, {"title": "关灯"}, FAIL),
    ],
)
def test_a_letter_field_holds_only_what_is_allowed(constraint: Raw, record: Raw, expected: tuple[str, str | None]) -> None:
    assert answer("allowed_values", {"record": "letter", **constraint}, world_with(letter=[record])) == expected


@pytest.mark.parametrize(
    ("constraint", "items", "expected"),
    [
        ({"contains_all": ["links", "columns"]}, ["links", "columns", "content"], PASS),
        ({"contains_all": ["links", "columns"]}, ["links"], FAIL),
        ({"contains_all": ["links", "columns"]}, [], MISSING),
        ({"contains_any": ["links", "columns"]}, ["columns"], PASS),
        ({"contains_any": ["links", "columns"]}, ["content"], FAIL),
        ({"contains_any": ["links", "columns"]}, None, MISSING),
        ({"in": ["links", "columns"]}, ["links", "columns"], PASS),
        ({"in": ["links", "columns"]}, ["links", "content"], FAIL),
        ({"not_in": ["links"]}, ["columns", "links"], FAIL),
        ({"pattern": "^c"}, ["columns", "content"], PASS),
        ({"pattern": "^c"}, ["columns", "links"], FAIL),
    ],
)
def test_lists_are_checked_element_by_element(constraint: Raw, items: Any, expected: tuple[str, str | None]) -> None:
    params = {"record": "patrol_log", "field": "items", **constraint}
    assert answer("allowed_values", params, world_with(patrol_log=[{"items": items}])) == expected


def test_an_unreadable_cell_breaks_must_be_empty_and_leaves_everything_else_open() -> None:
    world = world_with(letter=[{}])
    world.tables["letter"][0]["published_at"] = unreadable("已公开")
    for allowed, expected in (([None], FAIL), ([None, "2024-05-01"], UNREADABLE)):
        assert answer("allowed_values", {"record": "letter", "field": "published_at", "in": allowed}, world) == expected


@pytest.mark.parametrize(("score", "expected"), [(0, FAIL), (1, PASS), (5, PASS), (6, FAIL), (None, MISSING)])
def test_bounds_are_inclusive(score: int | None, expected: tuple[str, str | None]) -> None:
    params = {"record": "evaluation", "field": "score", "min": 1, "max": 5}
    assert answer("allowed_values", params, world_with(evaluation=[{"score": score}])) == expected


@pytest.mark.parametrize(
    ("applicant", "expected"), [("o1", PASS), ("甲局", PASS), ("o2", FAIL), ("乙局", FAIL), ("丙局", UNRESOLVED)]
)
def test_two_references_are_equal_when_they_name_the_same_record(applicant: str, expected: tuple[str, str | None]) -> None:
    params = {"record": "site_migration", "field": "applicant_org_id", "equals_field": "site_id.org_id"}
    world = world_with(
        site_migration=[{"applicant_org_id": applicant, "site_id": "s1"}],
        site=[{"id": "s1", "org_id": "o1"}],
        organization=[{"id": "o1", "name": "甲局"}, {"id": "o2", "name": "乙局"}],
    )
    assert answer("allowed_values", params, world) == expected


@pytest.mark.parametrize(
    ("received", "reviewed", "replied", "strict", "expected"),
    [
        ("2024-05-01", "2024-05-02", "2024-05-03", False, PASS),
        ("2024-05-01", None, "2024-05-03", False, FAIL),
        ("2024-05-01", "2024-05-04", "2024-05-03", False, FAIL),
        ("2024-05-01", None, None, False, PASS),
        (None, None, None, False, PASS),
        ("2024-05-01 09:00", "2024-05-01 09:00", None, False, PASS),
        ("2024-05-01 09:00", "2024-05-01 09:00", None, True, FAIL),
        ("2024-05-01 09:00", "2024-05-01 09:01", None, True, PASS),
        ("2024-05-01 09:00", "2024-05-01", None, False, ("undetermined", "no_clock_time")),
        ("2024-05-01", "2024-05-01", None, True, ("undetermined", "no_clock_time")),
        ("2024-05-01 09:00", "2024-05-01", "2024-04-30", False, FAIL),  # a known breach wins over an unknown pair
    ],
)
def test_a_chain_is_walked_oldest_first(
    received: str | None, reviewed: str | None, replied: str | None, *, strict: bool, expected: tuple[str, str | None]
) -> None:
    params = {"record": "letter", "chain": ["received_at", "group_review_at", "replied_at"], "strict": strict}
    record = {"received_at": received, "group_review_at": reviewed, "replied_at": replied}
    assert answer("precedence", params, world_with(letter=[record])) == expected


def test_an_unreadable_step_of_a_chain_neither_accuses_nor_clears() -> None:
    world = world_with(letter=[{"received_at": None}])
    world.tables["letter"][0]["replied_at"] = unreadable("未")
    assert answer("precedence", {"record": "letter", "chain": ["received_at", "replied_at"]}, world) == UNREADABLE


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("l1", PASS),
        ("l2", FAIL),  # it is there and was not accepted
        ("l3", ("undetermined", "unclassified")),
        ("l9", UNRESOLVED),  # it may be older than the export
        ("l4", UNRESOLVED),  # two bear the id
        (None, MISSING),
    ],
)
def test_a_reference_must_name_a_record_that_meets_the_condition(
    named: str | None, expected: tuple[str, str | None]
) -> None:
    params = {
        "record": "letter",
        "where": {"kind": "help"},
        "ref": "duplicate_of",
        "to": "letter",
        "to_where": {"accepted": True},
    }
    others: list[Raw] = [
        {"id": "l1", "accepted": True},
        {"id": "l2", "accepted": False},
        {"id": "l3"},
        {"id": "l4"},
        {"id": "l4"},
    ]
    world = world_with(letter=[{"id": "l0", "kind": "help", "duplicate_of": named}, *others])
    assert answer("cross_reference", params, world) == expected
    empty_fails = {**params, "empty": "fail"}
    assert answer("cross_reference", empty_fails, world) == (FAIL if named is None else expected)


def test_what_was_rejected_or_lacks_an_id_may_be_the_record_that_is_not_there() -> None:
    params = {"record": "solicitation", "ref": "column_id", "to": "column"}
    world = world_with(solicitation=[{"column_id": "c9"}], column=[{"id": "c1"}])
    assert answer("cross_reference", params, world) == FAIL
    world.rejected["column"] = 1
    assert answer("cross_reference", params, world) == ("undetermined", "rejected_records")
    unnamed = world_with(solicitation=[{"column_id": "c9"}], column=[{"name": "征集"}])
    assert answer("cross_reference", params, unnamed) == UNRESOLVED


SUPERVISED = {"record": "letter", "to": "letter_supervision", "back": "letter_id", "min": 1}


@pytest.mark.parametrize(
    ("backs", "expected"),
    [
        (["l1"], PASS),
        ([], FAIL),
        (["l2"], FAIL),
        (["l2", "l1", "l1"], PASS),
        (["l9"], FAIL),  # letters bear no names: this is the id of one that was not exported
        ([None], UNRESOLVED),
    ],
)
def test_records_must_point_back(backs: list[str | None], expected: tuple[str, str | None]) -> None:
    world = world_with(letter=[{"id": "l1"}, {"id": "l2"}], letter_supervision=[{"letter_id": back} for back in backs])
    assert answer("cross_reference", SUPERVISED, world) == expected


def test_rejected_records_may_be_those_that_point_back() -> None:
    world = world_with(letter=[{"id": "l1"}], letter_supervision=[])
    world.rejected["letter_supervision"] = 1
    assert answer("cross_reference", SUPERVISED, world) == ("undetermined", "rejected_records")
    assert answer("cross_reference", {**SUPERVISED, "min": 2}, world) == FAIL
    assert answer("cross_reference", {**SUPERVISED, "min": None, "max": 0}, world) == ("undetermined", "rejected_records")


def test_a_record_without_an_id_cannot_be_pointed_at() -> None:
    world = world_with(letter=[{"title": "甲"}], letter_supervision=[])
    assert answer("cross_reference", SUPERVISED, world) == MISSING


def test_only_what_comes_in_order_points_back() -> None:
    params = {
        "record": "review_step",
        "where": {"level": "county"},
        "to": "review_step",
        "to_where": {"level": "prefecture"},
        "back": "subject_id",
        "back_key": "subject_id",
        "min": 1,
        "order": [["review_step:at", "review_step:at"]],
    }
    county = {"id": "r1", "level": "county", "subject_id": "x", "at": "2024-05-02 09:00"}
    for at, expected in (
        ("2024-05-02 09:00", PASS),
        ("2024-05-02 08:59", FAIL),
        ("2024-05-02", MISSING),
        (None, MISSING),
    ):
        world = world_with(review_step=[county, {"id": "r2", "level": "prefecture", "subject_id": "x", "at": at}])
        assert answer("cross_reference", params, world) == expected


def test_a_back_key_that_is_a_reference_is_compared_by_the_record_it_names() -> None:
    params = {"record": "site_migration", "to": "archived_page", "back": "site_id", "back_key": "site_id", "min": 1}
    world = world_with(
        site=[{"id": "s1", "name": "甲网"}],
        site_migration=[{"site_id": "s1"}, {"site_id": "s9"}],
        archived_page=[{"site_id": "甲网"}],
    )
    rows = judged(rule_of("cross_reference", params), world, retroactive=True).rows
    assert [row[1] for row in rows] == [PASS, UNRESOLVED]
    nothing = replace(world, tables={**world.tables, "archived_page": []})
    rows = judged(rule_of("cross_reference", params), nothing, retroactive=True).rows
    assert [row[1] for row in rows] == [FAIL, FAIL]  # nobody points anywhere


TITLED = {"record": "letter", "where": {"kind": "help"}, "all": ["title"]}


@pytest.mark.parametrize(
    ("received", "kind", "expected", "retroactive"),
    [
        ("2023-12-28 23:59:59", "help", OUT, FAIL),
        ("2023-12-29 00:00:00", "help", FAIL, FAIL),
        ("2023-12-28", "help", OUT, FAIL),
        ("2024-10-08 23:59:59", "help", FAIL, FAIL),
        ("2024-10-09 00:00:01", "help", OUT, OUT),
        ("2024-10-09", "help", OUT, OUT),
        (None, "help", ("undetermined", "unknown_date"), FAIL),
        (None, "other", OUT, OUT),
        ("2023-12-28", None, OUT, ("undetermined", "unclassified")),
        ("2024-05-01", None, ("undetermined", "unclassified"), ("undetermined", "unclassified")),
        (None, None, ("undetermined", "unknown_date"), ("undetermined", "unclassified")),
    ],
)
def test_a_record_is_judged_only_in_force_by_the_audit_date_and_where_the_rule_applies(
    received: str | None, kind: str | None, expected: tuple[str, str | None], retroactive: tuple[str, str | None]
) -> None:
    world = world_with(letter=[{"received_at": received, "kind": kind}])
    rule = rule_of("required_fields", TITLED)
    assert only(judged(rule, world, "2024-10-08")) == expected
    assert only(judged(rule, world, "2024-10-08", retroactive=True)) == retroactive


def test_the_first_filled_own_date_counts_and_a_withdrawn_document_judges_nothing_later() -> None:
    world = world_with(solicitation=[{"end_at": "2024-05-01"}])
    rule = rule_of("required_fields", {"record": "solicitation", "all": ["title"]})
    assert only(judged(rule, world)) == FAIL
    assert only(judged(rule, world, pack=pack_of(rule, withdrawn=date(2024, 5, 1)))) == OUT
    assert only(judged(rule, world, pack=pack_of(rule, withdrawn=date(2024, 5, 2)))) == FAIL


def test_a_kind_without_own_dates_is_always_judged() -> None:
    rule = rule_of("required_fields", {"record": "column", "all": ["purpose_text"]})
    assert only(judged(rule, world_with(column=[{}]), "2023-12-29")) == FAIL


def test_before_a_document_is_in_force_its_rules_do_not_apply() -> None:
    rule = rule_of("required_fields", {"record": "column", "all": ["purpose_text"]})
    world = world_with(column=[{}])
    assert judged(rule, world, "2023-12-28").rule_level == ("not_applicable", "not_in_force")
    assert only(judged(rule, world, "2023-12-29T00:00:01")) == FAIL
    assert only(judged(rule, world, "2023-12-28", retroactive=True)) == FAIL


def test_a_limit_is_dated_by_the_event_that_starts_it_and_a_due_date_by_itself() -> None:
    started = rule_of(
        "time_limit", {"record": "survey", "from": "end_at", "to": "result_published_at", "max": 5, "unit": "work_day"}
    )
    survey = {"start_at": "2024-01-02", "end_at": "2023-12-28", "result_published_at": "2024-05-01"}
    assert only(judged(started, world_with(survey=[survey]))) == OUT
    assert only(judged(started, world_with(survey=[{**survey, "start_at": "2023-12-01", "end_at": "2024-01-02"}]))) == FAIL
    due = rule_of("time_limit", {"record": "letter_assignment", "due": {"field": "due_at"}, "to": "completed_at"})
    pending = {"assigned_at": "2023-12-01", "due_at": "2025-01-02"}
    assert only(judged(due, world_with(letter_assignment=[pending]), "2024-05-01")) == ("pending", None)
    assert only(judged(due, world_with(letter_assignment=[{**pending, "due_at": "2023-12-28"}]))) == OUT


def test_a_kind_that_is_not_supplied_leaves_the_rule_undetermined_and_an_empty_one_judges_nobody() -> None:
    rule = rule_of("cross_reference", SUPERVISED)
    assert judged(rule, world_with(letter=[{"id": "l1"}])).rule_level == ("undetermined", "kind_not_supplied")
    empty = judged(rule, world_with(letter=[], letter_supervision=[]))
    assert (empty.rule_level, empty.rows) == (None, [])


@pytest.mark.parametrize(("condition", "is_decided"), [({"ne": True}, False), ({"exists": True}, True), (False, True)])
def test_a_condition_on_a_column_that_no_file_carries_decides_the_rule_unless_it_is_ne(
    condition: Any, *, is_decided: bool
) -> None:
    world = world_with(letter=[{"received_at": "2024-05-01"}])
    world.columns["letter"] -= {"is_major"}
    rule = rule_of("required_fields", {"record": "letter", "where": {"is_major": condition}, "all": ["title"]})
    result = judged(rule, world)
    assert (result.rule_level == ("undetermined", "missing_column")) is is_decided
    assert [row[1] for row in result.rows] == ([] if is_decided else [FAIL])


def test_violates_is_true_unknown_or_false_as_the_other_rule_says() -> None:
    limit = rule_of(
        "time_limit", {"record": "letter", "from": "received_at", "to": "replied_at", "max": 5, "unit": "work_day"}, "5.3.3"
    )
    duty = rule_of("cross_reference", {**SUPERVISED, "where": {"$violates": "5.3.3"}}, "5.3.7")
    world = world_with(
        letter=[
            {"id": "late", "received_at": "2024-03-01", "replied_at": "2024-03-09"},
            {"id": "in_time", "received_at": "2024-03-01", "replied_at": "2024-03-08"},
            {"id": "pending", "received_at": "2025-12-30"},
            {"id": "undated"},
            {"id": "early", "received_at": "2023-12-01", "replied_at": "2024-03-08"},
        ],
        letter_supervision=[],
    )
    verdicts = judged(duty, world, pack=pack_of(limit, duty)).verdicts
    assert verdicts == {
        "late": FAIL,
        "in_time": OUT,
        "pending": OUT,
        "undated": ("undetermined", "unknown_date"),
        "early": OUT,
    }


def test_a_column_that_the_named_rule_lacks_decides_the_rule_that_names_it() -> None:
    limit = rule_of(
        "time_limit", {"record": "letter", "from": "received_at", "to": "replied_at", "max": 5, "unit": "work_day"}, "5.3.3"
    )
    duty = rule_of("cross_reference", {**SUPERVISED, "where": {"$violates": "5.3.3"}}, "5.3.7")
    world = world_with(letter=[{"id": "l1", "received_at": "2024-05-01"}], letter_supervision=[])
    world.columns["letter"] -= {"replied_at"}
    assert judged(duty, world, pack=pack_of(limit, duty)).rule_level == ("undetermined", "missing_column")


@pytest.mark.parametrize(
    ("snapshots", "expected"),
    [
        ([(200, "<form><textarea name='a'></textarea></form>")], PASS),
        ([(503, ""), (200, "<form><textarea name='a'></textarea></form>")], PASS),
        ([(200, "<p>建设中</p>")], FAIL),
        ([(503, ""), (200, "<p>建设中</p>")], FAIL),
        ([(503, ""), (503, "")], ("suspect", None)),
        ([(503, ""), (503, ""), (503, "")], FAIL),
        ([], ("undetermined", "not_fetched")),
    ],
)
def test_a_page_lacks_what_no_snapshot_that_answered_shows(
    snapshots: list[tuple[int, str]], expected: tuple[str, str | None]
) -> None:
    params = {"record": "column", "page_of": "url", "require": [{"status": 200}, {"element": "form"}]}
    address = "https://www.jia.example/letters"
    pages = [{"url": address, "http_status": status, "html": html} for status, html in snapshots]
    other = {"url": "https://www.jia.example/other", "http_status": 200, "html": "<form><input name='b'></form>"}
    world = world_with(column=[{"url": address}], page=[other, *pages])
    assert answer("page_scan", params, world) == expected


def test_a_record_is_named_by_its_id_else_by_its_row() -> None:
    world = world_with(column=[{"id": "c1"}, {}, {"id": "c1", "purpose_text": "宗旨"}])
    result = judged(rule_of("required_fields", {"record": "column", "all": ["purpose_text"]}), world)
    assert [subject for subject, _ in result.rows] == ["c1", "<memory>:2", "c1"]
    assert result.verdicts["c1"] == FAIL  # the graver of the two that share the id


def test_what_no_machine_decides_gets_no_verdict() -> None:
    rule = replace(rule_of("attestation", {"scope": "site"}))
    assert judged(rule, world_with()).rule_level == ("manual", "attestation")
