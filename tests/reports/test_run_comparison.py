"""Two report directories compared without the records that they are about."""

from pathlib import Path

import pytest

from dbcheck.reports.earlier_run import read_run
from dbcheck.reports.run_comparison import Comparison, compare_runs
from reports.test_earlier_run import ABSENT, LATE, ON_TIME, RULE, UNKNOWN, run


def comparison(before: dict[str, str], after: dict[str, str], folder: Path) -> Comparison:
    run(before, folder / "old")
    run(after, folder / "new")
    return compare_runs(read_run(folder / "old", "OLD"), read_run(folder / "new", "NEW"), examples=2)


def counts(found: Comparison) -> dict[str, int]:
    return next((dict(rule.counts) for rule in found.rules if rule.rule == RULE), {})


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (LATE, LATE, "persisting"),
        (ON_TIME, LATE, "new"),
        (LATE, ON_TIME, "resolved"),
        (LATE, UNKNOWN, "not_judged"),  # the one undetermined record is named
        (LATE, ABSENT, "not_judged"),  # fewer records than before: this one may not have been exported
    ],
)
def test_what_becomes_of_one_letter(before: str, after: str, wanted: str, tmp_path: Path) -> None:
    found = counts(comparison({"X1": ON_TIME, "L1": before}, {"X1": ON_TIME, "L1": after}, tmp_path))
    assert found == {state: int(state == wanted) for state in ("new", "persisting", "resolved", "not_judged")}


def test_with_undetermined_records_that_have_no_name_nothing_counts_as_resolved(tmp_path: Path) -> None:
    many = {f"U{number}": UNKNOWN for number in range(7)}
    assert counts(comparison({**many, "L1": LATE}, {**many, "L1": ON_TIME}, tmp_path))["not_judged"] == 1


def test_examples_are_capped_and_the_totals_are_not(tmp_path: Path) -> None:
    late = {f"L{number}": LATE for number in range(5)}
    found = comparison({"X1": ON_TIME}, {"X1": ON_TIME, **late}, tmp_path)
    assert counts(found)["new"] == 5
    assert len(found.examples["new"]) == 2
    assert found.new_by_severity["violation"] >= 5
