"""Conditions: the truth table of docs/semantics.md, cell by cell."""

from datetime import date
from typing import Any

import pytest

from dbcheck.arguments import read_as_of
from dbcheck.calendars import load_calendar
from dbcheck.engine.binder import Binder, World
from dbcheck.plugins.contract import MissingColumn
from dbcheck.records.predicate import parse_predicate
from dbcheck.records.snapshot import kinds
from oracle.frames import to_tables
from oracle.world import ABSENT, EMPTY, Cell, filled, unreadable
from oracle.world import World as Written

Truths = list[bool | None]
T, F, U = True, False, None


def truths(kind: str, where: dict[str, Any], *records: dict[str, Cell], as_of: str = "2025-12-31") -> Truths:
    """Give the truth of a condition for each record."""
    carried = {name for record in records for name in record} | {"id"}
    written = Written({kind: list(records)}, columns={kind: carried})
    binder = Binder(World(to_tables(written), kinds(), read_as_of(as_of)[0], load_calendar()), kinds()[kind])
    condition = binder.where(parse_predicate(where))
    return binder.materialise({"truth": condition})["truth"].to_list()


def of_cells(kind: str, field: str, wanted: object, *cells: Cell) -> Truths:
    return truths(kind, {field: wanted}, *({field.removesuffix("?"): cell} for cell in cells))


ENUM = (filled("help"), filled("advice"), EMPTY, unreadable("其他"), ABSENT)
NUMBER = (filled(3), filled(2), EMPTY, unreadable("三"), ABSENT)
TEXT = (filled("来信收悉"), filled("已修复"), EMPTY, EMPTY, ABSENT)  # any text is a text: none is unreadable


@pytest.mark.parametrize(
    ("kind", "field", "cells", "wanted", "expected"),
    [
        ("letter", "kind", ENUM, "help", [T, F, U, U, U]),
        ("letter", "kind", ENUM, {"in": ["help", "complaint"]}, [T, F, U, U, U]),
        ("letter", "kind", ENUM, {"in": ["help", None]}, [T, F, T, U, U]),
        ("letter", "kind", ENUM, {"ne": "help"}, [F, T, T, U, T]),
        ("letter", "kind", ENUM, {"not_in": ["help", "complaint"]}, [F, T, T, U, T]),
        ("letter", "kind", ENUM, {"exists": True}, [T, T, F, T, U]),
        ("letter", "kind", ENUM, {"exists": False}, [F, F, T, F, U]),
        ("letter", "kind", ENUM, {"empty": True}, [F, F, T, F, U]),
        ("letter", "kind", ENUM, {"empty": False}, [T, T, F, T, U]),
        ("knowledge_entry", "attention", NUMBER, {"gte": 3}, [T, F, U, U, U]),
        ("knowledge_entry", "attention", NUMBER, {"lte": 2}, [F, T, U, U, U]),
        ("letter", "reply_content", TEXT, {"contains": "收悉"}, [T, F, U, U, U]),
        ("letter", "reply_content", TEXT, {"matches": "^已"}, [F, T, U, U, U]),
        ("letter", "kind?", ENUM, "help", [T, F, T, U, T]),
        ("letter", "kind?", ENUM, {"exists": True}, [T, T, T, T, T]),
        ("knowledge_entry", "attention?", NUMBER, {"lte": 2}, [F, T, T, U, T]),
    ],
)
def test_each_comparison_is_true_false_or_unknown(
    kind: str, field: str, cells: tuple[Cell, ...], wanted: object, expected: Truths
) -> None:
    assert of_cells(kind, field, wanted, *cells) == expected


def test_text_of_white_space_only_is_empty() -> None:
    blank = filled("x")
    cells = (Cell(blank.state, "\u3000\u200b\u00a0\n"), filled("好"))
    assert of_cells("letter", "reply_content", {"empty": True}, *cells) == [T, F]


def test_false_and_zero_are_values() -> None:
    assert of_cells("letter", "accepted", {"exists": True}, filled(False), EMPTY) == [T, F]
    assert of_cells("letter", "accepted", False, filled(False), filled(True), EMPTY) == [T, F, U]


