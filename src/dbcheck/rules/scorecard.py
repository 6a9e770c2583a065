"""Scorecards: which line costs how much, where the pass mark is, and where each number comes from.

Its numbers are exact.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from dbcheck.lean_dataclass import dataclass

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {  # what ``applies`` may ask of a subject, and the words it knows
    "site_kind": ("portal", "department", "other"),
    "level": ("state", "province", "prefecture", "county", "township"),
    "serves_public": ("true", "false"),
}


@dataclass(frozen=True)
class Origin:
    """Where a number comes from, and whether that is confirmed."""

    source: str
    unconfirmed: bool = False


@dataclass(frozen=True)
class CardLine:
    """One thing that costs (or earns) points.

    each: points for one occurrence; None: the first takes all there is. rules: ids of rules whose findings are occurrences. is_partial: the
    rules see only a part of it, so that nothing found does not mean that nothing is there. at_least: of a veto, how many occurrences make it.
    applies: attribute -> the values for which it is checked.
    """

    id: str
    text: str
    origin: Origin
    each: Fraction | None = None
    cap: Fraction | None = None
    rules: tuple[str, ...] = ()
    is_partial: bool = False
    at_least: int = 1
    applies: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class CardItem:
    """An indicator: its lines together never cost more than its points."""

    id: str
    title: str
    points: Fraction
    origin: Origin
    lines: tuple[CardLine, ...]


@dataclass(frozen=True)
class CardSection:
    """A section of indicators; where it does not apply, the others are scaled up."""

    id: str
    title: str
    points: Fraction
    origin: Origin
    items: tuple[CardItem, ...]
    applies: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Veto:
    """What ends the scoring. score: what a vetoed subject gets, never more than it would have had."""

    score: Fraction
    origin: Origin
    lines: tuple[CardLine, ...]


@dataclass(frozen=True)
class Deductions:
    """Points to lose. applies: for whom points are given at all; the others only pass or fail by the veto."""

    total: Fraction
    fails_below: Fraction
    origin: Origin
    sections: tuple[CardSection, ...]
    applies: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Bonus:
    """Points to earn, only above a score, and never more than ``cap``."""

    above: Fraction
    cap: Fraction
    origin: Origin
    lines: tuple[CardLine, ...]


@dataclass(frozen=True)
class ThreePart:
    """The three-part scheme: veto, deductions, bonus."""

    veto: Veto | None
    deductions: Deductions
    bonus: Bonus | None


@dataclass(frozen=True)
class Shares:
    """Weights by modality, for the models that share out a whole. per: clause or rule. fails_below: of 100; None: no pass mark."""

    weights: Mapping[str, Fraction]
    origin: Origin
    per: str = "clause"
    fails_below: Fraction | None = None
    pass_origin: Origin | None = None


@dataclass(frozen=True)
class CardBand:
    """A band: from so many of 100."""

    start: Fraction
    title: str
    title_en: str = ""


@dataclass(frozen=True)
class Region:
    """How a region is scored: as the mean of its sites or units. with_veto: the most it gets when one of them is vetoed."""

    of: str
    origin: Origin
    with_veto: Fraction | None = None


@dataclass(frozen=True)
class Scorecard:
    """One scorecard file."""

    name: str
    title: str
    title_en: str
    model: str
    origin: Origin
    scheme: ThreePart | Shares
    bands: tuple[CardBand, ...]
    bands_origin: Origin
    region: Region
    notes: tuple[str, ...]
    path: str
    digest: str

    @property
    def lines(self) -> tuple[tuple[str, CardLine], ...]:
        """Give every line of a three-part scorecard with the part that it belongs to."""
        if isinstance(self.scheme, Shares):
            return ()
        scheme = self.scheme
        deducted = (line for section in scheme.deductions.sections for item in section.items for line in item.lines)
        return (
            *(("veto", line) for line in (scheme.veto.lines if scheme.veto else ())),
            *(("deductions", line) for line in deducted),
            *(("bonus", line) for line in (scheme.bonus.lines if scheme.bonus else ())),
        )


def localised(card: Scorecard, lang: str) -> Scorecard:
    """Give a scorecard whose title and bands are called in a language, where the file says how; the rest is as the document has it."""
    if lang != "en":
        return card
    bands = tuple(CardBand(band.start, band.title_en or band.title, band.title_en) for band in card.bands)
    return replace(card, title=card.title_en, bands=bands)
