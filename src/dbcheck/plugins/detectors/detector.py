"""What a text detector is: a slow, obvious ``find`` that decides, and cheap expressions that spare it most texts."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import polars as pl

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass


@dataclass(frozen=True)
class Terms:
    """What a rule tells its detector.

    For ``keywords``: characters are counted without white space; an empty ``has_any`` asks for no word. For ``similarity``: whether the compared
    text is a title to be looked for, and the least share that counts as alike.
    """

    min_chars: int | None = None
    max_chars: int | None = None
    has_any: tuple[str, ...] = ()
    is_title: bool = False
    threshold: float = 1.0


class Hit(NamedTuple):
    """One thing found in a text: [start, end) counts characters of the text as written."""

    kind: str
    start: int
    end: int


NO_TERMS = Terms()

MOST_HITS = 50  # of one kind in one text; one is enough to fire

Find = Callable[[str, str | None, Terms], list[Hit]]
Conditions = Callable[[pl.Expr, pl.Expr, Terms], tuple[pl.Expr, ...]]


@dataclass(frozen=True)
class Detector:
    """One kind of thing that texts may hold.

    find: (text, compare, terms) -> hits; the meaning of the detector, in plain Python. It works on a bounded part of a text.
    may_fire: (text, compare, terms) -> expressions, cheapest first, that are all true, and never null, for every filled text in
    which ``find`` finds something. ``compare`` is an expression of nulls where the rule gives none.
    is_settled: ``may_fire`` is also sufficient, so that ``find`` need not run.
    surely: a cheap expression that is true only for texts in which ``find`` finds something.
    labels: what a hit's kind is called. absence: what it means, under ``expect: present``, that nothing was found.
    needs_compare: without a second text it cannot tell. share: how alike both are, 0 to 1, for evidence.
    """

    name: str
    find: Find
    may_fire: Conditions
    labels: Mapping[str, Message]
    absence: Message
    is_settled: bool = False
    surely: Callable[[pl.Expr, Terms], pl.Expr] | None = None
    needs_compare: bool = False
    share: Callable[[str, str, Terms], float] | None = None
