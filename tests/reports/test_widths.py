import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.reports.widths import fit, pad, printable, width, wrap

TEXTS = st.text(alphabet=st.sampled_from("ab 12,.()答复「」,。;\u3000é"), max_size=60)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("答复", 4), ("答a", 3), ("\uff0c", 2), ("e\u0301", 1), ("\u200b", 0), ("①", 1)],
)
def test_a_chinese_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@given(TEXTS, st.integers(2, 40))
def test_a_fitted_text_is_never_wider_and_says_where_it_was_cut(text: str, columns: int) -> None:
    fitted = fit(text, columns)
    assert width(fitted) <= columns
    assert fitted == text or fitted.endswith("…")


@given(TEXTS, st.integers(0, 40))
def test_padding_reaches_the_width_on_either_side(text: str, columns: int) -> None:
    assert width(pad(text, columns)) == max(columns, width(text))
    assert pad(text, columns, right=True).endswith(text)


@given(TEXTS, st.integers(8, 40))
def test_wrapping_loses_no_character_and_no_line_is_too_wide(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


def test_a_line_breaks_between_chinese_characters_but_not_before_a_full_stop() -> None:
    assert wrap("应在五个工作日内答复。", 20) == ["应在五个工作日内答", "复。"]
    assert wrap("a reply that came late", 12) == ["a reply that", "came late"]
    assert wrap("", 10) == [""]
    assert wrap("一行\n二行", 10) == ["一行", "二行"]


@given(st.text(st.characters(), max_size=40))
def test_printable_text_holds_no_control_character_but_the_line_end(text: str) -> None:
    cleaned = printable(text)
    assert all(ord(character) >= 32 or character == "\n" for character in cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("答复\x1b[2J", "答复\ufffd[2J"),
        ("a\u202eb", "ab"),
        ("一\n二", "一\n二"),
        ("\udcff", "\ufffd"),
        ("a\tb", "a\ufffdb"),
    ],
)
def test_what_could_steer_a_terminal_is_replaced(text: str, cleaned: str) -> None:
    assert printable(text) == cleaned
