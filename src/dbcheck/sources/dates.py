"""Dates as columns: common ways of writing at the speed of expressions, whatever is left over one distinct value at a time."""

from collections.abc import Callable

import polars as pl

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.sources.date_words import FIRST_YEAR, LAST_YEAR, Moment

INSTANT = pl.Datetime("us")
FEW = 256  # cells that are read one by one before Polars has planned the first expression
_SHANGHAI = "Asia/Shanghai"

_DAY = r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})"
_TIME = r"(?:日 ?| |T|t)([01]?[0-9]|2[0-3])[:时点]([0-5]?[0-9])"
_SECOND = r"[:分]([0-5]?[0-9])"


@dataclass(frozen=True)
class Writing:
    """One way of writing: a pattern for the whole cell, what to rewrite it to (None: nothing), and how that is read."""

    pattern: str
    rewrite: str | None
    format: str
    has_time: bool
    has_zone: bool = False


WRITINGS = (
    Writing(
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2} (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$", None, "%Y-%m-%d %H:%M:%S", has_time=True
    ),
    Writing(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", None, "%Y-%m-%d", has_time=False),
    Writing(rf"^{_DAY}{_TIME}{_SECOND}秒?$", "$1-$2-$3 $4:$5:$6", "%Y-%m-%d %H:%M:%S", has_time=True),
    Writing(rf"^{_DAY}日?$", "$1-$2-$3", "%Y-%m-%d", has_time=False),
    Writing(rf"^{_DAY}{_TIME}分?$", "$1-$2-$3 $4:$5:00", "%Y-%m-%d %H:%M:%S", has_time=True),
    Writing(rf"^{_DAY}{_TIME}{_SECOND}(\.[0-9]{{1,9}})$", "$1-$2-$3 $4:$5:$6$7", "%Y-%m-%d %H:%M:%S%.f", has_time=True),
    Writing(
        rf"^{_DAY}{_TIME}{_SECOND}(\.[0-9]{{1,9}})?[Zz]$",
        "$1-$2-$3 $4:$5:$6${7} +0000",
        "%Y-%m-%d %H:%M:%S%.f %z",
        has_time=True,
        has_zone=True,
    ),
    Writing(
        rf"^{_DAY}{_TIME}{_SECOND}(\.[0-9]{{1,9}})? ?([+-](?:0[0-9]|1[0-3])):?([0-5][0-9])$",
        "$1-$2-$3 $4:$5:$6${7} ${8}${9}",
        "%Y-%m-%d %H:%M:%S%.f %z",
        has_time=True,
        has_zone=True,
    ),
    Writing(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", "$1-$2-$3", "%Y-%m-%d", has_time=False),
    Writing(
        r"^([0-9]{4})([0-9]{2})([0-9]{2})([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])$",
        "$1-$2-$3 $4:$5:$6",
        "%Y-%m-%d %H:%M:%S",
        has_time=True,
    ),
)
_SECONDS = r"^(?:1[0-8][0-9]{8}|[3-9][0-9]{9})$"  # 19… and 20… could be YYYYMMDDHH: left to the slow reader
_MILLISECONDS = r"^[1-9][0-9]{12}$"
_MIDNIGHT = r" 0{1,2}:0{1,2}(?::0{1,2}(?:\.0+)?)?$"

ReadOne = Callable[[str], Moment | Message | None]


@dataclass(frozen=True)
class Instants:
    """A column of dates: values in Asia/Shanghai, which were written without a clock time, which cannot be read."""

    values: pl.Series
    day: pl.Series
    bad: pl.Series


def read_instants(
    text: pl.Series, read_one: ReadOne, *, fast: bool = True, excel: bool = False, few: int = FEW
) -> Instants:
    """Read tidy text as dates.

    read_one: reads one value that no expression could read; None means that the cell is empty. fast: false where a binding gives
    formats, which go before everything else. excel: a midnight is a day without a clock time. few: how many cells are read one by one.
    """
    if len(text) <= few and (singly := _read_few(text, read_one)) is not None:
        return singly
    frame = pl.DataFrame({"text": text.alias("text")}).with_columns(
        value=pl.lit(None, dtype=INSTANT), day=pl.lit(value=False), bad=pl.lit(value=False)
    )
    values, day = frame["value"], frame["day"]
    todo = text.is_not_null()
    for writing in WRITINGS if fast else ():
        if not todo.any():
            break
        values, day, todo = _read(writing, text, values, day, todo)
    for pattern, unit in ((_SECONDS, 1_000_000), (_MILLISECONDS, 1_000)) if fast else ():
        if todo.any():
            values, todo = _read_epoch(text, values, todo, pattern, unit)
    if excel:
        midnight = values.is_not_null() & text.str.contains(_MIDNIGHT).fill_null(value=False)
        day = day | midnight
    if not todo.any():
        return Instants(values, day, frame["bad"])
    return _read_slowly(text, values, day, todo, read_one)


def _read_few(text: pl.Series, read_one: ReadOne) -> Instants | None:
    """Read cell by cell; None where a cell names its zone, which needs the history of Asia/Shanghai."""
    cells = text.to_list()
    read = {cell: None if cell is None else read_one(cell) for cell in dict.fromkeys(cells)}
    moments = {cell: moment for cell, moment in read.items() if isinstance(moment, Moment)}
    if any(moment.offset is not None for moment in moments.values()):
        return None
    return Instants(
        pl.Series([moments[cell].at if cell in moments else None for cell in cells], dtype=INSTANT),
        pl.Series([cell in moments and not moments[cell].has_time for cell in cells], dtype=pl.Boolean),
        pl.Series([isinstance(read[cell], Message) for cell in cells], dtype=pl.Boolean),
    )


def _read(
    writing: Writing, text: pl.Series, values: pl.Series, day: pl.Series, todo: pl.Series
) -> tuple[pl.Series, pl.Series, pl.Series]:
    hit = todo & text.str.contains(writing.pattern).fill_null(value=False)
    rows = hit.arg_true()
    if rows.is_empty():
        return values, day, todo
    is_whole = len(rows) == len(text)
    found = text if is_whole else text.gather(rows)
    if writing.rewrite is not None:
        found = found.str.replace(writing.pattern, writing.rewrite)
    if writing.has_zone:
        moments = to_shanghai(found.str.to_datetime(writing.format, time_unit="us", time_zone="UTC", strict=False))
    else:
        moments = found.str.to_datetime(writing.format, time_unit="us", strict=False)
    moments = _in_range(moments)
    good = moments.is_not_null()
    if is_whole and good.all():
        return moments, pl.repeat(not writing.has_time, len(text), dtype=pl.Boolean, eager=True), ~hit
    rows, moments = rows.filter(good), moments.filter(good)
    values = values.scatter(rows, moments)
    if not writing.has_time:
        day = day.scatter(rows, values=True)
    return values, day, todo.scatter(rows, values=False)


def _read_epoch(
    text: pl.Series, values: pl.Series, todo: pl.Series, pattern: str, unit: int
) -> tuple[pl.Series, pl.Series]:
    rows = (todo & text.str.contains(pattern).fill_null(value=False)).arg_true()
    if rows.is_empty():
        return values, todo
    micros = text.gather(rows).cast(pl.Int64) * unit
    moments = _in_range(to_shanghai(micros.cast(INSTANT).dt.replace_time_zone("UTC")))
    good = moments.is_not_null()
    return values.scatter(rows.filter(good), moments.filter(good)), todo.scatter(rows.filter(good), values=False)


def _read_slowly(text: pl.Series, values: pl.Series, day: pl.Series, todo: pl.Series, read_one: ReadOne) -> Instants:
    rows = todo.arg_true()
    left = text.gather(rows).alias("text")
    distinct = left.unique()
    read = [read_one(value) for value in distinct.to_list()]
    moments = [moment if isinstance(moment, Moment) else None for moment in read]
    table = pl.DataFrame(
        {
            "text": distinct,
            "at": pl.Series([moment and moment.at for moment in moments], dtype=INSTANT),
            "offset": pl.Series([moment.offset if moment else None for moment in moments], dtype=pl.Int64),
            "day": pl.Series([moment is not None and not moment.has_time for moment in moments], dtype=pl.Boolean),
            "bad": pl.Series([isinstance(moment, Message) for moment in read], dtype=pl.Boolean),
        }
    )
    shifted = (table["at"].cast(pl.Int64) - table["offset"] * 60_000_000).cast(INSTANT).dt.replace_time_zone("UTC")
    table = table.with_columns(at=pl.coalesce(to_shanghai(shifted), "at"))
    found = left.to_frame().join(table, on="text", how="left", maintain_order="left")
    bad = pl.repeat(value=False, n=len(text), dtype=pl.Boolean, eager=True).scatter(rows, found["bad"])
    return Instants(values.scatter(rows, found["at"]), day.scatter(rows, found["day"]), bad)


def _in_range(moments: pl.Series) -> pl.Series:
    inside = moments.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    return moments if inside.all() and not moments.has_nulls() else moments.set(~inside, None)


def to_shanghai(moments: pl.Series) -> pl.Series:
    """Turn instants with a zone into the wall time of Asia/Shanghai, without a zone mark."""
    return moments.dt.convert_time_zone(_SHANGHAI).dt.replace_time_zone(None).cast(INSTANT)
