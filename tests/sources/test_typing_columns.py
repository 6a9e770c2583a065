"""Cells as people write them, column by column."""

import dataclasses
import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.plugins.tables import PLAIN, ROW
from dbcheck.records.kind import Field, FieldType
from dbcheck.sources.dates import FEW
from dbcheck.sources.folding import tidy
from dbcheck.sources.typing_columns import Reading, as_text, tidy_column, type_column, type_frame


def field(
    kind: FieldType, *, is_list: bool = False, values: tuple[str, ...] = (), labels: dict[str, str] | None = None
) -> Field:
    return Field("f", kind, is_list, "", (), values=values, labels=labels or {})


def typed(declared: Field, raw: Any, **reading: Any) -> tuple[list[Any], list[bool]]:
    column = raw if isinstance(raw, pl.Series) else pl.Series(raw, strict=False)
    found = type_column(column, Reading(declared, "h", "0", **reading))
    bad = found.bad.to_list() if found.bad is not None else [False] * len(column)
    return found.values.to_list(), bad


STATUS = field(FieldType.ENUM, values=("replied", "none"), labels={"已答复": "replied"})
CASES: list[tuple[Field, list[Any], list[Any], list[bool]]] = [
    (field(FieldType.INT), ["2023年", "１２", "1,234", "12.0", "第3期", "-5", "30 天"], [2023, 12, 1234, 12, 3, -5, 30], [False] * 7),
    (field(FieldType.INT), ["12.5", "1万", "1,23", "约3", "9" * 30], [None] * 5, [True] * 5),
    (field(FieldType.INT), ["-", "/", "无", "NULL", "n/a", " ", None], [None] * 7, [False] * 7),
    (field(FieldType.INT), [1.0, 2.5, None], [1, None, None], [False, True, False]),
    (field(FieldType.BOOL), ["是", "有", "1", "TRUE", "Y", "√", "已受理", "1.0"], [True] * 8, [False] * 8),
    (field(FieldType.BOOL), ["否", "无", "0", "false", "N", "×", "不予受理"], [False] * 7, [False] * 7),
    (field(FieldType.BOOL), ["未受理", "也许", "-", ""], [None] * 4, [True, True, False, False]),
    (field(FieldType.BOOL, labels={"未受理": "false"}), ["未受理"], [False], [False]),
    (field(FieldType.BOOL), [True, False, None], [True, False, None], [False] * 3),
    (field(FieldType.BOOL), [1, 0, 2], [True, False, None], [False, False, True]),
    (STATUS, ["已答复", "REPLIED", " 已 答复", "none", "-", "无", "其他"], ["replied"] * 3 + ["none", None, None, None], [False] * 6 + [True]),
    (field(FieldType.REF), ["A1", "无", "-", "Ａ1", "N/A"], ["A1", None, None, "A1", None], [False] * 5),
    (field(FieldType.STR), ["无", "-", " \u3000\u200b", "a \t b", "（一）"], ["无", "-", None, "a b", "(一)"], [False] * 5),
    (field(FieldType.STR), [1.0, 2.5, float("nan")], ["1", "2.5", None], [False] * 3),
    (field(FieldType.TEXT), [" a\r\nb ", ""], [" a\r\nb ", ""], [False] * 2),
    (field(FieldType.STR, is_list=True), ["甲、乙；丙|丁\n戊", '["a", "b、c"]', " ", None], [["甲", "乙", "丙", "丁", "戊"], ["a", "b、c"], None, None], [False] * 4),
    (field(FieldType.STR, is_list=True), [["a"], [" b "], [], None], [["a"], ["b"], None, None], [False] * 4),
    (field(FieldType.ENUM, is_list=True, values=("x", "y")), ["x、Y", "x,z"], [["x", "y"], None], [False, True]),
    (field(FieldType.ENUM, is_list=True, values=("x", "y")), [["x"], ["z"]], [["x"], None], [False, True]),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "raw", "values", "bad"), CASES)
