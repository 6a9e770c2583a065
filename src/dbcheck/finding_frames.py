"""Findings as rows of a data frame: the columns of findings.parquet, and what every store of findings makes of such rows."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from dbcheck.findings import Finding, Severity, Verdict
from dbcheck.run_directory import write_frames

COLUMNS = {
    "rule": pl.String,
    "kind": pl.String,
    "record": pl.String,
    "verdict": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "evidence": pl.String,
    "source": pl.String,
    "fingerprint": pl.String,
    "unit": pl.String,
    "unit_kind": pl.String,
    "site": pl.String,
    "saying": pl.UInt8,
    "dated": pl.Date,
}
STATUS: Final = "status"  # the additional column of a run that has a baseline
_NO_SOURCE = '{"path": null, "row": null}'
_HEAD = ("rule", "kind", "record", "verdict", "severity", "message")
_TAIL = ("fingerprint", "unit", "unit_kind", "site", "saying")


class FramedFindings(ABC):
    """The part of a FindingStore that follows from its frames."""

    @abstractmethod
    def frames(self, lang: str = "zh") -> Iterator[pl.DataFrame]:
        """Give every finding, in the order of the input, in pieces that fit into memory; at least one, which may be empty."""

    @abstractmethod
    def gravest_frame(self, limit: int, lang: str = "zh", *, status: str = "") -> pl.DataFrame:
        """Give the rows of ``gravest``."""

    @abstractmethod
    def rule_frame(self, rule: str, limit: int, lang: str = "zh") -> pl.DataFrame:
        """Give the rows of ``of_rule``."""

    def gravest(self, limit: int, lang: str = "zh", *, status: str = "") -> Sequence[Finding]:
        """Give up to ``limit`` findings, the gravest first; with ``status`` only those that are new, or persisting."""
        return findings_of(self.gravest_frame(limit, lang, status=status))

    def of_rule(self, rule: str, limit: int, lang: str = "zh") -> Sequence[Finding]:
        """Give up to ``limit`` findings of one rule, in the order of their records."""
        return findings_of(self.rule_frame(rule, limit, lang))

    def frame(self, lang: str = "zh") -> pl.DataFrame:
        """Give every finding as one data frame."""
        return pl.concat(self.frames(lang))

    def write_parquet(self, path: Path, lang: str = "zh") -> None:
        """Write every finding, in the order of the input."""
        write_frames(self.frames(lang), path)


def findings_of(frame: pl.DataFrame) -> list[Finding]:
    """Give the findings that stand in the rows of a frame."""
    return [_finding(row) for row in frame.iter_rows(named=True)]


def _finding(row: Mapping[str, Any]) -> Finding:
    source = json.loads(row["source"] or _NO_SOURCE)
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
        status=row.get(STATUS) or "",
        unit=row["unit"],
        unit_kind=row["unit_kind"],
        site=row["site"],
        saying=row["saying"] or 0,
        dated=row["dated"],
        key_digest=row["fingerprint"],
    )


def finding_objects(frame: pl.DataFrame) -> list[str]:
    """Give each row as the JSON object that results.json holds of it, on one line."""
    dated = pl.col("dated").dt.strftime("%Y-%m-%d")
    tail = [*_TAIL, dated, *([STATUS] if STATUS in frame.columns else [])]
    written = pl.concat_str(
        pl.struct(_HEAD).struct.json_encode().str.strip_suffix("}"),
        pl.lit(',"evidence":'),
        pl.col("evidence"),
        pl.lit(',"source":'),
        pl.col("source").fill_null(_NO_SOURCE),
        pl.lit(","),
        pl.struct(tail).struct.json_encode().str.strip_prefix("{"),
    )
    return frame.select(written).to_series().to_list()
