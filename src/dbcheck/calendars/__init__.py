"""Working days: which days are known, limits counted in them, and the calendar files that add to them."""

from dbcheck.calendars.files import CalendarFile, read_calendar_file
from dbcheck.calendars.working_days import START_RULES, WorkCalendar, add_months, day_number, load_calendar

__all__ = [
    "START_RULES",
    "CalendarFile",
    "WorkCalendar",
    "add_months",
    "day_number",
    "load_calendar",
    "read_calendar_file",
]
