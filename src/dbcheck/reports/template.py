"""Templates to fill in: one kind as a spreadsheet or a CSV with the headers that reading understands."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range_abs  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.records.kind import LONG_TYPES, FieldType, Kind
from dbcheck.records.schema import EXPLANATION_SHEET, Cell, TemplateColumn, template_columns
from dbcheck.records.snapshot import kinds

ROWS = 5000  # how far down the drop-downs reach
_FORMATS = {FieldType.DATE: "yyyy-mm-dd", FieldType.DATETIME: "yyyy-mm-dd hh:mm", FieldType.INT: "0"}
_AS_TEXT = "@"
_WIDTHS = {FieldType.DATE: 12, FieldType.DATETIME: 17, FieldType.INT: 10, FieldType.BOOL: 10}
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_HEADS = (
    (Message("列名", "column"), 18),
    (Message("字段", "field"), 22),
    (Message("怎样填写", "how to fill it in"), 70),
    (Message("示例", "example"), 28),
)
_LISTS_FROM = len(_HEADS) + 1  # the lists behind the drop-downs stand to the right of the explanation
_WRONG = (Message("请从列表中选择", "choose from the list"), Message("取值不在列表中", "not in the list"))


def write_template(kind: Kind, path: Path, *, lang: str = "zh") -> None:
    """Write the template of a kind, .xlsx or .csv (UTF-8 with BOM); raise UsageError for another suffix, OSError if it cannot be written.

    The data sheet and the CSV hold the header row alone: an example that stayed behind would be judged as a record. How to fill in
    each column, with an example, stands in a sheet of its own, which reading skips.
    """
    columns = template_columns(kind, kinds())
    suffix = path.suffix.lower()
    if suffix == ".csv":
        path.write_bytes(_csv(columns))
    elif suffix == ".xlsx":
        path.write_bytes(_xlsx(kind, columns, lang))
    else:
        message = Message("模板文件应为 .csv 或 .xlsx", "a template is a .csv or .xlsx file")
        raise UsageError([Problem(path.name, "", message)])


def _csv(columns: Sequence[TemplateColumn]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([column.header for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(kind: Kind, columns: Sequence[TemplateColumn], lang: str) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same template, the same bytes
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        formats = {word: book.add_format({"num_format": word}) for word in (_AS_TEXT, *_FORMATS.values())}
        data = book.add_worksheet(_sheet_name(kind))
        explained = book.add_worksheet(EXPLANATION_SHEET)
        _write_data(data, columns, head, formats, lang)
        _write_explanation(explained, columns, head, wrapped, lang)
    return content.getvalue()


def _sheet_name(kind: Kind) -> str:
    return f"{kind.label.partition('(')[0].replace('/', '、')} {kind.name}"[:31]


def _write_data(
    sheet: Worksheet, columns: Sequence[TemplateColumn], head: Format, formats: dict[str, Format], lang: str
) -> None:
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        form = formats[_FORMATS.get(column.field.type, _AS_TEXT)]
        sheet.set_column(at, at, _width(column), form)
        sheet.write_string(0, at, column.header, head)
        if column.choices and not column.field.is_list:
            source = xl_range_abs(1, _LISTS_FROM + at, len(column.choices), _LISTS_FROM + at)
            sheet.data_validation(
                *(1, at, ROWS, at),
                {
                    "validate": "list",
                    "source": f"='{EXPLANATION_SHEET}'!{source}",
                    "error_title": _WRONG[1].say(lang),
                    "error_message": _WRONG[0].say(lang),
                },
            )


def _width(column: TemplateColumn) -> int:
    least = 40 if column.field.type in LONG_TYPES else _WIDTHS.get(column.field.type, 16)
    return max(least, 2 * len(column.header) + 2)


def _write_explanation(
    sheet: Worksheet, columns: Sequence[TemplateColumn], head: Format, wrapped: Format, lang: str
) -> None:
    sheet.freeze_panes(1, 1)
    for at, (title, width) in enumerate(_HEADS):
        sheet.set_column(at, at, width, wrapped)
        sheet.write_string(0, at, title.say(lang), head)
    for number, column in enumerate(columns):
        cells = (column.header, column.field.name, column.explanation.say(lang), _text(column.example))
        for at, text in enumerate(cells):
            sheet.write_string(number + 1, at, text)
        if column.choices:
            sheet.write_string(0, _LISTS_FROM + number, f"{column.header}:", head)
            for row, choice in enumerate(column.choices, start=1):
                sheet.write_string(row, _LISTS_FROM + number, choice)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
