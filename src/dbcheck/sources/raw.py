"""What every reader of a format gives: parts with headers, and their rows block by block."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import ROW
from dbcheck.sources.delimited import Block
from dbcheck.sources.discovery import FileSource


@dataclass(frozen=True)
class RawPart:
    """One file, sheet or frame before its columns are typed.

    path: the name that users see. said: names that may tell the kind, the surest first (the sheet, the file). kind: where it is known.
    headers: one a column, none twice. blocks: the rows as columns ``0``, ``1``, …, and ``!row``.
    is_sheet: written for people to read: sums, notes and repeated headers may stand between the records.
    lazy: a Parquet file, which is read again for every batch; ``blocks`` is not used then.
    passed_over: names what else the file holds that are no records, once its blocks have been read.
    """

    path: str
    headers: tuple[str, ...]
    blocks: Callable[[], Iterator[Block]]
    said: tuple[str, ...] = ()
    kind: str | None = None
    file: Path | None = None
    sheet: str | None = None
    is_sheet: bool = False
    excel: bool = False
    excel_1904: bool = False
    is_large: bool = False  # its typed blocks are kept on disk
    lazy: Path | None = None
    is_optional: bool = False  # one of several sheets: without any known header it is ignored, not refused
    passed_over: Callable[[], Iterable[str]] = tuple


def numbered(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Rename the columns to their positions and add ``!row``."""
    renamed = frame.rename(dict(zip(frame.columns, map(str, range(frame.width)), strict=True)))
    return renamed.with_columns(rows.cast(pl.UInt32).alias(ROW))


def empty_part(source: FileSource) -> RawPart:
    """Give the part of a file that holds nothing: no column, no row."""
    return RawPart(source.shown, (), lambda: iter(()), (source.path.stem,), source.kind, source.path, is_optional=True)
