"""Random Chinese text, column by column, as fast as memory can be written.

Two-character words are drawn by a Zipf-like frequency. The size of the vocabulary is set so that zstd shrinks a text about as well as
published letters (to 0.4 of its size); uniform noise would shrink far worse and make every reader look slow. No character of a
phrase that some rule looks for is in the alphabet: a phrase stands in a text only where the generator put it.
"""

from collections.abc import Iterable

import numpy as np
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

WORD = 6  # bytes of a word: two characters of three bytes
DRAWS = 1 << 16  # a word is drawn by a 16-bit number
VOCABULARY = 4000
MARKS = "，。；"
MARK_SHARE = 0.15  # of the words end in a punctuation mark


class Prose:
    """Text of given lengths from one vocabulary.

    excluded: texts none of whose characters may occur.
    """

    def __init__(self, rng: np.random.Generator, excluded: Iterable[str]) -> None:
        banned = set().union(*excluded)
        letters = np.array([letter for letter in _common_characters() if letter not in banned])
        marks = np.array([mark for mark in MARKS if mark not in banned])
        first = rng.choice(letters, VOCABULARY)
        second = np.where(
            rng.random(VOCABULARY) < MARK_SHARE, rng.choice(marks, VOCABULARY), rng.choice(letters, VOCABULARY)
        )
        frequency = 1.0 / (np.arange(VOCABULARY) + 3.0)
        bounds = np.cumsum(frequency / frequency.sum())
        drawn = np.searchsorted(bounds, (np.arange(DRAWS) + 0.5) / DRAWS)
        self._table = np.char.encode(np.char.add(first, second), "utf-8").astype(f"S{WORD}")[drawn]
        self._rng = rng

    def column(self, lengths: NDArray[np.int64]) -> pl.Series:
        """Give one text per length (in characters, rounded down to an even number)."""
        words = lengths // 2
        offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
        np.cumsum(words * WORD, out=offsets[1:])
        written = self._table[self._rng.integers(0, DRAWS, int(words.sum()), dtype=np.uint16)]
        array = pa.LargeStringArray.from_buffers(len(lengths), pa.py_buffer(offsets), pa.py_buffer(written))
        return pl.Series(pl.from_arrow(array))


def _common_characters() -> list[str]:
    """Give the 3755 characters of the first level of GB 2312."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return [letter for code in codes if (letter := code.decode("gb2312", errors="ignore"))]
