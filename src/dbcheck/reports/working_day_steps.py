"""A limit in working days, walked day by day, with holidays and make-up days named."""

from collections.abc import Iterator
from datetime import date, timedelta

from chinese_calendar import Holiday  # type: ignore[import-untyped]  # it ships no types
from chinese_calendar import constants as notices

from dbcheck.calendars import WorkCalendar
from dbcheck.errors import Message

_ONE_DAY = timedelta(days=1)
_WEEKDAYS = (
    Message("周一", "Mon"),
    Message("周二", "Tue"),
    Message("周三", "Wed"),
    Message("周四", "Thu"),
    Message("周五", "Fri"),
    Message("周六", "Sat"),
    Message("周日", "Sun"),
)
_HOLIDAYS = {holiday.value: holiday.chinese for holiday in Holiday}


def working_day_steps(
    calendar: WorkCalendar, start: date, days: int, start_rule: str = "next_day"
) -> Iterator[tuple[date, Message]]:
    """Give every day from the start of a limit to its last, with what it counts for.

    Nothing where the calendar does not reach the end of the limit.
    """
    due = calendar.due_date(start, days, start_rule=start_rule)
    if due is None:
        return
    zero = start if start_rule == "next_day" else calendar.due_date(start, 0, start_rule=start_rule) or start
    day = start
    while day <= due:
        yield day, _step(calendar, day, start, zero, days)
        day += _ONE_DAY


def _step(calendar: WorkCalendar, day: date, start: date, zero: date, days: int) -> Message:
    what = day_name(calendar, day)
    if day == start == zero:
        return Message(f"{what.zh}  起算日,不计", f"{what.en}  the starting day, not counted")
    if day == zero:
        return Message(f"{what.zh}  起算的首个工作日", f"{what.en}  the first working day, from which it counts")
    if not calendar.is_workday(day) or day < zero:
        return Message(f"{what.zh}  不计", f"{what.en}  not counted")
    number = calendar.working_days_between(zero, day) or 0
    end = Message(",当日24:00届满", ", the limit ends at 24:00") if number == days else Message("", "")
    return Message(f"{what.zh}  第 {number} 个工作日{end.zh}", f"{what.en}  working day {number}{end.en}")


def day_name(calendar: WorkCalendar, day: date) -> Message:
    """Give the weekday, and the holiday or make-up day that it is."""
    weekday = _WEEKDAYS[day.weekday()]
    mark = _mark(calendar, day)
    return Message(f"{weekday.zh}{mark.zh}", f"{weekday.en}{mark.en}")


def _mark(calendar: WorkCalendar, day: date) -> Message:
    is_workday = calendar.is_workday(day)
    is_weekend = day.weekday() >= 5
    holiday, make_up = notices.holidays.get(day), notices.workdays.get(day)
    if is_workday is False and holiday is not None:
        return Message(f"({_HOLIDAYS.get(holiday, holiday)}放假)", f" ({holiday})")
    if is_workday is True and make_up is not None and is_weekend:
        return Message(f"({_HOLIDAYS.get(make_up, make_up)}调休上班)", f" (make-up day for {make_up})")
    if is_workday is not None and is_workday == is_weekend:
        return Message("(日历文件指定)", " (by the calendar file)")
    return Message("(休息)", " (day off)") if is_weekend else Message("", "")
