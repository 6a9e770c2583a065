"""Raw columns of an export to columns of a table: which cells hold what, and which cannot be read."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reject
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import PLAIN, ROW, UNREADABLE, day, dtype_of, state
from dbcheck.records.kind import LONG_TYPES, Field, FieldType
from dbcheck.sources import values
from dbcheck.sources.date_words import Moment, read_format, read_moment, read_plain
from dbcheck.sources.dates import FEW, INSTANT, read_instants, to_shanghai
from dbcheck.sources.folding import ZERO_WIDTH, fold, tidy
from dbcheck.sources.rejecting import shorten

# A cell with anything but these characters, or with a space at an end or two in a row, may need normalising.
_UNTIDY = r"[^\x20-\x7E\u00B7\u2014\u2018-\u201D\u3001-\u3029\u3400-\u4DBF\u4E00-\u9FFF]|^ | $|  |^$"
_NARROW = [chr(code) for code in range(0x21, 0x7F)]
_WIDE = [chr(code + 0xFEE0) for code in range(0x21, 0x7F)]  # what NFKC turns into these, whatever stands beside them
_SAMPLE = 1024  # values that tell whether a column repeats few of them
DATES = (FieldType.DATE, FieldType.DATETIME)
CHECKED = (*DATES, FieldType.INT, FieldType.BOOL, FieldType.ENUM)  # types with cells that cannot be read


@dataclass(frozen=True)
class Reading:
    """How one field of one part is read.

    column: its column in the raw frame; None where ``constant`` stands for every row. values: folded text -> what it stands for.
    formats: ``strptime`` formats of a binding. is_clean: a pass over the column has shown that it needs no change.
    is_filled_only: nobody asks more of this short text than whether a cell is filled.
    """

    field: Field
    header: str
    column: str | None
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    formats: tuple[str, ...] = ()
    constant: str | None = None
    excel: bool = False
    excel_1904: bool = False
    is_clean: bool = False
    is_filled_only: bool = False

    @cached_property
    def words(self) -> dict[str, str]:
        """Give what stands for the members of the enumeration, or for yes and no, folded."""
        if self.field.type is FieldType.ENUM:
            return values.enum_words(self.field)
        return {fold(label): value for label, value in self.field.labels.items()}

    def parse(self, text: str) -> object:
        """Read one cell: a value, None where it is empty, a Message that says why it cannot be read."""
        text = self.values.get(fold(text), text) if self.values else text
        if self.field.is_list:
            return values.parse_list(text, self.field, self.words)
        if self.field.type in DATES:
            return self._moment(tidy(text))
        if self.field.type is FieldType.INT:
            return values.parse_int(text)
        if self.field.type is FieldType.BOOL:
            return values.parse_bool(text, self.words)
        if self.field.type is FieldType.ENUM:
            return values.parse_enum(text, self.words, self.field)
        return tidy(text) or None

    def _moment(self, text: str) -> Moment | Message | None:
        if not self.formats and not self.excel and (plain := read_plain(text)) is not None:
            return plain
        if values.is_placeholder(text):
            return None
        return read_format(text, self.formats) or read_moment(text, excel=self.excel, excel_1904=self.excel_1904)


@dataclass(frozen=True)
class Typed:
    """One column of a table: its values, and where needed which cells cannot be read and which dates lack a clock time."""

    values: pl.Series
    bad: pl.Series | None = None
    day: pl.Series | None = None


def type_column(raw: pl.Series, reading: Reading) -> Typed:
    """Turn a raw column into one of its field's type."""
    wanted = dtype_of(reading.field)
    if reading.is_clean:
        return Typed(raw)
    if raw.dtype == pl.Null:
        return Typed(raw.cast(wanted))
    if reading.field.is_list:
        return _list(raw, reading)
    if reading.field.type in DATES:
        return _date(raw, reading)
    if reading.field.type in LONG_TYPES:
        return Typed(as_text(raw))
    if reading.field.type is FieldType.STR and reading.is_filled_only and not reading.values:
        return Typed(_emptied(as_text(raw)))
    if reading.field.type in (FieldType.STR, FieldType.REF):
        return Typed(_short(as_text(raw), reading))
    if raw.dtype.is_integer() and wanted == pl.Int64 and raw.dtype not in (pl.UInt64, pl.Int128):
        return Typed(raw.cast(pl.Int64))
    if raw.dtype == wanted == pl.Boolean:
        return Typed(raw)
    return _by_distinct(as_text(raw), reading)


def as_text(raw: pl.Series) -> pl.Series:
    """Give any column as text: whole numbers without a point, dates as ISO, lists and structures as JSON."""
    if raw.dtype == pl.String:
        return raw
    if raw.dtype.is_float() or raw.dtype.is_decimal():
        number = raw.cast(pl.Float64)
        whole = number.is_finite() & (number == number.round()) & (number.abs() < 2**53)
        text = raw.cast(pl.String).zip_with(
            ~whole.fill_null(value=False), number.cast(pl.Int64, strict=False).cast(pl.String)
        )
        return text.set(number.is_nan().fill_null(value=False), None)
    if raw.dtype == pl.Datetime:
        return _naive(raw).dt.to_string("%Y-%m-%d %H:%M:%S%.6f").str.replace(r"\.000000$", "")
    if isinstance(raw.dtype, pl.List | pl.Array | pl.Struct):
        return _as_json(raw)
    if raw.dtype == pl.Binary:
        return raw.cast(pl.String, strict=False)
    return raw.cast(pl.String)


