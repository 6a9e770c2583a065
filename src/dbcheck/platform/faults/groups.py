"""The groups of a counting rule over a simulated world, named as findings name them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dbcheck.platform.faults.reading import Reader, day_of
from dbcheck.platform.simulator.world import Row, Value
from dbcheck.rules.pack import Rule


@dataclass(frozen=True)
class Group:
    """One group: its key, its period ("" where the rule has none), the value that it is for."""

    key: str
    period: str = ""
    member: str = ""
    values: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Name the group as findings do."""
        return "|".join(part for part in (self.key, self.period, self.member) if part)

    def is_within(self, year: int) -> bool:
        """Tell whether its period lies in a year."""
        return not self.period or self.period.startswith(str(year))


def grouped(rule: Rule, reader: Reader) -> dict[Group, list[Row]]:
    """Give the records of every group that has any, of those groups that the rule judges."""
    params = rule.params
    universe = universe_of(rule, reader)
    values = members(params) or [("", ())]
    found: dict[Group, list[Row]] = {}
    for row in reader.meeting(str(params["record"]), params.get("where")):
        period = period_of(rule, reader, row)
        for key in keys_of(rule, reader, row):
            if universe is None or key in universe:
                for member, alternatives in values:
                    if not member or set(_listed(row.get(member.partition("=")[0]))) & set(alternatives):
                        found.setdefault(Group(key, period, member, alternatives), []).append(row)
    return found


def universe_of(rule: Rule, reader: Reader) -> set[str] | None:
    """Give the keys of the records that name the groups; None where the keys that occur do."""
    per = rule.params.get("per")
    return {str(row["id"]) for row in reader.meeting(str(per), rule.params.get("per_where"))} if per else None


def groups_of_row(rule: Rule, reader: Reader, row: Row) -> Iterator[Group]:
    """Give the groups to which one record belongs, or would."""
    if row and reader.holds(str(rule.params["record"]), row, rule.params.get("where")):
        for key in keys_of(rule, reader, row):
            for member, alternatives in members(rule.params) or [("", ())]:
                if not member or set(_listed(row.get(member.partition("=")[0]))) & set(alternatives):
                    yield Group(key, period_of(rule, reader, row), member, alternatives)


def members(params: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """Give each value, or set of alternatives, for which a bound holds, under its name."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for field, values in (params.get("each_of") or {}).items():
        for value in values:
            alternatives = tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)
            found.append((f"{field}={'/'.join(alternatives)}", alternatives))
    return found


def keys_of(rule: Rule, reader: Reader, row: Row) -> list[str]:
    """Give the groups to which a record belongs, by their keys."""
    params = rule.params
    paths: Sequence[str] = [params["key"]] if isinstance(params["key"], str) else params["key"]
    found = [_listed(reader.value(str(params["record"]), row, path)) for path in paths]
    if len(found) == 1:
        return found[0]
    return ["/".join(parts[0] for parts in found)] if all(found) else []


def period_of(rule: Rule, reader: Reader, row: Row) -> str:
    """Name the period of a record; empty where the rule has none or the record is undated."""
    unit, time = rule.params.get("period") or "all", rule.params.get("time")
    if unit == "all":
        return ""
    value = reader.value(str(rule.params["record"]), row, str(time))
    day = date(value, 12, 31) if isinstance(value, int) else day_of(value)
    return _PERIODS[unit](day) if day else ""


def is_whole(rule: Rule, reader: Reader, group: Group) -> bool:
    """Tell whether what a group is counted for had begun before its period and had not ended by then."""
    kind, unit = str(rule.params.get("per") or ""), rule.params.get("period") or "all"
    named = reader.find(kind, group.key) if kind and unit != "all" else None
    if named is None:
        return True
    days = [day_of(named.get(name)) for name in reader.kinds[kind].lifespan]
    began, ended = ([_PERIODS[unit](day) if day else "" for day in days] + ["", ""])[:2]
    return began < group.period and (not ended or group.period < ended)


_PERIODS: Mapping[str, Callable[[date], str]] = {
    "year": lambda day: f"{day.year}",
    "quarter": lambda day: f"{day.year}Q{(day.month + 2) // 3}",
    "month": lambda day: f"{day:%Y-%m}",
    "day": lambda day: day.isoformat(),
}


def _listed(value: Value) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [] if value is None else [str(value)]
