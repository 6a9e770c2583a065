"""``dbcheck simulate``: what it writes, and what it refuses."""

import json
from collections import Counter
from pathlib import Path

import pytest

from dbcheck.cli import main
from dbcheck.pipeline import audit
from dbcheck.reports.record_files import FORMS

LETTERS = 200


def simulate(out: Path, *more: str, profile: str = "heilongjiang") -> int:
    return main(
        [
            "simulate",
            "--profile",
            profile,
            "--year",
            "2024",
            "--letters",
            str(LETTERS),
            "--seed",
            "5",
            "--out",
            str(out),
            *more,
        ]
    )


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    assert simulate(first, "--faults", "all") == 0
    assert simulate(second, "--faults", "all") == 0
    files = {path.name: path.read_bytes() for path in first.iterdir()}
    assert {path.name: path.read_bytes() for path in second.iterdir()} == files
    assert {"letter.csv", "site.csv", "truth.json"} <= files.keys()


@pytest.mark.slow
@pytest.mark.parametrize("form", list(FORMS))
def test_an_audit_reads_every_format_whole_and_finds_just_the_truth(form: str, tmp_path: Path) -> None:
    assert simulate(tmp_path, "--faults", "all", "--format", form) == 0
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    done = audit(tmp_path, profile="heilongjiang", as_of="2025-01-31")
    assert done.rejects.is_empty()
    assert set(done.findings.select("rule", "kind", "record").rows()) == {
        (each["rule"], each["kind"], each["record"]) for each in truth
    }
    assert {frozenset(each) for each in truth} == {frozenset(("fault", "rule", "kind", "record"))}
    read = Counter({entry.kind: entry.accepted for entry in done.result.inputs})
    assert read["letter"] == LETTERS


def test_a_healthy_year_has_nothing_in_its_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate(tmp_path, "--lang", "en") == 0
    assert json.loads((tmp_path / "truth.json").read_text("utf-8")) == []
    said = capsys.readouterr().out
    assert "0 faults planted" in said
    assert f"dbcheck audit {tmp_path} --profile heilongjiang --as-of 2025-01-31" in said


def test_one_site_is_found_healthy_and_what_it_cannot_show_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.txt"
    names.write_text("site-opening-applied-at-blank\nsite-slogan-wrong\n", encoding="utf-8")
    out = tmp_path / "out"
    assert simulate(out, "--scope", "site", "--faults", str(names), "--lang", "en", profile="inner-mongolia") == 0
    truth = json.loads((out / "truth.json").read_text("utf-8"))
    done = audit(out, profile="inner-mongolia", as_of="2025-01-31")
    found = set(done.findings.select("rule", "kind", "record").rows())
    assert found == {(each["rule"], each["kind"], each["record"]) for each in truth}
    assert {each["fault"] for each in truth} == {"site-slogan-wrong"}
    said = capsys.readouterr().out
    assert "1 not planted (no record is there, or left, for them): site-opening-applied-at-blank" in said


def test_event_logs_are_written_and_judged_beside_the_document(tmp_path: Path) -> None:
    assert simulate(tmp_path) == 0
    done = audit(tmp_path, rules=["DB23T3649.10-workflows"], as_of="2025-01-31")
    assert {str(outcome.outcome) for outcome in done.outcomes} == {"pass"}


def test_a_file_of_names_plants_just_those_faults(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("letter-replied-at-late\nsite-slogan-wrong\n", encoding="utf-8")
    assert simulate(tmp_path / "out", "--faults", str(names)) == 0
    truth = json.loads((tmp_path / "out" / "truth.json").read_text("utf-8"))
    assert {each["fault"] for each in truth} == {"letter-replied-at-late"}  # no rule of this profile minds a slogan


def test_faults_of_a_profile_are_listed_with_the_rules_that_they_trip(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--profile", "qinghai", "--list-faults"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("error-report-completed-at-late "))
    assert lines[at + 1].split() == ["QH2018-37/二#2", "QH2018-37/四#1", "QH2018-37/五4#2"]


def test_another_scope_is_refused_with_what_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate(tmp_path, "--scope", "sites", "--lang", "en") == 2
    assert "site" in capsys.readouterr().err


def test_a_folder_that_holds_something_else_is_not_written_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "来信.xlsx").write_bytes(b"")
    assert simulate(tmp_path) == 2
    assert "来信.xlsx" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["来信.xlsx"]


MISTAKES = (
    (["--profile", "heilongjiang"], "--out"),
    (["--profile", "heilongjian", "--out", "x"], "heilongjiang"),
    (["--profile", "heilongjiang", "--out", "x", "--letters", "-1"], "--letters"),
    (["--profile", "heilongjiang", "--out", "x", "--year", "2050"], "--year"),
    (["--profile", "heilongjiang", "--out", "x", "--format", "docx"], "csv"),
    (["--profile", "heilongjiang", "--out", "x", "--faults", "some"], "some"),
    (["--out", "x"], "--profile"),
)


@pytest.mark.parametrize(("arguments", "said"), MISTAKES)
def test_a_mistake_is_named_and_nothing_is_written(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["simulate", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
