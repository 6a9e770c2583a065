"""Waivers and false alarms: findings that a person has decided not to count, who decided it, why and until when."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.filled_forms import Entry, Filled, FormColumn, dated, parse_date, tidy

YAML_KEY = "waivers"
SEPARATORS = "\n;；、,，"  # between the records of one cell


class WaiverKind(StrEnum):
    """What a person decided."""

    WAIVER = "waiver"  # it fails, and that is accepted for a while
    FALSE_ALARM = "false_alarm"  # it only seems to fail


_KINDS: Mapping[str, WaiverKind] = {
    "": WaiverKind.WAIVER,
    "waiver": WaiverKind.WAIVER,
    "豁免": WaiverKind.WAIVER,
    "false_alarm": WaiverKind.FALSE_ALARM,
    "false alarm": WaiverKind.FALSE_ALARM,
    "误报": WaiverKind.FALSE_ALARM,
}
_EVERYTHING = ("*", "全部", "all")

KIND = FormColumn("kind", Message("类型", "Kind"))
RULE = FormColumn("rule", Message("规则", "Rule"), ("条款", "clause", "规则编号"), is_required=True)
RECORDS = FormColumn("records", Message("对象", "Records"), ("record", "对象编号", "记录"))
UNIT = FormColumn("unit", Message("单位", "Unit"), ("责任单位",))
PERIOD = FormColumn("period", Message("期间", "Period"), ("周期",))
REASON = FormColumn("reason", Message("理由", "Reason"), ("原因",), is_required=True)
APPROVER = FormColumn("approver", Message("批准人", "Approver"), is_required=True)
DOCUMENT = FormColumn("document", Message("文号", "Document"), ("批准文号", "document number"))
EXPIRES = FormColumn("expires", Message("有效期至", "Valid until"), ("有效期", "expiry"))
COLUMNS: tuple[FormColumn, ...] = (KIND, RULE, RECORDS, UNIT, PERIOD, REASON, APPROVER, DOCUMENT, EXPIRES)

_LABEL = re.compile(r"([0-9]{4})(?:Q([1-4])|-([0-9]{2})(?:-([0-9]{2}))?)?")
_BETWEEN = re.compile(r"(.+?)(?:\.\.|~|至|到)(.+)")


@dataclass(frozen=True)
class Days:
    """A stretch of days, both ends among them."""

    first: date
    last: date

    def holds(self, other: "Days") -> bool:
        """Tell whether another stretch lies inside."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True)
class Waiver:
    """One decision. Of records, unit and days, those given must all fit; none given stands for every finding of the rule.

    rule: a rule's id, or a clause (``PACK/CLAUSE``, the pack may be left off) for all its rules.
    """

    kind: WaiverKind
    rule: str
    records: tuple[str, ...]
    unit: str
    period: str
    days: Days | None
    reason: str
    approver: str
    document: str
    expires: date | None
    where: str
    said: str = ""  # the records as they were written: a single one may hold what parts several
    fingerprint: str = ""  # of a ledger's row: the one finding that it is about

    @property
    def words(self) -> frozenset[str]:
        """Give every word that may name a record: as written, and as tables hold names."""
        whole = (self.said,) if self.records and self.said else ()
        return frozenset(word for record in (*self.records, *whole) for word in (record, tidy(record)))

    def counts_on(self, day: date) -> bool:
        """Tell whether the decision holds on a day."""
        return self.expires is None or self.expires >= day

    def covers(self, rule: str, clause: str, pack: str) -> bool:
        """Tell whether it names a rule."""
        return self.rule in (rule, rule.partition("/")[2], clause, f"{pack}/{clause}")


