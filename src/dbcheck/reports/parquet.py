"""rejects.parquet: every row and cell that could not be read, with its place and the reason; tallies.parquet: how rules ended for each unit."""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from dbcheck.findings import Counts, Reject, Tallies

REJECT_COLUMNS: dict[str, pl.DataType] = {
    "path": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
    "whole_row": pl.Boolean(),
}


def rejects_frame(rejects: Sequence[Reject], lang: str = "zh") -> pl.DataFrame:
    """Give rejects as a frame of REJECT_COLUMNS, in their order; ``reason`` in the language asked for."""
    columns = {
        "path": [_encodable(reject.path) for reject in rejects],
        "row": [reject.row for reject in rejects],
        "column": [_encodable(reject.column) for reject in rejects],
        "value": [_encodable(reject.value) for reject in rejects],
        "reason": [reject.reason.say(lang) for reject in rejects],
        "whole_row": [reject.whole_row for reject in rejects],
    }
    return pl.DataFrame(columns, schema=REJECT_COLUMNS)


def _encodable(text: str) -> str:
    """Give the text with escapes for what UTF-8 cannot hold."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def write_rejects(rejects: Sequence[Reject], path: Path, *, lang: str = "zh") -> None:
    """Write rejects.parquet."""
    rejects_frame(rejects, lang).write_parquet(path)


def write_tallies(tallies: Tallies | None, path: Path) -> None:
    """Write how rules ended for each unit: rule, units as JSON text, and the words of ``counts``; a file left by another run is taken away."""
    path.unlink(missing_ok=True)
    if tallies is None:
        return
    rows = [
        {"rule": rule, "units": json.dumps(units, ensure_ascii=False), **counts.as_json()}
        for (rule, units), counts in tallies.items()
    ]
    words = dict.fromkeys(Counts().as_json(), pl.Int64)
    pl.DataFrame(rows, schema={"rule": pl.String, "units": pl.String, **words}).drop("waived").write_parquet(path)
