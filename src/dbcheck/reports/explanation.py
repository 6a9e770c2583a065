"""The calculation of one verdict, as ``--explain`` prints it: what was required, what was read, how it was counted."""

from collections.abc import Iterator
from datetime import date, datetime

from dbcheck.calendars import WorkCalendar
from dbcheck.errors import Message
from dbcheck.findings import REASON_WORDS, Explanation, Verdict
from dbcheck.reports.layout import BLANK, Column, Line, Span, Tone, line, paragraph, table, title
from dbcheck.reports.vocabulary import VERDICT_WORDS, field_label, kind_label, many
from dbcheck.reports.widths import fit, pad, width
from dbcheck.reports.working_day_steps import day_name, working_day_steps

LONGEST_WALK = 30  # a longer limit is not walked day by day
LONGEST_VALUE = 200

_TONES = {Verdict.FAIL: Tone.BAD, Verdict.PASS: Tone.GOOD}


def explanation_lines(explanation: Explanation, *, columns: int = 100, lang: str = "zh") -> list[Line]:
    """Give the page of one verdict."""
    return [
        (Span(explanation.rule, Tone.TITLE),),
        *_facts(explanation, columns, lang),
        BLANK,
        *_values(explanation, columns, lang),
        *_walk(explanation, lang),
        *_evidence(explanation, columns, lang),
        *_verdict(explanation, columns, lang),
    ]


def _facts(explanation: Explanation, columns: int, lang: str) -> Iterator[Line]:
    where = f"{explanation.path}:{explanation.row}" if explanation.path else ""
    record = f"{explanation.record}({kind_label(explanation.kind, lang)})  {where}"
    check = f"{explanation.check} " + " ".join(f"{name}={_plain(value)}" for name, value in explanation.params.items())
    facts = (
        (Message("要求", "requirement"), explanation.requirement),
        (Message("读法", "reading"), explanation.reading),
        (Message("检查", "check"), check),
        (Message("记录", "record"), record if lang != "en" else record.replace("(", " (")),
    )
    labels = max(width(label.say(lang)) for label, _ in facts) + 2
    for label, text in facts:
        if text.strip():
            first, *rest = paragraph(text, columns - labels, hang=0)
            yield (Span(pad(label.say(lang), labels), Tone.FAINT), *first)
            yield from ((Span(" " * labels), *more) for more in rest)


def _values(explanation: Explanation, columns: int, lang: str) -> list[Line]:
    if not explanation.values:
        return []
    heads = (
        Column(Message("字段", "field").say(lang)),
        Column(Message("列", "column").say(lang)),
        Column(Message("读到的值", "value").say(lang), flexible=True),
    )
    rows = []
    for path, value in explanation.values.items():
        text = Message("(空)", "(empty)").say(lang) if value is None else fit(_plain(value), LONGEST_VALUE)
        rows.append(
            (
                Span(path),
                Span(field_label(explanation.kind, path, "zh")),
                Span(text, Tone.DOUBT if value is None else Tone.PLAIN),
            )
        )
    return [*table(heads, rows, columns), BLANK]


def _walk(explanation: Explanation, lang: str) -> list[Line]:
    """Give the days of a limit in working days, one a line, and the day on which it was done.

    Nothing where the days would not lead to the due date that the verdict rests on.
    """
    evidence, calendar = explanation.evidence, explanation.calendar
    start, due, days = _day(evidence.get("from")), _day(evidence.get("due")), evidence.get("max")
    if calendar is None or evidence.get("unit") != "work_day" or start is None or not isinstance(days, int):
        return []
    if not 0 < days <= LONGEST_WALK:
        return []
    steps = list(working_day_steps(calendar, start, days, str(explanation.params.get("start_rule") or "next_day")))
    if not steps or steps[-1][0] != due:
        return []
    end = _day(evidence.get("to"))
    if end is not None:
        steps.append((end, _done(explanation, calendar, end, due, lang)))
    head = Message(f"期限 {days} 个工作日", f"A limit of {days} working {'day' if days == 1 else 'days'}").say(lang)
    return [title(head), *(line(f"  {day:%Y-%m-%d} {what.say(lang)}") for day, what in steps), BLANK]


def _done(explanation: Explanation, calendar: WorkCalendar, end: date, due: date, lang: str) -> Message:
    """Say what happened on the day that is measured, and how late that was."""
    what = field_label(explanation.kind, str(explanation.params.get("to", "")), lang)
    day = day_name(calendar, end)
    late = calendar.working_days_between(due, end)
    if end <= due:
        return Message(f"{day.zh}  {what},在期限内", f"{day.en}  {what}, within the limit")
    if not late:
        days = (end - due).days
        return Message(f"{day.zh}  {what},迟 {days} 天", f"{day.en}  {what}, {many(days, 'day')} late")
    return Message(f"{day.zh}  {what},迟 {late} 个工作日", f"{day.en}  {what}, {many(late, 'working day')} late")


def _day(value: object) -> date | None:
    """Read a day from evidence: a date, an instant, or either as text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _evidence(explanation: Explanation, columns: int, lang: str) -> list[Line]:
    if not explanation.evidence:
        return []
    told = [
        f"{name}={fit(_plain(value), LONGEST_VALUE)}" for name, value in explanation.evidence.items() if value is not None
    ]
    head = Message("依据", "evidence").say(lang)
    return [*paragraph(f"{head}  " + "  ".join(told), columns, hang=4, tone=Tone.FAINT)]


def _verdict(explanation: Explanation, columns: int, lang: str) -> list[Line]:
    parts = [VERDICT_WORDS[explanation.verdict].say(lang)]
    if explanation.reason:
        about = field_label(explanation.kind, explanation.reason_detail, lang) if explanation.reason_detail else ""
        parts.append(REASON_WORDS[explanation.reason].say(lang) + (f" ({about})" if about else ""))
    if explanation.message:
        parts.append(explanation.message)
    head = Message("判定:", "verdict: ").say(lang)
    return paragraph(
        head + Message(";", "; ").say(lang).join(parts), columns, hang=2, tone=_TONES.get(explanation.verdict, Tone.DOUBT)
    )


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" if value.second else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        return "、".join(_plain(part) for part in value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(part)}" for key, part in value.items()) + "}"
    return str(value).lower() if isinstance(value, bool) else str(value)
