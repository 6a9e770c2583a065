"""Scorecard files: those that come along, and every mistake with its place."""

import textwrap
from fractions import Fraction
from pathlib import Path

import pytest

from dbcheck.errors import PackError, UsageError
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.loader import load_pack
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.scorecard import Shares, ThreePart
from dbcheck.rules.scorecard_keys import MODELS
from dbcheck.rules.scorecards import builtin_scorecards, load_scorecard
from dbcheck.scoring.share_scores import MODELS as SHARE_MODELS
from scoring.cards import SMALL, card

THREE = """
scorecard: c
title: 卡
model: three-part
source: 文件
"""


@pytest.mark.parametrize("name", list(builtin_scorecards()))
def test_a_scorecard_that_comes_along_loads_under_its_own_name(name: str) -> None:
    loaded = load_scorecard(name)
    assert loaded.name == name
    assert loaded.origin.source


def test_there_is_a_scorecard_for_every_model_and_a_model_for_every_name() -> None:
    assert {load_scorecard(name).model for name in builtin_scorecards()} == set(MODELS) == {*SHARE_MODELS, "three-part"}


def test_every_rule_that_a_shipped_scorecard_names_is_in_a_shipped_pack() -> None:
    packs = [load_pack(path, kinds=kinds(), checkers=checkers()) for path in builtin_packs().values()]
    known = {rule.id: rule for pack in packs for rule in pack.rules}
    for name in builtin_scorecards():
        for _, line in load_scorecard(name).lines:
            assert set(line.rules) <= known.keys()
            assert all(
                known[rule].check != "informative" and not known[rule].params.get("proposed") for rule in line.rules
            ), line.id


def test_the_national_scheme_has_the_machine_of_the_notice_and_marks_what_is_not_confirmed() -> None:
    scheme = load_scorecard("national-2019").scheme
    assert isinstance(scheme, ThreePart)
    assert scheme.bonus is not None
    assert scheme.veto is not None
    mark, bonus = scheme.deductions, scheme.bonus
    assert [mark.total, mark.fails_below, bonus.above, bonus.cap] == [100, 60, 80, 30]
    services = next(section for section in scheme.deductions.sections if section.id == "办事服务")
    assert scheme.deductions.total / (scheme.deductions.total - services.points) == Fraction(4, 3)
    assert not services.origin.unconfirmed
    assert scheme.veto.origin.unconfirmed
    confirmed = {
        line.id
        for section in scheme.deductions.sections
        for item in section.items
        for line in item.lines
        if not line.origin.unconfirmed
    }
    assert confirmed == {"D6a", "S5a", "I3b", "F6a"}
    assert all(line.origin.unconfirmed for line in scheme.bonus.lines)


def test_numbers_are_exact_as_they_are_written() -> None:
    text = "scorecard: s\ntitle: 卡\nmodel: weighted-share\nsource: 文件\nshares: {weights: {shall: 0.1, should: 0.3}}\n"
    scheme = card(text).scheme
    assert isinstance(scheme, Shares)
    assert scheme.weights == {"shall": Fraction(1, 10), "should": Fraction(3, 10)}


def test_a_source_is_inherited_and_a_source_of_its_own_is_confirmed() -> None:
    loaded = card(
        SMALL.replace("    points: 75\n", "    points: 75\n    unconfirmed: true\n").replace(
            "{id: A2a, ", "{id: A2a, source: 乙文件, "
        )
    )
    lines = {line.id: line.origin for _, line in loaded.lines}
    assert (lines["A1a"].source, lines["A1a"].unconfirmed) == ("甲文件", True)
    assert (lines["A2a"].source, lines["A2a"].unconfirmed) == ("乙文件", False)
    assert not lines["B1a"].unconfirmed


MISTAKES = [
    (SMALL.replace("points: 70", "points: 71"), "A says 75 points, its parts add up to 76"),
    (SMALL.replace("total: 100", "total: 90"), "total says 90 points, its parts add up to 100"),
    (SMALL.replace("each: 20", "each: 200"), "each is more than the 70 points of its item"),
    (SMALL.replace("each: 20", "each: lots"), "each: this is a number, or all"),
    (SMALL.replace("each: 20, ", ""), "each is missing"),
    (SMALL.replace("score: 30", "score: 60"), "it must be below 60, or a vetoed subject would pass"),
    (SMALL.replace("above: 80", "above: 50"), "it must not be below the pass mark 60"),
    (SMALL.replace("id: A2a", "id: A1a"), "the id A1a is already in line"),
    (SMALL.replace("id: A2a", "id: veto"), "no id may be veto"),
    (SMALL.replace("serves_public: true", "serves: true"), "applies has no 'serves'"),
    (SMALL.replace("serves_public: true", "level: town"), "level has no 'town'"),
    (SMALL.replace('rules: ["P/d"]', 'rules: ["5.3"]'), "write '5.3' out"),
    (SMALL.replace("model: three-part", "model: three"), "there is no value 'three'"),
    (SMALL.replace("at_least: 2", "at_least: 0"), "this is a whole number from 1"),
    (SMALL + "shares: {weights: {shall: 1}}\n", "the model three-part has no shares"),
    (SMALL + "bands: {steps: [{from: 60, title: 甲}, {from: 90, title: 乙}]}\n", "from the highest to the lowest"),
    (SMALL + "bands: {steps: [{from: 60, title: 甲}]}\n", "the lowest band begins at 0"),
    (SMALL + "region: {of: town}\n", "there is no value 'town'"),
    (THREE, "the model three-part needs deductions"),
    (THREE.replace("three-part", "xccdf-flat") + "shares: {weights: {shall: -1}}\n", "a weight is a number not below 0"),
    (THREE.replace("three-part", "xccdf-flat") + "shares: {weights: {must: 1}}\n", "weights has no 'must'"),
    (THREE.replace("three-part", "xccdf-flat") + "shares: {weights: {shall: 0}}\n", "at least one weight must be above 0"),
    ("- 1\n", "this is a mapping that begins with scorecard:"),
    ("a: [\n", "broken YAML"),
]


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(text: str, said: str) -> None:
    with pytest.raises(PackError) as raised:
        card(text)
    told = str(raised.value)
    assert said in told
    assert all(
        problem.where.startswith("card.yaml:") and problem.where.count(":") == 2 for problem in raised.value.problems
    )


def test_all_mistakes_come_at_once() -> None:
    text = SMALL.replace("points: 70", "points: 71").replace("each: 20", "each: lots").replace("above: 80", "above: 50")
    with pytest.raises(PackError) as raised:
        card(text)
    assert len(raised.value.problems) == 3


def test_a_file_is_found_by_path_and_an_unknown_name_by_what_is_near(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(textwrap.dedent(SMALL), encoding="utf-8")
    assert load_scorecard(str(path)).name == "small"
    with pytest.raises(UsageError, match="national-2019"):
        load_scorecard("national-2018")
