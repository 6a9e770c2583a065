"""scorecard.xlsx: a scorecard as a workbook whose sums are live formulas, so that a reader can check every point and try other numbers.

Sheets: the ranking, the calculation of each subject, every line, every occurrence with its record, and the numbers with their sources. What an export holds is
written as text and never becomes a formula or a link.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]  # as above
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]  # as above
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # as above

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports import score_words as words
from dbcheck.reports.changes import when_of
from dbcheck.reports.score_formulas import (
    EVERYTHING,
    FOUND,
    HIGH,
    IN_LOW,
    ITEM,
    LOW,
    MORE,
    SECTION,
    WHAT,
    WON_HIGH,
    Reckoned,
    exact,
    sums_of,
)
from dbcheck.reports.widths import printable
from dbcheck.rules.scorecard_keys import THREE_PART
from dbcheck.scores import STANDING_WORDS, Score, ScoreLine, ScoreReport

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
LONGEST = 32_000  # characters of a cell
MOST_ROWS = 1_000_000
EXACT = 12  # decimals of numbers that formulas reckon with


@dataclass(frozen=True)
class Head:
    """A column: its title and width."""

    title: Message
    width: int


def score_workbook(report: ScoreReport, *, lang: str = "zh") -> bytes:
    """Give the workbook; the same scorecard gives the same bytes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        add_score_sheets(report, book, lang=lang)
    return content.getvalue()


def add_score_sheets(report: ScoreReport, book: xlsxwriter.Workbook, *, lang: str = "zh") -> None:
    """Add the sheets of a scorecard to a workbook."""
    book.set_calc_mode("auto")
    sheets = {name: book.add_worksheet(title.say(lang)) for name, title in SHEETS.items()}
    _Writer(report, lang, sheets, _formats(book)).write()


SHEETS: Mapping[str, Message] = {
    "ranking": Message("排名", "Ranking"),
    "lines": Message("逐项计算", "Lines"),
    "traces": Message("扣分依据", "Occurrences"),
    "values": Message("数值与出处", "Numbers"),
    "notes": Message("说明", "Notes"),
}
RANKING = (
    Head(Message("名次", "Rank"), 7),
    Head(Message("最好名次", "Best"), 8),
    Head(Message("最差名次", "Worst"), 8),
    Head(Message("对象", "Subject"), 28),
    Head(Message("编号", "Id"), 10),
    Head(Message("地区", "Region"), 12),
    Head(Message("低界", "Low"), 10),
    Head(Message("高界", "High"), 10),
    Head(Message("低界满分", "Low of"), 10),
    Head(Message("高界满分", "High of"), 10),
    Head(Message("状态", "State"), 8),
    Head(Message("档次", "Band"), 20),
    Head(Message("结论", "Result"), 16),
    Head(Message("比上期", "Change"), 18),
    Head(Message("说明", "Notes"), 30),
)
LINES = (
    Head(Message("对象", "Subject"), 26),
    Head(Message("部分", "Part"), 10),
    Head(Message("一级指标", "Section"), 14),
    Head(Message("二级指标", "Item"), 12),
    Head(Message("细则", "Line"), 22),
    Head(Message("情形", "What"), 44),
    Head(Message("权重、每处分值或否决处数", "Weight, each, or veto from"), 10),
    Head(Message("上限", "Cap"), 8),
    Head(Message("状况", "Standing"), 12),
    Head(Message("发现处数", "Found"), 9),
    Head(Message("可能再有", "May be more"), 9),
    Head(Message("低界失分(加分、否决)", "Lost (earned, vetoed), low"), 12),
    Head(Message("高界失分(加分、否决)", "Lost (earned, vetoed), high"), 12),
    Head(Message("疑似", "Suspected"), 7),
    Head(Message("豁免", "Waived"), 7),
    Head(Message("待定原因", "Why open"), 40),
    Head(Message("规则", "Rules"), 30),
    Head(Message("出处", "Source"), 30),
    Head(Message("未核实", "Unconfirmed"), 8),
    Head(Message("低界计入", "In low"), 7),
    Head(Message("低界得到", "Won in low"), 7),
    Head(Message("高界计入", "In high"), 7),
    Head(Message("高界得到", "Won in high"), 7),
)
TRACES = (
    Head(Message("对象", "Subject"), 26),
    Head(Message("细则", "Line"), 22),
    Head(Message("扣分", "Points"), 9),
    Head(Message("处数", "Count"), 7),
    Head(Message("规则", "Rule"), 26),
    Head(Message("类别", "Kind"), 14),
    Head(Message("记录编号", "Record"), 24),
    Head(Message("问题描述", "Message"), 70),
    Head(Message("指纹", "Fingerprint"), 19),
    Head(Message("审计或答复", "Run or answer"), 34),
)
VALUES = (
    Head(Message("数值", "Number"), 26),
    Head(Message("取值", "Value"), 10),
    Head(Message("出处", "Source"), 60),
    Head(Message("未核实", "Unconfirmed"), 10),
)
NOTES = (Head(Message("说明", "Notes"), 120),)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "0.##", "valign": "top"}),
        "whole": book.add_format({"num_format": f'[>={EVERYTHING}]"∞";0', "valign": "top"}),
        "sum": book.add_format({"num_format": "0.##", "bold": True, "top": 1, "bg_color": "#F2F2F2", "valign": "top"}),
        "sum text": book.add_format({"bold": True, "top": 1, "bg_color": "#F2F2F2", "valign": "top", "text_wrap": True}),
    }


