"""What could not be read: rows that were left out, and cells that count as unreadable."""

from collections import Counter

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Reject
from dbcheck.reports.layout import Line, Tone, paragraph, title
from dbcheck.reports.places import places_of
from dbcheck.reports.widths import fit

SHOWN = 10
SHOWN_REASONS = 4


def reject_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give the section, empty where everything could be read."""
    if not result.rejects_total:
        return []
    rows = sum(part.rejected for part in result.inputs)
    head = Message(
        f"无法识读的内容 {result.rejects_total:,} 处,整行剔除 {rows:,} 行",
        f"{result.rejects_total:,} things that could not be read, {rows:,} rows left out",
    )
    lines = [title(head.say(lang))]
    if len(result.rejects) > SHOWN:
        lines += paragraph(_by_reason(result, lang), columns, indent=2, hang=2)
    places = places_of(result, lang)
    shown = sorted(result.rejects, key=lambda reject: not reject.whole_row)[:SHOWN]
    for reject in shown:
        lines += paragraph(_said(reject, places.say(reject.path, reject.row), lang), columns, indent=2, hang=2)
    if result.rejects_total > len(shown):
        more = result.rejects_total - len(shown)
        lines += paragraph(
            Message(f"……另有 {more:,} 处(--out 写出全部)", f"... and {more:,} more (--out writes them all)").say(lang),
            columns,
            indent=2,
            tone=Tone.FAINT,
        )
    return lines


def _by_reason(result: AuditResult, lang: str) -> str:
    counted = Counter(reject.reason.say(lang) for reject in result.rejects).most_common()
    said = [f"{reason} {count:,}" for reason, count in counted[:SHOWN_REASONS]]
    rest = sum(count for _, count in counted[SHOWN_REASONS:])
    if rest:
        said.append(Message(f"其他 {rest:,}", f"other {rest:,}").say(lang))
    return " · ".join(said)


def _said(reject: Reject, where: str, lang: str) -> str:
    value = fit(reject.value.replace("\n", "⏎").strip(), 24)
    what = f"{reject.column} {value!r}" if reject.column else (repr(value) if value else "")
    return f"{where}  {what}: {reject.reason.say(lang)}" if what else f"{where}  {reject.reason.say(lang)}"
