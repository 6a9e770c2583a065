"""How the limit of a finding was counted: its dates as facts, and the days in between as a strip."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from dbcheck.calendars import WorkCalendar
from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.measured import AMOUNT_WORDS

LONGEST_STRIP = 45  # days that are drawn one by one
_CLOCKED = ("minute", "hour")
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


class DayKind(StrEnum):
    """What one day of a strip is."""

    START = "s"  # the day that starts the limit
    WORK = "w"  # within the limit
    OFF = "o"  # not a working day
    LATE = "l"  # after the limit has run out


@dataclass(frozen=True)
class Strip:
    """The time from a start to an end.

    days: one kind for each day, none where there are too many, or hours decide. share: how much of the whole the limit takes, 0 to 1.
    """

    days: tuple[DayKind, ...]
    share: float


@dataclass(frozen=True)
class Calculation:
    """facts: labels and values, in the order in which they happened."""

    facts: tuple[tuple[str, str], ...]
    strip: Strip | None


def calculation(
    evidence: Mapping[str, Any], as_of: datetime, calendar: WorkCalendar | None, lang: str
) -> Calculation | None:
    """Give the calculation of a finding about a limit; None for any other."""
    if "due" not in evidence and not ("from" in evidence and "to" in evidence):
        return None
    facts = [(label.say(lang), said) for label, say in _FACTS if (said := say(evidence, lang))]
    start, due, end = (_instant(evidence.get(name)) for name in ("from", "due", "to"))
    stop = end or as_of - _INSTANT  # the audit date's 24:00 is still that day
    is_known = due is not None and (end is not None or not evidence.get("to"))
    strip = _strip(start, due, stop, calendar, str(evidence.get("unit") or "")) if due and is_known else None
    return Calculation(tuple(facts), strip)


def _instant(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _strip(start: datetime | None, due: datetime, end: datetime, calendar: WorkCalendar | None, unit: str) -> Strip | None:
    begin = start or due
    if unit in _CLOCKED:
        if end <= due:
            return None
        whole = (end - begin).total_seconds()
        return Strip((), (due - begin).total_seconds() / whole if whole > 0 else 0.0)
    first, limit, last = begin.date(), due.date(), end.date()
    if last <= limit:
        return None  # too early, not too late: there is nothing after the limit to draw
    count = (last - first).days + 1
    share = ((limit - first).days + 1) / count if count > 0 else 0.0
    if not 1 < count <= LONGEST_STRIP:
        return Strip((), min(max(share, 0.0), 1.0))
    days = tuple(_kind(first + number * _DAY, first, limit, calendar, unit) for number in range(count))
    return Strip(days if start else days[1:], share)


def _kind(day: date, first: date, limit: date, calendar: WorkCalendar | None, unit: str) -> DayKind:
    if day == first:
        return DayKind.START
    if unit == "work_day" and calendar is not None and calendar.is_workday(day) is False:
        return DayKind.OFF
    return DayKind.LATE if day > limit else DayKind.WORK


Evidence = Mapping[str, Any]


def _dated(name: str) -> Callable[[Evidence, str], str]:
    return lambda evidence, _: _said(evidence.get(name))


def _said(value: object) -> str:
    return str(value).removesuffix(":00") if value and str(value).count(":") == 2 else str(value or "")


def _due(evidence: Evidence, _: str) -> str:
    due = _said(evidence.get("due"))
    return f"{due} 24:00" if due and ":" not in due else due


def _limit(evidence: Evidence, lang: str) -> str:
    unit = AMOUNT_WORDS.get(str(evidence.get("unit")))
    amount = evidence.get("max")
    return f"{amount} {unit.say(lang)}" if unit and amount is not None else ""


def _done(evidence: Evidence, lang: str) -> str:
    if "to" not in evidence:
        return ""
    return _said(evidence["to"]) or Message("至核查时仍无", "nothing by the audit").say(lang)


def _late(evidence: Evidence, lang: str) -> str:
    days, work_days, minutes = (evidence.get(name) for name in ("days_late", "work_days_late", "minutes_late"))
    if minutes:
        return Message(f"{minutes:,} 分钟", f"{minutes:,} minutes").say(lang)
    if not days:
        return ""
    working = (
        Message(f"(其中 {work_days:,} 个工作日)", f" ({work_days:,} working days)") if work_days is not None else _NONE
    )
    return Message(f"{days:,} 天{working.zh}", f"{days:,} days{working.en}").say(lang)


_NONE = Message("", "")
_FACTS: tuple[tuple[Message, Callable[[Evidence, str], str]], ...] = (
    (Message("起算", "from"), _dated("from")),
    (Message("期限", "limit"), _limit),
    (Message("届满", "due"), _due),
    (Message("实际", "done"), _done),
    (Message("超期", "late"), _late),
)
