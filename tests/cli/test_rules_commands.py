"""``dbcheck rules``: what it prints, in both forms and languages, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from dbcheck import pipeline
from dbcheck.cli import main
from dbcheck.rules.pack import Example, Pack, Rule
from dbcheck.rules.packs import builtin_packs

NAME = "DB23T3649.10"
RULE = f"{NAME}/5.3.3#2"
SMALL = """\
pack: SMALL
title: 小
document: S 1
issuer: 局
effective: null
jurisdiction: 省
clauses: ["1", "2"]
rules:
- {clause: "1", requirement: 标题:一, modality: info, check: informative}
- clause: "2"
  requirement: 信件有标题
  modality: shall
  subject: site_operator
  check: required_fields
  with: {record: letter, all: [title]}
  examples:
    pass: [{title: 甲}]
    fail: [{title: " "}, {content: 乙}]
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "SMALL.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["rules", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def document(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    code, out, _ = answer(capsys, *words, "--format", "json")
    assert code == 0
    return json.loads(out)


def test_list_has_a_line_for_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "list", NAME, "--lang", "en")
    lines = out.splitlines()
    assert (code, lines[0].split()) == (0, ["rule", "modality", "check", "requirement"])
    assert len(lines) == 1 + len(document(capsys, "list", NAME)["packs"][0]["rules"])
    assert any(line.startswith(f"{RULE} ") for line in lines)


def test_show_prints_one_rule_by_its_id_or_by_its_clause(capsys: pytest.CaptureFixture[str]) -> None:
    assert document(capsys, "show", "5.3.2c")["rule"] == f"{NAME}/5.3.2c"
    for named in (RULE, f"{builtin_packs()[NAME]}/5.3.3#2"):
        shown = document(capsys, "show", named)
        assert (shown["rule"], shown["with"]["max"], shown["with"]["unit"]) == (RULE, 5, "work_day")
        assert {"pass", "fail", "pending"} <= {example["verdict"] for example in shown["examples"]}
    assert "time_limit" in answer(capsys, "show", RULE)[1]


def test_show_of_a_rule_that_is_not_there_names_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = answer(capsys, "show", f"{NAME}/5.3.3#9", "--lang", "en")
    assert code == 2
    assert f"there is no rule '{NAME}/5.3.3#9'; use one of: {NAME}/5.3.3#" in said


