"""The checklist asks what people must judge, and no text in it ever becomes a formula, a link or another text."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dbcheck.errors import UsageError
from dbcheck.reports.checklist import Question, Suspicion, questions, write_checklist
from dbcheck.rules.attestations import COLUMNS, YAML_KEY
from dbcheck.rules.filled_forms import entries_of_grids, entries_of_yaml
from dbcheck.rules.pack import Rule
from dbcheck.sources.grids import read_grids
from judging import rule_of

SEEN = Rule(
    "T",
    "3",
    "2",
    "须有制度",
    "shall",
    "",
    "attestation",
    {"scope": "site", "frequency": "year", "evidence": ["制度文件"]},
    reading="看原件",
)
RUDE = rule_of("text_scan", "2", record="letter", field="reply_content", detector="boilerplate")
HEARD = Suspicion("T/2", "letter", "L1", "答复像套话")
SUFFIXES = ("xlsx", "csv", "yaml")
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "+1",
    "-5",
    "@x",
    "http://example.org/",
    "007",
    "1e5",
    "TRUE",
    "2024-01-01",
    '他说"好",\n再见',
    "'=1",
    "＝1",
    "_x0041_",
    "a: b #c",
    "- x",
    "&a *b",
    "null",
    "\t=1",
)


def read(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".yaml":
        filled = entries_of_yaml(path.name, path.read_bytes(), COLUMNS, YAML_KEY)
    else:
        filled = entries_of_grids(path.name, read_grids(path), COLUMNS)
    assert not filled.problems
    return [{name: cell.text for name, cell in entry.cells.items()} for entry in filled.entries]


def test_it_asks_about_every_attestation_and_every_suspicion_of_the_rules() -> None:
    asked = questions([RUDE, SEEN], [HEARD, Suspicion("X/1", "letter", "L2", "")])
    assert asked == [
        Question("T/3#2", "3#2", "须有制度", "看原件;频次:每年", "制度文件", "政府网站"),
        Question("T/2", "2", "要求", "", "被查记录的原文或截图", "信件", "L1", "答复像套话"),
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_written_is_read_again_in_either_language(tmp_path: Path, suffix: str, lang: str) -> None:
    asked = questions([RUDE, SEEN], [HEARD], lang=lang)
    write_checklist(asked, tmp_path / f"c.{suffix}", lang=lang)
    assert read(tmp_path / f"c.{suffix}") == [question.texts() for question in asked]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_texts_come_back_as_they_were(tmp_path: Path, suffix: str) -> None:
    asked = [Question("T/1", "1", text, "", "", "", text.strip(), text) for text in HOSTILE]
    write_checklist(asked, tmp_path / f"c.{suffix}")
    assert [row["record"] for row in read(tmp_path / f"c.{suffix}")] == [text.strip() for text in HOSTILE]


def test_no_cell_of_the_sheet_is_a_formula_or_a_link(tmp_path: Path) -> None:
    write_checklist([Question("T/1", "1", text, text, "", "", text, text) for text in HOSTILE], tmp_path / "c.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "c.xlsx"):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert not any(cell.hyperlink for cell in cells)


def test_the_sheet_helps_to_fill_it_in(tmp_path: Path) -> None:
    write_checklist(questions([SEEN], []), tmp_path / "c.xlsx")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    sheet, explained = book["核查表"], book["填写说明"]
    assert sheet.freeze_panes == "C2"
    answer, *dates = sheet.data_validations.dataValidation
    assert (answer.type, answer.formula1, str(answer.sqref)) == ("list", '"通过,不通过,不适用"', "I2:I502")
    assert [(date.type, str(date.sqref)[0]) for date in dates] == [("date", "M"), ("date", "N")]
    assert sheet["M2"].number_format == "yyyy-mm-dd"
    assert {row[0].value for row in explained.iter_rows()} >= {"答复", "证据", "有效期至"}


def test_the_same_questions_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_checklist(questions([SEEN, RUDE], [HEARD]), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx, \.csv or \.yaml"):
        write_checklist([], tmp_path / "c.docx")


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=20))
def test_any_text_that_a_reader_can_see_survives_every_form(tmp_path: Path, text: str) -> None:
    wanted = text.strip()
    for suffix in SUFFIXES:
        write_checklist([Question("T/1", "1", "要求", "", "", "", wanted, text)], tmp_path / f"c.{suffix}")
        assert read(tmp_path / f"c.{suffix}")[0]["record"] == wanted, suffix


def test_a_long_text_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    write_checklist([Question("T/1", "1", "", "", "", "", "L1", "长" * 40_000)], tmp_path / "c.xlsx")
    assert read(tmp_path / "c.xlsx")[0]["hint"] == "长" * 32_000


def test_dates_that_a_spreadsheet_program_writes_are_read(tmp_path: Path) -> None:
    write_checklist(questions([SEEN], []), tmp_path / "c.xlsx")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    book["核查表"]["M2"] = dt.date(2025, 5, 1)
    book.save(tmp_path / "c.xlsx")
    assert read(tmp_path / "c.xlsx")[0]["date"] == "2025-05-01 00:00:00"
