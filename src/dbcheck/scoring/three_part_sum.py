"""The sum of a three-part scorecard: from what its lines lost to both bounds, step by step as a person would write it down."""

from collections.abc import Sequence
from fractions import Fraction

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.scorecard import ThreePart
from dbcheck.scores import Bound, ScoreLine, SectionPart, Step

NONE = Fraction(0)


@dataclass(frozen=True)
class World:
    """Which of the sections apply, for one way that it may be, and what is surely lost then and what more may be."""

    applies: tuple[bool, ...]
    points: Fraction
    lost: Fraction
    risk: Fraction

    def score(self, total: Fraction, *, at_worst: bool) -> Fraction:
        """Give the score after deduction, scaled up to the total; where nothing applies nothing is lost."""
        lost = self.lost + (self.risk if at_worst else NONE)
        return (self.points - lost) * total / self.points if self.points else total


@dataclass(frozen=True)
class Bounds:
    """Both bounds, how they came about, and which sections took part in each."""

    low: Bound
    high: Bound
    steps: tuple[Step, ...]
    sections: tuple[SectionPart, ...]


def bounds_of(
    scheme: ThreePart, worlds: Sequence[World], bonus: Sequence[ScoreLine], *, vetoed: bool, perhaps: bool
) -> Bounds:
    """Calculate both bounds: the worst and the best of all ways that it may be."""
    total = scheme.deductions.total
    low = min(worlds, key=lambda world: world.score(total, at_worst=True))
    high = max(worlds, key=lambda world: world.score(total, at_worst=False))
    steps = _deducted(low, high, total)
    values = [low.score(total, at_worst=True), high.score(total, at_worst=False)]
    if scheme.bonus is not None:
        sure, more = (sum((getattr(line, name) for line in bonus), NONE) for name in ("lost", "at_risk"))
        extra = [sure if values[0] > scheme.bonus.above else NONE, sure + more if values[1] > scheme.bonus.above else NONE]
        above = scheme.bonus.above
        steps.append(
            Step("bonus", Message(f"加分(高于 {above} 分才计)", f"bonus (only above {above})"), extra[0], extra[1])
        )
        values = [value + added for value, added in zip(values, extra, strict=True)]
    if scheme.veto is not None and (vetoed or perhaps):
        values = [min(values[0], scheme.veto.score), min(values[1], scheme.veto.score) if vetoed else values[1]]
        said = Message("单项否决后", "after the veto") if vetoed else Message("如被单项否决", "if it is vetoed")
        steps.append(Step("vetoed", said, values[0], values[1]))
    steps.append(Step("score", Message("得分", "score"), values[0], values[1]))
    parts = zip(scheme.deductions.sections, low.applies, high.applies, strict=True)
    sections = tuple(SectionPart(each.id, each.title, each.points, *taking_part) for each, *taking_part in parts)
    return Bounds(Bound(values[0], total), Bound(values[1], total), tuple(steps), sections)


def _deducted(low: World, high: World, total: Fraction) -> list[Step]:
    """Give the steps up to the score after deduction."""
    steps = [
        Step("applicable", Message("适用部分的分值", "points that apply"), low.points, high.points),
        Step("deducted", Message("扣分", "deducted"), -(low.lost + low.risk), -high.lost),
    ]
    if {low.points, high.points} != {total}:
        scaled = [low.score(total, at_worst=True), high.score(total, at_worst=False)]
        steps.append(Step("rescaled", Message(f"折算为 {total} 分制", f"scaled up to {total}"), scaled[0], scaled[1]))
    return steps
