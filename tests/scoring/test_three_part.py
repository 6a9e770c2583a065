"""The three-part scheme, case by case."""

from fractions import Fraction
from typing import Any

import pytest

from dbcheck.findings import Counts, Outcome, OutcomeKind, Reason, Unit
from dbcheck.scores import Ended, Standing
from scoring.cards import SMALL, answer, both, card, found, outcome, report, run, score

RULES = ("P/v", "P/a", "P/b", "P/c", "P/d", "P/e")
NO_BONUS = (answer("bonus", "fail"),)
SERVES = (Unit("site", "s", "网站", org="o"), Unit("organization", "o", "机构", serves_public=True))
SERVES_NOT = (Unit("site", "s", "网站", org="o"), Unit("organization", "o", "机构", serves_public=False))


def everything_passes() -> list[Outcome]:
    return [outcome(rule) for rule in RULES]


def fails(rule: str, number: int) -> list[dict[str, str | None]]:
    return [found(rule, f"{rule}-{at}") for at in range(number)]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], 100),
        (fails("P/a", 3), 94),
        (fails("P/a", 30), 40),  # the cap of the line
        (fails("P/a", 31), 40),
        ([*fails("P/a", 30), *fails("P/c", 1)], 30),  # 60 and 20, and the item takes 70 at most
        (fails("P/d", 1), 95),  # one takes all
        (fails("P/d", 4), 95),
        ([*fails("P/a", 1), *fails("P/d", 1), *fails("P/e", 2)], 83),
    ],
)
def test_points_are_lost_up_to_the_cap_of_line_and_item(findings: list[dict[str, str | None]], expected: int) -> None:
    given = run(everything_passes(), findings, units=SERVES)
    assert both(score(given, answers=NO_BONUS)) == (expected, expected)


def test_a_record_that_breaks_two_rules_of_a_line_is_one_occurrence() -> None:
    given = run(everything_passes(), [found("P/a", "L-1"), found("P/b", "L-1")], units=SERVES)
    only = score(given, answers=NO_BONUS)
    assert both(only) == (98, 98)
    (line,) = [line for line in only.lines if line.id == "A1a"]
    assert [(trace.rule, trace.record, trace.points) for trace in line.traces] == [("P/a", "L-1", Fraction(2))]


def test_a_section_that_does_not_apply_is_left_out_and_the_rest_scaled_up() -> None:
    findings = [*fails("P/a", 6), *fails("P/e", 5)]
    assert both(score(run(everything_passes(), findings, units=SERVES_NOT), answers=NO_BONUS)) == (84, 84)
    # (75 - 12) * 4/3 = 84; what was found in the section that does not apply costs nothing


def test_where_it_is_not_known_whether_a_section_applies_both_ways_are_bounds() -> None:
    findings = [*fails("P/a", 6), *fails("P/e", 5)]
    given = run(everything_passes(), findings, units=[Unit("site", "s", "网站")])
    assert both(score(given, answers=NO_BONUS)) == (63, 84)


@pytest.mark.parametrize(
    ("number", "ended", "expected"), [(1, Ended.PASSED, 100), (2, Ended.FAILED, 30), (5, Ended.FAILED, 30)]
)
def test_a_veto_ends_the_scoring_from_its_number_on(number: int, ended: Ended, expected: int) -> None:
    only = score(run(everything_passes(), fails("P/v", number), units=SERVES), answers=NO_BONUS)
    assert (only.ended, both(only)) == (ended, (expected, expected))
    assert bool(only.vetoed) is (ended is Ended.FAILED)


def test_a_vetoed_subject_never_gets_more_than_it_would_have_had() -> None:
    findings = [*fails("P/v", 2), *fails("P/a", 30), *fails("P/c", 3), *fails("P/d", 1), *fails("P/e", 5)]
    assert both(score(run(everything_passes(), findings, units=SERVES), answers=NO_BONUS)) == (0, 0)


