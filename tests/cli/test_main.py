import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dbcheck
from dbcheck.cli import audit_run, main
from dbcheck.cli.commands import COMMANDS
from dbcheck.errors import Message, Problem, SourceError
from dbcheck.pipeline import Audit
from dbcheck.reports.widths import width
from reports.specimens import result
from reports.test_explanation import LATE


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Let ``audit`` answer with the specimen; what it was asked is kept."""
    kept: dict[str, Any] = {}

    def audit(sources: list[str], **options: Any) -> Audit:
        kept.update(options, sources=sources)
        return Audit(result(), LATE if options["explain"] else None)

    monkeypatch.setattr(audit_run, "audit", audit)
    return kept


def test_options_reach_the_audit_by_their_names(asked: dict[str, Any]) -> None:
    words = "audit 甲 乙 --rules A --rules B --as-of 2025-06-30 --binding b.yaml --calendar c.yaml --retroactive --lang en"
    assert main(words.split()) == 1
    assert asked["sources"] == ["甲", "乙"]
    assert asked["rules"] == ["A", "B"]
    assert (asked["as_of"], asked["retroactive"], asked["lang"]) == ("2025-06-30", True, "en")
    assert (asked["binding"], asked["calendar"]) == (Path("b.yaml"), Path("c.yaml"))


def test_the_report_ends_with_the_verdict_and_the_meaning_of_the_exit_code(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "导出"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[-2:] == [
        "不符合:1 条规则,7 处;另有 2 条规则未能判定",
        "退出码 1:有达到 --fail-on violation 的问题",
    ]
    assert (printed.err, "\x1b" in printed.out) == ("", False)


def test_quiet_prints_the_closing_lines_only(asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "导出", "--quiet", "--fail-on", "never"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_color_colours_even_a_pipe(asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "导出", "--color"])
    assert "\x1b[" in capsys.readouterr().out


def test_explain_prints_the_calculation_instead_of_the_report(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "导出", "--explain", "5.3.3#2", "L-1"]) == 1
    assert asked["explain"] == ("5.3.3#2", "L-1")
    printed = capsys.readouterr().out
    assert "起算日,不计" in printed
    assert "审计时点" not in printed


def test_out_holds_the_four_files_and_the_formats(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "报告"
    main(["audit", "导出", "--out", str(out), "--format", "csv"])
    names = {"results.json", "findings.parquet", "rejects.parquet", "manifest.json", "findings.csv"}
    assert {path.name for path in out.iterdir()} == names
    assert f"报告写入 {out}" in capsys.readouterr().out


def test_a_format_without_out_goes_to_the_default_folder(
    asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    main(["audit", "导出", "--format", "csv"])
    assert (tmp_path / "dbcheck-report" / "findings.csv").is_file()
    assert "报告写入 dbcheck-report" in capsys.readouterr().out


def test_without_out_nothing_is_written(asked: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    main(["audit", "导出"])
    assert list(tmp_path.iterdir()) == []


# A wrong call, its exit code, and what is said on standard error in Chinese and in English.
WRONG = [
    (["audit", "导出", "--ruls", "X"], 2, "没有选项 '--ruls';可用:--rules", "there is no option '--ruls'"),
    (["audit"], 2, "缺少 SOURCE", "required: SOURCE"),
    (["audit", "导出", "--format", "odt"], 2, "--format 没有 'odt';可用:json, csv", "available: json, csv"),
    (["audi", "导出"], 2, "没有命令 'audi';可用:audit", "there is no command 'audi'"),
    (["schema", "leter"], 2, "没有记录类别 'leter';可用:letter", "there is no record kind 'leter'"),
    (["schema", "letter", "--template", "a.pdf"], 2, "模板文件应为 .csv 或 .xlsx", "a template is a .csv or .xlsx file"),
    (["schema", "--template", "a.csv"], 2, "--template 前面要写记录类别", "name a kind"),
    (["schema", "letter", "--format", "xml"], 2, "--format 没有取值 'xml'", "--format has no value 'xml'"),
    (["plugins", "all"], 2, "多出的参数 'all'", "unexpected argument 'all'"),
    (["--versoin"], 2, "没有选项 '--versoin';可用:--version", "there is no option '--versoin'"),
]


@pytest.mark.parametrize(("arguments", "code", "zh", "en"), WRONG, ids=[" ".join(wrong[0]) for wrong in WRONG])
def test_a_wrong_call_is_answered_with_its_mistake_and_code(
    arguments: list[str], code: int, zh: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    printed = capsys.readouterr()
    assert zh in printed.err
    assert printed.out == ""
    assert main([*arguments, "--lang", "en"]) == code
    said = capsys.readouterr().err
    assert en in said
    assert "Traceback" not in said


def test_an_error_of_a_source_gives_4_and_all_its_problems(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def audit(sources: list[str], **options: Any) -> Audit:
        raise SourceError([Problem(name, "", Message("读不了", "unreadable")) for name in ("甲.csv", "乙.csv")])

    monkeypatch.setattr(audit_run, "audit", audit)
    assert main(["audit", "导出"]) == 4
    assert capsys.readouterr().err.splitlines() == ["甲.csv  读不了", "乙.csv  读不了"]


def test_an_interrupt_gives_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def audit(sources: list[str], **options: Any) -> Audit:
        raise KeyboardInterrupt

    monkeypatch.setattr(audit_run, "audit", audit)
    assert main(["audit", "导出"]) == 130


def test_the_language_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DBCHECK_LANG", "en")
    assert main(["audit"]) == 2
    assert "the following arguments are required: SOURCE" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [None, "audit", "demo", "schema", "plugins"])
def test_help_is_printed_in_the_language_and_fits_80_columns(
    command: str | None, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*([command] if command else []), "--help", "--lang", lang]) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: dbcheck" if lang == "en" else "用法:dbcheck")
    assert [line for line in said.splitlines() if width(line) > 80] == []
    chinese = any(character > "\u2fff" for character in said)
    assert chinese == (lang == "zh")


def test_general_help_lists_every_command_and_no_command_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr().err
    assert all(f"  {name} " in said for name in COMMANDS)


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"dbcheck {dbcheck.__version__}\n"


def test_the_command_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "dbcheck", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"dbcheck {dbcheck.__version__}\n"


def test_plugins_lists_the_built_in_checkers_with_their_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plugins", "--format", "json"]) == 0
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert len(listed) >= 11
    assert listed["text_scan"]["heuristic"]
    assert listed["time_limit"]["builtin"]
    named = {parameter["name"]: parameter["required"] for parameter in listed["precedence"]["parameters"]}
    assert named == {"record": True, "chain": True, "where": False, "strict": False}


def test_plugins_text_names_each_checker_and_where_it_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plugins"]) == 0
    said = capsys.readouterr().out
    assert "time_limit" in said
    assert "自带" in said


def run(*arguments: str, head: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; ``head`` closes its output after so many characters."""
    code = "import sys; from dbcheck.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        out = process.stdout.read(-1 if head is None else head)
        process.stdout.close()
        err = process.stderr.read()
    return subprocess.CompletedProcess([], process.returncode, out, err)


