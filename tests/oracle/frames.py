"""The same world as typed tables, for the engine that the oracle is compared with."""

from datetime import datetime
from typing import Any

import polars as pl

from dbcheck.plugins.tables import ABSENT, FINE, PART, ROW, UNREADABLE, FrameTable, day, dtype_of, state
from dbcheck.records.catalogue import kinds
from dbcheck.records.kind import Field, FieldType, Kind
from oracle.world import EMPTY, Cell, State, World

CODES = {State.FILLED: FINE, State.EMPTY: FINE, State.UNREADABLE: UNREADABLE, State.ABSENT: ABSENT}


def to_tables(world: World) -> dict[str, FrameTable]:
    """Make one table per supplied kind.

    Flags come only where a cell needs them: ``!state`` with an unreadable or absent cell, ``!day`` with a clockless one.
    """
    return {name: _table(world, kinds()[name]) for name in world.tables}


def _table(world: World, kind: Kind) -> FrameTable:
    records = world.tables[kind.name]
    series: list[pl.Series] = []
    for name, field in kind.fields.items():
        if name in world.columns.get(kind.name, set()):
            series += _columns(field, [record.get(name, EMPTY) for record in records])
    series.append(pl.Series(PART, [0] * len(records), dtype=pl.UInt16))
    series.append(pl.Series(ROW, list(range(1, len(records) + 1)), dtype=pl.UInt32))
    return FrameTable(kind=kind, frame=pl.DataFrame(series), rejected=world.rejected.get(kind.name, 0))


def _columns(field: Field, cells: list[Cell]) -> list[pl.Series]:
    made = [pl.Series(field.name, [_value(field, cell) for cell in cells], dtype=dtype_of(field))]
    if any(CODES[cell.state] != FINE for cell in cells):
        made.append(pl.Series(state(field.name), [CODES[cell.state] for cell in cells], dtype=pl.UInt8))
    if field.type is FieldType.DATETIME and any(cell.day_only for cell in cells):
        made.append(pl.Series(day(field.name), [cell.day_only for cell in cells], dtype=pl.Boolean))
    return made


def _value(field: Field, cell: Cell) -> Any:
    if not cell.filled:
        return None
    if field.type is FieldType.DATE and isinstance(cell.value, datetime):
        return cell.value.date()
    return list(cell.value) if isinstance(cell.value, tuple) else cell.value
