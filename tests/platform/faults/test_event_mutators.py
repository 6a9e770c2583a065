"""How event logs are broken: each history is damaged in one place, and hangs together otherwise."""

from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from dbcheck.calendars.working_days import load_calendar
from dbcheck.cli.simulate_run import all_rules, law_of, make_year
from dbcheck.platform.faults.damage import Claims, Damage
from dbcheck.platform.faults.event_mutators import EVENT, stray
from dbcheck.platform.faults.job import Job, NoTarget
from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.simulator.maker import Settings
from dbcheck.platform.simulator.world import Row, World, moment
from dbcheck.records.snapshot import kinds

LETTERS = "DB23T3649.10-workflows/letters#{}"
INTERVIEW = "DB23T3649.10-workflows/interview#{}"


@cache
def year() -> World:
    return make_year(Settings("heilongjiang", 2024, 200, 1), (), law_of("heilongjiang"))[0]


class Case:
    """One damage to the log of the year; what was there before and after, of the one record that it touched."""

    def __init__(self, rule: str, world: World, **how: Any) -> None:
        self.world = world
        job = Job(all_rules()[rule], Reader(world, kinds(), 2024), Random(1), load_calendar(), Claims(), {}, how=how)
        before = [dict(row) for row in world.rows(EVENT)]
        self.damage: Damage = stray(job)
        (self.record,) = {str((touch.after or touch.before)["record_id"]) for touch in self.damage.touches}
        self.before = self._history(before)
        self.after = [dict(row) for row in self._history(world.rows(EVENT))]
        self.damage.undo(world.rows)

    def _history(self, rows: list[Row]) -> list[Row]:
        return sorted((row for row in rows if row["record_id"] == self.record), key=lambda row: moment(row, "at"))

    def at(self, action: str) -> datetime:
        return next(moment(row, "at") for row in self.after if row["action"] == action)

    @property
    def actions(self) -> tuple[list[object], list[object]]:
        return [row["action"] for row in self.before], [row["action"] for row in self.after]


def hangs_together(events: list[Row]) -> bool:
    return all(earlier["to_state"] == later["from_state"] for earlier, later in pairwise(events))


def test_a_step_is_taken_away_and_the_next_begins_where_the_one_before_it_ended() -> None:
    case = Case(LETTERS.format("steps"), year(), drop="accept")
    before, after = case.actions
    assert after == [action for action in before if action != "accept"]
    assert case.after[1]["from_state"] == "submitted"
    assert hangs_together(case.after)


def test_a_step_comes_before_the_one_that_has_to_come_first() -> None:
    case = Case(LETTERS.format("order"), year(), early="approve", before="draft")
    before, after = case.actions
    assert before.index("draft") + 1 == before.index("approve")
    assert after.index("approve") + 1 == after.index("draft")
    assert sorted(map(str, after)) == sorted(map(str, before))
    assert hangs_together(case.after)


def test_a_step_is_added_to_which_no_way_leads_and_which_changes_no_state() -> None:
    case = Case(LETTERS.format("transitions"), year(), add="reply")
    before, after = case.actions
    assert after == [*before, "reply"]
    assert (case.after[-1]["from_state"], case.after[-1]["to_state"]) == ("closed", "closed")


def test_a_role_is_changed_and_nothing_else() -> None:
    case = Case(LETTERS.format("roles"), year(), role="author", action="accept")
    changed = [(old, new) for old, new in zip(case.before, case.after, strict=True) if old != new]
    assert [{**new, "role": old["role"]} for old, new in changed] == [old for old, _ in changed]
    assert [(new["action"], new["role"]) for _, new in changed] == [("accept", "author")]


def test_a_reply_comes_after_the_last_working_day_and_what_follows_as_much_later() -> None:
    case = Case(LETTERS.format("limits"), year(), late="reply", where={"is_complex": {"ne": True}})
    due = load_calendar().due_date(case.at("submit").date(), 5)
    assert due is not None
    assert due < case.at("reply").date() <= due + timedelta(days=1)
    place = case.actions[1].index("reply")
    shifts = {
        moment(new, "at") - moment(old, "at") for old, new in zip(case.before[place:], case.after[place:], strict=True)
    }
    assert len(shifts) == 1
    assert case.after[:place] == case.before[:place]


def test_minutes_say_by_how_much_a_limit_is_missed() -> None:
    advised = Case(INTERVIEW.format("advised_limits"), year(), late="end", minutes=20)
    most = Case(INTERVIEW.format("limits"), year(), late="end", minutes=20)
    assert advised.at("end") - advised.at("begin") == timedelta(minutes=80)
    assert most.at("end") - most.at("begin") == timedelta(minutes=110)


def test_what_has_to_come_days_before_comes_a_day_too_late() -> None:
    case = Case("DB23T3649.10-draft-workflows/interview#limits", year(), late="begin")
    assert timedelta(days=5) < case.at("begin") - case.at("file_scheme") < timedelta(days=6)
    assert hangs_together(case.after)


def test_a_year_without_a_log_has_no_target() -> None:
    with pytest.raises(NoTarget):
        Case(LETTERS.format("steps"), World(), drop="accept")
