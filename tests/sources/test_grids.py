"""Forms come as grids whose positions are those that a spreadsheet shows."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from dbcheck.errors import SourceError
from dbcheck.sources.grids import read_grids

TEXT = '规则,答复\r\n\r\n"A/1\n二行","通,过"\r\nA/2,不通过\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_any_encoding_and_a_row_is_what_a_spreadsheet_counts(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "c.csv").write_bytes(TEXT.encode(encoding))
    (grid,) = read_grids(tmp_path / "c.csv")
    assert grid.where == "c.csv"
    assert grid.rows == (("规则", "答复"), ("",), ("A/1\n二行", "通,过"), ("A/2", "不通过"))


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_other_delimiters_are_known_by_the_fields_they_give(tmp_path: Path, delimiter: str) -> None:
    rows = [["规则", "对象", "答复"], ["A/1", "甲,乙", "通过"]]
    (tmp_path / "c.csv").write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    assert [list(row) for row in read_grids(tmp_path / "c.csv")[0].rows] == rows


def test_every_sheet_but_the_explanation_comes_with_its_cells_in_their_places(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "核查表"
    cells: dict[str, str | int | dt.date] = {
        "C3": "规则",
        "D3": "日期",
        "C4": "007",
        "D4": dt.date(2025, 5, 1),
        "E5": 12,
        "C6": "=1+1",
    }
    for place, value in cells.items():
        sheet[place] = value
    sheet["C6"].data_type = "s"
    book.create_sheet("填写说明")["A1"] = "x"
    book.create_sheet("空")
    book.save(tmp_path / "c.xlsx")
    first, second = read_grids(tmp_path / "c.xlsx")
    assert (first.where, second.where, second.rows) == ("c.xlsx!核查表", "c.xlsx!空", ())
    assert first.rows[2] == ("", "", "规则", "日期", "")
    assert first.rows[3] == ("", "", "007", "2025-05-01 00:00:00", "")
    assert first.rows[4][4] == "12"
    assert first.rows[5][2] == "=1+1"


@pytest.mark.parametrize("content", [None, b"PK\x03\x04 broken"])
def test_what_cannot_be_opened_is_a_source_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "c.xlsx").write_bytes(content)
    with pytest.raises(SourceError, match=r"c\.xlsx"):
        read_grids(tmp_path / "c.xlsx")