@dataclass
class _Writer:
    report: ScoreReport
    lang: str
    sheets: Mapping[str, Worksheet]
    formats: Mapping[str, Format]

    def write(self) -> None:
        """Write every sheet."""
        every = [*self.report.scores, *(score for score in self.report.members)]
        cells = self._values()
        results = self._lines([score for score in every if score.lines], cells)
        self._ranking(results)
        self._traces(every)
        self._notes(sum(bool(score.lines) for score in every) - len(results))

    def _head(self, name: str, heads: Sequence[Head], *, frozen: int = 1) -> Worksheet:
        sheet = self.sheets[name]
        sheet.freeze_panes(1, frozen)
        for at, head in enumerate(heads):
            sheet.set_column(at, at, head.width)
            sheet.write_string(0, at, head.title.say(self.lang), self.formats["head"])
        sheet.set_row(0, 32)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, style: str = "text") -> None:
        sheet.write_string(row, column, printable(text)[:LONGEST], self.formats[style])

    def _number(
        self, sheet: Worksheet, row: int, column: int, amount: Fraction | int | None, style: str = "number"
    ) -> None:
        if amount is not None:
            sheet.write_number(row, column, round(float(amount), EXACT), self.formats[style])

    # -- every line, and the calculation below it ---------------------------------------------------------------------------

    def _lines(self, scores: Sequence[Score], cells: Mapping[str, str]) -> dict[int, tuple[str, str]]:
        """Write the lines of each subject and its sums below them; give where its bounds stand."""
        sheet = self._head("lines", LINES, frozen=2)
        results: dict[int, tuple[str, str]] = {}
        row = 1
        for score in scores:
            sums = sums_of(self.report, score, row, cells)
            if row + len(score.lines) + len(sums.rows) > MOST_ROWS:
                break  # the notes say so
            for at, line in enumerate(score.lines):
                self._line(sheet, row + at, score, line)
                self._reckoned(sheet, row + at, sums.lines[at], "number")
            row += len(score.lines)
            for reckoned in sums.rows:
                for column in range(len(LINES)):
                    sheet.write_blank(row, column, None, self.formats["sum text"])
                self._text(sheet, row, 0, score.subject.label, "sum text")
                self._text(sheet, row, WHAT, reckoned.said.say(self.lang), "sum text")
                self._reckoned(sheet, row, reckoned, "sum")
                row += 1
            results[id(score)] = (xl_rowcol_to_cell(row - 1, LOW), xl_rowcol_to_cell(row - 1, HIGH))
        sheet.autofilter(0, 0, max(row - 1, 1), len(LINES) - 1)
        sheet.print_area(0, 0, max(row - 1, 1), HIGH)  # the rest is for the screen
        if self.report.model == THREE_PART:
            sheet.set_column(IN_LOW, WON_HIGH, 7, None, {"hidden": True})
        return results

    def _line(self, sheet: Worksheet, row: int, score: Score, line: ScoreLine) -> None:
        why = Message(";", "; ").say(self.lang).join(each.say(self.lang) for each in line.open)
        texts = {
            0: score.subject.label,
            1: words.PART_WORDS[line.part].say(self.lang),
            SECTION: line.section,
            ITEM: line.item,
            4: line.id,
            WHAT: line.text,
            8: STANDING_WORDS[line.standing].say(self.lang),
            15: why,
            16: ", ".join(line.rules),
            17: line.source,
            18: words.UNCONFIRMED.say(self.lang) if line.unconfirmed else "",
        }
        for column, text in texts.items():
            self._text(sheet, row, column, text)
        self._number(sheet, row, FOUND, line.found, "whole")
        self._number(sheet, row, MORE, EVERYTHING if line.maybe is None else line.maybe, "whole")
        self._number(sheet, row, 13, line.suspected, "whole")
        self._number(sheet, row, 14, line.waived, "whole")

    def _reckoned(self, sheet: Worksheet, row: int, reckoned: Reckoned, style: str) -> None:
        """Write the formulas of a row, each with the value that the program reckoned, for readers that do not reckon."""
        for column, (formula, value) in reckoned.cells.items():
            if formula:
                sheet.write_formula(row, column, f"={formula}", self.formats[style], round(float(value), EXACT))
            else:
                self._number(sheet, row, column, value, style)

    # -- the other sheets -----------------------------------------------------------------------------------------------

    def _ranking(self, results: Mapping[int, tuple[str, str]]) -> None:
        sheet = self._head("ranking", RANKING)
        lines = "'" + SHEETS["lines"].say(self.lang) + "'!"
        for row, score in enumerate(self.report.scores, start=1):
            for column, number in enumerate((score.rank, score.rank_best, score.rank_worst)):
                self._number(sheet, row, column, number, "whole")
            for column, text in enumerate((score.subject.label, score.subject.id, score.subject.region), start=3):
                self._text(sheet, row, column, text)
            for column, bound in enumerate((score.low, score.high)):
                if bound is None:
                    continue
                if id(score) in results:
                    formula, value = f"={lines}{results[id(score)][column]}", round(float(bound.value), EXACT)
                    sheet.write_formula(row, 6 + column, formula, self.formats["number"], value)
                else:
                    self._number(sheet, row, 6 + column, bound.value)
                self._number(sheet, row, 8 + column, bound.of)
            joined = Message(";", "; ").say(self.lang).join(note.say(self.lang) for note in score.notes)
            said = (
                words.state(score, self.lang),
                words.band(score, self.lang),
                words.ended(score, self.lang),
                words.change(score.change, self.lang) if score.change else "",
                joined,
            )
            for column, text in enumerate(said, start=10):
                self._text(sheet, row, column, text)
        sheet.autofilter(0, 0, max(len(self.report.scores), 1), len(RANKING) - 1)

    def _traces(self, scores: Sequence[Score]) -> None:
        sheet = self._head("traces", TRACES)
        row = 1
        for score in scores:
            for line in score.lines:
                for trace in line.traces if row < MOST_ROWS else ():
                    self._text(sheet, row, 0, score.subject.label)
                    self._text(sheet, row, 1, line.id)
                    self._number(sheet, row, 2, trace.points)
                    self._number(sheet, row, 3, trace.count, "whole")
                    named = (trace.rule, trace.kind, trace.record, trace.message, trace.fingerprint, trace.where)
                    for column, text in enumerate(named, start=4):
                        self._text(sheet, row, column, text)
                    row += 1
        sheet.autofilter(0, 0, max(row - 1, 1), len(TRACES) - 1)

    def _values(self) -> dict[str, str]:
        """Write the numbers of the scorecard, on which the formulas reckon; give where each stands."""
        sheet = self._head("values", VALUES)
        place = "'" + SHEETS["values"].say(self.lang) + "'!"
        cells: dict[str, str] = {}
        for row, value in enumerate(self.report.values, start=1):
            mark = words.UNCONFIRMED.say(self.lang) if value.unconfirmed else ""
            for column, text in ((0, value.name), (2, value.source), (3, mark)):
                self._text(sheet, row, column, text)
            amount = exact(value.value)
            if amount is None:
                self._text(sheet, row, 1, value.value)
            else:
                self._number(sheet, row, 1, amount)
                cells[value.name] = place + xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
        sheet.autofilter(0, 0, max(len(self.report.values), 1), len(VALUES) - 1)
        return cells

    def _notes(self, left_out: int) -> None:
        sheet = self._head("notes", NOTES)
        report = self.report
        runs = [
            f"{run.path} · {when_of(run.as_of)} · {', '.join(name for name, _ in run.packs)}"
            for run in (*report.runs, *report.previous)
        ]
        said = [report.title, report.source, words.model(report, self.lang), *runs, words.READ_SO.say(self.lang)]
        said += [words.unconfirmed_note(report, self.lang), *(note.say(self.lang) for note in report.notes)]
        if left_out:
            full = Message(
                f"工作表已满,另有 {left_out} 个对象没有逐项计算,见 scorecard.json",
                f"the sheet is full: the lines of {left_out} more subjects are in scorecard.json",
            )
            said.append(full.say(self.lang))
        for row, text in enumerate(filter(None, said), start=1):
            self._text(sheet, row, 0, text)
