"""Reading a world as rules do."""

from datetime import date, datetime

import pytest

from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.simulator.world import Row, World
from dbcheck.records.snapshot import kinds

LETTER: Row = {
    "id": "L1",
    "site_id": "S1",
    "kind": "complaint",
    "accepted": True,
    "received_at": datetime(2024, 11, 5, 9),
    "title": "",
}


def reader() -> Reader:
    world = World()
    world.add("organization", {"id": "O1", "level": "province"})
    world.add("site", {"id": "S1", "org_id": "O1", "domains": ["a.gov.cn", "b.gov.cn"]})
    world.add("letter", LETTER)
    return Reader(world, kinds(), 2024)


HOLD: tuple[dict[str, object], ...] = (
    {},
    {"kind": "complaint", "accepted": True},
    {"kind": {"in": ["help", "complaint"]}},
    {"kind": {"ne": "help"}, "status": {"not_in": ["closed"]}},
    {"site_id.org_id.level": "province"},
    {"site_id.domains": "b.gov.cn"},
    {"title": {"empty": True}, "kind": {"exists": True}},
    {"$any": [{"kind": "help"}, {"accepted": True}]},
    {"received_at": {"lte": "$as_of-20wd"}},
    {"kind": {"matches": "^com"}},
)
DO_NOT: tuple[dict[str, object], ...] = (
    {"kind": "help"},
    {"status": "closed"},
    {"accepted": {"ne": True}},
    {"site_id.org_id.level": "county"},
    {"title": {"exists": True}},
    {"$any": [{"kind": "help"}, {"accepted": False}]},
    {"duplicate_of.kind": "complaint"},
)


@pytest.mark.parametrize("condition", HOLD)
def test_a_condition_that_surely_holds_holds(condition: object) -> None:
    assert reader().holds("letter", LETTER, condition)


@pytest.mark.parametrize("condition", DO_NOT)
def test_a_condition_that_is_false_or_unknown_does_not_hold(condition: object) -> None:
    assert not reader().holds("letter", LETTER, condition)


def test_what_lies_close_to_the_end_of_the_year_is_not_surely_over() -> None:
    late: Row = {**LETTER, "received_at": datetime(2024, 12, 5, 9)}
    assert not reader().holds("letter", late, {"received_at": {"lte": "$as_of-20wd"}})
    assert reader().holds("letter", late, {"received_at": {"lte": "$as_of"}})


def test_a_path_ends_where_a_reference_leads_nowhere() -> None:
    assert reader().value("letter", {"site_id": "S9"}, "site_id.org_id.level") is None
    assert reader().value("letter", LETTER, "site_id.org_id") == "O1"


def test_records_that_came_and_went_are_seen_once_the_kind_is_forgotten() -> None:
    made = reader()
    assert made.find("site", "S2") is None
    made.world.add("site", {"id": "S2", "opened_at": date(2024, 1, 1)})
    made.forget("site")
    assert made.find("site", "S2") is not None
