"""Conditions in the oracle: the table of the semantics page, cell by cell."""

from typing import Any

import pytest

from dbcheck.records.catalogue import kinds
from dbcheck.records.predicate import parse_predicate
from oracle.days import library_calendar, read_as_of
from oracle.samples import Raw, world_with
from oracle.truth import Conditions, Truth, all_of, any_of
from oracle.world import ABSENT, EMPTY, UNRESOLVED, Cell, Reading, World, filled, unreadable

AS_OF = "2024-10-08"
TWO = filled(2)


def holds(predicate: Raw, world: World, kind: str, as_of: str = AS_OF, position: int = 0) -> Truth:
    reading = Reading(world, kinds())
    conditions = Conditions(reading, kind, read_as_of(as_of), library_calendar, lambda ref, record: None)
    return conditions.holds(parse_predicate(predicate), world.tables[kind][position])


def compare(cell: Cell, op: str, value: Any) -> Truth:
    """Compare one cell of ``solicitation.opinion_count``."""
    world = World({"solicitation": [{"opinion_count": cell}]}, columns={"solicitation": {"opinion_count"}})
    return holds({"opinion_count": {op: value}}, world, "solicitation")


@pytest.mark.parametrize(
    ("op", "value", "when_filled", "when_empty", "when_unreadable", "when_absent"),
    [
        ("eq", 2, True, None, None, None),
        ("eq", 3, False, None, None, None),
        ("in", [1, 2], True, None, None, None),
        ("in", [1, None], False, True, None, None),
        ("in", [2, ""], True, True, None, None),
        ("gte", 2, True, None, None, None),
        ("gte", 3, False, None, None, None),
        ("lte", 2, True, None, None, None),
        ("lte", 1, False, None, None, None),
        ("ne", 2, False, True, None, True),
        ("ne", 3, True, True, None, True),
        ("not_in", [2, 3], False, True, None, True),
        ("not_in", [3], True, True, None, True),
        ("exists", True, True, False, True, None),
        ("exists", False, False, True, False, None),
        ("empty", True, False, True, False, None),
        ("empty", False, True, False, True, None),
    ],
)
def test_a_comparison_knows_what_the_table_says(  # noqa: PLR0917
    op: str, value: Any, when_filled: Truth, when_empty: Truth, when_unreadable: Truth, when_absent: Truth
) -> None:
    cells = (TWO, EMPTY, unreadable("两"), ABSENT)
    assert [compare(cell, op, value) for cell in cells] == [when_filled, when_empty, when_unreadable, when_absent]


@pytest.mark.parametrize("op", ["eq", "ne", "in", "not_in", "exists", "empty"])
def test_behind_an_unresolved_reference_nothing_is_known(op: str) -> None:
    value: Any = ["county"] if op in ("in", "not_in") else True if op in ("exists", "empty") else "county"
    for org in (None, "o9", "双名"):  # empty, dangling, a name that two bear
        twins = [{"id": "o1", "name": "双名", "level": "county"}, {"id": "o2", "name": "双名", "level": "county"}]
        world = world_with(site=[{"org_id": org}], organization=twins)
        assert holds({"org_id.level": {op: value}}, world, "site") is None


def test_a_reference_resolves_by_id_first_then_by_a_name_that_one_bears() -> None:
    world = world_with(
        site=[{"org_id": "甲"}, {"org_id": "乙"}],
        organization=[
            {"id": "甲", "name": "丙", "level": "county"},
            {"id": "o2", "name": "甲"},
            {"id": "o3", "name": "乙"},
        ],
    )
    assert holds({"org_id.level": "county"}, world, "site") is True
    assert Reading(world, kinds()).find("organization", "乙") == 2


def test_an_id_that_two_records_share_names_neither() -> None:
    world = world_with(organization=[{"id": "o1"}, {"id": "o1"}])
    assert Reading(world, kinds()).find("organization", "o1") is None


def test_a_cell_behind_a_path_is_unresolved_and_one_at_its_end_is_not() -> None:
    world = world_with(site=[{"org_id": "o1"}, {}], organization=[{"id": "o1"}])
    reading = Reading(world, kinds())
    sites = world.tables["site"]
    assert reading.look("site", sites[0], "org_id.level") == EMPTY
    assert reading.look("site", sites[1], "org_id.level") == UNRESOLVED


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ({"preview_channels": "site"}, True),
        ({"preview_channels": {"in": ["radio", "tv"]}}, True),
        ({"preview_channels": {"in": ["radio"]}}, False),
        ({"preview_channels": {"ne": "tv"}}, False),
        ({"preview_channels": {"not_in": ["radio", "newspaper"]}}, True),
        ({"preview_channels": {"contains": "tv"}}, True),
        ({"preview_channels": {"contains": "t"}}, False),
        ({"title": {"contains": "访"}}, True),
        ({"title": {"matches": "^在.+谈$"}}, True),
        ({"title": {"matches": "^访"}}, False),
        ({"scheme_content": {"matches": "第二行$"}}, False),  # $ is the end of the text, not before a last line end
        ({"guest_names": {"in": ["甲", None]}}, True),
        ({"guest_names": "甲"}, None),
    ],
)
def test_lists_are_compared_element_by_element_and_texts_searched(predicate: Raw, expected: Truth) -> None:
    interview = {"preview_channels": ["site", "tv"], "title": "在线访谈", "scheme_content": "第二行\n", "guest_names": []}
    assert holds(predicate, world_with(interview=[interview]), "interview") is expected


