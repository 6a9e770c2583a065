"""Typed blocks of large text files on disk, so that memory stays bounded; the folder goes when the process ends."""

import shutil
import tempfile
import weakref
from pathlib import Path

import polars as pl

from dbcheck.sources.parts import SpoolSegment

_ROWS = 65_536


class Spool:
    """A temporary folder of Parquet files; every segment holds it, and it goes with the last of them."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="dbcheck-"))
        self._count = 0
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def keep(self, frame: pl.DataFrame) -> SpoolSegment:
        """Write a block and give it back as a segment."""
        path = self._folder / f"{self._count}.parquet"
        self._count += 1
        frame.write_parquet(path, compression="lz4", row_group_size=_ROWS)
        return SpoolSegment(path, frame.height, frozenset(frame.columns), self)
