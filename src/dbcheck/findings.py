"""Verdicts, outcomes and findings: what an audit can say."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dbcheck.errors import Message
from dbcheck.figures import Amounts, Figures
from dbcheck.lean_dataclass import dataclass

if TYPE_CHECKING:
    from dbcheck.calendars import WorkCalendar


class Verdict(IntEnum):
    """How one record ended under one rule; the number is its code inside the engine."""

    OUT_OF_SCOPE = 0
    PASS = 1
    FAIL = 2
    SUSPECT = 3
    PENDING = 4
    UNDETERMINED = 5

    @property
    def word(self) -> str:
        """Give the word that results.json uses."""
        return self.name.lower()


class OutcomeKind(StrEnum):
    """How one rule ended."""

    PASS = "pass"
    FAIL = "fail"
    SUSPECT = "suspect"
    UNDETERMINED = "undetermined"
    NO_POPULATION = "no_population"
    NOT_APPLICABLE = "not_applicable"
    MANUAL = "manual"
    ERROR = "error"


class Severity(StrEnum):
    """How grave a finding is: shall and must_not → violation, should → advisory, a heuristic → suspicion, may and info → none."""

    VIOLATION = "violation"
    ADVISORY = "advisory"
    SUSPICION = "suspicion"
    NONE = "none"


SEVERITY_OF_MODALITY: Mapping[str, Severity] = {
    "shall": Severity.VIOLATION,
    "must_not": Severity.VIOLATION,
    "should": Severity.ADVISORY,
    "may": Severity.NONE,
    "info": Severity.NONE,
}


class Reason(StrEnum):
    """Why a record or a rule could not be judged."""

    MISSING_VALUE = "missing_value"  # a value the rule needs is empty
    UNREADABLE_VALUE = "unreadable_value"  # the export holds something that cannot be read
    MISSING_COLUMN = "missing_column"  # the export does not carry the field
    KIND_NOT_SUPPLIED = "kind_not_supplied"  # no source holds records of the kind
    UNRESOLVED_REFERENCE = "unresolved_reference"  # a reference names no record, or more than one
    UNKNOWN_CALENDAR = "unknown_calendar"  # a limit runs into a year whose working days are not published
    NO_CLOCK_TIME = "no_clock_time"  # a date without a clock time where the hour decides
    UNKNOWN_DATE = "unknown_date"  # the record's own date is missing, so the edition that judges it is unknown
    UNCLASSIFIED = "unclassified"  # a field of the rule's condition is empty
    NO_RECORDS = "no_records"  # a period after the last that any record speaks of: perhaps not exported
    PART_OF_PERIOD = "part_of_period"  # what is counted for existed during a part of the period only
    REJECTED_RECORDS = "rejected_records"  # rejected rows could change the count
    NOT_FETCHED = "not_fetched"  # no snapshot of the page
    BROKEN_CHECKER = "broken_checker"
    NO_NUMBER = "no_number"  # the text gives no number: measured only
    INFORMATIVE = "informative"
    NOT_IN_FORCE = "not_in_force"
    SWITCHED_OFF = "switched_off"  # by the profile, which says why
    ATTESTATION = "attestation"
    ATTESTED_NA = "attested_na"  # an inspector answered, with evidence, that it does not apply
    WAIVED = "waived"  # every fail is waived
    NOT_YET_DUE = "not_yet_due"  # every record is pending


REASON_WORDS: Mapping[Reason, Message] = {
    Reason.MISSING_VALUE: Message("缺少判定所需的值", "a value it needs is empty"),
    Reason.UNREADABLE_VALUE: Message("值无法识读", "a value cannot be read"),
    Reason.MISSING_COLUMN: Message("导出中没有该列", "the export does not carry the column"),
    Reason.KIND_NOT_SUPPLIED: Message("没有提供该类记录", "no source holds this kind"),
    Reason.UNRESOLVED_REFERENCE: Message("引用找不到唯一的记录", "a reference names no single record"),
    Reason.UNKNOWN_CALENDAR: Message(
        "期限进入工作日尚未公布的年份", "the limit runs into a year without published working days"
    ),
    Reason.NO_CLOCK_TIME: Message("只有日期没有时刻,无法分先后", "a date without a clock time where the hour decides"),
    Reason.UNKNOWN_DATE: Message(
        "记录自身日期缺失,无法确定适用版本", "the record's own date is missing, so its edition is unknown"
    ),
    Reason.UNCLASSIFIED: Message("适用条件所需的分类缺失", "a classification that the rule's condition needs is missing"),
    Reason.NO_RECORDS: Message(
        "该期间没有任何记录,可能不在导出范围内", "no record speaks of the period, it may not have been exported"
    ),
    Reason.PART_OF_PERIOD: Message(
        "该对象只在期间的一部分时间存在", "what is counted for existed during a part of the period only"
    ),
    Reason.REJECTED_RECORDS: Message("被剔除的记录可能改变计数", "rejected records could change the count"),
    Reason.NOT_FETCHED: Message("没有该网页的快照", "there is no snapshot of the page"),
    Reason.BROKEN_CHECKER: Message("检查器出错", "the checker broke"),
    Reason.NO_NUMBER: Message("文本没有数字,只计量不判定", "the text gives no number: measured only"),
    Reason.INFORMATIVE: Message("说明性条款,不作判定", "informative, never evaluated"),
    Reason.NOT_IN_FORCE: Message("标准尚未实施", "not in force"),
    Reason.SWITCHED_OFF: Message("适用方案不适用该条", "switched off by the profile"),
    Reason.NOT_YET_DUE: Message("期限均未届满", "no limit has run out yet"),
    Reason.ATTESTED_NA: Message("人工核查认定不适用", "an inspector found that it does not apply"),
    Reason.WAIVED: Message("不符合已豁免或认定为误报", "what failed is waived or a false alarm"),
    Reason.ATTESTATION: Message("须人工核查", "waits for an attestation"),
}


@dataclass(frozen=True)
class Counts:
    """How many records (or groups, under a rule about groups) ended how; the sum is all there were."""

    out_of_scope: int = 0
    passed: int = 0
    fail: int = 0
    suspect: int = 0
    pending: int = 0
    undetermined: int = 0
    waived: int = 0  # fails that a waiver covers, counted apart

    @property
    def total(self) -> int:
        """Give the sum of all verdicts, waived fails among them."""
        return self.out_of_scope + self.passed + self.fail + self.suspect + self.pending + self.undetermined + self.waived

    def as_json(self) -> dict[str, int]:
        """Give the counts under the words of results.json."""
        return {
            "out_of_scope": self.out_of_scope,
            "pass": self.passed,
            "fail": self.fail,
            "suspect": self.suspect,
            "pending": self.pending,
            "undetermined": self.undetermined,
            "waived": self.waived,
        }


Belonging = tuple[str, str, str]  # unit, its kind, and the site of a record; empty where there is none
Tallies = Mapping[tuple[str, Belonging], Counts]  # (rule, whose records) -> verdicts, before people decided anything


@dataclass(frozen=True)
class Undecided:
    """Records of one rule that could not be judged, for one reason."""

    reason: Reason
    detail: str  # the field, kind or year it is about; empty where the reason says all
    count: int
    samples: tuple[str, ...] = ()  # up to five records


@dataclass(frozen=True)
class Measure:
    """What a rule without a number measured: elapsed ``unit`` over ``count`` records."""

    unit: str
    count: int
    minimum: int
    median: int
    p90: int
    maximum: int
    taken: Amounts = ()  # elapsed units -> records, the shortest first; not in results.json


@dataclass(frozen=True)
class Outcome:
    """How one rule ended."""

    rule: str  # PACK/CLAUSE or PACK/CLAUSE#PART
    clause: str
    part: str
    pack: str
    modality: str
    requirement: str
    check: str
    kind: str | None  # the kind whose records (or groups) are counted
    outcome: OutcomeKind
    counts: Counts = field(default_factory=Counts)
    reason: Reason | None = None  # why it was not judged, the chief one
    reason_detail: str = ""
    undecided: tuple[Undecided, ...] = ()
    measure: Measure | None = None
    error: str = ""  # what the checker raised, where outcome is ERROR
    upcoming: Counts | None = None  # of a rule that is announced and not yet in force: how records would end under it


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


def fingerprints(rule: str, records: Iterable[str]) -> list[str]:
    """Give ``fingerprint`` for many records of one rule."""
    digest, shared = hashlib.sha256, f"{rule}\x00".encode()
    return [digest(shared + record.encode()).hexdigest()[:16] for record in records]


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


NEW, PERSISTING = "new", "persisting"  # what a finding is, seen from a baseline


@dataclass(frozen=True)
class RuleChange:
    """How the findings of one rule compare with those of a baseline."""

    rule: str
    new: int
    persisting: int
    resolved: int
    not_judged: int
    waived: int = 0  # findings of the earlier run that a waiver covers now
    is_newly_judged: bool = False  # the baseline did not judge the rule, so its new findings may be old ones


@dataclass(frozen=True)
class Baseline:
    """How a run compares with an earlier one.

    resolved: findings of the earlier run whose record was judged again and does not break the rule now. not_judged: findings of the
    earlier run whose rule or record was not judged now, or is not in the export any more.
    """

    path: str
    as_of: str
    rules: tuple[RuleChange, ...]
    new_by_severity: Mapping[Severity, int]

    @property
    def new(self) -> int:
        """Give the number of new findings."""
        return sum(change.new for change in self.rules)

    @property
    def persisting(self) -> int:
        """Give the number of findings that both runs have."""
        return sum(change.persisting for change in self.rules)

    @property
    def resolved(self) -> int:
        """Give the number of findings that are no more."""
        return sum(change.resolved for change in self.rules)

    @property
    def not_judged(self) -> int:
        """Give the number of earlier findings that this run says nothing about."""
        return sum(change.not_judged for change in self.rules)

    @property
    def waived(self) -> int:
        """Give the number of earlier findings that a waiver covers now."""
        return sum(change.waived for change in self.rules)

    @property
    def newly_judged(self) -> int:
        """Give the number of new findings under rules that the earlier run did not judge."""
        return sum(change.new for change in self.rules if change.is_newly_judged)


UNIT_KINDS = ("organization", "site", "new_media_account")  # what records belong to


@dataclass(frozen=True)
class UnitName:
    """What an organisation, site or account is called; the key itself where no record says."""

    kind: str | None
    key: str
    name: str
    code: str = ""  # of a site: its official code (网站标识码)


class UnitNames(Protocol):
    """The names of units, looked up when a report asks for them."""

    def name_of(self, kind: str | None, key: str) -> UnitName:
        """Give what a unit is called."""


@dataclass(frozen=True)
class ListedUnits:
    """UnitNames out of a table by kind and key; a unit that is not there is called by its key."""

    units: Mapping[tuple[str | None, str], UnitName] = field(default_factory=dict)

    def name_of(self, kind: str | None, key: str) -> UnitName:
        """Give what a unit is called."""
        return self.units.get((kind, key)) or UnitName(kind, key, key)


class FindingStore(Protocol):
    """All findings of an audit, in memory or spooled to disk."""

    @property
    def total(self) -> int:
        """Give the number of findings."""

    def gravest(self, limit: int, lang: str = "zh", *, status: str = "") -> Sequence[Finding]:
        """Give up to ``limit`` findings: violations first, then advisories, then suspicions; inside by rule and record.

        status: only those that are new, or persisting, seen from a baseline.
        """

    def of_rule(self, rule: str, limit: int, lang: str = "zh") -> Sequence[Finding]:
        """Give up to ``limit`` findings of one rule, in the order of their records."""

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
class FormRead:
    """A filled-in form that took part in an audit."""

    path: str
    size: int  # bytes
    sha256: str


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


@dataclass(frozen=True)
class Attested:
    """The answers of inspectors and what they did."""

    form: FormRead
    answers: tuple[AnswerUsed, ...]

    def count(self, effect: Effect) -> int:
        """Give how many answers had this effect."""
        return sum(answer.effect is effect for answer in self.answers)


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


@dataclass(frozen=True)
class Unit:
    """An organisation, site or account that records can belong to, as far as the export describes it.

    org: of a site or account, the key of its organisation.
    """

    kind: str
    id: str
    name: str = ""
    org: str = ""
    region: str = ""
    level: str = ""
    type: str = ""  # organization.kind, site.kind or new_media_account.platform
    status: str = ""
    serves_public: bool | None = None
    code: str = ""


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
