"""Everything one audit found, and what it read."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime

from dbcheck.errors import Message
from dbcheck.figures import Figures
from dbcheck.findings.answers import Attested, LedgerRead, Waived
from dbcheck.findings.comparison import Baseline
from dbcheck.findings.finding import FindingStore
from dbcheck.findings.units import ListedUnits, Unit, UnitNames
from dbcheck.findings.verdicts import Outcome, Tallies
from dbcheck.lean_dataclass import dataclass


@dataclass(frozen=True)
class Reject:
    """A row, or one cell of it, that could not be read."""

    path: str
    row: int  # as the user sees it in the file
    column: str  # the header; empty where the whole row is rejected
    value: str
    reason: Message
    whole_row: bool  # true: the record is left out; false: only this field is unreadable


@dataclass(frozen=True)
class Input:
    """One part that was read (a file, a sheet, a frame): read = accepted + rejected."""

    path: str
    kind: str
    read: int
    accepted: int
    rejected: int
    binding: Mapping[str, str | None]  # header -> field, or None where nothing was matched
    size: int | None = None  # bytes
    sha256: str | None = None


@dataclass(frozen=True)
class PackUsed:
    """A pack that took part."""

    id: str
    title: str
    document: str
    effective: date | None
    digest: str
    rules: int
    status: str = "in_force"  # or draft
    coverage: Mapping[str, int] = field(default_factory=dict)  # clauses, rules, and rules by who decides them


@dataclass(frozen=True)
class AuditResult:
    """Everything one audit found: what reports and scorecards are made of."""

    as_of: datetime
    as_of_text: str  # as the user gave it
    profile: str | None
    retroactive: bool
    packs: tuple[PackUsed, ...]
    inputs: tuple[Input, ...]
    outcomes: tuple[Outcome, ...]
    findings: FindingStore
    rejects: Sequence[Reject]  # may be capped in memory at 100,000; rejects_total is the full count
    rejects_total: int
    calendar: str  # which working-day calendar was used, and to which date it reaches
    versions: Mapping[str, str]  # dbcheck, polars, chinesecalendar, python
    baseline: Baseline | None = None  # how it compares with an earlier run, where one was named
    pending: FindingStore | None = None  # what runs out next, where it was asked for: its rows bear the verdict PENDING
    passed_over: tuple[str, ...] = ()  # files, sheets and parts of archives that hold no records
    adjustments: tuple[tuple[str, str, str], ...] = ()  # what a profile changed: rule, what, why
    attested: Attested | None = None  # what inspectors answered, where a checklist was given
    waived: Waived | None = None  # what is not counted, where waivers were given
    subjects: tuple[Unit, ...] = ()  # the organisations, sites and accounts that the export describes
    tallies: "Tallies | None" = None  # how rules ended for each unit, where that was counted
    ledger: LedgerRead | None = None  # what an earlier ledger says beside the findings, where one was given
    names: UnitNames = field(default_factory=ListedUnits)  # what the units of findings are called
    figures: Figures | None = None  # what pictures are drawn from, where a report asks for them
    is_redacted: bool = False  # personal data in its texts is masked

    @property
    def evaluated(self) -> bool:
        """Tell whether at least one record was judged under at least one rule."""
        return any(o.counts.total - o.counts.out_of_scope - o.counts.undetermined > 0 for o in self.outcomes)
