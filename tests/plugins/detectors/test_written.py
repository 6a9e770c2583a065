import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.plugins.detectors.written import QUOTED, SPACE, SPACES, fold, han_shingles, quoted, squeeze, squeezed_length


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_full_width_numbers_and_letters_become_ascii_and_chinese_commas_stay() -> None:
    assert fold("ＩＤ：１３８，ａ＠ｂ．ｃ") == "ID：138，a@b.c"


@given(st.text(alphabet=[*"中文a1", *SPACES[:6], "\u3000", "\u200b", "\ufeff"], max_size=40))
def test_both_engines_count_the_same_characters(text: str) -> None:
    assert pl.select(squeezed_length(pl.lit(text))).item() == len(squeeze(text))


def quote(text: str, start: int, end: int) -> str:
    """Do what ``quoted`` does, for one text."""
    end = min(end, start + QUOTED - 2)
    spare = (QUOTED - 2 - (end - start)) // 2
    begin, stop = max(0, start - spare), min(len(text), end + spare)
    middle = re.sub(f"{SPACE}+", " ", text[begin:stop]).strip(" ")
    return f"{'…' if begin else ''}{middle}{'…' if stop < len(text) else ''}"


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from([*"中文a1", *SPACES]), max_size=300)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 300), st.integers(0, 90)), min_size=1, max_size=5))
def test_a_quote_is_short_and_on_one_line(rows: list[tuple[str, int, int]]) -> None:
    spans = [(text, min(start, len(text)), min(len(text), start + length)) for text, start, length in rows]
    frame = pl.DataFrame(spans, schema={"text": pl.String, "start": pl.Int64, "end": pl.Int64}, orient="row")
    said = frame.select(quoted(pl.col("text"), pl.col("start"), pl.col("end"))).to_series().to_list()
    assert said == [quote(*span) for span in spans]
    assert all(len(each) <= QUOTED and "\n" not in each for each in said)


def test_a_quote_shows_the_hit_and_what_was_cut_off() -> None:
    text = "前" * 100 + "13800000000" + "后" * 100
    said = pl.select(quoted(pl.lit(text), pl.lit(100), pl.lit(111))).item()
    assert "13800000000" in said
    assert said.startswith("…")
    assert said.endswith("…")


@pytest.mark.parametrize(("text", "pairs"), [("路灯坏了", {"路灯", "灯坏", "坏了"}), ("a路1灯", set()), ("", set())])
def test_pairs_are_of_neighbouring_chinese_characters(text: str, pairs: set[str]) -> None:
    assert han_shingles(text) == pairs
