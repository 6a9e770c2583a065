"""answers.xlsx: what is open in a scorecard, as a form for inspectors; filled in, ``dbcheck score --answers`` reads it."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # as above

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.reports import score_words as words
from dbcheck.reports.widths import printable, wrap
from dbcheck.rules.attestations import ANSWER, ANSWER_WORDS, DATE, EXPIRES
from dbcheck.rules.score_answers import COLUMNS, COUNT, ITEM, SUBJECT
from dbcheck.rules.scorecard_keys import THREE_PART
from dbcheck.scores import Score, ScoreReport, Standing

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_SHEET = Message("人工核查", "Answers")
_WIDTHS: Mapping[str, int] = {
    "item": 10,
    "text": 52,
    "subject": 24,
    "answer": 10,
    "count": 8,
    "evidence": 30,
    "note": 36,
    "inspector": 12,
    "date": 12,
    "expires": 12,
}
_ASKED = (ITEM.name, "text", SUBJECT.name)
_LINE = 15  # points of a line of text
MOST_ROWS = 1_000_000


def score_form(report: ScoreReport, *, lang: str = "zh") -> bytes:
    """Give the form: one row for every line of every subject that is open; raise UsageError for a scorecard without items."""
    if report.model != THREE_PART:
        said = Message(
            "这张评分卡按规则的结论计分,没有可填的指标;人工核查用 dbcheck checklist",
            "this scorecard scores how rules ended and asks nothing; use dbcheck checklist",
        )
        raise UsageError([Problem("--format", "form", said)])
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"})
        asked = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#F2F2F2"})
        fills = {
            form: book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": form})
            for form in ("@", "yyyy-mm-dd")
        }
        sheet = book.add_worksheet(_SHEET.say(lang))
        _head(sheet, head, lang)
        last = 0
        for last, row in enumerate(_rows(report, lang), start=1):
            for at, column in enumerate(COLUMNS):
                form = fills["yyyy-mm-dd" if column in (DATE, EXPIRES) else "@"]
                if column.name in _ASKED:
                    sheet.write_string(last, at, row[column.name], asked)
                else:
                    sheet.write_blank(last, at, None, form)
            sheet.set_row(last, _LINE * len(wrap(row["text"], _WIDTHS["text"] - 2)))
        _choices(sheet, max(last, 1), lang)
    return content.getvalue()


def _rows(report: ScoreReport, lang: str) -> Iterator[Mapping[str, str]]:
    scores = report.members or report.scores
    bearers = Counter(score.subject.name for score in scores)
    count = 0
    for score in scores:
        subject = score.subject
        called = subject.name if subject.name and bearers[subject.name] == 1 else subject.id
        for name, text in _questions(score, lang):
            count += 1
            if count < MOST_ROWS:
                yield {ITEM.name: name, "text": printable(text), SUBJECT.name: printable(called) if len(scores) > 1 else ""}


def _questions(score: Score, lang: str) -> Iterator[tuple[str, str]]:
    """Give the lines that are open, what they are about, and why they are open."""
    for line in score.lines:
        if line.standing is Standing.OPEN or words.may_veto(line) or line.at_risk:
            why = Message(";", "; ").say(lang).join(each.say(lang) for each in line.open)
            yield line.id, f"{line.text}\n{why}" if why else line.text


def _head(sheet: Worksheet, style: object, lang: str) -> None:
    sheet.freeze_panes(1, len(_ASKED))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, _WIDTHS[column.name])
        sheet.write_string(0, at, column.title.say(lang), style)


def _choices(sheet: Worksheet, last: int, lang: str) -> None:
    """Let cells take only what can be read."""
    places = {column.name: at for at, column in enumerate(COLUMNS)}
    answers = [said.say(lang) for said in ANSWER_WORDS.values()]
    sheet.data_validation(1, places[ANSWER.name], last, places[ANSWER.name], {"validate": "list", "source": answers})
    whole = {"validate": "integer", "criteria": ">=", "value": 1}
    sheet.data_validation(1, places[COUNT.name], last, places[COUNT.name], whole)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
