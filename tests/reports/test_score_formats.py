"""Scorecards as text, JSON, page and workbook."""

import io
import json
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from dbcheck.decisions import read_form
from dbcheck.errors import UsageError
from dbcheck.findings import Counts, OutcomeKind, Unit
from dbcheck.reports import score_words as words
from dbcheck.reports.layout import plain
from dbcheck.reports.score_form import score_form
from dbcheck.reports.score_formats import FORMATS, write_scores
from dbcheck.reports.score_html import score_page
from dbcheck.reports.score_json import score_document
from dbcheck.reports.score_text import score_lines
from dbcheck.reports.score_xlsx import score_workbook
from dbcheck.rules.score_answers import COLUMNS, YAML_KEY, read_item_answers
from dbcheck.rules.scorecards import load_scorecard
from dbcheck.scores import ScoreReport
from scoring.cards import answer, card, found, outcome, report, run

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "scorecard.schema.json").read_text(encoding="utf-8"))
HOSTILE = '=HYPERLINK("http://x.example","点")<script>alert(1)</script>\u202e\x07'
UNITS = (
    Unit("organization", "o1", HOSTILE, region="甲市", serves_public=True),
    Unit("organization", "o2", "乙局", region="乙市", serves_public=False),
    Unit("organization", "o3", "丙局", region="乙市"),
)


def three_part(by: str = "unit") -> ScoreReport:
    rules = [outcome(f"P/{name}") for name in "vabcd"] + [outcome("P/e", OutcomeKind.ERROR)]
    findings = [found("P/a", f"L-{n}", units=["o1"]) for n in range(3)] + [
        found("P/c", "L-9", units=["o2"]),
        found("P/d", HOSTILE, units=["o1"]),
    ]
    findings += [found("P/v", f"V-{n}", units=["o3"]) for n in range(2)]
    said = (answer("C1", "pass", subject="o1"), answer("C2", "fail", subject="*"))
    before = run(rules, [found("P/a", "L-1", units=["o1"])], units=UNITS, as_of="2025-04-01T00:00:00")
    return report(run(rules, findings, units=UNITS), card(), by=by, answers=said, previous=[before])


def shares(name: str) -> ScoreReport:
    rules = [
        outcome("P/1#1", OutcomeKind.FAIL, Counts(passed=3, fail=1)),
        outcome("P/1#2"),
        outcome("P/2", modality="should"),
        outcome("Q/1", OutcomeKind.ERROR),
        outcome("Q/2"),
    ]
    return report(run(rules, [found("P/1#1", "L-1")]), load_scorecard(name))


SHARES = ("weighted-clauses", "xccdf-default", "xccdf-flat", "xccdf-absolute")
EVERY: dict[str, Callable[[], ScoreReport]] = {
    "three-part": three_part,
    "three-part by region": partial(three_part, "region"),
    **{name: partial(shares, name) for name in SHARES},
}


@pytest.fixture(params=list(EVERY))
def filled(request: pytest.FixtureRequest) -> ScoreReport:
    return EVERY[request.param]()


def test_the_json_keeps_its_schema(filled: ScoreReport) -> None:
    document = json.loads(json.dumps(score_document(filled)))
    jsonschema.validate(document, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert len(document["scores"]) == len(filled.scores)


def test_the_page_runs_nothing_and_asks_for_nothing(filled: ScoreReport) -> None:
    page = score_page(filled)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "\u202e" not in page
    assert "\x07" not in page
    assert "default-src 'none'" in page
    assert page.count("<section") == len(filled.scores) + len(filled.members)


def test_the_page_names_every_line_that_cost_something_and_its_record() -> None:
    page = score_page(three_part())
    assert all(f"<td>{line}" in page for line in ("A1a", "A1b", "A2a"))
    assert "P/a" in page
    assert "L-0" in page
    assert "&lt;script&gt;" in page


def test_the_workbook_holds_no_formula_that_an_export_wrote(filled: ScoreReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(score_workbook(filled)))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert re.fullmatch(r"=[A-Z0-9:,.+*/()><='!$\-一-龥 ]+", str(cell.value)), cell.value
                    assert "HYPERLINK" not in str(cell.value)


def test_every_formula_of_the_workbook_gives_what_the_program_gives(filled: ScoreReport) -> None:
    content = score_workbook(filled)
    formulas, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))
    reckon = Reckoner(formulas)
    checked = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert reckon.cell(sheet.title, cell.coordinate) == pytest.approx(
                        values[sheet.title][cell.coordinate].value
                    )
                    checked += 1
    assert checked > len(filled.scores)


