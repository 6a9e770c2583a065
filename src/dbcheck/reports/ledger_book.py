"""ledger.xlsx: the ledger (问题台账) to hand over and to fill in, with sheets that say what was checked and how it ended."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, LedgerNote, Severity, UnitName
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.schema import EXPLANATION_SHEET
from dbcheck.reports.ledger_rows import NAMES, LedgerRows, deductions_of, note_row
from dbcheck.reports.ledger_sheets import (
    clause_rows,
    decision_rows,
    explanation_rows,
    reject_rows,
    undecided_rows,
    write_summary,
)
from dbcheck.reports.score_xlsx import add_score_sheets
from dbcheck.reports.workbook import (
    MOST_ROWS,
    Cell,
    Look,
    SheetColumn,
    add_sheet,
    lines_of,
    shown,
    workbook,
    write_frames,
    write_table,
)
from dbcheck.rules.ledger import COLUMNS, FALSE_ALARM, HIDDEN, KEPT, NO, NUMBER, YES
from dbcheck.scores import ScoreReport

LEDGER = Message("问题台账", "Ledger")
SUMMARY = Message("摘要", "Summary")
CLAUSES = Message("条款", "Clauses")
UNITS = Message("单位", "Units")
UNDECIDED = Message("未能判定", "Not judged")
REJECTS = Message("无法识读", "Rejects")
DECISIONS = Message("豁免与误报", "Waivers")
MISSING = Message("上期未再现", "No longer found")
_WIDTHS: Mapping[str, float] = {
    "number": 5,
    "site": 12,
    "site_code": 11.5,
    "unit": 13,
    "clause": 23,
    "problem": 9,
    "description": 34,
    "record": 11,
    "limit": 11,
    "taken": 11,
    "found": 10.5,
    "evidence": 15,
    "points": 5.5,
    "veto": 7,
    "false_alarm": 7,
    "deadline": 10.5,
    "measures": 14,
    "progress": 14,
    "completed": 10.5,
    "recheck": 10,
    "rule": 20,
    "fingerprint": 25,
}
_TELLS_WIDTH = 100


@dataclass(frozen=True)
class UnitCount:
    """How many findings a unit has, by severity."""

    unit: UnitName
    counts: Mapping[Severity, int]

    @property
    def total(self) -> int:
        """Give all of them."""
        return sum(self.counts.values())


def write_ledger(
    result: AuditResult,
    path: Path,
    lang: str = "zh",
    *,
    score: ScoreReport | None = None,
    most_rows: int = MOST_ROWS,
) -> None:
    """Write ledger.xlsx; the same result gives the same bytes.

    score: the run as a whole, scored: what it takes off stands beside each finding, and its sheets are added; without it those columns stay empty.
    most_rows: what one sheet holds.
    """
    rows = LedgerRows(result, lang, deductions_of(score))
    units: Counter[tuple[str | None, str, str]] = Counter()
    with workbook(path, result.as_of, LEDGER.say(lang)) as (book, look):
        write_summary(add_sheet(book, SUMMARY.say(lang)), look, result, lang)
        written = _numbered(rows, units)
        total = _ledger_table(book, look, LEDGER.say(lang), written, lang=lang, most_rows=most_rows)
        _table(book, look, CLAUSES, clause_rows(result, lang), lang)
        _table(book, look, UNITS, _unit_rows(result, units, lang), lang)
        if score is not None:
            add_score_sheets(score, book, lang=lang)
        _table(book, look, UNDECIDED, undecided_rows(result, lang), lang)
        _table(book, look, REJECTS, reject_rows(result, lang), lang)
        if result.waived is not None:
            _table(book, look, DECISIONS, decision_rows(result, lang), lang)
        missing = rows.missing()
        if missing:
            _ledger_table(
                book,
                look,
                MISSING.say(lang),
                iter([_with_numbers(_note_frame(missing, lang), 0)]),
                lang=lang,
                most_rows=most_rows,
            )
        _explain(book, look, total, lang)
        book.worksheets()[0].activate()


def _numbered(rows: LedgerRows, units: "Counter[tuple[str | None, str, str]]") -> Iterator[pl.DataFrame]:
    """Give every row of the ledger with its number, then the rows that people added; count the findings of units on the way."""
    number = 0
    for frame in rows.frames():
        for kind, key, grade, amount in frame.group_by("unit_kind", "unit_key", "severity").len().iter_rows():
            units[kind, key or "", grade] += amount
        yield _with_numbers(frame.select(NAMES), number)
        number += frame.height
    added = rows.result.ledger.added if rows.result.ledger else ()
    if added:
        yield _with_numbers(_note_frame(added, rows.lang), number)


def _with_numbers(frame: pl.DataFrame, before: int) -> pl.DataFrame:
    return frame.with_columns(pl.int_range(before + 1, before + frame.height + 1, dtype=pl.Int64).alias(NUMBER.name))


def _note_frame(notes: Sequence[LedgerNote], lang: str) -> pl.DataFrame:
    return pl.DataFrame([note_row(note, lang) for note in notes], schema=dict.fromkeys(NAMES, pl.String))


def _ledger_table(book: Any, look: Look, name: str, frames: Iterator[pl.DataFrame], *, lang: str, most_rows: int) -> int:
    columns = [
        SheetColumn(
            column.title.say(lang),
            _WIDTHS[column.name],
            is_filled_in=column in (FALSE_ALARM, *KEPT),
            is_hidden=column in HIDDEN,
            is_number=column is NUMBER,
        )
        for column in COLUMNS
    ]
    choices = {COLUMNS.index(FALSE_ALARM): (YES.say(lang), NO.say(lang))}
    return write_frames(book, look, name, columns, frames, lang=lang, choices=choices, most_rows=most_rows)


def _table(
    book: Any, look: Look, name: Message, made: tuple[Sequence[SheetColumn], Iterator[Sequence[Cell]]], lang: str
) -> None:
    write_table(book, look, name.say(lang), made[0], made[1], lang=lang)


def _unit_rows(
    result: AuditResult, counted: "Counter[tuple[str | None, str, str]]", lang: str
) -> tuple[Sequence[SheetColumn], Iterator[Sequence[Cell]]]:
    columns = [
        SheetColumn(Message("责任单位", "Responsible unit").say(lang), 34),
        SheetColumn(Message("单位编号", "Unit id").say(lang), 20),
        *(
            SheetColumn(said.say(lang), 11, is_number=True)
            for said in (
                Message("违反", "Violations"),
                Message("建议", "Advisories"),
                Message("疑似", "Suspicions"),
                Message("其他", "Notes"),
                Message("合计", "Total"),
            )
        ),
    ]
    return columns, _unit_cells(unit_counts(result, counted), lang)


def unit_counts(result: AuditResult, counted: "Counter[tuple[str | None, str, str]]") -> list[UnitCount]:
    """Give the units of findings, those with most violations first."""
    found: dict[tuple[str | None, str], Counter[Severity]] = {}
    for (kind, key, grade), amount in counted.items():
        found.setdefault((kind, key), Counter())[Severity(grade)] += amount
    listed = [UnitCount(result.names.name_of(kind, key), counts) for (kind, key), counts in found.items()]
    return sorted(listed, key=lambda each: ([-each.counts[grade] for grade in Severity], each.unit.name, each.unit.key))


def _unit_cells(units: Sequence[UnitCount], lang: str) -> Iterator[Sequence[Cell]]:
    nobody = Message("(未能确定单位)", "(no unit known)").say(lang)
    for each in units:
        yield each.unit.name or nobody, each.unit.key, *(each.counts[grade] for grade in Severity), each.total


def _explain(book: Any, look: Look, total: int, lang: str) -> None:
    sheet = add_sheet(book, EXPLANATION_SHEET)
    sheet.set_column(0, 0, 18, look.text)
    sheet.set_column(1, 1, _TELLS_WIDTH, look.text)
    for at, (title, text) in enumerate(explanation_rows(total, lang)):
        sheet.set_row(at, 16 * lines_of(text, _TELLS_WIDTH) + 6)
        sheet.write_string(at, 0, title, look.label)
        sheet.write_string(at, 1, shown(text, lang), look.text)
