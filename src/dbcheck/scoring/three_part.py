"""The three-part scheme: vetoes, points to lose with a cap for each item, and a bonus above a score.

A vetoed subject fails and gets the veto score, never more than it would have had. A section that does not apply is left out and the rest is scaled up to the
total. The bonus opens above a score, after deduction and scaling. Everything is computed twice, with what is open as lost and as won.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from itertools import product

from dbcheck.errors import Message
from dbcheck.findings import Outcome
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.attestations import AnswerWord
from dbcheck.rules.score_answers import ItemAnswer
from dbcheck.rules.scorecard import Bonus, CardItem, CardLine, CardSection, Scorecard, ThreePart, Veto
from dbcheck.scores import Ended, Score, ScoreLine, Standing, Trace
from dbcheck.scoring.answered import Answers
from dbcheck.scoring.runs import Run
from dbcheck.scoring.seats import Seat
from dbcheck.scoring.standings import together, view
from dbcheck.scoring.tally import Tally
from dbcheck.scoring.three_part_sum import Bounds, World, bounds_of

NONE = Fraction(0)
NOT_COVERED = Message("没有规则检查,尚无人工核查", "no rule checks it, and no inspector has answered")
PARTLY_COVERED = Message(
    "规则只查到其中一部分,其余尚无人工核查", "the rules see a part of it, nobody has looked at the rest"
)
UNKNOWN_APPLIES = Message("不知是否适用", "whether it applies is not known")
ONLY_VETO = Message("只查单项否决,不计分", "only vetoes are looked at: no points")


@dataclass(frozen=True)
class Looked:
    """What is known of one line before its points: what surely occurred, how much more may have, and why that is open."""

    card: CardLine
    standing: Standing
    sure: int
    maybe: int | None
    why: tuple[Message, ...]
    traces: tuple[Trace, ...]
    rules: tuple[str, ...]
    waived: int = 0
    suspected: int = 0
    by_inspector: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether more may have occurred."""
        return self.maybe is None or self.maybe > 0

    def possible(self) -> int | None:
        """Give how many occurrences there are at most; None: any number."""
        return None if self.maybe is None else self.sure + self.maybe


