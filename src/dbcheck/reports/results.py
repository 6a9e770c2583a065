"""results.json: the contract for machines, schema 1. Keys are added in later releases, never changed."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from dbcheck.errors import Message
from dbcheck.figures import Figures
from dbcheck.finding_frames import finding_objects
from dbcheck.findings import (
    REASON_WORDS,
    UNIT_KINDS,
    AuditResult,
    Baseline,
    Measure,
    Outcome,
    OutcomeKind,
    PackUsed,
    RuleChange,
    Severity,
    Undecided,
    Unit,
    UnitName,
)
from dbcheck.reports.decided import attestations_entry, ledger_entry, waivers_entry
from dbcheck.run_directory import SCHEMA

QUOTED = 10_000  # how many findings results.json quotes; findings.parquet holds them all


def write_results(result: AuditResult, path: Path, *, lang: str = "zh") -> None:
    """Write results.json; the same result gives the same bytes."""
    write_json(results_document(result, lang=lang), path)


def write_json(document: Mapping[str, object], path: Path) -> None:
    """Write a document as JSON in UTF-8; what UTF-8 cannot hold (half a surrogate in a file's name) becomes a JSON escape."""
    path.write_text(document_text(document), encoding="utf-8", errors="backslashreplace", newline="\n")


def json_text(document: object) -> str:
    """Give JSON with readable Chinese, two spaces an indent, and dates in ISO form."""
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n"


def document_text(document: Mapping[str, object]) -> str:
    """Give JSON with one entry a line, and one line for each element of a list of objects.

    A thousand findings so take a thousand lines, and a tenth of the time that indenting them takes: only lines are written in C.
    """
    entries = (f"  {_compact(name)}: {_value_text(value)}" for name, value in document.items())
    return "{\n" + ",\n".join(entries) + "\n}\n"


class Written(str):
    """A value that is JSON already."""

    __slots__ = ()


def _value_text(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict | Written):
        return "[\n" + ",\n".join(f"    {_compact(element)}" for element in value) + "\n  ]"
    return _compact(value)


def _compact(value: object) -> str:
    return value if isinstance(value, Written) else json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """Turn what evidence may hold into what JSON can."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Message):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def results_document(result: AuditResult, *, lang: str = "zh") -> dict[str, Any]:
    """Give the document as plain values; of findings come the JSON texts."""
    return {
        "schema": SCHEMA,
        "as_of": result.as_of.isoformat(),
        "profile": result.profile,
        "retroactive": result.retroactive,
        "lang": lang,
        "redacted": result.is_redacted,
        "calendar": result.calendar,
        "packs": [pack_entry(pack) for pack in result.packs],
        "inputs": [
            {"path": part.path, "kind": part.kind, "read": part.read, "accepted": part.accepted, "rejected": part.rejected}
            for part in result.inputs
        ],
        "rejects_total": result.rejects_total,
        "coverage": coverage(result.outcomes, result.packs),
        "outcomes": [_outcome(outcome, lang) for outcome in result.outcomes],
        "findings": [Written(text) for text in finding_objects(result.findings.gravest_frame(QUOTED, lang))],
        "findings_total": result.findings.total,
        "units": [_unit(unit) for unit in units_found(result)],
        "findings_by_severity": {str(severity): count for severity, count in sorted(result.findings.by_severity().items())},
        "findings_by_unit": _by_severity(result.findings.by_unit()),
        "findings_by_month": _by_severity(result.findings.by_month()),
        "sayings": _sayings(result),
        "figures": figures_entry(result.figures) if result.figures else None,
        "baseline": baseline_entry(result.baseline) if result.baseline else None,
        "attestations": attestations_entry(result.attested, lang),
        "waivers": waivers_entry(result.waived, _covered(result, lang), lang),
        "subjects": [_subject(unit) for unit in result.subjects],
        "ledger": ledger_entry(result.ledger),
    }


def _subject(unit: Unit) -> dict[str, Any]:
    """Give what is known of who can be scored; what is not known is left out."""
    return {name: value for name, value in vars(unit).items() if value not in ("", None)}


def units_found(result: AuditResult) -> list[UnitName]:
    """Name every unit that a finding, or one that a waiver covers, belongs to: organisations, then sites, then accounts."""
    stores = [result.findings, *([result.waived.findings] if result.waived else [])]
    found = {unit for store in stores for unit in store.units()}
    places = {kind: place for place, kind in enumerate(UNIT_KINDS)}
    ordered = sorted(found, key=lambda unit: (places.get(unit[0] or "", len(places)), unit[1]))
    return [result.names.name_of(kind, key) for kind, key in ordered]


def _unit(unit: UnitName) -> dict[str, Any]:
    return {"kind": unit.kind, "id": unit.key, "name": unit.name, "code": unit.code}


def _by_severity(counted: Mapping[str, Mapping[Severity, int]]) -> dict[str, dict[str, int]]:
    return {name: {str(severity): counts[severity] for severity in sorted(counts)} for name, counts in counted.items()}


def _sayings(result: AuditResult) -> dict[str, list[Message]]:
    """Give the messages of the rules with findings, so that these can be said in another language."""
    known = result.findings.sayings()
    found = [o.rule for o in result.outcomes if o.counts.fail + o.counts.suspect + o.counts.waived and known.get(o.rule)]
    return {rule: list(known[rule]) for rule in found}


def figures_entry(figures: Figures) -> dict[str, Any]:
    """Give what pictures are drawn from as plain values."""
    return {
        "spreads": [
            {
                "rule": spread.rule,
                "unit": spread.unit,
                "limit": spread.limit,
                "taken": [list(pair) for pair in spread.taken],
                "longer": spread.longer,
            }
            for spread in figures.spreads
        ],
        "months": {monthly.kind: dict(monthly.records) for monthly in figures.months},
    }


def _covered(result: AuditResult, lang: str) -> list[dict[str, Any]]:
    found = finding_objects(result.waived.findings.gravest_frame(QUOTED, lang)) if result.waived else ()
    return [json.loads(text) for text in found]


def pack_entry(pack: PackUsed) -> dict[str, Any]:
    """Give one pack as plain values."""
    return {
        "id": pack.id,
        "title": pack.title,
        "document": pack.document,
        "effective": pack.effective.isoformat() if pack.effective else None,
        "digest": pack.digest,
        "rules": pack.rules,
        "status": pack.status,
    }


def coverage(outcomes: tuple[Outcome, ...], packs: tuple[PackUsed, ...]) -> dict[str, Any]:
    """Count rules by who decides them, and those whose question was answered; then of each pack its clauses and rules."""
    unchecked = {name: sum(outcome.check == name for outcome in outcomes) for name in ("attestation", "informative")}
    judged = (OutcomeKind.PASS, OutcomeKind.FAIL, OutcomeKind.SUSPECT)
    return {
        "rules": len(outcomes),
        "machine": len(outcomes) - sum(unchecked.values()),
        **unchecked,
        "judged": sum(outcome.outcome in judged for outcome in outcomes),
        "packs": [{"pack": pack.id, **pack.coverage} for pack in packs if pack.coverage],
    }


def _outcome(outcome: Outcome, lang: str) -> dict[str, Any]:
    return {
        "rule": outcome.rule,
        "clause": outcome.clause,
        "part": outcome.part,
        "pack": outcome.pack,
        "modality": outcome.modality,
        "requirement": outcome.requirement,
        "check": outcome.check,
        "kind": outcome.kind,
        "outcome": str(outcome.outcome),
        "reason": str(outcome.reason) if outcome.reason else None,
        "reason_detail": outcome.reason_detail,
        "reason_text": REASON_WORDS[outcome.reason].say(lang) if outcome.reason else "",
        "counts": outcome.counts.as_json(),
        "undecided": [_undecided(part) for part in outcome.undecided],
        "measure": _measure(outcome.measure) if outcome.measure else None,
        "error": outcome.error,
        **({"upcoming": outcome.upcoming.as_json()} if outcome.upcoming else {}),
    }


def _undecided(part: Undecided) -> dict[str, Any]:
    return {"reason": str(part.reason), "detail": part.detail, "count": part.count, "samples": list(part.samples)}


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "unit": measure.unit,
        "count": measure.count,
        "min": measure.minimum,
        "median": measure.median,
        "p90": measure.p90,
        "max": measure.maximum,
    }


def baseline_entry(baseline: Baseline) -> dict[str, Any]:
    """Give the comparison as plain values, for results.json."""
    return {
        "path": baseline.path,
        "as_of": baseline.as_of,
        "new": baseline.new,
        "persisting": baseline.persisting,
        "resolved": baseline.resolved,
        "not_judged": baseline.not_judged,
        "waived": baseline.waived,
        "newly_judged": baseline.newly_judged,
        "rules": [_change(change) for change in baseline.rules],
    }


def _change(change: RuleChange) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "new": change.new,
        "persisting": change.persisting,
        "resolved": change.resolved,
        "not_judged": change.not_judged,
        "waived": change.waived,
    }
