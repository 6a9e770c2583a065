import pytest

from dbcheck.plugins.detectors.detector import NO_TERMS
from dbcheck.plugins.detectors.law_citation import find


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in find(text, None, NO_TERMS)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("根据《甲省物业管理条例第四十二条的规定,费用由企业承担。", "unclosed_title"),
        ("根据甲省物业管理条例》第四十二条的规定,费用由企业承担。", "unopened_title"),
        ("根据《》第四十二条的规定,费用由企业承担。", "empty_title"),
        ("根据《甲省物业管理条例》第零条的规定", "impossible_article"),
        ("根据《甲省物业管理条例》第2000条的规定", "impossible_article"),
        ("根据《甲省物业管理条例》第三十十条的规定", "impossible_article"),
        ("根据《甲省物业管理条例》第百二条的规定", "impossible_article"),
        ("您好!根据第四十二条的规定,费用由企业承担。", "no_law"),
    ],
)
def test_a_malformed_citation_is_found(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "乙街路灯已于5月8日修复。",
        "根据《甲省物业管理条例》第四十二条第一款的规定,费用由企业承担。",
        "根据《关于印发《甲省物业管理办法》的通知》第三条规定",
        "根据劳动法第三十条规定",
        "根据《民法典》第一千二百六十条、第1260条、第一百零二条、第二十条、第十条的规定",
        "根据该条例第五条规定",
        "您反映的第二条问题,按照第三条线路施工",
        "您好!根据合同第五条约定,业主应当缴费。",
        "平台《》上的帖文",
        "您在《甲省问政上的帖文收悉",
        "",
    ],
)
def test_a_right_citation_or_none_is_not(text: str) -> None:
    assert kinds(text) == []
