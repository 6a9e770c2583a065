"""A table over frames that is cut into parts and batches as a test likes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from dbcheck.plugins.tables import PART, ROW, FrameTable, Thunk, batch_columns
from dbcheck.records.kind import Kind


@dataclass(frozen=True)
class CutTable:
    """A FrameTable read in batches of ``batch`` records, whatever the reader would like."""

    table: FrameTable
    batch: int

    @property
    def kind(self) -> Kind:
        return self.table.kind

    @property
    def columns(self) -> frozenset[str]:
        return self.table.columns

    @property
    def states(self) -> frozenset[str]:
        return self.table.states

    @property
    def days(self) -> frozenset[str]:
        return self.table.days

    @property
    def paths(self) -> tuple[str, ...]:
        return self.table.paths

    @property
    def accepted(self) -> int:
        return self.table.accepted

    @property
    def rejected(self) -> int:
        return self.table.rejected

    def batches(self, columns: Sequence[str], *, rows: int = 0, filled_only: Collection[str] = ()) -> Iterator[Thunk]:
        del rows, filled_only
        picked = self.table.frame.select(batch_columns(self.table, columns))
        for start in range(0, picked.height, self.batch):
            yield lambda start=start: picked.slice(start, self.batch)  # type: ignore[misc]  # a default binds the loop variable


def rearranged(table: FrameTable, order: Sequence[int], cuts: Sequence[int], batch: int) -> CutTable:
    """Give the same records in another order, in parts that end at ``cuts``, read in batches of ``batch``."""
    edges = [0, *sorted(cuts), len(order)]
    parts = [part for part, (start, end) in enumerate(pairwise(edges)) for _ in range(end - start)]
    rows = [row for start, end in pairwise(edges) for row in range(1, end - start + 1)]
    frame = table.frame[list(order)].with_columns(
        pl.Series(PART, parts, dtype=pl.UInt16), pl.Series(ROW, rows, dtype=pl.UInt32)
    )
    paths = tuple(f"part-{number}.csv" for number in range(len(edges) - 1))
    return CutTable(FrameTable(table.kind, frame, paths, table.rejected), batch)
