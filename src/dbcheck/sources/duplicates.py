"""Records that bear the same id: equal ones are kept once, different ones not at all, for nobody can tell which is right.

First pass: eight bytes an id. Second pass: only the rows whose hash repeats, and of these only a hash of what they hold.
"""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reject
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import BATCH_ROWS, PART, ROW, UNREADABLE, state
from dbcheck.sources.parts import PartsTable, Piece
from dbcheck.sources.rejecting import shorten

_LIST_END = "\x1f"


def id_hashes(ids: pl.Series) -> pl.Series:
    """Give eight bytes an id, null where there is none."""
    return (
        ids.to_frame("id").select(pl.when(pl.col("id").is_not_null()).then(pl.col("id").hash(0))).to_series().alias("hash")
    )


def repeated(hashes: Sequence[pl.Series]) -> pl.Series:
    """Give the hashes that occur more than once."""
    if not hashes:
        return pl.Series([], dtype=pl.UInt64)
    ordered = pl.concat(hashes).drop_nulls().sort()
    return ordered.filter(ordered == ordered.shift(1)).unique().sort()


@dataclass(frozen=True)
class Duplicate:
    """A record that is left out because of its id."""

    part: int
    row: int
    reject: Reject


def find_duplicates(table: PartsTable, hashes: Iterable[pl.Series], headers: Sequence[str]) -> Iterator[Duplicate]:
    """Find the records to leave out.

    hashes: those of ``table.pieces(BATCH_ROWS)``, in their order. headers: the header of the id in each part.
    """
    hashes = list(hashes)
    twice = repeated(hashes)
    if twice.is_empty():
        return
    suspects = [
        _digest(table, piece, mask)
        for piece, found in zip(table.pieces(BATCH_ROWS), hashes, strict=True)
        if (mask := found.is_in(twice.implode()).fill_null(value=False)).any()
    ]
    places = pl.DataFrame({"path": table.paths, PART: range(len(table.paths))}, schema_overrides={PART: pl.UInt16})
    alike = (
        pl.concat(suspects)
        .join(places, on=PART, how="left")
        .sort("id", "path", ROW)
        .group_by("id", maintain_order=True)
        .agg(pl.col("path"), pl.col(PART), pl.col(ROW), pl.col("content").n_unique().alias("versions"))
        .filter(pl.col("path").list.len() > 1)
    )
    for name, paths, parts, rows, versions in alike.rows():
        yield from _judge(name, list(zip(paths, parts, rows, strict=True)), headers, is_same=versions == 1)


def _digest(table: PartsTable, piece: Piece, mask: pl.Series) -> pl.DataFrame:
    """Give id, a hash of everything else, part and row of the rows in question."""
    fields = sorted(table.columns)
    frame = table.read(piece, fields, drop=False).filter(mask)
    columns = [_hashable(frame, name) for name in fields]
    columns += [(pl.col(state(name)) == UNREADABLE).alias(state(name)) for name in fields if name in table.states]
    content = frame.select(columns).hash_rows(seed=0)
    return frame.select("id", PART, ROW).with_columns(content.alias("content"))


def _hashable(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).list.join(_LIST_END) if isinstance(frame.schema[name], pl.List) else pl.col(name)


def _judge(name: str, places: list[tuple[str, int, int]], headers: Sequence[str], *, is_same: bool) -> Iterator[Duplicate]:
    first = f"{places[0][0]}:{places[0][2]}"
    for number, (path, part, row) in enumerate(places):
        if is_same and number == 0:
            continue
        if is_same:
            reason = Message(f"重复记录,与 {first} 完全相同", f"repeated record, the same as {first}")
        else:
            others = [f"{other}:{line}" for other, _, line in places if (other, line) != (path, row)]
            said = ", ".join(others[:3]) + (" …" if len(others) > 3 else "")
            reason = Message(
                f"编号相同而内容不同,无法判断哪条正确:另见 {said}",
                f"same id but different content, nobody can tell which is right: see also {said}",
            )
        yield Duplicate(part, row, Reject(path, row, headers[part], shorten(name), reason, whole_row=True))