@pytest.mark.parametrize(
    ("end", "condition", "as_of", "expected"),
    [
        # R2 counted from Fri 2024-09-27: 5 working days end on Thu Oct 10 24:00.
        ("2024-09-27 09:00", "$as_of-5wd", "2024-10-09", False),
        ("2024-09-27 09:00", "$as_of-5wd", "2024-10-10T23:59:59", False),
        ("2024-09-27 09:00", "$as_of-5wd", "2024-10-10", True),
        ("2024-09-27", "$as_of-5cd", "2024-10-01", False),
        ("2024-09-27", "$as_of-5cd", "2024-10-02", True),
        ("2024-09-27 09:00", "$as_of-24h", "2024-09-28T08:59:59", False),
        ("2024-09-27 09:00", "$as_of-24h", "2024-09-28T09:00:00", True),
        ("2024-09-27", "$as_of-24h", "2024-09-28T09:00:00", None),
        ("2024-09-27", "$as_of-24h", "2024-09-28", True),
        ("2024-09-27", "$as_of-24h", "2024-09-27", False),
        ("2024-09-27 09:00:00", "$as_of", "2024-09-27T09:00:00", True),
        ("2024-09-27 09:00:01", "$as_of", "2024-09-27T09:00:00", False),
        ("2024-09-27", "$as_of", "2024-09-27T09:00:00", None),
        ("2024-09-27", "$as_of", "2024-09-27", True),
        ("2024-09-28", "$as_of", "2024-09-27", False),
        ("2024-09-28 00:00:00", "$as_of", "2024-09-27", True),  # an instant equal to 24:00 is not after it
        # The calendar ends with 2026: Mon Dec 28 has three known working days after it.
        ("2026-12-28", "$as_of-3wd", "2027-02-01", True),
        ("2026-12-28", "$as_of-5wd", "2027-02-01", None),
        ("2026-12-28", "$as_of-5wd", "2026-12-31", False),
    ],
)
def test_the_audit_date_less_a_grace_compares_the_end_of_a_limit(
    end: str, condition: str, as_of: str, expected: Truth
) -> None:
    world = world_with(survey=[{"end_at": end}])
    assert holds({"end_at": {"lte": condition}}, world, "survey", as_of) is expected


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ({"gte": "2024-09-27"}, True),
        ({"lte": "2024-09-27"}, True),
        ({"lte": "2024-09-27 08:59:59"}, False),
        ({"gte": "2024-09-27 09:00:00"}, True),
        ({"gte": "2024-09-28"}, False),
        ({"eq": "2024-09-27"}, True),
    ],
)
def test_a_written_date_bounds_whole_days(bound: Raw, expected: Truth) -> None:
    assert holds({"end_at": bound}, world_with(survey=[{"end_at": "2024-09-27 09:00:00"}]), "survey") is expected


def test_any_is_or_and_keys_are_and() -> None:
    world = world_with(letter=[{"kind": "help"}])
    unknown, true, false = {"is_major": True}, {"kind": "help"}, {"kind": "other"}
    assert holds({"$any": [unknown, true]}, world, "letter") is True
    assert holds({"$any": [unknown, false]}, world, "letter") is None
    assert holds({**unknown, **false}, world, "letter") is False
    assert holds({**unknown, **true}, world, "letter") is None
    assert holds({}, world, "letter") is True


def test_true_is_not_one() -> None:
    assert compare(filled(1), "eq", True) is False


def test_kleene_tables_know_what_one_part_decides() -> None:
    assert (all_of([None, False]), all_of([None, True]), all_of([])) == (False, None, True)
    assert (any_of([None, True]), any_of([None, False]), any_of([])) == (True, None, False)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b\u00a0", "\ufeff\t\n"])
def test_text_of_white_space_only_is_empty(text: str) -> None:
    assert filled(text) == EMPTY


def test_zero_and_false_are_values_and_a_list_without_elements_is_empty() -> None:
    assert filled(0).filled
    assert filled(value=False).filled
    assert filled([]) == EMPTY
