import pytest

from dbcheck.reports.masking import mask_key, mask_quote, mask_row, mask_text, mask_value

# Invented people; the ID number has a right check digit and belongs to nobody's region of birth.
TEXTS = {
    "来信人张三反映道路": "来信人张某反映道路",
    "网友王小明您好": "网友王某某您好",
    "尊敬的李明先生": "尊敬的李某先生",
    "电话13812345678。": "电话138****5678。",
    "手机138 1234 5678": "手机138****5678",
    "全角１３８１２３４５６７８": "全角１３８****５６７８",
    "身份证230103198001011234": "身份证2****************4",
    "zhang.san@qq.com": "z***@qq.com",
    "家住幸福小区3栋2单元501室,": "家住****,",
    "在幸福小区3栋2单元501室,": "在幸福小区****室,",
    "请回电0451-88881234": "请回电0451-****",
    "…5678901234 尽快": "…**** 尽快",
    "微信号:abc_12345": "微信号:****",
}
KEPT = [
    "2024-02-06 14:00:00 起,限 5 个工作日,至 2024-02-19 24:00 止,实际 2024-02-20 08:10:00,迟 1 天(1 个工作日)",
    "松岭市人民政府您好",
    "咨询电话0451-88881234",
    "webmaster@hlj.gov.cn",
    "缺少:答复部门, 答复时间",
    "XJ-20240513000012",
    "https://www.songling.example/art/2024/13912345678.html",
    "王女士",
    "",
]


@pytest.mark.parametrize(("text", "masked"), TEXTS.items())
def test_personal_data_in_a_text_is_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_dates_numbers_of_records_and_what_offices_publish_stay(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_masked_is_masked_once(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)


def test_what_was_not_looked_at_is_not_shown() -> None:
    masked = mask_text("好" * 30_000 + "13812345678")
    assert masked == "好" * 20_000 + "…"


@pytest.mark.parametrize(
    ("value", "masked"),
    [("张三", "张某"), ("13812345678", "138****5678"), ("快乐的小鱼", "快**"), ("13812345678 张三", "1**"), ("", "")],
)
def test_a_personal_field_is_masked_whatever_it_holds(value: str, masked: str) -> None:
    assert mask_value(value) == masked


def test_a_name_that_stands_alone_in_a_row_is_masked() -> None:
    row = "XJ-1,张三,13812345678,松岭市人民政府,咨询"
    assert mask_row(row) == "XJ-1,张某,138****5678,松岭市人民政府,咨询"


def test_a_quoted_name_is_masked_where_it_stands_and_wherever_it_stands_again() -> None:
    assert mask_quote("网民张小明反映的问题,请张小明到窗口", 3) == "网民张某某反映的问题,请张某某到窗口"


def test_the_name_of_a_record_is_masked_only_where_it_reaches_a_person() -> None:
    assert mask_key("13812345678") == "138****5678"
    assert mask_key("LY20240513000012345") == "LY20240513000012345"
    assert mask_key("信件.csv:12") == "信件.csv:12"
