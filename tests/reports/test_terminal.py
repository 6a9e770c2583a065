import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Counts, Measure, OutcomeKind, PackUsed, Reason, Reject, Severity, Undecided
from dbcheck.reports.coloured import print_coloured
from dbcheck.reports.layout import Line, Tone, plain
from dbcheck.reports.terminal import closing_lines, report_lines
from dbcheck.reports.widths import width
from reports.specimens import FINDINGS, INPUTS, OUTCOMES, REJECTS, finding, outcome, result


def text(made: AuditResult, columns: int = 100, lang: str = "zh") -> str:
    return plain(report_lines(made, columns=columns, lang=lang))


def many_broken() -> AuditResult:
    """Thirty broken rules of nine findings each, many files and many rejects."""
    outcomes = [outcome(f"5.{number}", OutcomeKind.FAIL, Counts(fail=9)) for number in range(30)]
    findings = [finding(f"L-{row}", clause=f"5.{number}") for number in range(30) for row in range(1, 10)]
    inputs = tuple(replace(INPUTS[0], path=f"导出/来信{number}.csv") for number in range(40))
    return result(outcomes, findings, inputs, REJECTS * 20)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("made", [result(), many_broken()], ids=["small", "large"])
def test_no_line_is_wider_than_the_terminal(made: AuditResult, columns: int, lang: str) -> None:
    tables = re.compile("^(规则|rules|条款|clause) ")  # a head of ten columns needs 76
    lines = text(made, columns, lang).splitlines()
    limit = max(columns, 80)
    assert [line for line in lines if width(line) > (limit if tables.match(line) or columns < 80 else columns)] == []


def test_colour_changes_no_text() -> None:
    lines = report_lines(result(), columns=80)
    stream = io.StringIO()
    print_coloured(lines, stream)
    shown = stream.getvalue()
    assert "\x1b[" in shown
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == plain(lines)
    assert "\x1b" not in plain(lines)


def test_the_report_says_the_same_every_time() -> None:
    assert text(result()) == text(result())


def test_a_finding_is_shown_with_clause_record_calculation_and_place() -> None:
    said = text(result())
    (line,) = [line for line in said.splitlines() if " L-11 " in line]
    assert "第11行" in line
    assert "2024-09-27 收到,应于 2024-10-10 前答复,2024-10-15 才答复,晚 4 个工作日" in said
    assert "5.3.3#2 受理的留言最迟5个工作日内答复(共 7 条)" in said
    assert "L-16" not in said  # five of seven are shown


def test_a_record_without_an_id_is_named_once() -> None:
    nameless = replace(FINDINGS[0], record="导出/来信.csv:11")
    said = text(result(findings=(nameless,)))
    assert "导出/来信.csv:11" not in said
    assert said.count("第11行") == 1


def test_a_long_name_leaves_the_message_a_line_of_its_own() -> None:
    long = replace(FINDINGS[0], record="很长的编号" * 6)
    lines = text(result(findings=(long,)), 60).splitlines()
    at = next(number for number, line in enumerate(lines) if long.record in line)
    assert lines[at + 1].startswith("      2024-09-27 收到")


def test_files_of_one_name_in_two_folders_are_told_apart() -> None:
    twin = replace(INPUTS[0], path="导出2/来信.csv")
    said = text(result(findings=FINDINGS[:1], inputs=(INPUTS[0], twin)))
    assert "导出/来信.csv:11" in said


def test_broken_rules_come_gravest_first() -> None:
    outcomes = (
        outcome("1.1", OutcomeKind.SUSPECT, Counts(suspect=99)),
        outcome("1.2", OutcomeKind.FAIL, Counts(fail=99), modality="should"),
        outcome("1.3", OutcomeKind.FAIL, Counts(fail=1)),
        outcome("1.4", OutcomeKind.FAIL, Counts(fail=5)),
    )
    table = [
        line.split()[0]
        for line in text(result(outcomes, findings=())).splitlines()
        if re.match(r"1\.\d +(违反|建议|疑似)", line)
    ]
    assert table == ["1.4", "1.3", "1.2", "1.1"]


def test_what_could_not_be_judged_is_named_as_the_export_names_it() -> None:
    said = text(result())
    assert "没有提供的记录:「在线访谈」 → 1 条规则" in said
    assert "导出没有的列:「是否受理」 → 1 条规则" in said
    assert "值无法识读:「留言时间」 → 1 条规则(至多 1 条记录)" in said
    assert "--binding" in said


def test_a_reason_gathers_all_its_rules() -> None:
    missing = [
        outcome(f"6.{number}", OutcomeKind.UNDETERMINED, reason=Reason.MISSING_COLUMN, reason_detail="accepted")
        for number in range(3)
    ]
    assert "「是否受理」 → 3 条规则" in text(result(missing, findings=()))


def test_a_path_through_references_is_named_step_by_step() -> None:
    undecided = (Undecided(Reason.MISSING_VALUE, "site_id.org_id", 4),)
    made = outcome("6.1", OutcomeKind.UNDETERMINED, Counts(undetermined=4), undecided=undecided)
    assert "「网站名称·主办单位」" in text(result([made], findings=()))


def test_unmatched_headers_and_matched_ones_are_printed() -> None:
    said = text(result())
    assert "留言时间→received_at" in said
    assert "来信.csv 未识别的列:备注" in said


