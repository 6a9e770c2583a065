"""Waived findings leave the findings and stay in sight; a waiver covers no more than it names."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.engine.binder import World
from dbcheck.engine.plan import Job
from dbcheck.engine.run import Judgement, judge_jobs
from dbcheck.engine.waive import Covered, waive
from dbcheck.findings import Outcome, OutcomeKind, Reason, Severity, WaiverState
from dbcheck.plugins.registry import checkers
from dbcheck.rules.pack import Rule
from dbcheck.rules.waivers import Waiver, WaiverKind, parse_period
from judging import pack_of, rule_of, world_of

LATE = rule_of("required_fields", "1", record="letter", all=("replied_at",))
RUDE = rule_of("text_scan", "2", record="letter", field="reply_content", detector="keywords", terms={"has_any": ["滚"]})
PLANNED = rule_of("count", "3", record="interview", per="site", key="site_id", period="quarter", time="start_at", min=1)
RULES = (LATE, RUDE, PLANNED)
AS_OF = "2025-06-30"
RECORDS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "organization": [{"id": "o1", "name": "甲局"}, {"id": "o2", "name": "乙局"}, {"id": "o3", "name": "乙局"}],
    "site": [{"id": "s1", "name": "甲网", "org_id": "甲局"}, {"id": "s2", "name": "乙网", "org_id": "o2"}],
    "letter": [
        {"id": "L1", "received_at": "2025-01-06", "responsible_org_id": "o1"},
        {"id": "L2", "received_at": "2025-02-06", "site_id": "s1"},
        {"id": "L3", "received_at": "2025-05-06", "responsible_org_id": "某所", "site_id": "s2"},
        {"id": "L4", "received_at": "2025-05-06", "replied_at": "2025-05-07", "reply_content": "滚开"},
    ],
    "interview": [
        {"id": "i1", "site_id": "s1", "start_at": "2024-08-01 09:00"},
        {"id": "i2", "site_id": "s2", "start_at": "2025-05-01 09:00"},
    ],
}
EVERY_GAP = {"s1|2024Q4", "s1|2025Q1", "s2|2024Q3", "s2|2024Q4", "s2|2025Q1"}


def waiver(rule: str = "T/1", *records: str, **more: Any) -> Waiver:
    unit, period = str(more.pop("unit", "")), str(more.pop("period", ""))
    given = {"reason": "迁移", "approver": "张某", "document": "", "expires": date(2025, 12, 31), **more}
    kind = given.pop("kind", WaiverKind.WAIVER)
    return Waiver(
        kind=kind,
        rule=rule,
        records=records,
        unit=unit,
        period=period,
        days=parse_period(period) if period else None,
        where=f"w.yaml:{rule}",
        said=";".join(records),
        **given,
    )


def world(records: Mapping[str, Sequence[Mapping[str, Any]]] = RECORDS) -> World:
    return world_of(records, as_of=AS_OF)


def judged(where: World) -> Judgement:
    pack = pack_of(*RULES)
    return judge_jobs([Job(pack, rule) for rule in RULES], where, checkers())


def covered(*waivers: Waiver) -> Covered:
    where = world()
    return waive(judged(where), RULES, waivers, where)


def outcome(done: Covered, rule: Rule) -> Outcome:
    return next(found for found in done.judged.outcomes if found.rule == rule.id)


def waived(done: Covered) -> set[str]:
    return {found.record for found in done.findings.gravest(100)}


def test_without_waivers_everything_counts() -> None:
    done = covered()
    assert (outcome(done, LATE).counts.fail, outcome(done, RUDE).counts.suspect) == (3, 1)
    assert {each.record for each in done.judged.findings.of_rule(PLANNED.id, 99)} >= EVERY_GAP


@pytest.mark.parametrize(
    ("given", "records"),
    [
        (waiver("T/1", "L1"), {"L1"}),
        (waiver("1", "L1", "L3"), {"L1", "L3"}),
        (waiver("T/1", "L4"), set()),  # it passes
        (waiver("T/1"), {"L1", "L2", "L3"}),
        (waiver("T/1", unit="o1"), {"L1", "L2"}),  # L2 by its site, whose organisation is named by name
        (waiver("T/1", unit="甲局"), {"L1", "L2"}),
        (waiver("T/1", unit="甲网"), {"L2"}),
        (waiver("T/1", unit="s2"), {"L3"}),
        (waiver("T/1", unit="o2"), {"L3"}),
        (waiver("T/1", unit="某所"), {"L3"}),
        (waiver("T/1", unit="乙局"), set()),  # two bear the name
        (waiver("T/1", period="2025Q1"), {"L1", "L2"}),
        (waiver("T/1", period="2025-02-06..2025-05-05"), {"L2"}),
        (waiver("T/1", "L1", "L2", unit="s1"), {"L2"}),
        (waiver("T/1", unit="o1", period="2025-01"), {"L1"}),
        (waiver("T/2", "L4"), set()),  # a suspicion is no failure to waive
        (waiver("T/2", "L4", kind=WaiverKind.FALSE_ALARM, expires=None), {"L4"}),
        (waiver("T/1", "L1", kind=WaiverKind.FALSE_ALARM), {"L1"}),
        (waiver("T/3", "s1|2025Q1"), {"s1|2025Q1"}),
        (waiver("T/3", "s1", period="2024"), {"s1|2024Q4"}),
        (waiver("T/3", period="2025Q1"), {"s1|2025Q1", "s2|2025Q1"}),
        (waiver("T/3", unit="甲局", period="2025Q1"), {"s1|2025Q1"}),
        (waiver("T/3", period="2025-01-02..2025-03-31"), set()),  # not the whole quarter
        (waiver("T/1", "L1", expires=date(2025, 6, 29)), set()),
        (waiver("T/1", "L1", expires=date(2025, 6, 30)), {"L1"}),
        (waiver("T/9", "L1"), set()),
    ],
)
def test_a_waiver_covers_what_it_names_and_nothing_else(given: Waiver, records: set[str]) -> None:
    before, done = covered(), covered(given)
    assert waived(done) == records
    assert done.waivers[0].count == len(records)
    for old, new in zip(before.judged.outcomes, done.judged.outcomes, strict=True):
        assert old.counts.total == new.counts.total
        assert old.counts.fail + old.counts.suspect == new.counts.fail + new.counts.suspect + new.counts.waived
    assert done.judged.findings.total == before.judged.findings.total - len(records)


@pytest.mark.parametrize(
    ("given", "state", "why"),
    [
        (waiver("T/1", "L1"), WaiverState.APPLIED, ""),
        (waiver("T/1", "L1", "L8"), WaiverState.APPLIED, "nothing was found about: L8"),
        (waiver("T/1", "L4", "L8"), WaiverState.UNKNOWN, "nothing was found about: L4, L8"),
        (waiver("T/8", "L1"), WaiverState.UNKNOWN, "there is no rule 'T/8'"),
        (waiver("T/1", unit="乙局"), WaiverState.UNKNOWN, "several units bear this name"),
        (waiver("T/1", period="2019"), WaiverState.UNUSED, "no failure fits it"),
        (waiver("T/1", "L1", expires=date(2025, 1, 1)), WaiverState.EXPIRED, ""),
    ],
)
def test_what_became_of_a_waiver_is_told(given: Waiver, state: WaiverState, why: str) -> None:
    (used,) = covered(given).waivers
    assert used.state is state
    assert why in used.why.en
    assert bool(why) == bool(used.why.en)


def test_a_rule_of_which_all_is_waived_does_not_fail_and_says_why() -> None:
    done = covered(waiver("T/1"), waiver("T/2", kind=WaiverKind.FALSE_ALARM))
    late, rude = outcome(done, LATE), outcome(done, RUDE)
    assert (late.outcome, late.reason) == (OutcomeKind.PASS, Reason.WAIVED)
    assert (late.counts.passed, late.counts.waived) == (1, 3)
    assert (rude.outcome, rude.counts.waived) == (OutcomeKind.UNDETERMINED, 1)
    assert done.judged.findings.by_severity()[Severity.SUSPICION] == 0


def test_a_rule_with_nothing_but_waived_fails_is_not_applicable() -> None:
    where = world({"letter": RECORDS["letter"][:1], "interview": [], "site": []})
    done = waive(judged(where), RULES, [waiver("T/1")], where)
    assert (outcome(done, LATE).outcome, outcome(done, LATE).reason) == (OutcomeKind.NOT_APPLICABLE, Reason.WAIVED)


def test_of_two_waivers_the_first_is_noted_and_nothing_is_counted_twice() -> None:
    done = covered(waiver("T/1", "L1"), waiver("T/1", unit="o1"), waiver("T/1", "L1", reason="又一份"))
    assert [used.count for used in done.waivers] == [1, 1, 0]
    assert outcome(done, LATE).counts.waived == 2


@pytest.mark.parametrize("name", ["来信（甲、乙）.csv:3", "a;b", "甲，乙"])
def test_a_record_whose_name_holds_what_parts_several_is_still_met(name: str) -> None:
    where = world({"letter": [{"id": name, "received_at": "2025-01-06"}, {"id": "甲", "received_at": "2025-01-06"}]})
    parts = tuple(piece for piece in name.replace("；", ";").replace("，", ";").replace("、", ";").split(";") if piece)
    given = Waiver(WaiverKind.WAIVER, "T/1", parts, "", "", None, "r", "a", "", date(2026, 1, 1), "w", said=name)
    key = next(each.record for each in judged(where).findings.of_rule("T/1", 9) if each.record != "甲")
    assert key in {found.record for found in waive(judged(where), RULES, [given], where).findings.gravest(9)}


WAIVERS = st.lists(
    st.builds(
        lambda rule, records, unit, period, kind, expires: waiver(
            rule, *records, unit=unit, period=period, kind=kind, expires=expires
        ),
        st.sampled_from(["T/1", "2", "T/3", "T/9"]),
        st.lists(st.sampled_from(["L1", "L2", "L4", "s1", "s2|2025Q1", "?"]), max_size=3, unique=True),
        st.sampled_from(["", "o1", "乙网", "?"]),
        st.sampled_from(["", "2025", "2024Q4", "2025-01-01..2025-05-06"]),
        st.sampled_from(list(WaiverKind)),
        st.sampled_from([date(2025, 1, 1), date(2025, 12, 31)]),
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=50)
@given(WAIVERS)
def test_whatever_is_waived_counts_add_up_and_agree_with_the_findings(waivers: list[Waiver]) -> None:
    before, done = covered(), covered(*waivers)
    for rule in RULES:
        old, new = outcome(before, rule).counts, outcome(done, rule).counts
        kept = [found.verdict.word for found in done.judged.findings.of_rule(rule.id, 999)]
        assert old.total == new.total
        assert (kept.count("fail"), kept.count("suspect")) == (new.fail, new.suspect)
        assert len(done.findings.of_rule(rule.id, 999)) == new.waived
    assert sum(used.count for used in done.waivers) == done.findings.total
    assert not any(used.count for used in done.waivers if used.state is not WaiverState.APPLIED)
