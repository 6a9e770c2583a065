"""keywords: a text of a given length that holds one of given words; all conditions given must hold.

Characters are counted without white space. The words are literal, in the width in which the pack writes them or in the other one.
"""

import re
from functools import lru_cache
from itertools import islice

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import MOST_HITS, Detector, Hit, Terms
from dbcheck.plugins.detectors.written import NOT_SPACE, SPACE, fold, squeeze, squeezed_length

_HEAD = 64  # a repetition that the Rust engine still compiles small


def widened(word: str) -> str:
    """Write a literal as a pattern that takes ASCII signs in either width."""
    return "".join(_either_width(sign) for sign in fold(word))


def _either_width(sign: str) -> str:
    if "!" <= sign <= "~":
        return f"[{re.escape(sign)}{chr(ord(sign) + 0xFEE0)}]"
    return SPACE if sign == " " else re.escape(sign)


def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:  # noqa: ARG001 - the shape of every detector
    """Find the words; without words in the terms, the whole text is the hit when its length fits."""
    length = len(squeeze(text))
    if terms.min_chars is not None and length < terms.min_chars:
        return []
    if terms.max_chars is not None and length > terms.max_chars:
        return []
    if not terms.has_any:
        return [Hit("length", 0, len(text))]
    return [Hit("word", *found.span()) for found in islice(re.finditer(_pattern(terms.has_any), text), MOST_HITS)]


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> str:
    return "|".join(map(widened, sorted(words, key=lambda word: (-len(word), word))))


def _may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - as above
    conditions = []
    if terms.min_chars is not None:
        conditions.append(text.str.len_bytes() >= terms.min_chars)
    if terms.has_any:
        conditions.append(text.str.contains(_pattern(terms.has_any)))
    if terms.min_chars is not None:
        conditions.append(_has_at_least(text, terms.min_chars))
    if terms.max_chars is not None:
        conditions.append(squeezed_length(text) <= terms.max_chars)
    return tuple(conditions) or (pl.lit(value=True),)


def _has_at_least(text: pl.Expr, characters: int) -> pl.Expr:
    """Tell that a text has so many characters; a few are counted off by the pattern engine, which stops there."""
    if characters > _HEAD:
        return squeezed_length(text) >= characters
    return text.str.contains(f"(?:{NOT_SPACE}{SPACE}*){{{max(0, characters)}}}")


def _surely(text: pl.Expr, terms: Terms) -> pl.Expr:
    """Tell, without rewriting a text, that it fits: no more bytes than characters are allowed, and enough of them follow a word."""
    parts = []
    least = terms.min_chars or 0
    if terms.has_any:
        following = max(0, least - min(len(squeeze(word)) for word in terms.has_any))
        goes_on = f"(?:{SPACE}*{NOT_SPACE}){{{following}}}" if 0 < following <= _HEAD else ""
        parts.append(text.str.contains(f"(?:{_pattern(terms.has_any)}){goes_on}"))
        least = 0 if following <= _HEAD else least
    if least:
        parts.append(_has_at_least(text, least))
    if terms.max_chars is not None:
        parts.append(text.str.len_bytes() <= terms.max_chars)
    return pl.all_horizontal(parts) if parts else pl.lit(value=True)


DETECTOR = Detector(
    name="keywords",
    find=find,
    may_fire=_may_fire,
    labels={"word": Message("检索词", "a word searched for"), "length": Message("篇幅", "the length")},
    absence=Message("篇幅或用词不符合条件", "its length or its words do not fit"),
    is_settled=True,
    surely=_surely,
)
