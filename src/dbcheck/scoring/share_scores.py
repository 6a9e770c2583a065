"""Scores by a model that shares out a whole: clauses or rules, their standing for one subject, and the two bounds."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dbcheck.errors import Message
from dbcheck.findings import Outcome
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.scorecard import Scorecard, Shares
from dbcheck.scores import Bound, Ended, Score, ScoreLine, Standing, Step, Trace
from dbcheck.scoring.runs import Run
from dbcheck.scoring.seats import Seat
from dbcheck.scoring.shares import BY_SPECIFICATION, HIGH, LOW, Counted, Model, Points
from dbcheck.scoring.standings import Together, together, view
from dbcheck.scoring.tally import Found, Tally
from dbcheck.scoring.weighted_share import weighted_share
from dbcheck.scoring.xccdf_absolute import xccdf_absolute
from dbcheck.scoring.xccdf_default import xccdf_default
from dbcheck.scoring.xccdf_flat import xccdf_flat

MODELS: Mapping[str, Model] = {
    "weighted-share": weighted_share,
    "xccdf-default": xccdf_default,
    "xccdf-flat": xccdf_flat,
    "xccdf-absolute": xccdf_absolute,
}
TRACED = 20  # records named for each clause or rule; all of them are in findings.parquet
NOTHING_JUDGED = Message("没有任何一条得到判定,不计分", "nothing was judged: no score")
PERHAPS_NOTHING = Message("也可能没有该单位的记录得到判定", "perhaps no record of it was judged")
BINDING = ("shall", "must_not")


@dataclass(frozen=True)
class ShareLine:
    """One clause or rule that may take part: the rules in it, by their ids."""

    id: str
    pack: str
    clause: str
    text: str
    weight: Fraction
    rules: tuple[str, ...]


def share_lines(runs: Sequence[Run], shares: Shares) -> tuple[ShareLine, ...]:
    """Give the lines of all runs, in the order of their packs.

    By clause, what a clause demands and what it advises are two lines: who does not follow an advice has not broken the clause.
    """
    rules: dict[str, Outcome] = {}
    for run in runs:
        for outcome in run.outcomes:
            if outcome.check != "informative" and shares.weights.get(outcome.modality, Fraction(0)):
                rules.setdefault(outcome.rule, outcome)
    grouped: dict[tuple[str, str, str], list[Outcome]] = {}
    for outcome in rules.values():
        force = outcome.rule if shares.per == "rule" else ("" if outcome.modality in BINDING else outcome.modality)
        grouped.setdefault((outcome.pack, outcome.clause, force), []).append(outcome)
    return tuple(_line(key, held, shares) for key, held in grouped.items())


def _line(key: tuple[str, str, str], held: Sequence[Outcome], shares: Shares) -> ShareLine:
    pack, clause, force = key
    name = force if shares.per == "rule" else f"{pack}/{clause}" + (f" ({force})" if force else "")
    text = held[0].requirement + (f"(等{len(held)}项)" if len(held) > 1 else "")
    weight = max(shares.weights[outcome.modality] for outcome in held)
    return ShareLine(name, pack, clause, text, weight, tuple(outcome.rule for outcome in held))


@dataclass(frozen=True)
class _Stood:
    line: ShareLine
    how: Together
    found: Found

    def counted(self, won: Mapping[Standing, bool | None]) -> Counted | None:
        is_won = won[self.how.standing]
        if is_won is None:
            return None
        return Counted(self.line.id, (self.line.pack, self.line.clause), self.line.weight, is_won)


def share_score(seat: Seat, runs: Sequence[Run], lines: Sequence[ShareLine], tallied: Tally, card: Scorecard) -> Score:
    """Score one subject."""
    assert isinstance(card.scheme, Shares)
    model = MODELS[card.model]
    outcomes = {number: {outcome.rule: outcome for outcome in runs[number].outcomes} for number in seat.runs}
    stood = [_stand(line, seat, outcomes, tallied) for line in lines]
    low, high = (_points(stood, won, model) for won in (LOW, HIGH))
    if (
        low is None and high is not None
    ):  # everything that may have been judged was kept: whatever was, the score is the same
        low = Points(high.bound, {}, {})
    notes = [NOTHING_JUDGED] if high is None else []
    sure = any(each.how.standing in (Standing.KEPT, Standing.LOST, Standing.OPEN) for each in stood)
    has_evidence = high is not None and (
        seat.subject.kind == "run"
        or seat.has_records
        or any(each.found.sure + each.found.perhaps + each.found.waived for each in stood)
    )
    notes += [PERHAPS_NOTHING] if high is not None and not sure and not has_evidence else []
    return Score(
        subject=seat.subject,
        low=low.bound if low else None,
        high=high.bound if high else None,
        ended=_ended(low, high, card.scheme.fails_below),
        lines=tuple(_score_line(each, low, high, card) for each in stood),
        steps=_steps(low, high),
        by_specification=_specified(stood, outcomes, seat, model)
        if card.model.startswith("xccdf") and card.scheme.per == "rule"
        else None,
        has_evidence=has_evidence,
        notes=tuple(notes),
    )


def _stand(line: ShareLine, seat: Seat, outcomes: Mapping[int, Mapping[str, Outcome]], tallied: Tally) -> _Stood:
    views = [
        [view(outcomes[number][rule], number, seat) for number in seat.runs if rule in outcomes[number]]
        for rule in line.rules
    ]
    found = tallied.of(seat, line.id)
    return _Stood(line, together(views, found, tallied.unplaced_for(seat, line.id)), found)


def _points(stood: Sequence[_Stood], won: Mapping[Standing, bool | None], model: Model) -> Points | None:
    counted = [each for each in (one.counted(won) for one in stood) if each is not None]
    return model(counted) if counted else None


def _ended(low: Points | None, high: Points | None, fails_below: Fraction | None) -> Ended:
    if fails_below is None or low is None or high is None:
        return Ended.UNSAID
    if high.bound.share * 100 < fails_below:
        return Ended.FAILED
    return Ended.PASSED if low.bound.share * 100 >= fails_below else Ended.OPEN


def _steps(low: Points | None, high: Points | None) -> tuple[Step, ...]:
    if low is None or high is None:
        return ()
    lost = [sum(points.lost.values(), Fraction(0)) for points in (low, high)]
    return (
        Step("of", Message("满分", "the most that there was"), low.bound.of, high.bound.of),
        Step("deducted", Message("失分", "lost"), -lost[0], -lost[1]),
        Step("score", Message("得分", "score"), low.bound.value, high.bound.value),
    )


def _score_line(stood: _Stood, low: Points | None, high: Points | None, card: Scorecard) -> ScoreLine:
    line, none = stood.line, Fraction(0)
    lost = high.lost.get(line.id, none) if high else none
    in_low = low.lost.get(line.id, none) if low else none
    assert isinstance(card.scheme, Shares)
    return ScoreLine(
        part="share",
        section=line.pack,
        item=line.clause,
        item_points=None,
        id=line.id,
        text=line.text,
        each=None,
        cap=high.worth.get(line.id, none) if high else none,
        standing=stood.how.standing,
        found=stood.found.sure,
        maybe=stood.how.maybe,
        lost=lost,
        at_risk=max(in_low - lost, none),
        open=stood.how.why,
        traces=_shared(stood.found.traces, lost),
        rules=line.rules,
        waived=stood.found.waived,
        suspected=stood.found.perhaps,
        unconfirmed=card.scheme.origin.unconfirmed,
        source=card.scheme.origin.source,
        weight=line.weight,
        lost_low=in_low,
    )


def _shared(traces: Sequence[Trace], lost: Fraction) -> tuple[Trace, ...]:
    """Give what a line lost to the first thing that was found: it would have been lost by that alone."""
    return tuple(
        Trace(each.rule, each.kind, each.record, each.fingerprint, each.message, each.where, Fraction(0) if at else lost)
        for at, each in enumerate(traces)
    )


def _specified(
    stood: Sequence[_Stood], outcomes: Mapping[int, Mapping[str, Outcome]], seat: Seat, model: Model
) -> Bound | None:
    """Give what the specification gives for a whole run: what was not checked is left out, what could not be decided is not won."""
    if seat.subject.kind != "run":
        return None
    ended = outcomes[seat.runs[0]]
    counted = []
    for each in stood:
        (rule,) = each.line.rules[:1]
        is_won = BY_SPECIFICATION[ended[rule].outcome] if rule in ended else None
        if is_won is not None:
            counted.append(Counted(each.line.id, (each.line.pack, each.line.clause), each.line.weight, is_won))
    return model(counted).bound if counted else None
