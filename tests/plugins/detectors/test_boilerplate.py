import pytest

from dbcheck.plugins.detectors.boilerplate import MAX_BYTES, find
from dbcheck.plugins.detectors.detector import NO_TERMS

LETTER = "乙街12号门前的路灯坏了一周,晚上老人出行不便,请尽快维修。"


def kinds(reply: str, letter: str | None = LETTER) -> list[str]:
    return [hit.kind for hit in find(reply, letter, NO_TERMS)]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("您好!留言已收悉", "courtesy"),
        ("您好!", "courtesy"),
        ("2024年5月6日", "courtesy"),
        ("尊敬的网友:您好!您的来信已收悉。感谢您对我们工作的关心与支持!", "courtesy"),
        ("您好!您的留言已收悉,我们高度重视,将认真研究处理。", "courtesy"),
        ("您好!您的来信已收悉,已转有关部门处理,感谢您的关注与支持!", "forwarded"),
        ("您好,您反映的问题已转交甲市城市管理局调查核实。2024年5月9日", "forwarded"),
        ("您的留言已收悉。关于您反映的问题,已转乙区调查处理。", "forwarded"),
        ("网友:您好!您反映的问题已收悉并交有关单位调查核处,如有情况将及时回复!", "forwarded"),
    ],
)
def test_a_reply_that_says_nothing_is_found(reply: str, kind: str) -> None:
    assert kinds(reply) == [kind]


@pytest.mark.parametrize(
    "reply",
    [
        "可以。",
        "不能办理。",
        "30元。",
        "每周三。",
        "您好!路灯已于5月8日修复,感谢来信。",
        "您好!您反映的问题已转市政养护中心办理,该中心5月8日已修复路灯。",
        "您好!您反映的问题已转市政养护中心,请拨打0450-8123456咨询。",
        "您好,补贴已转至您的账户。",
        "您好!经核实,您反映的情况属实,已责令整改。",
        "您反映的问题不属于我单位职责范围,请向乙区教育局咨询。",
        "您好!根据规定,学校可以根据实际给予一定补贴。",
        "",
    ],
)
def test_a_short_answer_of_substance_is_not(reply: str) -> None:
    assert kinds(reply) == []


def test_what_is_left_of_a_forwarding_may_be_longer_where_it_ignores_the_letter() -> None:
    reply = "您好!您反映的问题已转有关部门处理。甲县网络宣传中心"
    assert kinds(reply) == ["forwarded"]
    assert kinds(reply, "甲县网络宣传中心的公告打不开") == []
    assert kinds(reply, None) == []


def test_a_long_reply_is_never_boilerplate() -> None:
    reply = "感谢您的支持!" * 100
    assert len(reply.encode()) > MAX_BYTES
    assert kinds(reply) == []
