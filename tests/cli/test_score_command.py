"""``dbcheck score`` on the command line."""

import json
from pathlib import Path

import pytest

from dbcheck.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"
ANSWERS = "answers:\n- {item: deductions, answer: pass, inspector: 甲, date: 2025-06-01}\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scored") / "run"
    main(["audit", str(EXAMPLE), "--as-of", "2025-06-30", "--out", str(folder), "--count-units", "--quiet"])
    return folder


def test_it_prints_the_ranking(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(run), "--scorecard", "weighted-clauses", "--by", "unit"]) == 0
    said = capsys.readouterr().out
    assert "松岭市教育局" in said
    assert "暂定" in said
    assert "未核实" in said


def test_json_goes_to_standard_output_without_a_folder(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(run), "--scorecard", "xccdf-flat", "--format", "json", "--lang", "en"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["title"], document["by"]) == ("XCCDF 1.2, flat model", "run")
    assert document["scores"][0]["by_specification"]["of"] == 87


def test_it_writes_every_format_into_a_folder(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS.replace("answer: pass", "subject: S01, answer: pass"), encoding="utf-8")
    command = [
        "score",
        str(run),
        "--scorecard",
        "national-2019",
        "--by",
        "site",
        "--answers",
        str(answers),
        "--previous",
        str(run),
    ]
    assert main([*command, "--out", str(tmp_path / "out"), "--format", "json,html", "--format", "xlsx,text"]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"scorecard.{end}" for end in ("json", "html", "xlsx", "txt")
    }
    assert "松岭市人民政府网" in (tmp_path / "out" / "scorecard.html").read_text(encoding="utf-8")
    assert "scorecard.xlsx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--scorecard", "national"], "there is no scorecard or file 'national'"),
        (["--scorecard", "xccdf-flat", "--by", "town"], "--by has no value 'town'"),
        (["--scorecard", "xccdf-flat", "--format", "xlsx"], "need --out DIR"),
        (["--scorecard", "xccdf-flat", "--format", "pdf"], "--format has no 'pdf'"),
        (["--scorecard", "xccdf-flat", "--previous", "nowhere"], "this is no report directory"),
        ([], "--scorecard"),
    ],
)
def test_a_mistake_ends_with_2_and_says_what_would_be_right(
    run: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(run), *more, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
