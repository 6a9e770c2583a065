"""Spreadsheets and CSV files as plain grids of text, for forms that people filled in."""

from pathlib import Path

from dbcheck.errors import Message, Problem, SourceError
from dbcheck.records.schema import EXPLANATION_SHEET
from dbcheck.rules.filled_forms import Grid, unguarded
from dbcheck.sources.delimited import records
from dbcheck.sources.encodings import detect, text_blocks

_CHUNK = 1 << 22  # characters
_DELIMITERS = (",", "\t", ";", "|")  # the one that parts the first rows into most fields
_TITLES = 15
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_bytes(path: Path) -> bytes:
    """Give what a form holds; raise SourceError where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise SourceError([Problem(str(path), "", Message(f"打不开:{why}", f"cannot be opened: {why}"))]) from error


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Give every sheet of a workbook but the explanation, or the one grid of a CSV or TSV file in any encoding.

    Dates come as ``2025-06-30 00:00:00``. Raises SourceError for a file that cannot be opened.
    """
    magic = read_bytes(path)[:8]
    return _sheets(path) if magic.startswith((_ZIP, _OLE)) else (_delimited(path),)


def _delimited(path: Path) -> Grid:
    text = "".join(text_blocks(path, detect(path), _CHUNK))
    if "\n" not in text:
        text = text.replace("\r", "\n")
    readings = [_split(text, delimiter) for delimiter in _DELIMITERS]
    return Grid(path.name, max(readings, key=lambda rows: max(map(len, rows[:_TITLES]), default=0)))


def _split(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    found = (record.fields or (record.text,) for record in records(text, delimiter))
    return tuple(tuple(map(unguarded, cells)) for cells in found)


def _sheets(path: Path) -> tuple[Grid, ...]:
    import fastexcel  # noqa: PLC0415 - only workbooks need it

    grids: list[Grid] = []
    try:
        reader = fastexcel.read_excel(path)
        for name in reader.sheet_names:
            if name == EXPLANATION_SHEET:
                continue
            sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            columns = sheet.available_columns()
            frame = sheet.to_polars() if columns else None
            lead = ("",) * (getattr(columns[0], "absolute_index", 0) if columns else 0)
            rows = frame.rows() if frame is not None else []
            grids.append(
                Grid(f"{path.name}!{name}", tuple((*lead, *("" if c is None else c for c in row)) for row in rows))
            )
    except fastexcel.FastExcelError as error:
        first = str(error).splitlines()[0]
        said = Message(f"打不开工作簿({first})", f"the workbook cannot be opened ({first})")
        raise SourceError([Problem(str(path), "", said)]) from error
    return tuple(grids)
