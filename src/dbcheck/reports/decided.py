"""What people decided, and what it did: answers to the checklist, waivers and false alarms."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dbcheck.errors import Message
from dbcheck.findings import (
    AnswerUsed,
    Attested,
    AuditResult,
    Effect,
    FormRead,
    LedgerNote,
    LedgerRead,
    Waived,
    WaiverState,
    WaiverUsed,
)
from dbcheck.reports.layout import Line, Span, Tone, line, paragraph, title
from dbcheck.reports.vocabulary import many

SHOWN = 6  # lines of what needs a look, in the terminal
EFFECT_WORDS: Mapping[Effect, Message] = {
    Effect.ANSWERED: Message("已答复", "answered"),
    Effect.CONFIRMED: Message("认定不符合", "confirmed"),
    Effect.CLEARED: Message("排除疑似", "cleared"),
    Effect.SUPPRESSED: Message("认定不适用", "found not to apply"),
    Effect.EXPIRED: Message("已过期", "expired"),
    Effect.NOT_YET: Message("晚于审计时点", "after the audit date"),
    Effect.UNUSED: Message("未用上", "unused"),
}
STATE_WORDS: Mapping[WaiverState, Message] = {
    WaiverState.APPLIED: Message("生效", "applied"),
    WaiverState.EXPIRED: Message("已过期", "expired"),
    WaiverState.UNUSED: Message("未用上", "unused"),
    WaiverState.UNKNOWN: Message("查无对象", "unknown"),
}
_WITHOUT_EFFECT = (Effect.EXPIRED, Effect.NOT_YET, Effect.UNUSED)


# -- results.json and the manifest ----------------------------------------------------------------------------------


def attestations_entry(attested: Attested | None, lang: str) -> dict[str, Any] | None:
    """Give what the answers did, as results.json tells it."""
    if attested is None:
        return None
    counts = {str(effect): attested.count(effect) for effect in Effect}
    return {**counts, "rows": [_answer_entry(answer, lang) for answer in attested.answers]}


def _answer_entry(answer: AnswerUsed, lang: str) -> dict[str, Any]:
    return {
        "rule": answer.rule,
        "record": answer.record,
        "answer": answer.answer,
        "effect": str(answer.effect),
        "count": answer.count,
        "why": answer.why.say(lang),
        "why_said": answer.why,
        "evidence": answer.evidence,
        "note": answer.note,
        "inspector": answer.inspector,
        "date": answer.day.isoformat(),
        "expires": answer.expires.isoformat() if answer.expires else None,
        "where": answer.where,
    }


def waivers_entry(waived: Waived | None, findings: Sequence[Mapping[str, Any]], lang: str) -> dict[str, Any] | None:
    """Give what the waivers did; ``findings`` are the covered ones that are quoted."""
    if waived is None:
        return None
    counts = {str(state): waived.count(state) for state in WaiverState}
    rows = [_waiver_entry(waiver, lang) for waiver in waived.waivers]
    return {**counts, "rows": rows, "findings": list(findings), "findings_total": waived.findings.total}


def _waiver_entry(waiver: WaiverUsed, lang: str) -> dict[str, Any]:
    return {
        "kind": waiver.kind,
        "rule": waiver.rule,
        "records": list(waiver.records),
        "unit": waiver.unit,
        "period": waiver.period,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "document": waiver.document,
        "expires": waiver.expires.isoformat() if waiver.expires else None,
        "state": str(waiver.state),
        "count": waiver.count,
        "why": waiver.why.say(lang),
        "why_said": waiver.why,
        "where": waiver.where,
        **({"fingerprint": waiver.fingerprint} if waiver.fingerprint else {}),
    }


def ledger_entry(ledger: LedgerRead | None) -> dict[str, Any] | None:
    """Give what an earlier ledger says, as results.json tells it."""
    if ledger is None:
        return None
    return {
        "notes": [_note_entry(note) for note in ledger.notes.values()],
        "added": [_note_entry(note) for note in ledger.added],
        "met": sorted(ledger.met),
    }


def _note_entry(note: LedgerNote) -> dict[str, Any]:
    return {
        "fingerprint": note.fingerprint,
        "rule": note.rule,
        "record": note.record,
        "false_alarm": note.is_false_alarm,
        "texts": dict(note.texts),
        "where": note.where,
    }


def form_entry(form: FormRead | None) -> dict[str, Any] | None:
    """Give which file was read, for the manifest."""
    return {"path": form.path, "size": form.size, "sha256": form.sha256} if form else None


# -- the terminal ---------------------------------------------------------------------------------------------------


def decision_lines(result: AuditResult, columns: int, lang: str) -> list[Line]:
    """Give the section; empty where nobody has decided anything."""
    parts = (
        _answers(result.attested, columns, lang),
        _waivers(result.waived, columns, lang),
        _ledger(result.ledger, columns, lang),
    )
    return [line for part in parts for line in part]


def _answers(attested: Attested | None, columns: int, lang: str) -> list[Line]:
    if attested is None:
        return []
    counts = Counter(answer.effect for answer in attested.answers)
    head = Message(f"人工核查 {attested.form.path}", f"Attestations {attested.form.path}").say(lang)
    said = _counted({EFFECT_WORDS[effect]: counts[effect] for effect in Effect if counts[effect]}, lang)
    left = [answer for answer in attested.answers if answer.effect in _WITHOUT_EFFECT]
    lines = [title(head), *paragraph(said or Message("还没有答复", "no answers yet").say(lang), columns, indent=2)]
    rows = [
        (
            f"{EFFECT_WORDS[answer.effect].say(lang)} {f'{answer.rule} {answer.record}'.strip()}",
            answer.why.say(lang) or _until(answer, lang),
            answer.where,
        )
        for answer in left
    ]
    return lines + _listed(rows, columns, lang)


def _until(answer: AnswerUsed, lang: str) -> str:
    if answer.effect is Effect.NOT_YET:
        return Message(f"核查日期 {answer.day}", f"of {answer.day}").say(lang)
    return Message(f"有效期至 {answer.expires}", f"valid until {answer.expires}").say(lang)


def _waivers(waived: Waived | None, columns: int, lang: str) -> list[Line]:
    if waived is None:
        return []
    head = Message(f"豁免与误报 {waived.form.path}", f"Waivers and false alarms {waived.form.path}").say(lang)
    total = waived.findings.total
    said = Message(f"{total:,} 处不计入结论", f"{many(total, 'finding')} not counted").say(lang)
    counted = _counted({STATE_WORDS[state]: waived.count(state) for state in WaiverState if waived.count(state)}, lang)
    lines = [title(head), *paragraph(" · ".join(filter(None, (said, counted))), columns, indent=2)]
    shown = [
        waiver for waiver in waived.waivers if not waiver.fingerprint
    ]  # what a ledger's rows met is told with the ledger
    applied = [waiver for waiver in shown if waiver.count]
    for waiver in applied[:SHOWN]:
        lines += paragraph(_applied(waiver, lang), columns, indent=4, hang=2)
    lines += _more(len(applied) - SHOWN, lang)
    shown = [
        waiver for waiver in waived.waivers if not waiver.fingerprint
    ]  # what a ledger's rows met is told with the ledger
    left = [waiver for waiver in shown if waiver.state is not WaiverState.APPLIED or waiver.why.zh]
    rows = [
        (
            f"{STATE_WORDS[waiver.state].say(lang)} {waiver.rule}",
            waiver.why.say(lang) or Message(f"有效期至 {waiver.expires}", f"valid until {waiver.expires}").say(lang),
            waiver.where,
        )
        for waiver in left
    ]
    return lines + _listed(rows, columns, lang)


def _ledger(ledger: LedgerRead | None, columns: int, lang: str) -> list[Line]:
    if ledger is None:
        return []
    alarms = sum(note.is_false_alarm for note in ledger.notes.values())
    gone = len(ledger.notes) - len(ledger.met)
    said = Message(
        f"{len(ledger.notes):,} 个问题:本次仍有 {len(ledger.met):,},未再现 {gone:,};误报 {alarms:,};人工增加 {len(ledger.added):,} 行",
        f"{many(len(ledger.notes), 'finding')}: {len(ledger.met):,} found again, {gone:,} no longer found; {many(alarms, 'false alarm')}; "
        f"{many(len(ledger.added), 'row')} added by people",
    )
    head = Message(f"问题台账 {ledger.form.path}", f"Ledger {ledger.form.path}").say(lang)
    return [title(head), *paragraph(said.say(lang), columns, indent=2, hang=2)]


def _applied(waiver: WaiverUsed, lang: str) -> str:
    kind = Message("误报", "false alarm") if waiver.kind == "false_alarm" else Message("豁免", "waiver")
    ends = Message(f",至 {waiver.expires}", f", until {waiver.expires}") if waiver.expires else Message("", "")
    by = f"{waiver.approver} {waiver.document}".strip()
    return Message(
        f"{kind.zh} {waiver.rule} {waiver.count:,} 处:{waiver.reason}({by}{ends.zh})",
        f"{kind.en} {waiver.rule} {many(waiver.count, 'finding')}: {waiver.reason} ({by}{ends.en})",
    ).say(lang)


def _counted(counts: Mapping[Message, int], lang: str) -> str:
    return " · ".join(f"{word.say(lang)} {count:,}" for word, count in counts.items())


def _listed(rows: Sequence[tuple[str, str, str]], columns: int, lang: str) -> list[Line]:
    lines: list[Line] = []
    for what, why, where in rows[:SHOWN]:
        first, *rest = paragraph(
            f"{what}:{why}" if lang != "en" else f"{what}: {why}", columns - 4, hang=2, tone=Tone.DOUBT
        )
        lines += [(Span("    "), *first), *((Span("    "), *more) for more in rest)]
        lines += paragraph(where, columns, indent=6, tone=Tone.FAINT)
    return lines + _more(len(rows) - SHOWN, lang)


def _more(left: int, lang: str) -> list[Line]:
    if left <= 0:
        return []
    return [line("    " + Message(f"……另有 {left:,} 条", f"... and {left:,} more").say(lang), Tone.FAINT)]
