"""Typed parts and the tables made of them: what the engine reads in batches."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import (
    ABSENT,
    BATCH_ROWS,
    PART,
    ROW,
    Thunk,
    batch_columns,
    day,
    dtype_of,
    state,
)
from dbcheck.records.kind import Kind
from dbcheck.sources.parquet import row_groups
from dbcheck.sources.typing_columns import Reading, type_frame


class Segment(Protocol):
    """Rows of one part that can be read in slices; ``columns`` are the fields with their flags, as they are stored."""

    @property
    def height(self) -> int:
        """Give the number of rows, dropped ones among them."""

    @property
    def columns(self) -> frozenset[str]:
        """Give the columns that ``read`` can give, ``!row`` among them."""

    @property
    def runs(self) -> tuple[int, ...]:
        """Give the lengths of the runs of rows that are cheap to read together; they add up to the height."""

    def read(self, columns: Sequence[str], start: int, length: int, filled_only: Collection[str] = ()) -> pl.DataFrame:
        """Read some columns of a slice; may run on any thread. filled_only: see ``Table.batches``."""


@dataclass(frozen=True)
class FrameSegment:
    """Typed rows in memory."""

    frame: pl.DataFrame

    @property
    def height(self) -> int:
        """Give the height of the frame."""
        return self.frame.height

    @property
    def columns(self) -> frozenset[str]:
        """Give the columns of the frame."""
        return frozenset(self.frame.columns)

    @property
    def runs(self) -> tuple[int, ...]:
        """Give one run: memory is cheap to read anywhere."""
        return (self.frame.height,)

    def read(self, columns: Sequence[str], start: int, length: int, filled_only: Collection[str] = ()) -> pl.DataFrame:  # noqa: ARG002 - normalised already
        """Slice the frame."""
        return self.frame.select(columns).slice(start, length)


@dataclass(frozen=True)
class SpoolSegment:
    """Typed rows in a temporary Parquet file."""

    path: Path
    height: int
    columns: frozenset[str]
    folder: object = None  # held so that the folder stays as long as its files are needed

    @cached_property
    def runs(self) -> tuple[int, ...]:
        """Give the row groups."""
        return row_groups(self.path) or (self.height,)

    def read(self, columns: Sequence[str], start: int, length: int, filled_only: Collection[str] = ()) -> pl.DataFrame:  # noqa: ARG002 - normalised already
        """Read a slice of the file."""
        return pl.scan_parquet(self.path, glob=False).slice(start, length).select(columns).collect()


@dataclass(frozen=True)
class LazySegment:
    """A Parquet file of the user, typed while it is read."""

    path: Path
    shown: str
    height: int
    names: tuple[str, ...]  # the file's own column names, in order
    readings: Mapping[str, Reading]  # by field
    columns: frozenset[str]

    @cached_property
    def runs(self) -> tuple[int, ...]:
        """Give the row groups."""
        groups = row_groups(self.path)
        return groups if groups and sum(groups) == self.height else (self.height,)

    def raw(self, readings: Sequence[Reading], start: int, length: int) -> pl.DataFrame:
        """Read the raw columns of a slice as ``0``, ``1``, …, and ``!row``."""
        numbers = sorted({int(reading.column) for reading in readings if reading.column is not None})
        rows = pl.int_range(start + 1, min(start + length, self.height) + 1, dtype=pl.UInt32, eager=True).alias(ROW)
        if not numbers:
            return rows.to_frame()
        picked = [pl.col(self.names[number]).alias(str(number)) for number in numbers]
        frame = pl.scan_parquet(self.path, glob=False).slice(start, length).select(picked).collect()
        return frame.with_columns(rows)

    def read(self, columns: Sequence[str], start: int, length: int, filled_only: Collection[str] = ()) -> pl.DataFrame:
        """Read and type a slice."""
        fields = dict.fromkeys(name.partition("!")[0] for name in columns)
        readings = [self.readings[name] for name in fields if name]
        readings = [replace(one, is_filled_only=True) if one.field.name in filled_only else one for one in readings]
        typed = type_frame(self.raw(readings, start, length), readings, path=self.shown, room=0).frame
        missing = [name for name in columns if name not in typed.columns]  # flags that no row of this slice needs
        return typed.with_columns(no_flag(name) for name in missing).select(columns)


def no_flag(name: str) -> pl.Expr:
    """Give a flag column of cells without the flag."""
    if name.endswith("!day"):
        return pl.lit(value=False).alias(name)
    return pl.lit(0, dtype=pl.UInt8).alias(name)


@dataclass(frozen=True)
class Part:
    """One file, sheet or frame, typed. dropped: the rows (as the user sees them) of records that were left out, as UInt32."""

    path: str
    fields: frozenset[str]
    segments: tuple[Segment, ...]
    dropped: pl.Series | None = None

    @property
    def height(self) -> int:
        """Give the number of rows, dropped ones among them."""
        return sum(segment.height for segment in self.segments)

    @property
    def accepted(self) -> int:
        """Give the number of records that are kept."""
        return self.height - (0 if self.dropped is None else len(self.dropped))


@dataclass(frozen=True)
class Piece:
    """A slice of one segment."""

    part: int
    segment: Segment
    start: int
    length: int


@dataclass(frozen=True)
class PartsTable:
    """All accepted records of one kind, over any number of parts."""

    kind: Kind
    parts: tuple[Part, ...]
    rejected: int = 0

    @cached_property
    def columns(self) -> frozenset[str]:
        """Give the fields that at least one part carries."""
        return frozenset[str]().union(*(part.fields for part in self.parts))

    @cached_property
    def states(self) -> frozenset[str]:
        """Give the fields with unreadable cells, or that a part lacks."""
        lacking = (self.columns - part.fields for part in self.parts if part.height)
        return self._flagged(state).union(*lacking)

    @cached_property
    def days(self) -> frozenset[str]:
        """Give the date fields with cells without a clock time."""
        return self._flagged(day)

    def _flagged(self, flag: Callable[[str], str]) -> frozenset[str]:
        stored = frozenset[str]().union(*(segment.columns for part in self.parts for segment in part.segments))
        return frozenset(name for name in self.columns if flag(name) in stored)

    @property
    def paths(self) -> tuple[str, ...]:
        """Give the parts under the names shown to users."""
        return tuple(part.path for part in self.parts)

    @property
    def accepted(self) -> int:
        """Give the number of records that batches hold."""
        return sum(part.accepted for part in self.parts)

    def batches(
        self, columns: Sequence[str], *, rows: int = BATCH_ROWS, filled_only: Collection[str] = ()
    ) -> Iterator[Thunk]:
        """Give one thunk per batch of about ``rows`` records, in the order of the input."""
        picked = batch_columns(self, columns)
        for pieces in self._batched(rows):
            yield lambda pieces=pieces: pl.concat(
                [self.read(piece, columns, filled_only=filled_only) for piece in pieces]
            ).select(picked)  # type: ignore[misc]  # a default binds the loop variable

    def _batched(self, rows: int) -> Iterator[list[Piece]]:
        batch: list[Piece] = []
        held = 0
        for piece in self.pieces(rows):
            if batch and held + piece.length > rows:
                yield batch
                batch, held = [], 0
            batch.append(piece)
            held += piece.length
        if batch:
            yield batch

    def pieces(self, rows: int) -> Iterator[Piece]:
        """Give every row of every part in slices of about ``rows`` rows, cut where the storage is cut."""
        for number, part in enumerate(self.parts):
            for segment in part.segments:
                for start, length in slices(segment.runs, rows):
                    yield Piece(number, segment, start, length)

    def read(
        self, piece: Piece, columns: Sequence[str], *, drop: bool = True, filled_only: Collection[str] = ()
    ) -> pl.DataFrame:
        """Read fields of a slice with all the flags that the table has, ``!part`` and ``!row``."""
        part = self.parts[piece.part]
        wanted = [name for name in dict.fromkeys(columns) if name in self.columns]
        flags = [state(name) for name in wanted if name in self.states] + [
            day(name) for name in wanted if name in self.days
        ]
        stored = [name for name in (*wanted, *flags) if name in piece.segment.columns]
        frame = piece.segment.read([*stored, ROW], piece.start, piece.length, filled_only)
        added = [self._absent(name, part) for name in (*wanted, *flags) if name not in stored]
        frame = frame.with_columns(*added, pl.lit(piece.part, dtype=pl.UInt16).alias(PART)).select(
            *wanted, *flags, PART, ROW
        )
        if drop and part.dropped is not None:
            frame = frame.filter(~pl.col(ROW).is_in(part.dropped.implode()))
        return frame

    def _absent(self, name: str, part: Part) -> pl.Expr:
        owner, flag, _ = name.partition("!")
        if not flag:
            return pl.lit(None, dtype=dtype_of(self.kind.fields[name])).alias(name)
        if name == state(owner) and owner not in part.fields:
            return pl.lit(ABSENT, dtype=pl.UInt8).alias(name)
        return no_flag(name)


def slices(runs: Sequence[int], rows: int) -> Iterator[tuple[int, int]]:
    """Cut runs into slices of about ``rows`` rows: short neighbours together, up to twice as many whole, long ones into equal slices.

    A row group of 100,000 rows so stays whole; a slice of a longer one costs no more than its share of the group.
    """
    start = held = 0
    for run in runs:
        if held and held + run > rows:
            yield start, held
            start, held = start + held, 0
        if run <= rows * 2:
            held += run
            continue
        count = -(-run // (rows * 3 // 2))
        for number in range(count):
            length = run * (number + 1) // count - run * number // count
            yield start, length
            start += length
    if held:
        yield start, held
