"""What an export file is made of: a name, a header and rows of text."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # it ships no types

Row = dict[str, str]


@dataclass(frozen=True)
class Export:
    """One file of the export. encoding: as Python names it."""

    name: str
    header: tuple[str, ...]
    rows: Sequence[Row]
    encoding: str = "utf-8-sig"

    def written(self) -> bytes:
        """Give the file as CSV; a field that a row does not give is empty, an unknown one is a mistake."""
        text = io.StringIO()
        writer = csv.DictWriter(text, self.header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return text.getvalue().encode(self.encoding)


def rows(header: Sequence[str], *lines: str) -> list[Row]:
    """Read rows written one a line, cells between bars."""
    return [dict(zip(header, line.split("|"), strict=True)) for line in lines]


def slashed(at: datetime) -> str:
    """Write an instant as the letter system does: 2024/4/25 9:32:09."""
    return f"{at.year}/{at.month}/{at.day} {at.hour}:{at:%M:%S}"


def workdays_after(day: date, amount: int) -> date:
    """Give the amount-th working day after a date."""
    while amount:
        day += timedelta(days=1)
        amount -= chinese_calendar.is_workday(day)
    return day
