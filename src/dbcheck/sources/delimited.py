"""Delimited text to records: which rows a CSV or TSV holds, where each starts, and which lines are broken.

A field is quoted as a whole (with doubled quotes inside) or not at all; a quote inside an unquoted field is an ordinary character.
A record with another number of fields than the header, with text after a closing quote, without a closing quote or with bytes that
the encoding does not know is broken; reading goes on with the next line. Rows without any text are no records.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import ROW
from dbcheck.sources.encodings import BAD
from dbcheck.sources.rejecting import Broken

FEW = 1 << 17  # characters that the slow reader is done with before the fast one has started (10 ms in a new process)
LONGEST_RECORD = 1 << 22  # characters; a quote that is open for longer was never closed
BLANKS = "\n\r\t\v\f \x85\xa0\u2000\u3000\u200b\ufeff"  # a row of these alone holds nothing

BAD_BYTES = Message("有无法解码的字节", "there are bytes that the encoding does not know")
OPEN_QUOTE = Message("引号没有成对,或引号之后还有文字", "a quote is not closed, or text follows a closing quote")


def wrong_width(found: int, wanted: int) -> Message:
    """Say that a record has another number of fields than the header."""
    return Message(f"有 {found} 个字段,表头有 {wanted} 个", f"it has {found} fields, the header has {wanted}")


class Record(NamedTuple):
    """One record: the line where it starts, its fields (None where it cannot be split) and the offset behind it."""

    line: int
    fields: list[str] | None
    text: str
    end: int
    next_line: int


@dataclass(frozen=True)
class Block:
    """Records of a part as columns ``0``, ``1``, … and ``!row``, the rows that are none, and how many rows were counted."""

    frame: pl.DataFrame
    read: int
    broken: tuple[Broken, ...] = ()


def records(text: str, delimiter: str, line: int = 1, *, is_last: bool = True) -> Iterator[Record]:
    """Split text into records, strictly and slowly. Where it is not the last text, an unfinished record at the end is not given."""
    plain = _plain(delimiter)
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        raw = text[position:end].removesuffix("\r")
        record = Record(line, raw.split(delimiter), raw, end + 1, line + 1)
        if '"' in raw:
            found = _split(text, position, delimiter, plain)
            if found is None and not is_last and len(text) - position < LONGEST_RECORD:
                return
            fields, stop = found or (None, 0)
            if fields is None:
                record = Record(line, None, raw, end + 1, line + 1)
            else:
                whole = text[position:stop]
                record = Record(line, fields, whole.rstrip("\r\n"), stop, line + max(whole.count("\n"), 1))
        yield record
        position, line = record.end, record.next_line


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(r'"(?>[^"]*(?:""[^"]*)*)"')


@cache
def _plain(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"[^{re.escape(delimiter)}\n]*")


def _split(text: str, position: int, delimiter: str, plain: re.Pattern[str]) -> tuple[list[str] | None, int] | None:
    """Split the record that starts here: its fields and its end, (None, 0) where it is broken, None where a quote stays open."""
    fields: list[str] = []
    while True:
        is_quoted = text.startswith('"', position)
        found = (_quoted() if is_quoted else plain).match(text, position)
        if found is None:
            return None
        position, value = found.end(), found[0]
        if is_quoted and text.startswith("\r", position) and text[position + 1 : position + 2] in ("\n", ""):
            position += 1
        behind = text[position : position + 1]
        if is_quoted:
            value = value[1:-1].replace('""', '"')
        elif behind != delimiter:
            value = value.removesuffix("\r")
        fields.append(value)
        if behind == delimiter:
            position += 1
        elif behind in ("\n", ""):
            return fields, position + len(behind)
        else:
            return None if behind == "" else (None, 0)


@dataclass(frozen=True)
class Dialect:
    """How a file is delimited: the delimiter, and how many fields its header has."""

    delimiter: str
    width: int


def read_blocks(texts: Iterator[str], dialect: Dialect, *, skip: int) -> Iterator[Block]:
    """Turn blocks of whole lines into blocks of records; the first ``skip`` records (titles and header) are left out."""
    carried, line, is_start = "", 1, True
    upcoming = next(texts, None)
    while upcoming is not None:
        text, upcoming = carried + upcoming, next(texts, None)
        if is_start:
            head = _nth(records(text, dialect.delimiter), skip)
            text, line, is_start = text[head.end :], head.next_line, False
        block, used, line = _read(text, dialect, line, is_last=upcoming is None)
        carried = text[used:]
        if block.frame.height or block.broken:
            yield block


def _nth(found: Iterator[Record], count: int) -> Record:
    record = Record(0, None, "", 0, 1)
    for _ in range(count):
        record = next(found, record)
    return record


def _read(text: str, dialect: Dialect, line: int, *, is_last: bool) -> tuple[Block, int, int]:
    """Read one text: its records, how much of it was used, and the line that comes next."""
    if BAD not in text and len(text) > FEW:
        fast = _read_fast(text, dialect, line, is_last=is_last)
        if fast is not None:
            return fast
    return _read_slowly(text, dialect, line, is_last=is_last)


def _read_slowly(text: str, dialect: Dialect, line: int, *, is_last: bool) -> tuple[Block, int, int]:
    rows: list[list[str]] = []
    lines: list[int] = []
    broken: list[Broken] = []
    used, next_line, read = 0, line, 0
    for record in records(text, dialect.delimiter, line, is_last=is_last):
        used, next_line = record.end, record.next_line
        if not record.text.strip(BLANKS + dialect.delimiter + '"'):
            continue
        read += 1
        reason = _wrong(record, dialect.width)
        if reason is not None:
            broken.append(Broken(record.line, record.text.replace(BAD, "\ufffd"), reason))
            continue
        assert record.fields is not None
        rows.append(record.fields)
        lines.append(record.line)
    columns = list(zip(*rows, strict=True)) if rows else [()] * dialect.width
    frame = pl.DataFrame(
        [pl.Series(str(number), list(column), dtype=pl.String) for number, column in enumerate(columns)]
        + [pl.Series(ROW, lines, dtype=pl.UInt32)]
    )
    return Block(frame, read, tuple(broken)), min(used, len(text)), next_line


def _wrong(record: Record, width: int) -> Message | None:
    if BAD in record.text:
        return BAD_BYTES
    if record.fields is None:
        return OPEN_QUOTE
    return None if len(record.fields) == width else wrong_width(len(record.fields), width)


def _read_fast(text: str, dialect: Dialect, line: int, *, is_last: bool) -> tuple[Block, int, int] | None:
    """Read text that has no fault with the fast reader; None where it has one, or where the two do not agree."""
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return None
    split = text.split("\n")
    if split[-1] == "":
        split.pop()
    lines = pl.Series("text", split, dtype=pl.String)
    found = _group(lines, line, is_last=is_last) if '"' in text else _Grouped(_numbered(lines, line), len(lines))
    if found is None:
        return None
    used = min(sum(map(len, split[: found.lines])) + found.lines, len(text))
    kept = found.frame.filter(pl.col("text").str.strip_chars(BLANKS + dialect.delimiter + '"') != "")
    if not _all_valid(kept["text"], dialect):
        return None
    if kept.height == 0:
        frame = pl.DataFrame(schema={**{str(number): pl.String for number in range(dialect.width)}, ROW: pl.UInt32})
    else:
        is_whole = kept.height == found.frame.height
        frame = _parse(text[:used] if is_whole else "\n".join(kept["text"].to_list()), dialect.width, dialect.delimiter)
        if frame.height != kept.height:
            return None
        frame = frame.with_columns(kept["row"].alias(ROW))
    return Block(frame, kept.height), used, line + found.lines


@dataclass(frozen=True)
class _Grouped:
    """Records as text with the lines where they start, and how many lines they take together."""

    frame: pl.DataFrame
    lines: int


def _numbered(lines: pl.Series, line: int) -> pl.DataFrame:
    return pl.DataFrame({"text": lines, "row": pl.int_range(line, line + len(lines), dtype=pl.UInt32, eager=True)})


def _group(lines: pl.Series, line: int, *, is_last: bool) -> _Grouped | None:
    quotes = lines.str.count_matches('"', literal=True).cast(pl.Int64)
    before = (quotes.cum_sum() - quotes) % 2
    frame = _numbered(lines, line)
    count = len(lines)
    if int(quotes.sum()) % 2:
        if is_last:
            return None
        count = int((before == 0).arg_true()[-1])
        if sum(map(len, lines[count:])) > LONGEST_RECORD:
            return None
        frame, before = frame.head(count), before.head(count)
    if (before != 0).any():
        starts = (before == 0).cast(pl.UInt32).cum_sum().alias("record")
        frame = (
            frame.with_columns(starts)
            .group_by("record", maintain_order=True)
            .agg(pl.col("text").str.join("\n"), pl.col("row").first())
            .drop("record")
        )
    return _Grouped(frame, count)


def _all_valid(texts: pl.Series, dialect: Dialect) -> bool:
    """Tell whether every record is well-formed and as wide as the header."""
    comma = re.escape(dialect.delimiter)
    is_quoted = texts.str.contains('"', literal=True)
    if is_quoted.any():
        if texts.str.contains("\x01", literal=True).any():
            return False
        bare = texts.str.replace_all(r'"(?:[^"]|"")*"', "\x01").str.strip_suffix("\r")
        if bare.str.contains('"', literal=True).any() or bare.str.contains(rf"[^{comma}]\x01|\x01[^{comma}]").any():
            return False
    else:
        bare = texts
    return bool((bare.str.count_matches(dialect.delimiter, literal=True) == dialect.width - 1).all())


def _parse(text: str, width: int, delimiter: str) -> pl.DataFrame:
    return pl.read_csv(
        text.encode(),
        has_header=False,
        separator=delimiter,
        quote_char='"',
        infer_schema=False,
        raise_if_empty=False,
        new_columns=[str(number) for number in range(width)],
    )


Score = Callable[[Sequence[Sequence[str]]], int]


def sniff(head: str, score: Score, least: Score, *, is_whole: bool) -> tuple[str, list[list[str]]]:
    """Choose the delimiter of a file by its first lines, and give these lines split.

    score: how many headers a reading of the lines would know; where that does not decide, the most regular reading wins.
    least: what the score cannot be below, quicker to tell; readings with too few fields to reach it are not looked at any closer.
    """
    readings = {delimiter: _split_head(head, delimiter, is_whole=is_whole) for delimiter in (",", "\t", ";", "|")}
    sure = max(map(least, readings.values()))
    best: tuple[tuple[float, ...], str] | None = None
    contenders = [delimiter for delimiter, rows in readings.items() if max(map(len, rows), default=0) >= sure]
    for delimiter in contenders if len(contenders) > 1 else ():
        rows = readings[delimiter]
        widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
        usual = max(set(widths), key=widths.count, default=1)
        regular = widths.count(usual) / len(widths) if usual > 1 else 0.0
        rank = (float(score(rows)), regular, float(usual))
        if best is None or rank > best[0]:
            best = (rank, delimiter)
    chosen = best[1] if best is not None else contenders[0]
    return chosen, readings[chosen]


def _split_head(head: str, delimiter: str, *, is_whole: bool) -> list[list[str]]:
    found = [record.fields or [record.text] for record in records(head, delimiter)]
    return found if is_whole else found[:-1] or found
