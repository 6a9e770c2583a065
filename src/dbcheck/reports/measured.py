"""Rules whose text gives no number: how long things took, and no verdict."""

from dbcheck.errors import Message
from dbcheck.findings import AuditResult
from dbcheck.reports.layout import Column, Line, Span, Tone, table
from dbcheck.reports.outcome_table import rule_name

UNIT_WORDS = {
    "minute": Message("分钟", "minutes"),
    "hour": Message("小时", "hours"),
    "calendar_day": Message("日", "days"),
    "work_day": Message("工作日", "working days"),
    "month": Message("个月", "months"),
}
# The same behind an amount: 5 个工作日.
AMOUNT_WORDS = {**UNIT_WORDS, "calendar_day": Message("天", "days"), "work_day": Message("个工作日", "working days")}


def measure_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give the table, empty where nothing was measured."""
    measured = [(outcome, outcome.measure) for outcome in result.outcomes if outcome.measure is not None]
    if not measured:
        return []
    heads = (
        Column(Message("只计量", "measured").say(lang)),
        Column(Message("要求(文本没有数字)", "requirement (no number in the text)").say(lang), flexible=True),
        Column(Message("记录", "records").say(lang), right=True),
        Column(Message("中位", "median").say(lang), right=True),
        Column("P90", right=True),
        Column(Message("最长", "longest").say(lang), right=True),
        Column(""),
    )
    rows = []
    for outcome, measure in measured:
        unit = UNIT_WORDS[measure.unit].say(lang) if measure.unit in UNIT_WORDS else measure.unit
        numbers = (measure.count, measure.median, measure.p90, measure.maximum)
        name = Span(rule_name(outcome, result), Tone.NOTE)
        rows.append([name, Span(outcome.requirement), *(Span(f"{number:,}") for number in numbers), Span(unit)])
    return table(heads, rows, columns)
