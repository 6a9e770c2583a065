"""findings.csv: every finding for a spreadsheet: UTF-8 with a byte order mark, and no cell that a spreadsheet would run."""

from pathlib import Path

import polars as pl

from dbcheck.findings import AuditResult

# A cell that begins so is taken for a formula; an apostrophe in front makes it text again.
_FORMULA = r"^[\s\x00-\x1f\x{200B}-\x{200F}\x{2060}\x{FEFF}]*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]|^[\t\r\n]"


def write_findings_csv(result: AuditResult, path: Path, *, lang: str = "zh") -> None:
    """Write findings.csv, the columns of findings.parquet."""
    formula_safe(result.findings.frame(lang)).write_csv(path, include_bom=True)


def formula_safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the frame with an apostrophe before every text that a spreadsheet would take for a formula."""
    text = pl.col(pl.String)
    return frame.with_columns(pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text).name.keep())
