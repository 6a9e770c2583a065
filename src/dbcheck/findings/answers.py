"""What people answered: checklists, waivers and ledgers that came back, and what became of each."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from dbcheck.errors import Message
from dbcheck.findings.finding import FindingStore
from dbcheck.lean_dataclass import dataclass


@dataclass(frozen=True)
class FormRead:
    """A filled-in form that took part in an audit."""

    path: str
    size: int  # bytes
    sha256: str


class Effect(StrEnum):
    """What an inspector's answer did."""

    ANSWERED = "answered"  # it decided a rule that waits for people
    SUPPRESSED = "suppressed"  # it does not apply: automatic findings are out of scope
    CONFIRMED = "confirmed"  # a suspicion became a failure
    CLEARED = "cleared"  # a suspicion became a pass
    EXPIRED = "expired"
    NOT_YET = "not_yet"  # given after the audit date
    UNUSED = "unused"  # it met nothing; ``why`` says more


@dataclass(frozen=True)
class AnswerUsed:
    """One answer of a checklist, and what it did to how many records."""

    rule: str
    record: str  # empty: the whole rule
    answer: str  # pass, fail or na
    effect: Effect
    count: int
    why: Message
    evidence: str
    note: str
    inspector: str
    day: date
    expires: date | None
    where: str


@dataclass(frozen=True)
class Attested:
    """The answers of inspectors and what they did."""

    form: FormRead
    answers: tuple[AnswerUsed, ...]

    def count(self, effect: Effect) -> int:
        """Give how many answers had this effect."""
        return sum(answer.effect is effect for answer in self.answers)


class WaiverState(StrEnum):
    """What became of a waiver."""

    APPLIED = "applied"
    EXPIRED = "expired"
    UNUSED = "unused"
    UNKNOWN = "unknown"  # no such rule in the run, or no finding about the records that it names


@dataclass(frozen=True)
class WaiverUsed:
    """One waiver or false alarm, and how many findings it covers."""

    kind: str  # waiver or false_alarm
    rule: str
    records: tuple[str, ...]
    unit: str
    period: str
    reason: str
    approver: str
    document: str
    expires: date | None
    where: str
    state: WaiverState
    count: int
    why: Message
    fingerprint: str = ""  # of a ledger's row: the one finding that it is about


@dataclass(frozen=True)
class Waived:
    """The waivers of an audit and the findings that they cover."""

    form: FormRead
    waivers: tuple[WaiverUsed, ...]
    findings: FindingStore

    def count(self, state: WaiverState) -> int:
        """Give how many waivers ended so."""
        return sum(waiver.state is state for waiver in self.waivers)


@dataclass(frozen=True)
class LedgerNote:
    """One row of a ledger (问题台账) that came back, beside the finding that its fingerprint names; empty for a row that people added.

    texts: what every column says, by the names of ``rules.ledger``; empty columns are left out.
    """

    fingerprint: str
    rule: str
    record: str
    is_false_alarm: bool
    texts: Mapping[str, str]
    where: str


@dataclass(frozen=True)
class LedgerRead:
    """A ledger that came back: what people wrote beside the findings of an earlier run.

    notes: fingerprint -> row. added: rows that people wrote themselves. met: the fingerprints that this run found again, waived ones too.
    """

    form: FormRead
    notes: Mapping[str, LedgerNote]
    added: tuple[LedgerNote, ...] = ()
    met: frozenset[str] = frozenset()
