"""A unit is called as its record says, of the kind that is asked for; without a record it names itself."""

from typing import Any

from dbcheck.engine.unit_names import SuppliedUnits
from dbcheck.findings import UnitName
from judging import world_of

RECORDS: dict[str, list[dict[str, Any]]] = {
    "organization": [{"id": "1", "name": "甲局"}, {"name": "无编号局"}, {"id": "3", "name": None}],
    "site": [{"id": "1", "name": "甲网", "identifier_code": "2300000001"}, {"id": "2", "name": "乙网"}],
}
WORLD = world_of(RECORDS, as_of="2025-06-30")


def test_kinds_are_kept_apart_and_a_site_has_its_code() -> None:
    names = SuppliedUnits(WORLD.tables)
    assert names.name_of("organization", "1") == UnitName("organization", "1", "甲局")
    assert names.name_of("site", "1") == UnitName("site", "1", "甲网", "2300000001")
    assert names.name_of("site", "2") == UnitName("site", "2", "乙网")


def test_what_no_record_names_is_called_by_its_key() -> None:
    names = SuppliedUnits(WORLD.tables)
    for kind, key in (("organization", "3"), ("organization", "不在册的局"), ("new_media_account", "1"), (None, "x")):
        assert names.name_of(kind, key) == UnitName(kind, key, key)
