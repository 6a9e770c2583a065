import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.plugins.detectors.detector import Terms
from dbcheck.plugins.detectors.keywords import DETECTOR, find

TERMS = st.builds(
    Terms,
    st.none() | st.integers(0, 90),
    st.none() | st.integers(0, 90),
    st.lists(st.sampled_from(["您好", "收悉", "QQ", "a.b", "时间 地点", "＋1"]), max_size=3).map(tuple),
)
TEXT = st.lists(
    st.sampled_from(
        ["您好", "收悉", "ＱＱ", "qq", "a.b", "axb", "时间\u3000地点", "+1", " ", "\u3000", "\u200b", "灯", "\n", "👍"]
    ),
    max_size=80,
).map("".join)


@given(TEXT.filter(str.strip), TERMS)
def test_the_expressions_say_what_the_plain_search_says(text: str, terms: Terms) -> None:
    frame = pl.DataFrame({"text": [text]})
    conditions = DETECTOR.may_fire(pl.col("text"), pl.lit(None, dtype=pl.String), terms)
    assert frame.select(pl.all_horizontal(conditions)).item() == bool(find(text, None, terms))
    assert DETECTOR.surely is not None
    if frame.select(DETECTOR.surely(pl.col("text"), terms)).item():
        assert find(text, None, terms)


@pytest.mark.parametrize(
    ("text", "terms", "matches"),
    [
        ("一" * 20, Terms(min_chars=20), True),
        ("一" * 19 + "\u3000 ", Terms(min_chars=20), False),
        ("一" * 20, Terms(max_chars=20), True),
        ("一" * 21, Terms(max_chars=20), False),
        ("一 " * 20, Terms(max_chars=20), True),
        ("来信收悉", Terms(has_any=("收悉",)), True),
        ("来信收到", Terms(has_any=("收悉",)), False),
        ("来信收悉", Terms(min_chars=20, has_any=("收悉",)), False),
        ("ｈｔｔｐ://", Terms(has_any=("http",)), True),
    ],
)
def test_all_conditions_must_hold(text: str, terms: Terms, matches: bool) -> None:
    assert bool(find(text, None, terms)) is matches
