"""What could not be judged, and why: one paragraph a reason, so that whoever made the export can mend it."""

from collections.abc import Iterable, Mapping

from dbcheck.errors import Message
from dbcheck.findings import REASON_WORDS, AuditResult, Outcome, OutcomeKind, Reason
from dbcheck.reports.layout import Line, Tone, paragraph, title
from dbcheck.reports.vocabulary import field_label, kind_label, many

SHOWN_DETAILS = 8

# How a reason reads before the fields, kinds or years it is about.
_LEADS: Mapping[Reason, Message] = {
    Reason.MISSING_COLUMN: Message("导出没有的列", "columns that no export carries"),
    Reason.KIND_NOT_SUPPLIED: Message("没有提供的记录", "records that nobody supplied"),
    Reason.MISSING_VALUE: Message("值为空", "empty values"),
    Reason.UNREADABLE_VALUE: Message("值无法识读", "values that cannot be read"),
    Reason.UNRESOLVED_REFERENCE: Message("找不到唯一对应的记录", "references that name no single record"),
    Reason.UNKNOWN_CALENDAR: Message("工作日尚未公布的年份", "years without published working days"),
    Reason.NO_CLOCK_TIME: Message("只有日期没有时刻", "dates without a clock time"),
    Reason.UNKNOWN_DATE: Message("记录自身日期缺失", "records without their own date"),
    Reason.UNCLASSIFIED: Message("适用条件所需的分类缺失", "classifications that are missing"),
}
_SILENT = (Reason.INFORMATIVE, Reason.ATTESTATION, Reason.NO_NUMBER, Reason.NOT_IN_FORCE)


def undecided_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give the section, empty where everything was judged."""
    groups = _grouped(result.outcomes)
    if not groups:
        return []
    whole = sum(outcome.outcome is OutcomeKind.UNDETERMINED for outcome in result.outcomes)
    head = Message(f"未能判定({whole} 条规则整条未能判定)", f"Not judged ({many(whole, 'rule')} as a whole)")
    lines = [title(head.say(lang))]
    for reason, details in groups.items():
        lead = _LEADS.get(reason, REASON_WORDS[reason]).say(lang)
        text = _details(reason, details, lang)
        lines += paragraph(f"{lead}:{text}" if lang != "en" else f"{lead}: {text}", columns, indent=2, hang=2)
    hint = Message(
        "(列名另有叫法时,用 --binding 绑定文件指明)", "(where a column has another name, say so in a --binding file)"
    )
    if Reason.MISSING_COLUMN in groups:
        lines += paragraph(hint.say(lang), columns, indent=2, tone=Tone.FAINT)
    return lines


def undecided_reasons(result: AuditResult, lang: str) -> list[tuple[str, list[str]]]:
    """Give each reason, and what it is about with how many rules miss it; the widest first."""
    return [
        (_LEADS.get(reason, REASON_WORDS[reason]).say(lang), _listed(reason, details, lang))
        for reason, details in _grouped(result.outcomes).items()
    ]


Cause = tuple[str | None, str]  # kind, detail
Rules = dict[str, int]  # rule -> records


def _grouped(outcomes: Iterable[Outcome]) -> dict[Reason, dict[Cause, Rules]]:
    """Gather, for each reason and what it is about, the rules and how many of their records; the widest first."""
    found: dict[Reason, dict[Cause, Rules]] = {}
    for outcome in outcomes:
        for reason, detail, count in _causes(outcome):
            rules = found.setdefault(reason, {}).setdefault((_of(reason, outcome), detail), {})
            rules[outcome.rule] = rules.get(outcome.rule, 0) + count
    return dict(sorted(found.items(), key=lambda item: -len({rule for rules in item[1].values() for rule in rules})))


def _of(reason: Reason, outcome: Outcome) -> str | None:
    """A kind that is not supplied, or a year, is the same whoever misses it."""
    return None if reason in (Reason.KIND_NOT_SUPPLIED, Reason.UNKNOWN_CALENDAR) else outcome.kind


def _causes(outcome: Outcome) -> Iterable[tuple[Reason, str, int]]:
    if outcome.undecided:
        return [(part.reason, part.detail, part.count) for part in outcome.undecided]
    if outcome.outcome is OutcomeKind.UNDETERMINED and outcome.reason and outcome.reason not in _SILENT:
        return [(outcome.reason, outcome.reason_detail, outcome.counts.undetermined)]
    return ()


def _details(reason: Reason, causes: Mapping[Cause, Rules], lang: str) -> str:
    return Message(";", "; ").say(lang).join(_listed(reason, causes, lang))


def _listed(reason: Reason, causes: Mapping[Cause, Rules], lang: str) -> list[str]:
    ordered = sorted(causes.items(), key=lambda item: (-len(item[1]), -sum(item[1].values())))
    said = [_detail(reason, kind, detail, rules, lang) for (kind, detail), rules in ordered[:SHOWN_DETAILS]]
    if len(ordered) > SHOWN_DETAILS:
        rules = {rule for _, rest in ordered[SHOWN_DETAILS:] for rule in rest}
        more = len(ordered) - SHOWN_DETAILS
        said.append(Message(f"另有 {more} 项 → {len(rules)} 条规则", f"{more} more → {many(len(rules), 'rule')}").say(lang))
    return said


def _detail(reason: Reason, kind: str | None, detail: str, rules: Rules, lang: str) -> str:
    records = max(rules.values())
    name = kind_label(detail, lang) if reason is Reason.KIND_NOT_SUPPLIED else field_label(kind, detail, lang)
    what = f"「{name}」" if name and lang != "en" else name
    number = Message(f"{len(rules)} 条规则", many(len(rules), "rule")).say(lang)
    if records and reason not in (Reason.MISSING_COLUMN, Reason.KIND_NOT_SUPPLIED):
        number += Message(f"(至多 {records:,} 条记录)", f" (up to {many(records, 'record')})").say(lang)
    return f"{what} → {number}" if what else number
