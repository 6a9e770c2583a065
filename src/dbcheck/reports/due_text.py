"""The list of what is overdue and what runs out next: as lines per unit, as plain values, as CSV."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import REASON_WORDS, Severity
from dbcheck.reports.due_list import NO_LIMIT, OVERDUE, PENDING, PERIOD, UNKNOWN, DueList, day_of
from dbcheck.reports.layout import BLANK, Column, Line, Span, Tone, line, paragraph, table, title
from dbcheck.reports.vocabulary import SEVERITY_WORDS, kind_label

SCHEMA = 1
SHOWN = 20  # items of one unit; --format csv and json give them all
SHOWN_RULES = 6
NO_UNIT = Message("(没有写明单位)", "(no unit named)")
STATE_WORDS: Mapping[str, Message] = {
    OVERDUE: Message("已逾期", "overdue"),
    PENDING: Message("未到期", "pending"),
    PERIOD: Message("期间未满", "period runs"),
    UNKNOWN: Message("到期日不明", "no known due date"),
    NO_LIMIT: Message("没有期限", "no limit"),
}
HEADERS: Mapping[str, str] = {
    "state": "状态",
    "unit": "单位编号",
    "unit_name": "单位",
    "due": "到期",
    "days_left": "剩余天数",
    "work_days_left": "剩余工作日",
    "kind": "类别",
    "record": "记录",
    "rule": "规则",
    "clause": "条款",
    "requirement": "要求",
    "severity": "级别",
    "source": "出处",
}


def due_lines(due: DueList, *, columns: int = 100, lang: str = "zh") -> list[Line]:
    """Give the list, unit by unit, the one with the most urgent item first."""
    lines = [title(_heading(due).say(lang)), line(_counts(due).say(lang)), BLANK]
    for (name,), group in due.items.group_by("unit_name", maintain_order=True):
        lines += _unit(str(name) if name is not None else NO_UNIT.say(lang), group, columns, lang)
    if due.items.is_empty():
        lines += [line(Message("没有待办期限", "nothing is due").say(lang)), BLANK]
    return lines + _notes(due, columns, lang)


def _heading(due: DueList) -> Message:
    as_of = f"{due.as_of:%Y-%m-%d %H:%M}"
    if due.within is None:
        return Message(f"待办期限(截至 {as_of},全部未到期事项)", f"What is due (as of {as_of}, everything that is pending)")
    until = f"{day_of(due.until):%Y-%m-%d}" if due.until and due.within.unit != "h" else f"{due.until:%Y-%m-%d %H:%M}"
    if due.until is None:
        until = "?"
    return Message(
        f"待办期限(截至 {as_of},{due.within} 以内,即至 {until})",
        f"What is due (as of {as_of}, within {due.within}: to {until})",
    )


def _counts(due: DueList) -> Message:
    counts = [(STATE_WORDS[state], amount) for state, amount in due.counts.items() if amount or state in (OVERDUE, PENDING)]
    return Message(
        " · ".join(f"{word.zh} {amount:,}" for word, amount in counts),
        " · ".join(f"{amount:,} {word.en}" for word, amount in counts),
    )


def _unit(name: str, group: pl.DataFrame, columns: int, lang: str) -> list[Line]:
    late = group.filter(pl.col("state") == OVERDUE).height
    marked = Message(f",{late:,} 项已逾期", f", {late:,} overdue").say(lang) if late else ""
    head = (
        Span(name, Tone.NOTE),
        Span(f"  {Message(f'{group.height:,} 项', f'{group.height:,} items').say(lang)}{marked}"),
    )
    heads = (
        Column(Message("到期", "due").say(lang)),
        Column(Message("剩余", "left").say(lang)),
        Column(Message("记录", "record").say(lang)),
        Column(Message("条款与要求", "clause and requirement").say(lang), flexible=True),
    )
    rows = [_row(item, lang) for item in group.head(SHOWN).iter_rows(named=True)]
    lines = [head, *table(heads, rows, columns, indent=2)]
    if group.height > SHOWN:
        more = Message(
            f"……另有 {group.height - SHOWN:,} 项(--format csv 给出全部)", f"... and {group.height - SHOWN:,} more"
        )
        lines.append(line("  " + more.say(lang), Tone.FAINT))
    return [*lines, BLANK]


def _row(item: Mapping[str, Any], lang: str) -> Sequence[Span]:
    tone = {OVERDUE: Tone.BAD, UNKNOWN: Tone.DOUBT}.get(item["state"], Tone.PLAIN)
    advisory = "" if item["severity"] == str(Severity.VIOLATION) else f"[{_severity(item, lang)}] "
    return (
        Span(_due(item, lang), tone),
        Span(_left(item).say(lang), tone),
        Span(f"{kind_label(item['kind'], lang)} {item['record']}"),
        Span(f"{item['clause']} {advisory}{item['requirement']}"),
    )


def _severity(item: Mapping[str, Any], lang: str) -> str:
    return SEVERITY_WORDS[Severity(item["severity"])].say(lang)


def _due(item: Mapping[str, Any], lang: str) -> str:
    if item["state"] == NO_LIMIT:
        return Message("无期限", "no limit").say(lang)
    if item["due"] is None:
        return Message("不明", "unknown").say(lang)
    if item["state"] == PERIOD:
        return Message(f"{item['due']} 期满", f"{item['due']} period ends").say(lang)
    return str(item["due"])


def _left(item: Mapping[str, Any]) -> Message:
    days, work_days = item["days_left"], item["work_days_left"]
    if days is None:
        return Message("—", "—")
    if item["state"] == OVERDUE:
        zh_work = "" if work_days is None else f"({-work_days} 个工作日)"
        en_work = "" if work_days is None else f" ({-work_days} wd)"
        return Message(f"已逾期 {-days} 天{zh_work}", f"overdue {-days} d{en_work}")
    if days == 0:
        return Message("今天", "today")
    if work_days is None:
        return Message(f"{days} 天(工作日不明)", f"{days} d (wd unknown)")
    return Message(f"{days} 天({work_days} 个工作日)", f"{days} d ({work_days} wd)")


def _notes(due: DueList, columns: int, lang: str) -> list[Line]:
    lines: list[Line] = []
    if due.is_vague:
        said = Message(
            "工作日历尚未公布到那么远,未到期的全部列出;可用 --calendar 补充",
            "the published working days do not reach that far, so everything pending is listed; --calendar can add to them",
        )
        lines += paragraph(said.say(lang), columns, tone=Tone.DOUBT)
    if due.counts[UNKNOWN]:
        said = Message(
            "到期日不明:期限进入工作日尚未公布的年份;可用 --calendar 补充",
            "no known due date: the limit runs into a year without published working days; --calendar can add to them",
        )
        lines += paragraph(said.say(lang), columns, tone=Tone.DOUBT)
    if due.unjudged:
        listed = "; ".join(
            f"{rule}{f' ({REASON_WORDS[reason].say(lang)})' if reason else ''}"
            for rule, reason in due.unjudged[:SHOWN_RULES]
        )
        more = len(due.unjudged) - SHOWN_RULES
        rest = Message(f" 等 {len(due.unjudged)} 条", f" and {more} more").say(lang) if more > 0 else ""
        said = Message(
            "有期限的规则未能判定,其事项不在表中:", "rules with limits that could not be judged, so not listed: "
        )
        lines += paragraph(said.say(lang) + listed + rest, columns, tone=Tone.DOUBT)
    return lines


def due_entry(due: DueList) -> dict[str, Any]:
    """Give the list as plain values."""
    return {
        "schema": SCHEMA,
        "as_of": due.as_of.isoformat(),
        "within": str(due.within) if due.within else None,
        "until": due.until.isoformat() if due.until else None,
        "counts": dict(due.counts),
        "items": [{**item, "source": _source(item["source"])} for item in due.items.iter_rows(named=True)],
        "unjudged": [{"rule": rule, "reason": str(reason) if reason else None} for rule, reason in due.unjudged],
    }


def _source(text: str | None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {"path": None, "row": None}
    return found


def due_csv(due: DueList, lang: str) -> str:
    """Give the list as CSV; with Chinese headers and words unless English is asked for."""
    if lang == "en":
        return due.items.write_csv()
    words = {state: word.zh for state, word in STATE_WORDS.items()}
    grave = {str(severity): word.zh for severity, word in SEVERITY_WORDS.items()}
    named = due.items.with_columns(pl.col("state").replace(words), pl.col("severity").replace(grave))
    return named.rename(dict(HEADERS)).write_csv()
