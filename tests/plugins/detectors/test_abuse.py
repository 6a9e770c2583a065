import pytest

from dbcheck.plugins.detectors.abuse import find
from dbcheck.plugins.detectors.detector import NO_TERMS


@pytest.mark.parametrize("text", ["你们都是废物", "一群王八蛋", "去死吧", "傻逼网站", "你他妈的", "狗日的政府"])
def test_an_insult_is_found(text: str) -> None:
    assert find(text, None, NO_TERMS)


@pytest.mark.parametrize(
    "text",
    [
        "废物利用",
        "垃圾分类",
        "其他垃圾中转站",
        "弱智儿童康复",
        "办事人员态度恶劣,推诿扯皮",
        "失去死亡证明",
        "他是一个混血儿",
        "妈妈的养老金",
        "滚动新闻",
        "白痴一词",
        "",
    ],
)
def test_strong_words_of_complaint_are_not(text: str) -> None:
    assert not find(text, None, NO_TERMS)