def _as_json(raw: pl.Series) -> pl.Series:
    wrapped = pl.DataFrame({"v": raw}).select(pl.struct("v").struct.json_encode()).to_series()
    inner = wrapped.str.slice(5).str.head(-1)  # {"v":…}
    return inner.set(raw.is_null(), None)


def _naive(raw: pl.Series) -> pl.Series:
    if isinstance(raw.dtype, pl.Datetime) and raw.dtype.time_zone is not None:
        return to_shanghai(raw)
    return raw.cast(INSTANT)


def tidy_column(text: pl.Series, *, few: int = FEW) -> pl.Series:
    """Normalise short text where it needs it: NFKC, spaces; a cell without anything becomes null. Of ``few`` cells each by itself."""
    if len(text) <= few:
        return _tidied_singly(text)
    rows = _untidy_rows(text)
    if rows.is_empty():
        return text
    is_whole = len(rows) * 2 > len(text)
    tidied = _tidied(text if is_whole else text.gather(rows))
    return tidied if is_whole else text.clone().scatter(rows, tidied)


def _tidied_singly(text: pl.Series) -> pl.Series:
    cells = text.to_list()
    tidied = [None if cell is None else tidy(cell) or None for cell in cells]
    return text if tidied == cells else pl.Series(text.name, tidied, dtype=pl.String)


def _untidy_rows(text: pl.Series) -> pl.Series:
    """Find the cells that may need normalising; a pattern is tried on empty cells too, and on one of many equal ones it suffices."""
    filled = text.drop_nulls() if text.null_count() else text
    if _repeats(filled):
        distinct = filled.unique()
        untidy = distinct.filter(distinct.str.contains(_UNTIDY))
        return pl.Series([], dtype=pl.UInt32) if untidy.is_empty() else text.is_in(untidy.implode()).arg_true()
    rows = filled.str.contains(_UNTIDY).arg_true()
    return rows if len(filled) == len(text) or rows.is_empty() else text.is_not_null().arg_true().gather(rows)


def _repeats(filled: pl.Series) -> bool:
    return len(filled) > _SAMPLE * 4 and filled.head(_SAMPLE).n_unique() * 4 < _SAMPLE


def _emptied(text: pl.Series) -> pl.Series:
    """Make the cells null that normalising would make so, and leave the others; most are told by their first character."""
    first, beyond = PLAIN
    rows = ((text < first) | (text >= beyond)).fill_null(value=False).arg_true()
    if rows.is_empty():
        return text
    nothing = rows.filter(tidy_column(text.gather(rows)).is_null())
    return text if nothing.is_empty() else text.clone().scatter(nothing, None)


def _tidied(text: pl.Series) -> pl.Series:
    """Normalise cells that may need it. Most of them only hold full-width signs, which NFKC takes three times as long to narrow."""
    narrow = text.str.replace_many(_WIDE, _NARROW)
    rows = narrow.str.contains(_UNTIDY).fill_null(value=False).arg_true()
    if rows.is_empty():
        return narrow
    found = narrow.gather(rows).str.normalize("NFKC").str.replace_all(r"\s+", " ").str.strip_chars(" " + ZERO_WIDTH)
    return narrow.scatter(rows, found.set(found == "", None))


def _short(text: pl.Series, reading: Reading) -> pl.Series:
    tidied = tidy_column(text)
    if reading.values:
        distinct = tidied.unique().drop_nulls().to_list()
        mapping = {word: reading.values[fold(word)] or None for word in distinct if fold(word) in reading.values}
        tidied = tidied.replace(mapping) if mapping else tidied
    if reading.field.type is FieldType.REF:
        tidied = _without_placeholders(tidied)
    return tidied


def _without_placeholders(tidied: pl.Series) -> pl.Series:
    if len(tidied) <= FEW:
        cells = tidied.to_list()
        nothing = pl.Series([cell is not None and values.is_placeholder(cell) for cell in cells], dtype=pl.Boolean)
        return tidied.set(nothing, None) if nothing.any() else tidied
    filled = tidied.drop_nulls() if tidied.null_count() else tidied
    if not filled.str.contains(values.PLACEHOLDER).any():
        return tidied
    return tidied.set(tidied.str.contains(values.PLACEHOLDER).fill_null(value=False), None)


