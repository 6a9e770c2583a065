"""A finding, what it says, and what keeps all of them."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dbcheck.errors import Message
from dbcheck.findings.verdicts import Reason, Severity, Verdict
from dbcheck.lean_dataclass import dataclass

if TYPE_CHECKING:
    from dbcheck.calendars import WorkCalendar


@dataclass(frozen=True)
class Finding:
    """One record that breaks (or seems to break) one rule."""

    rule: str
    kind: str
    record: str  # the record's id, or path:row without one, or the group's key
    verdict: Verdict  # FAIL or SUSPECT
    severity: Severity
    message: str
    evidence: Mapping[str, Any]
    path: str | None
    row: int | None
    status: str = ""  # with a baseline: ``new`` or ``persisting``
    unit: str | None = None  # whom the record belongs to: the organisation, else the site or account
    unit_kind: str | None = None  # organization, site or new_media_account
    site: str | None = None  # the site that the record belongs to
    saying: int = 0  # which of the rule's messages it is, so that it can be said in another language
    dated: date | None = None  # the record's own date
    key_digest: str = ""  # the fingerprint, where the record's name is masked

    @property
    def fingerprint(self) -> str:
        """Give what names this finding in every run: a digest of rule and record key."""
        return self.key_digest or fingerprint(self.rule, self.record)


PLACE = r"\{(\w+)\}"  # where a message shows an entry of the evidence


NOTHING = "—"  # what it shows where there is none


def fill(text: str, evidence: Mapping[str, Any]) -> str:
    """Put evidence into the ``{name}`` places of a message."""
    return re.sub(PLACE, lambda place: _spelled(evidence.get(place[1])), text)


def _spelled(value: object) -> str:
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def fingerprint(rule: str, record: str) -> str:
    """Digest rule and record key to 16 hexadecimal digits, the same in every run."""
    return hashlib.sha256(f"{rule}\x00{record}".encode()).hexdigest()[:16]


def fingerprints(rules: Iterable[str], records: Iterable[str]) -> list[str]:
    """Give ``fingerprint`` of many findings, each with the rule at its place; ``rules`` may be longer."""
    digest = hashlib.sha256
    return [digest(f"{rule}\x00{record}".encode()).hexdigest()[:16] for rule, record in zip(rules, records, strict=False)]


class FindingStore(Protocol):
    """All findings of an audit, in memory or spooled to disk."""

    @property
    def total(self) -> int:
        """Give the number of findings."""

    def gravest(self, limit: int, lang: str = "zh", *, status: str = "") -> Sequence[Finding]:
        """Give up to ``limit`` findings: violations first, then advisories, then suspicions; inside by rule and record.

        status: only those that are new, or persisting, seen from a baseline.
        """

    def gravest_frame(self, limit: int, lang: str = "zh", *, status: str = "") -> Any:
        """Give the same as a data frame with the columns of ``frame``."""

    def of_rule(self, rule: str, limit: int, lang: str = "zh") -> Sequence[Finding]:
        """Give up to ``limit`` findings of one rule, in the order of their records."""

    def rule_frame(self, rule: str, limit: int, lang: str = "zh") -> Any:
        """Give the same as a data frame."""

    def by_severity(self) -> Mapping[Severity, int]:
        """Count the findings of each severity."""

    def units(self) -> Set[tuple[str | None, str]]:
        """Give kind and key of every unit that a finding belongs to."""

    def by_unit(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings of each unit; those of nobody under an empty name."""

    def by_month(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings whose records are dated in each month (``2024-05``); undated ones under an empty name."""

    def sayings(self) -> Mapping[str, tuple[Message, ...]]:
        """Give the messages of each rule before evidence is put into them."""

    def write_parquet(self, path: Path, lang: str = "zh") -> None:
        """Write every finding: the names of results.json as columns, ``evidence`` and ``source`` as JSON text."""

    def frame(self, lang: str = "zh") -> Any:
        """Give every finding as a Polars data frame of the same columns."""

    def frames(self, lang: str = "zh") -> Iterator[Any]:
        """Give the same in pieces that fit into memory."""


@dataclass(frozen=True)
class Explanation:
    """How one record (or group) was judged under one rule: what ``--explain`` prints."""

    rule: str
    requirement: str
    reading: str
    check: str
    params: Mapping[str, Any]  # what the pack wrote under ``with``
    kind: str
    record: str
    verdict: Verdict
    reason: Reason | None  # why it is undetermined
    reason_detail: str
    message: str
    values: Mapping[str, Any]  # field path -> the value that was read, None where there is none
    evidence: Mapping[str, Any]
    path: str | None
    row: int | None
    calendar: "WorkCalendar | None" = None  # the working days that its limits were counted by
