"""advert: commercial advertising in a text, or a link to a shop.

An offer that nothing else looks like (代开发票, 无抵押贷款 ...) or a shop's address counts alone; what public offices write as well
(优惠, 免费领取, 扫码, 代办 ...) only where the text also says how to order: a number to add, a code to scan for it, 下单, 包邮.
"""

import re

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import Detector, Hit, Terms
from dbcheck.plugins.detectors.written import SPACES, Pattern

_GAP = f"[{SPACES}:：]{{0,3}}"
_OFFERS = (
    "代开(?:各[类种])?(?:正规)?发票|(?:专业|低价|快速)(?:办证|刻章)|办证刻章|刻章办证|代办(?:信用卡|文凭|学历|假证|各[类种]证[件书]?|贷款|网贷)|代写论文"
    "|(?:无需|无|免)抵押[^。，,]{0,4}贷款|当天(?:放款|下款)|秒(?:批|下款|到账)|黑户(?:可|也能|贷)|信用卡(?:套现|代还|提额)|刷单(?:兼职|返利|赚)|兼职刷单|日赚[0-9０-９百千]+"
    "|(?:诚招|招募|招收)(?:各[级地])?(?:区域)?(?:代理商?|加盟商?|经销商?)|加盟热线|稳赚不赔|高额?回报[^。，,]{0,6}(?:投资|理财)|六合彩|百家乐|澳门[^。，,]{0,6}(?:赌|娱乐)场|博彩(?:平台|网站)"
    "|(?:清仓|亏本|跳楼)(?:大甩卖|甩卖|处理|大处理)"
)
_SHOPS = "(?i:(?:taobao|tmall|jd|yangkeduo|pinduoduo|1688|youzan|weidian|vip|suning|dangdang|aliexpress|amazon)[.](?:com|cn)|(?:tb|dwz|m[.]tb)[.]cn/)"
_WEAK = (
    "优惠(?:券|价|活动|大酬宾)?|特价|促销|打折|折扣|免费(?:领取|试用|体验|咨询|设计)|点击(?:领取|购买)|限量|抢购|秒杀|买一送一|代办|批发|厂家直销|加盟|代理|招商|热销|正品|祛痘|减肥|壮阳|丰胸|贷款|理财|推广"
    "|出租|出售|转让|推销|产品|诚信经营|质优价廉|欢迎(?:选购|订购|来电|咨询|洽谈)"
)
_ORDER = (
    f"(?:加|添加|联系)(?:我|客服|老师|本人|店主)?(?:的)?{_GAP}(?:微信|薇信|威信|[VvＶｖ][XxＸｘ]?[信号:：]|[QqＱｑ]{{2}})"
    f"|(?:微信|薇信|威信|[VvＶｖ][XxＸｘ]|[QqＱｑ]{{2}})(?:号码?|同号)?{_GAP}[A-Za-z0-9_０-９-]{{5,20}}|微信同号|电微同号|手机同微信"
    "|扫码(?:下单|购买|进群|加群)|(?:下单|订购|选购|订货|购买)(?:热线|电话|链接)|(?:在线|立即|马上|点击)(?:下单|购买|抢购)|包邮"
)
_OFFER_WORDS = (  # every offer has one
    "发票|办证|刻章|代办|代写|抵押|放款|下款|批|到账|黑户|信用卡|刷单|日赚|代理|加盟|经销|稳赚|投资|理财|六合彩|百家乐|赌|娱乐场|博彩|甩卖|清仓|亏本|跳楼"
)
_ORDER_WORDS = "微信|薇信|威信|扫码|下单|订购|选购|订货|购买|抢购|包邮"  # every way to order has one, or QQ, VX
_OFFER, _SHOP = Pattern(_OFFERS), Pattern(_SHOPS)
_CALL, _WARE = Pattern(_ORDER), Pattern(_WEAK)
# What a text that warns of such offers, or punishes them, says; and how an office names its own account.
_WARNING = Pattern(
    "骗|诈|警惕|谨防|防范|打击|查处|查获|违法|犯罪|非法|举报|投诉|整治|治理|曝光|处罚|冒充|受害|风险提示|消费券"
)
_OFFICIAL = Pattern("官方|公众号|政务|关注|订阅|服务号|平台")
_NEAR = 150  # characters between an offer and the way to order it


def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:  # noqa: ARG001 - the shape of every detector
    """Find offers and shops; a weak word needs a way to order within 150 characters. Warnings of such offers are none."""
    hits = [Hit("shop", *found.span()) for found in _SHOP.compiled.finditer(text)]
    hits += [Hit("offer", *found.span()) for found in _OFFER.compiled.finditer(text) if not _near(_WARNING, text, found)]
    for call in _CALL.compiled.finditer(text):
        is_official = _OFFICIAL.compiled.search(text, max(0, call.start() - 8), call.start())
        if _near(_WARE, text, call) and not _near(_WARNING, text, call) and not is_official:
            hits.append(Hit("order", *call.span()))
    return sorted(hits, key=lambda hit: (hit.start, hit.end))


def _near(pattern: Pattern, text: str, found: re.Match[str]) -> bool:
    return pattern.compiled.search(text, max(0, found.start() - _NEAR), found.end() + _NEAR) is not None


def _may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - as above
    cues = (_OFFER_WORDS, _ORDER_WORDS, "[QqＱｑ]{2}|[VvＶｖ][XxＸｘ信号:：]", "[.](?i:com|cn)")
    return (
        pl.any_horizontal(*(text.str.contains(pattern) for pattern in cues)),
        pl.any_horizontal(*(text.str.contains(pattern) for pattern in (_OFFERS, _ORDER, _SHOPS))),
    )


DETECTOR = Detector(
    name="advert",
    find=find,
    may_fire=_may_fire,
    labels={
        "offer": Message("商业推广用语", "an offer"),
        "shop": Message("购物网站地址", "the address of a shop"),
        "order": Message("推广内容及下单方式", "wares and how to order them"),
    },
    absence=Message("未检出广告推销内容", "no advertising was found"),
)
