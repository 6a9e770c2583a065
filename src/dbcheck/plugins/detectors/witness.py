"""What a detector found, as expressions for evidence."""

from dataclasses import dataclass, field

import polars as pl

from dbcheck.plugins.detectors.detector import Detector, Terms

_WORDS = pl.Struct({"found": pl.String(), "at": pl.Int64(), "quote": pl.String()})
Texts = tuple[pl.Series, pl.Series]


def both(text: pl.Expr, compare: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Name the two texts as functions over frames read them."""
    return text.alias("text"), compare.alias("compare")


@dataclass
class Witness:
    """Answers several questions about the same texts and searches them once; the last batch is remembered."""

    detector: Detector
    terms: Terms
    _last: tuple[Texts, pl.Series] | None = field(default=None, repr=False)

    def says(self, name: str, text: pl.Expr, compare: pl.Expr) -> pl.Expr:
        """Give ``found`` (the kind), ``at`` (1 is the first character) or ``quote`` of the first hit; null where there is none."""
        return (
            pl.struct(both(text, compare))
            .map_batches(lambda rows: self._first_hits(rows).struct.field(name), return_dtype=_WORDS.to_schema()[name])
            .alias(name)
        )

    def share(self, text: pl.Expr, compare: pl.Expr) -> pl.Expr:
        """Give how alike the two texts are, in hundredths cut off, so that 0.949 never reads as 0.95."""
        return pl.struct(both(text, compare)).map_batches(self._shares, return_dtype=pl.Float64())

    def _first_hits(self, rows: pl.Series) -> pl.Series:
        texts = (rows.struct.field("text"), rows.struct.field("compare"))
        last = self._last
        if last is not None and all(map(pl.Series.equals, last[0], texts)):
            return last[1]
        found = pl.Series([self._first_hit(*pair) for pair in zip(*texts, strict=True)], dtype=_WORDS)
        self._last = texts, found
        return found

    def _first_hit(self, text: str | None, compare: str | None) -> dict[str, str | int] | None:
        hits = [] if text is None else self.detector.find(text, compare, self.terms)
        if text is None or not hits:
            return None
        return {"found": hits[0].kind, "at": hits[0].start + 1, "quote": hits[0].quote(text)}

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
