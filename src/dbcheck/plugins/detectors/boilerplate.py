"""boilerplate: a reply that says nothing: courtesy, receipt, a date, or that the letter was passed on, and no result.

What such sentences are made of is taken out. A reply is suspected when almost nothing is left, or when it passes the letter on and what
is left has nothing in common with the letter. A reply above MAX_BYTES, or one with a sign of substance (a telephone number, a sum, a
link, something repaired or paid), never is.
"""

from functools import lru_cache

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import Detector, Hit, Terms
from dbcheck.plugins.detectors.written import BOUND, DIGIT, HAN, Pattern, han_shingles, squeeze

MAX_BYTES = 300
COURTESY_LEFT, FORWARD_LEFT, UNRELATED_LEFT = 2, 6, 12  # characters that may be left

_STOPS = "。！!？?；;，,：:\n\r"
_IN_CLAUSE = f"[^{_STOPS}]"
_YEAR = f"(?:20|２０)?{DIGIT}{{2}}"
_LETTER = "(?:留言|来信|信件|诉求|意见|建议|问题|情况|邮件|咨询|投诉|反映|来函|帖子|事项|此事|该事|上述)"
_OFFICE = "(?:相关|有关|各有关|职能|责任|主管|属地|具体|承办|业务|当地|辖区)*(?:职能|业务|主管|责任)?(?:部门|单位|科室|局|委|机构|人员|处室|方面)"
_DEEDS = (
    "(?:调查|核查|核实|核处|查处|处理|处置|办理|答复|回复|反馈|关注|研究|落实|解决|跟进|阅处|阅研|办复|酌处|回应|了解|整改)"
)
_PASS_ON = (
    "(?:转交|转办|转送|转发|转告|转达|移交|移送|交办|批转|批办|分办|交由|转由|转至|转到|转给|报送|反馈给|反馈至|发函)"
)
_BODY = "(?:部门|单位|[局委办厅部科队院站所]|[省市区县州乡镇村]|街道|政府|公司|中心|支队|大队|管委会|领导)"
_PASSED_ON = (
    f"(?:已|将|并|现|正|立即|及时|迅速){_IN_CLAUSE}{{0,16}}{_PASS_ON}"
    f"|(?:已|将|并)(?:经|及时|立即|迅速|分别)?[转交](?:{_IN_CLAUSE}+{_DEEDS}|{_OFFICE}|{_IN_CLAUSE}+{_BODY})"
    f"|(?:向|和|与){_OFFICE}(?:进行)?(?:反映|反馈)"
)
_FORWARDED = f"{_IN_CLAUSE}{{0,16}}(?:{_PASSED_ON}){_IN_CLAUSE}*"
_COURTESY = (
    f"{_IN_CLAUSE}{{0,20}}(?:收悉|知悉|获悉|阅悉|已收到|已经收到)了?"
    f"|(?:再次|非常|衷心|十分|最后|同时|也|首先|在此)*(?:感谢|谢谢|多谢){_IN_CLAUSE}*"
    f"|(?:希望|欢迎|敬请|还请|请)(?:您|你|大家|广大网民)*(?:继续|一如既往|随时|多)+{_IN_CLAUSE}*"
    f"|(?:敬请|请)(?:您|你)*(?:谅解|理解|关注|耐心等待|等待|等候|放心|知悉|见谅|留意){_IN_CLAUSE}*"
    f"|祝(?:您|你|大家)*{_IN_CLAUSE}*"
    f"|(?:如有|一有|待|如果有|若有){_IN_CLAUSE}{{0,12}}(?:将|会|再)?(?:及时|第一时间|尽快|立即)?(?:向您|给您)?(?:回复|答复|反馈|告知)(?:您|你)?"
    f"|(?:我们|我局|我办|我单位|我委|我市|我县|我区)?(?:将|会|正在?|正在积极|一定)(?:按照?|依照?|根据)?(?:相关|有关)?(?:规定|程序|要求)?"
    f"(?:高度重视|认真|积极|尽快|及时|迅速|抓紧|进一步|第一时间|继续|给予|予以|作|进行|对此|对其|督促)+{_DEEDS}+(?:中|之中|您|你)?"
    f"|(?:此事|该问题|有关问题|相关问题)?正在(?:积极|进一步|抓紧|交办)?{_DEEDS}*[之]?中"
    "|(?:尊敬的)?(?:网友|网民|市民|群众|来信人|留言者|写信人|咨询人|同志|先生|女士|朋友)+(?:们|同志|朋友)?"
    '|[“"「『][^”"」』]{1,20}[”"」』]|[A-Za-z]{1,3}[0-9]{3,12}'
    "|[您你]们?好|大家好|您们好|此致|敬礼|特此(?:回复|答复|函复|说明|告知)|此复|(?:现|特)?(?:将有关情况)?(?:回复|答复)(?:您|你)?如下|(?:谢谢|再见)"
    f"|{_YEAR}[年./-]{DIGIT}{{1,2}}[月./-]{DIGIT}{{1,2}}日?"
    "|(?:关于|对于|就|针对)?(?:您|你)?们?(?:所|在|通过|提出|反映|提交|发布|留言|来信|咨询|给我们)*的?"
    f"{_LETTER}+|(?:我们|我局|我办|本单位|我单位)(?:已|将|会|非常|十分)?(?:高度重视|重视|知晓|认真阅读|记录)?"
)
REMOVED = f"{_FORWARDED}|{_COURTESY}"
COUNTED = f"{HAN}|[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_REMOVED, _FORWARD, _COUNTED = Pattern(REMOVED), Pattern(_PASSED_ON), Pattern(COUNTED)
_CUES = (  # every match of REMOVED lies in one clause (or in quotation marks) and holds one of these
    f"{_LETTER}|{_DEEDS}|转|交|移送|批办|分办|报送|发函|收悉|知悉|获悉|阅悉|收到|感谢|谢谢|多谢|希望|欢迎|请|祝|告知|正在|网友|网民|市民|群众|写信|同志|先生|女士|朋友"
    f'|[“"「『]|[A-Za-z][0-9]{{3}}|[您你家们]好|此致|敬礼|特此|此复|如下|再见|{DIGIT}[年./-]{DIGIT}|我们|我局|我办|本单位|我单位'
)
_CUED_CLAUSE = f"{_IN_CLAUSE}*(?:{_CUES}){_IN_CLAUSE}*"
_QUOTED_CLAUSES = f'[“"「『][^”"」』]{{0,19}}[{_STOPS}][^”"」』]{{0,19}}[”"」』]'  # removed whole, though not one clause
_LONG_NUMBER = Pattern(f"{DIGIT}{{5,}}")
_ANSWER = Pattern("[可能是否有没无不行会对需应准予零一二三四五六七八九十百千万天元0-9０-９]")
_SUM = "[0-9０-９.]万?元"
_DONE = (
    "电话|热线|拨打|http|www[.]|链接|网址|附件|账户|帐户|账号|银行卡|退[款还]|补[发偿贴]|赔偿|罚款|户口|学籍|档案"
    "|拆除|修[复好]|维修|清理|恢复|完[工成]|到位|办结|已解决|已处理|已整改|属实|不属|不予|不符"
)
_SUBSTANCE = Pattern(f"{_DONE}|{_SUM}")


