"""Who is scored, whose a finding is, ranks, bands, regions, several runs and the period before."""

from fractions import Fraction

import pytest

from dbcheck.errors import UsageError
from dbcheck.findings import Counts, OutcomeKind, Tallies, Unit
from dbcheck.rules.scorecards import load_scorecard
from dbcheck.scores import Score, ScoreReport
from dbcheck.scoring.seats import NOWHERE, UNPLACED, places_of
from scoring.cards import SMALL, answer, both, card, found, outcome, report, run

ORGS = (
    Unit("organization", "o1", "甲市政府", region="甲市"),
    Unit("organization", "o2", "甲市教育局", region="甲市"),
    Unit("organization", "o3", "乙市政府", region="乙市"),
)
SITES = (
    Unit("site", "s1", "甲市政府网", org="o1", type="portal", status="running"),
    Unit("site", "s2", "甲市旧站", org="o1", type="other", status="closed"),
    Unit("site", "s3", "乙市政府网", org="o3", type="portal", status="running"),
)
RULES = [outcome(f"P/{name}") for name in "vabcde"]
NO_BONUS = (answer("bonus", "fail", subject="*"),)


def by_id(given: ScoreReport) -> dict[str, Score]:
    return {score.subject.id: score for score in given.scores}


@pytest.mark.parametrize(
    ("belonging", "unit", "site"),
    [
        (("o2", "organization", "s1"), "o2", "s1"),
        (("o1", "organization", "s1"), "o1", "s1"),
        (("s1", "site", "s1"), "s1", "s1"),
        (("o1", "organization", ""), "o1", "s1"),  # it names an organisation with one open site
        (("o2", "organization", ""), "o2", NOWHERE),  # it has no site
        (("别的单位", "organization", ""), "别的单位", NOWHERE),
        (("o1", "", ""), "o1", "s1"),  # of an older release
        (("", "", ""), UNPLACED, UNPLACED),
    ],
)
def test_a_record_belongs_to_its_surest_organisation_and_to_its_site(
    belonging: tuple[str, str, str], unit: str, site: str
) -> None:
    given = run(RULES, units=(*ORGS, *SITES))
    for by, wanted in (("unit", unit), ("site", site)):
        key = places_of(given, 0, by).key(*belonging)
        assert key == wanted if wanted in (UNPLACED, NOWHERE) else f'"{wanted}"' in key


def test_a_record_of_an_organisation_with_several_sites_is_nobodys_where_it_names_none() -> None:
    several = (*ORGS[:1], *(Unit("site", f"s{n}", f"{n}网", org="o1") for n in range(2)))
    assert places_of(run(RULES, units=several), 0, "site").key("o1", "organization", "") == UNPLACED


def test_findings_count_for_the_unit_and_for_the_site_that_they_belong_to() -> None:
    findings = [
        found("P/a", "L-1", units=("o2", "o1", "s1")),
        found("P/a", "L-2", units=("o1", "s1")),
        found("P/c", "L-3", units=("o3", "s3")),
        found("P/a", "G-1", units=("o2",), kind="interview_plan"),
    ]
    given = run(RULES, findings, units=(*ORGS, *SITES))
    units, sites = (by_id(report(given, by=by, answers=NO_BONUS)) for by in ("unit", "site"))
    assert {name: score.high.value for name, score in units.items() if score.high} == {"o1": 98, "o2": 96, "o3": 80}
    assert {name: score.high.value for name, score in sites.items() if score.high} == {"s1": 96, "s3": 80}
    assert report(given, by="site", answers=NO_BONUS).runs[0].elsewhere == 1


def test_a_closed_site_is_scored_only_where_something_was_found_about_it() -> None:
    findings = [found("P/a", "C-1", units=("o1", "s2"), kind="column")]
    assert "s2" not in by_id(report(run(RULES, units=(*ORGS, *SITES)), by="site"))
    assert "s2" in by_id(report(run(RULES, findings, units=(*ORGS, *SITES)), by="site"))


def test_a_finding_without_a_unit_is_open_for_everybody() -> None:
    given = run(RULES, [found("P/c", "L-1"), found("P/a", "L-2", units=("o1",))], units=ORGS)
    scored = report(given, by="unit", answers=NO_BONUS)
    ways = both(by_id(scored)["o1"])
    assert ways[0] < ways[1]
    assert scored.runs[0].unplaced == 1


