"""Worlds made of the examples of a pack, and the verdict each gets."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dbcheck.records.kind import LONG_TYPES, Field, FieldType, Kind
from dbcheck.rules.pack import EXAMPLE_AS_OF, Example, Pack, Rule
from oracle.answers import Result, gravest
from oracle.days import read_as_of
from oracle.interpreter import judge
from oracle.world import EMPTY, Cell, Record, World, filled

DATE_LENGTH = len("2024-01-01")


def evaluate_example(rule: Rule, example: Example, pack: Pack, kinds: Mapping[str, Kind]) -> str:
    """Give the verdict of the example's main record, or the gravest of all records or groups."""
    return verdict_of(judge_example(rule, example, pack, kinds), example.main)


def judge_example(rule: Rule, example: Example, pack: Pack, kinds: Mapping[str, Kind]) -> Result:
    """Judge the world of an example at its audit date."""
    as_of = read_as_of((example.as_of or EXAMPLE_AS_OF).replace(" ", "T"))
    return judge(rule, pack, world_of(example.records, kinds), as_of, kinds=kinds)


def verdict_of(result: Result, main: str | None) -> str:
    if result.rule_level:
        return result.rule_level[0]
    verdicts = result.verdicts
    return verdicts[main][0] if main is not None else gravest(word for word, _ in verdicts.values())


def world_of(records: Mapping[str, Any], kinds: Mapping[str, Kind]) -> World:
    """Make a world of raw records: every kind is supplied, every field carried, what is not given is empty."""
    return World(
        tables={
            name: [record_of(raw, kind) for raw in records.get(name, ())]
            for name, kind in kinds.items()
            if name != "work_calendar" or "work_calendar" in records
        },
        columns={name: set(kind.fields) for name, kind in kinds.items()},
    )


def record_of(raw: Mapping[str, Any], kind: Kind) -> Record:
    return {name: cell_of(value, kind.fields[name]) for name, value in raw.items()}


def cell_of(value: Any, field: Field) -> Cell:
    """Make a cell of what a pack wrote. A value that is none of the field's type raises ValueError."""
    if value is None:
        return EMPTY
    read = READERS.get(field.type, _short)
    if field.type in LONG_TYPES:
        read = _long
    if field.is_list:
        if not isinstance(value, (list, tuple)):
            raise ValueError(f"{field.name} takes a list, not {value!r}")
        return filled([str(read(element, field).value) for element in value])
    return read(value, field)


def _short(value: Any, field: Field) -> Cell:
    """Normalise as sources do: NFKC, no white space around."""
    if not isinstance(value, str):
        raise ValueError(f"{field.name} takes a text, not {value!r}")
    text = unicodedata.normalize("NFKC", value).strip()
    if text and field.type is FieldType.ENUM and text not in field.values:
        raise ValueError(f"{field.name} has no value {value!r}; it takes {', '.join(field.values)}")
    return filled(text)


def _long(value: Any, field: Field) -> Cell:
    if not isinstance(value, str):
        raise ValueError(f"{field.name} takes a text, not {value!r}")
    return filled(value)


def _number(value: Any, field: Field) -> Cell:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{field.name} takes a whole number, not {value!r}")
    return filled(value)


def _truth(value: Any, field: Field) -> Cell:
    if not isinstance(value, bool):
        raise ValueError(f"{field.name} takes true or false, not {value!r}")
    return filled(value)


def _moment(value: Any, field: Field) -> Cell:
    """Read a date or instant; without a clock time it is ``day_only``."""
    if not isinstance(value, str):
        raise ValueError(f"{field.name} takes a date in quotes, not {value!r}")
    return filled(datetime.fromisoformat(value), day_only=len(value) == DATE_LENGTH)


READERS: dict[FieldType, Callable[[Any, Field], Cell]] = {
    FieldType.INT: _number,
    FieldType.BOOL: _truth,
    FieldType.DATE: _moment,
    FieldType.DATETIME: _moment,
}
