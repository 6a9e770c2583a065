"""similarity: a text that is the same as, or is about, another one.

Two texts are alike when the Dice share of their pairs of neighbouring characters (white space and width left out) reaches the threshold. A
title, being short, is looked for in the text: itself, the title of the document inside it (《…》), or that share of its pairs of Chinese characters.
"""

import unicodedata
from collections import Counter
from itertools import pairwise

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import Detector, Hit, Terms
from dbcheck.plugins.detectors.written import Pattern, han_shingles, squeeze

READ = 100_000  # characters of each text that are compared
_INNER = Pattern("《([^《》]{4,})》?")
_LEFT_OUT = Pattern("[^0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff]+")


def likeness(text: str, compare: str) -> float:
    """Give the Dice share of equal pairs of neighbouring characters, 0 to 1; texts of one character are compared whole."""
    left, right = (squeeze(unicodedata.normalize("NFKC", written[:READ])) for written in (text, compare))
    if left == right:
        return 1.0 if len(text) <= READ >= len(compare) or text == compare else _bounded(text, compare)
    pairs, others = (Counter(map("".join, pairwise(side))) for side in (left, right))
    total = len(left) + len(right) - 2
    return 2 * (pairs & others).total() / total if total > 0 else 0.0


def _bounded(text: str, compare: str) -> float:
    """Give the share that equal beginnings can still claim when what follows is not read."""
    return min(len(text), len(compare)) / max(len(text), len(compare))


def mention(text: str, title: str) -> float:
    """Give how far a text names a document: 1 where it does, else the share of the title's pairs of characters that it has.

    title: the title; further lines are other names of the same document, such as its number.
    """
    within = _plain(text)
    title, *numbers = title.split("\n")
    names = [title, *_INNER.compiled.findall(title), *numbers]
    if any(plain in within for plain in map(_plain, names) if len(plain) >= 4):
        return 1.0
    pairs = han_shingles(_plain(title))
    return len(pairs & han_shingles(within)) / len(pairs) if pairs else float(_plain(title) in within)


def _plain(title: str) -> str:
    return _LEFT_OUT.compiled.sub("", unicodedata.normalize("NFKC", title[:READ]))


def share(text: str, compare: str, terms: Terms) -> float:
    """Give how alike two texts are, or how far a text names a title."""
    return mention(text, compare) if terms.is_title else likeness(text, compare)


def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:
    """Find that the whole text is like ``compare``, or names it."""
    is_alike = compare is not None and share(text, compare, terms) >= terms.threshold
    return [Hit("alike", 0, len(text))] if is_alike else []


def _may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - the shape of every detector
    return (compare.is_not_null(),)


DETECTOR = Detector(
    name="similarity",
    find=find,
    may_fire=_may_fire,
    labels={"alike": Message("两段文字一致", "the texts are alike")},
    absence=Message("与对照文字不一致", "it is not like the text it is compared with"),
    needs_compare=True,
    share=share,
)