def test_lint_of_right_packs_says_so(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    assert answer(capsys, "lint", NAME, str(small), "--lang", "en")[:2] == (0, "packs: 2, mistakes: 0\n")


def test_lint_prints_the_mistakes_of_every_pack_and_ends_with_2(
    capsys: pytest.CaptureFixture[str], small: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SMALL.replace('clause: "2"', "clause: 2"), encoding="utf-8")
    small.write_text(SMALL.replace("[title]", "[titel]"), encoding="utf-8")
    code, out, _ = answer(capsys, "lint", str(small), str(other), "--lang", "en")
    assert code == 2
    assert f"{small}:15:32  2: letter has no field 'titel'; use one of: title" in out
    assert f'{other}:10:11  2: clause: 2 is not text without quotes; quote it: "2"' in out
    assert "packs: 2, mistakes: 2" in out
    assert f"{small}:15:32  2: letter 没有字段 'titel'" in answer(capsys, "lint", str(small))[1]


def test_lint_as_json_holds_both_languages(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    small.write_text(SMALL.replace("check: informative", "check: informativ"), encoding="utf-8")
    code, out, _ = answer(capsys, "lint", str(small), "--format", "json")
    (problem,) = json.loads(out)["problems"]
    assert (code, problem["where"], problem["subject"]) == (2, f"{small}:9:59", "1")
    assert "informative" in problem["zh"]
    assert "informative" in problem["en"]


def test_names_that_are_no_packs_are_all_said(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = answer(capsys, "lint", "DB23T3649.11", "none.yaml", "--lang", "en")
    assert code == 2
    assert [line.split()[0] for line in said.splitlines()] == ["DB23T3649.11", "none.yaml"]


def test_test_evaluates_every_example_and_ends_with_0(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    code, out, _ = answer(capsys, "test", str(small), "--lang", "en")
    assert (code, out.startswith("examples: 3, failed: 0, ")) == (0, True)


def test_test_prints_an_example_that_gets_another_verdict(
    capsys: pytest.CaptureFixture[str], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always_pass(rule: Rule, example: Example, pack: Pack) -> str:
        assert rule in pack.rules
        return "pass"

    monkeypatch.setattr(pipeline, "evaluate_example", always_pass)
    code, out, _ = answer(capsys, "test", str(small), "--lang", "en")
    assert code == 2
    assert out.splitlines()[0] == f"{small}:18:12  SMALL/2: wants fail, got pass"
    assert "examples: 3, failed: 2" in out
    _, out, _ = answer(capsys, "test", str(small), "--format", "json")
    assert [failure["expected"] for failure in json.loads(out)["failures"]] == ["fail", "fail"]


def test_coverage_has_every_clause_of_the_pack(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    covered = document(capsys, "coverage", str(small))["packs"]
    informative = {"modality": "info", "check": "informative", "verified": "informative", "examples": 0}
    checked = {"modality": "shall", "check": "required_fields", "verified": "machine", "examples": 3}
    assert covered == [
        {
            "pack": "SMALL",
            "title": "小",
            "totals": {
                "rules": 2,
                "clauses": 2,
                "machine": 1,
                "machine_suspicion": 0,
                "attested": 0,
                "informative": 1,
                "measured": 0,
                "examples": 3,
            },
            "clauses": {"machine": 1, "machine_suspicion": 0, "attested": 0, "informative": 1, "measured": 0},
            "rules": [
                {"rule": "SMALL/1", "clause": "1", "part": "", **informative},
                {"rule": "SMALL/2", "clause": "2", "part": "", **checked},
            ],
        }
    ]


def test_coverage_without_a_name_is_about_all_packs_that_come_along(capsys: pytest.CaptureFixture[str]) -> None:
    told = document(capsys, "coverage")
    assert [pack["pack"] for pack in told["packs"]] == list(builtin_packs())
    assert told["totals"]["rules"] == sum(pack["totals"]["rules"] for pack in told["packs"])
    assert "机器提示疑点" in answer(capsys, "coverage")[1]


def test_coverage_has_a_row_of_rules_and_one_of_clauses_for_every_pack_and_for_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [line.split() for line in answer(capsys, "coverage", "--lang", "en")[1].split("\n\n")[0].splitlines()]
    assert rows[0] == ["pack", "counted", "all", "machine", "suspicion", "attested", "informative", "measured", "examples"]
    assert [row[0] for row in rows[1::2]] == [*builtin_packs(), "all"]
    assert {row[0] for row in rows[2::2]} == {"clauses"}
    told = document(capsys, "coverage")
    assert [int(word.replace(",", "")) for word in rows[-1][1:]] == [told["totals"]["clauses"], *told["clauses"].values()]


def test_coverage_of_a_named_pack_has_every_rule(capsys: pytest.CaptureFixture[str], small: Path) -> None:
    _, out, _ = answer(capsys, "coverage", str(small), "--lang", "en")
    assert [line.split() for line in out.splitlines() if line.startswith("SMALL/")] == [
        ["SMALL/1", "info", "informative", "informative", "0"],
        ["SMALL/2", "shall", "required_fields", "machine", "3"],
    ]


@pytest.mark.parametrize(("words", "code"), [((), 2), (("--help",), 0)])
def test_without_a_sub_command_they_are_listed(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    ended, out, _ = answer(capsys, *words, "--lang", "en")
    assert (ended, out.splitlines()[0]) == (code, "dbcheck rules list|show|lint|test|mutate|coverage")


def test_an_unknown_sub_command_is_answered_with_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = answer(capsys, "coverge", "--lang", "en")
    assert (code, said) == (2, "dbcheck rules  there is no sub-command 'coverge'; use one of: coverage\n")
