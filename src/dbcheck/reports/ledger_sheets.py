"""What stands beside the ledger: summary, clauses, what was not judged, what could not be read, what people decided, how to fill it in."""

from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from dbcheck.errors import Message
from dbcheck.findings import REASON_WORDS, AuditResult, Outcome, OutcomeKind, Reason, Severity
from dbcheck.reports.decided import STATE_WORDS
from dbcheck.reports.outcome_table import broken_rules, coverage_said, severity_of
from dbcheck.reports.places import places_of, shared_folder
from dbcheck.reports.terminal import verdict_of
from dbcheck.reports.vocabulary import SEVERITY_WORDS, field_label, kind_label
from dbcheck.reports.workbook import Cell, Look, SheetColumn, lines_of, shown

Made = tuple[Sequence[SheetColumn], Iterator[Sequence[Cell]]]
WORST = 10
_SUMMARY_WIDTH, _SMALLER = 76, 0.75  # characters; as many of them fit in the larger type of the outcome
CONCLUSION = Message("结论", "Outcome")
_WORST_HEADS = (
    Message("问题最多的条款", "Worst clauses"),
    Message("要求", "Requirement"),
    Message("级别", "Level"),
    Message("判定", "Judged"),
    Message("不符合", "Fail"),
    Message("疑似", "Suspect"),
)

OUTCOME_WORDS: Mapping[OutcomeKind, Message] = {
    OutcomeKind.PASS: Message("符合", "pass"),
    OutcomeKind.FAIL: Message("不符合", "fail"),
    OutcomeKind.SUSPECT: Message("疑似不符合", "suspect"),
    OutcomeKind.UNDETERMINED: Message("未能判定", "undetermined"),
    OutcomeKind.NO_POPULATION: Message("没有可查的记录", "no records"),
    OutcomeKind.NOT_APPLICABLE: Message("不适用", "not applicable"),
    OutcomeKind.MANUAL: Message("待人工核查", "waits for a person"),
    OutcomeKind.ERROR: Message("检查器出错", "checker error"),
}
_MODALITIES: Mapping[str, Message] = {
    "shall": Message("应", "shall"),
    "must_not": Message("不得", "must not"),
    "should": Message("宜", "should"),
    "may": Message("可", "may"),
    "info": Message("说明", "information"),
}


def _columns(lang: str, *columns: tuple[Message, float] | tuple[Message, float, bool]) -> list[SheetColumn]:
    return [SheetColumn(column[0].say(lang), column[1], is_number=len(column) > 2) for column in columns]


def as_of_words(result: AuditResult) -> str:
    """Give the audit instant as the user thinks of it: a day stands for its 24:00."""
    given = result.as_of_text
    is_day = given and "T" not in given and ":" not in given
    return f"{given} 24:00" if is_day else f"{result.as_of:%Y-%m-%d %H:%M}"


# -- summary ----------------------------------------------------------------------------------------------------------


def summary_rows(result: AuditResult, lang: str) -> Iterator[tuple[str, str]]:
    """Say who was judged by what, as of when, and how it ended."""
    for pack in result.packs:
        yield Message("依据", "Standard").say(lang), f"{pack.document} {pack.title}"
    if result.profile:
        yield Message("适用方案", "Profile").say(lang), result.profile
    yield Message("核查时点", "As of").say(lang), as_of_words(result)
    paths = [part.path for part in result.inputs]
    folder = shared_folder(paths) or (paths[0] if len(paths) == 1 else "")
    read, rejected = (sum(getattr(part, name) for part in result.inputs) for name in ("read", "rejected"))
    yield (
        Message("来源", "Source").say(lang),
        Message(
            f"{folder} {len(paths)} 份,{read:,} 条记录,剔除 {rejected:,} 条",
            f"{folder} {len(paths)} files, {read:,} records, {rejected:,} rejected",
        )
        .say(lang)
        .strip(),
    )
    yield CONCLUSION.say(lang), verdict_of(result)[1].say(lang)
    grades = result.findings.by_severity()
    for grade in (Severity.VIOLATION, Severity.ADVISORY, Severity.SUSPICION):
        yield SEVERITY_WORDS[grade].say(lang), f"{grades.get(grade, 0):,}"
    if result.waived is not None:
        yield Message("豁免与误报", "Waived").say(lang), f"{result.waived.findings.total:,}"
    if result.baseline is not None:
        base = result.baseline
        said = Message(
            f"新增 {base.new:,},持续 {base.persisting:,},已消除 {base.resolved:,},未再判定 {base.not_judged:,}",
            f"{base.new:,} new, {base.persisting:,} persisting, {base.resolved:,} resolved, {base.not_judged:,} not judged again",
        )
        yield Message("与上次相比", "Compared").say(lang), said.say(lang)
    for text in coverage_said(result, lang):
        yield Message("条款覆盖", "Coverage").say(lang), text
    yield Message("个人信息", "Personal data").say(lang), _redaction(result).say(lang)
    yield Message("工作日历", "Calendar").say(lang), result.calendar
    yield (
        Message("版本", "Versions").say(lang),
        ", ".join(f"{name} {result.versions[name]}" for name in sorted(result.versions)),
    )


