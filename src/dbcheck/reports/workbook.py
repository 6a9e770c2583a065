"""Workbooks for people: tables with a frozen, filtered, printed header, and no cell that is anything but the text that was written.

Rows are written to disk as they come, so a million of them take no memory; a table that outgrows a sheet goes on in the next one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass

MOST_ROWS = 1_048_575  # below the header
LONGEST = 32_000  # UTF-16 units; a sheet holds 32,767 in a cell
READABLE = 1_000  # characters of a cell that nobody wrote by hand
HIGHEST = 409  # points of a row
_LINE, _PADDING = 13.2, 4  # points
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


@contextmanager
def workbook(path: Path, created: datetime, title: str) -> "Iterator[tuple[Any, Look]]":
    """Open a workbook to write; the same content gives the same bytes. Raises OSError where it cannot be written."""
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
            text = shown(cell, lang, most=LONGEST if column.is_filled_in or column.is_hidden else READABLE)
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
    """Give the lines that a text takes in a column; a Chinese character is as wide as two digits."""
    room = max(int(width) - 1, 1)
    return sum(max(-(-len(line.encode("gb18030", "replace")) // room), 1) for line in text.split("\n"))


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
