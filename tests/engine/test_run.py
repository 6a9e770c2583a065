"""Running a plan: a checker that breaks late, progress, and outcomes of rules that need no row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import polars as pl

from dbcheck.engine.plan import Job
from dbcheck.engine.run import judge, judge_jobs
from dbcheck.findings import OutcomeKind, Reason
from dbcheck.plugins.contract import RowPlan, Scope
from dbcheck.plugins.registry import checkers
from dbcheck.plugins.tables import Table
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake
from judging import pack_of, rule_of, world_of
from oracle.frames import to_tables
from oracle.samples import world_with
from promises.tables_in_parts import CutTable


@dataclass(frozen=True)
class NumberedParams:
    record: str


class NumberedTitles:
    """Breaks at the first title that is no number, and finds every title fault before."""

    name: ClassVar[str] = "numbered_titles"
    Params = NumberedParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: NumberedParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        return iter(())

    def plan(self, params: NumberedParams, scope: Scope) -> RowPlan:
        return RowPlan(violated=scope.column("title").value.str.to_integer(strict=True) >= 0, evidence={"x": pl.lit(1)})


def letters(*titles: str, batch: int = 2) -> dict[str, Table]:
    (table,) = to_tables(world_with(letter=[{"id": f"l{n}", "title": title} for n, title in enumerate(titles)])).values()
    return {"letter": CutTable(table, batch)}


BREAKING, REQUIRED = (
    rule_of("numbered_titles", "1", record="letter"),
    rule_of("required_fields", "2", record="letter", all=["id"]),
)
ALL = {**checkers(), "numbered_titles": NumberedTitles()}


def test_a_checker_that_breaks_in_a_late_batch_leaves_no_finding_and_no_count() -> None:
    pack = pack_of(BREAKING, REQUIRED)
    for threads in (1, 3):
        judged = judge([pack], world_of(letters("1", "2", "3", "4", "五")), ALL, threads=threads)
        broken, required = judged.outcomes
        assert (broken.outcome, broken.counts.total) == (OutcomeKind.ERROR, 0)
        assert "五" in broken.error
        assert (required.outcome, required.counts.passed) == (OutcomeKind.PASS, 5)
        assert judged.findings.total == 0


def test_the_same_checker_finds_everything_where_nothing_breaks_it() -> None:
    judged = judge([pack_of(BREAKING)], world_of(letters("1", "2", "3")), ALL, threads=1)
    assert judged.outcomes[0].counts.fail == judged.findings.total == 3


def test_progress_counts_the_records_of_each_kind() -> None:
    told: list[tuple[str, int, int]] = []
    judge([pack_of(REQUIRED)], world_of(letters(*"12345")), ALL, progress=lambda *step: told.append(step), threads=1)
    assert [(kind, done, total) for kind, done, total in told if kind == "letter"][-1] == ("letter", 5, 5)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_a_kind_without_records_is_no_population_and_one_not_supplied_is_undetermined() -> None:
    (empty,) = judge([pack_of(REQUIRED)], world_of(letters()), ALL).outcomes
    assert empty.outcome is OutcomeKind.NO_POPULATION
    (missing,) = judge([pack_of(REQUIRED)], world_of({"site": next(iter(letters().values()))}), ALL).outcomes
    assert (missing.outcome, missing.reason, missing.reason_detail) == (
        OutcomeKind.UNDETERMINED,
        Reason.KIND_NOT_SUPPLIED,
        "letter",
    )


def test_before_a_document_is_in_force_nothing_is_judged() -> None:
    pack = pack_of(REQUIRED, effective=date(2026, 1, 1))
    world = world_of(letters("1", "2"), as_of="2025-12-31")
    (outcome,) = judge_jobs([Job(pack, REQUIRED)], world, ALL).outcomes
    assert (outcome.outcome, outcome.reason) == (OutcomeKind.NOT_APPLICABLE, Reason.NOT_IN_FORCE)
    assert outcome.counts.out_of_scope == outcome.counts.total == 2
    (retroactive,) = judge_jobs([Job(pack, REQUIRED)], world, ALL, retroactive=True).outcomes
    assert retroactive.counts.passed == 2


def test_outcomes_come_in_the_order_of_the_pack_and_need_no_checker_where_no_machine_judges() -> None:
    told = rule_of("informative", "0")
    asked = rule_of("attestation", "3", scope="site", frequency="year")
    outcomes = judge([pack_of(told, REQUIRED, asked)], world_of(letters("1")), ALL).outcomes
    assert [outcome.outcome for outcome in outcomes] == [
        OutcomeKind.NOT_APPLICABLE,
        OutcomeKind.PASS,
        OutcomeKind.MANUAL,
    ]
