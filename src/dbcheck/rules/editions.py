"""Editions of one rule: from when to when it is in force, and with which parameters.

A parameter may hold values by date, each with its reference::

    max: {by_date: [{from: "2010-01-01", value: 30, reference: ...}, {from: "2023-12-29", value: 5, reference: ...}]}

The record's own date picks the value.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import Mistake

BY_DATE = "by_date"
KEYS = ("from", "value", "reference")


@dataclass(frozen=True)
class Edition:
    """One edition of a rule: in force from ``since`` until the day before ``until``; None is open."""

    since: date | None
    until: date | None
    params: Mapping[str, Any]


def is_by_date(value: object) -> bool:
    """Tell whether a parameter holds values by date."""
    return isinstance(value, Mapping) and BY_DATE in value


def editions_of(params: Mapping[str, Any]) -> tuple[Edition, ...]:
    """Give the editions that values by date make, oldest first; one open edition where there are none."""
    dated = {name: value[BY_DATE] for name, value in params.items() if is_by_date(value)}
    starts = sorted({date.fromisoformat(entry["from"]) for entries in dated.values() for entry in entries})
    if not starts:
        return (Edition(None, None, params),)
    bounds = [*starts, None]
    return tuple(
        Edition(
            start, bounds[place + 1], {**params, **{name: _value_at(entries, start) for name, entries in dated.items()}}
        )
        for place, start in enumerate(starts)
        if all(date.fromisoformat(entries[0]["from"]) <= start for entries in dated.values())
    )


def _value_at(entries: list[Mapping[str, Any]], day: date) -> Any:
    return [entry["value"] for entry in entries if date.fromisoformat(entry["from"]) <= day][-1]


def edition_mistakes(params: Mapping[str, Any]) -> Iterator[Mistake]:
    """Find what is wrong with values by date: their form, their order."""
    for name, value in params.items():
        if not is_by_date(value):
            continue
        entries = value[BY_DATE]
        if not isinstance(entries, list) or not entries or set(value) != {BY_DATE}:
            said = Message("by_date 应为列表", "by_date takes a list, alone")
            yield (name,), said
            continue
        starts: list[str] = []
        for place, entry in enumerate(entries):
            if not isinstance(entry, Mapping) or set(entry) - set(KEYS) or not {"from", "value", "reference"} <= set(entry):
                yield (
                    (name, BY_DATE, place),
                    Message(
                        '每项写 from、value、reference,如 {from: "2023-12-29", value: 5, reference: 5.3.3}',
                        'write from, value and reference, e.g. {from: "2023-12-29", value: 5, reference: 5.3.3}',
                    ),
                )
            elif not _is_date(entry["from"]):
                said = Message('from 应为带引号的日期,如 "2023-12-29"', 'from is a quoted date, e.g. "2023-12-29"')
                yield (name, BY_DATE, place, "from"), said
            else:
                starts.append(entry["from"])
        if starts != sorted(set(starts)):
            yield (name, BY_DATE), Message("日期应由早到晚,不重复", "dates go from the earliest on, none twice")


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return isinstance(value, str)
