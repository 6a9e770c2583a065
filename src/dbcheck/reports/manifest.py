"""manifest.json: what went into an audit, so that another person can run it again and know that it is the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dbcheck.findings import AuditResult, Input
from dbcheck.reports.decided import form_entry
from dbcheck.reports.results import pack_entry, write_json

SCHEMA = 1
NO_OPTIONS: Mapping[str, object] = {}


def write_manifest(result: AuditResult, path: Path, *, options: Mapping[str, object] = NO_OPTIONS) -> None:
    """Write manifest.json; ``options`` are what the user asked for besides, by their names on the command line."""
    write_json(manifest_document(result, options=options), path)


def manifest_document(result: AuditResult, *, options: Mapping[str, object] = NO_OPTIONS) -> dict[str, Any]:
    """Give the manifest as plain values; paths are as the user gave them."""
    return {
        "schema": SCHEMA,
        "as_of": result.as_of.isoformat(),
        "as_of_given": result.as_of_text,
        "profile": result.profile,
        "adjustments": [{"rule": rule, "what": what, "reason": reason} for rule, what, reason in result.adjustments],
        "retroactive": result.retroactive,
        "redacted": result.is_redacted,
        "packs": [pack_entry(pack) for pack in result.packs],
        "calendar": result.calendar,
        "versions": dict(sorted(result.versions.items())),
        "options": {name: options[name] for name in sorted(options)},
        "baseline": result.baseline.path if result.baseline else None,
        "passed_over": list(result.passed_over),
        "inputs": [_input(part) for part in result.inputs],
        "attestations": form_entry(result.attested.form if result.attested else None),
        "waivers": form_entry(result.waived.form if result.waived else None),
        "ledger": form_entry(result.ledger.form if result.ledger else None),
        "records": {
            "read": sum(part.read for part in result.inputs),
            "accepted": sum(part.accepted for part in result.inputs),
            "rejected": sum(part.rejected for part in result.inputs),
        },
        "rejects": {"total": result.rejects_total, "listed": len(result.rejects)},
    }


def _input(part: Input) -> dict[str, Any]:
    return {
        "path": part.path,
        "kind": part.kind,
        "size": part.size,
        "sha256": part.sha256,
        "read": part.read,
        "accepted": part.accepted,
        "rejected": part.rejected,
        "binding": dict(part.binding),
    }
