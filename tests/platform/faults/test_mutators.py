"""How each kind of check is broken: what is changed, on a healthy record that the rule judges."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from dbcheck.calendars.working_days import load_calendar
from dbcheck.cli.simulate_run import all_rules
from dbcheck.platform.faults.damage import Claims, Damage, Touch
from dbcheck.platform.faults.job import Job, NoTarget
from dbcheck.platform.faults.mutators import MUTATORS
from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.simulator.maker import Settings
from dbcheck.platform.simulator.world import World
from dbcheck.platform.simulator.year import simulate
from dbcheck.plugins.detectors.resident_id import is_resident_id
from dbcheck.records.snapshot import kinds


def job(rule: str, world: World | None = None, **how: Any) -> Job:
    made = world if world is not None else simulate(Settings("heilongjiang", 2024, 200, 1))
    return Job(all_rules()[rule], Reader(made, kinds(), 2024), Random(1), load_calendar(), Claims(), {}, how=how)


def damage(rule: str, **how: Any) -> Damage:
    made = job(rule, **how)
    return MUTATORS[made.rule.check](made)


def only(rule: str, **how: Any) -> Touch:
    (touch,) = damage(rule, **how).touches
    return touch


def test_a_required_field_is_blanked() -> None:
    touch = only("DB23T3649.10/4.2a#1", field="explanation")
    assert touch.before["explanation"]
    assert touch.after["explanation"] is None


def test_a_value_is_replaced_by_one_that_is_not_allowed() -> None:
    assert only("DB23T3649.10/4.1.4").after["mobile_interaction"] is False
    assert only("DB23T3649.10/5.2.2#1").after["topic_source"] not in ("key_work", "public_concern")
    assert only("DB23T3649.10/5.4.1#4").after["follow_up_count"] == 0
    assert only("DB23T3649.10/5.3.10#2").after["published_at"] is not None


def test_a_reply_comes_after_the_last_working_day_and_what_follows_it_as_much_later() -> None:
    touch = only("DB23T3649.10/5.3.3#2")
    received, replied = touch.after["received_at"], touch.after["replied_at"]
    assert isinstance(received, datetime)
    assert isinstance(replied, datetime)
    due = load_calendar().due_date(received.date(), 5)
    assert due is not None
    assert due < replied.date() <= due + timedelta(days=3)
    before, after = touch.before["notified_author_at"], touch.after["notified_author_at"]
    assert isinstance(before, datetime)
    assert isinstance(after, datetime)
    first = touch.before["replied_at"]
    assert isinstance(first, datetime)
    assert after - before == replied - first


def test_a_plan_is_drafted_after_the_day_by_which_it_is_due() -> None:
    touch = only("DB23T3649.10/5.2.3#1")
    drafted, year = touch.after["drafted_at"], touch.after["year"]
    assert isinstance(drafted, datetime)
    assert isinstance(year, int)
    assert drafted.date() == datetime(year, 1, 1).date()


def test_a_preview_comes_after_the_session() -> None:
    touch = only("DB23T3649.10/5.2.4#2")
    assert str(touch.after["preview_published_at"]) > str(touch.after["start_at"])


def test_a_group_loses_the_records_without_which_it_has_too_few() -> None:
    touches = damage("DB23T3649.10/5.2.2#2").touches
    assert len(touches) == 2  # thirteen sessions, twelve of which are due
    assert len({touch.before["site_id"] for touch in touches}) == 1
    assert all(touch.after == {} for touch in touches)


def test_what_a_site_owes_for_a_year_is_taken_only_from_sites_that_were_there_all_year() -> None:
    world = simulate(Settings("inner-mongolia", 2024, 10, 1))
    opened = {site["id"]: site["opened_at"] for site in world.rows("site")}
    made = job("DB15/4.6.2.5.1", world)  # a yearly report of each site
    for seed in range(20):
        made.random = Random(seed)
        done = MUTATORS[made.rule.check](made)
        (touch,) = done.touches
        assert touch.before["year"] == 2023
        assert str(opened[touch.before["site_id"]]) < "2023-01-01"
        done.undo(world.rows)


def test_of_one_site_nothing_is_taken_at_the_edges_of_what_was_exported() -> None:
    world = simulate(Settings("heilongjiang", 2024, 10, 1, "site"))
    made = job("GBF2017-47/(四)6#2", world)  # an entry in the knowledge base in every quarter
    taken = [touch.before["updated_at"] for touch in MUTATORS[made.rule.check](made).touches]
    assert {(at.month + 2) // 3 for at in taken if isinstance(at, datetime)} <= {2, 3}


def test_where_there_is_nothing_else_to_name_a_fault_has_no_target() -> None:
    world = simulate(Settings("inner-mongolia", 2024, 10, 1, "site"))
    made = job("DB15/4.3.1#3", world, where={"kind": "portal"}, point={"level": "township"})
    with pytest.raises(NoTarget):
        MUTATORS[made.rule.check](made)


def test_an_organisation_disappears_from_the_lists_that_name_it() -> None:
    lists = [
        (touch.before["participating_org_ids"], touch.after["participating_org_ids"])
        for touch in damage("DB23T3649.10/5.2.1").touches
    ]
    gone = {
        each
        for before, after in lists
        if isinstance(before, list) and isinstance(after, list)
        for each in {*before} - {*after}
    }
    assert len(gone) == 1


def test_what_should_point_back_is_taken_away() -> None:
    touch = only("DB15/4.4.4#3")
    assert touch.kind == "announcement"
    assert touch.after == {}


def test_a_published_letter_gets_a_resident_id_that_nobody_has() -> None:
    touch = only("DB23T3649.10/5.3.10#3")
    number = str(touch.after["published_text"]).rpartition(":")[2]
    assert is_resident_id(number)
    assert number[2:6] == "0000"  # no district has this code


def test_a_page_loses_what_it_must_show() -> None:
    touch = only("DB23T3649.10/5.3.1#1")
    assert "<form" in str(touch.before["html"])
    assert "<form" not in str(touch.after["html"])


def test_a_day_without_anybody_on_duty_for_some_hours() -> None:
    touch = only("DB15/4.6.2.2.1#1")
    assert str(touch.after["end_at"]) < str(touch.before["end_at"])


def test_a_year_without_the_record_that_a_fault_damages_has_no_target() -> None:
    made = job("DB23T3649.10/5.3.3#2", World())
    with pytest.raises(NoTarget):
        MUTATORS["time_limit"](made)
