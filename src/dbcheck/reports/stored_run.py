"""A report directory, read back as the result that it was written from, so that every report can be written again."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.figures import Figures, Monthly, Spread
from dbcheck.findings import (
    AnswerUsed,
    Attested,
    AuditResult,
    Baseline,
    Counts,
    Effect,
    FormRead,
    Input,
    LedgerNote,
    LedgerRead,
    ListedUnits,
    Measure,
    Outcome,
    OutcomeKind,
    PackUsed,
    Reason,
    Reject,
    RuleChange,
    Undecided,
    Unit,
    UnitName,
    Waived,
    WaiverState,
    WaiverUsed,
)
from dbcheck.reports.stored_findings import StoredFindings
from dbcheck.run_directory import FINDINGS, MANIFEST, REJECTS, WAIVED, reading

Entry = Mapping[str, Any]


def read_result(path: str | Path, option: str) -> AuditResult:
    """Read a report directory; ``option`` is what named it. Raises UsageError where it is none, or cannot be read."""
    return reading(path, option, _result)


def _result(directory: Path, document: Entry) -> AuditResult:
    manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    findings = _store(directory / FINDINGS, document)
    return AuditResult(
        as_of=datetime.fromisoformat(document["as_of"]),
        as_of_text=str(manifest.get("as_of_given", document["as_of"])),
        profile=document["profile"],
        retroactive=bool(document.get("retroactive")),
        packs=_packs(document),
        inputs=tuple(_input(entry) for entry in manifest["inputs"]),
        outcomes=tuple(_outcome(entry) for entry in document["outcomes"]),
        findings=findings,
        rejects=_rejects(directory / REJECTS),
        rejects_total=int(document.get("rejects_total", 0)),
        calendar=str(document.get("calendar", "")),
        versions=manifest.get("versions", {}),
        baseline=_baseline(document.get("baseline"), findings),
        passed_over=tuple(manifest.get("passed_over", ())),
        adjustments=tuple((each["rule"], each["what"], each["reason"]) for each in manifest.get("adjustments", ())),
        attested=_attested(document.get("attestations"), manifest.get("attestations")),
        waived=_waived(document.get("waivers"), manifest.get("waivers"), directory / WAIVED, document),
        names=_names(document.get("units", ())),
        subjects=tuple(Unit(**entry) for entry in document.get("subjects", ())),
        ledger=_ledger(document.get("ledger"), manifest.get("ledger")),
        figures=_figures(document.get("figures")),
        is_redacted=bool(document.get("redacted")),
    )


def _store(path: Path, document: Entry) -> StoredFindings:
    said = {rule: tuple(map(_message, entries)) for rule, entries in document.get("sayings", {}).items()}
    return StoredFindings(path, document.get("lang", ""), said, [entry["rule"] for entry in document["outcomes"]])


def _message(entry: Entry) -> Message:
    return Message(entry["zh"], entry["en"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _packs(document: Entry) -> tuple[PackUsed, ...]:
    covered = {
        entry["pack"]: {name: amount for name, amount in entry.items() if name != "pack"}
        for entry in document.get("coverage", {}).get("packs", ())
    }
    return tuple(
        PackUsed(
            entry["id"],
            entry["title"],
            entry["document"],
            _day(entry["effective"]),
            entry["digest"],
            entry["rules"],
            entry.get("status", "in_force"),
            covered.get(entry["id"], {}),
        )
        for entry in document["packs"]
    )


def _input(entry: Entry) -> Input:
    counts = entry["read"], entry["accepted"], entry["rejected"]
    return Input(entry["path"], entry["kind"], *counts, entry["binding"], entry["size"], entry["sha256"])


def _outcome(entry: Entry) -> Outcome:
    return Outcome(
        rule=entry["rule"],
        clause=entry["clause"],
        part=entry.get("part", ""),
        pack=entry["pack"],
        modality=entry["modality"],
        requirement=entry.get("requirement", ""),
        check=entry.get("check", ""),
        kind=entry.get("kind"),
        outcome=OutcomeKind(entry["outcome"]),
        counts=_counts(entry["counts"]),
        reason=Reason(entry["reason"]) if entry["reason"] else None,
        reason_detail=entry.get("reason_detail", ""),
        undecided=tuple(
            Undecided(Reason(part["reason"]), part["detail"], part["count"], tuple(part["samples"]))
            for part in entry.get("undecided", ())
        ),
        measure=_measure(entry.get("measure")),
        error=entry.get("error", ""),
        upcoming=_counts(entry["upcoming"]) if entry.get("upcoming") else None,
    )


def _counts(entry: Entry) -> Counts:
    return Counts(**{("passed" if name == "pass" else name): amount for name, amount in entry.items()})


def _measure(entry: Entry | None) -> Measure | None:
    return Measure(*(entry[name] for name in ("unit", "count", "min", "median", "p90", "max"))) if entry else None


def _rejects(path: Path) -> Sequence[Reject]:
    """Read rejects.parquet; files of earlier releases hold the reason in one language."""
    rows = pl.read_parquet(path, glob=False).iter_rows(named=True)
    return tuple(
        Reject(
            row["path"],
            row["row"],
            row["column"],
            row["value"],
            Message(row.get("reason_zh", row["reason"]), row.get("reason_en", row["reason"])),
            row["whole_row"],
        )
        for row in rows
    )


def _baseline(entry: Entry | None, findings: StoredFindings) -> Baseline | None:
    if entry is None:
        return None
    changes = tuple(
        RuleChange(
            rule["rule"],
            new=rule["new"],
            persisting=rule["persisting"],
            resolved=rule["resolved"],
            not_judged=rule["not_judged"],
            waived=rule.get("waived", 0),
        )
        for rule in entry["rules"]
    )
    return Baseline(entry["path"], entry["as_of"], changes, findings.newly_by_severity())


def _attested(entry: Entry | None, form: Entry | None) -> Attested | None:
    if entry is None or form is None:
        return None
    return Attested(_form(form), tuple(map(_answer, entry["rows"])))


def _form(entry: Entry) -> FormRead:
    return FormRead(entry["path"], entry["size"], entry["sha256"])


def _why(entry: Entry) -> Message:
    return _message(entry["why_said"]) if "why_said" in entry else Message(entry["why"], entry["why"])


def _answer(entry: Entry) -> AnswerUsed:
    return AnswerUsed(
        rule=entry["rule"],
        record=entry["record"],
        answer=entry["answer"],
        effect=Effect(entry["effect"]),
        count=entry["count"],
        why=_why(entry),
        evidence=entry["evidence"],
        note=entry["note"],
        inspector=entry["inspector"],
        day=date.fromisoformat(entry["date"]),
        expires=_day(entry["expires"]),
        where=entry["where"],
    )


def _waived(entry: Entry | None, form: Entry | None, path: Path, document: Entry) -> Waived | None:
    if entry is None or form is None:
        return None
    waivers = tuple(
        WaiverUsed(
            kind=row["kind"],
            rule=row["rule"],
            records=tuple(row["records"]),
            unit=row["unit"],
            period=row["period"],
            reason=row["reason"],
            approver=row["approver"],
            document=row["document"],
            expires=_day(row["expires"]),
            where=row["where"],
            state=WaiverState(row["state"]),
            count=row["count"],
            why=_why(row),
            fingerprint=row.get("fingerprint", ""),
        )
        for row in entry["rows"]
    )
    return Waived(_form(form), waivers, _store(path, document))


def _names(entries: Sequence[Entry]) -> ListedUnits:
    named = (UnitName(entry["kind"], entry["id"], entry["name"], entry["code"]) for entry in entries)
    return ListedUnits({(unit.kind, unit.key): unit for unit in named})


def _ledger(entry: Entry | None, form: Entry | None) -> LedgerRead | None:
    if entry is None or form is None:
        return None
    notes = {note["fingerprint"]: _note(note) for note in entry["notes"]}
    return LedgerRead(_form(form), notes, tuple(map(_note, entry["added"])), frozenset(entry["met"]))


def _note(entry: Entry) -> LedgerNote:
    return LedgerNote(
        fingerprint=entry["fingerprint"],
        rule=entry["rule"],
        record=entry["record"],
        is_false_alarm=entry["false_alarm"],
        texts=entry["texts"],
        where=entry["where"],
    )


def _figures(entry: Entry | None) -> Figures | None:
    if entry is None:
        return None
    spreads = tuple(
        Spread(each["rule"], each["unit"], each["limit"], tuple((v, n) for v, n in each["taken"]), each.get("longer", 0))
        for each in entry["spreads"]
    )
    return Figures(spreads, tuple(Monthly(kind, tuple(counts.items())) for kind, counts in entry["months"].items()))
