r"""How Chinese texts are written: white space, full-width forms, characters, shingles; and patterns that two engines read alike.

The Rust engine of Polars and Python's ``re`` agree on the patterns here: explicit classes, no look-around, no ``\b``. (In Rust ``\d``
is any Unicode digit, ``\s`` misses zero-width spaces, and ``\b`` sees no boundary between a Chinese character and a digit.)
"""

import re
from functools import cached_property

import polars as pl

# Tab to carriage return, space, NEL, no-break, ogham, the U+2000 row with zero-width ones, separators, word joiner, U+3000, BOM.
SPACES = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
SPACE = f"[{SPACES}]"
NOT_SPACE = f"[^{SPACES}]"
DIGIT = "[0-9０-９]"
HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
BOUND = 20_000  # characters that a Python test reads of one text; longer texts are judged by their beginning
QUOTED = 60  # characters of a text that evidence may quote


class Pattern:
    """A regular expression that is compiled when it is first used: an audit pays only for the detectors that its rules name."""

    def __init__(self, written: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.written, self.flags = written, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Give the compiled expression."""
        return re.compile(self.written, self.flags)


_FOLD = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDE = Pattern("[０-９Ａ-Ｚａ-ｚ＠＿＋＊％．－]")
_SPACE_RUN = Pattern(f"{SPACE}+")
_HAN_RUN = Pattern(f"{HAN}+")


def fold(text: str) -> str:
    """Write full-width letters, digits and the signs of numbers and addresses as ASCII: positions stay what they were."""
    if _WIDE.compiled.search(text) is None:
        return text
    return _WIDE.compiled.sub(lambda wide: _FOLD[wide[0]], text)


def squeeze(text: str) -> str:
    """Leave out all white space, zero-width characters among it."""
    return _SPACE_RUN.compiled.sub("", text)


def squeezed_length(text: pl.Expr) -> pl.Expr:
    """Count the characters that are no white space."""
    return text.str.replace_all(f"{SPACE}+", "").str.len_chars()


def quoted(text: pl.Expr, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Cut at most QUOTED characters around [start, end), on one line; an ellipsis stands for what was cut off; null without a place."""
    length, room = text.str.len_chars().cast(pl.Int64), QUOTED - 2
    end = pl.min_horizontal(end, start + room)
    spare = (room - (end - start)) // 2
    begin, stop = pl.max_horizontal(pl.lit(0), start - spare), pl.min_horizontal(length, end + spare)
    middle = text.str.slice(begin, stop - begin).str.replace_all(f"{SPACE}+", " ").str.strip_chars(" ")
    cut_before, cut_after = (
        pl.when(is_cut).then(pl.lit("…")).otherwise(pl.lit("")) for is_cut in (begin > 0, stop < length)
    )
    return pl.when(start.is_not_null()).then(cut_before + middle + cut_after)


def han_shingles(text: str) -> set[str]:
    """Give the distinct pairs of neighbouring Chinese characters."""
    return {run[at : at + 2] for run in _HAN_RUN.compiled.findall(text) for at in range(len(run) - 1)}
