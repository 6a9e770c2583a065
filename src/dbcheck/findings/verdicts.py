"""Verdicts, and how rules end: the words in which an audit counts."""

from collections.abc import Mapping
from dataclasses import field
from enum import IntEnum, StrEnum

from dbcheck.errors import Message
from dbcheck.figures import Amounts
from dbcheck.lean_dataclass import dataclass


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
