"""What was judged, as scoring needs it: from an audit that has just ended, or from the directory that it wrote."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Counts, Outcome, OutcomeKind, Reason, Tallies, Unit
from dbcheck.lean_dataclass import dataclass
from dbcheck.run_directory import FINDINGS, TALLIES, WAIVED, reading

COLUMNS = ("rule", "kind", "record", "verdict", "severity", "message", "fingerprint", "unit", "unit_kind", "site")


@dataclass(frozen=True)
class Run:
    """One audit.

    found and waived: rows of findings.parquet, the columns COLUMNS. tallies: how rules ended for each unit, where that was counted.
    """

    path: str
    as_of: str
    profile: str | None
    packs: tuple[tuple[str, str], ...]
    rejects: int
    outcomes: tuple[Outcome, ...]
    units: tuple[Unit, ...]
    tallies: Tallies | None
    found: pl.LazyFrame
    waived: pl.LazyFrame


def run_of(result: AuditResult, *, lang: str = "zh") -> Run:
    """Give an audit that has just ended."""
    return Run(
        path=Message("本次审计", "this audit").say(lang),
        as_of=result.as_of.isoformat(),
        profile=result.profile,
        packs=tuple((pack.id, pack.digest) for pack in result.packs),
        rejects=result.rejects_total,
        outcomes=result.outcomes,
        units=result.subjects,
        tallies=result.tallies,
        found=_columns(result.findings.frame(lang).lazy()),
        waived=_columns(result.waived.findings.frame(lang).lazy()) if result.waived else _nothing(),
    )


def read_run(path: str | Path, option: str) -> Run:
    """Read a report directory; ``option`` is what named it. Raises UsageError where it is none, or of a later schema."""
    return reading(path, option, lambda directory, document: _run(str(path), directory, document))


def _run(path: str, directory: Path, document: Mapping[str, Any]) -> Run:
    waived = directory / WAIVED
    return Run(
        path=path,
        as_of=str(document["as_of"]),
        profile=document.get("profile"),
        packs=tuple((str(pack["id"]), str(pack["digest"])) for pack in document["packs"]),
        rejects=int(document.get("rejects_total", 0)),
        outcomes=tuple(_outcome(entry) for entry in document["outcomes"]),
        units=tuple(Unit(**entry) for entry in document.get("subjects") or ()),
        tallies=_tallies(directory / TALLIES),
        found=_columns(pl.scan_parquet(directory / FINDINGS, glob=False)),
        waived=_columns(pl.scan_parquet(waived, glob=False)) if waived.is_file() else _nothing(),
    )


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    counts = {("passed" if word == "pass" else word): int(amount) for word, amount in entry["counts"].items()}
    reason = entry.get("reason")
    return Outcome(
        rule=str(entry["rule"]),
        clause=str(entry["clause"]),
        part=str(entry.get("part") or ""),
        pack=str(entry["pack"]),
        modality=str(entry["modality"]),
        requirement=str(entry.get("requirement", "")),
        check=str(entry.get("check", "")),
        kind=entry.get("kind"),
        outcome=OutcomeKind(entry["outcome"]),
        counts=Counts(**counts),
        reason=Reason(reason) if reason else None,
        reason_detail=str(entry.get("reason_detail") or ""),
        error=str(entry.get("error") or ""),
    )


def _tallies(path: Path) -> Tallies | None:
    """Read how rules ended for each unit; None where that was not counted."""
    if not path.is_file():
        return None
    named = ["rule", "unit", "unit_kind", "site"]
    words = ["out_of_scope", "pass", "fail", "suspect", "pending", "undetermined"]
    rows = pl.read_parquet(path, glob=False).select(*named, *words).iter_rows()
    return {(rule, (unit, kind, site)): Counts(*amounts) for rule, unit, kind, site, *amounts in rows}


def _columns(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Give the columns of COLUMNS as texts; a run of an older release says of a unit only its key."""
    held = frame.collect_schema().names()
    lacking = [name for name in COLUMNS[:7] if name not in held]
    if lacking and held:
        raise ValueError(f"{FINDINGS}: no column {', '.join(lacking)}")
    return frame.select((pl.col(name) if name in held else pl.lit(None)).cast(pl.String).alias(name) for name in COLUMNS)


def _nothing() -> pl.LazyFrame:
    return pl.LazyFrame(schema=dict.fromkeys(COLUMNS, pl.String))
