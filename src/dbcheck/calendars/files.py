"""Calendar files: working days that a user declares, because a notice is newer than the library or a region has its own days.

YAML declares whole years and single days, and a single day wins over what follows from its year::

    2027:
      source: 国务院办公厅关于2027年部分节假日安排的通知
      holidays: ["2027-01-01", "2027-02-05"]
      workdays: ["2027-02-06"]
    days: {"2026-10-10": true}

CSV has the columns ``date`` (日期) and ``is_workday`` (是否工作日), one day a row.
"""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from dbcheck.calendars.declared import Declarations, Declared, Mistake, declared
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass

_DATE_HEADERS = ("date", "日期")
_FLAG_HEADERS = ("is_workday", "是否工作日")


@dataclass(frozen=True)
class CalendarFile:
    """What a calendar file declares: day -> whether it is a working day, whole years written out."""

    path: Path
    days: Mapping[date, bool]


def read_calendar_file(path: Path) -> CalendarFile:
    """Read a calendar file, YAML (.yaml, .yml) or CSV (.csv, .tsv); raise UsageError with every mistake in it."""
    reader = _reader(path.suffix.lower())
    if reader is None:
        raise _stop(path, Message("日历文件应为 .yaml、.yml 或 .csv", "a calendar file is .yaml, .yml or .csv"))
    days: dict[date, Declared] = {}
    problems: list[Problem] = []
    for entry in reader(_text(path)):
        mistake = entry if isinstance(entry, Mistake) else _put(days, entry)
        if mistake:
            problems.append(Problem(f"{path.name}:{mistake.line}", mistake.subject, mistake.message))
    if problems:
        raise UsageError(problems)
    if not days:
        raise _stop(path, Message("日历文件没有任何日期", "the calendar file declares no day"))
    return CalendarFile(path, {day: days[day].is_workday for day in sorted(days)})


def _reader(suffix: str) -> Callable[[str], Declarations] | None:
    if suffix in (".yaml", ".yml"):
        from dbcheck.calendars.declared_yaml import read_yaml  # noqa: PLC0415 - YAML costs 20 ms that a plain audit never needs

        return read_yaml
    return _read_csv if suffix in (".csv", ".tsv") else None


def _put(days: dict[date, Declared], entry: Declared) -> Mistake | None:
    known = days.get(entry.day)
    if known is None or known.implied:
        days[entry.day] = entry
    elif not entry.implied and known.is_workday != entry.is_workday:
        message = Message(
            f"与第 {known.line} 行矛盾:同一天既是工作日又不是",
            f"contradicts line {known.line}: the day is a working day in one and a day off in the other",
        )
        return Mistake(entry.line, str(entry.day), message)
    return None


def _stop(path: Path, message: Message) -> UsageError:
    return UsageError([Problem(path.name, "", message)])


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise _stop(path, Message(f"无法读取:{why}", f"cannot be read: {why}")) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _stop(path, Message("编码应为 UTF-8 或 GB18030", "it is neither UTF-8 nor GB18030"))


def _read_csv(text: str) -> Declarations:
    lines = text.splitlines()
    rows = csv.reader(lines, delimiter="\t" if lines and "\t" in lines[0] else ",")
    header = [cell.strip().lower() for cell in next(rows, [])]
    date_at, flag_at = (
        next((at for at, cell in enumerate(header) if cell in known), None) for known in (_DATE_HEADERS, _FLAG_HEADERS)
    )
    if date_at is None or flag_at is None:
        message = Message(
            "首行应有 date(日期)和 is_workday(是否工作日)两列", "the first row needs the columns date and is_workday"
        )
        yield Mistake(1, "", message)
        return
    for row in rows:
        if any(cell.strip() for cell in row):
            cells = [*row, *[""] * len(header)]
            yield declared(rows.line_num, "date", cells[date_at], cells[flag_at])
