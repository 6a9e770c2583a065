"""abuse: insults in a text. A short list of words that are hardly ever anything else; strong words of complaint are not on it.

废物利用, 弱智儿童, 垃圾分类, 黑心 or 腐败 are what people write about: none of them is on the list, or only with what makes it an insult.
"""

import re

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import Detector
from dbcheck.plugins.detectors.phrases import phrase_finder
from dbcheck.plugins.detectors.written import Pattern

_PATTERN = (
    "[傻煞沙][逼比Ｂ屄叉币]|[傻煞][BbXx]|脑残|智障(?:玩意|东西|吧你|政府|领导)|弱智(?:玩意|东西|政府|领导|网站)"
    "|[操草肏艹日][你尼][妈吗马祖全老大爹]|草泥马|[他她你特]妈的|[Tt][Mm][Dd]的?|尼玛的?|妈[了的]?个?[逼巴屄]|妈蛋"
    "|王八[蛋羔]|龟(?:儿子|孙子)|狗[日娘]的|狗(?:杂种|东西|官|腿子)|杂种|畜[生牲](?:不如|东西|政府|领导|一[样般])|猪狗不如|猪脑[子袋]"
    "|[你他她][们]?(?:都|全|就|真|个|这|是|一)*(?:畜生|人渣|败类|混蛋|混账|废物|白痴|蠢[货猪]|饭桶)|滚(?:蛋|犊子|你妈)|吃屎|去死吧?|不得好死|死全家|断子绝孙"
    "|臭(?:婊子|不要脸)|婊子|贱(?:人|货|逼)|不要脸的(?:东西|狗|政府|领导)"
)
_INNOCENT = Pattern(
    "沙比[亚阿伊]|沙币|巴沙比|免去死|死去死|去死(?:角|亡|结|伤|者|水|机|板|皮|树|猪|鸡|鱼)|失去死|除去死|过去死|狗日的"
)
_SURE = "狗日的"


def _is_insult(text: str, found: re.Match[str]) -> bool:
    around = text[max(0, found.start() - 1) : found.end() + 1]
    return found[0] == _SURE or not _INNOCENT.compiled.search(around)


find, _may_fire = phrase_finder("insult", _PATTERN, _is_insult)

DETECTOR = Detector(
    name="abuse",
    find=find,
    may_fire=_may_fire,
    labels={"insult": Message("辱骂用语", "an insult")},
    absence=Message("未检出攻击谩骂内容", "no insult was found"),
)
