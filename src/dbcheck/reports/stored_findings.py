"""The findings of a run that was written before: a FindingStore over findings.parquet."""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Finding, Severity, Verdict, fill
from dbcheck.lean_dataclass import dataclass
from dbcheck.run_directory import write_frames

ROWS = 200_000  # rows of one piece
AT, RANK, PLACE = "!at", "!rank", "!place"
_GRAVITY = tuple(Severity)  # in the order of their gravity
_LATER = {
    "unit": pl.String,
    "unit_kind": pl.String,
    "site": pl.String,
    "saying": pl.UInt8,
    "dated": pl.Date,
}  # columns that files of earlier releases lack


@dataclass(frozen=True)
class StoredFindings:
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

    def gravest(self, limit: int, lang: str = "zh", *, status: str = "") -> Sequence[Finding]:
        """Give up to ``limit`` findings, the gravest first; with ``status`` only those that are new, or persisting."""
        if status and "status" not in self.columns:
            return []
        return self._first(limit, lang, pl.col("status") == status if status else pl.lit(value=True), by=(RANK, PLACE))

    def of_rule(self, rule: str, limit: int, lang: str = "zh") -> Sequence[Finding]:
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

    def write_parquet(self, path: Path, lang: str = "zh") -> None:
        """Write every finding, in the order of the file."""
        write_frames(self.frames(lang), path, empty=lambda: self.frame(lang))

    def frame(self, lang: str = "zh") -> pl.DataFrame:
        """Give every finding as a data frame."""
        return self._spelled(self._scan().collect(), lang)

    def frames(self, lang: str = "zh") -> Iterator[pl.DataFrame]:
        """Give every finding in pieces that fit into memory."""
        for start in range(0, self.total, ROWS):
            yield self._spelled(self._scan().slice(start, ROWS).collect(), lang)

    def newly_by_severity(self) -> Mapping[Severity, int]:
        """Count the findings that the baseline of the run did not have."""
        if "status" not in self.columns:
            return {}
        counted = self._scan().filter(pl.col("status") == "new").group_by("severity").len().collect()
        return {Severity(word): amount for word, amount in counted.sort("severity").iter_rows()}

    def _scan(self) -> pl.LazyFrame:
        absent = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in _LATER.items() if name not in self.columns]
        return pl.scan_parquet(self.path, glob=False).with_columns(absent)

    def _by(self, name: pl.Expr) -> dict[str, dict[Severity, int]]:
        counts: dict[str, dict[Severity, int]] = {}
        counted = self._scan().group_by(name.alias("by"), "severity").len().sort("by", "severity").collect()
        for key, word, amount in counted.iter_rows():
            counts.setdefault(key, {})[Severity(word)] = amount
        return counts

    def _first(self, limit: int, lang: str, wanted: pl.Expr, *, by: Sequence[str] = ()) -> list[Finding]:
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
        return [self._finding(row) for row in self._spelled(rows.collect(), lang).iter_rows(named=True)]

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

    @staticmethod
    def _finding(row: Mapping[str, Any]) -> Finding:
        source = json.loads(row["source"]) if row["source"] else {"path": None, "row": None}
        return Finding(
            rule=row["rule"],
            kind=row["kind"],
            record=row["record"],
            verdict=Verdict[row["verdict"].upper()],
            severity=Severity(row["severity"]),
            message=row["message"],
            evidence=json.loads(row["evidence"]),
            path=source["path"],
            row=source["row"],
            status=row.get("status") or "",
            unit=row["unit"],
            unit_kind=row["unit_kind"],
            site=row["site"],
            saying=row["saying"] or 0,
            dated=row["dated"] if isinstance(row["dated"], date) else None,
            key_digest=row["fingerprint"],
        )