def test_ties_share_a_rank_and_open_items_widen_it() -> None:
    text = SMALL.replace("    applies: {serves_public: true}\n", "")
    units = [Unit("organization", f"o{n}", f"{n}局", serves_public=True) for n in range(1, 5)]
    findings = [found("P/a", f"L-{n}", units=(f"o{n}",)) for n in (1, 2)] + [found("P/c", "L-3", units=("o3",))]
    findings.append(found("P/c", "S-4", units=("o4",), verdict="suspect", severity="suspicion"))
    ranks = {
        i: (s.rank, s.rank_best, s.rank_worst)
        for i, s in by_id(report(run(RULES, findings, units=units), card(text), by="unit", answers=NO_BONUS)).items()
    }
    assert ranks == {"o1": (1, 1, 2), "o2": (1, 1, 2), "o4": (3, 1, 3), "o3": (4, 3, 4)}


def test_who_has_neither_findings_nor_counted_records_is_not_ranked() -> None:
    given = run(RULES, [found("P/a", "L-1", units=("o1",))], units=ORGS)
    scored = by_id(report(given, by="unit"))
    assert (scored["o1"].rank, scored["o2"].rank) == (1, None)
    assert "--count-units" in scored["o2"].notes[0].en
    tallies: Tallies = {
        ("P/a", ("o1", "organization", "")): Counts(fail=1),
        ("P/a", ("o2", "organization", "")): Counts(passed=4),
    }
    counted = by_id(report(run(RULES, [found("P/a", "L-1", units=("o1",))], units=ORGS, tallies=tallies), by="unit"))
    assert counted["o2"].rank == 1
    assert counted["o3"].rank is None


def test_a_band_is_said_where_both_bounds_lie_in_it() -> None:
    text = SMALL + "bands: {steps: [{from: 90, title: 优}, {from: 0, title: 差}]}\n"
    serves = (Unit("site", "s", org="o"), Unit("organization", "o", serves_public=True))
    (sure,) = report(run(RULES, units=serves), card(text), answers=NO_BONUS).scores
    (open_one,) = report(run(RULES[:-1], units=serves), card(text), answers=NO_BONUS).scores
    assert (sure.band_low, sure.band_high) == ("优", "优")
    assert (open_one.band_low, open_one.band_high) == ("差", "优")


def test_a_region_is_the_mean_of_its_members_and_a_veto_holds_it_down() -> None:
    findings = [found("P/a", "L-1", units=("o1",)), found("P/c", "L-2", units=("o2",)), found("P/a", "L-3", units=("o3",))]
    findings += [found("P/v", f"V-{n}", units=("o3",)) for n in range(2)]
    text = SMALL.replace("    applies: {serves_public: true}\n", "") + "region: {of: unit, with_veto: 20}\n"
    scored = report(run(RULES, findings, units=ORGS), card(text), by="region", answers=NO_BONUS)
    regions = by_id(scored)
    assert both(regions["甲市"]) == (Fraction(98 + 80, 2), Fraction(98 + 80, 2))
    assert both(regions["乙市"]) == (20, 20)
    assert regions["甲市"].subject.members == ("甲市政府", "甲市教育局")
    assert len(scored.members) == 3


class TestSeveralRuns:
    def test_each_run_gets_a_score_without_by(self) -> None:
        runs = [run(RULES, path="q1"), run(RULES, [found("P/c", "L-1")], path="q2")]
        assert [(score.subject.id, score.rank) for score in report(runs).scores] == [("q1", 1), ("q2", 2)]

    def test_a_subject_of_two_runs_is_one_and_a_finding_of_both_counts_once(self) -> None:
        text = SMALL.replace("    applies: {serves_public: true}\n", "")
        first = run(RULES, [found("P/a", "L-1", units=("o1",)), found("P/a", "L-2", units=("o1",))], units=ORGS, path="a")
        second = run(RULES, [found("P/a", "L-2", units=("o1",)), found("P/a", "L-3", units=("o1",))], units=ORGS, path="b")
        assert both(by_id(report([first, second], card(text), by="unit", answers=NO_BONUS))["o1"]) == (94, 94)

    def test_two_subjects_with_one_id_and_two_names_are_two(self) -> None:
        other = (Unit("organization", "o1", "另一个市政府"),)
        runs = [run(RULES, units=ORGS[:1], path="a"), run(RULES, units=other, path="b")]
        assert sorted(score.subject.name for score in report(runs, by="unit").scores) == ["另一个市政府", "甲市政府"]

    def test_a_kind_that_one_run_lacks_and_another_has_judged_is_judged(self) -> None:
        lacking = [outcome("P/a", OutcomeKind.UNDETERMINED, reason=None), *RULES[:1], *RULES[2:]]
        text = SMALL.replace("    applies: {serves_public: true}\n", "")
        runs = [run(lacking, [found("P/c", "L-1", units=("o1",))], units=ORGS, path="a"), run(RULES, units=ORGS, path="b")]
        assert both(by_id(report(runs, card(text), by="unit", answers=NO_BONUS))["o1"]) == (80, 80)


