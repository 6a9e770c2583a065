"""The three-part scheme against a slow reckoning, on random outcomes, with everything open turned out in many ways."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.findings import Counts, Outcome, OutcomeKind, Unit
from dbcheck.scores import Score
from scoring.cards import answer, both, found, outcome, run, score

RULES = ("P/v", "P/a", "P/b", "P/c", "P/d", "P/e")
FEW = settings(max_examples=25, deadline=None)  # every example goes through Polars several times

# (how it ended, how many surely, how many perhaps); None: any number
ended = st.one_of(
    st.tuples(st.just("judged"), st.integers(0, 40), st.just(0)),
    st.tuples(st.just("undetermined"), st.integers(0, 3), st.integers(1, 4)),
    st.tuples(st.just("suspect"), st.integers(0, 3), st.integers(1, 4)),
    st.tuples(st.just("error"), st.just(0), st.none()),
    st.tuples(st.just("manual"), st.just(0), st.none()),
)
worlds = st.fixed_dictionaries(dict.fromkeys(RULES, ended))
Ending = tuple[str, int, int | None]
KINDS = {"error": OutcomeKind.ERROR, "manual": OutcomeKind.MANUAL}


def slowly(fails: dict[str, int], *, serves: bool, bonus: int) -> Fraction:
    """Reckon a score of the small card in exact fractions, one line after another."""
    first = min(Fraction(60), Fraction(2) * (fails["P/a"] + fails["P/b"]))
    second = min(Fraction(70), Fraction(20) * fails["P/c"])
    lost = min(Fraction(70), first + second)
    lost += Fraction(5) if fails["P/d"] else Fraction(0)
    points = Fraction(75)
    if serves:
        lost += min(Fraction(25), Fraction(5) * fails["P/e"])
        points += 25
    got = (points - lost) * 100 / points
    if got > 80:
        got += min(Fraction(6), Fraction(4) * bonus)
    return min(got, Fraction(30)) if fails["P/v"] >= 2 else got


def made(world: dict[str, Ending], *, serves: bool, bonus: int, waived: int = 0) -> Score:
    """Score a run that ended so."""
    outcomes: list[Outcome] = []
    findings: list[dict[str, str | None]] = []
    for rule, (how, sure, perhaps) in world.items():
        doubtful = perhaps or 0
        counts = Counts(
            passed=3,
            fail=sure,
            suspect=doubtful if how == "suspect" else 0,
            undetermined=doubtful if how == "undetermined" else 0,
        )
        kind = KINDS.get(
            how,
            OutcomeKind.FAIL
            if sure
            else {"suspect": OutcomeKind.SUSPECT, "undetermined": OutcomeKind.UNDETERMINED}.get(how, OutcomeKind.PASS),
        )
        outcomes.append(outcome(rule, kind, Counts() if how in KINDS else counts))
        findings += [found(rule, f"{rule}-{at}") for at in range(sure)]
        if how == "suspect":
            findings += [found(rule, f"{rule}?{at}", verdict="suspect", severity="suspicion") for at in range(doubtful)]
    units = [Unit("site", "s", org="o"), Unit("organization", "o", serves_public=serves)]
    said = [answer("C1", "pass" if bonus > 0 else "fail"), answer("C2", "pass" if bonus > 1 else "fail")]
    hidden = [found(rule, f"{rule}!{at}") for rule in RULES for at in range(waived)]
    return score(run(outcomes, findings, units=units, waived=hidden), answers=said)


@FEW
@given(world=worlds, serves=st.booleans(), bonus=st.integers(0, 2), data=st.data())
def test_the_program_reckons_as_a_person_would_and_its_bounds_hold_whatever_is_open(
    world: dict[str, Ending], serves: bool, bonus: int, data: st.DataObject
) -> None:
    low, high = both(made(world, serves=serves, bonus=bonus))
    at_worst = {rule: sure + (200 if perhaps is None else perhaps) for rule, (_, sure, perhaps) in world.items()}
    at_best = {rule: sure for rule, (_, sure, _) in world.items()}
    assert low == slowly(at_worst, serves=serves, bonus=bonus)
    assert high == slowly(at_best, serves=serves, bonus=bonus)
    for _ in range(20):
        fails = {rule: data.draw(st.integers(at_best[rule], at_worst[rule])) for rule in RULES}
        assert low <= slowly(fails, serves=serves, bonus=bonus) <= high


@FEW
@given(world=worlds, rule=st.sampled_from(RULES), more=st.integers(1, 5), bonus=st.integers(0, 2))
def test_one_more_failure_or_a_broken_checker_never_raises_a_bound(
    world: dict[str, Ending], rule: str, more: int, bonus: int
) -> None:
    before = both(made(world, serves=True, bonus=bonus))
    how, sure, perhaps = world[rule]
    if how in KINDS:
        return
    worse = both(made({**world, rule: (how, sure + more, perhaps)}, serves=True, bonus=bonus))
    assert worse[0] <= before[0]
    assert worse[1] <= before[1]
    if not sure and not perhaps:
        broken = both(made({**world, rule: ("error", 0, None)}, serves=True, bonus=bonus))
        assert broken[0] <= before[0]
        assert broken[1] <= before[1]


@FEW
@given(world=worlds, waived=st.integers(1, 3))
def test_what_is_waived_changes_nothing(world: dict[str, Ending], waived: int) -> None:
    assert both(made(world, serves=True, bonus=0)) == both(made(world, serves=True, bonus=0, waived=waived))


@FEW
@given(world=worlds)
def test_traces_and_lines_add_up_to_what_was_lost(world: dict[str, Ending]) -> None:
    only = made(world, serves=True, bonus=0)
    deducted = [line for line in only.lines if line.part == "deductions"]
    steps = {step.name: step for step in only.steps}
    assert -steps["deducted"].high == sum((line.lost for line in deducted), Fraction(0))
    assert -steps["deducted"].low == sum((line.lost + line.at_risk for line in deducted), Fraction(0))
    for line in deducted:
        assert line.lost == sum((trace.points for trace in line.traces), Fraction(0))
