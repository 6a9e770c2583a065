"""The directory that an audit writes: its files, and opening one again, with an error that says what is wrong with it."""

import json
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from dbcheck.errors import Message, Problem, UsageError

T = TypeVar("T")
_HELD_ROWS = 400_000  # rows that are written from memory; more go through a temporary folder
ZSTD_LEVEL = 1  # a file three hundredths larger, in two thirds of the time
SCHEMA = 1  # of results.json, the newest that is known
RESULTS, MANIFEST = "results.json", "manifest.json"
FINDINGS, REJECTS, WAIVED, TALLIES = "findings.parquet", "rejects.parquet", "waived.parquet", "tallies.parquet"
NEEDED = ("rule", "record", "severity", "message", "fingerprint")  # columns of findings.parquet, since the first release


def reading(path: str | Path, option: str, make: Callable[[Path, Any], T]) -> T:
    """Make something of a report directory and its results.json; what goes wrong on the way becomes a UsageError that names both.

    option: what named the directory.
    """
    directory = Path(path)
    missing = [name for name in (RESULTS, FINDINGS) if not (directory / name).is_file()]
    if missing:
        listed = "、".join(missing), ", ".join(missing)
        said = Message(
            f"不是报告文件夹,缺少 {listed[0]};应是 dbcheck audit --out 写出的文件夹",
            f"this is no report directory, it lacks {listed[1]}; name a directory that dbcheck audit --out has written",
        )
        raise UsageError([Problem(str(path), option, said)])
    try:
        document = json.loads((directory / RESULTS).read_text(encoding="utf-8"))
        problem = _schema_problem(document)
        if problem is None:
            _check_columns(directory / FINDINGS)
            return make(directory, document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, pl.exceptions.PolarsError) as error:
        first = (str(error).splitlines() or [""])[0][:200]
        problem = Message(
            f"报告文件夹读不了({type(error).__name__}:{first});请重新审计写出",
            f"the report directory cannot be read ({type(error).__name__}: {first}); write it anew with dbcheck audit",
        )
    raise UsageError([Problem(str(path), option, problem)])


def write_frames(frames: Iterator[pl.DataFrame], path: Path) -> None:
    """Write frames of the same columns (at least one) as one file, with few of them in memory at a time."""
    held, beyond = [next(frames)], next(frames, None)
    while beyond is not None and sum(frame.height for frame in held) < _HELD_ROWS:
        held.append(beyond)
        beyond = next(frames, None)
    if beyond is None:
        pl.concat(held).write_parquet(path, compression_level=ZSTD_LEVEL)
        return
    with tempfile.TemporaryDirectory() as folder:
        pieces = [Path(folder) / "000000.arrow"]
        pl.concat(held).write_ipc(pieces[0])
        held.clear()
        for number, frame in enumerate(chain((beyond,), frames), start=1):
            pieces.append(Path(folder) / f"{number:06}.arrow")
            frame.write_ipc(pieces[-1])
        pl.scan_ipc(pieces).sink_parquet(path, maintain_order=True, compression_level=ZSTD_LEVEL)


def _schema_problem(document: Any) -> Message | None:
    schema = document["schema"]
    if isinstance(schema, int) and schema <= SCHEMA:
        return None
    return Message(
        f"results.json 的格式版本是 {schema},本版本只认到 {SCHEMA};请升级 dbcheck,或用本版本重新审计",
        f"its results.json has schema {schema}, this release knows {SCHEMA}; upgrade dbcheck, or audit again with this one",
    )


def _check_columns(path: Path) -> None:
    lacking = set(NEEDED) - set(pl.read_parquet_schema(path))
    if lacking:
        raise ValueError(f"{FINDINGS}: no column {', '.join(sorted(lacking))}")
