import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.plugins.detectors.written import QUOTED, SPACES, fold, han_shingles, quote, squeeze, squeezed_length


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_full_width_numbers_and_letters_become_ascii_and_chinese_commas_stay() -> None:
    assert fold("ＩＤ：１３８，ａ＠ｂ．ｃ") == "ID：138，a@b.c"


@given(st.text(alphabet=[*"中文a1", *SPACES[:6], "\u3000", "\u200b", "\ufeff"], max_size=40))
def test_both_engines_count_the_same_characters(text: str) -> None:
    assert pl.select(squeezed_length(pl.lit(text))).item() == len(squeeze(text))


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 50))
def test_a_quote_is_short_and_on_one_line(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    said = quote(text, start, min(len(text), start + length))
    assert len(said) <= QUOTED
    assert "\n" not in said


def test_a_quote_shows_the_hit_and_what_was_cut_off() -> None:
    text = "前" * 100 + "13800000000" + "后" * 100
    said = quote(text, 100, 111)
    assert "13800000000" in said
    assert said.startswith("…")
    assert said.endswith("…")


@pytest.mark.parametrize(("text", "pairs"), [("路灯坏了", {"路灯", "灯坏", "坏了"}), ("a路1灯", set()), ("", set())])
def test_pairs_are_of_neighbouring_chinese_characters(text: str, pairs: set[str]) -> None:
    assert han_shingles(text) == pairs
