"""What a detector found, as expressions for evidence."""

from collections.abc import Mapping
from dataclasses import field
from functools import cache

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.detectors.detector import Detector, Hit, Terms
from dbcheck.plugins.detectors.written import quoted

WORDS = {"found": pl.String(), "at": pl.Int64(), "quote": pl.String()}  # of a first hit; null where there is none
_FOUND = {"text": pl.String(), "compare": pl.String(), "found": pl.String(), "start": pl.Int64(), "end": pl.Int64()}
_NO_HIT = (None, None, None)
RECENT = 8  # batches in flight whose hits are remembered
Pair = tuple[str | None, str | None]


def both(text: pl.Expr, compare: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Name the two texts as functions over frames read them."""
    return text.alias("text"), compare.alias("compare")


@dataclass
class Witness:
    """Searches texts, and answers several questions about the same texts without searching them again.

    Batches are judged on several threads: what ``fires`` found in one is remembered until its findings have been described, or until
    RECENT others have been judged; then the texts are searched once more.
    """

    detector: Detector
    terms: Terms
    _recent: tuple[pl.DataFrame, ...] = field(default=(), repr=False)

    def fires(self, texts: pl.DataFrame) -> pl.Series:
        """Tell for each row (columns ``text``, ``compare``) whether the detector finds something in it."""
        pairs = _pairs(texts["text"], texts["compare"])
        hits = self._search(pairs)
        self._remember([pair for pair in pairs if hits[pair] is not None], hits)
        return pl.Series([hits[pair] is not None for pair in pairs], dtype=pl.Boolean)

    def says(self, name: str, text: pl.Expr, compare: pl.Expr) -> pl.Expr:
        """Give ``found`` (the kind), ``at`` (1 is the first character) or ``quote`` of the first hit; null where there is none."""
        return (
            pl.struct(both(text, compare))
            .map_batches(lambda rows: self._first_hits(rows)[name], return_dtype=WORDS[name])
            .alias(name)
        )

    def share(self, text: pl.Expr, compare: pl.Expr) -> pl.Expr:
        """Give how alike the two texts are, in hundredths cut off, so that 0.949 never reads as 0.95."""
        return pl.struct(both(text, compare)).map_batches(self._shares, return_dtype=pl.Float64())

    def _first_hits(self, rows: pl.Series) -> pl.DataFrame:
        text, compare = rows.struct.unnest()
        for hits in self._recent:
            if hits["text"].equals(text) and hits["compare"].equals(compare):
                return hits
        pairs = _pairs(text, compare)
        return self._remember(pairs, self._search(pairs))

    def _search(self, pairs: list[Pair]) -> Mapping[Pair, Hit | None]:
        """Give the first hit in each text; equal pairs are searched once."""
        return {pair: self._first_hit(*pair) for pair in dict.fromkeys(pairs)}

    def _first_hit(self, text: str | None, compare: str | None) -> Hit | None:
        hits = [] if text is None else self.detector.find(text, compare, self.terms)
        return hits[0] if hits else None

    def _remember(self, pairs: list[Pair], hits: Mapping[Pair, Hit | None]) -> pl.DataFrame:
        """Keep what was found in copies of the texts: parts of the batch would keep all of it in memory."""
        found = [(*pair, *(hits[pair] or _NO_HIT)) for pair in pairs]
        frame = pl.DataFrame(found, schema=_FOUND, orient="row")
        said = frame.select("text", "compare", "found", at=pl.col("start") + 1, quote=_quote())
        self._recent = (said, *self._recent[: RECENT - 1])
        return said

    def _shares(self, rows: pl.Series) -> pl.Series:
        share = self.detector.share
        pairs = zip(rows.struct.field("text"), rows.struct.field("compare"), strict=True)
        return pl.Series(
            [
                None
                if share is None or text is None or compare is None
                else int(share(text, compare, self.terms) * 100) / 100
                for text, compare in pairs
            ],
            dtype=pl.Float64,
        )


@cache
def _quote() -> pl.Expr:
    return quoted(pl.col("text"), pl.col("start"), pl.col("end"))


def _pairs(text: pl.Series, compare: pl.Series) -> list[Pair]:
    return list(zip(text.to_list(), compare.to_list(), strict=True))