@pytest.mark.parametrize(("lost", "expected"), [(9, 82 + 6), (10, 80), (11, 78)])
def test_the_bonus_opens_only_above_its_score_and_has_a_cap(lost: int, expected: int) -> None:
    answers = (answer("C1", "pass"), answer("C2", "pass"))
    given = run(everything_passes(), fails("P/a", lost), units=SERVES)
    assert both(score(given, answers=answers)) == (expected, expected)


@pytest.mark.parametrize(("lost", "ended"), [(19, Ended.PASSED), (20, Ended.PASSED), (21, Ended.FAILED)])
def test_below_the_pass_mark_fails_and_the_mark_itself_passes(lost: int, ended: Ended) -> None:
    assert score(run(everything_passes(), fails("P/a", lost), units=SERVES), answers=NO_BONUS).ended is ended


OPEN = [
    outcome("P/a", OutcomeKind.ERROR, error="ValueError"),
    outcome("P/a", OutcomeKind.MANUAL, reason=Reason.ATTESTATION),
    outcome("P/a", OutcomeKind.UNDETERMINED, reason=Reason.KIND_NOT_SUPPLIED),
]


@pytest.mark.parametrize("ended", OPEN, ids=lambda each: str(each.outcome))
def test_what_nobody_could_judge_is_lost_in_the_low_bound_and_won_in_the_high_one(ended: Outcome) -> None:
    rules = [ended, *(outcome(rule) for rule in RULES if rule != "P/a")]
    only = score(run(rules, units=SERVES), answers=NO_BONUS)
    assert both(only) == (40, 100)
    assert only.is_provisional


def test_so_many_undetermined_records_and_suspicions_can_cost_no_more_than_they_are() -> None:
    counts = Counts(passed=3, suspect=1, undetermined=2)
    rules = [outcome("P/a", OutcomeKind.SUSPECT, counts), *(outcome(rule) for rule in RULES if rule != "P/a")]
    findings = [found("P/a", "L-1", verdict="suspect", severity="suspicion")]
    assert both(score(run(rules, findings, units=SERVES), answers=NO_BONUS)) == (94, 100)


@pytest.mark.parametrize(
    ("ended", "facts"),
    [
        (OutcomeKind.UNDETERMINED, {"reason": Reason.NOT_YET_DUE, "counts": Counts(pending=4)}),
        (OutcomeKind.NO_POPULATION, {}),
        (OutcomeKind.NOT_APPLICABLE, {"reason": Reason.WAIVED, "counts": Counts(waived=3)}),
        (OutcomeKind.NOT_APPLICABLE, {"reason": Reason.ATTESTED_NA}),
    ],
)
def test_what_is_pending_waived_or_not_there_costs_nothing(ended: OutcomeKind, facts: dict[str, Any]) -> None:
    rules = [outcome("P/a", ended, **facts), *(outcome(rule) for rule in RULES if rule != "P/a")]
    assert both(score(run(rules, units=SERVES), answers=NO_BONUS)) == (100, 100)


def test_waived_findings_are_shown_and_cost_nothing() -> None:
    only = score(run(everything_passes(), waived=fails("P/a", 3), units=SERVES), answers=NO_BONUS)
    assert both(only) == (100, 100)
    assert [line.waived for line in only.lines if line.id == "A1a"] == [3]


def test_a_rule_that_a_profile_switched_off_leaves_its_line_open() -> None:
    rules = [outcome(rule) for rule in RULES if rule != "P/d"]
    rules.append(outcome("P/d", OutcomeKind.NOT_APPLICABLE, reason=Reason.SWITCHED_OFF))
    assert both(score(run(rules, units=SERVES), answers=NO_BONUS)) == (95, 100)


def test_a_limit_that_is_ours_accuses_nobody_until_somebody_looks() -> None:
    given = run(everything_passes(), [found("P/d", "L-1", severity="advisory")], units=SERVES)
    assert both(score(given, answers=NO_BONUS)) == (95, 100)


