"""A comparison of two runs, as lines for a terminal and as plain values."""

from collections.abc import Mapping
from typing import Any

from dbcheck.errors import Message
from dbcheck.findings import Severity
from dbcheck.reports.changes import when_of
from dbcheck.reports.layout import BLANK, Column, Line, Span, Tone, line, paragraph, table, title
from dbcheck.reports.run_comparison import NEW, NOT_JUDGED, PERSISTING, RESOLVED, STATES, Comparison
from dbcheck.reports.vocabulary import SEVERITY_WORDS, many

SCHEMA = 1
STATE_WORDS: Mapping[str, Message] = {
    NEW: Message("新增", "new"),
    PERSISTING: Message("持续", "persisting"),
    RESOLVED: Message("已消除", "resolved"),
    NOT_JUDGED: Message("未再判定", "no longer judged"),
}
TONES: Mapping[str, Tone] = {NEW: Tone.BAD, PERSISTING: Tone.PLAIN, RESOLVED: Tone.GOOD, NOT_JUDGED: Tone.DOUBT}


def comparison_lines(comparison: Comparison, *, columns: int = 100, lang: str = "zh") -> list[Line]:
    """Give the counts in total and per rule, then examples of each state."""
    heads = [
        Column(Message("规则", "rule").say(lang), flexible=True),
        *(Column(STATE_WORDS[state].say(lang), right=True) for state in STATES),
    ]
    rows = [
        [Span(f"{rule.rule}  {rule.requirement}"), *(_number(rule.counts[state], state) for state in STATES)]
        for rule in comparison.rules
        if any(rule.counts[state] for state in STATES if state != PERSISTING)
    ]
    steady = [rule for rule in comparison.rules if sum(rule.counts.values()) == rule.counts[PERSISTING]]
    if steady:
        calm = Message(f"没有变化的 {len(steady):,} 条规则", f"{many(len(steady), 'rule')} without a change").say(lang)
        unchanged = dict.fromkeys(STATES, 0) | {PERSISTING: sum(rule.counts[PERSISTING] for rule in steady)}
        rows.append([Span(calm, Tone.FAINT), *(_number(unchanged[state], state) for state in STATES)])
    totals = comparison.totals
    rows.append([Span(Message("合计", "all").say(lang)), *(_number(totals[state], state) for state in STATES)])
    lines = [_runs(comparison), BLANK, *table(heads, rows, columns), BLANK]
    for state in STATES:
        lines += _examples(comparison, state, columns, lang)
    if totals[NOT_JUDGED]:
        said = Message(
            "未再判定:规则这次没有判定,或记录可能未能判定、不在导出中,不算消除;用 audit --baseline 可以逐条分清",
            "no longer judged: the rule was not judged, or the record may be undetermined or not in the export; not counted as resolved. "
            "audit --baseline tells them apart record by record",
        )
        lines += paragraph(said.say(lang), columns, tone=Tone.FAINT)
    return lines


def _runs(comparison: Comparison) -> Line:
    old, new = comparison.old, comparison.new
    return line(f"{old.path} ({when_of(old.as_of)}) → {new.path} ({when_of(new.as_of)})", Tone.TITLE)


def _number(amount: int, state: str) -> Span:
    return Span(f"{amount:,}", TONES[state] if amount else Tone.FAINT)


def _examples(comparison: Comparison, state: str, columns: int, lang: str) -> list[Line]:
    shown = comparison.examples[state]
    if not shown:
        return []
    lines = [title(STATE_WORDS[state].say(lang))]
    for example in shown:
        severity = SEVERITY_WORDS[Severity(example.severity)].say(lang)
        lines += paragraph(
            f"{severity} {example.rule} {example.record}  {example.message}", columns, indent=2, hang=2, tone=TONES[state]
        )
    left = comparison.totals[state] - len(shown)
    if left > 0:
        lines.append(line("  " + Message(f"……另有 {left:,} 条", f"... and {left:,} more").say(lang), Tone.FAINT))
    return [*lines, BLANK]


def comparison_entry(comparison: Comparison) -> dict[str, Any]:
    """Give the comparison as plain values."""
    old, new = comparison.old, comparison.new
    return {
        "schema": SCHEMA,
        "old": {"path": old.path, "as_of": old.as_of},
        "new": {"path": new.path, "as_of": new.as_of},
        "totals": dict(comparison.totals),
        "new_by_severity": dict(sorted(comparison.new_by_severity.items())),
        "rules": [{"rule": rule.rule, **rule.counts} for rule in comparison.rules],
        "examples": {
            state: [
                {"rule": each.rule, "record": each.record, "severity": each.severity, "message": each.message}
                for each in found
            ]
            for state, found in comparison.examples.items()
        },
    }
