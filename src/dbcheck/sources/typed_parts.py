"""Raw parts to typed ones: text is typed once and kept, Parquet is looked through once and typed again whenever it is read."""

import dataclasses
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import BATCH_ROWS, ROW, day, dtype_of
from dbcheck.records.kind import FieldType
from dbcheck.sources.delimited import Block
from dbcheck.sources.duplicates import id_hashes
from dbcheck.sources.parquet import height_and_schema
from dbcheck.sources.parts import FrameSegment, LazySegment, Part, Segment, slices
from dbcheck.sources.raw import RawPart
from dbcheck.sources.rejecting import RejectLog
from dbcheck.sources.spool import Spool
from dbcheck.sources.summary_rows import set_aside
from dbcheck.sources.typing_columns import CHECKED, Reading, TypedFrame, type_frame

_WINDOW = 8  # slices looked through before their rejects are taken: the kept ones are the same in every run


@dataclass(frozen=True)
class TypedPart:
    """A typed part, how many records were read and how many rows are none.

    hashes: ``id_hashes`` of the slices of a Parquet file, where it was looked through for other reasons anyway.
    """

    part: Part
    read: int
    broken: int
    hashes: tuple[pl.Series, ...] = ()


def type_part(raw: RawPart, readings: Sequence[Reading], log: RejectLog, key: str | None = None) -> TypedPart:
    """Type a part; what cannot be read goes to the log. ``key`` is the field that tells records apart."""
    if raw.lazy is not None:
        return _look_through(raw, readings, log, key)
    segments: list[Segment] = []
    read = broken = 0
    spool = Spool() if raw.is_large else None
    for block in _blocks(raw):
        typed = type_frame(block.frame, readings, path=raw.path, room=log.room)
        log.add(row.reject(raw.path) for row in block.broken)
        log.add(typed.rejects, uncounted=typed.bad_cells - len(typed.rejects))
        read += block.read
        broken += len(block.broken)
        if typed.frame.height:
            segments.append(spool.keep(typed.frame) if spool else FrameSegment(typed.frame))
    return TypedPart(Part(raw.path, frozenset(reading.field.name for reading in readings), tuple(segments)), read, broken)


def _blocks(raw: RawPart) -> Iterator[Block]:
    for block in raw.blocks():
        yield set_aside(block, raw.headers) if raw.is_sheet else block


def _look_through(raw: RawPart, readings: Sequence[Reading], log: RejectLog, key: str | None) -> TypedPart:
    """Find out which cells of a Parquet file cannot be read, which dates lack a clock time and which columns need no change."""
    assert raw.lazy is not None
    height, schema = height_and_schema(raw.lazy)
    names = tuple(schema)
    fields = frozenset(reading.field.name for reading in readings)
    segment = LazySegment(raw.lazy, raw.path, height, names, {r.field.name: r for r in readings}, fields | {ROW})
    columns = [(r, schema[names[int(r.column)]]) for r in readings if r.column is not None]
    doubtful = [r for r, dtype in columns if r.field.name == key or _is_doubtful(r, dtype)]
    flags = {day(r.field.name) for r in readings if r.column and _lacks_time(r, schema[names[int(r.column)]])}
    flags |= {day(r.field.name) for r in readings if r.constant and r.field.type is FieldType.DATETIME}
    clean = {reading.field.name for reading in doubtful}
    hashes: list[pl.Series] = []
    for looked in _looked(segment, doubtful, log, key) if doubtful else ():
        flags.update(name for name in looked.typed.frame.columns if "!" in name and name != ROW)
        clean &= looked.typed.clean
        hashes += [] if looked.hashes is None else [looked.hashes]
    settled = {
        reading.field.name: dataclasses.replace(reading, is_clean=reading.field.name in clean and height > 0)
        for reading in readings
    }
    whole = LazySegment(raw.lazy, raw.path, height, names, settled, fields | flags | {ROW})
    return TypedPart(Part(raw.path, fields, (whole,) if height else ()), height, 0, tuple(hashes))


@dataclass(frozen=True)
class _Looked:
    """What is kept of a slice: the typed frame without its rows, and the hashes of its ids where they were read."""

    typed: TypedFrame
    hashes: pl.Series | None


def _looked(segment: LazySegment, readings: Sequence[Reading], log: RejectLog, key: str | None) -> Iterator[_Looked]:
    remaining = slices(segment.runs, BATCH_ROWS)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _WINDOW)) as pool:
        while window := list(islice(remaining, _WINDOW)):
            room = log.room

            def look(piece: tuple[int, int], room: int = room) -> _Looked:
                typed = type_frame(segment.raw(readings, *piece), readings, path=segment.shown, room=room)
                hashes = id_hashes(typed.frame[key]) if key in typed.frame.columns else None
                return _Looked(dataclasses.replace(typed, frame=typed.frame.clear()), hashes)

            for looked in pool.map(look, window):
                typed = looked.typed
                log.add(typed.rejects, uncounted=typed.bad_cells - len(typed.rejects))
                yield looked


def _is_doubtful(reading: Reading, dtype: pl.DataType) -> bool:
    """Tell whether a column can hold cells that cannot be read."""
    if reading.field.is_list:
        return dtype != pl.List(pl.String) or reading.field.type is FieldType.ENUM
    if reading.field.type not in CHECKED:
        return False
    if reading.field.type in (FieldType.DATE, FieldType.DATETIME) and dtype in (pl.Date, pl.Datetime):
        return False
    if reading.field.type is FieldType.INT and dtype.is_integer() and dtype not in (pl.UInt64, pl.Int128):
        return False
    return reading.field.type is FieldType.ENUM or dtype != dtype_of(reading.field)


def _lacks_time(reading: Reading, dtype: pl.DataType) -> bool:
    return reading.field.type is FieldType.DATETIME and dtype == pl.Date
