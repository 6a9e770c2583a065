"""Run audits and their ledgers, for tests that fill one in and read it again."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

import dbcheck
from dbcheck.pipeline import Audit
from dbcheck.rules.ledger import COLUMNS

AT = {column.name: number for number, column in enumerate(COLUMNS, start=1)}
ORGANIZATIONS = [{"id": "o1", "name": "甲局"}, {"id": "o2", "name": "乙局"}]
SITES = [{"id": "s1", "name": "甲网", "identifier_code": "2300000001", "org_id": "o1"}]
LATE = {"received_at": "2025-01-06 09:00", "replied_at": "2025-03-10 10:00", "reply_content": "已按规定办理完毕。"}
Record = Mapping[str, Any]


def letter(record: str, **more: object) -> dict[str, object]:
    """Make a letter that was answered late."""
    return {
        "id": record,
        "title": "路灯不亮",
        "content": "路灯坏了三天",
        "site_id": "s1",
        "responsible_org_id": "o1",
        **LATE,
        **more,
    }


def audit(letters: Sequence[Record], **options: Any) -> Audit:
    """Audit letters under the default pack."""
    records = {"organization": ORGANIZATIONS, "site": SITES, "letter": list(letters)}
    return dbcheck.audit(records, as_of="2025-06-30", **options)


def table(path: Path, sheet: str = "问题台账") -> list[dict[str, Any]]:
    """Read the rows of a sheet of a ledger, by the names of its columns."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True)
    return [{name: row[at - 1] for name, at in AT.items()} for row in rows]


def filled(path: Path, fill: Callable[[Worksheet], None], sheet: str = "问题台账") -> Path:
    """Save the ledger with what ``fill`` does to its sheet, as another program would."""
    book = openpyxl.load_workbook(path)
    fill(book[sheet])
    path = path.with_name("filled.xlsx")
    book.save(path)
    return path


def line_of(sheet: Worksheet, record: str, rule: str) -> int:
    """Find the row of a finding."""
    for line in range(2, sheet.max_row + 1):
        if sheet.cell(line, AT["record"]).value == record and str(sheet.cell(line, AT["rule"]).value).endswith(rule):
            return line
    raise AssertionError(f"no row about {record} under {rule}")