def test_the_scores_in_the_workbook_are_those_of_the_program(filled: ScoreReport) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(score_workbook(filled)), data_only=True)["排名"]
    for row, score in enumerate(filled.scores, start=2):
        for column, bound in ((7, score.low), (8, score.high)):
            held = sheet.cell(row, column).value
            assert held == pytest.approx(float(bound.value)) if bound else held is None


def test_a_number_that_is_changed_in_the_workbook_changes_the_score() -> None:
    book = openpyxl.load_workbook(io.BytesIO(score_workbook(three_part())))
    (at,) = [row for row in range(2, 99) if book["数值与出处"].cell(row, 1).value == "A1a.each"]
    before = Reckoner(book).span("排名", "H2", "H4")
    book["数值与出处"].cell(at, 2).value = 5
    after = Reckoner(book).span("排名", "H2", "H4")
    # three occurrences cost 3 points more each; that leaves no more than 80, so that the bonus of 4 is gone too
    assert [round(old - new, 6) for old, new in zip(before, after, strict=True)] == [0, 13, 0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_ranks_and_explains(lang: str) -> None:
    page = plain(score_lines(three_part(), lang=lang))
    assert ("名次" if lang == "zh" else "rank") in page
    assert "A1a" in page
    assert "\u202e" not in page
    assert max(len(line) for line in page.splitlines()) <= 140


def test_the_form_asks_for_what_is_open_and_reads_back_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(score_form(three_part()))
    book = openpyxl.load_workbook(path)
    sheet = book["人工核查"]
    rows = list(sheet.iter_rows(values_only=True))
    asked = {(row[0], row[2]) for row in rows[1:]}
    assert {("C1", "乙局"), ("B1a", "丙局")} <= asked
    assert ("C2", "乙局") not in asked  # it is answered
    at = next(number for number, row in enumerate(rows, start=1) if (row[0], row[2]) == ("B1a", "丙局"))
    for column, value in ((4, "不通过"), (5, 2), (8, "甲"), (9, date(2025, 6, 1))):
        sheet.cell(at, column).value = value
    book.save(path)
    (read,) = read_item_answers(read_form(path, COLUMNS, YAML_KEY)[1], card())
    assert (read.item, read.subject, read.count, read.day) == ("B1a", "丙局", 2, date(2025, 6, 1))


def test_a_scorecard_without_items_has_no_form() -> None:
    with pytest.raises(UsageError, match="asks nothing"):
        score_form(shares("xccdf-flat"))


def test_the_same_scorecard_gives_the_same_bytes() -> None:
    for name in FORMATS:
        assert FORMATS[name].make(three_part(), "zh") == FORMATS[name].make(three_part(), "zh")


def test_an_unknown_format_and_a_folder_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'doc'"):
        write_scores(three_part(), tmp_path, ["doc"])
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_scores(three_part(), tmp_path / "file", ["json"])


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Fraction(89), "89"),
        (Fraction(256, 3), "85.33"),
        (Fraction(1, 10), "0.1"),
        (Fraction(-11), "-11"),
        (Fraction(-1, 1000), "0"),
        (Fraction(1, 200), "0.01"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (None, "—"),
    ],
)
def test_amounts_are_written_with_at_most_two_decimals(amount: Fraction | None, written: str) -> None:
    assert words.points(amount) == written


class Reckoner:
    """Reckons the few functions that the workbook uses, cell by cell."""

    def __init__(self, book: Any) -> None:
        self.book = book

    def cell(self, sheet: str, place: str) -> float:
        held = self.book[sheet][place.replace("$", "")].value
        if not isinstance(held, str):
            return float(held or 0)
        return float(self.reckon(sheet, held.removeprefix("=")))

    def reckon(self, sheet: str, formula: str) -> Any:
        def look(found: re.Match[str]) -> str:
            where = found["sheet"] or sheet
            if found["to"]:
                return f"span({where!r}, {found['at']!r}, {found['to']!r})"
            return f"cell({where!r}, {found['at']!r})"

        spelled = re.sub(
            r"(?:'(?P<sheet>[^']+)'!)?(?P<at>\$?[A-Z]{1,2}\$?[0-9]+)(?::(?P<to>\$?[A-Z]{1,2}\$?[0-9]+))?", look, formula
        )
        spelled = re.sub(r"(?<![<>=])=(?!=)", "==", spelled)
        names = {"cell": self.cell, "span": self.span, "MIN": min, "SUM": sum, "SUMPRODUCT": product, "IF": choose}
        return eval(spelled, {"__builtins__": {}}, names)

    def span(self, sheet: str, first: str, last: str) -> list[float]:
        return [self.cell(sheet, cell.coordinate) for row in self.book[sheet][f"{first}:{last}"] for cell in row]


def product(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def choose(test: bool, yes: float, no: float) -> float:
    return yes if test else no
