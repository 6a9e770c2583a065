import json
from pathlib import Path

import pytest

from dbcheck.cli import main
from reports.test_earlier_run import LATE, ON_TIME, letters, run


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    run({"L1": LATE, "L2": ON_TIME, "L3": LATE}, tmp_path / "old")
    run({"L1": LATE, "L2": LATE, "L3": ON_TIME}, tmp_path / "new")
    return tmp_path


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--fail-on", "never"), 0)])
def test_something_new_fails_unless_nothing_shall(
    options: tuple[str, ...], code: int, runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(runs / "old"), str(runs / "new"), "--lang", "en", *options]) == code
    printed = capsys.readouterr().out
    assert "violation DB23T3649.10/5.3.3#2 L2" in printed
    assert "resolved\n  violation DB23T3649.10/5.3.3#2 L3" in printed


def test_a_run_compared_with_itself_is_clean(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(runs / "old"), str(runs / "old"), "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["totals"]["new"], document["totals"]["resolved"], document["totals"]["not_judged"]) == (0, 0, 0)
    assert document["totals"]["persisting"] > 0


def test_json_holds_totals_rules_and_examples(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["diff", str(runs / "old"), str(runs / "new"), "--format", "json", "--examples", "1"])
    document = json.loads(capsys.readouterr().out)
    rule = next(entry for entry in document["rules"] if entry["rule"] == "DB23T3649.10/5.3.3#2")
    assert rule == {"rule": "DB23T3649.10/5.3.3#2", "new": 1, "persisting": 1, "resolved": 1, "not_judged": 0}
    assert len(document["examples"]["new"]) == 1


def test_a_folder_that_is_no_report_is_a_usage_mistake(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(runs), str(runs / "new")]) == 2
    assert "不是报告文件夹" in capsys.readouterr().err


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    rows = letters({"L1": LATE, "L2": ON_TIME})
    (folder / "letter.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder


def audited(export: Path, *options: str) -> int:
    return main(["audit", str(export), "--rules", "DB23T3649.10", "--as-of", "2025-06-30", *options])


def test_new_only_forgives_what_the_baseline_has(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "report")
    assert audited(export, "--out", out) == 1
    assert audited(export, "--baseline", out) == 1
    assert audited(export, "--baseline", out, "--new-only", "--lang", "en") == 0
    assert " 0 new · " in capsys.readouterr().out
    (export / "letter.json").write_text(json.dumps(letters({"L1": LATE, "L2": LATE})), encoding="utf-8")
    assert audited(export, "--baseline", out, "--new-only", "--lang", "en") == 1
    assert "+ violation DB23T3649.10/5.3.3#2 L2" in capsys.readouterr().out


def test_a_baseline_may_be_overwritten_by_its_own_run(export: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "report")
    audited(export, "--out", out)
    assert audited(export, "--out", out, "--baseline", out, "--new-only") == 0


def test_new_only_without_a_baseline_is_a_usage_mistake(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audited(export, "--new-only") == 2
    assert "--baseline" in capsys.readouterr().err
