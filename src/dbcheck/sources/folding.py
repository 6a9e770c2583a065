"""How headers, words and cells are compared: width, spaces, brackets, quotes and case do not count."""

import re
import unicodedata
from functools import lru_cache

ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u180e"
_NO_WIDTH = dict.fromkeys(map(ord, ZERO_WIDTH))
_BRACKETED = r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|《[^《》]*》"
_OPENING = frozenset("([【〔<《")
_DECORATION = "\"'`“”‘’「」*:.,;、。#★※·-_"


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Give a text without width, case and any kind of space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_NO_WIDTH).lower()


@lru_cache(maxsize=8192)
def fold_header(text: str) -> str:
    """Give a header as it is compared: folded, without bracketed units and remarks, quotes, colons and asterisks."""
    folded = fold(text)
    bare = folded if _OPENING.isdisjoint(folded) else re.sub(_BRACKETED, "", folded)
    stripped = bare.strip(_DECORATION) or folded.strip(_DECORATION + "()[]【】")
    return stripped.replace("_", "").replace("-", "")


def tidy(text: str) -> str:
    """Give short text as a table holds it: NFKC, no space at the ends, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(" " + ZERO_WIDTH)


def before_brackets(text: str) -> str:
    """Give the text before its first bracket."""
    return re.split(r"[(（\[【]", text, maxsplit=1)[0]
