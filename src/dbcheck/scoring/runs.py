"""What was judged, as scoring needs it: from an audit that has just ended, or from the directory that it wrote."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.findings import AuditResult, Counts, Outcome, OutcomeKind, Reason, Tallies, Unit
from dbcheck.lean_dataclass import dataclass

SCHEMA = 1  # of results.json, the newest that is known
RESULTS, FINDINGS, WAIVED, TALLIES = "results.json", "findings.parquet", "waived.parquet", "tallies.parquet"
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
    directory = Path(path)
    missing = [name for name in (RESULTS, FINDINGS) if not (directory / name).is_file()]
    if missing:
        listed = "、".join(missing), ", ".join(missing)
        said = Message(
            f"不是报告文件夹,缺少 {listed[0]};应是 dbcheck audit --out 写出的文件夹",
            f"this is no report directory, it lacks {listed[1]}; name a directory that dbcheck audit --out has written",
        )
        raise UsageError([Problem(str(path), option, said)])
    try:
        document = json.loads((directory / RESULTS).read_text(encoding="utf-8"))
        newer = _schema_problem(document)
        if newer is None:
            return _run(str(path), directory, document)
        said = newer
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, pl.exceptions.PolarsError) as error:
        first = (str(error).splitlines() or [""])[0][:200]
        said = Message(
            f"报告文件夹读不了({type(error).__name__}:{first});请重新审计写出",
            f"the report directory cannot be read ({type(error).__name__}: {first}); write it anew with dbcheck audit",
        )
    raise UsageError([Problem(str(path), option, said)])


def _schema_problem(document: Any) -> Message | None:
    schema = document["schema"]
    if isinstance(schema, int) and schema <= SCHEMA:
        return None
    return Message(
        f"results.json 的格式版本是 {schema},本版本只认到 {SCHEMA};请升级 dbcheck,或用本版本重新审计",
        f"its results.json has schema {schema}, this release knows {SCHEMA}; upgrade dbcheck, or audit again with this one",
    )


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
