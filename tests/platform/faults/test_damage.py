"""Damage can be put back, and faults keep out of each other's way."""

from dbcheck.platform.faults.damage import WHOLE, Claims, Damage
from dbcheck.platform.simulator.world import Row


def rows() -> dict[str, list[Row]]:
    return {"letter": [{"id": "1", "title": "甲"}, {"id": "2", "title": "乙"}]}


def test_what_was_changed_added_and_taken_away_is_put_back() -> None:
    records, damage = rows(), Damage()
    first, second = records["letter"]
    damage.change("letter", first, {"title": None})
    damage.append("letter", records["letter"], {"id": "3"})
    damage.remove("letter", records["letter"], [second])
    assert records["letter"] == [{"id": "1", "title": None}, {"id": "3"}]
    damage.undo(lambda kind: records[kind])
    assert records == rows()


def test_a_field_that_one_fault_changes_is_free_to_nobody_else() -> None:
    claims, row = Claims(), rows()["letter"][0]
    claims.take("letter", row, ["title"], ["status"])
    assert not claims.is_free("letter", row, ["title"], [])
    assert not claims.is_free("letter", row, [], ["title"])
    assert not claims.is_free("letter", row, ["status"], [])
    assert claims.is_free("letter", row, ["content"], ["status"])
    assert claims.is_free("letter", rows()["letter"][1], ["title"], [])


def test_a_record_on_which_a_fault_relies_cannot_be_taken_away() -> None:
    claims, row = Claims(), rows()["letter"][0]
    assert claims.is_free("letter", row, [WHOLE], [])
    claims.take("letter", row, (), ["status"])
    assert not claims.is_free("letter", row, [WHOLE], [])
    assert not claims.is_fresh("letter", row)
