"""off_topic: a reply that has nothing in common with the question it answers.

Suspected only when both texts are long enough to share something, and they share no pair of Chinese characters that carries meaning, no
number or Latin word, and few single characters. An answer in other words is suspected now and then; a person looks at it.
"""

from itertools import pairwise

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import Detector, Hit, Terms
from dbcheck.plugins.detectors.written import BOUND, HAN, Pattern, fold, han_shingles

QUESTION_SHINGLES = 30  # meaningful pairs that the question must have
REPLY_SHINGLES = 40
_OFFSETS = (range(9, 90, 11), range(4, 300, 17))  # of the pairs that expressions look for, in two steps
SHARED_CHARACTERS = 0.1  # of the question's distinct characters

_ORDINARY = (
    "您好你好网友网民留言来信反映问题情况有关相关部门回复如下感谢关心支持工作收悉调查处理人民政府关于进行领导谢谢您的你的我们咨询现将答复已收悉市民群众办公室"
    "解决没有希望政府一个尊敬的书记敬的领导好的提出建议意见单位根据要求目前可以需要如果因为所以已经由于通过请问是否怎么什么为什么这个那个他们自己现在时候"
    "大家这样一直一些非常很多不能不是就是还是也是都是进一步加强"
)
ORDINARY = frozenset(map("".join, pairwise(_ORDINARY)))
_COMMON = frozenset(
    _ORDINARY
    + "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经您你好问"
)
_TOKEN = Pattern("[A-Za-z]{2,}|[0-9]{2,}")
_HAN, _HAN_RUN = Pattern(HAN), Pattern(f"{HAN}+")


def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:  # noqa: ARG001 - the shape of every detector
    """Find that the whole reply shares nothing with ``compare``, the question."""
    if compare is None:
        return []
    reply, question = text[:BOUND], compare[:BOUND]
    if _share_a_pair(question, reply) or _tokens(question) & _tokens(reply):
        return []
    if len(han_shingles(question) - ORDINARY) < QUESTION_SHINGLES or len(han_shingles(reply) - ORDINARY) < REPLY_SHINGLES:
        return []
    characters = set(_HAN.compiled.findall(question)) - _COMMON
    shared = len(characters & set(_HAN.compiled.findall(reply)))
    return [Hit("unrelated", 0, len(text))] if shared <= SHARED_CHARACTERS * len(characters) else []


def _share_a_pair(question: str, reply: str) -> bool:
    """Tell whether a meaningful pair of characters is in both; most letters and replies answer after a few pairs."""
    for found in _HAN_RUN.compiled.finditer(question):
        run = found[0]
        for at in range(len(run) - 1):
            pair = run[at : at + 2]
            if pair in reply and pair not in ORDINARY:
                return True
    return False


def _tokens(text: str) -> set[str]:
    return set(_TOKEN.compiled.findall(fold(text).lower()))


def _may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - as above
    long_enough = (text.str.len_bytes() > 3 * REPLY_SHINGLES) & (compare.str.len_bytes() > 3 * QUESTION_SHINGLES)
    return long_enough.fill_null(value=False), *(_shares_none(text, compare, offsets) for offsets in _OFFSETS)


def _shares_none(text: pl.Expr, compare: pl.Expr, offsets: range) -> pl.Expr:
    """Tell that the reply has none of the question's meaningful pairs at these places."""
    is_long = text.str.len_bytes() > BOUND  # what it shares may lie beyond what ``find`` reads
    return is_long | ~pl.any_horizontal(_shares(text, compare.str.slice(offset, 2)) for offset in offsets)


def _shares(text: pl.Expr, pair: pl.Expr) -> pl.Expr:
    is_meaningful = pair.str.contains(f"^{HAN}{{2}}$") & ~pair.is_in(sorted(ORDINARY))
    return (is_meaningful & text.str.contains(pair, literal=True)).fill_null(value=False)


DETECTOR = Detector(
    name="off_topic",
    find=find,
    may_fire=_may_fire,
    labels={"unrelated": Message("答复与所问没有共同的内容", "the reply has nothing in common with the question")},
    absence=Message("答复与所问有关", "the reply is related to the question"),
    needs_compare=True,
)
