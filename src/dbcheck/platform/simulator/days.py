"""The days of the simulated year: working days, office hours, and when people write."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta
from random import Random

from dbcheck.calendars.working_days import EPOCH, WorkCalendar, load_calendar
from dbcheck.errors import Message, Problem, UsageError

DAY = timedelta(days=1)
OPENS, CLOSES = 9 * 60, 17 * 60  # minutes of the day in which offices act
_SEASON = (
    0.9,
    0.75,
    1.1,
    1.05,
    1.0,
    1.05,
    1.15,
    1.1,
    1.0,
    0.95,
    1.2,
    1.1,
)  # how much people write, by month: heating in November
_OFF = 0.35  # on days off, as a share of working days
_HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 14, 20, 20, 15, 10, 11, 15, 16, 15, 12, 10, 11, 12, 11, 8, 4)  # by hour of the day


class Days:
    """A year and the weeks around it, with its working days."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.calendar = _calendar_of(year)
        self.first, self.last = date(year, 1, 1), date(year, 12, 31)
        self.end = date(year + 1, 1, 31)  # daily logs go on so far: yearly reports are due by then
        self.workdays = [date.fromordinal(number + EPOCH) for number in self.calendar.workdays]

    def after(self, day: date, amount: int) -> date:
        """Give the ``amount``-th working day after a day; 0 gives the day itself when it is one, else the next."""
        at = bisect_left(self.workdays, day) if amount == 0 else bisect_right(self.workdays, day) + amount - 1
        return self.workdays[at]

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        return bool(self.calendar.is_workday(day))

    def all(self, until: date | None = None) -> list[date]:
        """Give every day from the first of January, to the last of December or ``until``."""
        last = until or self.last
        return [self.first + DAY * number for number in range((last - self.first).days + 1)]

    def office(self, random: Random, day: date) -> datetime:
        """Give an instant in the office hours of a day."""
        return at_minute(day, random.randrange(OPENS, CLOSES))

    def workday(self, random: Random, first: date | None = None, last: date | None = None) -> date:
        """Give a working day between two days, those of the year by default."""
        low = bisect_left(self.workdays, first or self.first)
        high = bisect_right(self.workdays, last or self.last)
        return self.workdays[random.randrange(low, high)]

    def letters(self, random: Random, amount: int) -> list[datetime]:
        """Give when letters arrive, in order: by season, by day of the week and holidays, by hour of the day."""
        days = self.all()
        weights = [_SEASON[day.month - 1] * (1 if self.is_workday(day) else _OFF) for day in days]
        chosen = random.choices(days, weights, k=amount)
        hours = random.choices(range(24), _HOURS, k=amount)
        second = random.randrange
        found = [datetime.combine(day, time(hour, second(60), second(60))) for day, hour in zip(chosen, hours, strict=True)]
        return sorted(found)


def at_minute(day: date, minute: int) -> datetime:
    """Give the instant of a day by its minute."""
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60)


def _calendar_of(year: int) -> WorkCalendar:
    calendar = load_calendar()
    first, last = calendar.first.year + 1, calendar.last.year - 1
    if not first <= year <= last:
        said = Message(
            f"{year} 年前后的放假安排不齐,不能模拟;可选 {first} 至 {last}",
            f"the holidays around {year} are not all known, so it cannot be simulated; choose {first} to {last}",
        )
        raise UsageError([Problem("--year", "", said)])
    return calendar
