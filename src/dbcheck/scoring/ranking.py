"""Ranks, bands, the means of regions, and how a score compares with the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from dbcheck.errors import Message
from dbcheck.rules.scorecard import CardBand, Region, Scorecard
from dbcheck.scores import Bound, Change, Ended, Score, ScoreLine, Step, Subject

NOTHING_KNOWN = Message(
    "未发现问题,但不知有无该单位的记录得到判定,不排名(审计时加 --count-units 即可知)",
    "nothing was found, and whether any record of it was judged is not known: not ranked (audit with --count-units to know)",
)
NO_RECORDS = Message("没有该单位的记录,不排名", "no record of it was there to be judged: not ranked")


def ranked(scores: Sequence[Score], card: Scorecard) -> tuple[Score, ...]:
    """Give the scores in the order of their ranks, each with its rank and band; who takes no part comes last.

    The order is that of the low bounds, then of the high ones: what is not proven gains nobody a place. Ties share a rank. The best and
    the worst rank are those that open items still allow.
    """
    taking_part = [score for score in scores if score.low is not None and score.high is not None and score.has_evidence]
    keys = {id(score): _key(score) for score in taking_part}
    ordered = sorted(taking_part, key=lambda score: (tuple(-part for part in keys[id(score)]), score.subject.label))
    placed = []
    for score in ordered:
        mine = keys[id(score)]
        above = sum(keys[id(other)] > mine for other in taking_part)
        surely_above = sum(keys[id(other)][0] > mine[1] for other in taking_part)
        perhaps_above = sum(keys[id(other)][1] > mine[0] for other in taking_part if other is not score)
        placed.append(replace(score, rank=above + 1, rank_best=surely_above + 1, rank_worst=perhaps_above + 1))
    others = sorted((score for score in scores if id(score) not in keys), key=lambda score: score.subject.label)
    return tuple(_banded(score, card.bands) for score in [*placed, *others])


def _key(score: Score) -> tuple[Fraction, Fraction]:
    assert score.low is not None
    assert score.high is not None
    return score.low.share, score.high.share


def _banded(score: Score, bands: Sequence[CardBand]) -> Score:
    if score.low is None or score.high is None or not score.has_evidence:
        return score
    return replace(score, band_low=_band(score.low, bands), band_high=_band(score.high, bands))


def _band(bound: Bound, bands: Sequence[CardBand]) -> str:
    return next((band.title for band in bands if bound.share * 100 >= band.start), "")


def by_region(scores: Sequence[Score], region: Region) -> list[Score]:
    """Give the score of each region: the mean of the members that take part. Members without a region are left out."""
    members: dict[str, list[Score]] = {}
    for score in scores:
        if score.subject.region:
            members.setdefault(score.subject.region, []).append(score)
    return [_region(name, held, region) for name, held in sorted(members.items())]


def _region(name: str, members: Sequence[Score], region: Region) -> Score:
    taking_part = [score for score in members if score.low is not None and score.high is not None and score.has_evidence]
    runs = tuple(dict.fromkeys(run for score in members for run in score.subject.runs))
    subject = Subject("region", name, name, name, runs, tuple(score.subject.label for score in members))
    left_out = len(members) - len(taking_part)
    notes = (
        [Message(f"{left_out} 个成员没有分数,未计入", f"{left_out} members without a score are left out")]
        if left_out
        else []
    )
    if not taking_part:
        return Score(subject, None, None, Ended.UNSAID, (), (), has_evidence=False, notes=tuple(notes))
    low, high = (_mean([bound for score in taking_part if (bound := getattr(score, side))]) for side in ("low", "high"))
    steps = [
        Step(
            "mean",
            Message(f"{len(taking_part)} 个成员的平均", f"the mean of {len(taking_part)} members"),
            low.value,
            high.value,
        )
    ]
    vetoed = [score.subject.label for score in members if score.vetoed]
    perhaps = [score.subject.label for score in members if score.may_be_vetoed and not score.vetoed]
    if region.with_veto is not None and (vetoed or perhaps):
        low = Bound(min(low.value, region.with_veto), low.of)
        high = Bound(min(high.value, region.with_veto), high.of) if vetoed else high
        steps.append(Step("vetoed", Message("有成员被单项否决", "a member is vetoed"), low.value, high.value))
    return Score(
        subject,
        low,
        high,
        Ended.UNSAID,
        (),
        tuple(steps),
        vetoed=tuple(vetoed),
        may_be_vetoed=tuple(perhaps),
        notes=tuple(notes),
    )


def _mean(bounds: Sequence[Bound]) -> Bound:
    """Give the mean score of the mean of what could be had."""
    number = len(bounds)
    values, of = ([getattr(bound, name) for bound in bounds] for name in ("value", "of"))
    return Bound(sum(values, Fraction(0)) / number, sum(of, Fraction(0)) / number)


def changed(scores: Sequence[Score], before: Sequence[Score]) -> tuple[Score, ...]:
    """Say how each score compares with the same subject's of the period before. One run is compared with one run, whatever they are called."""
    if len(scores) == len(before) == 1 and scores[0].subject.kind == "run":
        return (replace(scores[0], change=_change(scores[0], before[0])),)
    known = _by_subject(before)
    return tuple(
        replace(score, change=_change(score, known[key])) if (key := _identity(score)) in known else score
        for score in scores
    )


def _identity(score: Score) -> tuple[str, str]:
    subject = score.subject
    return subject.kind, (subject.name or subject.id) if subject.kind == "run" else subject.id


def _by_subject(scores: Sequence[Score]) -> Mapping[tuple[str, str], Score]:
    """Give the scores by whom they are about; whom two runs both call the same has none."""
    found: dict[tuple[str, str], Score | None] = {}
    for score in scores:
        found[_identity(score)] = None if _identity(score) in found else score
    return {key: score for key, score in found.items() if score is not None}


def _change(now: Score, before: Score) -> Change:
    low = now.low.value - before.low.value if now.low and before.low else None
    high = now.high.value - before.high.value if now.high and before.high else None
    was = {line.id: line.lost for line in before.lines}
    worse: list[str] = []
    better: list[str] = []
    for line in now.lines:
        gain = line.lost - was.get(line.id, Fraction(0))
        gain = -gain if line.part == "bonus" else gain + _met(line) - _met_before(before, line)
        (worse if gain > 0 else better if gain < 0 else []).append(line.id)
    return Change(low, high, before.rank, before.low, before.high, tuple(worse), tuple(better))


def _met(line: ScoreLine) -> int:
    return int(line.part == "veto" and line.found >= line.at_least)


def _met_before(before: Score, line: ScoreLine) -> int:
    return int(line.id in before.vetoed and line.part == "veto")