def _redaction(result: AuditResult) -> Message:
    if result.is_redacted:
        return Message("姓名、电话、证件号码、住址、邮箱已遮盖", "names, phones, ID numbers, addresses and mail are masked")
    return Message("未遮盖,请按原始导出保管", "not masked: keep this file as you keep the export")


def write_summary(sheet: Worksheet, look: Look, result: AuditResult, lang: str) -> None:
    """Write the first page: what a chief reads in ten seconds."""
    sheet.set_column(0, 0, 16, look.text)
    sheet.set_column(1, 1, _SUMMARY_WIDTH, look.text)
    sheet.set_column(2, 5, 11, look.number)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, Message("检查结果摘要", "Summary of the audit").say(lang), look.title)
    facts = list(summary_rows(result, lang))
    for at, (name, text) in enumerate(facts, start=2):
        is_lead = name == CONCLUSION.say(lang)
        higher = lines_of(text, _SUMMARY_WIDTH * _SMALLER if is_lead else _SUMMARY_WIDTH)
        if higher > 1 or is_lead:
            sheet.set_row(at, 18 * higher)
        sheet.write_string(at, 0, name, look.label)
        sheet.write_string(at, 1, shown(text, lang), look.lead if is_lead else look.text)
    _write_worst(sheet, look, result, lang, below=len(facts) + 3)


def _write_worst(sheet: Worksheet, look: Look, result: AuditResult, lang: str, *, below: int) -> None:
    for place, head in enumerate(_WORST_HEADS):
        sheet.write_string(below, place, head.say(lang), look.head)
    for at, outcome in enumerate(broken_rules(result.outcomes)[:WORST], start=below + 1):
        counts = outcome.counts
        sheet.write_string(at, 0, _ref(outcome, result), look.text)
        sheet.write_string(at, 1, shown(outcome.requirement, lang), look.text)
        sheet.write_string(at, 2, SEVERITY_WORDS[severity_of(outcome)].say(lang), look.text)
        for place, number in enumerate((counts.total - counts.out_of_scope, counts.fail, counts.suspect), start=3):
            sheet.write_number(at, place, number, look.number)


def _ref(outcome: Outcome, result: AuditResult) -> str:
    return outcome.rule if len(result.packs) > 1 else outcome.rule.partition("/")[2]


# -- tables -----------------------------------------------------------------------------------------------------------


def clause_rows(result: AuditResult, lang: str) -> Made:
    """Give every rule and how it ended."""
    columns = _columns(
        lang,
        (Message("文件", "Document"), 20),
        (Message("条款", "Clause"), 10),
        (Message("要求", "Requirement"), 46),
        (Message("用语", "Modality"), 8),
        (Message("结论", "Outcome"), 13),
        (Message("原因", "Reason"), 26),
        (Message("记录类别", "Kind"), 14),
        *(
            (head, 9, True)
            for head in (
                Message("符合", "Pass"),
                Message("不符合", "Fail"),
                Message("疑似", "Suspect"),
                Message("未到期", "Pending"),
                Message("未定", "Undet."),
                Message("豁免误报", "Waived"),
                Message("不在范围", "Out of scope"),
            )
        ),
    )
    documents = {pack.id: pack.document for pack in result.packs}
    return columns, (_clause(outcome, documents, lang) for outcome in result.outcomes)


def _clause(outcome: Outcome, documents: Mapping[str, str], lang: str) -> Sequence[Cell]:
    counts = outcome.counts
    return (
        documents.get(outcome.pack, outcome.pack),
        outcome.rule.partition("/")[2],
        outcome.requirement,
        _MODALITIES.get(outcome.modality, Message(outcome.modality, outcome.modality)).say(lang),
        OUTCOME_WORDS[outcome.outcome].say(lang),
        _why(outcome.reason, outcome.kind, outcome.reason_detail, lang) if outcome.reason else outcome.error,
        kind_label(outcome.kind, lang),
        counts.passed,
        counts.fail,
        counts.suspect,
        counts.pending,
        counts.undetermined,
        counts.waived,
        counts.out_of_scope,
    )


def _why(reason: Reason, kind: str | None, detail: str, lang: str) -> str:
    word = REASON_WORDS[reason].say(lang)
    if not detail:
        return word
    named = kind_label(detail, lang) if reason is Reason.KIND_NOT_SUPPLIED else field_label(kind, detail, lang)
    return f"{word}: {named}" if lang == "en" else f"{word}:{named}"


def undecided_rows(result: AuditResult, lang: str) -> Made:
    """Give, for each rule, the records that could not be judged, by reason."""
    columns = _columns(
        lang,
        (Message("条款", "Clause"), 24),
        (Message("要求", "Requirement"), 46),
        (Message("原因", "Reason"), 40),
        (Message("记录数", "Records"), 9, True),
        (Message("例如", "Such as"), 40),
    )
    return columns, _undecided(result, lang)


