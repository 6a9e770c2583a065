"""The models that share out a whole, against sums that a person would do."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.findings import Counts, Outcome, OutcomeKind, Reason, Tallies, Unit
from dbcheck.rules.scorecard import Scorecard
from dbcheck.rules.scorecards import load_scorecard
from dbcheck.scores import Bound, Score, Standing
from dbcheck.scoring.runs import Run
from dbcheck.scoring.share_scores import MODELS
from dbcheck.scoring.shares import HIGH, LOW, Counted
from scoring.cards import both, found, outcome, report, run, score

NAMES = ("weighted-clauses", "xccdf-default", "xccdf-flat", "xccdf-absolute")
PASS, FAIL, ERROR, MANUAL = OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.ERROR, OutcomeKind.MANUAL

# Two clauses in one pack, one in another; clause 1 has three rules.
TREE = [
    ("P/1#1", PASS),
    ("P/1#2", FAIL),
    ("P/1#3", PASS),
    ("P/2", PASS),
    ("Q/7", FAIL),
]


def tree(*, changed: dict[str, OutcomeKind] | None = None) -> list[Outcome]:
    kinds = dict(TREE) | (changed or {})
    return [
        outcome(rule, kind, Counts(passed=2, fail=int(kind is FAIL)) if kind in (PASS, FAIL) else Counts())
        for rule, kind in kinds.items()
    ]


def scored(name: str, outcomes: list[Outcome]) -> Score:
    findings = [found(each.rule, "L-1") for each in outcomes if each.outcome is FAIL]
    return score(run(outcomes, findings), load_scorecard(name))


@pytest.mark.parametrize(
    ("name", "value", "of"),
    [
        ("weighted-clauses", Fraction(100, 3), 100),  # of three clauses one is kept
        ("xccdf-default", (Fraction(200, 3) + 100) / 2 / 2, 100),  # P: the mean of 66.67 and 100; Q: 0
        ("xccdf-flat", 3, 5),
        ("xccdf-absolute", 0, 1),
    ],
)
def test_each_model_gives_what_its_definition_says(name: str, value: Fraction, of: int) -> None:
    only = scored(name, tree())
    assert only.high is not None
    assert both(only) == (value, value)
    assert only.high.of == of


@pytest.mark.parametrize(
    ("name", "low", "high", "specified"),
    [
        ("weighted-clauses", 0, Fraction(100, 3), None),
        ("xccdf-default", Fraction(200, 3) / 4, (Fraction(200, 3) + 100) / 4, Fraction(200, 3) / 4),  # an error is not won
        ("xccdf-flat", 2, 3, 2),
        ("xccdf-absolute", 0, 0, 0),
    ],
)
def test_a_broken_checker_is_lost_in_the_low_bound_and_never_raises_a_score(
    name: str, low: Fraction, high: Fraction, specified: Fraction | None
) -> None:
    only = scored(name, tree(changed={"P/2": ERROR}))
    assert both(only) == (low, high)
    assert (only.by_specification.value if only.by_specification else None) == specified
    assert both(only)[0] <= both(scored(name, tree()))[0]


def test_the_specification_leaves_out_what_was_not_checked() -> None:
    only = scored("xccdf-flat", tree(changed={"P/2": MANUAL}))
    assert only.by_specification is not None
    assert only.by_specification == Bound(Fraction(2), Fraction(4))
    assert both(only) == (2, 3)


@pytest.mark.parametrize(
    ("ended", "counts", "reason"),
    [
        (OutcomeKind.NO_POPULATION, Counts(), None),
        (OutcomeKind.NOT_APPLICABLE, Counts(), Reason.SWITCHED_OFF),
        (OutcomeKind.NOT_APPLICABLE, Counts(waived=2), Reason.WAIVED),
        (OutcomeKind.UNDETERMINED, Counts(pending=2), Reason.NOT_YET_DUE),
    ],
)
def test_what_is_not_there_waived_or_pending_takes_no_part(
    ended: OutcomeKind, counts: Counts, reason: Reason | None
) -> None:
    rules = [outcome("P/1"), outcome("P/2", ended, counts, reason=reason)]
    only = score(run(rules), load_scorecard("xccdf-flat"))
    assert only.high == Bound(Fraction(1), Fraction(1))


def test_nothing_judged_is_no_score() -> None:
    only = score(run([outcome("P/1", OutcomeKind.NO_POPULATION)]), load_scorecard("weighted-clauses"))
    assert (only.low, only.high, only.rank) == (None, None, None)


def test_an_advice_that_is_not_followed_does_not_break_the_clause() -> None:
    rules = [outcome("P/1#1"), outcome("P/1#2", FAIL, Counts(fail=1), modality="should")]
    only = score(run(rules, [found("P/1#2", "L-1", severity="advisory")]), load_scorecard("weighted-clauses"))
    assert [(line.id, line.standing, line.weight) for line in only.lines] == [
        ("P/1", Standing.KEPT, 1),
        ("P/1 (should)", Standing.LOST, Fraction(1, 2)),
    ]
    assert both(only) == (Fraction(200, 3), Fraction(200, 3))


def by_id(given: Run, scorecard: Scorecard) -> dict[str, Score]:
    return {each.subject.id: each for each in report(given, scorecard, by="unit").scores}


class TestUnits:
    UNITS = (Unit("organization", "o1", "甲局"), Unit("organization", "o2", "乙局"))

    def card(self) -> Scorecard:
        return load_scorecard("weighted-clauses")

    def test_without_counts_by_unit_what_passed_may_not_be_its_own(self) -> None:
        rules = [outcome("P/1", FAIL, Counts(passed=5, fail=1)), outcome("P/2")]
        scores = report(run(rules, [found("P/1", "L-1", units=["o1"])], units=self.UNITS), self.card(), by="unit").scores
        by_id = {each.subject.id: each for each in scores}
        assert both(by_id["o1"]) == (0, 50)  # P/2 was perhaps never judged for it
        assert by_id["o2"].rank is None  # nothing found, and perhaps nothing judged
        assert not by_id["o2"].has_evidence

    def test_counts_by_unit_make_it_exact(self) -> None:
        rules = [outcome("P/1", FAIL, Counts(passed=5, fail=1)), outcome("P/2")]
        tallies: Tallies = {
            ("P/1", ("o1", "organization", "")): Counts(passed=2, fail=1),
            ("P/1", ("o2", "organization", "")): Counts(passed=3),
            ("P/2", ("o1", "organization", "")): Counts(passed=5),
        }
        given = run(rules, [found("P/1", "L-1", units=["o1"])], units=self.UNITS, tallies=tallies)
        by_id = {each.subject.id: each for each in report(given, self.card(), by="unit").scores}
        assert both(by_id["o1"]) == (50, 50)
        assert both(by_id["o2"]) == (100, 100)  # of P/2 it has no record

    def test_a_rule_that_was_not_counted_is_bounded_though_others_were_counted(self) -> None:
        rules = [outcome("P/1"), outcome("P/2", check="attestation")]
        given = run(rules, units=self.UNITS, tallies={("P/1", ("o1", "organization", "")): Counts(passed=5)})
        (line,) = [each for each in by_id(given, self.card())["o1"].lines if each.id == "P/2"]
        assert line.standing is Standing.UNSEEN

    def test_a_finding_that_nobody_can_be_given_may_be_anybodys(self) -> None:
        rules = [outcome("P/1", FAIL, Counts(passed=5, fail=1))]
        tallies: Tallies = {("P/1", ("o1", "organization", "")): Counts(passed=5), ("P/1", ("", "", "")): Counts(fail=1)}
        given = run(rules, [found("P/1", "L-1")], units=self.UNITS, tallies=tallies)
        assert both({s.subject.id: s for s in report(given, self.card(), by="unit").scores}["o1"]) == (0, 100)


# -- properties, against the slow obvious way -----------------------------------------------------------------------------

standings = st.sampled_from(list(Standing))
cases = st.lists(
    st.tuples(st.sampled_from("PQ"), st.sampled_from("123"), st.integers(1, 4), standings), min_size=1, max_size=5
)
WORLDS = {  # how what is open may turn out: lost, left out, or won
    Standing.KEPT: (True,),
    Standing.LOST: (False,),
    Standing.OPEN: (False, None, True),
    Standing.UNSEEN: (None, True),
    Standing.ABSENT: (None,),
    Standing.NOT_APPLICABLE: (None,),
}


def counted(case: list[tuple[str, str, int, Standing]], won: list[bool | None]) -> list[Counted]:
    return [
        Counted(str(at), (pack, pack + clause), Fraction(weight, 2), is_won)
        for at, ((pack, clause, weight, _), is_won) in enumerate(zip(case, won, strict=True))
        if is_won is not None
    ]


def slowly(name: str, lines: list[Counted]) -> Fraction:
    """Reckon a share by the words of the definitions."""
    weights = sum((line.weight for line in lines), Fraction(0))
    won = sum((line.weight for line in lines if line.is_won), Fraction(0))
    if name == "xccdf-absolute":
        return Fraction(int(all(line.is_won for line in lines)))
    if name != "xccdf-default":
        return won / weights
    packs = []
    for pack in {line.groups[0] for line in lines}:
        clauses = []
        for clause in {line.groups[1] for line in lines if line.groups[0] == pack}:
            inside = [line for line in lines if line.groups == (pack, clause)]
            clauses.append(sum(line.weight for line in inside if line.is_won) / sum(line.weight for line in inside))
        packs.append(sum(clauses) / len(clauses))
    return Fraction(sum(packs)) / len(packs)


@pytest.mark.parametrize("name", list(MODELS))
@settings(deadline=None)
@given(case=cases)
def test_bounds_hold_the_score_whatever_the_open_lines_turn_out_to_be(
    name: str, case: list[tuple[str, str, int, Standing]]
) -> None:
    low, high = (counted(case, [side[standing] for *_, standing in case]) for side in (LOW, HIGH))
    for won in product(*(WORLDS[standing] for *_, standing in case)):
        lines = counted(case, list(won))
        if not lines:
            continue
        share = MODELS[name](lines).bound.share
        assert share == slowly(name, lines)
        assert not low or MODELS[name](low).bound.share <= share
        assert share <= MODELS[name](high).bound.share


@pytest.mark.parametrize("name", list(MODELS))
@settings(deadline=None)
@given(case=cases, data=st.data())
def test_a_worse_verdict_never_raises_a_score_and_the_order_never_changes_it(
    name: str, case: list[tuple[str, str, int, Standing]], data: st.DataObject
) -> None:
    won = [data.draw(st.booleans()) for _ in case]
    lines = counted(case, list(won))
    before = MODELS[name](lines)
    assert MODELS[name](data.draw(st.permutations(lines))).bound == before.bound
    at = data.draw(st.integers(0, len(case) - 1))
    worse = [is_won and place != at for place, is_won in enumerate(won)]
    assert MODELS[name](counted(case, list(worse))).bound.share <= before.bound.share
    assert before.bound.of - before.bound.value == sum(before.lost.values(), Fraction(0))
