"""The tables of a report directory: rejects.parquet, tallies.parquet, and frames written one after another."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
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


def write_frames(frames: Iterator[pl.DataFrame], path: Path, *, empty: Callable[[], pl.DataFrame]) -> None:
    """Write frames of the same columns as one file, with one of them in memory at a time; ``empty`` gives the columns where there is none."""
    first, second = next(frames, None), next(frames, None)
    if second is None:
        (empty() if first is None else first).write_parquet(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        pieces: list[Path] = []
        for number, frame in enumerate((first, second)):
            pieces.append(_spooled(frame, folder, number))
        del first, second
        pieces += [_spooled(frame, folder, number) for number, frame in enumerate(frames, start=2)]
        pl.scan_ipc(pieces).sink_parquet(path, maintain_order=True)


def _spooled(frame: pl.DataFrame | None, folder: str, number: int) -> Path:
    assert frame is not None
    path = Path(folder) / f"{number:06}.arrow"
    frame.write_ipc(path)
    return path
