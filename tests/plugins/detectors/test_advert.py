import pytest

from dbcheck.plugins.detectors.advert import find
from dbcheck.plugins.detectors.detector import NO_TERMS


@pytest.mark.parametrize(
    "text",
    [
        "专业代开发票,价格优惠",
        "无抵押贷款,当天放款",
        "厂家直销,欢迎订购,加微信abc12345",
        "低价批发茶叶,QQ:１２３４５６７８",
        "正品包邮,点击购买",
        "https://item.taobao.com/item.htm?id=1",
        "链接 HTTPS://DETAIL.TMALL.COM/x",
    ],
)
def test_advertising_is_found(text: str) -> None:
    assert find(text, None, NO_TERMS)


@pytest.mark.parametrize(
    "text",
    [
        "享受税收优惠政策的企业可在线申请",
        "谨防刷单返利、代开发票等骗局,如遇到请立即举报",
        "市民可关注官方微信jiashi12345免费领取宣传册",
        "消费券发放活动开始,扫码领取优惠券",
        "反映某店在微信上卖假货",
        "加我区教育局的电话",
        "网站栏目打不开 http://www.jia.example/a.html",
        "",
    ],
)
def test_what_offices_and_citizens_write_is_not(text: str) -> None:
    assert not find(text, None, NO_TERMS)
