"""Text measured in terminal columns: a Chinese character takes two."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_ELLIPSIS = "…"


def width(text: str) -> int:
    """Give the number of terminal columns that a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


# What a report may not hand to a terminal: control characters (they could move the cursor) and marks that turn the reading order.
_UNPRINTABLE = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_TURNING = "[\u202a-\u202e\u2066-\u2069]"


def printable(text: str) -> str:
    """Give the text with ``\ufffd`` for every control character but the line end, and without marks that turn the reading order."""
    return text if text.isprintable() else re.sub(_TURNING, "", re.sub(_UNPRINTABLE, "\ufffd", text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to ``columns``; ``right`` moves it to the right edge."""
    space = " " * max(columns - width(text), 0)
    return space + text if right else text + space


def fit(text: str, columns: int) -> str:
    """Cut a text to ``columns``, with an ellipsis where something was cut off."""
    if width(text) <= columns:
        return text
    kept, used = [], 1
    for character in text:
        used += _columns(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept).rstrip() + _ELLIPSIS


# Punctuation that may not begin a line, and brackets that may not end one.
_CLOSING = frozenset(",.;:!?)]}%…、。》」』”’】" + "\uff0c\uff1b\uff1a\uff01\uff1f\uff09\uff05")
_OPENING = frozenset("([{《「『“‘【" + "\uff08")


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most ``columns``: at spaces, and between Chinese characters.

    A word longer than a line is cut; line ends of the text are kept.
    """
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, max(columns, 4))]


def _wrapped(paragraph: str, columns: int) -> list[str]:
    lines, line, used = [], "", 0
    for word in _words(paragraph):
        if used and used + width(word.rstrip()) > columns:
            lines.append(line.rstrip())
            line, used = "", 0
        rest = word
        while width(rest) > columns:
            lines.append(_head(rest, columns))
            rest = rest[len(lines[-1]) :]
        line, used = line + rest, used + width(rest)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _head(word: str, columns: int) -> str:
    used = 0
    for position, character in enumerate(word):
        used += _columns(character)
        if used > columns:
            return word[:position]
    return word


def _words(text: str) -> Iterator[str]:
    """Give the pieces between which a line may break; each keeps the spaces that follow it."""
    start = 0
    for position in range(1, len(text)):
        before, after = text[position - 1], text[position]
        if _may_break(before, after):
            yield text[start:position]
            start = position
    if text:
        yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _CLOSING or before in _OPENING:
        return False
    return before == " " or _columns(before) == 2 or _columns(after) == 2
