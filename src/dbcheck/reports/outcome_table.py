"""The outcomes: how many rules ended how, then every rule that fails or is suspect, the gravest first."""

from collections.abc import Sequence

from dbcheck.errors import Message
from dbcheck.findings import SEVERITY_OF_MODALITY, AuditResult, Outcome, OutcomeKind, Reason, Severity
from dbcheck.reports.layout import Column, Line, Span, Tone, paragraph, table, title
from dbcheck.reports.vocabulary import SEVERITY_WORDS, many
from dbcheck.rules.verification import VERIFIED_WORDS

SHOWN_RULES = 12
TONES = {
    OutcomeKind.FAIL: Tone.BAD,
    OutcomeKind.SUSPECT: Tone.DOUBT,
    OutcomeKind.UNDETERMINED: Tone.DOUBT,
    OutcomeKind.ERROR: Tone.BAD,
    OutcomeKind.PASS: Tone.GOOD,
}
HEADS = {  # short, so that the whole row fits 80 columns
    OutcomeKind.FAIL: Message("不符合", "fail"),
    OutcomeKind.SUSPECT: Message("疑似", "suspect"),
    OutcomeKind.PASS: Message("符合", "pass"),
    OutcomeKind.UNDETERMINED: Message("未定", "undet."),
    OutcomeKind.NO_POPULATION: Message("无记录", "empty"),
    OutcomeKind.MANUAL: Message("待核查", "manual"),
    OutcomeKind.NOT_APPLICABLE: Message("不适用", "n/a"),
    OutcomeKind.ERROR: Message("出错", "error"),
}
ASIDE = {
    Reason.NO_NUMBER: Message("计量", "measured"),
    Reason.INFORMATIVE: Message("说明", "info"),
}
COVERAGE = Message("条款覆盖", "coverage")
_GRAVITY = (Severity.VIOLATION, Severity.ADVISORY, Severity.SUSPICION, Severity.NONE)


def severity_of(outcome: Outcome) -> Severity:
    """Give how grave a rule's findings are."""
    if outcome.outcome is OutcomeKind.SUSPECT:
        return Severity.SUSPICION
    return SEVERITY_OF_MODALITY[outcome.modality]


def broken_rules(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Give the rules that fail or are suspect: the gravest first, then those with most findings, then in the pack's order."""
    broken = [outcome for outcome in outcomes if outcome.outcome in (OutcomeKind.FAIL, OutcomeKind.SUSPECT)]
    return sorted(broken, key=lambda o: (_GRAVITY.index(severity_of(o)), -(o.counts.fail + o.counts.suspect)))


def rule_name(outcome: Outcome, result: AuditResult) -> str:
    """Give the clause and part; with the pack in front where several took part."""
    return outcome.rule if len(result.packs) > 1 else outcome.rule.partition("/")[2]


def outcome_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give both tables."""
    return [*_totals(result, columns, lang), *_broken(result, columns, lang)]


def _totals(result: AuditResult, columns: int, lang: str) -> list[Line]:
    columns_of = [(word.say(lang), _count(result, kind), TONES.get(kind, Tone.PLAIN)) for kind, word in HEADS.items()]
    for reason, word in ASIDE.items():
        columns_of.append((word.say(lang), sum(outcome.reason is reason for outcome in result.outcomes), Tone.PLAIN))
    heads = [Column(Message("规则", "rules").say(lang), right=True)]
    heads += [Column(word, right=True) for word, _, _ in columns_of]
    cells = [Span(f"{len(result.outcomes):,}", Tone.NOTE)]
    cells += [Span(f"{count:,}", tone if count else Tone.FAINT) for _, count, tone in columns_of]
    return table(heads, [cells], columns)


def _count(result: AuditResult, kind: OutcomeKind) -> int:
    """Count the rules that ended so; those that are never judged stand in columns of their own."""
    return sum(outcome.outcome is kind and outcome.reason not in ASIDE for outcome in result.outcomes)


def _broken(result: AuditResult, columns: int, lang: str) -> list[Line]:
    broken = broken_rules(result.outcomes)
    if not broken:
        return []
    heads = (
        Column(Message("条款", "clause").say(lang)),
        Column(Message("级别", "level").say(lang)),
        Column(Message("要求", "requirement").say(lang), flexible=True),
        Column(Message("判定", "judged").say(lang), right=True),
        Column(Message("不符合", "fail").say(lang), right=True),
        Column(Message("疑似", "suspect").say(lang), right=True),
        Column(Message("未定", "undet.").say(lang), right=True),
        Column(Message("未到期", "pending").say(lang), right=True),
    )
    lines = table(heads, [_broken_row(outcome, result, lang) for outcome in broken[:SHOWN_RULES]], columns)
    hidden = len(broken) - SHOWN_RULES
    if hidden > 0:
        text = Message(
            f"……另有 {hidden} 条规则(--out 写出全部)", f"... and {many(hidden, 'more rule')} (--out writes them all)"
        ).say(lang)
        lines += paragraph(text, columns, tone=Tone.FAINT)
    return [(), *lines]


def _broken_row(outcome: Outcome, result: AuditResult, lang: str) -> list[Span]:
    counts, severity = outcome.counts, severity_of(outcome)
    tone = Tone.BAD if severity is Severity.VIOLATION else Tone.DOUBT
    numbers = (
        (counts.total - counts.out_of_scope, Tone.PLAIN),
        (counts.fail, tone),
        (counts.suspect, Tone.DOUBT),
        (counts.undetermined, Tone.PLAIN),
        (counts.pending, Tone.PLAIN),
    )
    return [
        Span(rule_name(outcome, result), Tone.NOTE),
        Span(SEVERITY_WORDS[severity].say(lang), tone),
        Span(outcome.requirement),
        *(Span(f"{number:,}", tone if number else Tone.FAINT) for number, tone in numbers),
    ]


def error_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Name the rules whose checker broke, and how."""
    broken = [outcome for outcome in result.outcomes if outcome.outcome is OutcomeKind.ERROR]
    if not broken:
        return []
    head = Message(
        f"检查器出错({len(broken)} 条规则,不影响其余判定)",
        f"Broken checkers ({many(len(broken), 'rule')}; the others stand)",
    )
    lines = [title(head.say(lang))]
    for outcome in broken:
        lines += paragraph(
            f"{rule_name(outcome, result)}  {outcome.check}: {outcome.error}", columns, indent=2, hang=2, tone=Tone.BAD
        )
    return lines


def coverage_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Say of each document who decides its clauses: a machine, a machine that only suspects, a person, or nobody."""
    head = COVERAGE.say(lang)
    said = coverage_said(result, lang)
    return [each for text in said for each in paragraph(f"{head}  {text}", columns, hang=2, tone=Tone.FAINT)]


def coverage_said(result: AuditResult, lang: str) -> list[str]:
    """Say the same as plain text, one for each document; its name stands before it where there are several."""
    known = [pack for pack in result.packs if pack.coverage]
    told: list[str] = []
    for pack in known:
        counted = pack.coverage
        ways = " · ".join(f"{word.say(lang)} {counted[way.value]:,}" for way, word in VERIFIED_WORDS.items())
        name = f"{pack.id}  " if len(known) > 1 else ""
        text = Message(
            f"{name}{counted['clauses']:,} 个条款、{counted['rules']:,} 条规则:{ways}",
            f"{name}{many(counted['clauses'], 'clause')}, {many(counted['rules'], 'rule')}: {ways}",
        )
        told.append(text.say(lang))
    return told
