"""Scores and scorecards: what was given to whom, within which bounds, and which record cost which point.

All points are exact (``Fraction``). *Low* is the score if everything that is still open turns out badly, *high* the score if it turns out
well; a score whose bounds differ is provisional.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass


class Standing(StrEnum):
    """How one line of a scorecard stands for one subject."""

    KEPT = "kept"  # judged, nothing found
    LOST = "lost"  # something was found
    OPEN = "open"  # not judged, or not to its end: lost in the low bound, kept in the high one
    UNSEEN = "unseen"  # judged in the run and nothing found, but perhaps no record of the subject was among what was judged
    ABSENT = "absent"  # nothing to check, or no limit has run out yet: neither kept nor lost
    NOT_APPLICABLE = "not_applicable"


STANDING_WORDS: Mapping[Standing, Message] = {
    Standing.KEPT: Message("未发现问题", "nothing found"),
    Standing.LOST: Message("发现问题", "found"),
    Standing.OPEN: Message("待定", "open"),
    Standing.UNSEEN: Message("未发现问题(不知有无该单位的记录)", "nothing found (perhaps no record of the subject)"),
    Standing.ABSENT: Message("没有可查的记录", "nothing to check"),
    Standing.NOT_APPLICABLE: Message("不适用", "not applicable"),
}


class Ended(StrEnum):
    """Whether a subject passes, as far as a scorecard says where the line is."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"
    UNSAID = "unsaid"  # the scorecard names no pass mark


ENDED_WORDS: Mapping[Ended, Message] = {
    Ended.PASSED: Message("合格", "passed"),
    Ended.FAILED: Message("不合格", "failed"),
    Ended.OPEN: Message("未定", "open"),
    Ended.UNSAID: Message("", ""),
}


@dataclass(frozen=True)
class Bound:
    """A score and the most that it could have been."""

    value: Fraction
    of: Fraction

    @property
    def share(self) -> Fraction:
        """Give the score as a share; what could not be won counts as nothing."""
        return self.value / self.of if self.of else Fraction(0)


@dataclass(frozen=True)
class Trace:
    """One thing that was found: the record (or the answer of an inspector) and the points that it cost.

    count: how many the answer of an inspector speaks of; a record is one.
    """

    rule: str  # empty: an inspector found it
    kind: str
    record: str
    fingerprint: str
    message: str
    where: str  # the report directory, or the row of the answer
    points: Fraction = Fraction(0)
    count: int = 1


@dataclass(frozen=True)
class ScoreLine:
    """One line of a scorecard for one subject, with its points in both bounds.

    each: points for one occurrence; None where the first takes all, and in models that share out weights. cap: the most that the line can cost
    or earn. lost: what is surely lost (of a bonus line: surely earned). at_risk: what more could be (of a bonus line: could be earned). maybe: occurrences that may come
    to those found; None: any number. lost_low: what it loses in the low bound, in models that share out weights, where lost and at_risk may not add up to it.
    """

    part: str  # veto, deductions, bonus or share
    section: str
    item: str
    item_points: Fraction | None
    id: str
    text: str
    each: Fraction | None
    cap: Fraction
    standing: Standing
    found: int
    maybe: int | None
    lost: Fraction
    at_risk: Fraction
    open: tuple[Message, ...]
    traces: tuple[Trace, ...]
    rules: tuple[str, ...]  # those of the line that the runs hold
    waived: int = 0
    suspected: int = 0
    at_least: int = 1  # of a veto: so many occurrences make it
    unconfirmed: bool = False
    source: str = ""
    weight: Fraction = Fraction(0)
    lost_low: Fraction = Fraction(0)
    by_inspector: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the calculation, as a person would write it down: what, and how much in either bound."""

    name: str  # base, deducted, applicable, rescaled, bonus, vetoed, score, won, of
    said: Message
    low: Fraction
    high: Fraction
    detail: str = ""


@dataclass(frozen=True)
class SectionPart:
    """A section of a three-part scorecard for one subject: its points, and whether it takes part in either bound."""

    id: str
    title: str
    points: Fraction
    in_low: bool
    in_high: bool


@dataclass(frozen=True)
class Change:
    """How a subject compares with the period before."""

    low: Fraction | None
    high: Fraction | None
    rank: int | None  # the rank before
    previous_low: Bound | None
    previous_high: Bound | None
    worse: tuple[str, ...]  # lines that cost more now
    better: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """Who is scored. kind: run, site, unit or region; members: what a region is made of."""

    kind: str
    id: str
    name: str
    region: str = ""
    runs: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Give the name, else the id."""
        return self.name or self.id


@dataclass(frozen=True)
class Score:
    """What one subject got.

    low and high: None where nothing was judged. ranked: whether it takes part in the ranking; ``why_not`` says why it does not.
    by_specification: what a published specification gives for the same results, where it leaves out what was not checked.
    """

    subject: Subject
    low: Bound | None
    high: Bound | None
    ended: Ended
    lines: tuple[ScoreLine, ...]
    steps: tuple[Step, ...]
    sections: tuple[SectionPart, ...] = ()
    vetoed: tuple[str, ...] = ()  # veto lines that are surely met
    may_be_vetoed: tuple[str, ...] = ()
    by_specification: Bound | None = None
    has_evidence: bool = True
    rank: int | None = None
    rank_best: int | None = None
    rank_worst: int | None = None
    band_low: str = ""
    band_high: str = ""
    change: Change | None = None
    notes: tuple[Message, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Tell whether something open could still change it."""
        return self.low != self.high


@dataclass(frozen=True)
class Band:
    """A band of scores: from this share of 100 upwards."""

    start: Fraction
    title: str


@dataclass(frozen=True)
class Value:
    """A value of the scorecard file, as it was applied: where it comes from, and whether that is confirmed."""

    name: str
    value: str
    source: str
    unconfirmed: bool


@dataclass(frozen=True)
class RunUsed:
    """A run that was scored."""

    path: str
    as_of: str
    profile: str | None
    packs: tuple[tuple[str, str], ...]  # id, digest
    rejects: int
    unplaced: int = 0  # findings that name no unit: they may be anybody's
    elsewhere: int = 0  # findings about records that belong to no subject of the sort asked for


@dataclass(frozen=True)
class ScoreReport:
    """A scorecard, filled in for every subject, the best first."""

    name: str
    title: str
    model: str
    source: str
    digest: str
    by: str  # run, site, unit or region
    scores: tuple[Score, ...]
    runs: tuple[RunUsed, ...]
    bands: tuple[Band, ...]
    values: tuple[Value, ...]
    notes: tuple[Message, ...]
    previous: tuple[RunUsed, ...] = ()
    members: tuple[Score, ...] = ()  # what the scores of regions are the means of

    @property
    def unconfirmed(self) -> Sequence[Value]:
        """Give the values whose source is not confirmed."""
        return [value for value in self.values if value.unconfirmed]