class TestAnswers:
    def test_without_rules_every_line_is_open_and_answers_close_it(self) -> None:
        open_one = score(run([], units=SERVES))
        assert both(open_one) == (0, 106)
        said = (answer("veto", "pass"), answer("deductions", "pass"), *NO_BONUS)
        assert both(score(run([], units=SERVES), answers=said)) == (100, 100)

    def test_a_fail_costs_as_often_as_it_says(self) -> None:
        said = (
            answer("veto", "pass"),
            answer("deductions", "pass"),
            answer("A1a", "fail", count=4),
            answer("A1a", "fail"),
            *NO_BONUS,
        )
        only = score(run([], units=SERVES), answers=said)
        assert both(only) == (90, 90)
        assert [trace.points for line in only.lines for trace in line.traces if line.part == "deductions"] == [8, 2]

    def test_a_pass_does_not_undo_what_a_rule_found(self) -> None:
        given = run(everything_passes(), fails("P/a", 2), units=SERVES)
        assert both(score(given, answers=(answer("A1a", "pass"), *NO_BONUS))) == (96, 96)

    def test_a_wide_answer_does_not_clear_suspicions_but_one_about_the_line_does(self) -> None:
        findings = [found("P/d", "L-1", verdict="suspect", severity="suspicion")]
        given = run(everything_passes(), findings, units=SERVES)
        assert both(score(given, answers=(answer("deductions", "pass"), *NO_BONUS))) == (95, 100)
        assert both(score(given, answers=(answer("A2a", "pass"), *NO_BONUS))) == (100, 100)

    def test_a_section_that_an_inspector_calls_not_applicable_is_left_out(self) -> None:
        given = run(everything_passes(), fails("P/a", 6), units=SERVES)
        assert both(score(given, answers=(answer("B", "na"), *NO_BONUS))) == (84, 84)

    def test_an_answer_that_has_run_out_or_is_not_yet_given_counts_as_none(self) -> None:
        given = run(everything_passes(), units=SERVES, as_of="2025-05-01T00:00:00")
        assert both(score(given, answers=(answer("A2a", "fail"), *NO_BONUS))) == (100, 106)
        said = report(given, answers=(answer("A2a", "fail"), *NO_BONUS)).notes
        assert "2 answers have run out by the audit date" in " ".join(note.en for note in said)

    def test_a_line_whose_rules_see_a_part_stays_open_until_somebody_answers(self) -> None:
        partly = card(SMALL.replace('each: all, rules: ["P/d"]', 'each: all, covers: part, rules: ["P/d"]'))
        given = run(everything_passes(), units=SERVES)
        assert both(score(given, partly, answers=NO_BONUS)) == (95, 100)
        assert both(score(given, partly, answers=(answer("A2", "pass"), *NO_BONUS))) == (100, 100)


def test_a_site_that_gets_no_points_only_passes_or_fails_by_the_veto() -> None:
    text = SMALL.replace("  fails_below: 60\n", "  fails_below: 60\n  applies: {site_kind: portal}\n")
    sites = [Unit("site", "d", "部门网站", type="department"), Unit("site", "p", "门户", type="portal")]
    findings = [found("P/v", f"L-{n}", units=["d"], kind="column") for n in range(2)]
    scored = report(run(everything_passes(), findings, units=sites), card(text), by="site").scores
    by_id = {each.subject.id: each for each in scored}
    assert (by_id["d"].low, by_id["d"].ended, by_id["d"].rank) == (None, Ended.FAILED, None)
    assert by_id["p"].low is not None


def test_every_point_is_traced_and_the_traces_add_up() -> None:
    findings = [*fails("P/a", 40), *fails("P/c", 2), *fails("P/d", 2), *fails("P/e", 3)]
    only = score(run(everything_passes(), findings, units=SERVES), answers=NO_BONUS)
    traced = sum((trace.points for line in only.lines for trace in line.traces), Fraction(0))
    assert only.high is not None
    assert traced == 100 - only.high.value
    assert all(trace.fingerprint for line in only.lines for trace in line.traces)


def test_a_line_says_why_it_is_open() -> None:
    only = score(run([outcome("P/a", OutcomeKind.ERROR)], units=SERVES))
    (line,) = [line for line in only.lines if line.id == "A1a"]
    assert (line.standing, [why.en for why in line.open]) == (Standing.OPEN, ["a checker broke"])
