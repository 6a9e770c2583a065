"""The report directory of an earlier run, read again: what it judged and what it found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.findings import PERSISTING, Baseline, FindingStore, Outcome, RuleChange, Severity
from dbcheck.lean_dataclass import dataclass
from dbcheck.run_directory import FINDINGS, NEEDED, reading

DECIDED = ("pass", "fail", "suspect", "pending", "waived")


@dataclass(frozen=True)
class EarlierRule:
    """How a rule ended in an earlier run, as far as a comparison needs it.

    total: the records of its kind. decided: those with a verdict. samples: names of records that are undetermined or waived; unnamed: how
    many such ones it does not name.
    """

    total: int
    decided: int
    samples: frozenset[str]
    unnamed: int

    @property
    def is_judged(self) -> bool:
        """Tell whether any record got a verdict."""
        return self.decided > 0


@dataclass(frozen=True)
class EarlierRun:
    """A report directory. path: as the user gave it."""

    path: str
    directory: Path
    as_of: str
    rules: Mapping[str, EarlierRule]
    requirements: Mapping[str, str]

    def findings(self) -> pl.LazyFrame:
        """Give every finding: rule, record, severity, message, fingerprint."""
        return pl.scan_parquet(self.directory / FINDINGS, glob=False).select(NEEDED)

    def records(self) -> dict[str, pl.Series]:
        """Give the records that were found, by rule; none twice."""
        frame = self.findings().select("rule", "record").unique().sort("rule", "record").collect()
        return {str(rule): group["record"] for (rule,), group in frame.group_by("rule", maintain_order=True)}

    def suspicions(self) -> list[tuple[str, str, str, str]]:
        """Give rule, kind, record and message of every finding that a person must look at."""
        every = pl.scan_parquet(self.directory / FINDINGS, glob=False)
        return every.filter(pl.col("verdict") == "suspect").select("rule", "kind", "record", "message").collect().rows()

    def has_judged(self, rule: str) -> bool:
        """Tell whether any record got a verdict under a rule."""
        known = self.rules.get(rule)
        return known is not None and known.is_judged


def read_run(path: str | Path, option: str) -> EarlierRun:
    """Read a report directory; ``option`` is what named it. Raises UsageError where it is none, or of a later schema."""
    return reading(path, option, lambda directory, document: _earlier_run(path, directory, document))


def _earlier_run(path: str | Path, directory: Path, document: Any) -> EarlierRun:
    waived: dict[str, list[str]] = {}
    for entry in (document.get("waivers") or {}).get("findings", ()):
        waived.setdefault(str(entry["rule"]), []).append(str(entry["record"]))
    outcomes = {str(entry["rule"]): entry for entry in document["outcomes"]}
    return EarlierRun(
        str(path),
        directory,
        str(document["as_of"]),
        {rule: _rule(entry, waived.get(rule, ())) for rule, entry in outcomes.items()},
        {rule: str(entry.get("requirement", "")) for rule, entry in outcomes.items()},
    )


def _rule(entry: Mapping[str, Any], waived: Sequence[str]) -> EarlierRule:
    counts = entry["counts"]
    named = [str(name) for part in entry.get("undecided", ()) for name in part.get("samples", ())]
    undetermined = int(counts["undetermined"]) + int(counts.get("waived", 0))
    named += waived
    decided = sum(int(counts.get(word, 0)) for word in DECIDED)
    total = sum(int(amount) for amount in counts.values())
    return EarlierRule(total, decided, frozenset(named), max(undetermined - len(named), 0))


def compared(
    earlier: EarlierRun,
    known: Mapping[str, pl.Series],
    *,
    outcomes: Sequence[Outcome],
    found: Mapping[str, tuple[int, int]],
    cleared: Mapping[str, int],
    new_by_severity: Mapping[Severity, int],
    waived: FindingStore | None = None,
) -> Baseline:
    """Compare a run with an earlier one.

    known: the records of the earlier run, by rule. found: rule -> findings now, and how many of them are new. cleared: rule -> how many of
    the earlier run's records were judged now and are not found. waived: findings of now that a waiver covers; they are not in ``found``.
    """
    rules = [outcome.rule for outcome in outcomes]
    changes = tuple(_changes(earlier, known, rules, found=found, cleared=cleared, waived=_persisting(waived)))
    return Baseline(earlier.path, earlier.as_of, changes, new_by_severity)


def _persisting(waived: FindingStore | None) -> dict[str, int]:
    """Count the covered findings that the earlier run had, by rule."""
    counts: Counter[str] = Counter()
    for frame in waived.frames() if waived is not None else ():
        counts.update(frame.filter(pl.col("status") == PERSISTING)["rule"].to_list())
    return counts


def _changes(
    earlier: EarlierRun,
    known: Mapping[str, pl.Series],
    rules: Sequence[str],
    *,
    found: Mapping[str, tuple[int, int]],
    cleared: Mapping[str, int],
    waived: Mapping[str, int],
) -> Iterator[RuleChange]:
    for rule in dict.fromkeys([*rules, *known]):
        total, new = found.get(rule, (0, 0))
        before = len(known.get(rule, ()))
        if not total and not before:
            continue
        resolved, covered = cleared.get(rule, 0), waived.get(rule, 0)
        yield RuleChange(
            rule,
            new=new,
            persisting=total - new,
            resolved=resolved,
            not_judged=max(before - (total - new) - resolved - covered, 0),
            waived=covered,
            is_newly_judged=not earlier.has_judged(rule),
        )