def process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as its script does, after ``code``."""
    command = f"import sys; {code}; from dbcheck.cli import command; command()"
    return subprocess.run(
        [sys.executable, "-c", command, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_process_ends_with_the_exit_code_and_all_that_was_said() -> None:
    listed, wrong = process("pass", "schema", "letter", "--format", "json"), process("pass", "audit", "x", "--no")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert json.loads(listed.stdout)["$id"] == "dbcheck:letter"
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--no" in wrong.stderr


def test_what_is_registered_for_the_end_of_a_process_is_done() -> None:
    done = process("import atexit; atexit.register(print, 'tidied up')", "--version")
    assert done.stdout.splitlines()[-1] == "tidied up"
    assert done.returncode == 0


def test_who_measures_a_process_goes_on_after_the_command() -> None:
    code = "import sys; sys.setprofile(lambda *_: None)\ntry:\n    from dbcheck.cli import command; command()\n"
    code += "except SystemExit as stop:\n    print('measured', stop.code)"
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "measured 0"


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    done = run("schema", "letter", "--format", "json", head=1)
    assert done.stderr == ""


def test_help_and_a_wrong_option_load_neither_polars_nor_pydantic() -> None:
    code = (
        "import sys; from dbcheck.cli import main; main(['audit', '--help']); main(['audit', 'x', '--no']); "
        "print([m for m in ('polars', 'pydantic', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"