@dataclass
class ThreePartScoring:
    """Scores one subject."""

    seat: Seat
    runs: Sequence[Run]
    tallied: Tally
    card: Scorecard
    answers: Answers
    outcomes: Mapping[int, Mapping[str, Outcome]] = field(init=False)

    def __post_init__(self) -> None:
        self.outcomes = {n: {outcome.rule: outcome for outcome in self.runs[n].outcomes} for n in self.seat.runs}

    def score(self) -> Score:
        """Give the score with its lines and steps."""
        scheme = self.card.scheme
        assert isinstance(scheme, ThreePart)
        vetoes = [self._look(line, ("veto",)) for line in (scheme.veto.lines if scheme.veto else ())]
        vetoed = [looked.card.id for looked in vetoes if looked.sure >= looked.card.at_least]
        perhaps = [looked.card.id for looked in vetoes if looked.card.id not in vetoed and _may_veto(looked)]
        lines = [_veto_line(looked, scheme.veto) for looked in vetoes]
        if _applies(scheme.deductions.applies, self.seat) is False:
            return self._without_points(lines, vetoed, perhaps)
        sections = [(section, self._section(section)) for section in scheme.deductions.sections]
        lines += [line for _, held in sections for line in held]
        bonus = [self._look(line, ("bonus",)) for line in (scheme.bonus.lines if scheme.bonus else ())]
        bonus_lines = _bonus_lines(bonus, scheme.bonus)
        bounds = bounds_of(scheme, self._worlds(sections), bonus_lines, vetoed=bool(vetoed), perhaps=bool(perhaps))
        return self._done([*lines, *bonus_lines], bounds, vetoed=vetoed, perhaps=perhaps)

    def _done(self, lines: Sequence[ScoreLine], bounds: Bounds, *, vetoed: Sequence[str], perhaps: Sequence[str]) -> Score:
        assert isinstance(self.card.scheme, ThreePart)
        line = self.card.scheme.deductions.fails_below
        at_worst = not vetoed and not perhaps and bounds.low.value >= line
        at_best = not vetoed and bounds.high.value >= line
        return Score(
            subject=self.seat.subject,
            low=bounds.low,
            high=bounds.high,
            ended=Ended.PASSED if at_worst else Ended.OPEN if at_best else Ended.FAILED,
            lines=tuple(lines),
            steps=bounds.steps,
            sections=bounds.sections,
            vetoed=tuple(vetoed),
            may_be_vetoed=tuple(perhaps),
            has_evidence=self._has_evidence(lines),
        )

    def _without_points(self, lines: Sequence[ScoreLine], vetoed: Sequence[str], perhaps: Sequence[str]) -> Score:
        ended = Ended.FAILED if vetoed else Ended.OPEN if perhaps else Ended.PASSED
        return Score(
            subject=self.seat.subject,
            low=None,
            high=None,
            ended=ended,
            lines=tuple(lines),
            steps=(),
            vetoed=tuple(vetoed),
            may_be_vetoed=tuple(perhaps),
            has_evidence=self._has_evidence(lines),
            notes=(ONLY_VETO,),
        )

    def _has_evidence(self, lines: Sequence[ScoreLine]) -> bool:
        looked = any(line.found + line.suspected + line.waived or line.by_inspector for line in lines)
        is_judged = any(line.standing in (Standing.KEPT, Standing.ABSENT) for line in lines if line.rules)
        return looked or self.seat.has_records or (self.seat.subject.kind == "run" and is_judged)

    # -- one line -------------------------------------------------------------------------------------------------------

    def _look(self, line: CardLine, around: tuple[str, ...]) -> Looked:
        """Find out how a line stands; ``around`` is what it stands in, the nearest first: an answer about that covers it too."""
        held = [rule for rule in line.rules if any(rule in known for known in self.outcomes.values())]
        views = [[view(known[rule], n, self.seat) for n, known in self.outcomes.items() if rule in known] for rule in held]
        found = self.tallied.of(self.seat, line.id)
        stood = together(views, found, self.tallied.unplaced_for(self.seat, line.id))
        fails = self.answers.fails(line.id)
        looked = Looked(
            card=line,
            standing=stood.standing,
            sure=found.sure + sum(answer.count for answer in fails),
            maybe=stood.maybe,
            why=stood.why,
            traces=(*found.traces, *_answered(fails)),
            rules=tuple(held),
            waived=found.waived,
            suspected=found.perhaps,
        )
        return self._closed(looked, is_judged=stood.is_judged, around=around)

    def _closed(self, looked: Looked, *, is_judged: bool, around: tuple[str, ...]) -> Looked:
        """Apply what inspectors said, and leave open what nobody looked at."""
        applies = _applies(looked.card.applies, self.seat)
        own, wide = self.answers.word(looked.card.id), self.answers.word(*around)
        if own is AnswerWord.NA or applies is False or (own is None and not is_judged and wide is AnswerWord.NA):
            return replace(
                looked,
                standing=Standing.NOT_APPLICABLE,
                sure=0,
                maybe=0,
                why=(),
                traces=(),
                by_inspector=own is not None or wide is not None,
            )
        if own is not None or (wide is not None and not is_judged):
            is_bad = own is AnswerWord.FAIL or (own is None and wide is AnswerWord.FAIL)
            standing = Standing.LOST if looked.sure or is_bad else Standing.KEPT
            return replace(looked, standing=standing, maybe=0, why=(), by_inspector=True)
        if not is_judged:
            looked = replace(looked, standing=Standing.OPEN, maybe=None, why=looked.why or (NOT_COVERED,))
        elif looked.card.is_partial and wide is not AnswerWord.PASS:
            standing = Standing.LOST if looked.sure else Standing.OPEN
            looked = replace(looked, standing=standing, maybe=None, why=(*looked.why, PARTLY_COVERED))
        if applies is None and looked.sure + (1 if looked.is_open else 0):
            maybe = None if looked.maybe is None else looked.maybe + looked.sure
            looked = replace(
                looked, standing=Standing.OPEN, sure=0, maybe=maybe, traces=(), why=(*looked.why, UNKNOWN_APPLIES)
            )
        return looked

    # -- points ---------------------------------------------------------------------------------------------------------

    def _section(self, section: CardSection) -> list[ScoreLine]:
        return [line for item in section.items for line in self._item(section, item)]

    def _item(self, section: CardSection, item: CardItem) -> Iterator[ScoreLine]:
        """Give the lines of an item: together they never cost more than its points, the first ones first."""
        left = item.points
        looked_at = [self._look(line, (item.id, section.id, "deductions")) for line in item.lines]
        lost: list[Fraction] = []
        for looked in looked_at:
            lost.append(min(_cost(looked, item, looked.sure), left))
            left -= lost[-1]
        for looked, surely in zip(looked_at, lost, strict=True):
            at_risk = min(max(_cost(looked, item, looked.possible()) - surely, NONE), left)
            left -= at_risk
            yield _line("deductions", looked, surely, at_risk, cap=_cap(looked, item), section=section.id, item=item)

    def _worlds(self, sections: Sequence[tuple[CardSection, Sequence[ScoreLine]]]) -> list[World]:
        """Give the deductions for every way in which the sections may apply."""
        ways = [self._ways(section) for section, _ in sections]
        worlds = []
        for chosen in product(*ways):
            held = [pair for pair, applies in zip(sections, chosen, strict=True) if applies]
            lines = [line for _, inside in held for line in inside]
            points = sum((section.points for section, _ in held), NONE)
            lost, risk = (sum((getattr(line, name) for line in lines), NONE) for name in ("lost", "at_risk"))
            worlds.append(World(chosen, points, lost, risk))
        return worlds

    def _ways(self, section: CardSection) -> tuple[bool, ...]:
        """Tell whether a section applies: an inspector's word, then what is known of the subject; both ways where neither says.

        Who has looked at a line of it has found that it applies.
        """
        if self.answers.word(section.id) is AnswerWord.NA:
            return (False,)
        inside = [
            section.id,
            *(item.id for item in section.items),
            *(line.id for item in section.items for line in item.lines),
        ]
        if any(self.answers.word(name) not in (None, AnswerWord.NA) for name in inside):
            return (True,)
        applies = _applies(section.applies, self.seat)
        return (True, False) if applies is None else (applies,)


