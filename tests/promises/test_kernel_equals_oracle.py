"""The kernel and the slow oracle give every record of random worlds the same verdict, whatever rule judges them.

Reasons need not be equal: where two doubts hold, either may be named first. DBCHECK_EXAMPLES sets how many worlds a rule sees and draws
new ones on every run; without it there are few, the same on every run.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dbcheck.calendars import WorkCalendar, load_calendar
from dbcheck.engine.binder import World
from dbcheck.engine.plan import Job
from dbcheck.engine.verdicts import verdicts_of
from dbcheck.findings import Reason
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.pack import Pack, Rule
from oracle.frames import to_tables
from oracle.interpreter import judge
from oracle.strategies import Situation, situations
from promises.packs_and_rules import loaded, rule_ids

ASKED = os.environ.get("DBCHECK_EXAMPLES")
FIRST_PACK = "DB23T3649.10"
USUAL, FURTHER = 15, 6  # worlds for each rule of the first pack, and of the others
CAUTIOUS = {  # where the kernel says undetermined although the oracle can prove a breach
    "DB15/4.4.1.4#1": "a pointer that names nobody keeps a count open even where its order is already broken",
}
Verdicts = list[tuple[str, str]] | str  # (record or group, verdict) in order, or why the rule judged none


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return load_calendar()


@pytest.mark.parametrize("rule_id", rule_ids())
def test_kernel_and_oracle_agree_record_by_record(rule_id: str, calendar: WorkCalendar) -> None:
    if rule_id in CAUTIOUS:
        pytest.skip(CAUTIOUS[rule_id])
    name, _, ref = rule_id.partition("/")
    pack = loaded(name)
    rule = pack.index[ref]

    @settings(
        max_examples=int(ASKED or (USUAL if name == FIRST_PACK else FURTHER)),
        derandomize=ASKED is None,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,) if ASKED is None else (Phase.generate, Phase.shrink),  # shrinking takes minutes
    )
    @given(situations(rule, pack, kinds()))
    def agree(situation: Situation) -> None:
        kernel, oracle = of_kernel(rule, pack, situation, calendar), of_oracle(rule, pack, situation)
        assert kernel == oracle or (oracle == Reason.NO_NUMBER and of_groups_that_are_measured(kernel))

    agree()


def level(reason: str) -> str:
    """Give how a rule ends that judges no record; where it lacks a kind and a column, either may be named."""
    return "undetermined" if reason in (Reason.KIND_NOT_SUPPLIED, Reason.MISSING_COLUMN) else reason


def of_kernel(rule: Rule, pack: Pack, situation: Situation, calendar: WorkCalendar) -> Verdicts:
    world = World(to_tables(situation.world), kinds(), situation.as_of, calendar)
    found = verdicts_of(Job(pack, rule), world, checkers(), retroactive=situation.retroactive)
    return level(str(found)) if isinstance(found, Reason) else sorted(found.select("record", "verdict").iter_rows())


def of_groups_that_are_measured(verdicts: Verdicts) -> bool:
    """Tell whether a rule gave nobody a verdict, as one that only measures does."""
    return not isinstance(verdicts, str) and {word for _, word in verdicts} <= {"out_of_scope"}


def of_oracle(rule: Rule, pack: Pack, situation: Situation) -> Verdicts:
    found = judge(rule, pack, situation.world, situation.as_of, retroactive=situation.retroactive, kinds=kinds())
    if found.rule_level is not None:
        return level(str(found.rule_level[1]))
    return sorted((record, word) for record, (word, _) in found.rows)
