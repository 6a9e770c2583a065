"""What has changed since an earlier run: the counts, and the worst of what is new."""

from datetime import datetime, time, timedelta

from dbcheck.errors import Message
from dbcheck.findings import NEW, AuditResult, Baseline
from dbcheck.reports.layout import Line, Span, Tone, line, paragraph, title
from dbcheck.reports.vocabulary import SEVERITY_WORDS, many

SHOWN_NEW = 5


def change_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give the section, empty where no baseline was named."""
    baseline = result.baseline
    if baseline is None:
        return []
    since = Message(f"与 {baseline.path} 相比", f"Since {baseline.path}").say(lang)
    when = Message(f"(审计时点 {when_of(baseline.as_of)})", f" (as of {when_of(baseline.as_of)})").say(lang)
    lines = [title(since + when), *paragraph(change_counts(baseline).say(lang), columns, indent=2)]
    if baseline.newly_judged:
        zh = f"新增中有 {baseline.newly_judged:,} 条属于上次没有判定的规则,未必是新发生的"
        en = f"{many(baseline.newly_judged, 'new finding')} under rules that were not judged then: these may be old"
        lines += paragraph(Message(zh, en).say(lang), columns, indent=2, tone=Tone.DOUBT)
    if baseline.not_judged:
        zh = f"{baseline.not_judged:,} 条旧问题这次没有判定(规则未判定、记录未能判定或已不在导出中),不算消除"
        en = (
            f"{many(baseline.not_judged, 'old finding')} not judged this time (rule not judged, record undetermined or not in "
            "the export): not counted as resolved"
        )
        lines += paragraph(Message(zh, en).say(lang), columns, indent=2, tone=Tone.DOUBT)
    if baseline.waived:
        zh, en = f"{baseline.waived:,} 条旧问题已豁免", f"{many(baseline.waived, 'old finding')} waived now"
        lines += paragraph(Message(zh, en).say(lang), columns, indent=2)
    return lines + _worst_new(result, baseline, columns, lang)


def change_counts(baseline: Baseline) -> Message:
    """Say how many findings are new, persist, are resolved and were not judged."""
    return Message(
        f"新增 {baseline.new:,} · 持续 {baseline.persisting:,} · 已消除 {baseline.resolved:,} · 未再判定 {baseline.not_judged:,}",
        f"{baseline.new:,} new · {baseline.persisting:,} persisting · {baseline.resolved:,} resolved · "
        f"{baseline.not_judged:,} no longer judged",
    )


def _worst_new(result: AuditResult, baseline: Baseline, columns: int, lang: str) -> list[Line]:
    lines: list[Line] = []
    found = result.findings.gravest(SHOWN_NEW, lang, status=NEW)
    for finding in found:
        severity = SEVERITY_WORDS[finding.severity].say(lang)
        text = f"{severity} {finding.rule} {finding.record}  {finding.message}"
        first, *rest = paragraph(text, columns - 4, hang=2)
        mark = Message("新", "+").say(lang)
        lines += [(Span(f"  {mark} ", Tone.BAD), *first), *((Span("    "), *more) for more in rest)]
    left = baseline.new - len(found)
    if left > 0:
        lines.append(line("  " + Message(f"……另有 {left:,} 条新增", f"... and {left:,} more new").say(lang), Tone.FAINT))
    return lines


def when_of(as_of: str) -> str:
    """Give the instant of results.json as people write it; midnight is the 24:00 of the day before."""
    given = datetime.fromisoformat(as_of)
    if given.time() == time():
        return f"{given.date() - timedelta(days=1)} 24:00"
    return as_of.replace("T", " ").removesuffix(":00")
