"""What a reader can find in a file that a report wrote."""

import zipfile
from html import unescape
from pathlib import Path

import polars as pl


def text_of(path: Path) -> str:
    """Give the text of a file: the rows of a Parquet file, the parts of a workbook or document, anything else as it is."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path).write_csv()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            return unescape("\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist()))
    return path.read_text(encoding="utf-8-sig", errors="replace")
