"""A small audit result made by hand, for tests of reports and exit codes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.finding_frames import COLUMNS, STATUS, FramedFindings
from dbcheck.findings import (
    AuditResult,
    Counts,
    Finding,
    Input,
    Outcome,
    OutcomeKind,
    PackUsed,
    Reason,
    Reject,
    Severity,
    Undecided,
    Verdict,
)
from dbcheck.reports.results import document_text, results_document

GRAVITY = (Severity.VIOLATION, Severity.ADVISORY, Severity.SUSPICION, Severity.NONE)


@dataclass(frozen=True)
class ListedFindings(FramedFindings):
    """A FindingStore over a tuple."""

    findings: tuple[Finding, ...]

    @property
    def total(self) -> int:
        return len(self.findings)

    def gravest_frame(self, limit: int, lang: str = "zh", *, status: str = "") -> pl.DataFrame:
        picked = [found for found in self.findings if not status or found.status == status]
        return framed(sorted(picked, key=lambda f: (GRAVITY.index(f.severity), f.rule, f.record))[:limit])

    def rule_frame(self, rule: str, limit: int, lang: str = "zh") -> pl.DataFrame:
        return self.gravest_frame(self.total, lang).filter(pl.col("rule") == rule).head(limit)

    def by_severity(self) -> Mapping[Severity, int]:
        return Counter(found.severity for found in self.findings)

    def units(self) -> frozenset[tuple[str | None, str]]:
        pairs = [pair for f in self.findings for pair in ((f.unit_kind, f.unit), ("site", f.site))]
        return frozenset((kind, key) for kind, key in pairs if key is not None)

    def by_unit(self) -> Mapping[str, Mapping[Severity, int]]:
        return {unit: Counter(f.severity for f in self.findings if (f.unit or "") == unit) for unit in self._units()}

    def _units(self) -> list[str]:
        return sorted({found.unit or "" for found in self.findings})

    def by_month(self) -> Mapping[str, Mapping[Severity, int]]:
        months = sorted({f"{found.dated:%Y-%m}" if found.dated else "" for found in self.findings})
        return {
            month: Counter(f.severity for f in self.findings if (f"{f.dated:%Y-%m}" if f.dated else "") == month)
            for month in months
        }

    def sayings(self) -> Mapping[str, tuple[Message, ...]]:
        return {}

    def frames(self, lang: str = "zh") -> Iterator[pl.DataFrame]:
        yield framed(self.findings)


def framed(findings: Sequence[Finding]) -> pl.DataFrame:
    rows = [
        {
            **{name: getattr(found, name) for name in COLUMNS if name not in ("verdict", "evidence", "source")},
            "verdict": found.verdict.word,
            "evidence": json.dumps(found.evidence),
            "source": None if found.path is None else json.dumps({"path": found.path, "row": found.row}),
            STATUS: found.status,
        }
        for found in findings
    ]
    has_status = any(found.status for found in findings)
    return pl.DataFrame(rows, schema={**COLUMNS, STATUS: pl.String} if has_status else COLUMNS)


def finding(record: str, *, clause: str = "5.3.3#2", verdict: Verdict = Verdict.FAIL, message: str = "") -> Finding:
    """Make a finding in 来信.csv; the number in the record's name is its row."""
    return Finding(
        rule=f"DB23T3649.10/{clause}",
        kind="letter",
        record=record,
        verdict=verdict,
        severity=Severity.SUSPICION if verdict is Verdict.SUSPECT else Severity.VIOLATION,
        message=message or "2024-09-27 收到,应于 2024-10-10 前答复,2024-10-15 才答复,晚 4 个工作日",
        evidence={"from": "2024-09-27 09:00", "due": "2024-10-10", "days_late": 4},
        path="导出/来信.csv",
        row=int("".join(character for character in record if character.isdigit()) or 1),
    )


