"""The report an inspector reads in a terminal: who was judged by what, who broke which clause, and what could not be judged."""

from pathlib import Path

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, OutcomeKind, Severity
from dbcheck.reports.judged_inputs import header_lines, input_lines
from dbcheck.reports.layout import BLANK, Line, Span, Tone, paragraph
from dbcheck.reports.measured import measure_lines
from dbcheck.reports.outcome_table import coverage_line, error_lines, outcome_lines
from dbcheck.reports.reject_list import reject_lines
from dbcheck.reports.undecided import undecided_lines
from dbcheck.reports.vocabulary import many
from dbcheck.reports.worst_findings import finding_lines

MIN_COLUMNS, MAX_COLUMNS = 60, 130


def report_lines(result: AuditResult, *, columns: int = 100, lang: str = "zh") -> list[Line]:
    """Give the whole report but its last words, laid out to a width."""
    columns = max(MIN_COLUMNS, min(columns, MAX_COLUMNS))
    sections = (
        header_lines(result, columns, lang),
        input_lines(result, columns, lang),
        outcome_lines(result, columns, lang),
        finding_lines(result, columns, lang),
        measure_lines(result, columns, lang),
        error_lines(result, columns, lang),
        undecided_lines(result, columns, lang),
        reject_lines(result, columns, lang),
        coverage_line(result, columns, lang),
    )
    return [line for section in sections if section for line in (*section, BLANK)]


def closing_lines(
    result: AuditResult, meaning: str, *, columns: int = 100, lang: str = "zh", written: Path | None = None
) -> list[Line]:
    """Give the last words: the verdict, where the files are, what the exit code means (``meaning``)."""
    tone, verdict = _verdict(result)
    lines = [(Span(verdict.say(lang), tone),)]
    place = Message(f"报告写入 {written}", f"The report is in {written}").say(lang) if written else ""
    end = Message("。", ". ").say(lang)
    tail = end.join(text for text in (place, meaning) if text)
    return [*lines, *paragraph(tail, columns, tone=Tone.FAINT)]


def _verdict(result: AuditResult) -> tuple[Tone, Message]:
    count = {kind: sum(outcome.outcome is kind for outcome in result.outcomes) for kind in OutcomeKind}
    left = count[OutcomeKind.UNDETERMINED] + count[OutcomeKind.ERROR]
    rest = (
        Message(f";另有 {left:,} 条规则未能判定", f"; {many(left, 'rule')} could not be judged")
        if left
        else Message("", "")
    )
    grave = result.findings.by_severity()
    if not result.evaluated:
        return Tone.DOUBT, Message(
            "没有任何记录得到判定,不能说明是否符合", "Nothing was judged: this says nothing about compliance"
        )
    if count[OutcomeKind.FAIL]:
        total = sum(number for severity, number in grave.items() if severity is not Severity.SUSPICION)
        zh, en = (
            f"不符合:{count[OutcomeKind.FAIL]:,} 条规则,{total:,} 处",
            f"Fail: {many(count[OutcomeKind.FAIL], 'rule')}, {many(total, 'finding')}",
        )
        return Tone.BAD, Message(zh + rest.zh, en + rest.en)
    if count[OutcomeKind.SUSPECT]:
        total = grave.get(Severity.SUSPICION, 0)
        zh, en = (
            f"未见不符合,有 {total:,} 处疑似须人工复核",
            f"No failure; {many(total, 'suspicion')} for a person to look at",
        )
        return Tone.DOUBT, Message(zh + rest.zh, en + rest.en)
    zh, en = (
        f"得到判定的 {count[OutcomeKind.PASS]:,} 条规则全部符合",
        f"What was judged passes: {many(count[OutcomeKind.PASS], 'rule')}",
    )
    return (Tone.DOUBT if left else Tone.GOOD), Message(zh + rest.zh, en + rest.en)
