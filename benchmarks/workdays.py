"""Due dates for the generator, from the holiday library itself and not from the calendar under test."""

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from numpy.typing import NDArray

FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)
Days = NDArray[np.int64]  # days since FIRST


def number(day: date) -> int:
    """Give a date as days since FIRST."""
    return (day - FIRST).days


class Workdays:
    """Working days of the years between FIRST and LAST."""

    def __init__(self) -> None:
        days = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
        flags = np.array([chinese_calendar.is_workday(day) for day in days])
        self._until = np.cumsum(flags)
        self._working = np.flatnonzero(flags)

    def due(self, start: Days, amount: int) -> Days:
        """Give the working day that is the ``amount``-th after each start; the start itself is day 0."""
        due: Days = self._working[self._until[start] + amount - 1]
        return due
