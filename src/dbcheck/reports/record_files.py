"""Records as the files that a platform would export: one file a kind, in one of four formats.

CSV and XLSX carry the Chinese headers of exports, 是 and 否, and the words for the members of an enumeration; JSON Lines and Parquet carry
the canonical names and values. Equal records give equal bytes.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dbcheck.records.kind import Field, FieldType, Kind

Cells = Mapping[str, object]
Spell = Callable[[Any], str]
_SEPARATORS = frozenset("、,，;；|\n\r")
_MADE = datetime(2025, 1, 1)  # fixed, so that workbooks are the same on every day
SECONDS = "%Y-%m-%d %H:%M:%S"


def write_records(records: Mapping[str, Sequence[Cells]], kinds: Mapping[str, Kind], folder: Path, form: str) -> list[Path]:
    """Write every kind into the folder; give the files. form: one of FORMS."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for name, rows in records.items():
        path = folder / f"{name}.{form}"
        FORMS[form](rows, kinds[name], path)
        paths.append(path)
    return paths


def headers_of(kind: Kind) -> dict[str, str]:
    """Give each field the first of its export headers that no other field of the kind has; else its own name."""
    told: dict[str, str] = {}
    claimed = [header for field in kind.fields.values() for header in dict.fromkeys(field.headers)]
    for name, field in kind.fields.items():
        told[name] = next((header for header in field.headers if claimed.count(header) == 1), name)
    return told


def _write_csv(rows: Sequence[Cells], kind: Kind, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headers_of(kind).values())
        writer.writerows(_spelled(rows, kind))


def _spelled(rows: Sequence[Cells], kind: Kind) -> Iterable[list[str]]:
    spellings = [(name, _spelling(field)) for name, field in kind.fields.items()]
    for row in rows:
        yield ["" if (value := row.get(name)) is None else spell(value) for name, spell in spellings]


def _spelling(field: Field) -> Spell:
    """Give how people write the cells of a field."""
    words = {value: label for label, value in reversed(list(field.labels.items()))} if field.type is FieldType.ENUM else {}
    if field.is_list:
        return lambda values: _listed([words.get(str(value), str(value)) for value in values])
    if field.type is FieldType.BOOL:
        return lambda value: "是" if value else "否"
    if words:
        return lambda value: words.get(str(value), str(value))
    return _SPELLINGS.get(field.type, str)


def _listed(elements: list[str]) -> str:
    if any(_SEPARATORS & set(element) for element in elements):
        return json.dumps(elements, ensure_ascii=False)
    return "、".join(elements)


def _instant(value: datetime) -> str:
    return value.isoformat(" ")


_SPELLINGS: Mapping[FieldType, Spell] = {FieldType.DATETIME: _instant, FieldType.DATE: date.isoformat}


def _write_xlsx(rows: Sequence[Cells], kind: Kind, path: Path) -> None:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load; it ships no types

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(kind.name)
        sheet.write_row(0, 0, list(headers_of(kind).values()))
        for number, cells in enumerate(_spelled(rows, kind), start=1):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number, column, cell)


def _write_jsonl(rows: Sequence[Cells], kind: Kind, path: Path) -> None:
    names = list(kind.fields)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            whole = {name: row.get(name) for name in names}
            file.write(json.dumps(whole, ensure_ascii=False, default=_plain, separators=(",", ":")) + "\n")
        if not rows:
            file.write("")


def _plain(value: object) -> str:
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _write_parquet(rows: Sequence[Cells], kind: Kind, path: Path) -> None:
    import polars as pl  # noqa: PLC0415 - the other formats do without

    types: Mapping[FieldType, Any] = {
        FieldType.INT: pl.Int64,
        FieldType.BOOL: pl.Boolean,
        FieldType.DATE: pl.Date,
        FieldType.DATETIME: pl.Datetime("us"),
    }
    columns = []
    for name, field in kind.fields.items():
        inner = types.get(field.type, pl.String)
        columns.append(pl.Series(name, [row.get(name) for row in rows], dtype=pl.List(inner) if field.is_list else inner))
    pl.DataFrame(columns).write_parquet(path)


FORMS: Mapping[str, Callable[[Sequence[Cells], Kind, Path], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}
