"""Detectors made of phrases: one alternation, the same in both engines, and what the surroundings must say for it to count."""

import re
from collections.abc import Callable
from itertools import islice

import polars as pl

from dbcheck.plugins.detectors.detector import MOST_HITS, Conditions, Find, Hit, Terms
from dbcheck.plugins.detectors.written import Pattern

Context = Callable[[str, re.Match[str]], bool]


def always(text: str, found: re.Match[str]) -> bool:  # noqa: ARG001 - a Context
    """Let every match count."""
    return True


def phrase_finder(kind: str, pattern: str, counts: Context = always) -> tuple[Find, Conditions]:
    """Give ``find`` and ``may_fire`` of a detector that fires where ``pattern`` matches and ``counts`` agrees."""
    phrases = Pattern(pattern)

    def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:  # noqa: ARG001 - the shape of every detector
        hits = (Hit(kind, *found.span()) for found in phrases.compiled.finditer(text) if counts(text, found))
        return list(islice(hits, MOST_HITS))

    def may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - as above
        return (text.str.contains(pattern),)

    return find, may_fire
