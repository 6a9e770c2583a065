"""Scoring what audits really wrote: the directory and the audit in memory give the same, and counts by unit add up."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

import dbcheck
from dbcheck.errors import UsageError
from dbcheck.findings import Counts, OutcomeKind
from dbcheck.pipeline import Audit
from dbcheck.rules.scorecards import builtin_scorecards, load_scorecard
from dbcheck.scores import ScoreReport, Standing
from dbcheck.scoring.cards import score_runs
from dbcheck.scoring.runs import read_run

EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"
WORDS = ("out_of_scope", "passed", "fail", "suspect", "pending", "undetermined")


@pytest.fixture(scope="module")
def done() -> Audit:
    return dbcheck.audit(EXAMPLE, as_of="2025-06-30", count_units=True)


@pytest.fixture(scope="module")
def directory(done: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    done.write(folder)
    return folder


def bounds(report: ScoreReport) -> Mapping[str, tuple[object, object, object]]:
    return {
        score.subject.label: (score.low, score.high, score.rank) for score in report.scores if score.subject.kind != "run"
    }


def test_counts_by_unit_add_up_to_the_counts_of_every_rule(done: Audit) -> None:
    tallies = done.result.tallies
    assert tallies is not None
    sums: dict[str, dict[str, int]] = {}
    for (rule, _), counts in tallies.items():
        held = sums.setdefault(rule, dict.fromkeys(WORDS, 0))
        for word in WORDS:
            held[word] += getattr(counts, word)
    judged = {
        o.rule: o.counts
        for o in done.outcomes
        if o.outcome in (OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.SUSPECT, OutcomeKind.UNDETERMINED)
    }
    compared = [rule for rule in judged if rule in sums]
    assert len(compared) > 80
    for rule in compared:
        assert Counts(**sums[rule]) == judged[rule], rule


def test_units_are_counted_only_when_asked_for(tmp_path: Path, done: Audit) -> None:
    plain = dbcheck.audit({"letter": [{"id": "L-1", "received_at": "2025-06-02 09:00"}]}, as_of="2025-06-30")
    assert plain.result.tallies is None
    done.write(tmp_path)
    assert (tmp_path / "tallies.parquet").is_file()
    plain.write(tmp_path)
    assert not (tmp_path / "tallies.parquet").exists()


@pytest.mark.parametrize("name", list(builtin_scorecards()))
@pytest.mark.parametrize("by", ["run", "site", "unit", "region"])
def test_a_directory_gives_the_scores_that_the_audit_gives(name: str, by: str, done: Audit, directory: Path) -> None:
    read = score_runs([read_run(directory, "DIR")], load_scorecard(name), by=by)
    in_memory = done.scorecard(name, by=by)
    assert bounds(read) == bounds(in_memory)
    (read_lines, memory_lines) = (
        [[line.lost for line in score.lines] for score in given.scores] for given in (read, in_memory)
    )
    assert read_lines == memory_lines


@pytest.mark.parametrize("name", ["national-2019", "weighted-clauses", "xccdf-default"])
@pytest.mark.parametrize("by", ["run", "site", "unit"])
def test_every_lost_point_of_the_example_is_traced_to_a_finding(name: str, by: str, done: Audit) -> None:
    known = set(done.findings["fingerprint"])
    traced = 0
    for score in done.scorecard(name, by=by).scores:
        for line in score.lines:
            if line.part in ("deductions", "share"):
                assert sum((trace.points for trace in line.traces), Fraction(0)) == line.lost
            assert {trace.fingerprint for trace in line.traces} <= known
            traced += len(line.traces)
    assert traced


def test_with_counts_a_unit_is_scored_within_the_bounds_that_it_has_without(done: Audit, directory: Path) -> None:
    without = dbcheck.audit(EXAMPLE, as_of="2025-06-30")
    wide = {s.subject.id: s for s in without.scorecard("weighted-clauses", by="unit").scores}
    for score in done.scorecard("weighted-clauses", by="unit").scores:
        outer = wide[score.subject.id]
        if score.low and score.high and outer.low and outer.high:
            assert outer.low.share <= score.low.share
            assert score.high.share <= outer.high.share


def test_the_units_of_the_example_are_all_scored_and_no_line_is_lost_without_a_finding(done: Audit) -> None:
    scored = done.scorecard("weighted-clauses", by="unit")
    assert {score.subject.id for score in scored.scores} == {f"SL{number:02}" for number in range(1, 13)}
    for score in scored.scores:
        for line in score.lines:
            assert (line.standing is Standing.LOST) == bool(line.found)


def test_a_directory_that_is_none_and_one_of_a_later_release_are_refused(tmp_path: Path, directory: Path) -> None:
    with pytest.raises(UsageError, match="this is no report directory"):
        read_run(tmp_path, "DIR")
    for name in ("results.json", "findings.parquet"):
        (tmp_path / name).write_bytes((directory / name).read_bytes())
    text = (tmp_path / "results.json").read_text(encoding="utf-8")
    (tmp_path / "results.json").write_text(text.replace('"schema": 1', '"schema": 99', 1), encoding="utf-8")
    with pytest.raises(UsageError, match="has schema 99"):
        read_run(tmp_path, "DIR")
    (tmp_path / "results.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_run(tmp_path, "DIR")


def test_personal_data_in_findings_and_answers_is_masked(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    said = "{item: F6a, answer: fail, note: 电话13912345678, inspector: 甲某, date: 2025-06-01}"
    answers.write_text(f"answers: [{said}]\n", encoding="utf-8")
    site = {"site": [{"id": "S1", "name": "某局网站", "kind": "portal", "status": "running"}]}
    done = dbcheck.audit(site, profile="guideline", as_of="2025-06-30")
    for redact, is_shown in ((True, False), (False, True)):
        (only,) = done.scorecard("national-2019", answers=answers, redact=redact).scores
        told = " ".join(trace.message for line in only.lines for trace in line.traces)
        assert ("13912345678" in told) is is_shown
        assert "甲某" not in told
