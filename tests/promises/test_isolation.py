"""A checker that breaks ends its own rule with ``error``; every other rule is as without it. The exit code is 3."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import polars as pl
import pytest

from dbcheck import arguments, pipeline
from dbcheck.cli import main
from dbcheck.engine.binder import World
from dbcheck.engine.plan import Job
from dbcheck.engine.run import Judgement, judge_jobs
from dbcheck.findings import OutcomeKind, Reason
from dbcheck.plugins.contract import Cascade, Checker, GroupPlan, Plan, RowPlan, Scope
from dbcheck.plugins.registry import Installed, checkers
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake
from judging import pack_of, rule_of, world_of


class MadeToBreakError(RuntimeError):
    """What the checkers below raise."""


def _raise(*_: object) -> Any:
    raise MadeToBreakError("made to break")


def _group(partial: Any = _raise, merge: Any = _raise, judge: Any = _raise) -> GroupPlan:
    return GroupPlan("letter", {"k": pl.col("id")}, partial, merge, judge)


def _same(frame: pl.DataFrame) -> pl.DataFrame:
    return frame


PLANS: Mapping[str, Callable[[Scope], Plan]] = {
    "while planning": lambda _: _raise(),
    "no plan": lambda _: cast("Plan", "nonsense"),  # what a careless author may return
    "in an expression": lambda _: RowPlan(violated=pl.col("title").str.to_integer(strict=True) > 0),
    "in a function over a column": lambda _: RowPlan(violated=pl.col("title").map_batches(_raise)),
    "an unknown column": lambda _: RowPlan(violated=pl.col("nobody") == 1),
    "no truth value": lambda _: RowPlan(violated=pl.col("title")),
    "of another length": lambda _: RowPlan(violated=pl.col("title").head(2) == "x"),
    "in exact": lambda _: RowPlan(cascade=Cascade((pl.lit(True),), _raise, (pl.col("title"),))),
    "exact of another length": lambda _: RowPlan(cascade=Cascade((pl.lit(True),), lambda _: pl.Series([True]))),
    "in a later step": lambda _: RowPlan(cascade=Cascade((pl.lit(True), pl.col("nobody")))),
    "in the evidence": lambda _: RowPlan(violated=pl.lit(True), evidence={"x": pl.col("nobody")}),
    "in a measure": lambda _: RowPlan(measure=pl.col("nobody")),
    "in partial": lambda _: _group(),
    "in merge": lambda _: _group(partial=_same),
    "in judge": lambda _: _group(partial=_same, merge=_same),
    "no verdicts": lambda _: _group(partial=_same, merge=_same, judge=_same),
}


@dataclass(frozen=True)
class BrokenParams:
    record: str


@dataclass(frozen=True)
class BrokenChecker:
    """Breaks in one of the ways above."""

    way: str
    name: ClassVar[str] = "broken"
    Params: ClassVar[type] = BrokenParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: BrokenParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        return iter(())

    def plan(self, params: BrokenParams, scope: Scope) -> Plan:
        scope.column("title")
        return PLANS[self.way](scope)


LETTERS = [
    {"id": f"l{n}", "title": "甲", "received_at": "2024-09-27 09:00", "replied_at": f"2024-10-{n + 7:02} 10:00"}
    for n in range(6)
]
GOOD = (
    rule_of("time_limit", "1", record="letter", from_="received_at", to="replied_at", max=5, unit="work_day"),
    rule_of("required_fields", "2", record="letter", all=["title", "content"]),
    rule_of("count", "3", record="letter", key="title", max=3),
)
BAD = rule_of("broken", "9", record="letter")


def judged(*rules: Any, checker: Checker[Any], order: int = 1) -> Judgement:
    pack = pack_of(*rules)
    world: World = world_of({"letter": LETTERS}, as_of="2025-06-30")
    return judge_jobs([Job(pack, rule) for rule in rules[::order]], world, {**checkers(), "broken": checker}, threads=1)


@pytest.mark.parametrize("order", [1, -1], ids=["last", "first"])
@pytest.mark.parametrize("way", list(PLANS))
def test_a_broken_checker_is_an_error_and_all_others_are_as_without_it(way: str, order: int) -> None:
    checker = BrokenChecker(way)
    without = judged(*GOOD, checker=checker, order=order)
    together = judged(*GOOD, BAD, checker=checker, order=order)
    broken = next(outcome for outcome in together.outcomes if outcome.check == "broken")
    others = tuple(outcome for outcome in together.outcomes if outcome.check != "broken")
    assert (broken.outcome, broken.reason) == (OutcomeKind.ERROR, Reason.BROKEN_CHECKER)
    assert broken.error
    assert broken.counts.total == 0
    assert others == without.outcomes
    columns = ("rule", "record", "verdict", "message", "evidence")
    assert together.findings.frame().select(columns).equals(without.findings.frame().select(columns))
    assert together.findings.total == without.findings.total > 0


PACK = """
pack: T
title: 测试
document: T/1
issuer: 测试
effective: null
jurisdiction: 测试
clauses: ["1"]
rules:
- clause: "1"
  part: "1"
  requirement: 五个工作日内答复
  modality: shall
  subject: site_operator
  check: time_limit
  with: {record: letter, from: received_at, to: replied_at, max: 5, unit: work_day}
  examples:
    pass: [{received_at: "2024-09-27 09:00", replied_at: "2024-10-10 23:59"}]
    fail: [{received_at: "2024-09-27 09:00", replied_at: "2024-10-11 00:00"}]
- clause: "1"
  part: "2"
  requirement: 坏的检查器
  modality: shall
  subject: site_operator
  check: broken
  with: {record: letter}
  examples:
    pass: [{title: 甲}]
    fail: [{title: 乙}]
"""


@pytest.mark.parametrize("way", ["while planning", "in an expression", "in exact", "in judge"])
def test_the_command_ends_with_3_and_reports_the_rest(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DBCHECK_CACHE", str(tmp_path / "cache"))
    installed = Installed([("broken", SimpleNamespace(dbcheck_checkers=lambda: [BrokenChecker(way)]))])
    for module in (arguments, pipeline):
        monkeypatch.setattr(module, "checkers", lambda: installed)
    (tmp_path / "T.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "letter.json").write_text(json.dumps(LETTERS, ensure_ascii=False), encoding="utf-8")
    sources = [str(tmp_path / "letter.json"), "--rules", str(tmp_path / "T.yaml"), "--as-of", "2025-06-30"]
    assert main(["audit", *sources, "--out", str(tmp_path / "out")]) == 3
    outcomes = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["outcomes"]
    assert {outcome["rule"]: outcome["outcome"] for outcome in outcomes} == {"T/1#1": "fail", "T/1#2": "error"}
    assert "1#2  broken: " in capsys.readouterr().out
