"""What a calendar file can say, format apart: days, and the mistakes in them."""

import re
from collections.abc import Iterator
from datetime import date

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass

_DATE = re.compile(
    r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?(?: 0{1,2}:00(?::00)?)?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_FLAGS = {
    **dict.fromkeys(("true", "yes", "1", "是", "工作日", "上班", "班"), True),
    **dict.fromkeys(("false", "no", "0", "否", "非工作日", "休息日", "节假日", "放假", "休息", "休"), False),
}


@dataclass(frozen=True)
class Declared:
    """One day as a file declares it; ``implied`` where it follows from a whole year and stands in no list."""

    line: int
    day: date
    is_workday: bool
    implied: bool = False


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a calendar file."""

    line: int
    subject: str
    message: Message


Declarations = Iterator[Declared | Mistake]


def declared(line: int, subject: str, day_text: str, flag_text: str) -> Declared | Mistake:
    """Read a day and whether it is a working day."""
    day, flag = read_date(day_text), _FLAGS.get(flag_text.strip().lower())
    if day is None:
        return no_date(line, subject, day_text)
    if flag is None:
        message = Message(f"{flag_text!r} 应为 true 或 false(是/否)", f"{flag_text!r} should be true or false")
        return Mistake(line, str(day), message)
    return Declared(line, day, flag)


def read_date(text: str) -> date | None:
    """Read 2027-01-01, 2027/1/1, 2027年1月1日 or 20270101; anything else gives None."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def no_date(line: int, subject: str, text: str) -> Mistake:
    """Say that a text is no date."""
    return Mistake(line, subject, Message(f"{text!r} 不是日期,应如 2027-01-01", f"{text!r} is no date; write 2027-01-01"))
