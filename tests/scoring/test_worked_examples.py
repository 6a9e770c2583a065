"""The worked examples of docs/scorecards.md: what is written there by hand is what the program gives."""

import re
from pathlib import Path

import pytest

import dbcheck
from dbcheck.reports.score_words import points
from dbcheck.scores import Ended
from scoring.cards import both

PAGE = (Path(__file__).parents[2] / "docs" / "scorecards.md").read_text(encoding="utf-8")
PORTAL = {"site": [{"id": "S1", "name": "某局网站", "kind": "portal", "status": "running"}]}


def section(title: str) -> str:
    """Give what stands under a heading."""
    return PAGE.partition(f"### {title}\n")[2].partition("\n### ")[0].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("title", "ended"), [("A self-check, by hand", Ended.PASSED), ("Scaling and caps, by hand", Ended.PASSED)]
)
def test_the_program_gives_what_is_reckoned_by_hand(title: str, ended: Ended, tmp_path: Path) -> None:
    written = section(title)
    answers = tmp_path / "answers.yaml"
    (sample,) = re.findall(r"```yaml\n(.*?)```", written, re.DOTALL)
    answers.write_text(sample, encoding="utf-8")
    by_hand = dict(re.findall(r"^\| (applicable|deducted|rescaled|bonus|score) \| (\S+) \|$", written, re.MULTILINE))
    done = dbcheck.audit(PORTAL, profile="guideline", as_of="2025-06-30")
    for by in ("run", "site"):
        (only,) = done.scorecard("national-2019", by=by, answers=answers).scores
        assert {step.name: points(step.high).replace("-", "−") for step in only.steps} == by_hand
        assert (only.is_provisional, only.ended, only.vetoed) == (False, ended, ())


def test_the_published_self_check_is_89_passed_and_without_bonus(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    (sample,) = re.findall(r"```yaml\n(.*?)```", section("A self-check, by hand"), re.DOTALL)
    answers.write_text(sample, encoding="utf-8")
    done = dbcheck.audit(PORTAL, profile="guideline", as_of="2025-06-30")
    (only,) = done.scorecard("national-2019", answers=answers).scores
    assert both(only) == (89, 89)
    assert only.ended is Ended.PASSED
    lost = {line.id: line.lost for line in only.lines if line.lost}
    assert lost == {"D6a": 5, "S5a": 2, "I3b": 3, "F6a": 1}
    assert sum(line.lost for line in only.lines if line.part == "bonus") == 0
