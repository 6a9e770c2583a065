import pytest

from dbcheck.plugins.detectors.detector import NO_TERMS
from dbcheck.plugins.detectors.secret import find


@pytest.mark.parametrize(
    "text",
    [
        "机密★10年",
        "秘密 ★ 长期",
        "绝密☆启用前",
        "密级:秘密",
        "【密级】:【机密】"[1:],
        "内部资料 注意保存",
        "内部文件,严禁外传",
        "涉密文件严禁上网",
    ],
)
def test_a_mark_of_secrecy_is_found(text: str) -> None:
    assert find(f"甲省文件\n{text}\n关于工作的通知", None, NO_TERMS)


@pytest.mark.parametrize(
    "text",
    [
        "做好保密工作",
        "国家秘密的密级分为绝密、机密、秘密三级",
        "国家秘密标志为“机密★20年”",
        "密级:公开",
        "内部资料性出版物",
        "商业秘密受保护",
        "",
    ],
)
def test_talk_about_secrecy_is_not(text: str) -> None:
    assert not find(text, None, NO_TERMS)