def residue(text: str) -> str:
    """Give the letters and digits that are left when courtesy, receipt, dates and forwarding are taken out."""
    return "".join(_COUNTED.compiled.findall(_REMOVED.compiled.sub("", text)))


@lru_cache(maxsize=4096)  # such replies are sent again and again
def _say_nothing(text: str) -> tuple[str, str] | None:
    """Give the kind of boilerplate that a text may be and what is left of it, or None."""
    if _SUBSTANCE.compiled.search(text):
        return None
    left = residue(text)
    if len(left) > UNRELATED_LEFT or _LONG_NUMBER.compiled.search(left):
        return None
    if _FORWARD.compiled.search(text):
        return "forwarded", left
    return ("courtesy", left) if len(left) <= COURTESY_LEFT and not _ANSWER.compiled.search(left) else None


def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:  # noqa: ARG001 - the shape of every detector
    """Find that the whole text is boilerplate; ``compare`` is the letter it answers."""
    is_short = len(text) <= MAX_BYTES and len(text.encode("utf-8", "replace")) <= MAX_BYTES
    found = _say_nothing(text) if is_short and squeeze(text) else None
    if found is None:
        return []
    kind, left = found
    return [Hit(kind, 0, len(text))] if len(left) <= FORWARD_LEFT or _is_unrelated(left, compare) else []


def _is_unrelated(left: str, letter: str | None) -> bool:
    return letter is not None and not han_shingles(left) & han_shingles(letter[:BOUND])


def _may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - as above
    left = text.str.replace_all(_CUED_CLAUSE, "").str.count_matches(COUNTED)
    may_be_left = pl.when(text.str.contains(_PASSED_ON)).then(UNRELATED_LEFT).otherwise(COURTESY_LEFT)
    return (
        text.str.len_bytes() <= MAX_BYTES,
        ~text.str.contains(_SUM),
        ~text.str.contains(_DONE),
        (left <= may_be_left) | text.str.contains(_QUOTED_CLAUSES),
    )


DETECTOR = Detector(
    name="boilerplate",
    find=find,
    may_fire=_may_fire,
    labels={
        "courtesy": Message("只有套话,没有实质内容", "courtesy and no substance"),
        "forwarded": Message("只说已转有关部门,没有办理结果", "passed on, and no result"),
    },
    absence=Message("不是套话", "no boilerplate"),
)
