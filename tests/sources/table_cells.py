"""What the tests of this room share: the cells of a table as plain text."""

from datetime import datetime

import polars as pl

from dbcheck.plugins.tables import PART, ROW, UNREADABLE, Table, day, state


def read_all(table: Table, *, rows: int = 65_536) -> pl.DataFrame:
    """Read every batch of a table, all its fields."""
    frames = [thunk() for thunk in table.batches(sorted(table.columns), rows=rows)]
    return pl.concat(frames) if frames else pl.DataFrame(schema=[*table.columns, PART, ROW])


def cells(table: Table, *, rows: int = 65_536) -> list[dict[str, str]]:
    """Give every record as text: unreadable cells as ?, dates without a clock time as dates, empty ones left out."""
    return [_record(table, row) for row in read_all(table, rows=rows).rows(named=True)]


def _record(table: Table, row: dict[str, object]) -> dict[str, str]:
    record = {}
    for name in table.columns:
        value = row[name]
        if row.get(state(name)) == UNREADABLE:
            record[name] = "?"
        elif isinstance(value, datetime) and row.get(day(name)):
            record[name] = str(value.date())
        elif value is not None:
            record[name] = str(value)
    return record


def places(table: Table) -> list[tuple[str, int]]:
    """Give part and row of every record."""
    return [(table.paths[part], row) for part, row in read_all(table).select(PART, ROW).rows()]
