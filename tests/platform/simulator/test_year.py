"""A simulated year: the same from the same settings, whole in itself, and such as a province could have."""

from collections import Counter
from datetime import date, datetime
from functools import cache
from statistics import mean

import pytest

from dbcheck.cli.simulate_run import all_rules
from dbcheck.errors import UsageError
from dbcheck.platform.simulator.days import Days
from dbcheck.platform.simulator.maker import Settings
from dbcheck.platform.simulator.world import World, moment, text
from dbcheck.platform.simulator.year import simulate
from dbcheck.plugins.detectors import pii
from dbcheck.plugins.detectors.detector import Terms
from dbcheck.records.kind import FieldType
from dbcheck.records.snapshot import kinds

PUBLISHED = (
    ("letter", "published_text"),
    ("article", "body"),
    ("new_media_post", "content"),
    ("interpretation", "content"),
)


@cache
def year(letters: int = 300, seed: int = 1) -> World:
    return simulate(Settings("heilongjiang", 2024, letters, seed))


def test_equal_settings_give_equal_records() -> None:
    again = simulate(Settings("heilongjiang", 2024, 300, 1))
    assert again.records == year().records
    assert list(again.records) == list(year().records)


def test_another_seed_gives_other_letters_and_the_same_organisations() -> None:
    other = year(seed=2)
    assert other.rows("letter")[5]["content"] != year().rows("letter")[5]["content"]
    assert other.rows("organization") == year().rows("organization")


def test_there_are_as_many_letters_as_asked_for() -> None:
    assert len(year().rows("letter")) == 300
    assert simulate(Settings("qinghai", 2024, 0, 1)).rows("letter") == []


def test_one_site_has_all_the_letters_and_every_family_of_records() -> None:
    world = simulate(Settings("heilongjiang", 2024, 300, 1, "site"))
    (site,) = world.rows("site")
    assert {letter["site_id"] for letter in world.rows("letter")} == {site["id"]}
    assert len(world.rows("letter")) == 300
    families = (
        "organization",
        "column",
        "interview",
        "policy_document",
        "page",
        "error_report",
        "new_media_account",
        "survey",
    )
    assert [kind for kind in families if not world.rows(kind)] == []
    assert {row["level"] for row in world.rows("organization")} == {"province"}


def test_every_field_is_one_of_the_dictionary_and_has_its_type() -> None:
    types = {
        FieldType.INT: int, FieldType.BOOL: bool, FieldType.DATETIME: datetime, FieldType.DATE: date,
    }  # fmt: skip
    wrong = []
    for kind, rows in year().records.items():
        for row in rows:
            for name, value in row.items():
                field = kinds()[kind].fields[name]
                wanted = list if field.is_list else types.get(field.type, str)
                if value is not None and not isinstance(value, wanted):
                    wrong.append((kind, name, value))
                if field.values and isinstance(value, str) and value not in field.values:
                    wrong.append((kind, name, value))
    assert wrong == []


def test_every_reference_names_a_record_and_every_id_is_its_own() -> None:
    world = year()
    known = {kind: [text(row, "id") for row in rows] for kind, rows in world.records.items() if kinds()[kind].key}
    assert [kind for kind, names in known.items() if len(names) != len(set(names))] == []
    astray = [
        (kind, name, each)
        for kind, rows in world.records.items()
        for name, field in kinds()[kind].fields.items()
        if field.ref
        for row in rows
        if row.get(name) is not None
        for each in (row[name] if isinstance(row[name], list) else [row[name]])  # type: ignore[union-attr]  # a list of ids
        if each not in known.get(field.ref, ())
    ]
    assert astray == []


def test_every_kind_that_a_machine_checked_rule_reads_has_records() -> None:
    rules = [rule for rule in all_rules().values() if rule.is_machine_checked and rule.check != "workflow"]
    read = {str(rule.params[name]) for rule in rules for name in ("record", "per") if rule.params.get(name)}
    read |= {str(rule.params["to"]) for rule in rules if rule.check == "cross_reference"}
    assert [kind for kind in sorted(read) if not year().rows(kind)] == []


def test_no_published_text_has_personal_data_in_it() -> None:
    terms = Terms()
    hits = [
        (kind, row["id"], hit.kind)
        for kind, name in PUBLISHED
        for row in year().rows(kind)
        if row.get(name)
        for hit in pii.find(text(row, name), text(row, "author_name") or None, terms)
    ]
    assert hits == []


def test_letters_are_worded_in_many_ways() -> None:
    letters = year(letters=2000).rows("letter")
    assert len({text(row, "content") for row in letters}) > 1700
    assert len({text(row, "reply_content") for row in letters}) > 1400


def test_people_write_less_on_days_off_and_most_in_the_morning() -> None:
    days = Days(2024)
    arrived = [moment(row, "received_at") for row in year(letters=6000).rows("letter")]
    by_day = Counter(at.date() for at in arrived)
    working, off = ([by_day[day] for day in days.all() if days.is_workday(day) is wanted] for wanted in (True, False))
    assert mean(working) > 2 * mean(off)
    by_hour = Counter(at.hour for at in arrived)
    assert by_hour[9] > 4 * by_hour[3]
    assert arrived == sorted(arrived)


def test_a_make_up_sunday_is_a_working_day_and_a_holiday_is_none() -> None:
    days = Days(2024)
    assert days.is_workday(date(2024, 9, 29))
    assert not days.is_workday(date(2024, 10, 1))
    assert days.after(date(2024, 9, 27), 5) == date(2024, 10, 10)
    assert days.after(date(2024, 10, 1), 0) == date(2024, 10, 8)


@pytest.mark.parametrize("wrong", [1999, 2004, 2026, 2050])
def test_a_year_whose_holidays_are_not_known_is_refused(wrong: int) -> None:
    with pytest.raises(UsageError, match="choose 2005 to 2025"):
        simulate(Settings("heilongjiang", wrong, 10, 1))


@pytest.mark.parametrize("profile", ["heilongjiang", "inner-mongolia", "qinghai"])
def test_each_profile_has_a_region_of_its_own(profile: str) -> None:
    names = {text(row, "name") for row in simulate(Settings(profile, 2024, 5, 1)).rows("site")}
    others = {
        text(row, "name")
        for other in {"heilongjiang", "inner-mongolia", "qinghai"} - {profile}
        for row in simulate(Settings(other, 2024, 5, 1)).rows("site")
    }
    assert names.isdisjoint(others)
