"""The findings of a run that was written before: a FindingStore over findings.parquet."""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import field
from pathlib import Path

import polars as pl

from dbcheck.errors import Message
from dbcheck.finding_frames import COLUMNS, STATUS, FramedFindings
from dbcheck.findings import NEW, Severity, fill
from dbcheck.lean_dataclass import dataclass

ROWS = 200_000  # rows of one piece
AT, RANK, PLACE = "!at", "!rank", "!place"
_GRAVITY = tuple(Severity)  # in the order of their gravity
_LATER = ("unit", "unit_kind", "site", "saying", "dated")  # columns that files of earlier releases lack


@dataclass(frozen=True)
class StoredFindings(FramedFindings):
    """lang: the language of the messages in the file. said: the messages of each rule. rules: their order, which is that of the packs."""

    path: Path
    lang: str
    said: Mapping[str, tuple[Message, ...]]
    rules: Sequence[str]
    columns: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", frozenset(pl.read_parquet_schema(self.path)))

    @property
    def total(self) -> int:
        """Give the number of findings."""
        return int(self._scan().select(pl.len()).collect().item())

    def gravest_frame(self, limit: int, lang: str = "zh", *, status: str = "") -> pl.DataFrame:
        """Give up to ``limit`` findings, the gravest first; with ``status`` only those that are new, or persisting."""
        has_status = STATUS in self.columns
        wanted = pl.lit(value=True) if not status else pl.col(STATUS) == status if has_status else pl.lit(value=False)
        return self._first(limit, lang, wanted, by=(RANK, PLACE))

    def rule_frame(self, rule: str, limit: int, lang: str = "zh") -> pl.DataFrame:
        """Give up to ``limit`` findings of one rule, in the order of their records."""
        return self._first(limit, lang, pl.col("rule") == rule)

    def by_severity(self) -> Mapping[Severity, int]:
        """Count the findings of each severity."""
        counted = dict(self._scan().group_by("severity").len().collect().iter_rows())
        return {severity: counted.get(str(severity), 0) for severity in Severity}

    def by_unit(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings of each unit; those of nobody under an empty name."""
        return self._by(pl.col("unit").fill_null(""))

    def units(self) -> Set[tuple[str | None, str]]:
        """Give kind and key of every unit that a finding belongs to."""
        owners = self._scan().select("unit_kind", "unit").unique().drop_nulls("unit").collect().rows()
        sites = self._scan().select(pl.lit("site"), "site").unique().drop_nulls("site").collect().rows()
        return frozenset((*owners, *sites))

    def by_month(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings whose records are dated in each month; undated ones under an empty name."""
        return self._by(pl.col("dated").dt.strftime("%Y-%m").fill_null(""))

    def sayings(self) -> Mapping[str, tuple[Message, ...]]:
        """Give the messages of each rule before evidence is put into them."""
        return self.said

    def frames(self, lang: str = "zh") -> Iterator[pl.DataFrame]:
        """Give every finding in pieces that fit into memory."""
        for start in range(0, max(self.total, 1), ROWS):
            yield self._spelled(self._scan().slice(start, ROWS).collect(), lang)

    def newly_by_severity(self) -> Mapping[Severity, int]:
        """Count the findings that the baseline of the run did not have."""
        if STATUS not in self.columns:
            return {}
        counted = self._scan().filter(pl.col(STATUS) == NEW).group_by("severity").len().collect()
        return {Severity(word): amount for word, amount in counted.sort("severity").iter_rows()}

    def _scan(self) -> pl.LazyFrame:
        absent = [pl.lit(None, dtype=COLUMNS[name]).alias(name) for name in _LATER if name not in self.columns]
        return pl.scan_parquet(self.path, glob=False).with_columns(absent)

    def _by(self, name: pl.Expr) -> dict[str, dict[Severity, int]]:
        counts: dict[str, dict[Severity, int]] = {}
        counted = self._scan().group_by(name.alias("by"), "severity").len().sort("by", "severity").collect()
        for key, word, amount in counted.iter_rows():
            counts.setdefault(key, {})[Severity(word)] = amount
        return counts

    def _first(self, limit: int, lang: str, wanted: pl.Expr, *, by: Sequence[str] = ()) -> pl.DataFrame:
        """Find the places of the first findings by what orders them, then read only those."""
        ranks = {str(severity): place for place, severity in enumerate(_GRAVITY)}
        places = {rule: place for place, rule in enumerate(self.rules)}
        keys = self._scan().with_row_index(AT).filter(wanted)
        ordered = keys.select(
            AT,
            pl.col("severity").replace_strict(ranks, default=len(ranks), return_dtype=pl.UInt8).alias(RANK),
            pl.col("rule").replace_strict(places, default=len(places), return_dtype=pl.UInt32).alias(PLACE),
            "record",
        )
        first = ordered.sort(*by, "record", AT).head(limit).select(AT).with_row_index("!order").collect()
        rows = self._scan().with_row_index(AT).join(first.lazy(), on=AT, how="inner").sort("!order").drop(AT, "!order")
        return self._spelled(rows.collect(), lang)

    def _spelled(self, frame: pl.DataFrame, lang: str) -> pl.DataFrame:
        """Say the messages in another language than that of the file, as far as their rules are known."""
        if lang == self.lang:
            return frame
        messages = [
            fill(self.said[rule][saying].say(lang), json.loads(evidence))
            if saying is not None and saying < len(self.said.get(rule, ()))
            else message
            for rule, saying, evidence, message in frame["rule", "saying", "evidence", "message"].iter_rows()
        ]
        return frame.with_columns(message=pl.Series(messages, dtype=pl.String))
