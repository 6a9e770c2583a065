import pytest

from dbcheck.plugins.detectors.detector import NO_TERMS
from dbcheck.plugins.detectors.pii import find, landlines


def kinds(text: str, name: str | None = None) -> list[str]:
    return [hit.kind for hit in find(text, name, NO_TERMS)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("联系电话13800000000。", "mobile"),
        ("联系电话１３８００００００００", "mobile"),
        ("电话:138-0000-0000", "mobile"),
        ("电话138 0000 0000,急", "mobile"),
        ("电话+86 13800000000", "mobile"),
        ("电话8613800000000", "mobile"),
        ("请回电13800000000 2019年5月", "mobile"),
        ("身份证号110101190003070010。", "resident_id"),
        ("身份证１１０１０１１９０００３０７００１０", "resident_id"),
        ("身份证110101 19000307 0010", "resident_id"),
        ("卡号6222020000000000000", "bank_card"),
        ("银行卡4111 1111 1111 1111", "bank_card"),
        ("邮箱是xiaohe@example.com,", "email"),
        ("邮箱ｘｉａｏｈｅ＠example.com", "email"),
        ("我是丁香小区3栋2单元1201的业主", "address"),
        ("住在甲市乙街18号丁香小区1203室", "address"),
    ],
)
def test_personal_data_is_found(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "电话138****0000",
        "身份证110101********0010",
        "身份证号110101190003070011",  # wrong check character
        "身份证号110101190002300010",  # 30 February
        "请拨打12345或0450-8123456",
        "咨询电话400-800-1234",
        "订单号201913800000000123",
        "金额13800000000.00元的138000000001",
        "编号A13800000000B",
        "项目编号4301022019000012",
        "网址http://www.jia.example/138/13800000000.html",
        "投诉举报邮箱:tousu@example.com",
        "邮箱xinfang@jia.gov.cn",
        "市政务服务中心位于乙街18号3楼305室",
        "小区共有10栋460户",
        "第3栋楼2单元",
        "",
        "👨‍👩‍👧‍👦\u202e🇨🇳",
    ],
)
def test_masked_official_and_accidental_numbers_are_not(text: str) -> None:
    assert kinds(text) == []


def test_the_writers_name_is_found_where_it_is_a_persons_name() -> None:
    assert kinds("赵小禾反映路灯损坏", "赵小禾") == ["author_name"]
    assert kinds("赵某某反映路灯损坏", "赵小禾") == []
    assert kinds("网友反映路灯损坏", "网友") == []
    assert kinds("大家都很高兴", "高兴") == []


def test_hits_point_into_the_text_as_written() -> None:
    text = "🚦电话１３８００００００００"
    (hit,) = find(text, None, NO_TERMS)
    assert text[hit.start : hit.end] == "１３８００００００００"


@pytest.mark.parametrize(
    ("text", "found"), [("0450-8123456", 1), ("010 81234567", 1), ("(0450)8123456", 1), ("13800000000", 0)]
)
def test_landlines_are_found_only_when_asked_for(text: str, found: int) -> None:
    assert len(landlines(text)) == found
    if found:
        assert kinds(text) == []
