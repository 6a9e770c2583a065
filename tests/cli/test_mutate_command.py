"""``dbcheck rules mutate``: what it prints, in both forms and languages, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from dbcheck.cli import main
from dbcheck.records.snapshot import kinds

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
  requirement: 受理的信件有标题
  modality: shall
  subject: site_operator
  check: required_fields
  with: {record: letter, where: {accepted: true, is_major: {ne: true}}, all: [title]}
  examples:
    pass: [{accepted: true, title: 甲}]
    fail: [{accepted: true, title: " "}]
"""
REFUSED = "    out_of_scope: [{accepted: false}]\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return written(tmp_path, SMALL)


def written(folder: Path, text: str) -> Path:
    path = folder / "SMALL.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["rules", "mutate", *words])
    return code, capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code, out = answer(capsys, *words, "--format", "json")
    (pack,) = json.loads(out)["packs"]
    return code, pack


def test_a_condition_that_no_example_shows_is_named_and_ends_with_2(
    capsys: pytest.CaptureFixture[str], small: Path
) -> None:
    code, out = answer(capsys, str(small), "--lang", "en")
    lines = out.splitlines()
    assert code == 2
    assert lines[0] == "SMALL: 1 rules, 2 examples, 4 mutants, 3 killed, 1 survived (0 of them with a reason)"
    assert lines[1] == f"  {small}:10:3  SMALL/2: where dropped"
    assert f"  {small}:10:3  SMALL/2: where 删去" in answer(capsys, str(small))[1]


def test_an_example_out_of_scope_closes_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, pack = document(capsys, str(written(tmp_path, SMALL + REFUSED)))
    assert (code, pack["survivors"], pack["totals"]["gaps"]) == (0, [], 0)
    assert (pack["totals"]["mutants"], pack["totals"]["killed"]) == (4, 4)


def test_deep_lists_the_parts_that_no_example_shows_and_ends_with_0(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, pack = document(capsys, str(written(tmp_path, SMALL + REFUSED)), "--deep")
    told = [(survivor["place"], survivor["change"], survivor["is_gap"]) for survivor in pack["survivors"]]
    assert (code, told) == (0, [("where.is_major", "dropped", False)])


def test_an_example_that_does_not_hold_is_told_and_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path, (SMALL + REFUSED).replace('title: " "', "title: 乙"))
    code, pack = document(capsys, str(path))
    assert (code, [(failure["expected"], failure["got"]) for failure in pack["failures"]]) == (2, [("fail", "pass")])
    assert "example wants fail, got pass" in answer(capsys, str(path), "--lang", "en")[1]


def test_a_rule_that_cannot_fail_survives_with_its_reason(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    values = list(kinds()["letter"].fields["handling_mode"].values)
    text = SMALL.replace("required_fields", "allowed_values")
    text = text.replace(
        "where: {accepted: true, is_major: {ne: true}}, all: [title]", f"field: handling_mode, in: [{', '.join(values)}]"
    )
    text = f"{text[: text.index('    pass:')]}    pass: [{{handling_mode: {values[0]}}}]\n"
    code, pack = document(capsys, str(written(tmp_path, text)))
    (survivor,) = pack["survivors"]
    assert (code, survivor["place"], survivor["change"]) == (0, "verdict", "tamed")
    assert survivor["reason"]["en"].startswith("it allows every value")
