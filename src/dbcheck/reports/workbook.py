"""Workbooks for people: tables with a frozen, filtered, printed header, and no cell that is anything but the text that was written.

Rows are written to disk as they come, so a million of them take no memory; a table that outgrows a sheet goes on in the next one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.bulk_rows import PIECE, Bulk, BulkColumn, Heights, needs_care, rows_xml

MOST_ROWS = 1_048_575  # below the header
LONGEST = 32_000  # UTF-16 units; a sheet holds 32,767 in a cell
READABLE = 1_000  # characters of a cell that nobody wrote by hand
HIGHEST = 408.75  # points of a row; heights are whole pixels of 0.75 points
_LINE, _PADDING = 13.5, 3.75  # points
HEAD_COLOUR, FILL_COLOUR = "#D9E5F2", "#FFF8E1"
FONT = "宋体"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": 10},
}
_SEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_CUT = Message("……(已截断)", "... (cut)")

Cell = str | int | float | None


@dataclass(frozen=True)
class SheetColumn:
    """A column: its header, its width in characters, and whether people fill it in, it is hidden, or holds numbers."""

    title: str
    width: float = 12
    is_filled_in: bool = False
    is_hidden: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class Look:
    """The formats of one workbook."""

    head: Format
    fill_head: Format
    text: Format
    number: Format
    border: Format
    fill: Format
    title: Format
    label: Format
    lead: Format
    bulk: Bulk


@contextmanager
def workbook(path: Path, created: datetime, title: str) -> "Iterator[tuple[Any, Look]]":
    """Open a workbook to write; the same content gives the same bytes. Raises OSError where it cannot be written."""
    with TemporaryDirectory(prefix="dbcheck-") as folder:
        with _open_workbook(path, created, title, Bulk(Path(folder))) as opened:
            yield opened
        opened[1].bulk.splice(path)


@contextmanager
def _open_workbook(path: Path, created: datetime, title: str, bulk: Bulk) -> "Iterator[tuple[Any, Look]]":
    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    book.set_properties({"created": created, "title": title})
    top = {"valign": "top", "text_wrap": True}
    head = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    line = {"border": 1, "border_color": "#BFBFBF"}
    look = Look(
        head=book.add_format({**head, "bg_color": HEAD_COLOUR}),
        fill_head=book.add_format({**head, "bg_color": "#FFE8A3"}),
        text=book.add_format(top),
        number=book.add_format({**top, "num_format": "#,##0", "align": "right"}),
        border=book.add_format(line),
        fill=book.add_format({**line, "bg_color": FILL_COLOUR}),
        title=book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"}),
        label=book.add_format({**top, "bold": True, "font_color": "#44546A"}),
        lead=book.add_format({**top, "bold": True, "font_size": 12}),
        bulk=bulk,
    )
    try:
        yield book, look
    except BaseException:
        book.fileclosed = 1  # nothing is written of half a workbook
        raise
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(error.args[0].errno if error.args else None, str(error)) from error


def shown(text: str, lang: str = "zh", *, most: int = READABLE) -> str:
    """Give the text as a cell may hold it: characters that steer are made visible, and what is too long is cut with a mark."""
    if len(text) > most:
        text = text[:most] + _CUT.say(lang)
    if len(text) * 2 > LONGEST and len(text.encode("utf-16-le", "surrogatepass")) > LONGEST * 2:
        text = text.encode("utf-16-le", "surrogatepass")[: LONGEST * 2].decode("utf-16-le", "ignore") + _CUT.say(lang)
    if _SEEN.search(text):
        text = _SEEN.sub(_visible, text.replace("\r\n", "\n"))
    return f"{text} " if text.startswith("<r>") else text  # else it would be taken for a text with formats


def _visible(found: "re.Match[str]") -> str:
    code = ord(found[0])
    if found[0] == "\t":
        return "    "
    if found[0] in "\r\u2028\u2029":
        return "\n"
    return chr(0x2400 + code) if code < 0x20 else f"[U+{code:04X}]"


def add_sheet(book: Any, name: str) -> Worksheet:
    """Add a sheet that prints on A4, landscape, one page wide, with page numbers."""
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N&R&A")
    return sheet


def write_table(
    book: Any,
    look: Look,
    name: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Cell]],
    *,
    lang: str,
    choices: Mapping[int, Sequence[str]] | None = None,
    most_rows: int = MOST_ROWS,
) -> int:
    """Write a table, over as many sheets as it needs, and give the number of its rows.

    choices: column -> the words to choose from. Column positions count from 0.
    """
    total = 0
    number = 0
    pending = iter(rows)
    row = next(pending, None)
    while row is not None or number == 0:
        number += 1
        sheet = _begin(book, look, name if number == 1 else f"{name} {number}", columns)
        at = 0
        while row is not None and at < most_rows:
            at += 1
            _write_row(sheet, look, at, row, columns, lang=lang)
            row = next(pending, None)
        _finish(sheet, look, at, columns, choices or {})
        total += at
    return total


def _begin(book: Any, look: Look, name: str, columns: Sequence[SheetColumn]) -> Worksheet:
    sheet = add_sheet(book, name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_row(0, 32)
    for at, column in enumerate(columns):
        form = look.number if column.is_number else look.text
        sheet.set_column(at, at, column.width, form, {"hidden": 1} if column.is_hidden else {})
        sheet.write_string(0, at, column.title, look.fill_head if column.is_filled_in else look.head)
    return sheet


def _write_row(
    sheet: Worksheet, look: Look, at: int, row: Sequence[Cell], columns: Sequence[SheetColumn], *, lang: str
) -> None:
    texts: list[tuple[int, str]] = []
    lines = 1
    for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
        if isinstance(cell, str) and cell:
            text = shown(cell, lang, most=_most(column))
            texts.append((place, text))
            if not column.is_hidden:
                lines = max(lines, lines_of(text, column.width))
    if lines > 1:  # not every spreadsheet program finds the height of a row by itself
        sheet.set_row(at, min(lines * _LINE + _PADDING, HIGHEST))
    for place, cell in enumerate(row):
        if isinstance(cell, int | float):
            sheet.write_number(at, place, cell, look.number)
    for place, text in texts:
        sheet.write_string(at, place, text, look.text)


def lines_of(text: str, width: float) -> int:
    """Give about how many lines a text takes in a column; see ``bulk_rows.lines``."""
    room = _room(width)
    return -(-((len(text.encode("utf-8", "replace")) + len(text)) // 2) // room) + text.count("\n")


def _room(width: float) -> int:
    return max(int(width) - 1, 1)


def write_frames(
    book: Any,
    look: Look,
    name: str,
    columns: Sequence[SheetColumn],
    frames: Iterable[pl.DataFrame],
    *,
    lang: str,
    choices: Mapping[int, Sequence[str]] | None = None,
    most_rows: int = MOST_ROWS,
) -> int:
    """Write a long table as ``write_table`` would, from frames of texts and whole numbers, and give the number of its rows."""
    total = number = 0
    pieces = (piece for frame in frames for piece in frame.iter_slices(PIECE))
    waiting = next(pieces, None)
    while waiting is not None or number == 0:
        number += 1
        sheet = _begin(book, look, name if number == 1 else f"{name} {number}", columns)
        at, held, waiting = _fill(book, look, columns, waiting, pieces, lang=lang, most_rows=most_rows)
        if held is not None:
            _write_row(sheet, look, at, held.row(0), columns, lang=lang)
        _finish(sheet, look, at, columns, choices or {})
        total += at
    return total


def _fill(
    book: Any,
    look: Look,
    columns: Sequence[SheetColumn],
    waiting: pl.DataFrame | None,
    pieces: Iterator[pl.DataFrame],
    *,
    lang: str,
    most_rows: int,
) -> tuple[int, pl.DataFrame | None, pl.DataFrame | None]:
    """Spell the rows of one sheet but its last; give how many there are, the last one, and what goes on in the next sheet."""
    index = len(book.worksheets())
    bulk = [
        BulkColumn(
            xl_col_to_name(at), form._get_xf_index(), 0 if c.is_hidden or c.is_number else _room(c.width), c.is_number
        )
        for at, c in enumerate(columns)
        for form in [look.number if c.is_number else look.text]
    ]
    at, held = 0, None
    with look.bulk.file_of(index).open("w", encoding="utf-8", newline="\n") as out:
        while waiting is not None and at < most_rows:
            piece, rest = waiting.head(most_rows - at), waiting.slice(most_rows - at)
            ready = piece if held is None else pl.concat([held, piece])
            first = at + 2 if held is None else at + 1
            out.write(rows_xml(_shown_frame(ready.head(-1), columns, lang), bulk, first, Heights(_LINE, _PADDING, HIGHEST)))
            at += piece.height
            held = ready.tail(1)
            waiting = rest if rest.height else next(pieces, None)
    if at > 1:
        look.bulk.put(index, at + 1)
    return at, held, waiting


def _shown_frame(frame: pl.DataFrame, columns: Sequence[SheetColumn], lang: str) -> pl.DataFrame:
    """Do what ``shown`` does, looking closer only at texts that need it."""
    for name, column in zip(frame.columns, columns, strict=True):
        if column.is_number:
            continue
        most = _most(column)
        at = frame.select(needs_care(pl.col(name), min(most, LONGEST // 2)).arg_true()).to_series()
        if len(at):
            texts = [shown(text, lang, most=most) for text in frame[name][at]]
            frame = frame.with_columns(frame[name].scatter(at, pl.Series(texts, dtype=pl.String)))
    return frame


def _most(column: SheetColumn) -> int:
    return LONGEST if column.is_filled_in or column.is_hidden else READABLE


def _finish(
    sheet: Worksheet, look: Look, rows: int, columns: Sequence[SheetColumn], choices: Mapping[int, Sequence[str]]
) -> None:
    last = len(columns) - 1
    visible = max((at for at, column in enumerate(columns) if not column.is_hidden), default=last)
    sheet.autofilter(0, 0, rows, last)
    sheet.print_area(0, 0, rows, visible)
    if not rows:
        return
    for at, column in enumerate(columns[: visible + 1]):  # one format a cell: of several, some programs show the first only
        form = look.fill if column.is_filled_in else look.border
        sheet.conditional_format(1, at, rows, at, {"type": "no_errors", "format": form})
        if at in choices:
            sheet.data_validation(1, at, rows, at, {"validate": "list", "source": list(choices[at]), "ignore_blank": True})
