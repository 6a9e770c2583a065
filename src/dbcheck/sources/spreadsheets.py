"""Excel workbooks as raw parts, one a sheet."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dbcheck.errors import Message, Problem, SourceError
from dbcheck.plugins.tables import ROW
from dbcheck.sources.delimited import Block
from dbcheck.sources.discovery import FileSource
from dbcheck.sources.headers import Known, header_row, unique_headers
from dbcheck.sources.raw import RawPart, empty_part, numbered
from dbcheck.sources.text_files import open_delimited

if TYPE_CHECKING:
    from fastexcel import ExcelReader

_TITLES = 15
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def open_spreadsheet(source: FileSource, known: Known) -> list[RawPart]:
    """Open a workbook; sheets without any text give no part. What only calls itself .xls is read as what it is."""
    with source.path.open("rb") as file:
        magic = file.read(512)
    if not magic.startswith((_ZIP, _OLE)):
        if magic.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            said = Message(
                "文件是网页而不是 Excel;请用 Excel 打开后另存为 .xlsx",
                "this is a web page, not a workbook; open it in Excel and save it as .xlsx",
            )
            raise SourceError([Problem(source.shown, "", said)])
        return open_delimited(source, known)
    import fastexcel  # noqa: PLC0415 - only workbooks need it

    try:
        reader = fastexcel.read_excel(source.path)
        frames = {name: _load(reader, name) for name in reader.sheet_names}
    except fastexcel.FastExcelError as error:
        first = str(error).splitlines()[0]
        said = Message(
            f"打不开工作簿({first});可能已损坏或有密码",
            f"the workbook cannot be opened ({first}); it may be damaged or locked",
        )
        raise SourceError([Problem(source.shown, "", said)]) from error
    filled = {name: frame for name, frame in frames.items() if frame.height}
    if not filled:
        return [empty_part(source)]
    is_1904 = _is_1904(source.path)
    return [_part(source, name, frame, known, is_only=len(filled) == 1, is_1904=is_1904) for name, frame in filled.items()]


def _load(reader: "ExcelReader", sheet: str) -> pl.DataFrame:
    """Load a sheet as text with ``!row``, blank rows left out."""
    loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    if loaded.width == 0:
        return pl.DataFrame()
    frame = numbered(loaded, pl.int_range(1, loaded.height + 1, eager=True))
    filled = pl.any_horizontal(pl.exclude(ROW).str.contains(r"[^\s\u200b\ufeff]"))
    return frame.filter(filled.fill_null(value=False))


def _part(
    source: FileSource,
    sheet: str,
    frame: pl.DataFrame,
    known: Known,
    *,
    is_only: bool,
    is_1904: bool,
) -> RawPart:
    rows = [["" if cell is None else cell for cell in row[:-1]] for row in frame.head(_TITLES).rows()]
    header = header_row(rows, known)

    def blocks() -> Iterator[Block]:
        below = frame.slice(header + 1)
        yield Block(below, below.height)

    return RawPart(
        path=source.shown if is_only else f"{source.shown}[{sheet}]",
        headers=unique_headers(rows[header]),
        blocks=blocks,
        said=(sheet, source.path.stem),
        kind=source.kind,
        file=source.path,
        sheet=sheet,
        is_sheet=True,
        excel=True,
        excel_1904=is_1904,
        is_optional=not is_only,
    )


def _is_1904(path: Path) -> bool:
    """Tell whether a workbook counts its days from 1904 (old Macintosh ones do)."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as workbook:
            head = workbook.read(1 << 16)
    except (zipfile.BadZipFile, KeyError, OSError):
        return False
    return re.search(rb"date1904=[\"'](?:1|true)[\"']", head) is not None
