"""Delimited text: what is written comes back, what is broken is named, and the fast reader agrees with the strict one."""

import csv
import io
from unittest.mock import patch

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.errors import Message
from dbcheck.plugins.tables import ROW
from dbcheck.sources import delimited
from dbcheck.sources.delimited import BAD_BYTES, OPEN_QUOTE, Block, Dialect, read_blocks, wrong_width
from dbcheck.sources.encodings import BAD

CELL = st.text(st.sampled_from('ab1,;\t" \n信件、\r\u3000'), max_size=6)
Cells = list[list[str]]


def joined(blocks: list[Block], width: int) -> tuple[Cells, list[int], list[tuple[int, Message]]]:
    cells: Cells = []
    rows: list[int] = []
    for block in blocks:
        assert block.read == block.frame.height + len(block.broken)
        cells += [["" if cell is None else cell for cell in row] for row in block.frame.drop(ROW).rows()]
        rows += block.frame[ROW].to_list()
    return cells, rows, [(broken.row, broken.reason) for block in blocks for broken in block.broken]


def read(
    text: str, width: int, *, delimiter: str = ",", skip: int = 0, size: int = 10**6
) -> tuple[Cells, list[int], list[tuple[int, Message]]]:
    lines = text.splitlines(keepends=True) if "\r" not in text else text.replace("\n", "\n\x00").split("\x00")
    texts, block = [], ""
    for line in lines:
        block += line
        if len(block) >= size:
            texts.append(block)
            block = ""
    blocks = [*texts, block] if block else texts
    found = []
    for few in (0, delimited.FEW):  # by the fast reader where it can, and by the slow one
        with patch.object(delimited, "FEW", few):
            found.append(joined(list(read_blocks(iter(blocks), Dialect(delimiter, width), skip=skip)), width))
    assert found[0] == found[1]
    return found[0]


def test_rows_are_counted_by_the_line_where_they_start() -> None:
    cells, rows, broken = read('a,b\r\n1,"x\ny\nz"\r\n\r\n2,""\r\n,\r\n3,w', 2, skip=1)
    assert cells == [["1", "x\ny\nz"], ["2", ""], ["3", "w"]]
    assert rows == [2, 6, 8]
    assert broken == []


def test_a_broken_line_is_named_and_the_rest_is_read() -> None:
    text = 'a,b,c\n1,x,y\n2,x\n3,"open,y\n4,"ok",y\n5,"a"b,y\n6,x,y,z\n7,5" pipe,y\n8,' + BAD + ",y\n9,x,y\n"
    cells, rows, broken = read(text, 3, skip=1)
    assert cells == [["1", "x", "y"], ["4", "ok", "y"], ["7", '5" pipe', "y"], ["9", "x", "y"]]
    assert rows == [2, 5, 8, 10]
    assert broken == [(3, wrong_width(2, 3)), (4, OPEN_QUOTE), (6, OPEN_QUOTE), (7, wrong_width(4, 3)), (9, BAD_BYTES)]


def test_a_quote_that_never_closes_does_not_swallow_the_file() -> None:
    rest = "".join(f"{number},x\n" for number in range(3, 200))
    cells, _, broken = read('a,b\n1,x\n2,"open\n' + rest, 2, skip=1, size=100)
    assert len(cells) == 198
    assert broken == [(3, OPEN_QUOTE)]


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=12),
    st.sampled_from([",", "\t", ";"]),
    st.integers(1, 40),
)
@settings(max_examples=150, deadline=None)
def test_any_table_comes_back_however_the_text_is_cut(table: Cells, delimiter: str, size: int) -> None:
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    cells, _, broken = read(held.getvalue(), 2, delimiter=delimiter, size=size)
    filled = [row for row in table if any(cell.strip(delimited.BLANKS + '"' + delimiter) for cell in row)]
    assert cells == filled
    assert broken == []


@given(st.text(st.sampled_from('ab,"\n\r 1'), max_size=60))
@settings(max_examples=300, deadline=None)
def test_the_fast_reader_agrees_with_the_strict_one(text: str) -> None:
    fast = delimited._read_fast(text, Dialect(",", 2), 1, is_last=True) if text else None
    if fast is None:
        return
    slow = delimited._read_slowly(text, Dialect(",", 2), 1, is_last=True)
    assert slow[0].broken == ()
    filled = [pl.col(name).fill_null("") for name in ("0", "1")]
    assert fast[0].frame.with_columns(filled).equals(slow[0].frame.with_columns(filled))
    assert fast[0].read == slow[0].read


@given(st.text(st.sampled_from('ab,"\n\r 1' + BAD), max_size=80), st.integers(1, 20))
@settings(max_examples=200, deadline=None)
def test_every_line_of_garbage_is_read_or_rejected(text: str, size: int) -> None:
    cells, rows, broken = read(text, 2, size=size)
    assert len(cells) == len(rows)
    assert len({*rows, *(row for row, _ in broken)}) == len(rows) + len(broken)
