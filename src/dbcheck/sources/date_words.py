"""Dates as people write them, read one at a time: what every way of writing means, and why others cannot be read."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass

FIRST_YEAR, LAST_YEAR = 1949, 2100
EXCEL_EPOCH = datetime(1899, 12, 30)
EXCEL_1904_DAYS = 1462


@dataclass(frozen=True)
class Moment:
    """A date, with or without a clock time; ``offset`` is its distance from UTC in minutes where it names a zone."""

    at: datetime
    has_time: bool
    offset: int | None = None


NO_DATE = Message("不是日期", "this is no date")
TWO_MEANINGS = Message(
    "可能是两个不同的日期,不作猜测;请在绑定文件的 dates 中写明格式",
    "this could mean two days and is not guessed; give its format under dates in a binding file",
)
SHORT_YEAR = Message("年份只有两位,不作猜测", "the year has two digits only and is not guessed")
NO_DAY = Message("只有年月,没有日", "there is a month but no day")
IMPOSSIBLE = Message("没有这一天或这一时刻", "there is no such day or time")
FAR_YEAR = Message(f"年份不在{FIRST_YEAR}至{LAST_YEAR}之间", f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")

_DATE = r"(?P<y>[0-9]{4})(?:[-/.]|年)(?P<m>[0-9]{1,2})(?:[-/.]|月)(?P<d>[0-9]{1,2})"
_HALF = r"(?P<half>上午|早上|凌晨|中午|下午|晚上|am|pm)?\s*"
_CLOCK = (
    r"(?P<h>[0-9]{1,2})(?::(?=[0-9])|时|点)"
    r"(?:(?P<mi>[0-9]{1,2})(?:(?::(?=[0-9])|分)(?:(?P<s>[0-9]{1,2})(?P<f>[.,][0-9]{1,9})?秒?)?)?)?"
)
_ZONE = r"\s*(?P<after>am|pm)?\s*(?P<zone>z|utc|(?:utc|gmt)?[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
_WEEKDAY = r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?"
_FULL = rf"{_DATE}(?:(?:日\s*|[\st]+){_HALF}{_CLOCK}{_ZONE})?"
_DAY = rf"{_DATE}日?"
_COMPACT = r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:[ t]?(?P<h>[0-9]{2})(?P<mi>[0-9]{2})(?P<s>[0-9]{2})?)?"
_HOUR_STAMP = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-4])"
_SERIAL = r"[1-9][0-9]{4}(?:\.[0-9]+)?"
_DAY_LAST_YEAR = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}(?:\D.*)?"
_TWO_DIGITS = r"[0-9]{1,2}(?:[-/.]|年)[0-9]{1,2}(?:[-/.]|月)[0-9]{1,2}(?:\D.*)?"
_MONTH = r"[0-9]{4}(?:[-/.]|年)[0-9]{1,2}月?"
_DIGITS = {**{c: str(i) for i, c in enumerate("零一二三四五六七八九")}, "〇": "0", "○": "0", "Ｏ": "0", "o": "0", "◯": "0"}
_CHINESE = r"[零〇○◯o一二三四五六七八九]{4}年.*"
_TENS = r"([一二三四五六七八九]?)十([一二三四五六七八九]?)"
_NIGHT = {**{hour: hour for hour in range(12)}, 12: 0}
_MORNING = {hour: hour for hour in range(12)}
_AFTERNOON = {**{hour: hour + 12 for hour in range(1, 12)}, **{hour: hour for hour in range(12, 24)}}
_HOURS = {
    "am": _NIGHT,
    "凌晨": _NIGHT,
    "上午": _MORNING,
    "早上": _MORNING,
    "中午": {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    "pm": _AFTERNOON,
    "下午": _AFTERNOON,
    "晚上": {**{hour: hour + 12 for hour in range(5, 12)}, **{hour: hour for hour in range(17, 24)}},
}


def read_moment(text: str, *, excel: bool = False, excel_1904: bool = False) -> Moment | Message:
    """Read one date, or say why it cannot be read.

    excel: it comes from a spreadsheet, where a bare number is a day serial and a midnight is a day without a clock time.
    """
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    if excel and re.fullmatch(_SERIAL, folded):
        return _serial(folded, excel_1904=excel_1904)
    if folded.isascii() and folded.isdigit():
        return _number(folded)
    words = re.sub(_WEEKDAY, "", _arabic(folded)).strip()
    found = re.fullmatch(_FULL, words) or re.fullmatch(_DAY, words) or re.fullmatch(_COMPACT, words)
    if found is None:
        return _refusal(words)
    moment = _moment(found.groupdict())
    if excel and isinstance(moment, Moment) and moment.has_time and moment.offset is None and _is_midnight(moment.at):
        return Moment(moment.at, has_time=False)
    return moment


def read_plain(text: str) -> Moment | None:
    """Read ``YYYY-MM-DD`` or ``YYYY-MM-DD HH:MM:SS`` as ``read_moment`` does, without its patterns; None for anything else."""
    if len(text) not in (10, 19) or not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    clock = text[10:]
    if clock and (clock[0], clock[3], clock[6]) != (" ", ":", ":"):
        return None
    if not (text[:4] + text[5:7] + text[8:10] + clock[1:3] + clock[4:6] + clock[7:]).isdigit():
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Moment(at, has_time=bool(clock)) if FIRST_YEAR <= at.year <= LAST_YEAR else None


def read_format(text: str, formats: tuple[str, ...]) -> Moment | None:
    """Read a date by the formats that a binding gives (as ``strptime`` has them)."""
    folded = unicodedata.normalize("NFKC", text).strip()
    for pattern in formats:
        try:
            at = datetime.strptime(folded, pattern)
        except ValueError:
            continue
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            continue
        offset = at.utcoffset()
        minutes = None if offset is None else int(offset.total_seconds() // 60)
        return Moment(at.replace(tzinfo=None), has_time=writes_time(pattern), offset=minutes)
    return None


def writes_time(pattern: str) -> bool:
    """Tell whether a ``strptime`` format holds a clock time."""
    return re.search(r"%[HIcXT]", pattern) is not None


def _refusal(words: str) -> Message:
    for pattern, reason in (
        (_DAY_LAST_YEAR, TWO_MEANINGS),
        (_TWO_DIGITS, SHORT_YEAR),
        (_MONTH, NO_DAY),
    ):
        if re.fullmatch(pattern, words):
            return reason
    return NO_DATE


def _arabic(text: str) -> str:
    if not re.fullmatch(_CHINESE, text):
        return text
    plain = re.sub(_TENS, lambda found: f"{_DIGITS.get(found[1], '1')}{_DIGITS.get(found[2], '0')}", text)
    return "".join(_DIGITS.get(letter, letter) for letter in plain)


def _is_midnight(at: datetime) -> bool:
    return (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


def _moment(parts: dict[str, str | None]) -> Moment | Message:
    year, month, day = (int(parts[key] or 0) for key in ("y", "m", "d"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return FAR_YEAR
    hour, minute, second = (int(parts.get(key) or 0) for key in ("h", "mi", "s"))
    half = parts.get("half") or parts.get("after")
    if half is not None:
        shifted = _by_half(hour, half)
        if shifted is None:
            return IMPOSSIBLE
        hour = shifted
    fraction = (parts.get("f") or ".")[1:7].ljust(6, "0")
    is_next_day = hour == 24 and minute == second == int(fraction) == 0
    try:
        at = datetime(year, month, day, 0 if is_next_day else hour, minute, second, int(fraction))
    except ValueError:
        return IMPOSSIBLE
    zone = parts.get("zone")
    offset = _offset(zone) if zone else None
    if zone and offset is None:
        return IMPOSSIBLE
    return Moment(at + timedelta(days=is_next_day), has_time=parts.get("h") is not None, offset=offset)


def _by_half(hour: int, half: str) -> int | None:
    """Turn an hour of a part of the day into one of 24; None where the two do not go together or 12 could be noon or midnight."""
    return _HOURS[half].get(hour)


def _offset(zone: str) -> int | None:
    bare = zone.removeprefix("utc").removeprefix("gmt")
    if bare in ("", "z"):
        return 0
    sign, digits = (-1 if bare[0] == "-" else 1), bare[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    return sign * (hours * 60 + minutes) if hours <= 14 and minutes < 60 else None


def _number(digits: str) -> Moment | Message:
    if len(digits) in (8, 12, 14):
        found = re.fullmatch(_COMPACT, digits)
        return _moment(found.groupdict()) if found else NO_DATE
    if len(digits) == 10:
        return TWO_MEANINGS if re.fullmatch(_HOUR_STAMP, digits) else _epoch(int(digits) * 1000)
    if len(digits) == 13:
        return _epoch(int(digits))
    return NO_DAY if len(digits) == 6 else NO_DATE


def _epoch(milliseconds: int) -> Moment | Message:
    at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return FAR_YEAR
    return Moment(at.replace(tzinfo=None), has_time=True, offset=0)


def _serial(number: str, *, excel_1904: bool) -> Moment | Message:
    whole, _, fraction = number.partition(".")
    day = EXCEL_EPOCH + timedelta(days=int(whole) + (EXCEL_1904_DAYS if excel_1904 else 0))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return FAR_YEAR
    milliseconds = round(float(f"0.{fraction or 0}") * 86_400_000)
    return Moment(day + timedelta(milliseconds=milliseconds), has_time=milliseconds != 0)
