import io
import sys

import pytest

from dbcheck.cli import audit_run, main, output, progress
from dbcheck.cli.progress import ProgressBar
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.pipeline import Audit
from dbcheck.reports.layout import line
from reports.specimens import result


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class GoneReader(io.StringIO):
    """A stream whose reader has gone away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize(
    ("variables", "wanted", "coloured"),
    [
        ({}, None, True),
        ({"NO_COLOR": "1"}, None, False),
        ({"TERM": "dumb"}, None, False),
        ({"NO_COLOR": "1"}, True, True),
        ({}, False, False),
    ],
)
def test_a_terminal_is_coloured_unless_told_otherwise(
    variables: dict[str, str], wanted: bool | None, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert output.is_coloured(wanted) is coloured


def test_a_pipe_is_never_coloured_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert output.is_coloured(None) is False


def test_a_report_into_a_pipe_does_not_depend_on_the_size_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert output.columns() == output.PIPE_COLUMNS
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert output.columns() == 60


def test_an_audit_whose_reader_goes_away_keeps_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_run, "audit", lambda sources, **options: Audit(result()))
    monkeypatch.setattr(sys, "stdout", GoneReader())
    assert main(["audit", "导出"]) == 1


def test_a_listing_whose_reader_goes_away_is_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", GoneReader())
    assert main(["schema", "letter", "--format", "json"]) == 141
    assert capsys.readouterr().err == ""


def test_text_that_the_terminal_cannot_encode_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="gb2312", newline="\n"))
    output.accept_any_text()
    output.show([line("答复 ✓")], coloured=False)
    assert raw.getvalue().decode("gb2312") == "答复 \\u2713\n"


def test_a_problem_is_one_line_of_limited_length(capsys: pytest.CaptureFixture[str]) -> None:
    output.show_problems(UsageError([Problem("a.csv", "", Message("\x1b" + "长" * 5000, "x"))]), "zh")
    (said,) = capsys.readouterr().err.splitlines()
    assert len(said) <= output.LONGEST_PROBLEM
    assert "\x1b" not in said


def test_progress_is_shown_only_after_a_second_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream := Terminal())
    with ProgressBar("zh") as bar:
        bar("letter", 1, 10)
    assert stream.getvalue() == ""
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with ProgressBar("zh") as bar:
        bar("letter", 5, 10)
    assert "判定 信件" in stream.getvalue()


def test_progress_is_never_shown_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with ProgressBar("zh") as bar:
        bar("letter", 5, 10)
    assert capsys.readouterr().err == ""
