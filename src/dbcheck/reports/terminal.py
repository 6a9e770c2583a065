"""The report an inspector reads in a terminal: who was judged by what, who broke which clause, and what could not be judged."""

from pathlib import Path

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, OutcomeKind, Severity
from dbcheck.reports.changes import change_lines
from dbcheck.reports.decided import decision_lines
from dbcheck.reports.judged_inputs import header_lines, input_lines
from dbcheck.reports.law_changes import law_change_lines
from dbcheck.reports.layout import BLANK, Line, Span, Tone, paragraph
from dbcheck.reports.measured import measure_lines
from dbcheck.reports.outcome_table import coverage_lines, error_lines, outcome_lines, severity_of
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
        law_change_lines(result, columns, lang),
        outcome_lines(result, columns, lang),
        change_lines(result, columns, lang),
        finding_lines(result, columns, lang),
        decision_lines(result, columns, lang),
        measure_lines(result, columns, lang),
        error_lines(result, columns, lang),
        undecided_lines(result, columns, lang),
        reject_lines(result, columns, lang),
        coverage_lines(result, columns, lang),
    )
    return [line for section in sections if section for line in (*section, BLANK)]


def closing_lines(
    result: AuditResult, meaning: str, *, columns: int = 100, lang: str = "zh", written: Path | None = None
) -> list[Line]:
    """Give the last words: the verdict, where the files are, what the exit code means (``meaning``)."""
    tone, verdict = verdict_of(result)
    lines = [(Span(verdict.say(lang), tone),)]
    place = Message(f"报告写入 {written}", f"The report is in {written}").say(lang) if written else ""
    end = Message("。", ". ").say(lang)
    tail = end.join(text for text in (place, meaning) if text)
    return [*lines, *paragraph(tail, columns, tone=Tone.FAINT)]


def verdict_of(result: AuditResult) -> tuple[Tone, Message]:
    """Give the verdict in words; what was not judged is never called compliant."""
    if not result.evaluated:
        return Tone.DOUBT, Message(
            "没有任何记录得到判定,不能说明是否符合", "Nothing was judged: this says nothing about compliance"
        )
    tone, verdict = _judged(result)
    left = sum(outcome.outcome in (OutcomeKind.UNDETERMINED, OutcomeKind.ERROR) for outcome in result.outcomes)
    if not left:
        return tone, verdict
    zh, en = f";另有 {left:,} 条规则未能判定", f"; {many(left, 'rule')} could not be judged"
    return (Tone.DOUBT if tone is Tone.GOOD else tone), Message(verdict.zh + zh, verdict.en + en)


def _judged(result: AuditResult) -> tuple[Tone, Message]:
    """Say how the rules that were judged ended, the gravest first."""
    found = result.findings.by_severity()
    failed = [severity_of(outcome) for outcome in result.outcomes if outcome.outcome is OutcomeKind.FAIL]
    broken, number = failed.count(Severity.VIOLATION), found.get(Severity.VIOLATION, 0)
    if broken:
        said = Message(
            f"不符合:{broken:,} 条规则,{number:,} 处", f"Fail: {many(broken, 'rule')}, {many(number, 'finding')}"
        )
        return Tone.BAD, said
    if failed:
        zh = f"未见违反;{len(failed):,} 条建议性规则未达到"
        return Tone.DOUBT, Message(zh, f"No violation; {many(len(failed), 'recommendation')} not met")
    suspicions = found.get(Severity.SUSPICION, 0)
    if suspicions:
        zh = f"未见不符合,有 {suspicions:,} 处疑似须人工复核"
        return Tone.DOUBT, Message(zh, f"No failure; {many(suspicions, 'suspicion')} for a person to look at")
    passed = sum(outcome.outcome is OutcomeKind.PASS for outcome in result.outcomes)
    return Tone.GOOD, Message(f"得到判定的 {passed:,} 条规则全部符合", f"What was judged passes: {many(passed, 'rule')}")
