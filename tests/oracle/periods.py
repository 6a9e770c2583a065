"""Calendar periods: day, month, quarter, year (R8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from oracle.world import Cell

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """One period: it holds [start, end)."""

    start: datetime
    end: datetime
    label: str


def period_of(unit: str, day: date) -> Period:
    """Give the period of a unit that a day lies in."""
    if unit == "day":
        start = datetime(day.year, day.month, day.day)
        return Period(start, start + timedelta(days=1), day.isoformat())
    length = MONTHS[unit]
    first = (day.month - 1) // length * length + 1
    start = datetime(day.year, first, 1)
    end = datetime(day.year + (first + length > 12), (first + length - 1) % 12 + 1, 1)
    labels = {"year": f"{day.year}", "quarter": f"{day.year}Q{(first + 2) // 3}", "month": f"{day.year}-{day.month:02}"}
    return Period(start, end, labels[unit])


def period_of_cell(unit: str, cell: Cell) -> Period | None:
    """Give the period that a filled cell names: an instant, a date, or a year as a whole number."""
    if not cell.filled:
        return None
    if isinstance(cell.value, int):
        return period_of(unit, date(cell.value, 1, 1))
    return period_of(unit, cell.day)


def periods_between(unit: str, first: Period, last: Period) -> Iterator[Period]:
    """Give every period from one to another, both included."""
    here = first
    while here.start <= last.start:
        yield here
        here = period_of(unit, here.end.date())


def running_at(unit: str, as_of: datetime) -> Period:
    """Give the period that ``as_of`` lies in; 24:00 of a day, which is how a date is meant, still lies in that day."""
    return period_of(unit, (as_of - timedelta.resolution).date())
