"""What a detector found, as expressions for evidence."""

from dataclasses import field

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.detectors.detector import Detector, Terms

WORDS = {"found": pl.String(), "at": pl.Int64(), "quote": pl.String()}  # of a first hit; null where there is none
RECENT = 8  # batches in flight whose hits are remembered


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
        hits = self._search(texts["text"], texts["compare"])
        self._remember(hits.drop_nulls("found"))
        return hits["found"].is_not_null()

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
        text, compare = (rows.struct.field(name) for name in ("text", "compare"))
        for hits in self._recent:
            if hits["text"].equals(text) and hits["compare"].equals(compare):
                return hits
        return self._remember(self._search(text, compare))

    def _remember(self, hits: pl.DataFrame) -> pl.DataFrame:
        self._recent = (hits, *self._recent[: RECENT - 1])
        return hits

    def _search(self, texts: pl.Series, compares: pl.Series) -> pl.DataFrame:
        """Give the texts with the WORDS of their first hits; equal rows are searched once.

        The frame holds copies of its own: parts of the batch would keep all its texts in memory.
        """
        pairs = list(zip(texts, compares, strict=True))
        hits = {pair: self._first_hit(*pair) for pair in dict.fromkeys(pairs)}
        rows = [(*pair, *hits[pair]) for pair in pairs]
        return pl.DataFrame(rows, schema={"text": pl.String(), "compare": pl.String(), **WORDS}, orient="row")

    def _first_hit(self, text: str | None, compare: str | None) -> tuple[str, int, str] | tuple[None, None, None]:
        hits = [] if text is None else self.detector.find(text, compare, self.terms)
        if text is None or not hits:
            return None, None, None
        return hits[0].kind, hits[0].start + 1, hits[0].quote(text)

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
