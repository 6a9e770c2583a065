"""Answers change verdicts and never a sum: what R15 suppresses is out of scope, what is cleared passes, what is confirmed fails."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.arguments import read_as_of
from dbcheck.engine.binder import World
from dbcheck.engine.plan import Job
from dbcheck.engine.run import Judgement, judge_jobs
from dbcheck.engine.settle import Settled, audit_day, settle
from dbcheck.findings import Effect, Outcome, OutcomeKind, Reason, Severity
from dbcheck.plugins.registry import checkers
from dbcheck.rules.attestations import Answer, AnswerWord
from dbcheck.rules.pack import Rule
from judging import pack_of, rule_of, world_of

LATE = rule_of("required_fields", "1", record="letter", all=("replied_at",))
RUDE = rule_of("text_scan", "2", record="letter", field="reply_content", detector="keywords", terms={"has_any": ["滚"]})
SEEN = rule_of("attestation", "3", scope="site", frequency="year")
SHOULD = rule_of("attestation", "4", modality="should", scope="letter", frequency="per_record")
RULES = (LATE, RUDE, SEEN, SHOULD)
AS_OF = "2025-06-30"
LETTERS: Sequence[Mapping[str, Any]] = (
    {"id": "L1", "received_at": "2025-01-06", "replied_at": "2025-01-07", "reply_content": "滚开"},
    {"id": "L2", "received_at": "2025-01-06", "reply_content": "已修好路灯"},
    {"id": "L3", "received_at": "2025-01-06", "reply_content": "你滚"},
    {"id": "L4", "received_at": "2025-01-06", "replied_at": "2025-01-07"},
)
SITES: Sequence[Mapping[str, Any]] = ({"id": "s1", "name": "甲网"}, {"id": "s2", "name": "乙网"})


def answer(rule: Rule, word: str, record: str = "", **more: Any) -> Answer:
    given = {"evidence": "附件1", "note": "说明", "inspector": "王某", "day": date(2025, 5, 1), "expires": None, **more}
    where = f"c.xlsx!核查表!{rule.id}{record}{word}{given['day']}"
    return Answer(rule=rule.id, record=record, answer=AnswerWord(word), where=where, **given)


def world(*, sites: bool = True) -> World:
    made = world_of({"letter": LETTERS, "site": SITES}, as_of=AS_OF)
    return made if sites else replace(made, tables={"letter": made.tables["letter"]})


def judged(where: World) -> Judgement:
    pack = pack_of(*RULES)
    return judge_jobs([Job(pack, rule) for rule in RULES], where, checkers())


def settled(*answers: Answer, sites: bool = True) -> Settled:
    where = world(sites=sites)
    return settle(judged(where), RULES, answers, where)


def outcome(done: Settled, rule: Rule) -> Outcome:
    return next(found for found in done.judged.outcomes if found.rule == rule.id)


def counted(done: Settled, rule: Rule) -> dict[str, int]:
    return {word: amount for word, amount in outcome(done, rule).counts.as_json().items() if amount}


def findings(done: Settled, rule: Rule) -> list[tuple[str, str, str]]:
    found = done.judged.findings.of_rule(rule.id, 100)
    return [(each.record, each.verdict.word, str(each.severity)) for each in found]


def test_without_answers_machine_rules_judge_and_the_others_wait() -> None:
    done = settled()
    assert counted(done, LATE) == {"pass": 2, "fail": 2}
    assert counted(done, RUDE) == {"pass": 1, "suspect": 2, "undetermined": 1}
    assert [outcome(done, rule).outcome for rule in (SEEN, SHOULD)] == [OutcomeKind.MANUAL] * 2


@pytest.mark.parametrize(
    ("word", "ends", "counts"),
    [
        ("pass", OutcomeKind.PASS, {"pass": 1}),
        ("fail", OutcomeKind.FAIL, {"fail": 1}),
        ("na", OutcomeKind.NOT_APPLICABLE, {"out_of_scope": 1}),
    ],
)
def test_an_answer_about_a_whole_rule_decides_it(word: str, ends: OutcomeKind, counts: dict[str, int]) -> None:
    done = settled(answer(SEEN, word))
    assert (outcome(done, SEEN).outcome, counted(done, SEEN)) == (ends, counts)
    assert done.answers[0].effect is Effect.ANSWERED


def test_a_fail_is_a_finding_with_the_note_as_message_and_the_evidence_kept() -> None:
    done = settled(answer(SEEN, "fail", note="没有{验收}材料"))
    (found,) = done.judged.findings.of_rule(SEEN.id, 9)
    assert (found.message, found.severity, found.kind, found.record) == ("没有{验收}材料", Severity.VIOLATION, "site", "")
    assert found.evidence == {"inspector": "王某", "date": "2025-05-01", "note": "没有{验收}材料", "evidence": "附件1"}
    assert done.judged.findings.frame().filter(rule=SEEN.id)["message"].to_list() == ["没有{验收}材料"]


def test_a_fail_without_a_note_says_what_it_is_and_a_should_gives_an_advisory() -> None:
    done = settled(answer(SHOULD, "fail", "L1", note=""))
    (found,) = done.judged.findings.of_rule(SHOULD.id, 9)
    assert (found.message, found.severity) == ("人工核查不通过", Severity.ADVISORY)


def test_by_subject_it_fails_at_once_and_passes_only_when_everybody_is_answered() -> None:
    one = settled(answer(SEEN, "pass", "s1"))
    assert (outcome(one, SEEN).outcome, counted(one, SEEN)) == (OutcomeKind.MANUAL, {"pass": 1, "undetermined": 1})
    assert outcome(one, SEEN).undecided[0].samples == ("s2",)
    both = settled(answer(SEEN, "pass", "s1"), answer(SEEN, "na", "乙网"))
    assert (outcome(both, SEEN).outcome, counted(both, SEEN)) == (OutcomeKind.PASS, {"pass": 1, "out_of_scope": 1})
    fails = settled(answer(SEEN, "fail", "s1"))
    assert (outcome(fails, SEEN).outcome, counted(fails, SEEN)) == (OutcomeKind.FAIL, {"fail": 1, "undetermined": 1})
    assert findings(fails, SEEN) == [("s1", "fail", "violation")]


def test_where_the_kind_is_not_supplied_the_answers_are_all_there_is() -> None:
    done = settled(answer(SEEN, "pass", "某网"), sites=False)
    assert (outcome(done, SEEN).outcome, counted(done, SEEN)) == (OutcomeKind.PASS, {"pass": 1})


def test_an_answer_about_nobody_is_unused_and_decides_nothing() -> None:
    done = settled(answer(SEEN, "fail", "丙网"))
    assert (outcome(done, SEEN).outcome, done.answers[0].effect) == (OutcomeKind.MANUAL, Effect.UNUSED)
    assert done.answers[0].why.en == "there is no such record"


def test_a_fail_about_one_subject_is_not_lost_behind_a_pass_of_the_whole() -> None:
    done = settled(answer(SEEN, "pass"), answer(SEEN, "fail", "s1"))
    assert (outcome(done, SEEN).outcome, counted(done, SEEN)) == (OutcomeKind.FAIL, {"pass": 1, "fail": 1})


def test_na_suppresses_the_finding_of_the_same_rule_and_record() -> None:
    done = settled(answer(LATE, "na", "L2"), answer(RUDE, "na", "L3"))
    assert counted(done, LATE) == {"out_of_scope": 1, "pass": 2, "fail": 1}
    assert findings(done, LATE) == [("L3", "fail", "violation")]
    assert counted(done, RUDE) == {"out_of_scope": 1, "pass": 1, "suspect": 1, "undetermined": 1}
    assert [used.effect for used in done.answers] == [Effect.SUPPRESSED] * 2


def test_na_about_a_whole_rule_makes_it_not_applicable() -> None:
    done = settled(answer(LATE, "na"))
    found = outcome(done, LATE)
    assert (found.outcome, found.reason, counted(done, LATE)) == (
        OutcomeKind.NOT_APPLICABLE,
        Reason.ATTESTED_NA,
        {"out_of_scope": 4},
    )
    assert (findings(done, LATE), done.answers[0].count) == ([], 2)


def test_when_everything_is_suppressed_nothing_is_left_to_pass() -> None:
    done = settled(*(answer(LATE, "na", record) for record in ("L2", "L3")))
    assert outcome(done, LATE).outcome is OutcomeKind.PASS  # L1 and L4 passed by themselves
    bare = settle(
        judged(small := world_of({"letter": [LETTERS[1]]}, as_of=AS_OF)), RULES, [answer(LATE, "na", "L2")], small
    )
    assert (outcome(bare, LATE).outcome, outcome(bare, LATE).reason) == (OutcomeKind.NOT_APPLICABLE, Reason.ATTESTED_NA)


def test_a_suspicion_is_cleared_by_pass_and_confirmed_by_fail() -> None:
    done = settled(answer(RUDE, "pass", "L1"), answer(RUDE, "fail", "L3"))
    assert counted(done, RUDE) == {"pass": 2, "fail": 1, "undetermined": 1}
    assert findings(done, RUDE) == [("L3", "fail", "violation")]
    assert [used.effect for used in done.answers] == [Effect.CLEARED, Effect.CONFIRMED]
    (found,) = done.judged.findings.of_rule(RUDE.id, 9)
    assert found.evidence["attested"] == {"inspector": "王某", "date": "2025-05-01", "note": "说明", "evidence": "附件1"}
    assert done.judged.findings.by_severity()[Severity.SUSPICION] == 0


@pytest.mark.parametrize(
    ("rule", "word", "record", "why"),
    [
        (LATE, "pass", "L2", "a false alarm belongs into --waivers"),
        (LATE, "fail", "L2", "the machine found a failure already"),
        (LATE, "fail", "L1", "found nothing about this record"),
        (LATE, "na", "L9", "found nothing about this record"),
        (RUDE, "pass", "", "answered one by one"),
        (RUDE, "fail", "", "answered one by one"),
    ],
)
def test_an_answer_that_meets_nothing_changes_nothing_and_says_why(rule: Rule, word: str, record: str, why: str) -> None:
    done, before = settled(answer(rule, word, record)), settled()
    assert done.judged.outcomes == before.judged.outcomes
    assert findings(done, rule) == findings(before, rule)
    assert done.answers[0].effect is Effect.UNUSED
    assert why in done.answers[0].why.en


def test_a_rule_that_is_not_judged_takes_no_answer() -> None:
    pack, off = pack_of(SEEN), world()
    before = judge_jobs([Job(pack, SEEN, off="不设该栏目")], off, checkers())
    done = settle(before, [SEEN], [answer(SEEN, "fail")], off)
    assert (done.judged.outcomes, done.answers[0].effect) == (before.outcomes, Effect.UNUSED)


@pytest.mark.parametrize(
    ("day", "expires", "effect"),
    [
        (date(2025, 6, 30), None, Effect.ANSWERED),
        (date(2025, 7, 1), None, Effect.NOT_YET),
        (date(2025, 1, 1), date(2025, 6, 30), Effect.ANSWERED),
        (date(2025, 1, 1), date(2025, 6, 29), Effect.EXPIRED),
    ],
)
def test_an_answer_counts_on_the_audit_day_or_counts_as_none(day: date, expires: date | None, effect: Effect) -> None:
    done = settled(answer(SEEN, "fail", day=day, expires=expires))
    assert done.answers[0].effect is effect
    assert (outcome(done, SEEN).outcome is OutcomeKind.FAIL) is (effect is Effect.ANSWERED)


def test_the_audit_day_of_a_midnight_is_the_day_that_ends() -> None:
    assert audit_day(read_as_of("2025-06-30")[0]) == date(2025, 6, 30)
    assert audit_day(read_as_of("2025-06-30T09:00")[0]) == date(2025, 6, 30)
    assert audit_day(read_as_of("2025-06-30T00:00")[0]) == date(2025, 6, 29)


ANSWERS = st.lists(
    st.builds(
        lambda rule, word, record, day, expires: answer(rule, word, record, day=day, expires=expires),
        st.sampled_from(RULES),
        st.sampled_from(["pass", "fail", "na"]),
        st.sampled_from(["", "L1", "L2", "L3", "L4", "L9", "s1", "乙网"]),
        st.sampled_from([date(2025, 1, 1), date(2025, 7, 1)]),
        st.sampled_from([None, date(2025, 3, 1), date(2025, 12, 31)]),
    ),
    max_size=12,
    unique_by=lambda each: each.where,
)


@settings(deadline=None, max_examples=60)
@given(ANSWERS)
def test_whatever_is_answered_counts_add_up_and_agree_with_the_findings(answers: list[Answer]) -> None:
    done = settled(*answers)
    for rule in (LATE, RUDE):
        assert outcome(done, rule).counts.total == len(LETTERS)
    for rule in RULES:
        counts = outcome(done, rule).counts
        found = [verdict for _, verdict, _ in findings(done, rule)]
        assert (found.count("fail"), found.count("suspect")) == (counts.fail, counts.suspect)
        if not any(each.rule == rule.id and each.record == "" for each in answers) and rule is SEEN and counts.total:
            assert counts.total == len(SITES)
    assert len(done.answers) == len(answers)
    assert done.judged.findings.total == done.judged.findings.frame().height
    assert sum(done.judged.findings.by_severity().values()) == done.judged.findings.total
