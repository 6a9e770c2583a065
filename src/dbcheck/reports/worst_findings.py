"""The worst findings: for each broken rule a few records, each with its calculation and its place."""

from collections.abc import Sequence

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Finding
from dbcheck.reports.layout import Line, Span, Tone, paragraph, title
from dbcheck.reports.outcome_table import broken_rules, rule_name
from dbcheck.reports.places import places_of
from dbcheck.reports.widths import pad, width

SHOWN_RULES = 6
SHOWN_FINDINGS = 5
NARROWEST_MESSAGE = 44
SHOWN_LINES = 18  # in all, so that the report stays short; each of the rules gets at least one


def finding_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give the section, empty where nothing is broken."""
    broken = broken_rules(result.outcomes)
    if not broken:
        return []
    shown = broken[:SHOWN_RULES]
    each = max(1, min(SHOWN_FINDINGS, SHOWN_LINES // len(shown)))
    places = places_of(result, lang)
    lines = [title(Message("最突出的问题", "Worst findings").say(lang))]
    for outcome in shown:
        found = result.findings.of_rule(outcome.rule, each, lang)
        number = outcome.counts.fail + outcome.counts.suspect
        more = Message(f"(共 {number:,} 条)", f" ({number:,} in all)").say(lang) if number > len(found) else ""
        lines.append((Span(f"{rule_name(outcome, result)} ", Tone.NOTE), Span(f"{outcome.requirement}{more}")))
        lines += _listed(found, [places.say(finding.path, finding.row) for finding in found], columns)
    return lines


def _listed(found: Sequence[Finding], places: Sequence[str], columns: int) -> list[Line]:
    """Give findings one under another: record and place, the message beside them, or below where there is little room."""
    records = ["" if f.record == f"{f.path}:{f.row}" else f.record for f in found]
    record_width, place_width = (max(map(width, texts), default=0) for texts in (records, places))
    lead = 2 + sum(size + 2 for size in (record_width, place_width) if size)
    beside = columns - lead >= NARROWEST_MESSAGE
    lines: list[Line] = []
    for finding, record, where in zip(found, records, places, strict=True):
        head = [Span("  ")]
        head += [Span(pad(record, record_width) + "  ")] if record_width else []
        head += [Span(pad(where, place_width) + "  ", Tone.FAINT)] if place_width else []
        indent = lead if beside else 6
        wrapped = [(Span(" " * indent), *rest) for rest in paragraph(finding.message, columns - indent)]
        lines += [(*head, *wrapped.pop(0)[1:])] if beside else [tuple(head)]
        lines += wrapped
    return lines
