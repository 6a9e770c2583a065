"""Templates: what stands in them, and that nothing in them can be taken for a record or a formula."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from dbcheck.errors import UsageError
from dbcheck.records.catalogue import kinds
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.schema import EXPLANATION_SHEET, shown, template_columns
from dbcheck.reports.template import write_template

EVERY = list(kinds().values())
LETTER = kinds()["letter"]


def headers(kind: Kind) -> list[str]:
    return [field.headers[0] for field in kind.fields.values()]


def test_a_csv_is_its_header_row_in_utf8_with_bom(tmp_path: Path) -> None:
    write_template(LETTER, tmp_path / "来信.csv")
    content = (tmp_path / "来信.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [headers(LETTER)]


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_a_workbook_has_a_sheet_to_fill_in_and_one_that_explains(tmp_path: Path, kind: Kind) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    data, explained = book.worksheets
    assert kind.name in data.title
    assert explained.title == EXPLANATION_SHEET
    assert [cell.value for cell in data[1]] == headers(kind)
    assert data.max_row == 1
    assert data.freeze_panes == "A2"
    assert [row[1].value for row in explained.iter_rows(min_row=2, max_row=len(kind.fields) + 1)] == list(kind.fields)
    assert all(cell.data_type in ("s", "n") for row in explained.iter_rows() for cell in row)  # never "f", a formula


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_every_drop_down_lists_the_labels_of_its_column(tmp_path: Path, kind: Kind) -> None:
    write_template(kind, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    data, explained = book.worksheets
    offered: dict[str, list[str]] = {}
    for validation in data.data_validations.dataValidation:
        (cells,) = validation.sqref.ranges
        assert (cells.min_row, cells.max_row) == (2, 5001)
        area = str(validation.formula1).partition("!")[2].replace("$", "")
        offered[str(data.cell(1, cells.min_col).value)] = [str(row[0].value) for row in explained[area]]
    listed = (FieldType.ENUM, FieldType.BOOL)
    assert offered == {
        field.headers[0]: list(shown(field).values())
        for field in kind.fields.values()
        if field.type in listed and not field.is_list
    }


def test_identifiers_are_text_and_times_are_times(tmp_path: Path) -> None:
    write_template(LETTER, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    formats = {
        cell.value: sheet.column_dimensions[get_column_letter(at)].number_format
        for at, cell in enumerate(sheet[1], start=1)
    }
    assert (formats["信件编号"], formats["留言时间"]) == ("@", "yyyy-mm-dd hh:mm")


def test_the_explanation_speaks_the_language_asked_for(tmp_path: Path) -> None:
    write_template(LETTER, tmp_path / "t.xlsx", lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")[EXPLANATION_SHEET]
    assert [cell.value for cell in sheet[1]][:4] == ["column", "field", "how to fill it in", "example"]


def test_the_examples_are_those_of_the_columns(tmp_path: Path) -> None:
    write_template(LETTER, tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")[EXPLANATION_SHEET]
    examples = {row[1].value: row[3].value for row in sheet.iter_rows(min_row=2, max_row=len(LETTER.fields) + 1)}
    assert examples["received_at"] == "2024-09-27 09:00"
    assert examples["status"] == "已提交"
    assert examples["duplicate_of"] in (None, "")
    assert len(template_columns(LETTER, kinds())) == len(examples)


def test_the_same_template_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template(LETTER, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a template is a \.csv or \.xlsx file"):
        write_template(LETTER, tmp_path / "t.ods")


def test_a_folder_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_template(LETTER, tmp_path / "none" / "t.xlsx")
