"""Parquet files: their columns, and the heights of their row groups, read from the footer."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.sources.discovery import FileSource
from dbcheck.sources.raw import RawPart

_MAGIC = b"PAR1"
_ROW_GROUPS, _NUM_ROWS = 4, 3  # field numbers of FileMetaData.row_groups and RowGroup.num_rows


def open_parquet(source: FileSource) -> list[RawPart]:
    """Open a Parquet file; its rows are read when somebody asks for them."""
    _, schema = height_and_schema(source.path)
    return [
        RawPart(
            path=source.shown,
            headers=tuple(schema),
            blocks=lambda: iter(()),
            said=(source.path.stem,),
            kind=source.kind,
            file=source.path,
            lazy=source.path,
        )
    ]


def height_and_schema(path: Path) -> tuple[int, pl.Schema]:
    """Give the number of rows and the columns of a file."""
    scan = pl.scan_parquet(path, glob=False)
    return scan.select(pl.len()).collect().item(), scan.collect_schema()


def row_groups(path: Path) -> tuple[int, ...] | None:
    """Give the height of every row group, None where the footer cannot be read."""
    try:
        with path.open("rb") as file:
            file.seek(-8, 2)
            tail = file.read(8)
            if tail[4:] != _MAGIC:
                return None
            file.seek(-8 - int.from_bytes(tail[:4], "little"), 2)
            footer = file.read(int.from_bytes(tail[:4], "little"))
        return tuple(_heights(_Compact(footer)))
    except (OSError, IndexError, ValueError):
        return None


def _heights(footer: "_Compact") -> Iterator[int]:
    for number, wire in footer.fields():
        if number != _ROW_GROUPS:
            footer.skip(wire)
            continue
        for _ in range(footer.list_header()[0]):
            for inner, inner_wire in footer.fields():
                if inner == _NUM_ROWS:
                    yield footer.zigzag()
                else:
                    footer.skip(inner_wire)


@dataclass
class _Compact:
    """As much of Thrift's compact protocol as it takes to walk over a footer."""

    raw: bytes
    at: int = 0

    def byte(self) -> int:
        self.at += 1
        return self.raw[self.at - 1]

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def zigzag(self) -> int:
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def fields(self) -> Iterator[tuple[int, int]]:
        """Give number and wire type of each field of a structure; who asks must read or skip its value."""
        number = 0
        while (head := self.byte()) != 0:
            number = number + (head >> 4) if head >> 4 else self.zigzag()
            yield number, head & 0x0F

    def list_header(self) -> tuple[int, int]:
        head = self.byte()
        return (head >> 4 if head >> 4 < 15 else self.varint()), head & 0x0F

    def skip(self, wire: int) -> None:
        """Pass over a value: 1, 2 Boolean; 3 byte; 4 to 6 integer; 7 double; 8 text; 9, 10 list; 11 map; 12 structure."""
        if wire in (4, 5, 6):
            self.varint()
        elif wire == 8:
            length = self.varint()
            self.at += length
        elif wire in (3, 7):
            self.at += 1 if wire == 3 else 8
        elif wire in (9, 10):
            count, inner = self.list_header()
            for _ in range(count):
                self.skip_element(inner)
        elif wire == 11:
            self._skip_map()
        elif wire == 12:
            for _, inner in self.fields():
                self.skip(inner)
        elif wire not in (1, 2):
            raise ValueError(wire)

    def skip_element(self, wire: int) -> None:
        """Pass over an element of a list, where a Boolean takes a byte."""
        if wire in (1, 2):
            self.at += 1
        else:
            self.skip(wire)

    def _skip_map(self) -> None:
        count = self.varint()
        kinds = self.byte() if count else 0
        for _ in range(count):
            self.skip_element(kinds >> 4)
            self.skip_element(kinds & 0x0F)
