"""Typed blocks of large text files on disk, so that memory stays bounded; the folder goes when the process ends."""

import tempfile
from pathlib import Path

import polars as pl

from dbcheck.sources.parts import SpoolSegment

_ROWS = 65_536


class Spool:
    """A temporary folder of Parquet files, made when the first block comes."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    def keep(self, frame: pl.DataFrame) -> SpoolSegment:
        """Write a block and give it back as a segment."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="dbcheck-", ignore_cleanup_errors=True)
        path = Path(self._folder.name) / f"{self._count}.parquet"
        self._count += 1
        frame.write_parquet(path, compression="lz4", row_group_size=_ROWS)
        return SpoolSegment(path, frame.height, frozenset(frame.columns), self._folder)
