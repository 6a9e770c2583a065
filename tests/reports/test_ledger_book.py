"""ledger.xlsx holds every finding in the columns that are exchanged, and what is filled in stands beside it in the next one."""

import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dbcheck.findings import Severity
from dbcheck.reports.formats import write_reports
from dbcheck.reports.ledger_book import write_ledger
from dbcheck.reports.ledger_rows import Deduction, deductions_of
from dbcheck.reports.score_xlsx import SHEETS
from dbcheck.reports.stored_run import read_result
from dbcheck.rules.ledger import HIDDEN, VISIBLE
from dbcheck.scores import Trace
from reports.ledgers import AT, audit, filled, letter, line_of, table
from reports.specimens import ListedFindings, finding, result

LATE_RULE = "5.3.3#2"
ISSUE = "序号 网站名称 网站标识码 责任单位 依据文件与条款 问题类型 问题描述 记录编号 规定时限 实际用时 发现时间 证据 扣分 是否单项否决 是否误报 整改时限 整改措施 整改情况 完成时间 复核结果"


def late(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["record"]: row for row in rows if str(row["rule"]).endswith(LATE_RULE)}


def written(tmp_path: Path, *records: str, **options: Any) -> Path:
    audit([letter(record) for record in records], **options).write(tmp_path, ("xlsx",))
    return tmp_path / "ledger.xlsx"


