import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.plugins.detectors.detector import Terms
from dbcheck.plugins.detectors.similarity import find, likeness, mention

TITLE = "甲省人民政府关于印发《甲省电子证照管理办法》的通知"


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_the_same_from_both_sides(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)


@given(st.text(max_size=60))
def test_a_text_is_like_itself_whatever_its_spaces_and_width(text: str) -> None:
    assert likeness(text, f"\u3000{text} \n") == 1


def test_full_width_writing_makes_no_difference() -> None:
    assert likeness("电话１２３,(甲)", "电话123，（甲）") == 1


@pytest.mark.parametrize(
    ("one", "other", "share"), [("一二三四五", "一二三四六", 0.75), ("甲", "乙", 0), ("", "乙丙", 0), ("一二", "三四", 0)]
)
def test_likeness_is_the_dice_share_of_pairs(one: str, other: str, share: float) -> None:
    assert likeness(one, other) == share


def test_what_lies_beyond_the_part_that_is_read_is_never_called_equal() -> None:
    assert likeness("甲" * 100_000 + "乙" * 100_000, "甲" * 100_000) == 0.5


@pytest.mark.parametrize(
    "text",
    [
        f"一图读懂:{TITLE}",
        "近日,《甲省电子证照管理办法》公布,现解读如下。",
        "《甲省 电子证照\n管理办法》解读",
        "甲政发〔2024〕5号文件解读",
    ],
)
def test_a_title_is_named_in_full_by_the_document_inside_or_by_number(text: str) -> None:
    assert mention(text, f"{TITLE}\n甲政发[2024]5号") == 1


def test_a_text_about_something_else_names_little_of_a_title() -> None:
    assert mention("春耕备耕工作会议在乙市召开。", TITLE) < 0.2


def test_only_a_share_at_the_threshold_counts() -> None:
    assert find("一二三四五", "一二三四六", Terms(threshold=0.75))
    assert not find("一二三四五", "一二三四六", Terms(threshold=0.76))
    assert not find("一二三四五", None, Terms(threshold=0.1))
