"""Rows that Polars spells are the rows that would have been written cell by cell."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from lxml import etree

from dbcheck.reports.workbook import SheetColumn, workbook, write_frames, write_table

COLUMNS = (
    SheetColumn("序号", 5, is_number=True),
    SheetColumn("描述", 20),
    SheetColumn("填写", 10, is_filled_in=True),
    SheetColumn("指纹", 20, is_hidden=True),
)
TEXTS = (
    "",
    "答复",
    "很长的文字" * 30,
    "两\n行",
    "a & b < c > d",
    "<script>alert(1)</script>",
    "<r><t>x</t></r>",
    "]]>",
    "_x0041_ _x005F_",
    "=1+1",
    " 前后空格 ",
    "控\x01制\u202e符\tx",
    "😀" * 40,
    "x" * 1_500,
    "字" * 20_000,
    "\uffff",
)
ROWS = [(number, text, TEXTS[-number], text[:50]) for number, text in enumerate(TEXTS, start=1)]


def frames(sizes: Sequence[int]) -> list[pl.DataFrame]:
    made = pl.DataFrame(ROWS, schema={"a": pl.Int64, "b": pl.String, "c": pl.String, "d": pl.String}, orient="row")
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    return [made.slice(start, size) for start, size in zip(starts, sizes, strict=True)]


def cells(path: Path) -> dict[str, list[object]]:
    book = openpyxl.load_workbook(path)
    told: dict[str, list[object]] = {}
    for sheet in book:
        heights = [sheet.row_dimensions[line].height for line in range(1, sheet.max_row + 1)]
        values = [
            [(cell.value, cell.alignment.wrap_text, cell.number_format) for cell in row if cell.value is not None]
            for row in sheet.iter_rows()
        ]
        told[sheet.title] = [heights, values, sheet.dimensions, sheet.auto_filter.ref]
    return told


@pytest.mark.parametrize("most_rows", [1, 2, 3, 7, 16, 100])
@pytest.mark.parametrize("sizes", [(16,), (1,) * 16, (5, 0, 11)])
def test_both_ways_give_the_same_sheets(tmp_path: Path, most_rows: int, sizes: Sequence[int]) -> None:
    slow, fast = tmp_path / "slow.xlsx", tmp_path / "fast.xlsx"
    with workbook(slow, datetime(2025, 7, 1), "t") as (book, look):
        write_table(book, look, "表", COLUMNS, ROWS, lang="zh", most_rows=most_rows)
    with workbook(fast, datetime(2025, 7, 1), "t") as (book, look):
        written = write_frames(book, look, "表", COLUMNS, frames(sizes), lang="zh", most_rows=most_rows)
    assert written == len(ROWS)
    assert cells(fast) == cells(slow)


def test_every_part_of_the_workbook_is_sound_xml(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    with workbook(path, datetime(2025, 7, 1), "t") as (book, look):
        write_frames(book, look, "表", COLUMNS, frames((16,)), lang="zh", most_rows=9)
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            etree.fromstring(parts.read(name))
        rows = etree.fromstring(parts.read("xl/worksheets/sheet1.xml")).findall(".//{*}row")
    assert [int(row.get("r", "0")) for row in rows] == list(range(1, 11))


def test_a_table_without_rows_is_its_header(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    with workbook(path, datetime(2025, 7, 1), "t") as (book, look):
        assert write_frames(book, look, "表", COLUMNS, [], lang="zh") == 0
    assert [cell.value for cell in openpyxl.load_workbook(path)["表"][1]] == ["序号", "描述", "填写", "指纹"]
