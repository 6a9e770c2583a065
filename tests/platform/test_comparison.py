"""Comparing an export with the reference says per record and field, or event, what differs."""

from datetime import datetime, timedelta

import pytest

from dbcheck.platform import Difference, compare
from platform_acting import platform, replied

KIND = "letter"


def reference() -> dict[str, list[dict[str, object]]]:
    made = platform()
    replied(made)
    return made.records()


def exported(**changes: object) -> dict[str, list[dict[str, object]]]:
    records = reference()
    records[KIND][0] |= changes
    return records


def test_the_same_records_do_not_differ() -> None:
    assert compare(reference(), exported()) == ()


def test_a_field_that_differs_is_named_with_both_values() -> None:
    (found,) = compare(reference(), exported(reply_org="别的单位"))
    assert found == Difference("letter", "letter-1", "reply_org", "办公室", "别的单位")
    assert found.says.en == "letter letter-1 reply_org: expected '办公室', exported '别的单位'"


def test_an_empty_cell_and_a_missing_field_are_the_same() -> None:
    records = exported(withdrawn_at="  ")
    del records[KIND][0]["re_replied_at"]
    assert compare(reference(), records) == ()


def test_instants_may_be_text_and_lie_apart_by_the_tolerance() -> None:
    records = exported(replied_at="2024-09-27 09:01:00")
    assert compare(reference(), records, tolerance=timedelta(minutes=1)) == ()
    assert [each.field for each in compare(reference(), records)] == ["replied_at"]


def test_records_on_one_side_only_are_named() -> None:
    records = exported(id="letter-2")
    found = compare(reference(), records)
    assert [(each.record, each.found is None, each.expected is None) for each in found] == [
        ("letter-1", True, False),
        ("letter-2", False, True),
    ]
    assert "缺" in found[0].says.zh or "没有" in found[0].says.zh


@pytest.mark.parametrize("ignore", ["reply_org", "letter.reply_org"])
def test_fields_can_be_left_out(ignore: str) -> None:
    assert compare(reference(), exported(reply_org="别的单位"), ignore=[ignore]) == ()


def test_a_kind_that_the_export_does_not_carry_is_left_out() -> None:
    assert compare(reference(), {"letter": exported()[KIND]}) == ()


def test_events_are_compared_by_record_and_order_not_by_id() -> None:
    records = exported()
    events = records["workflow_event"]
    for event in events:
        event["id"] = f"x{event['id']}"
    assert compare(reference(), records) == ()
    events[1]["role"] = "unit"
    (found,) = compare(reference(), records)
    assert (found.record, found.field, found.expected, found.found) == ("letters/letter-1#2", "role", "office", "unit")


def test_an_event_too_few_and_one_too_many_are_named() -> None:
    records = exported()
    gone = records["workflow_event"].pop()
    found = compare(reference(), records)
    assert [(each.record, each.found) for each in found] == [("letters/letter-1#5", None)]
    records["workflow_event"] += [gone, gone | {"at": datetime(2024, 9, 28)}]
    assert [each.expected for each in compare(reference(), records)] == [None]
