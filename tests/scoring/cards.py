"""Runs, findings and scorecards made by hand, for tests of scoring."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256

import polars as pl

from dbcheck.findings import Counts, Outcome, OutcomeKind, Reason, Tallies, Unit, fingerprint
from dbcheck.rules.attestations import AnswerWord
from dbcheck.rules.score_answers import ItemAnswer
from dbcheck.rules.scorecard import Scorecard
from dbcheck.rules.scorecard_reading import read_scorecard
from dbcheck.scores import Score, ScoreReport
from dbcheck.scoring.cards import score_runs
from dbcheck.scoring.runs import COLUMNS, Run

PACK = "DB23T3649.10"
DAY = date(2025, 6, 1)
SITES = ("s1", "s2", "s3", "d", "p")  # what is a site among the units of findings

SMALL = """
scorecard: small
title: 小评分卡
model: three-part
source: 甲文件
veto:
  score: 30
  lines:
  - {id: V1, text: 重大问题, at_least: 2, rules: ["P/v"]}
deductions:
  total: 100
  fails_below: 60
  sections:
  - id: A
    title: 甲
    points: 75
    items:
    - id: A1
      title: 甲一
      points: 70
      lines:
      - {id: A1a, text: 逐件, each: 2, cap: 60, rules: ["P/a", "P/b"]}
      - {id: A1b, text: 逐件又, each: 20, rules: ["P/c"]}
    - id: A2
      title: 甲二
      points: 5
      lines:
      - {id: A2a, text: 全扣, each: all, rules: ["P/d"]}
  - id: B
    title: 乙
    points: 25
    applies: {serves_public: true}
    items:
    - id: B1
      title: 乙一
      points: 25
      lines:
      - {id: B1a, text: 逐件, each: 5, rules: ["P/e"]}
bonus:
  above: 80
  cap: 6
  lines:
  - {id: C1, text: 创新, each: 4}
  - {id: C2, text: 开放, each: 4}
"""


def card(text: str = SMALL) -> Scorecard:
    """Read a scorecard."""
    raw = textwrap.dedent(text).encode()
    return read_scorecard(raw, "card.yaml", digest=sha256(raw).hexdigest())


def outcome(rule: str, ended: OutcomeKind = OutcomeKind.PASS, counts: Counts | None = None, **facts: object) -> Outcome:
    """Make the outcome of a rule; ``P/5.1#2`` is part 2 of clause 5.1 of the pack P."""
    pack, _, ref = rule.partition("/")
    clause, _, part = ref.partition("#")
    made: dict[str, object] = {
        "rule": rule,
        "clause": clause,
        "part": part,
        "pack": pack,
        "modality": "shall",
        "requirement": f"{ref} 的要求",
        "check": "required_fields",
        "kind": "letter",
        "outcome": ended,
        "counts": counts or (Counts(passed=5) if ended is OutcomeKind.PASS else Counts()),
    }
    return Outcome(**{**made, **facts})  # type: ignore[arg-type]  # the facts are those of Outcome, by name


def found(
    rule: str,
    record: str,
    *,
    verdict: str = "fail",
    severity: str = "violation",
    units: Sequence[str] = (),
    kind: str = "letter",
) -> dict[str, str | None]:
    """Make a row of findings.parquet."""
    return {
        "rule": rule,
        "kind": kind,
        "record": record,
        "verdict": verdict,
        "severity": severity,
        "message": f"{record} 不符合 {rule}",
        "fingerprint": fingerprint(rule, record),
        "unit": units[0] if units else None,
        "unit_kind": None if not units else "site" if units[0] in SITES else "organization",
        "site": next((unit for unit in units if unit in SITES), None),
    }


def run(
    outcomes: Iterable[Outcome],
    findings: Iterable[Mapping[str, str | None]] = (),
    *,
    units: Sequence[Unit] = (),
    tallies: Tallies | None = None,
    waived: Iterable[Mapping[str, str | None]] = (),
    path: str = "run",
    as_of: str = "2025-07-01T00:00:00",
) -> Run:
    """Make a run."""
    schema = dict.fromkeys(COLUMNS, pl.String)
    return Run(
        path=path,
        as_of=as_of,
        profile=None,
        packs=((PACK, "0" * 64),),
        rejects=0,
        outcomes=tuple(outcomes),
        units=tuple(units),
        tallies=tallies,
        found=pl.LazyFrame(list(findings), schema=schema),
        waived=pl.LazyFrame(list(waived), schema=schema),
    )


def answer(item: str, word: str, *, count: int = 1, subject: str = "", expires: date | None = None) -> ItemAnswer:
    """Make an inspector's answer."""
    return ItemAnswer(
        item, subject, AnswerWord(word), count, "证据", f"{item} 的问题", "甲", DAY, expires, f"answers.yaml:{item}"
    )


def report(runs: Run | Sequence[Run], scorecard: Scorecard | None = None, by: str = "run", **more: object) -> ScoreReport:
    """Score runs."""
    several = [runs] if isinstance(runs, Run) else list(runs)
    return score_runs(several, scorecard or card(), by=by, **more)  # type: ignore[arg-type]  # as above


def score(runs: Run | Sequence[Run], scorecard: Scorecard | None = None, **more: object) -> Score:
    """Score runs that make one subject."""
    (only,) = report(runs, scorecard, **more).scores  # type: ignore[arg-type]  # as above
    return only


def both(given: Score) -> tuple[float | Fraction, float | Fraction]:
    """Give the low and the high score."""
    assert given.low is not None
    assert given.high is not None
    return given.low.value, given.high.value


NOT_YET_DUE = {"reason": Reason.NOT_YET_DUE}