def test_a_list_is_compared_element_by_element() -> None:
    lists = (filled(["a.gov.cn", "b.gov.cn"]), filled(["c.gov.cn"]), EMPTY)
    assert of_cells("site", "domains", "a.gov.cn", *lists) == [T, F, U]
    assert of_cells("site", "domains", {"in": ["a.gov.cn", "x"]}, *lists) == [T, F, U]
    assert of_cells("site", "domains", {"ne": "a.gov.cn"}, *lists) == [F, T, T]
    assert of_cells("site", "domains", {"not_in": ["b.gov.cn"]}, *lists) == [F, T, T]
    assert of_cells("site", "domains", {"contains": "c.gov.cn"}, *lists) == [F, T, U]


@pytest.mark.parametrize(
    ("one", "two", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, U, U, U),
    ],
)
def test_parts_are_joined_by_kleenes_tables(one: bool | None, two: bool | None, both: object, either: object) -> None:
    def cell(truth: bool | None) -> Cell:
        return EMPTY if truth is None else filled(truth)

    record = {"accepted": cell(one), "is_complex": cell(two)}
    parts: dict[str, Any] = {"accepted": True, "is_complex": True}
    assert truths("letter", parts, record) == [both]
    assert truths("letter", {"$any": [{name: value} for name, value in parts.items()]}, record) == [either]


def test_no_condition_holds_for_every_record() -> None:
    assert truths("letter", {}, {"accepted": EMPTY}, {"accepted": filled(False)}) == [T, T]


@pytest.mark.parametrize(
    ("wanted", "received", "as_of", "expected"),
    [
        ({"lte": "$as_of"}, "2024-10-10 09:00", "2024-10-10T09:00", T),
        ({"lte": "$as_of"}, "2024-10-10 09:01", "2024-10-10T09:00", F),
        ({"lte": "$as_of-5wd"}, "2024-09-27 09:00", "2024-10-10", T),  # the fifth working day has ended
        ({"lte": "$as_of-5wd"}, "2024-09-27 09:00", "2024-10-10T23:59", F),
        ({"lte": "$as_of-5cd"}, "2024-09-27 09:00", "2024-10-02", T),
        ({"lte": "$as_of-5cd"}, "2024-09-27 09:00", "2024-10-02T23:59", F),
        ({"lte": "$as_of-24h"}, "2024-09-27 09:00", "2024-09-28T09:00", T),
        ({"lte": "$as_of-24h"}, "2024-09-27 09:00", "2024-09-28T08:59", F),
        ({"lte": "$as_of-5wd"}, "2026-12-30 09:00", "2027-01-20", U),  # the working days of 2027 are not published
        ({"lte": "$as_of-5wd"}, "2026-12-01 09:00", "2027-01-20", T),  # the known days suffice
    ],
)
def test_a_grace_runs_out_with_the_end_of_its_last_day(
    wanted: object, received: str, as_of: str, expected: bool | None
) -> None:
    from_text = filled(read_as_of(received.replace(" ", "T"))[0])
    calendar = load_calendar()
    if expected is U and calendar.last >= date(2027, 1, 20):
        pytest.skip("2027 has been published")
    assert truths("letter", {"received_at": wanted}, {"received_at": from_text}, as_of=as_of) == [expected]


def test_a_column_that_no_file_carries_stops_the_rule_except_where_empty_is_fine() -> None:
    with pytest.raises(MissingColumn):
        truths("letter", {"kind": "help"}, {"accepted": EMPTY})
    assert truths("letter", {"kind": {"ne": "help"}}, {"accepted": EMPTY}) == [T]
    assert truths("letter", {"kind": {"not_in": ["help"]}}, {"accepted": EMPTY}) == [T]


def test_a_field_with_a_question_mark_needs_no_column() -> None:
    asked = {"re_replied_at?": {"lte": "$as_of-5wd"}, "status": "replied"}
    assert truths("letter", asked, {"status": filled("replied")}) == [T]
    with pytest.raises(MissingColumn):
        truths("letter", {"re_replied_at": {"lte": "$as_of-5wd"}}, {"status": filled("replied")})