class TestChange:
    def test_the_period_before_is_compared_subject_by_subject(self) -> None:
        text = SMALL.replace("    applies: {serves_public: true}\n", "")
        before = run(RULES, [found("P/a", "L-1", units=("o1",)), found("P/c", "L-2", units=("o2",))], units=ORGS)
        now = run(
            RULES,
            [found("P/a", f"L-{n}", units=("o1",)) for n in range(3)] + [found("P/a", "L-9", units=("o2",))],
            units=ORGS,
        )
        scored = by_id(report(now, card(text), by="unit", answers=NO_BONUS, previous=[before], previous_answers=NO_BONUS))
        changes = {name: score.change for name, score in scored.items()}
        first, second = changes["o1"], changes["o2"]
        assert first is not None
        assert second is not None
        assert [first.low, first.high, second.low, second.high] == [-4, -4, 18, 18]
        assert (first.worse, first.better, first.rank) == (("A1a",), (), 2)
        assert (second.worse, second.better, second.rank) == (("A1a",), ("A1b",), 3)

    def test_one_run_is_compared_with_one_run_whatever_they_are_called(self) -> None:
        (only,) = report(run(RULES, path="q2"), previous=[run(RULES, [found("P/c", "L-1")], path="q1")]).scores
        assert only.change is not None
        assert [only.change.low, only.change.high] == [Fraction(80, 3), 26]  # from 73.33 to 100, and from 80 to 106


class TestAnswersAboutWhom:
    RUN = run(RULES, [found("P/a", "L-1", units=("o1",))], units=ORGS)

    @pytest.mark.parametrize(
        ("subject", "said"),
        [("", "there are 3 subjects: say which one"), ("丁局", "there is no subject '丁局'")],
    )
    def test_an_answer_must_say_about_whom(self, subject: str, said: str) -> None:
        with pytest.raises(UsageError, match=said):
            report(self.RUN, by="unit", answers=(answer("A2a", "fail", subject=subject),))

    def test_a_name_that_several_bear_is_refused(self) -> None:
        twice = (Unit("organization", "o1", "同名"), Unit("organization", "o2", "同名"))
        with pytest.raises(UsageError, match="several subjects bear this name"):
            report(run(RULES, units=twice), by="unit", answers=(answer("A2a", "fail", subject="同名"),))

    @pytest.mark.parametrize("subject", ["o1", "甲市政府"])
    def test_an_answer_is_about_the_subject_of_that_id_or_name_alone(self, subject: str) -> None:
        scored = by_id(report(self.RUN, by="unit", answers=(answer("A2a", "fail", subject=subject),)))
        lost = {name: [line.lost for line in score.lines if line.id == "A2a"] for name, score in scored.items()}
        assert lost == {"o1": [5], "o2": [0], "o3": [0]}


@pytest.mark.parametrize("by", ["site", "unit", "region"])
def test_a_run_that_describes_nobody_is_refused(by: str) -> None:
    with pytest.raises(UsageError, match="the audited exports describe no"):
        report(run(RULES), load_scorecard("weighted-clauses"), by=by)


def test_an_unknown_sort_of_subject_is_refused() -> None:
    with pytest.raises(UsageError, match="by has no value 'town'"):
        report(run(RULES), by="town")


def test_a_member_without_a_region_is_in_none_and_that_is_said() -> None:
    units = (*ORGS, Unit("organization", "o4", "无地区"))
    findings = [found("P/a", f"L-{unit.id}", units=(unit.id,)) for unit in units]
    scored = report(run(RULES, findings, units=units), card(SMALL + "region: {of: unit}\n"), by="region")
    assert {score.subject.id for score in scored.scores} == {"甲市", "乙市"}
    assert "1 members name no region and are in none" in [note.en for note in scored.notes]


def test_the_order_of_runs_findings_and_rules_changes_nothing() -> None:
    findings = [found("P/a", f"L-{n}", units=("o1",)) for n in range(5)] + [
        found("P/b", "L-2", units=("o1",)),
        found("P/c", "L-7", units=("o2",)),
    ]
    one = report(run(RULES, findings, units=ORGS), by="unit")
    other = report(run(list(reversed(RULES)), reversed(findings), units=ORGS), by="unit")
    assert one.scores == other.scores
