"""Examples of packs as tables: every kind supplied, every column there, what is not given is empty."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from dbcheck.engine.binder import World
from dbcheck.engine.explain import explain
from dbcheck.engine.plan import Job
from dbcheck.engine.run import judge_jobs
from dbcheck.findings import Counts
from dbcheck.plugins.contract import Checker
from dbcheck.plugins.tables import PART, ROW, FrameTable, Table, day, dtype_of
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.rules.pack import Example, Pack, Rule

GRAVEST = ("fail", "suspect", "undetermined", "pending", "pass", "out_of_scope")


class ExampleTables(Mapping[str, Table]):
    """The tables of an example, made as they are asked for."""

    def __init__(self, kinds: Mapping[str, Kind], records: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self._kinds, self._records = kinds, records
        self._made: dict[str, Table] = {}

    def __getitem__(self, kind: str) -> Table:
        if kind not in self._made:
            self._made[kind] = example_table(self._kinds[kind], self._records.get(kind, ()))
        return self._made[kind]

    def __iter__(self):  # type: ignore[no-untyped-def]  # Mapping's own signature
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def example_table(kind: Kind, records: Sequence[Mapping[str, Any]]) -> FrameTable:
    """Make the table of one kind: dates may be written with or without a clock time."""
    columns: dict[str, pl.Series] = {}
    for name, field in kind.fields.items():
        cells = [_cell(field, record.get(name)) for record in records]
        columns[name] = pl.Series(name, cells, dtype=dtype_of(field))
        if field.type is FieldType.DATETIME and any(_is_day_only(record.get(name)) for record in records):
            columns[day(name)] = pl.Series(
                day(name), [_is_day_only(record.get(name)) for record in records], dtype=pl.Boolean
            )
    columns[PART] = pl.Series(PART, [0] * len(records), dtype=pl.UInt16)
    columns[ROW] = pl.Series(ROW, range(1, len(records) + 1), dtype=pl.UInt32)
    return FrameTable(kind, pl.DataFrame(list(columns.values())))


def _cell(field: Field, value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        return None
    if value is None or value == []:
        return None
    if field.is_list:
        return [str(each) for each in (value if isinstance(value, list) else [value])]
    if field.type is FieldType.DATETIME:
        return datetime.fromisoformat(str(value))
    if field.type is FieldType.DATE:
        return date.fromisoformat(str(value)[:10])
    return value


def _is_day_only(value: Any) -> bool:
    return (
        isinstance(value, date) and not isinstance(value, datetime)
        if not isinstance(value, str)
        else len(value) == len("2024-09-27")
    )


def example_verdict(rule: Rule, example: Example, pack: Pack, world: World, checkers: Mapping[str, Checker[Any]]) -> str:
    """Give the verdict that the kernel reaches in an example: of its main record, or the gravest."""
    job = Job(pack, rule)
    if example.main is not None:
        return explain(job, world, checkers, example.main).verdict.word
    counts = judge_jobs([job], world, checkers, threads=1).outcomes[0].counts
    return next((word for word in GRAVEST if _amount(counts, word)), "out_of_scope")


def _amount(counts: Counts, word: str) -> int:
    return counts.as_json()[word]
