"""Forms: where a header stands, which cell a text comes from, and that nothing is lost in silence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.errors import Message
from dbcheck.rules.filled_forms import (
    FormColumn,
    Grid,
    cell_name,
    entries_of_grids,
    entries_of_yaml,
    guarded,
    parse_date,
    unguarded,
)

COLUMNS = (
    FormColumn("rule", Message("规则", "Rule"), is_required=True),
    FormColumn("answer", Message("答复", "Answer"), is_required=True),
    FormColumn("expires", Message("有效期至", "Valid until"), ("有效期",)),
)


def grid(*rows: tuple[str, ...], where: str = "f.xlsx!核查表") -> Grid:
    return Grid(where, rows)


def test_a_title_above_the_header_and_blank_rows_do_not_shift_the_cells() -> None:
    read = entries_of_grids(
        "f.xlsx", [grid(("2025年核查",), (), ("", "规则", "答复"), ("", "A/1", "通过"), (), ("", "A/2"))], COLUMNS
    )
    assert [(entry.where, entry.text("rule"), entry.place("answer")) for entry in read.entries] == [
        ("f.xlsx!核查表!4", "A/1", "f.xlsx!核查表!C4"),
        ("f.xlsx!核查表!6", "A/2", "f.xlsx!核查表!6"),
    ]
    assert not read.problems


@pytest.mark.parametrize("header", [("rule", "ANSWER"), (" 规 则 ", "答复(必填)"), ("Rule", "Answer"), ("＊规则:", "答复")])
def test_headers_are_known_in_both_languages_and_however_they_are_dressed(header: tuple[str, ...]) -> None:
    (entry,) = entries_of_grids("f.csv", [grid(header, ("A/1", "pass"))], COLUMNS).entries
    assert (entry.text("rule"), entry.text("answer")) == ("A/1", "pass")


def test_a_sheet_without_the_form_is_passed_over_and_a_file_without_it_is_a_mistake() -> None:
    form = grid(("规则", "答复"), ("A/1", "通过"))
    other = grid(("统计", "合计"), ("x", "1"), where="f.xlsx!统计")
    assert len(entries_of_grids("f.xlsx", [other, form], COLUMNS).entries) == 1
    (problem,) = entries_of_grids("f.xlsx", [other], COLUMNS).problems
    assert problem.say("en") == "f.xlsx  there is no header row; it needs the columns Rule, Answer"


def test_an_unknown_a_repeated_and_a_missing_header_are_all_named_and_a_column_of_ones_own_is_not() -> None:
    read = entries_of_grids(
        "f.xlsx", [grid(("规则", "规则", "有效日期", "# 备忘", ""), ("A/1", "A/2", "", "x", "y"))], COLUMNS
    )
    said = [problem.say("en") for problem in read.problems]
    assert not read.entries
    assert [text.partition("  ")[0] for text in said] == ["f.xlsx!核查表!B1", "f.xlsx!核查表!C1", "f.xlsx!核查表!1"]
    assert "twice" in said[0]
    assert "begin the header of a column of your own with #" in said[1]
    assert said[2].endswith("the column Answer is missing")


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (8, "I"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_in_a_spreadsheet(column: int, name: str) -> None:
    assert cell_name("s", 6, column) == f"s!{name}7"


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-30",
        "2025/6/30",
        "2025.6.30",
        "2025年6月30日",
        "２０２５-06-30",
        " 2025-06-30 00:00:00 ",
        "2025-06-30T09:30",
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert parse_date(text) == date(2025, 6, 30)


@pytest.mark.parametrize("text", ["", "30/06/2025", "2025-13-01", "2025-02-30", "明年", "45838", "2025-06", "2025-6/30"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=12))
def test_a_guarded_text_comes_back_and_never_starts_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    bare = guarded(text).lstrip(" \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2000\u3000\u200b\ufeff")
    assert bare[:1] not in tuple("=+-@＝＋－＠")


YAML = """\
attestations:
  - rule: A/1
    答复: 通过
    expires: 2025-06-30
  - {rule: A/2, answer: [x, y], expired: 1}
  - just text
"""


def test_yaml_has_the_same_columns_and_its_dates_need_no_quotes() -> None:
    read = entries_of_yaml("f.yaml", YAML.encode(), COLUMNS, "attestations")
    first, second = read.entries
    assert (first.text("answer"), first.text("expires"), first.place("expires")) == ("通过", "2025-06-30", "f.yaml:4:14")
    assert second.parts("answer", ";") == ("x", "y")
    assert [problem.say("en").partition(";")[0] for problem in read.problems] == [
        "f.yaml:5:33  there is no key 'expired'",
        "f.yaml:6:5  write a mapping, e.g. {rule: ..., reason: ...}",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("attestation: []", "there is no key 'attestation'"),
        ("a: b: c", "broken YAML"),
        ("text", "write a list"),
        ("attestations: [{rule: {a: b}}]", "write a value or a list of values"),
        ("attestations: [{rule: &x A/1}]", "anchors"),
    ],
)
def test_yaml_of_another_shape_is_a_mistake(text: str, told: str) -> None:
    assert any(
        told in problem.say("en") for problem in entries_of_yaml("f.yaml", text.encode(), COLUMNS, "attestations").problems
    )
