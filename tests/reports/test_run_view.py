from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.figures import Figures, Monthly, Spread
from dbcheck.findings import Counts, ListedUnits, OutcomeKind, Severity, UnitName, Verdict
from dbcheck.reports.run_view import GRAVITY, RunView, _shares
from reports.specimens import finding, outcome, result


def view() -> RunView:
    return RunView(result(), "zh")


def test_a_clause_ends_as_its_gravest_rule() -> None:
    rules = (
        outcome("5.1#1", OutcomeKind.PASS),
        outcome("5.1#2", OutcomeKind.FAIL, Counts(fail=1)),
        outcome("5.2", OutcomeKind.MANUAL),
    )
    (document,) = RunView(result(rules), "zh").documents
    assert [(clause.clause, clause.ended) for clause in document.clauses] == [
        ("5.1", OutcomeKind.FAIL),
        ("5.2", OutcomeKind.MANUAL),
    ]
    assert (document.count(OutcomeKind.PASS), document.judged) == (1, 2)


def test_every_outcome_has_its_gravity() -> None:
    assert set(GRAVITY) == set(OutcomeKind)


def test_units_come_with_the_most_violations_first_and_by_their_names() -> None:
    found = [replace(finding(f"L-{n}"), unit="A" if n < 2 else "B", unit_kind="organization") for n in range(5)]
    found.append(replace(finding("L-9", verdict=Verdict.SUSPECT), unit=None))
    units = RunView(
        replace(
            result(findings=found),
            names=ListedUnits({("organization", "B"): UnitName("organization", "B", "松岭市教育局")}),
        ),
        "zh",
    ).units
    assert [(unit.key, unit.name, unit.total) for unit in units] == [("B", "松岭市教育局", 3), ("A", "A", 2), ("", "", 1)]
    assert list(units[2].counts) == [Severity.SUSPICION]


def test_months_join_records_and_findings_and_leave_undated_ones_out() -> None:
    found = [replace(finding("L-1"), dated=date(2024, 10, 2)), finding("L-2")]
    figures = Figures((), (Monthly("letter", (("2024-09", 3), ("2024-10", 4))), Monthly("interview", (("2024-10", 1),))))
    seen = RunView(replace(result(findings=found), figures=figures), "zh")
    assert [(m.month, m.records, sum(m.counts.values())) for m in seen.months] == [("2024-09", 3, 0), ("2024-10", 5, 1)]
    assert seen.period == "2024-09 — 2024-10"


def test_spreads_with_the_most_records_come_first() -> None:
    spreads = (Spread("P/1", "work_day", 5, ((1, 2),)), Spread("P/2", "work_day", 5, ((1, 2),), longer=9))
    seen = RunView(replace(result(), figures=Figures(spreads)), "zh")
    assert [spread.rule for spread in seen.spreads] == ["P/2", "P/1"]


def test_all_findings_are_shown_while_they_are_few() -> None:
    shown = view().gravest(8)
    assert (len(shown.findings), shown.hidden) == (8, 0)


def test_a_rule_with_few_findings_is_not_crowded_out() -> None:
    shown = view().gravest(4)
    assert {found.rule for found in shown.findings} == {"DB23T3649.10/5.3.3#2", "DB23T3649.10/5.3.4#4"}
    assert (len(shown.findings), shown.hidden) == (4, 4)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 5000), max_size=30), st.integers(0, 3000))
def test_shares_use_the_room_and_give_nobody_more_than_it_wants(wanted: dict[str, int], limit: int) -> None:
    shares = _shares(wanted, limit)
    assert sum(shares.values()) == min(limit, sum(wanted.values()))
    assert all(shares[rule] <= number for rule, number in wanted.items())
    least = min((shares[rule] for rule, number in wanted.items() if shares[rule] < number), default=None)
    if least is not None:  # who gets less than it wants gets about as much as anybody
        assert max(shares.values()) <= least + 1


@pytest.mark.parametrize(("lang", "text"), [("zh", "不符合:1 条规则"), ("en", "Fail: 1 rule")])
def test_the_verdict_is_said_in_the_language_of_the_reader(lang: str, text: str) -> None:
    assert text in RunView(result(), lang).verdict[1]
