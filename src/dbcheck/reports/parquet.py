"""The tables of a report directory: rejects.parquet and tallies.parquet."""

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
    "reason_zh": pl.String(),
    "reason_en": pl.String(),
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
        "reason_zh": [reject.reason.zh for reject in rejects],
        "reason_en": [reject.reason.en for reject in rejects],
    }
    return pl.DataFrame(columns, schema=REJECT_COLUMNS)


def _encodable(text: str) -> str:
    """Give the text with escapes for what UTF-8 cannot hold."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def write_rejects(rejects: Sequence[Reject], path: Path, *, lang: str = "zh") -> None:
    """Write rejects.parquet."""
    rejects_frame(rejects, lang).write_parquet(path)


def write_tallies(tallies: Tallies | None, path: Path) -> None:
    """Write how rules ended for each unit: rule, unit, unit_kind, site, and the words of ``counts``; a file of another run is taken away."""
    path.unlink(missing_ok=True)
    if tallies is None:
        return
    named = ("rule", "unit", "unit_kind", "site")
    rows = [
        {**dict(zip(named, (rule, *belonging), strict=True)), **counts.as_json()}
        for (rule, belonging), counts in tallies.items()
    ]
    schema = {**dict.fromkeys(named, pl.String), **dict.fromkeys(Counts().as_json(), pl.Int64)}
    pl.DataFrame(rows, schema=schema).drop("waived").write_parquet(path)
