"""Letters as the benchmarks write them: every breach that was planted is found, and nothing else."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from dbcheck.pipeline import Audit, audit

ROOT = Path(__file__).parents[1]
ROWS = 20_000
# Every letter rule that can be broken by a record whose values are all readable; 5.3.2#2 cannot, its list is the whole enumeration.
RULES = [
    "4.4a",
    "4.4b",
    "4.4c",
    "4.4d",
    "4.4e",
    "5.3.1a",
    "5.3.1b",
    "5.3.1c",
    "5.3.1d",
    "5.3.1e",
    "5.3.1f",
    "5.3.2#1",
    "5.3.2b",
    "5.3.2c",
    "5.3.3#1",
    "5.3.3#2",
    "5.3.4#1",
    "5.3.4#2",
    "5.3.4#3",
    "5.3.4#4",
    "5.3.5#2",
    "5.3.7",
    "5.3.8#1",
    "5.3.8#2",
    "5.3.9#1",
    "5.3.9#2",
    "5.3.10#2",
    "5.3.10#3",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("letters")
    command = [sys.executable, "-m", "benchmarks.letters", str(made), "--rows", str(ROWS), "--seed", "7"]
    subprocess.run(command, check=True, cwd=ROOT)
    return made


@pytest.fixture(scope="module")
def audited(folder: Path) -> Audit:
    return audit(folder / "export", rules="DB23T3649.10", as_of="2025-06-30")


def test_every_letter_rule_has_breaches_planted(folder: Path) -> None:
    planted = pl.read_parquet(folder / "truth.parquet")["rule"].unique()
    assert sorted(planted) == sorted(f"DB23T3649.10/{rule}" for rule in RULES)


def test_what_was_planted_is_found_and_nothing_else(folder: Path, audited: Audit) -> None:
    planted = sorted(pl.read_parquet(folder / "truth.parquet").rows())
    found = sorted(audited.findings.select("rule", "record").rows())
    assert found == planted


def test_every_verdict_is_counted(audited: Audit) -> None:
    about_letters = [outcome for outcome in audited.outcomes if outcome.kind == "letter" and outcome.counts.total]
    assert len(about_letters) >= len(RULES)
    assert {outcome.counts.total for outcome in about_letters} == {ROWS}
