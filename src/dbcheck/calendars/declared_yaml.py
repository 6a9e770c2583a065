"""Calendar files in YAML: whole years as the notices publish them, and single days."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import yaml

from dbcheck.calendars.declared import Declarations, Declared, Mistake, declared, no_date, read_date
from dbcheck.errors import Message

_YEARS = range(1900, 2200)
_STATUTORY = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))  # the holidays that fall on the same date every year
_YEAR_KEYS = ("holidays", "workdays", "source")


def read_yaml(text: str) -> Declarations:
    """Give every day that the text declares, and every mistake in it."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        yield Mistake(line, "", Message(f"YAML 写错:{error.problem}", f"the YAML is broken: {error.problem}"))
        return
    except yaml.YAMLError as error:
        yield Mistake(1, "", Message(f"YAML 写错:{error}", f"the YAML is broken: {error}"))
        return
    if not isinstance(root, yaml.MappingNode):
        yield Mistake(1, "", Message("应写成映射:年份或 days", "write a mapping of years and days"))
        return
    for key, value in root.value:
        yield from _entry(_scalar(key), key, value)


def _entry(name: str, key: yaml.Node, value: yaml.Node) -> Declarations:
    if name == "days":
        yield from _single_days(value)
    elif name.isdecimal() and int(name) in _YEARS:
        yield from _whole_year(int(name), _line(key), value)
    else:
        yield Mistake(_line(key), name, Message("应为年份(如 2027)或 days", "write a year, e.g. 2027, or days, not this"))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _single_days(node: yaml.Node) -> Declarations:
    if not isinstance(node, yaml.MappingNode):
        message = Message('应写成 {"2026-10-10": true}', 'write {"2026-10-10": true}, a day and true or false')
        yield Mistake(_line(node), "days", message)
        return
    for key, value in node.value:
        yield declared(_line(key), "days", _scalar(key), _scalar(value))


def _whole_year(year: int, line: int, node: yaml.Node) -> Declarations:
    if not isinstance(node, yaml.MappingNode):
        yield Mistake(
            _line(node), str(year), Message("应有 holidays 和 workdays 两个列表", "write the lists holidays and workdays")
        )
        return
    lists: dict[str, dict[date, int]] = {"holidays": {}, "workdays": {}}
    for name_node, value in node.value:
        name = _scalar(name_node)
        if name not in _YEAR_KEYS:
            message = Message("应为 holidays、workdays 或 source", "write holidays, workdays or source, not this")
            yield Mistake(_line(name_node), f"{year}.{name}", message)
        elif name != "source":
            yield from _list_days(year, name, value, lists[name])
    yield from _lacking(year, line, lists["holidays"])
    yield from (Declared(at, day, is_workday=False) for day, at in lists["holidays"].items())
    yield from (Declared(at, day, is_workday=True) for day, at in lists["workdays"].items())
    yield from _implied(year, line, {*lists["holidays"], *lists["workdays"]})


def _list_days(year: int, name: str, node: yaml.Node, days: dict[date, int]) -> Iterator[Mistake]:
    """Put the days of one list into ``days`` with their lines."""
    subject = f"{year}.{name}"
    if not isinstance(node, yaml.SequenceNode):
        yield Mistake(_line(node), subject, Message("应为日期列表", "write a list of dates"))
        return
    for element in node.value:
        day = read_date(_scalar(element))
        if day is None:
            yield no_date(_line(element), subject, _scalar(element))
        elif day.year != year and (day.year, day.month) != (year - 1, 12):  # a notice may reach into the December before
            yield Mistake(_line(element), subject, Message(f"{day} 不在 {year} 年", f"{day} is not in {year}"))
        else:
            days[day] = _line(element)


def _lacking(year: int, line: int, holidays: Mapping[date, int]) -> Iterator[Mistake]:
    """Find the fixed statutory holidays on weekdays that a year leaves out: such a list is not the whole notice."""
    fixed = (date(year, month, day) for month, day in _STATUTORY)
    lacking = ", ".join(str(day) for day in fixed if day.weekday() < 5 and day not in holidays)
    if lacking:
        message = Message(
            f"缺少法定节假日 {lacking};整年声明须列全,只改几天请写在 days 下",
            f"the statutory holidays {lacking} are not listed; list the whole notice, or put single days under days",
        )
        yield Mistake(line, f"{year}.holidays", message)


def _implied(year: int, line: int, listed: set[date]) -> Iterator[Declared]:
    """Give the days of a year that stand in no list: Monday to Friday are working days."""
    day = date(year, 1, 1)
    while day.year == year:
        if day not in listed:
            yield Declared(line, day, day.weekday() < 5, implied=True)
        day += timedelta(days=1)
