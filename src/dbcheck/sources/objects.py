"""Records from Python as raw parts: JSON files, JSON Lines, data frames, models and dicts."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import partial
from itertools import islice
from typing import Any

import polars as pl

from dbcheck.errors import Message, Problem, SourceError
from dbcheck.plugins.tables import ROW
from dbcheck.records.kind import Kind
from dbcheck.sources.delimited import BAD_BYTES, Block
from dbcheck.sources.discovery import FileSource, ObjectSource
from dbcheck.sources.encodings import BAD, detect, text_blocks
from dbcheck.sources.raw import RawPart, empty_part, numbered
from dbcheck.sources.rejecting import Broken
from dbcheck.sources.text_files import BLOCK, LARGE

NO_OBJECT = Message("不是对象({…})", "this is no object ({...})")
_ROWS = 65_536

Row = tuple[int, Mapping[str, object] | Broken]


def open_json(source: FileSource, kinds: Mapping[str, Kind]) -> list[RawPart]:
    """Open a JSON file: an array of objects, or an object that maps kinds to such arrays."""
    text = "".join(text_blocks(source.path, detect(source.path), BLOCK))
    if not text.strip():
        return [empty_part(source)]
    try:
        value = json.loads(text.replace(BAD, "\ufffd"))
    except (ValueError, RecursionError) as error:
        place = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        said = Message("不是完整的 JSON", "this is no valid JSON")
        raise SourceError([Problem(f"{source.shown}{place}", "", said)]) from error
    if isinstance(value, list):
        return [_rows_part(source.shown, value, source, kind=source.kind, said=(source.path.stem,))]
    if isinstance(value, dict) and value and all(kind in kinds and isinstance(rows, list) for kind, rows in value.items()):
        return [_rows_part(f"{source.shown}[{kind}]", rows, source, kind=kind) for kind, rows in value.items()]
    said = Message(
        "应是对象数组 [{…}, …],或 {类别: [{…}, …]}",
        "write an array of objects [{...}, ...], or {kind: [{...}, ...]} with known kinds",
    )
    raise SourceError([Problem(source.shown, "", said)])


def _rows_part(
    shown: str, rows: Sequence[object], source: FileSource, *, kind: str | None, said: tuple[str, ...] = ()
) -> RawPart:
    found = [_row(number, row) for number, row in enumerate(rows, start=1)]
    headers = _keys(found)
    return RawPart(shown, headers, partial(_blocks, found, headers), said, kind=kind, file=source.path)


def _row(number: int, value: object) -> Row:
    if isinstance(value, dict):
        return number, value
    return number, Broken(number, json.dumps(value, ensure_ascii=False, default=str), NO_OBJECT)


def _keys(rows: Iterable[Row]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for _, row in rows:
        if not isinstance(row, Broken):
            keys.update(dict.fromkeys(row))
    return tuple(keys)


def _blocks(rows: Iterable[Row], headers: Sequence[str]) -> Iterator[Block]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _ROWS)):
        good = [(number, row) for number, row in chunk if not isinstance(row, Broken)]
        broken = tuple(row for _, row in chunk if isinstance(row, Broken))
        columns = [
            pl.Series(str(position), [_cell(row.get(header)) for _, row in good], dtype=pl.String)
            for position, header in enumerate(headers)
        ]
        yield Block(
            pl.DataFrame([*columns, pl.Series(ROW, [number for number, _ in good], dtype=pl.UInt32)]), len(chunk), broken
        )


def _cell(value: Any) -> str | None:
    """Give a value of JSON or Python as the text that an export would hold."""
    if value is None:
        return None
    if isinstance(value, Enum):
        return _cell(value.value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        is_whole = value.is_integer() and abs(value) < 2**53
        return None if math.isnan(value) else str(int(value)) if is_whole else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.tzinfo is None else value.isoformat()
    if isinstance(value, date | int):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return json.dumps([_plain(element) for element in value], ensure_ascii=False, default=str)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False, default=str)
    return str(value)


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def open_json_lines(source: FileSource) -> list[RawPart]:
    """Open a JSON Lines file; a line that is no object is broken."""
    encoding = detect(source.path)
    headers = _keys(_lines(source, encoding))
    if not headers and not any(True for _ in _lines(source, encoding)):
        return [empty_part(source)]

    def blocks() -> Iterator[Block]:
        yield from _blocks(_lines(source, encoding), headers)

    is_large = source.path.stat().st_size > LARGE
    return [RawPart(source.shown, headers, blocks, (source.path.stem,), source.kind, source.path, is_large=is_large)]


def _lines(source: FileSource, encoding: str) -> Iterator[Row]:
    number = 0
    for block in text_blocks(source.path, encoding, BLOCK):
        for line in block.removesuffix("\n").split("\n"):
            number += 1
            if line.strip():
                yield number, _line(number, line)


def _line(number: int, line: str) -> Mapping[str, object] | Broken:
    if BAD in line:
        return Broken(number, line.replace(BAD, "\ufffd"), BAD_BYTES)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return Broken(number, line.strip(), Message("不是完整的 JSON", "this is no valid JSON"))
    return value if isinstance(value, dict) else Broken(number, line.strip(), NO_OBJECT)


def open_object(source: ObjectSource) -> RawPart:
    """Open what a caller holds in memory: anything with an Arrow stream, a lazy frame, or a list of models or dicts."""
    value = source.value
    if isinstance(value, pl.LazyFrame):
        value = value.collect()
    if hasattr(value, "__arrow_c_stream__"):
        return _frame_part(source, value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        rows = [_object_row(number, row) for number, row in enumerate(value, start=1)]
        headers = _keys(rows)
        return RawPart(source.shown, headers, partial(_blocks, rows, headers), kind=source.kind)
    said = Message(
        f"不能读 {type(value).__name__};给数据框(Polars、pandas、PyArrow、DuckDB)、模型列表或字典列表",
        f"a {type(value).__name__} cannot be read; give a data frame (Polars, pandas, PyArrow, DuckDB), a list of models or of dicts",
    )
    raise SourceError([Problem(source.shown, "", said)])


def _object_row(number: int, value: object) -> Row:
    dump = getattr(value, "model_dump", None)
    row = dump() if callable(dump) else value
    if isinstance(row, Mapping):
        return number, row
    return number, Broken(number, repr(value), NO_OBJECT)


def _frame_part(source: ObjectSource, value: Any) -> RawPart:
    frame = value if isinstance(value, pl.DataFrame) else pl.DataFrame(value)
    raw = numbered(frame, pl.int_range(1, frame.height + 1, eager=True))

    def blocks() -> Iterator[Block]:
        yield Block(raw, raw.height)

    return RawPart(source.shown, tuple(frame.columns), blocks, kind=source.kind)
