"""Working days: which days are known, and limits counted in them; ``calendars.files`` adds what users declare."""

from dbcheck.calendars.working_days import (
    START_RULES,
    WorkCalendar,
    add_months,
    day_number,
    load_calendar,
    published_calendar,
)

__all__ = [
    "START_RULES",
    "WorkCalendar",
    "add_months",
    "day_number",
    "load_calendar",
    "published_calendar",
]
