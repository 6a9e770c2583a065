"""``dbcheck report``: an old run in another format and language, without auditing again."""

import json
from pathlib import Path

import openpyxl
import pytest

from dbcheck.cli import main
from dbcheck.reports.formats import FORMATS

EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    options = ["audit", str(EXAMPLE), "--as-of", "2025-06-30", "--format", "html", "--quiet", "--fail-on", "never"]
    assert main([*options, "--out", str(folder / "zh")]) == 0
    assert main([*options, "--out", str(folder / "en"), "--lang", "en"]) == 0
    assert main([*options, "--out", str(folder / "open"), "--no-redact"]) == 0
    return folder


def test_a_run_rendered_again_is_the_page_that_the_audit_wrote(runs: Path, tmp_path: Path) -> None:
    assert main(["report", str(runs / "zh"), "--format", "html", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "report.html").read_bytes() == (runs / "zh" / "report.html").read_bytes()


def test_a_chinese_run_rendered_in_english_is_the_page_of_an_english_audit(runs: Path, tmp_path: Path) -> None:
    assert main(["report", str(runs / "zh"), "--lang", "en", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "report.html").read_bytes() == (runs / "en" / "report.html").read_bytes()


def test_every_format_is_written_and_named(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(runs / "zh"), "--format", ",".join(FORMATS), "--out", str(tmp_path)]) == 0
    files = [tmp_path / made.file for made in FORMATS.values()]
    assert capsys.readouterr().out.splitlines() == [str(path) for path in files]
    assert all(path.stat().st_size for path in files)
    original = json.loads((runs / "zh" / "results.json").read_text(encoding="utf-8"))
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == original


def test_a_single_format_may_name_its_file(runs: Path, tmp_path: Path) -> None:
    assert main(["report", str(runs / "zh"), "--format", "markdown", "--out", str(tmp_path / "评论.md")]) == 0
    assert (tmp_path / "评论.md").read_text(encoding="utf-8").startswith("## ❌")


def test_without_a_place_it_goes_into_the_run(runs: Path) -> None:
    assert main(["report", str(runs / "en"), "--format", "junit", "--lang", "en"]) == 0
    assert (runs / "en" / "junit.xml").is_file()


def test_the_results_of_the_run_itself_are_never_replaced(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (runs / "zh" / "results.json").read_bytes()
    assert main(["report", str(runs / "zh"), "--format", "json", "--lang", "en"]) == 2
    assert "--out" in capsys.readouterr().err
    assert (runs / "zh" / "results.json").read_bytes() == before


def test_an_open_run_is_masked_unless_asked_for_and_a_masked_one_cannot_be_opened(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(runs / "open"), "--out", str(tmp_path / "masked")]) == 0
    assert (tmp_path / "masked" / "report.html").read_bytes() == (runs / "zh" / "report.html").read_bytes()
    assert main(["report", str(runs / "open"), "--no-redact", "--out", str(tmp_path / "open")]) == 0
    assert (tmp_path / "open" / "report.html").read_bytes() == (runs / "open" / "report.html").read_bytes()
    assert main(["report", str(runs / "zh"), "--no-redact"]) == 2
    assert "--no-redact" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "no report directory"),
        (["."], "no report directory"),
        ([".", "--format", "pdf"], "'pdf'"),
        ([], "required: DIR"),
    ],
)
def test_a_mistake_is_answered(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", *arguments, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_a_place_that_cannot_be_written_to_is_named(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main(["report", str(runs / "zh"), "--out", str(tmp_path / "file" / "deeper")]) == 2
    assert str(tmp_path / "file") in capsys.readouterr().err


def test_a_scorecard_goes_into_the_ledger_and_nowhere_else(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["report", str(runs / "zh"), "--scorecard", "weighted-clauses"]
    assert main([*asked, "--format", "xlsx", "--out", str(tmp_path / "台账.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "台账.xlsx")["排名"]["A1"].value == "名次"
    assert main([*asked, "--format", "html", "--out", str(tmp_path)]) == 2
    assert "--scorecard 只用于 --format xlsx" in capsys.readouterr().err