def test_the_columns_are_those_that_inspectors_exchange_and_two_hidden_ones(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "L1"))["问题台账"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[: len(VISIBLE)] == ISSUE.split()
    assert heads[len(VISIBLE) :] == [column.title.zh for column in HIDDEN]
    hidden = [letters for letters, shape in sheet.column_dimensions.items() if shape.hidden]
    assert hidden == ["U", "V"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.auto_filter.ref == f"A1:V{sheet.max_row}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_a_late_reply_is_told_with_unit_site_limit_and_time(tmp_path: Path) -> None:
    row = late(table(written(tmp_path, "L1")))["L1"]
    assert (row["unit"], row["site"], row["site_code"]) == ("甲局", "甲网", "2300000001")
    assert row["clause"] == "DB23/T 3649.10-2023 5.3.3#2\n受理的留言最迟5个工作日内答复"
    assert row["problem"] == "超过时限(违反)"
    assert row["limit"] == "5个工作日(至2025-01-13)"
    assert row["taken"] == "历时63天,超56天(36个工作日)"
    assert (row["found"], row["points"], row["veto"], row["false_alarm"]) == ("2025-06-30", None, None, None)


def test_what_is_still_open_is_counted_to_the_day_of_the_audit(tmp_path: Path) -> None:
    audit([letter("L1", replied_at=None, reply_content=None)]).write(tmp_path, ("xlsx",), lang="en")
    row = late(table(tmp_path / "ledger.xlsx", "Ledger"))["L1"]
    assert row["limit"] == "5 working days (by 2025-01-13)"
    assert str(row["taken"]).startswith("not done by the audit, 175 days, 168 over (")


def test_every_finding_is_there_once_and_numbered(tmp_path: Path) -> None:
    done = audit([letter(f"L{number}") for number in range(30)])
    done.write(tmp_path, ("xlsx",))
    rows = table(tmp_path / "ledger.xlsx")
    assert [row["number"] for row in rows] == list(range(1, done.result.findings.total + 1))
    assert {str(row["fingerprint"])[:16] for row in rows} == set(done.findings["fingerprint"])


def test_a_scorecard_fills_its_columns(tmp_path: Path) -> None:
    done = audit([letter("L1"), letter("L2")])
    score = done.scorecard("weighted-clauses")
    write_ledger(done.result, tmp_path / "l.xlsx", score=score)
    rows = late(table(tmp_path / "l.xlsx"))
    costs = [trace.points for line in score.scores[0].lines for trace in line.traces if trace.rule.endswith(LATE_RULE)]
    assert sum(costs) > 0
    assert sorted(float(row["points"]) for row in rows.values()) == sorted(round(float(cost), 2) for cost in costs)
    assert {row["veto"] for row in rows.values()} == {"否"}
    assert set(openpyxl.load_workbook(tmp_path / "l.xlsx").sheetnames) >= {title.zh for title in SHEETS.values()}


def test_points_of_one_finding_add_up_and_a_veto_rests_on_those_that_it_names() -> None:
    found = {
        part: Trace("P/1", "letter", "L1", "f" * 16, "", "", points=Fraction(5, 2)) for part in ("deductions", "bonus")
    }
    veto = Trace("P/2", "letter", "L2", "e" * 16, "", "")
    lines = [line_with(part, trace) for part, trace in (*found.items(), ("deductions", found["bonus"]), ("veto", veto))]
    made = SimpleNamespace(scores=(SimpleNamespace(lines=lines),))
    assert deductions_of(made) == {"f" * 16: Deduction("5", is_veto=False), "e" * 16: Deduction("0", is_veto=True)}  # type: ignore[arg-type]  # as much of a report as it reads
    assert deductions_of(None) == {}


def line_with(part: str, trace: Trace) -> SimpleNamespace:
    return SimpleNamespace(part=part, traces=(trace,))


def test_more_findings_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    found = ListedFindings(tuple(finding(f"L-{number}") for number in range(25)))
    write_ledger(result(findings=found.findings), tmp_path / "l.xlsx", most_rows=10)
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")
    sheets = [name for name in book.sheetnames if name.startswith("问题台账")]
    assert sheets == ["问题台账", "问题台账 2", "问题台账 3"]
    numbers = [row["number"] for name in sheets for row in table(tmp_path / "l.xlsx", name)]
    assert numbers == list(range(1, 26))


def test_the_sheets_beside_it_say_how_it_ended(tmp_path: Path) -> None:
    done = audit([letter("L1"), letter("L2", received_at="05/06/2025 10:00")])
    done.write(tmp_path, ("xlsx",))
    book = openpyxl.load_workbook(tmp_path / "ledger.xlsx")
    assert book.sheetnames == ["摘要", "问题台账", "条款", "单位", "未能判定", "无法识读", "填写说明"]
    assert book["条款"].max_row == len(done.outcomes) + 1
    units = [[cell.value for cell in row] for row in book["单位"].iter_rows(min_row=2)]
    grades = done.result.findings.by_severity()
    assert [row[0] for row in units] == ["甲局"]
    assert units[0][2:] == [*(grades.get(grade, 0) for grade in Severity), done.result.findings.total]
    assert [row[2].value for row in book["无法识读"].iter_rows(min_row=2)] == ["05/06/2025 10:00"]


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    done = audit([letter("L1")])
    for name in ("a.xlsx", "b.xlsx"):
        write_ledger(done.result, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def note(sheet: Worksheet) -> None:
    line = line_of(sheet, "L1", LATE_RULE)
    for name, text in {
        "deadline": "10个工作日内",
        "measures": "专人催办",
        "progress": "已答复来信人",
        "recheck": "属实",
    }.items():
        sheet.cell(line, AT[name], text)
    sheet.cell(line, AT["completed"]).value = "2025-07-02"
    sheet.cell(line_of(sheet, "L2", LATE_RULE), AT["false_alarm"], "是")


@pytest.mark.parametrize("option", ["ledger", "waivers"])
def test_what_is_filled_in_stands_beside_the_same_finding_next_time(tmp_path: Path, option: str) -> None:
    path = filled(written(tmp_path, "L1", "L2", "L3"), note)
    again = audit([letter(record) for record in ("L1", "L2", "L3")], **{option: path})
    again.write(tmp_path / "again", ("xlsx",))
    rows = late(table(tmp_path / "again" / "ledger.xlsx"))
    assert rows["L1"]["deadline"] == "10个工作日内"
    assert (rows["L1"]["measures"], rows["L1"]["progress"], rows["L1"]["recheck"]) == ("专人催办", "已答复来信人", "属实")
    assert str(rows["L1"]["completed"])[:10] == "2025-07-02"
    assert rows["L2"]["false_alarm"] == "是"
    assert rows["L3"]["progress"] is None
    counts = next(outcome.counts for outcome in again.outcomes if outcome.rule.endswith(LATE_RULE))
    assert (counts.fail, counts.waived) == (2, 1)


def test_false_alarms_and_notes_survive_a_third_run_by_the_newest_ledger_alone(tmp_path: Path) -> None:
    path = filled(written(tmp_path, "L1", "L2"), note)
    audit([letter("L1"), letter("L2")], ledger=path).write(tmp_path / "2", ("xlsx",))
    third = audit([letter("L1"), letter("L2")], ledger=tmp_path / "2" / "ledger.xlsx")
    third.write(tmp_path / "3", ("xlsx",))
    rows = late(table(tmp_path / "3" / "ledger.xlsx"))
    assert (rows["L1"]["progress"], rows["L2"]["false_alarm"]) == ("已答复来信人", "是")


def test_a_false_alarm_that_is_taken_back_counts_again(tmp_path: Path) -> None:
    path = filled(written(tmp_path, "L1", "L2"), note)
    audit([letter("L1"), letter("L2")], ledger=path).write(tmp_path / "2", ("xlsx",))

    def take_back(sheet: Worksheet) -> None:
        sheet.cell(line_of(sheet, "L2", LATE_RULE), AT["false_alarm"], "否")

    back = filled(tmp_path / "2" / "ledger.xlsx", take_back)
    counts = next(o.counts for o in audit([letter("L1"), letter("L2")], ledger=back).outcomes if o.rule.endswith(LATE_RULE))
    assert (counts.fail, counts.waived) == (2, 0)


def test_a_finding_that_is_gone_is_listed_apart_and_found_again_keeps_its_note(tmp_path: Path) -> None:
    path = filled(written(tmp_path, "L1", "L2"), note)
    audit([letter("L2")], ledger=path).write(tmp_path / "2", ("xlsx",))
    gone = late(table(tmp_path / "2" / "ledger.xlsx", "上期未再现"))
    assert (set(gone), gone["L1"]["progress"]) == ({"L1"}, "已答复来信人")
    audit([letter("L1")], ledger=tmp_path / "2" / "ledger.xlsx").write(tmp_path / "3", ("xlsx",))
    assert late(table(tmp_path / "3" / "ledger.xlsx"))["L1"]["progress"] == "已答复来信人"


def test_the_note_beside_a_finding_that_is_waived_now_is_not_lost(tmp_path: Path) -> None:
    path = filled(written(tmp_path, "L1", "L2"), note)
    waivers = tmp_path / "w.yaml"
    waivers.write_text(
        "waivers:\n  - {rule: 5.3.3#2, records: [L1], reason: 迁移, approver: 张某, expires: 2025-12-31}\n",
        encoding="utf-8",
    )
    audit([letter("L1"), letter("L2")], ledger=path, waivers=waivers).write(tmp_path / "2", ("xlsx",))
    assert "L1" not in late(table(tmp_path / "2" / "ledger.xlsx"))
    assert late(table(tmp_path / "2" / "ledger.xlsx", "上期未再现"))["L1"]["progress"] == "已答复来信人"


def test_rows_that_people_added_are_carried_on(tmp_path: Path) -> None:
    def add(sheet: Worksheet) -> None:
        sheet.insert_rows(2)
        sheet.cell(2, AT["description"], "首页飘窗遮挡正文")
        sheet.cell(2, AT["unit"], "甲局")

    path = filled(written(tmp_path, "L1"), add)
    audit([letter("L1")], ledger=path).write(tmp_path / "2", ("xlsx",))
    last = table(tmp_path / "2" / "ledger.xlsx")[-1]
    assert (last["description"], last["unit"], last["fingerprint"]) == ("首页飘窗遮挡正文", "甲局", None)


def test_a_report_directory_gives_the_same_ledger_again(tmp_path: Path) -> None:
    path = filled(written(tmp_path / "1", "L1", "L2", "L3"), note)
    audit([letter("L1"), letter("L2")], ledger=path).write(tmp_path / "2", ("xlsx",))
    write_reports(read_result(tmp_path / "2", "DIR"), tmp_path / "3", ("xlsx",))
    for sheet in ("问题台账", "单位", "上期未再现"):
        first, second = (openpyxl.load_workbook(tmp_path / name / "ledger.xlsx")[sheet] for name in ("2", "3"))
        assert [[c.value for c in row] for row in first] == [[c.value for c in row] for row in second]


def test_personal_data_is_masked_unless_it_is_asked_for(tmp_path: Path) -> None:
    done = audit(
        [letter("L1", reply_content="请联系来信人王小明,电话13800138000。", is_public=True, publish_status="published")]
    )
    for redact in (True, False):
        done.write(tmp_path / str(redact), ("xlsx",), redact=redact)
    shown = {redact: str(table(tmp_path / str(redact) / "ledger.xlsx")) for redact in (True, False)}
    assert "13800138000" not in shown[True]
    marks = {
        redact: [row["fingerprint"] for row in table(tmp_path / str(redact) / "ledger.xlsx")] for redact in (True, False)
    }
    assert marks[True] == marks[False], "a masked ledger is read again like any other"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_ledger_that_libreoffice_has_saved_is_read_again(tmp_path: Path) -> None:
    path = filled(written(tmp_path, "L1", "L2"), note)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "lo"),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    again = audit([letter("L1"), letter("L2")], ledger=tmp_path / "lo" / path.name)
    assert again.result.ledger is not None
    assert len(again.result.ledger.met) == audit([letter("L1"), letter("L2")]).result.findings.total
    again.write(tmp_path / "again", ("xlsx",))
    rows = late(table(tmp_path / "again" / "ledger.xlsx"))
    assert (rows["L1"]["progress"], rows["L2"]["false_alarm"]) == ("已答复来信人", "是")
