import csv
import io
import json
from pathlib import Path

import pytest

from dbcheck.cli import main
from dbcheck.cli.demo_command import example_folder


def due(*options: str) -> int:
    return main(["due", str(example_folder()), "--as-of", "2025-06-30", *options])


def test_the_list_is_by_unit_and_the_most_urgent_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert due("--within", "3wd") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "已逾期 2 · 未到期 2"
    units = [line for line in lines if line.startswith("松岭市")]
    assert units[0].startswith("松岭市市场监督管理局  1 项,1 项已逾期")
    late = next(place for place, line in enumerate(lines) if "XJ-CHI-07" in line)
    open_letter = next(place for place, line in enumerate(lines) if "XJ20250625089" in line)
    assert late < open_letter


def test_json_and_csv_hold_the_same_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert due("--format", "json") == 0
    document = json.loads(capsys.readouterr().out)
    assert due("--format", "csv", "--lang", "en", "--out", str(tmp_path / "due.csv")) == 0
    assert capsys.readouterr().out == ""
    text = (tmp_path / "due.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["record"] for row in rows] == [item["record"] for item in document["items"]]
    assert sum(document["counts"].values()) == len(rows)
    assert rows[0]["state"] == "overdue"


def test_chinese_csv_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    due("--format", "csv", "--out", str(tmp_path / "due.csv"))
    raw = (tmp_path / "due.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines()[0].startswith("状态,单位编号,单位,到期")


def test_a_wrong_time_is_a_usage_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert due("--within", "3") == 2
    assert "3wd" in capsys.readouterr().err


def test_nothing_to_judge_is_not_called_nothing_due(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.csv").write_text("id,received_at\nX,2025-06-26 09:00\n", encoding="utf-8")
    assert main(["due", str(tmp_path / "letter.csv"), "--as-of", "2025-06-30", "--lang", "en"]) in (0, 5)
    assert "could not be judged, so not listed" in capsys.readouterr().out
