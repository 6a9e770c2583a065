"""results.sarif: SARIF 2.1.0, what code platforms and their editors read.

A failure of a shall is an error, of a should a warning; a suspicion is a result to be reviewed. Waived findings are results with a suppression.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from dbcheck.findings import NEW, AuditResult, Finding, Input, Outcome, OutcomeKind, Severity, Verdict, WaiverUsed
from dbcheck.reports.results import json_text
from dbcheck.reports.run_view import RunView
from dbcheck.reports.widths import printable

SCHEMA_ID = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
MOST_RESULTS = 10_000
FINGERPRINT = "dbcheckFinding/v1"
LEVELS: Mapping[Severity, str] = {
    Severity.VIOLATION: "error",
    Severity.ADVISORY: "warning",
    Severity.SUSPICION: "none",  # a result that is no failure has no level
    Severity.NONE: "note",
}


def write_sarif(result: AuditResult, path: Path, lang: str) -> None:
    """Write results.sarif; the same result gives the same bytes."""
    path.write_text(json_text(sarif_document(result, lang)), encoding="utf-8", errors="backslashreplace", newline="\n")


def sarif_document(result: AuditResult, lang: str) -> dict[str, Any]:
    """Give the log as plain values: one run."""
    view = RunView(result, lang)
    rules = {outcome.rule: place for place, outcome in enumerate(result.outcomes)}
    shown = view.gravest(MOST_RESULTS)
    results = [_result(finding, rules, view) for finding in shown.findings]
    run = {
        "tool": {"driver": _driver(view)},
        "language": "en" if lang == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"dbcheck/{result.as_of:%Y-%m-%d}/"},
        "invocations": [_invocation(view, shown.hidden)],
        "artifacts": list({part.path: _artifact(part) for part in result.inputs}.values()),
        "results": [*results, *_suppressed(view, rules)],
        "properties": {"asOf": result.as_of_text, "profile": result.profile, "findings": shown.total},
    }
    return {"$schema": SCHEMA_ID, "version": VERSION, "runs": [run]}


def _driver(view: RunView) -> dict[str, Any]:
    return {
        "name": "dbcheck",
        "version": view.result.versions.get("dbcheck", ""),
        "semanticVersion": view.result.versions.get("dbcheck", ""),
        "rules": [_rule(outcome, view) for outcome in view.result.outcomes],
    }


def _rule(outcome: Outcome, view: RunView) -> dict[str, Any]:
    return {
        "id": outcome.rule,
        "name": outcome.check,
        "shortDescription": {"text": outcome.requirement or outcome.rule},
        "defaultConfiguration": {"level": LEVELS[view.severity(outcome)]},
        "properties": {
            "clause": outcome.clause,
            "modality": outcome.modality,
            "outcome": str(outcome.outcome),
            "tags": [outcome.pack, outcome.modality],
        },
    }


def _invocation(view: RunView, hidden: int) -> dict[str, Any]:
    broken = [outcome for outcome in view.result.outcomes if outcome.outcome is OutcomeKind.ERROR]
    notes = [
        {
            "level": "error",
            "message": {"text": _clean(outcome.error)},
            "associatedRule": {"id": outcome.rule, "index": view.result.outcomes.index(outcome)},
        }
        for outcome in broken
    ]
    if hidden:
        said = view.say(
            f"另有 {hidden} 处问题未列出,见 findings.parquet", f"{hidden} findings are not listed, see findings.parquet"
        )
        notes.append({"level": "warning", "message": {"text": said}})
    return {"executionSuccessful": not broken, **({"toolExecutionNotifications": notes} if notes else {})}


def _artifact(part: Input) -> dict[str, Any]:
    entry: dict[str, Any] = {"location": {"uri": _uri(part.path)}, "roles": ["analysisTarget"]}
    if part.size is not None:
        entry["length"] = part.size
    if part.sha256 is not None:
        entry["hashes"] = {"sha-256": part.sha256}
    return entry


def _result(finding: Finding, rules: Mapping[str, int], view: RunView) -> dict[str, Any]:
    is_failure = finding.verdict is Verdict.FAIL
    unit = view.unit(finding.unit)
    entry: dict[str, Any] = {
        "ruleId": finding.rule,
        "kind": "fail" if is_failure else "review",
        "level": LEVELS[finding.severity] if is_failure else "none",
        "message": {"text": _clean(f"{finding.record}: {finding.message}" if finding.message else finding.record)},
        "locations": [_location(finding)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {"kind": finding.kind, "record": finding.record, "unit": unit, "evidence": dict(finding.evidence)},
    }
    if finding.rule in rules:
        entry["ruleIndex"] = rules[finding.rule]
    if finding.status:
        entry["baselineState"] = "new" if finding.status == NEW else "unchanged"
    return entry


def _location(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"name": _clean(finding.record), "kind": "record"}]}
    if finding.path is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path)}}
        if finding.row is not None and finding.row > 0:
            physical["region"] = {"startLine": finding.row}
        location["physicalLocation"] = physical
    return location


def _suppressed(view: RunView, rules: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Give the waived findings, each with the decision that covers its rule; without one that is surely it, with none of the reasons."""
    waived = view.result.waived
    if waived is None:
        return
    for finding in waived.findings.gravest(MOST_RESULTS, view.lang):
        covering = _covering(finding, waived.waivers)
        why = {"justification": _clean(covering.reason)} if covering is not None else {}
        yield {**_result(finding, rules, view), "suppressions": [{"kind": "external", "status": "accepted", **why}]}


def _covering(finding: Finding, waivers: Sequence[WaiverUsed]) -> WaiverUsed | None:
    fitting = [waiver for waiver in waivers if waiver.rule == finding.rule and waiver.count]
    named = [waiver for waiver in fitting if finding.record in waiver.records]
    return named[0] if named else fitting[0] if len(fitting) == 1 else None


def _uri(path: str) -> str:
    """Give a path as a URI reference: a sheet or a part behind it is kept, an absolute path becomes a file URI."""
    posix = path.replace("\\", "/")
    spelled = quote(posix.encode("utf-8", "backslashreplace"), safe="/")
    if PurePosixPath(posix).is_absolute():
        return f"file://{spelled}"
    return f"file:///{posix[:2]}{quote(posix[2:])}" if posix[1:3] == ":/" else spelled


def _clean(text: str) -> str:
    return printable(text)
