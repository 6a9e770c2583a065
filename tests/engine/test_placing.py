"""A finding says to whom its record belongs: the organisation, else the site; and dates are the record's own."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from dbcheck.engine.placing import DATED
from dbcheck.engine.plan import Job
from dbcheck.engine.run import judge_jobs
from dbcheck.plugins.registry import checkers
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import resolve
from dbcheck.records.snapshot import kinds
from dbcheck.rules.pack import Rule
from judging import pack_of, rule_of, world_of

LATE = rule_of("required_fields", "1", record="letter", all=("replied_at",))
ORGANIZATIONS = [{"id": "o1", "name": "甲局"}, {"id": "o2", "name": "乙局"}]
SITES = [{"id": "s1", "name": "甲网", "org_id": "o1"}, {"id": "s2", "name": "乙网"}]


def units(rule: Rule, records: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, str | None]:
    found = judge_jobs([Job(pack_of(rule), rule)], world_of(records, as_of="2025-06-30"), checkers()).findings
    listed = {each.record: each.unit for each in found.gravest(99)}
    assert dict(found.frame().select("record", "unit").iter_rows()) == listed
    return listed


@pytest.mark.parametrize(
    ("letter", "unit"),
    [
        ({"responsible_org_id": "o2", "site_id": "s1"}, "o2"),
        ({"responsible_org_id": "乙局"}, "o2"),
        ({"responsible_org_id": "不在册的局", "site_id": "s1"}, "不在册的局"),
        ({"site_id": "甲网"}, "o1"),
        ({"site_id": "s2"}, "s2"),
        ({}, None),
    ],
)
def test_a_record_belongs_to_its_organisation_else_to_its_site(letter: dict[str, str], unit: str | None) -> None:
    records = {"organization": ORGANIZATIONS, "site": SITES, "letter": [{"id": "L", "received_at": "2025-01-06", **letter}]}
    assert units(LATE, records) == {"L": unit}


def test_without_the_tables_the_words_of_the_record_are_what_is_known() -> None:
    letters = [{"id": "L", "received_at": "2025-01-06", "site_id": "s1"}]
    assert units(LATE, {"letter": letters, "site": [], "organization": []}) == {"L": "s1"}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("site_id", {"s1|2025": "o1", "s2|2025": "s2"}),
        ("org_id", {"o2|2025": "o2"}),
        ("title", {"题|2025": None}),
    ],
)
def test_a_group_belongs_to_whom_its_key_names(key: str, expected: dict[str, str | None]) -> None:
    rule = rule_of("count", "1", record="interview", key=key, period="year", time="start_at", max=0)
    interviews = [
        {"id": "i1", "start_at": "2025-01-01 09:00", "site_id": "s1", "org_id": "乙局", "title": "题"},
        {"id": "i2", "start_at": "2025-01-01 09:00", "site_id": "s2", "org_id": "新局", "title": "题"},
    ]
    assert units(rule, {"organization": ORGANIZATIONS, "site": SITES, "interview": interviews}) == expected


def test_an_organisation_and_a_site_of_one_id_are_two_units() -> None:
    records = {
        "organization": [{"id": "1", "name": "甲局"}],
        "site": [{"id": "1", "name": "甲网"}, {"id": "2", "name": "乙网", "org_id": "1"}],
        "letter": [
            {"id": "a", "received_at": "2025-01-06", "site_id": "1"},
            {"id": "b", "received_at": "2025-01-06", "site_id": "2"},
        ],
    }
    found = judge_jobs([Job(pack_of(LATE), LATE)], world_of(records, as_of="2025-06-30"), checkers()).findings
    told = {each.record: (each.unit_kind, each.unit, each.site) for each in found.gravest(99)}
    assert told == {"a": ("site", "1", "1"), "b": ("organization", "1", "2")}
    spelled = found.frame().select("record", "unit_kind", "unit", "site").rows()
    assert {record: tuple(rest) for record, *rest in spelled} == told
    assert found.units() == {("site", "1"), ("organization", "1"), ("site", "2")}


def test_the_date_is_the_first_own_date_that_is_filled() -> None:
    rule = rule_of("required_fields", "1", record="interview", all=("host_name",))
    interviews = [{"id": "i1", "start_at": "2025-01-02 09:00"}, {"id": "i2", "end_at": "2025-01-03 23:59"}]
    world = world_of({"interview": interviews}, as_of="2025-06-30")
    (frame,) = judge_jobs([Job(pack_of(rule), rule)], world, checkers()).findings.stored()
    assert [str(day) for day in frame[DATED]] == ["2025-01-02", "2025-01-03"]


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_units_are_paths_to_organisations_sites_or_accounts(kind: Kind) -> None:
    named = {"organization", "site", "new_media_account"}
    for path in kind.units:
        fields = resolve(kinds(), kind.name, path)
        assert isinstance(fields, tuple), path
        assert (kind.name if path == "id" else fields[-1].ref) in named, path
        assert not any(field.is_list for field in fields), path
    owners = {field.ref for field in kind.fields.values()} & named
    assert bool(kind.units) or not owners, "a record that names an organisation belongs to one"