def _undecided(result: AuditResult, lang: str) -> Iterator[Sequence[Cell]]:
    for outcome in result.outcomes:
        parts = [(part.reason, part.detail, part.count, part.samples) for part in outcome.undecided]
        if not parts and outcome.outcome is OutcomeKind.UNDETERMINED and outcome.reason:
            parts = [(outcome.reason, outcome.reason_detail, outcome.counts.undetermined, ())]
        for reason, detail, count, samples in parts:
            why = _why(reason, outcome.kind, detail, lang)
            yield _ref(outcome, result), outcome.requirement, why, count, Message("、", ", ").say(lang).join(samples)


def reject_rows(result: AuditResult, lang: str) -> Made:
    """Give what could not be read; where not all of it is listed, a last row says so."""
    columns = _columns(
        lang,
        (Message("位置", "Place"), 26),
        (Message("列", "Column"), 16),
        (Message("值", "Value"), 50),
        (Message("原因", "Reason"), 60),
        (Message("后果", "Effect"), 16),
    )
    return columns, _rejects(result, lang)


def _rejects(result: AuditResult, lang: str) -> Iterator[Sequence[Cell]]:
    places = places_of(result, lang)
    whole, cell = Message("整行剔除", "row left out"), Message("该值不用", "value not used")
    for reject in result.rejects:
        effect = (whole if reject.whole_row else cell).say(lang)
        yield places.say(reject.path, reject.row), reject.column, reject.value, reject.reason.say(lang), effect
    left = result.rejects_total - len(result.rejects)
    if left:
        yield Message(f"另有 {left:,} 处未列出", f"{left:,} more are not listed").say(lang), "", "", "", ""


def decision_rows(result: AuditResult, lang: str) -> Made:
    """Give the waivers and false alarms, and what each did."""
    columns = _columns(
        lang,
        (Message("类型", "Kind"), 9),
        (Message("规则", "Rule"), 24),
        (Message("对象", "Records"), 26),
        (Message("单位", "Unit"), 18),
        (Message("期间", "Period"), 14),
        (Message("理由", "Reason"), 34),
        (Message("批准人", "Approver"), 12),
        (Message("文号", "Document"), 14),
        (Message("有效期至", "Valid until"), 12),
        (Message("状态", "State"), 10),
        (Message("处数", "Findings"), 8, True),
        (Message("出处", "Where"), 28),
    )
    return columns, _decisions(result, lang)


def _decisions(result: AuditResult, lang: str) -> Iterator[Sequence[Cell]]:
    kinds = {"waiver": Message("豁免", "waiver"), "false_alarm": Message("误报", "false alarm")}
    for waiver in result.waived.waivers if result.waived else ():
        yield (
            kinds[waiver.kind].say(lang),
            waiver.rule,
            Message("、", ", ").say(lang).join(waiver.records),
            waiver.unit,
            waiver.period,
            waiver.reason,
            waiver.approver,
            waiver.document,
            waiver.expires.isoformat() if waiver.expires else "",
            STATE_WORDS[waiver.state].say(lang),
            waiver.count,
            waiver.where,
        )


# -- how to fill it in ----------------------------------------------------------------------------------------------------


def explanation_rows(total: int, lang: str) -> Iterator[tuple[str, str]]:
    """Say how the ledger is filled in and read again."""
    lines = (
        (
            Message("填写", "Filling it in"),
            Message(
                "黄色表头的列由人填写:是否误报、整改时限、整改措施、整改情况、完成时间、复核结果。其余列由程序写出,改动不会被读回。",
                "The columns with a yellow head are for people: false alarm, rectify by, measures, progress, completed on, re-check. "
                "The others are written by the program; changes to them are not read.",
            ),
        ),
        (
            Message("是否误报", "False alarm"),
            Message(
                "写 是 或 否,留空即否。写 是 的问题下次不计入结论,单独列出。",
                "yes or no; blank is no. A finding with yes is not counted next time, and listed apart.",
            ),
        ),
        (
            Message("完成时间", "Completed on"),
            Message("写日期,如 2025-06-30。", "a date, e.g. 2025-06-30"),
        ),
        (
            Message("排序与增删", "Sorting, adding"),
            Message(
                "可以筛选、排序、删除行、增加行。排序时选中整张表:隐藏的 规则编号、指纹 两列要跟着走。自己增加的列,表头以 # 开头。",
                "Rows may be filtered, sorted, removed and added. Sort the whole table: the hidden columns Rule and Fingerprint belong to "
                "their rows. Begin the header of a column of your own with #.",
            ),
        ),
        (
            Message("读回", "Reading it again"),
            Message(
                "dbcheck audit 导出/ --ledger ledger.xlsx --format xlsx --out 报告/",
                "dbcheck audit exports/ --ledger ledger.xlsx --format xlsx --out report/",
            ),
        ),
        (
            Message("行数", "Rows"),
            Message(
                f"台账共 {total:,} 行;放不下的续在下一张表。全部发现另见 findings.parquet。",
                f"The ledger has {total:,} rows; what does not fit goes on in the next sheet. findings.parquet holds every finding too.",
            ),
        ),
    )
    return ((title.say(lang), text.say(lang)) for title, text in lines)