def outcome(clause: str, ended: OutcomeKind, counts: Counts | None = None, **facts: object) -> Outcome:
    """Make the outcome of a rule about letters."""
    number, _, part = clause.partition("#")
    made: dict[str, object] = {
        "rule": f"DB23T3649.10/{clause}",
        "clause": number,
        "part": part,
        "pack": "DB23T3649.10",
        "modality": "shall",
        "requirement": f"条款 {clause} 的要求",
        "check": "required_fields",
        "kind": "letter",
        "outcome": ended,
        "counts": counts or Counts(),
    }
    return Outcome(**{**made, **facts})  # type: ignore[arg-type]  # the facts are those of Outcome, by name


OUTCOMES = (
    outcome("1", OutcomeKind.NOT_APPLICABLE, check="informative", kind=None, reason=Reason.INFORMATIVE, modality="info"),
    outcome("4.1.2", OutcomeKind.PASS, Counts(passed=40)),
    outcome(
        "5.2.2", OutcomeKind.UNDETERMINED, kind="interview", reason=Reason.KIND_NOT_SUPPLIED, reason_detail="interview"
    ),
    outcome(
        "5.3.1#2", OutcomeKind.UNDETERMINED, Counts(undetermined=40), reason=Reason.MISSING_COLUMN, reason_detail="accepted"
    ),
    outcome(
        "5.3.3#2",
        OutcomeKind.FAIL,
        Counts(out_of_scope=2, passed=29, fail=7, pending=1, undetermined=1),
        check="time_limit",
        requirement="受理的留言最迟5个工作日内答复",
        undecided=(Undecided(Reason.UNREADABLE_VALUE, "received_at", 1, ("L-9",)),),
    ),
    outcome(
        "5.3.4#4",
        OutcomeKind.SUSPECT,
        Counts(passed=39, suspect=1),
        check="text_scan",
        requirement="答复不得推诿敷衍",
    ),
    outcome("5.4.1", OutcomeKind.MANUAL, check="attestation", kind=None, reason=Reason.ATTESTATION),
)
FINDINGS = (
    *(finding(f"L-{number}") for number in range(11, 18)),
    finding("L-30", clause="5.3.4#4", verdict=Verdict.SUSPECT, message="答复与问题几乎没有共同的词"),
)
INPUTS = (
    Input(
        "导出/来信.csv",
        "letter",
        42,
        40,
        2,
        {"信件编号": "id", "留言时间": "received_at", "答复时间": "replied_at", "备注": None},
        size=4096,
        sha256="0" * 64,
    ),
)
REJECTS = (
    Reject("导出/来信.csv", 7, "", "XJ-7,,,", Message("列数不符", "the wrong number of columns"), whole_row=True),
    Reject("导出/来信.csv", 9, "留言时间", "2024-13-45", Message("不是日期", "this is no date"), whole_row=False),
    Reject("导出/来信.csv", 21, "", "L-3", Message("编号重复", "the id occurs twice"), whole_row=True),
)


COVERAGE = {
    "clauses": 6,
    "rules": 7,
    "machine": 3,
    "machine_suspicion": 1,
    "attested": 1,
    "informative": 1,
    "measured": 1,
}


def result(
    outcomes: Iterable[Outcome] = OUTCOMES,
    findings: Iterable[Finding] = FINDINGS,
    inputs: tuple[Input, ...] = INPUTS,
    rejects: tuple[Reject, ...] = REJECTS,
) -> AuditResult:
    """Make the result of one small audit."""
    return AuditResult(
        as_of=datetime(2025, 7, 1),
        as_of_text="2025-06-30",
        profile=None,
        retroactive=False,
        packs=(
            PackUsed(
                "DB23T3649.10",
                "政府网站集约化平台 第10部分:互动交流",
                "DB23/T 3649.10-2023",
                date(2023, 12, 29),
                "1" * 64,
                len(tuple(outcomes)),
                coverage=COVERAGE,
            ),
        ),
        inputs=inputs,
        outcomes=tuple(outcomes),
        findings=ListedFindings(tuple(findings)),
        rejects=rejects,
        rejects_total=len(rejects),
        calendar="chinesecalendar 1.11.0, 2004-01-01 to 2026-12-31",
        versions={"dbcheck": "0.1.0", "polars": "2.1.0"},
    )


def document_of(made: AuditResult, lang: str = "zh") -> Any:
    """Give results.json as it is read back."""
    return json.loads(document_text(results_document(made, lang=lang)))
