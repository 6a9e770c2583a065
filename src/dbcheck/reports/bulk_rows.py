"""Rows of a long table as the XML of a sheet, spelled by Polars: a tenth of the time that writing them cell by cell takes.

The workbook is written with the header and the last row of such a sheet; the rows between are put in afterwards. Both ways give the same
cells, heights and formats (a test compares them).
"""

import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path

import polars as pl

from dbcheck.lean_dataclass import dataclass

PIECE = 20_000  # rows spelled at once
_UNDATED = (1980, 1, 1, 0, 0, 0)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CODE = r"_(x[0-9a-fA-F]{4}_)"  # what a spreadsheet program would take for a character
_CARE = r"[\x{0}-\x{9}\x{b}-\x{1f}\x{7f}-\x{9f}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}\x{ffff}]|^<r>"


@dataclass(frozen=True)
class BulkColumn:
    """How one column is written: its letters, the number of its format, its room for a line (0: it makes no row higher)."""

    letters: str
    style: int
    room: int
    is_number: bool


@dataclass(frozen=True)
class Heights:
    """How high rows are, in points."""

    line: float
    padding: float
    highest: float


@dataclass
class Bulk:
    """Where the rows of sheets wait until the workbook is written: part of the workbook -> the row they precede, and their file."""

    folder: Path
    parts: dict[str, tuple[int, Path]] = field(default_factory=dict)

    def file_of(self, sheet: int) -> Path:
        """Give the file for the rows of a sheet, counted from 1."""
        return self.folder / f"rows{sheet}.xml"

    def put(self, sheet: int, before: int) -> None:
        """Say that the rows of a sheet are complete and precede a row that stands in the workbook."""
        self.parts[f"xl/worksheets/sheet{sheet}.xml"] = before, self.file_of(sheet)

    def splice(self, path: Path) -> None:
        """Put the waiting rows into the workbook; the same rows give the same bytes."""
        if not self.parts:
            return
        whole = self.folder / "whole.xlsx"
        with zipfile.ZipFile(path) as book, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as made:
            for part in book.infolist():
                content = book.read(part)
                info = zipfile.ZipInfo(part.filename, _UNDATED)
                info.compress_type = zipfile.ZIP_DEFLATED
                if part.filename not in self.parts:
                    made.writestr(info, content)
                    continue
                before, rows = self.parts[part.filename]
                head, mark, tail = content.partition(f'<row r="{before}"'.encode())
                info.file_size = (
                    len(content) + rows.stat().st_size
                )  # so that a sheet of more than 2 GB gets the longer header
                with made.open(info, "w") as out, rows.open("rb") as waiting:
                    out.write(head)
                    shutil.copyfileobj(waiting, out, 1 << 20)
                    out.write(mark + tail)
        shutil.copyfile(whole, path)


def needs_care(text: pl.Expr, most: int) -> pl.Expr:
    """Tell whether a text is not shown as it is: it would steer, be taken for a text with formats, or is too long."""
    return (text.str.len_chars() > most) | text.str.contains(_CARE)


def rows_xml(frame: pl.DataFrame, columns: Sequence[BulkColumn], first: int, heights: Heights) -> str:
    """Spell rows of texts (and whole numbers) as XML; ``first`` is the number of the first one as a spreadsheet counts."""
    numbered = frame.with_row_index("!row", offset=first)
    row = pl.col("!row").cast(pl.String)
    cells = [_cell(pl.col(name), column, row) for name, column in zip(frame.columns, columns, strict=True)]
    wide = [lines(pl.col(name), c.room) for name, c in zip(frame.columns, columns, strict=True) if c.room]
    points = (pl.max_horizontal(wide) * heights.line + heights.padding).clip(upper_bound=heights.highest)
    high = (
        pl.when(pl.max_horizontal(wide) > 1)
        .then(pl.format(' ht="{}" customHeight="1"', points.round(4)))
        .otherwise(pl.lit(""))
    )
    spelled = pl.concat_str(pl.lit('<row r="'), row, pl.lit('"'), high, pl.lit(">"), *cells, pl.lit("</row>"))
    return "".join(numbered.select(spelled).to_series())


def _cell(value: pl.Expr, column: BulkColumn, row: pl.Expr) -> pl.Expr:
    lead = pl.lit(f'<c r="{column.letters}') + row + pl.lit(f'" s="{column.style}"')
    if column.is_number:
        return lead + pl.lit("><v>") + value.cast(pl.String) + pl.lit("</v></c>")
    text = value.str.replace_many(_ESCAPES).str.replace_all(_CODE, "_x005F_${1}")
    told = lead + pl.lit(' t="inlineStr"><is><t xml:space="preserve">') + text + pl.lit("</t></is></c>")
    return pl.when(value == "").then(pl.lit("")).otherwise(told)


def lines(text: pl.Expr, room: int) -> pl.Expr:
    """Count the lines that a text takes; a Chinese character has three bytes and the width of two digits."""
    wide = (text.str.len_bytes().cast(pl.Int64) + text.str.len_chars().cast(pl.Int64)) // 2
    return (wide + room - 1) // room + text.str.count_matches("\n", literal=True).cast(pl.Int64)