def test_a_cell_is_read_as_it_is_meant(declared: Field, raw: list[Any], values: list[Any], bad: list[bool]) -> None:
    assert typed(declared, raw) == (values, bad)


@pytest.mark.parametrize(("declared", "raw", "values", "bad"), CASES)
def test_a_cell_is_read_alike_among_many(declared: Field, raw: list[Any], values: list[Any], bad: list[bool]) -> None:
    times = FEW + 1
    assert typed(declared, raw * times) == (values * times, bad * times)


def test_what_the_binding_says_about_values_goes_first() -> None:
    assert typed(STATUS, ["办结", "已答复"], values={"办结": "none"})[0] == ["none", "replied"]
    assert typed(field(FieldType.BOOL), ["未受理"], values={"未受理": "false"})[0] == [False]
    assert typed(field(FieldType.REF), ["总站", "x"], values={"总站": "S1"})[0] == ["S1", "x"]
    assert typed(field(FieldType.STR), ["未知", "x"], values={"未知": ""})[0] == [None, "x"]


def test_typed_dates_go_straight_through() -> None:
    moment = dt.datetime(2024, 1, 5, 1, 30)
    aware = pl.Series([moment]).dt.replace_time_zone("UTC")
    assert typed(field(FieldType.DATETIME), aware)[0] == [dt.datetime(2024, 1, 5, 9, 30)]
    assert typed(field(FieldType.DATETIME), pl.Series([moment], dtype=pl.Datetime("ms")))[0] == [moment]
    assert typed(field(FieldType.DATE), pl.Series([moment]))[0] == [dt.date(2024, 1, 5)]
    days = type_column(pl.Series([dt.date(2024, 1, 5), None]), Reading(field(FieldType.DATETIME), "h", "0"))
    assert days.day is not None
    assert (days.values.to_list(), days.day.to_list()) == ([dt.datetime(2024, 1, 5), None], [True, False])


def test_an_unreadable_cell_is_named_and_flagged() -> None:
    raw = pl.DataFrame({"0": ["30天", "三十", None], ROW: pl.Series([2, 3, 4], dtype=pl.UInt32)})
    found = type_frame(raw, [Reading(field(FieldType.INT), "办理时限", "0")], path="a.csv", room=10)
    assert found.frame["f!state"].to_list() == [0, 1, 0]
    assert [(r.path, r.row, r.column, r.value, r.whole_row) for r in found.rejects] == [
        ("a.csv", 3, "办理时限", "三十", False)
    ]


@given(st.lists(st.text(st.sampled_from("aＡ1 \u3000\u200b\t\n（①é中、…")), max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_column_is_tidied_as_its_cells_are(texts: list[str]) -> None:
    column, tidied = pl.Series(texts, dtype=pl.String), [tidy(text) or None for text in texts]
    assert tidy_column(column, few=0).to_list() == tidied
    assert tidy_column(column).to_list() == tidied


def test_text_of_structures_is_json() -> None:
    assert as_text(pl.Series([{"a": 1}, None])).to_list() == ['{"a":1}', None]
    assert as_text(pl.Series([["a", "b"], None])).to_list() == ['["a","b"]', None]


def test_no_text_becomes_empty_that_begins_with_a_plain_character() -> None:
    first, beyond = map(ord, PLAIN)
    assert all(tidy(chr(code)) for code in range(first, beyond) if not 0xD800 <= code < 0xE000)


@given(st.lists(st.none() | st.text(st.sampled_from("路， \u3000\u200b\ufeff\u00a0\u2003a１（"), max_size=4), max_size=9))
@settings(deadline=None)
def test_who_asks_only_whether_a_text_is_filled_is_told_the_same(texts: list[str | None]) -> None:
    raw = pl.Series(texts, dtype=pl.String)
    reading = Reading(field(FieldType.STR), "标题", "0")
    asked = type_column(raw, dataclasses.replace(reading, is_filled_only=True)).values
    assert asked.is_null().to_list() == type_column(raw, reading).values.is_null().to_list()
