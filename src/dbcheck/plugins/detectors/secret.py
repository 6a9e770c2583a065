"""secret: a mark of secrecy in a text that is to be published (机密★10年, 密级:秘密, 内部资料 注意保存).

The mark counts, not talk about secrecy: 保密工作, 国家秘密 and a mark in quotation marks (as a law on secrets explains it) do not fire.
"""

import re

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import Detector
from dbcheck.plugins.detectors.phrases import phrase_finder
from dbcheck.plugins.detectors.written import SPACES

_GAP = f"[{SPACES}]{{0,4}}"
_SIGN = "[★☆✩✭⭐＊*]"
_PATTERN = (
    f"(?:绝密|机密|秘密){_GAP}{_SIGN}"
    f"|密{_GAP}级{_GAP}[】\\])）]?[:：]?{_GAP}[【\\[(（]?{_GAP}(?:绝密|机密|秘密)"
    f"|内部(?:资料|文件|材料|刊物|情况){_GAP}[,，、。.;；·]?{_GAP}(?:注意保[存密管]|请勿外[传泄]|不得外[传泄]|严禁外[传泄]|切勿外[传泄]|妥善保管)"
    f"|(?:涉密|保密)(?:文件|资料|材料){_GAP}[,，、]?{_GAP}(?:严禁|请勿|不得|禁止)(?:外传|上网|扩散|复制|复印|传播|公开)"
)
_QUOTES = frozenset("“\"'‘「『")


def _is_mark(text: str, found: re.Match[str]) -> bool:
    return text[found.start() - 1 : found.start()] not in _QUOTES


find, _may_fire = phrase_finder("secret_mark", _PATTERN, _is_mark)

DETECTOR = Detector(
    name="secret",
    find=find,
    may_fire=_may_fire,
    labels={"secret_mark": Message("密级或内部标志", "a mark of secrecy")},
    absence=Message("未检出密级标志", "no mark of secrecy was found"),
)
