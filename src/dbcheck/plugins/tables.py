"""Typed tables: what sources hand to the engine.

A table is all records of one kind. It is read in batches of the columns that somebody asked for, never whole.

Columns of a batch, for each field asked for (a field that no part carries comes as nulls):

- ``<field>``: String for str, text, html, json, enum and ref; Int64, Boolean, Date, Datetime("us") without zone in Asia/Shanghai;
  List(String) for lists. Null where the cell is empty or cannot be read. Short text is normalised (NFKC, spaces stripped,
  never the empty string); long text (LONG_TYPES) is as written, and may be blank.
- ``<field>!state`` (UInt8), where ``field in table.states``: FINE, UNREADABLE (the cell holds something that is no value of the type) or
  ABSENT (this part does not carry the column).
- ``<field>!day`` (Boolean), where ``field in table.days``: the date was written without a clock time.
- ``!part`` (UInt16): index into ``table.paths``; ``!row`` (UInt32): the row as the user sees it in that file.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any, Protocol

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.records.kind import Field, FieldType, Kind

FINE, UNREADABLE, ABSENT = 0, 1, 2
PART, ROW = "!part", "!row"
BATCH_ROWS = 65_536
FEW_WORDS = 4
PLAIN = (
    "\u3001",
    "\ue000",
)  # no character from the first up to the second is white space: a text that begins with one is not blank

DTYPES: dict[FieldType, pl.DataType] = {
    FieldType.INT: pl.Int64(),
    FieldType.BOOL: pl.Boolean(),
    FieldType.DATE: pl.Date(),
    FieldType.DATETIME: pl.Datetime("us"),
}

Thunk = Callable[[], pl.DataFrame]


def dtype_of(field: Field) -> pl.DataType:
    """Give the column type of a field."""
    if field.is_list:
        return pl.List(pl.String())
    return DTYPES.get(field.type, pl.String())


def one_of(value: pl.Expr, wanted: Sequence[Any]) -> pl.Expr:
    """Tell whether a value is among some; a few words are compared one by one, in a third of the time."""
    if 0 < len(wanted) <= FEW_WORDS and all(isinstance(word, str) for word in wanted):
        return reduce(or_, (value == pl.lit(word) for word in wanted))
    return value.is_in(list(wanted))


def state(field: str) -> str:
    """Name the column that tells whether a cell could be read."""
    return f"{field}!state"


def day(field: str) -> str:
    """Name the column that tells whether a date lacks its clock time."""
    return f"{field}!day"


class Table(Protocol):
    """All accepted records of one kind, from any number of parts (files, sheets, frames)."""

    @property
    def kind(self) -> Kind:
        """Give the kind of the records."""

    @property
    def columns(self) -> frozenset[str]:
        """Give the fields that at least one part carries."""

    @property
    def states(self) -> frozenset[str]:
        """Give the fields that come with a ``!state`` column."""

    @property
    def days(self) -> frozenset[str]:
        """Give the fields that come with a ``!day`` column."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the parts, in order, under the names shown to users."""

    @property
    def accepted(self) -> int:
        """Give the number of records that batches hold."""

    @property
    def rejected(self) -> int:
        """Give the number of records that were read and left out."""

    def batches(
        self, columns: Sequence[str], *, rows: int = BATCH_ROWS, filled_only: Collection[str] = ()
    ) -> Iterator[Thunk]:
        """Give one thunk per batch of about ``rows`` records, in the order of the input; thunks may run on any thread.

        filled_only: those of ``columns``, short texts, of which nobody asks more than whether a cell is filled: the texts themselves
        need not be normalised.
        """


@dataclass(frozen=True)
class FrameTable:
    """A table over one frame in memory that already has the columns described above, ``!part`` and ``!row`` among them."""

    kind: Kind
    frame: pl.DataFrame
    paths: tuple[str, ...] = ("<memory>",)
    rejected: int = 0

    @property
    def columns(self) -> frozenset[str]:
        """Give the fields of the frame."""
        return frozenset(self.kind.fields) & frozenset(self.frame.columns)

    @property
    def states(self) -> frozenset[str]:
        """Give the fields with a ``!state`` column."""
        return frozenset(field for field in self.kind.fields if state(field) in self.frame.columns)

    @property
    def days(self) -> frozenset[str]:
        """Give the fields with a ``!day`` column."""
        return frozenset(field for field in self.kind.fields if day(field) in self.frame.columns)

    @property
    def accepted(self) -> int:
        """Give the height of the frame."""
        return self.frame.height

    def batches(
        self,
        columns: Sequence[str],
        *,
        rows: int = BATCH_ROWS,
        filled_only: Collection[str] = (),  # noqa: ARG002 - normalised already
    ) -> Iterator[Thunk]:
        """Slice the frame."""
        picked = self.frame.select(batch_columns(self, columns))
        for start in range(0, picked.height, rows):
            yield lambda start=start: picked.slice(start, rows)  # type: ignore[misc]  # a default binds the loop variable


def batch_columns(table: Table, columns: Sequence[str]) -> list[pl.Expr]:
    """Select the asked fields with their flags, ``!part`` and ``!row``; fields that no part carries become typed nulls."""
    picked: list[pl.Expr] = []
    for name in dict.fromkeys(columns):
        if name in table.columns:
            picked.append(pl.col(name))
        else:
            picked.append(pl.lit(None, dtype=dtype_of(table.kind.fields[name])).alias(name))
        picked += [pl.col(state(name))] if name in table.states else []
        picked += [pl.col(day(name))] if name in table.days else []
    return [*picked, pl.col(PART), pl.col(ROW)]