def test_rejects_are_listed_with_place_value_and_reason_whole_rows_first() -> None:
    said = text(result()).splitlines()
    start = next(number for number, line in enumerate(said) if line.startswith("无法识读的内容 3 处,整行剔除 2 行"))
    assert [line.split()[0] for line in said[start + 1 : start + 4]] == ["第7行", "第21行", "第9行"]
    assert "留言时间 '2024-13-45': 不是日期" in said[start + 3]


def test_many_rejects_are_counted_by_reason_and_the_rest_is_pointed_to() -> None:
    said = text(many_broken())
    assert "列数不符 20 · 不是日期 20 · 编号重复 20" in said
    assert "另有 50 处(--out 写出全部)" in said


def test_what_is_left_out_is_said() -> None:
    said = text(many_broken())
    assert "另有 18 条规则(--out 写出全部)" in said
    assert "合计 40 份(略去 30 份)" in said
    assert len(said.splitlines()) < 110


def test_a_line_end_in_a_rejected_value_breaks_no_line() -> None:
    reject = Reject("来信.csv", 3, "标题", "上\n下", Message("不行", "no"), whole_row=False)
    assert "'上⏎下'" in text(result(rejects=(reject,)))


def test_a_broken_checker_is_named_with_what_it_raised() -> None:
    broken = outcome("5.9", OutcomeKind.ERROR, error="ZeroDivisionError: division by zero", check="my_check")
    assert "5.9  my_check: ZeroDivisionError: division by zero" in text(result((*OUTCOMES, broken)))


def test_rules_that_only_measure_show_what_they_measured() -> None:
    measured = outcome(
        "5.3.1#2",
        OutcomeKind.NOT_APPLICABLE,
        reason=Reason.NO_NUMBER,
        measure=Measure("work_day", 1200, 0, 2, 9, 41),
    )
    (row,) = [line for line in text(result([measured], findings=())).splitlines() if line.startswith("5.3.1#2")]
    assert row.split()[-5:] == ["1,200", "2", "9", "41", "工作日"]


def test_coverage_says_who_decides() -> None:
    said = "条款覆盖  6 个条款、7 条规则:机器判定 3 · 机器提示疑点 1 · 人工核查 1 · 说明 1 · 只计量 1"
    assert said in text(result())


def test_coverage_of_several_packs_has_a_line_for_each() -> None:
    (pack,) = result().packs
    other = replace(pack, id="QH2018-37", coverage={**pack.coverage, "clauses": 20})
    said = text(replace(result(), packs=(pack, other)), lang="en")
    assert "coverage  DB23T3649.10  6 clauses, 7 rules: machine 3" in said
    assert "coverage  QH2018-37  20 clauses, 7 rules: machine 3" in said


def test_with_several_packs_a_rule_bears_the_name_of_its_pack() -> None:
    other = PackUsed("QH2018-37", "青海", "青政办〔2018〕37号", None, "2" * 64, 1)
    made = replace(result(), packs=(*result().packs, other))
    assert "DB23T3649.10/5.3.3#2" in text(made)


def test_the_english_report_has_no_chinese_of_ours() -> None:
    outcomes = [replace(each, requirement="reply in time") for each in OUTCOMES]
    findings = [replace(each, message="3 working days late", path="letters.csv") for each in FINDINGS]
    inputs = (replace(INPUTS[0], path="letters.csv", binding={"Received": "received_at", "Note": None}),)
    rejects = (Reject("letters.csv", 7, "", "x", Message("列数不符", "the wrong number of columns"), whole_row=True),)
    made = replace(result(outcomes, findings, inputs, rejects), packs=())
    written = closing_lines(made, "Exit code 1", lang="en", written=Path("out"))
    said = text(made, lang="en") + plain(written)
    assert [character for character in said if character > "\u2fff"] == []
    assert "Fail: 1 rule, 7 findings; 2 rules could not be judged" in said


CLOSINGS = {
    "不符合:1 条规则,7 处;另有 2 条规则未能判定": (result(), Tone.BAD),
    "未见违反;1 条建议性规则未达到": (
        result(
            (outcome("5.1.5", OutcomeKind.FAIL, Counts(fail=1), modality="should"),),
            (replace(FINDINGS[0], severity=Severity.ADVISORY),),
        ),
        Tone.DOUBT,
    ),
    "未见不符合,有 1 处疑似须人工复核": (result(OUTCOMES[5:6], FINDINGS[-1:]), Tone.DOUBT),
    "得到判定的 1 条规则全部符合": (result(OUTCOMES[1:2], ()), Tone.GOOD),
    "得到判定的 1 条规则全部符合;另有 2 条规则未能判定": (result(OUTCOMES[1:4], ()), Tone.DOUBT),
    "没有任何记录得到判定,不能说明是否符合": (result(OUTCOMES[2:4], ()), Tone.DOUBT),
}


@pytest.mark.parametrize("verdict", CLOSINGS)
def test_the_last_words_say_the_verdict_and_never_praise_what_was_not_judged(verdict: str) -> None:
    made, tone = CLOSINGS[verdict]
    first, *rest = closing_lines(made, "退出码 0", written=Path("报告"))
    assert _text(first) == verdict
    assert first[0].tone is tone
    assert _text(rest[0]) == "报告写入 报告。退出码 0"


def _text(line: Line) -> str:
    return "".join(span.text for span in line)
