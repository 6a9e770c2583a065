import pytest

from dbcheck.plugins.detectors.personal_name import is_personal_name


@pytest.mark.parametrize("name", ["赵小禾", "王芳", "欧阳小禾", "高强", "李明", "司马青"])
def test_a_surname_and_one_or_two_characters_is_a_name(name: str) -> None:
    assert is_personal_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "张某",
        "张某某",
        "张**",
        "网友",
        "匿名",
        "李先生",
        "王女士",
        "热心市民",
        "UU0081",
        "方便",
        "高兴",
        "安全",
        "路人甲",
        "高速路口",
        "长沙市",
        "",
        "赵",
        "小禾禾禾禾",
    ],
)
def test_masked_names_forms_of_address_and_words_are_none(name: str) -> None:
    assert not is_personal_name(name)