def days_of_label(label: str) -> Days | None:
    """Give the days of 2024, 2024Q3, 2024-07 or 2024-07-15; None for anything else."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    year, quarter, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if day is not None and month is not None:
            return Days(date(year, month, day), date(year, month, day))
        first = month or (quarter * 3 - 2 if quarter else 1)
        months = 1 if month else 3 if quarter else 12
        end = year * 12 + first - 1 + months
        return Days(date(year, first, 1), date(end // 12, end % 12 + 1, 1) - timedelta(days=1))
    except ValueError:
        return None


def parse_period(text: str) -> Days | None:
    """Read a label, a day, or two of either with ``..``, ``~`` or 至 between."""
    text = tidy(text)
    one = _period_end(text)
    if one is not None:
        return one
    parts = _BETWEEN.fullmatch(text)
    if parts is None:
        return None
    first, last = _period_end(parts[1].strip()), _period_end(parts[2].strip())
    return Days(first.first, last.last) if first and last and first.first <= last.last else None


def _period_end(text: str) -> Days | None:
    label = days_of_label(text.upper().removesuffix("年"))
    if label is not None:
        return label
    day = parse_date(text)
    return Days(day, day) if day else None


def read_waivers(filled: Filled) -> tuple[Waiver, ...]:
    """Give the decisions of a form; raise UsageError with every mistake. Rules are not looked up: unknown ones are reported later."""
    problems = list(filled.problems)
    waivers = [_waiver(entry, problems) for entry in filled.entries]
    if problems:
        raise UsageError(problems)
    return tuple(waiver for waiver in waivers if waiver is not None)


def _waiver(entry: Entry, problems: list[Problem]) -> Waiver | None:
    rule = tidy(entry.text(RULE.name))
    found = list(_mistakes(entry, rule))
    expires = dated(entry, EXPIRES.name, rule, found)
    kind = _kind(entry)
    period = tidy(entry.text(PERIOD.name))
    problems += found
    if found or kind is None:
        return None
    records = entry.parts(RECORDS.name, SEPARATORS)
    return Waiver(
        kind=kind,
        rule=rule,
        records=() if records[:1] and records[0] in _EVERYTHING else records,
        unit=tidy(entry.text(UNIT.name)),
        period=period,
        days=parse_period(period) if period else None,
        reason=entry.text(REASON.name),
        approver=tidy(entry.text(APPROVER.name)),
        document=tidy(entry.text(DOCUMENT.name)),
        expires=expires,
        where=entry.where,
        said=entry.text(RECORDS.name),
    )


def _kind(entry: Entry) -> WaiverKind | None:
    return _KINDS.get(unicodedata.normalize("NFKC", entry.text(KIND.name)).strip().lower())


def _mistakes(entry: Entry, rule: str) -> Iterator[Problem]:
    kind = _kind(entry)
    if kind is None:
        given = entry.text(KIND.name)
        said = Message(f"类型是 {given!r};应写 豁免 或 误报", f"the kind is {given!r}; write waiver or false_alarm")
        yield Problem(entry.place(KIND.name), rule, said)
    needed = [RULE, REASON, APPROVER, *([EXPIRES] if kind is not WaiverKind.FALSE_ALARM else [])]
    for column in needed:
        if not entry.text(column.name):
            zh, en = f"缺少{column.title.zh};补上", f"there is no {column.title.en.lower()}; add it"
            yield Problem(entry.place(column.name), rule, Message(zh, en))
    if "*" in rule:
        zh = "规则不用通配符;写规则编号或条款号"
        yield Problem(entry.place(RULE.name), rule, Message(zh, "no wildcards; write a rule's id or a clause"))
    if not any(entry.text(column.name) for column in (RECORDS, UNIT, PERIOD)):
        zh = "没有写对象、单位或期间;整条规则都豁免时,对象写 全部"
        en = "there are no records, unit or period; for every finding of the rule write all under records"
        yield Problem(entry.place(RECORDS.name), rule, Message(zh, en))
    period = entry.text(PERIOD.name)
    if period and parse_period(period) is None:
        zh = f"期间是 {period!r};写成 2024、2024Q3、2024-07 或 2024-07-01..2024-09-30"
        en = f"the period is {period!r}; write 2024, 2024Q3, 2024-07 or 2024-07-01..2024-09-30"
        yield Problem(entry.place(PERIOD.name), rule, Message(zh, en))