def _date(raw: pl.Series, reading: Reading) -> Typed:
    is_date = reading.field.type is FieldType.DATE
    if raw.dtype == pl.Date:
        return Typed(raw) if is_date else Typed(raw.cast(INSTANT), day=raw.is_not_null())
    if raw.dtype == pl.Datetime:
        moments = _naive(raw)
        return Typed(moments.dt.date() if is_date else moments)
    text = tidy_column(as_text(raw))
    found = read_instants(text, reading._moment, fast=not reading.formats and not reading.values, excel=reading.excel)
    bad = found.bad if found.bad.any() else None
    if is_date:
        return Typed(found.values.dt.date(), bad)
    return Typed(found.values, bad, found.day if found.day.any() else None)


def _list(raw: pl.Series, reading: Reading) -> Typed:
    if isinstance(raw.dtype, pl.List) and raw.dtype.inner == pl.String and reading.field.type is not FieldType.ENUM:
        exploded = raw.explode(empty_as_null=True, keep_nulls=True)
        if not exploded.str.contains(_UNTIDY).any() and not exploded.str.contains(values.PLACEHOLDER).any():
            return Typed(raw.set(raw.list.len() == 0, None) if (raw.list.len() == 0).any() else raw)
    return _by_distinct(as_text(raw), reading)


def _by_distinct(text: pl.Series, reading: Reading) -> Typed:
    wanted = dtype_of(reading.field)
    if len(text) <= FEW:
        return _singly(text, reading, wanted)
    distinct = text.unique().drop_nulls()
    read = [reading.parse(value) for value in distinct.to_list()]
    found = [None if isinstance(value, Message) else value for value in read]
    is_bad = [isinstance(value, Message) for value in read]
    if text.dtype == wanted and found == distinct.to_list():
        return Typed(text)
    table = pl.DataFrame(
        {"raw": distinct, "value": pl.Series(found, dtype=wanted), "bad": pl.Series(is_bad, dtype=pl.Boolean)}
    )
    joined = text.alias("raw").to_frame().join(table, on="raw", how="left", maintain_order="left")
    bad = joined["bad"].fill_null(value=False) if any(is_bad) else None
    return Typed(joined["value"], bad)


def _singly(text: pl.Series, reading: Reading, wanted: pl.DataType) -> Typed:
    cells = text.to_list()
    read = {cell: None if cell is None else reading.parse(cell) for cell in dict.fromkeys(cells)}
    found = [None if isinstance(read[cell], Message) else read[cell] for cell in cells]
    if text.dtype == wanted and found == cells:
        return Typed(text)
    is_bad = [isinstance(read[cell], Message) for cell in cells]
    bad = pl.Series(is_bad, dtype=pl.Boolean) if any(is_bad) else None
    return Typed(pl.Series(text.name, found, dtype=wanted), bad)


@dataclass(frozen=True)
class TypedFrame:
    """Columns of a table, with ``!row``, and the cells that could not be read (``bad_cells`` counts them all)."""

    frame: pl.DataFrame
    rejects: tuple[Reject, ...]
    bad_cells: int
    clean: frozenset[str]  # fields whose raw column needed no change


def type_frame(raw: pl.DataFrame, readings: Sequence[Reading], *, path: str, room: int) -> TypedFrame:
    """Turn the raw columns of a part (``!row`` among them) into columns of a table; ``room`` bounds the rejects described."""
    columns: list[pl.Series] = []
    rejects: list[Reject] = []
    clean: set[str] = set()
    bad_cells = 0
    for reading in readings:
        if reading.column is None:
            columns += _constant(reading, raw.height)
            continue
        source = raw[reading.column]
        typed = type_column(source, reading)
        name = reading.field.name
        columns.append(typed.values.alias(name))
        if typed.values is source:
            clean.add(name)
        if typed.bad is not None:
            columns.append(typed.bad.cast(pl.UInt8).alias(state(name)) * UNREADABLE)
            bad_cells += int(typed.bad.sum())
            rejects += _rejects(source, typed.bad, raw[ROW], reading, path=path, room=max(room - len(rejects), 0))
        if typed.day is not None:
            columns.append(typed.day.alias(day(name)))
    return TypedFrame(pl.DataFrame([*columns, raw[ROW]]), tuple(rejects), bad_cells, frozenset(clean))


def _constant(reading: Reading, height: int) -> Iterator[pl.Series]:
    assert reading.constant is not None
    one = type_column(pl.Series([reading.constant]), reading)
    yield one.values.new_from_index(0, height).alias(reading.field.name)
    if one.day is not None:
        yield one.day.new_from_index(0, height).alias(day(reading.field.name))


def _rejects(
    source: pl.Series, bad: pl.Series, rows: pl.Series, reading: Reading, *, path: str, room: int
) -> Iterator[Reject]:
    picked = bad.arg_true().head(room)
    texts = as_text(source.gather(picked)).to_list()
    for row, text in zip(rows.gather(picked).to_list(), texts, strict=True):
        reason = reading.parse(text)
        said = reason if isinstance(reason, Message) else values.NOT_READABLE
        shown = shorten(re.sub(r"[\r\n]+", " ", text))
        yield Reject(path=path, row=row, column=reading.header, value=shown, reason=said, whole_row=False)
