"""What a user gets wrong, through the whole command on real files: the message and the exit code."""

import json
from pathlib import Path

import polars as pl
import pytest

from dbcheck.cli import main

LETTERS = """信件编号,网站名称,留言时间,是否受理,是否复杂问题,答复时间,答复单位,答复内容
L-1,某市政府网,2024-09-27 09:00,是,否,2024-10-10 23:59,市教育局,您好,来信收悉
L-2,某市政府网,2024-09-27 09:00,是,否,2024-10-11 00:00,市教育局,您好,来信收悉
"""
LETTERS = LETTERS.replace("您好,来信收悉", '"您好,来信收悉。您反映的路灯已于昨日修复。"')
AS_OF = ("--as-of", "2025-06-30")
LATE = "DB23T3649.10/5.3.3#2"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "导出"
    folder.mkdir()
    (folder / "信件.csv").write_text(LETTERS, encoding="utf-8")
    return folder


def outcome_of(out: Path, rule: str) -> dict[str, object]:
    outcomes = json.loads((out / "results.json").read_text(encoding="utf-8"))["outcomes"]
    (found,) = [outcome for outcome in outcomes if outcome["rule"] == rule]
    assert isinstance(found, dict)
    return found


def test_a_late_letter_is_found_and_the_code_is_1(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(export), *AS_OF, "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    (line,) = [line for line in said.splitlines() if line.startswith("  L-2  ") and "2024-10-10" in line]
    assert "第3行" in line
    assert outcome_of(tmp_path / "out", LATE)["outcome"] == "fail"
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"][0]["path"] == str(export / "信件.csv")
    assert manifest["inputs"][0]["size"] == (export / "信件.csv").stat().st_size


def test_two_runs_write_the_same_results(export: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        main(["audit", str(export), *AS_OF, "--out", str(tmp_path / name), "--quiet"])
    assert (tmp_path / "a" / "results.json").read_bytes() == (tmp_path / "b" / "results.json").read_bytes()
    assert (tmp_path / "a" / "manifest.json").read_bytes() == (tmp_path / "b" / "manifest.json").read_bytes()


def test_a_broken_pack_names_file_line_and_column_and_gives_2(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "坏包.yaml"
    pack.write_text("pack: X\nrules:\n  - clause: 5.10\n    check: time_limt\n", encoding="utf-8")
    assert main(["audit", str(export), "--rules", str(pack)]) == 2
    printed = capsys.readouterr()
    assert f"{pack}:3:" in printed.err
    assert "time_limt" in printed.err
    assert len(printed.err.splitlines()) > 1  # all mistakes together
    assert printed.out == ""


def test_an_unknown_pack_gives_2_and_names_those_there_are(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(export), "--rules", "DB23T3649"]) == 2
    assert "DB23T3649.10" in capsys.readouterr().err


def test_a_broken_line_of_a_csv_is_rejected_with_its_row_and_the_rest_is_judged(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (export / "信件.csv").write_text(LETTERS + "L-3,某市政府网\n", encoding="utf-8")
    assert main(["audit", str(export), *AS_OF, "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    assert "整行剔除 1 行" in said
    assert "  第4行  " in said
    (reject,) = pl.read_parquet(tmp_path / "out" / "rejects.parquet").rows(named=True)
    assert (reject["row"], reject["whole_row"]) == (4, True)


def test_a_file_that_is_no_csv_gives_4(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (export / "信件.csv").write_bytes(bytes(range(256)) * 40)
    assert main(["audit", str(export), *AS_OF]) == 4
    printed = capsys.readouterr()
    assert "信件.csv" in printed.err
    assert "\x1b" not in printed.err
    assert all(len(line) <= 1000 for line in printed.err.splitlines())
    assert printed.out == ""


def test_a_spreadsheet_that_cannot_be_opened_gives_4(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (export / "信件.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert main(["audit", str(export), *AS_OF]) == 4
    assert "信件.xlsx" in capsys.readouterr().err


def test_what_a_cell_holds_cannot_steer_the_terminal(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (export / "信件.csv").write_text(LETTERS.replace("L-2", "L-\x1b[2J2"), encoding="utf-8")
    main(["audit", str(export), *AS_OF])
    assert "\x1b" not in capsys.readouterr().out


def test_an_empty_folder_gives_4_and_says_what_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空").mkdir()
    assert main(["audit", str(tmp_path / "空"), *AS_OF]) == 4
    said = capsys.readouterr().err
    assert str(tmp_path / "空") in said
    assert "csv" in said.lower()


def test_a_source_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tmp_path / "没有"), *AS_OF]) in (2, 4)
    assert str(tmp_path / "没有") in capsys.readouterr().err


def test_a_missing_column_makes_its_rules_undetermined_and_is_named(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [line.split(",", 6) for line in LETTERS.splitlines()]
    without = "\n".join(",".join([*row[:5], *row[6:]]) for row in rows) + "\n"  # no 答复时间
    (export / "信件.csv").write_text(without, encoding="utf-8")
    main(["audit", str(export), *AS_OF, "--out", str(tmp_path / "out")])
    outcome = outcome_of(tmp_path / "out", LATE)
    assert (outcome["outcome"], outcome["reason"]) == ("undetermined", "missing_column")
    said = "".join(capsys.readouterr().out.split())
    assert "导出没有的列" in said
    assert "答复时间" in said


def test_a_wrong_option_gives_2_before_anything_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "没有这个文件夹", "--asof", "2025-06-30"]) == 2
    assert capsys.readouterr().err == "dbcheck audit  没有选项 '--asof';可用:--as-of\n"


def test_a_wrong_date_gives_2_and_shows_a_right_one(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(export), "--as-of", "2025/06/31"]) == 2
    assert "2025-06-30" in capsys.readouterr().err


def test_records_from_before_the_standard_leave_nothing_to_judge_and_give_5(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (export / "信件.csv").write_text(LETTERS.replace("2024-", "2020-"), encoding="utf-8")
    assert main(["audit", str(export), *AS_OF]) == 5
    assert "没有任何记录得到判定" in capsys.readouterr().out
    assert main(["audit", str(export), *AS_OF, "--retroactive", "--quiet"]) == 1


def test_explain_shows_how_a_letter_was_judged(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", str(export), *AS_OF, "--explain", "5.3.3#2", "L-2"])
    said = capsys.readouterr().out
    assert "2024-09-29 周日(国庆节调休上班)  第 1 个工作日" in said
    assert "2024-10-10 周四  第 5 个工作日,当日24:00届满" in said
    assert "2024-10-11 周五  答复时间,迟 1 个工作日" in said
    assert "信件.csv:3" in "".join(said.split())  # a long path is broken across lines
    assert "判定:不符合" in said


def test_explain_of_a_letter_in_time_says_pass(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", str(export), *AS_OF, "--explain", LATE, "L-1"])
    said = capsys.readouterr().out
    assert "2024-10-10 周四  答复时间,在期限内" in said
    assert "判定:符合" in said


@pytest.mark.parametrize(("rule", "record", "near"), [("5.3.3#7", "L-1", "5.3.3#2"), ("5.3.3#2", "L-7", "L-1")])
def test_explain_names_what_is_near_an_unknown_rule_or_record(
    rule: str, record: str, near: str, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(export), *AS_OF, "--explain", rule, record]) == 2
    assert near in capsys.readouterr().err