def _applies(asked: Mapping[str, tuple[str, ...]] | None, seat: Seat) -> bool | None:
    """Tell whether a condition holds of a subject; None where it is not known. Of what kind a site is, only a known site is asked."""
    answers = []
    for name, wanted in (asked or {}).items():
        known = seat.attributes.get(name)
        answers.append((True if name == "site_kind" else None) if known is None else known in wanted)
    return False if False in answers else None if None in answers else True


def _may_veto(looked: Looked) -> bool:
    possible = looked.possible()
    return possible is None or possible >= looked.card.at_least


def _answered(fails: Sequence[ItemAnswer]) -> Iterator[Trace]:
    """Give what inspectors found; an answer may speak of several occurrences."""
    for answer in fails:
        said = answer.note or answer.evidence
        yield Trace(
            "", "", answer.item, "", f"{said}({answer.day})" if said else str(answer.day), answer.where, count=answer.count
        )


def _cap(looked: Looked, item: CardItem) -> Fraction:
    """Give the most that a line can cost."""
    return item.points if looked.card.cap is None else min(looked.card.cap, item.points)


def _cost(looked: Looked, item: CardItem, occurrences: int | None) -> Fraction:
    """Give what so many occurrences cost; None: any number. Without points for each, the first one costs everything."""
    if occurrences is None or (looked.card.each is None and occurrences):
        return _cap(looked, item)
    return min(_cap(looked, item), (looked.card.each or NONE) * occurrences)


def _line(
    part: str,
    looked: Looked,
    lost: Fraction,
    at_risk: Fraction,
    *,
    cap: Fraction,
    section: str = "",
    item: CardItem | None = None,
) -> ScoreLine:
    card = looked.card
    return ScoreLine(
        part=part,
        section=section,
        item=item.id if item else "",
        item_points=item.points if item else None,
        id=card.id,
        text=card.text,
        each=card.each,
        cap=cap,
        standing=looked.standing,
        found=looked.sure,
        maybe=looked.maybe,
        lost=lost,
        at_risk=at_risk,
        open=looked.why,
        traces=_with_points(looked.traces, card.each, lost) if part == "deductions" else looked.traces,
        rules=looked.rules,
        waived=looked.waived,
        suspected=looked.suspected,
        at_least=card.at_least,
        unconfirmed=card.origin.unconfirmed,
        source=card.origin.source,
        by_inspector=looked.by_inspector,
    )


def _with_points(traces: Sequence[Trace], each: Fraction | None, lost: Fraction) -> tuple[Trace, ...]:
    """Give what each occurrence cost, the first ones first, until the cap is reached; together it is what the line lost."""
    left, costed = lost, []
    for trace in traces:
        cost = left if each is None else min(each * trace.count, left)
        left -= cost
        costed.append(replace(trace, points=cost))
    return tuple(costed)


def _veto_line(looked: Looked, veto: Veto | None) -> ScoreLine:
    assert veto is not None
    return _line("veto", looked, NONE, NONE, cap=NONE)


def _bonus_lines(looked_at: Sequence[Looked], bonus: Bonus | None) -> list[ScoreLine]:
    """Give what is surely earned and what may be, together never more than the cap. Only what was looked at and is whole earns anything."""
    lines: list[ScoreLine] = []
    left = bonus.cap if bonus else NONE
    earned = [min(looked.card.each or NONE, left) if looked.standing is Standing.KEPT else NONE for looked in looked_at]
    for at, amount in enumerate(earned):
        earned[at] = min(amount, left)
        left -= earned[at]
    for looked, sure in zip(looked_at, earned, strict=True):
        may_be = looked.standing in (Standing.OPEN, Standing.UNSEEN)
        more = min(looked.card.each or NONE, left) if may_be else NONE
        left -= more
        lines.append(_line("bonus", looked, sure, more, cap=looked.card.each or NONE))
    return lines
