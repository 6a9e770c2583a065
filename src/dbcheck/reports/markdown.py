"""report.md: the outcome for a merge request or a mail, short enough to be pasted."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from dbcheck.findings import AuditResult, Finding, OutcomeKind, Severity
from dbcheck.reports.changes import change_counts, when_of
from dbcheck.reports.judged_inputs import as_of_words
from dbcheck.reports.layout import Tone
from dbcheck.reports.outcome_table import COVERAGE, coverage_said
from dbcheck.reports.run_view import RunView
from dbcheck.reports.undecided import undecided_reasons
from dbcheck.reports.vocabulary import SEVERITY_WORDS
from dbcheck.reports.widths import printable

MOST_RULES, MOST_FINDINGS, MOST_UNITS, MOST_REASONS = 20, 40, 10, 8
MOST_BYTES = 60_000  # what the smallest of the usual comment fields takes, and some room
LONGEST = 160
_MARKS: dict[Tone, str] = {Tone.BAD: "❌", Tone.DOUBT: "⚠️", Tone.GOOD: "✅"}
# Mark-up, and what platforms turn into something else: @name, #12, :name: and addresses.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@!&]|:(?=//|[a-z0-9_+-]+:)|(?<=www)\.)")


def write_markdown(result: AuditResult, path: Path, lang: str) -> None:
    """Write report.md; the same result gives the same bytes."""
    path.write_text(markdown_text(result, lang), encoding="utf-8", errors="backslashreplace", newline="\n")


def markdown_text(result: AuditResult, lang: str) -> str:
    """Give the text; what does not fit into MOST_BYTES is left out, and that is said."""
    view = RunView(result, lang)
    kept: list[str] = []
    room = MOST_BYTES
    for block in _blocks(view):
        text = "\n".join(block)
        room -= len(text.encode("utf-8", "backslashreplace")) + 2
        if room < 0:
            kept.append(
                view.say("_篇幅所限,其余从略;完整结果见 results.json。_", "_Cut for length; results.json has all of it._")
            )
            break
        kept.append(text)
    return "\n\n".join(kept) + "\n"


def _blocks(view: RunView) -> Iterator[list[str]]:
    tone, verdict = view.verdict
    result = view.result
    yield [f"## {_MARKS.get(tone, 'ℹ️')} {plain(verdict)}"]
    documents = view.say("、", ", ").join(f"{pack.document} {pack.title}" for pack in result.packs)
    head = [
        f"{view.say('依据', 'Documents')}: {plain(documents, 400)}  ",
        f"{view.say('审计时点', 'As of')}: {plain(as_of_words(result, view.lang))}  ",
        f"{view.say('记录', 'Records')}: {sum(part.accepted for part in result.inputs):,}",
    ]
    yield head
    counts = [f"{SEVERITY_WORDS[s].say(view.lang)} **{view.by_severity.get(s, 0):,}**" for s in tuple(Severity)[:3]]
    ended = [
        f"{word} {sum(outcome.outcome is kind for outcome in result.outcomes):,}"
        for kind, word in (
            (OutcomeKind.PASS, view.say("符合", "pass")),
            (OutcomeKind.FAIL, view.say("不符合", "fail")),
            (OutcomeKind.UNDETERMINED, view.say("未能判定", "undetermined")),
            (OutcomeKind.MANUAL, view.say("待人工核查", "manual")),
        )
    ]
    yield [f"{' · '.join(counts)} ({view.say('规则', 'rules')}: {' · '.join(ended)})"]
    yield [f"{COVERAGE.say(view.lang)}: {plain(text)}" for text in coverage_said(result, view.lang)]
    yield from _changes(view)
    yield from _rules(view)
    yield from _units(view)
    yield from _findings(view)
    yield from _reasons(view)
    if result.rejects_total:
        rows = sum(part.rejected for part in result.inputs)
        said = view.say(
            f"无法识读 {result.rejects_total:,} 处,整行剔除 {rows:,} 行。",
            f"{result.rejects_total:,} things could not be read, {rows:,} rows left out.",
        )
        yield [said]


def _changes(view: RunView) -> Iterator[list[str]]:
    baseline = view.result.baseline
    if baseline is not None:
        since = view.say(f"与上次({when_of(baseline.as_of)})相比:", f"Since {when_of(baseline.as_of)}: ")
        yield [since + plain(change_counts(baseline).say(view.lang))]


def _rules(view: RunView) -> Iterator[list[str]]:
    if not view.broken:
        return
    heads = (
        view.say("条款", "Clause"),
        view.say("级别", "Level"),
        view.say("要求", "Requirement"),
        view.say("问题", "Findings"),
    )
    rows = [
        (
            plain(view.named(outcome.rule)),
            SEVERITY_WORDS[view.severity(outcome)].say(view.lang),
            plain(outcome.requirement),
            f"{outcome.counts.fail + outcome.counts.suspect:,}",
        )
        for outcome in view.broken[:MOST_RULES]
    ]
    yield _table(heads, rows)
    yield from _more(view, len(view.broken) - MOST_RULES)


def _units(view: RunView) -> Iterator[list[str]]:
    named = [unit for unit in view.units if unit.key]
    if not named:
        return
    severities = tuple(Severity)[:3]
    heads = (view.say("责任单位", "Unit"), *(SEVERITY_WORDS[severity].say(view.lang) for severity in severities))
    rows = [(plain(unit.name), *(f"{unit.counts.get(s, 0):,}" for s in severities)) for unit in named[:MOST_UNITS]]
    yield _table(heads, rows)
    yield from _more(view, len(named) - MOST_UNITS)


def _findings(view: RunView) -> Iterator[list[str]]:
    shown = view.gravest(MOST_FINDINGS)
    if not shown.findings:
        return
    yield [f"### {view.say('问题', 'Findings')}"]
    yield [_line(finding, view) for finding in shown.findings]
    yield from _more(view, shown.hidden)


def _line(finding: Finding, view: RunView) -> str:
    place = plain(view.places.say(finding.path, finding.row))
    behind = f" — {place}" if place else ""
    rule, record = plain(view.named(finding.rule)), plain(finding.record, 60)
    return f"- **{rule}** {record}: {plain(finding.message)}{behind}"


def _reasons(view: RunView) -> Iterator[list[str]]:
    reasons = undecided_reasons(view.result, view.lang)
    if not reasons:
        return
    yield [f"### {view.say('未能判定', 'Not judged')}"]
    yield [f"- {plain(lead)}: {plain('; '.join(details), 300)}" for lead, details in reasons[:MOST_REASONS]]


def _more(view: RunView, left: int) -> Iterator[list[str]]:
    if left > 0:
        yield [view.say(f"_……另有 {left:,} 条_", f"_... and {left:,} more_")]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def plain(text: str, longest: int = LONGEST) -> str:
    """Give a text that Markdown shows as it is: on one line, no mark-up, no link, no mention of anybody."""
    cut = text if len(text) <= longest else f"{text[:longest]}…"
    return _SPECIAL.sub(r"\\\1", " ".join(printable(cut).split()))
