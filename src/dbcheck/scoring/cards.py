"""From runs and a scorecard to scores: who is scored, what was found about them, their points, their ranks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.score_answers import ItemAnswer
from dbcheck.rules.scorecard import CardLine, Origin, Scorecard, Shares, ThreePart, localised
from dbcheck.scores import Band, RunUsed, Score, ScoreReport, Value
from dbcheck.scoring.answered import answers_of, audit_day, check_subjects
from dbcheck.scoring.ranking import NO_RECORDS, NOTHING_KNOWN, by_region, changed, ranked
from dbcheck.scoring.runs import Run
from dbcheck.scoring.share_scores import NOTHING_JUDGED, TRACED, share_lines, share_score
from dbcheck.scoring.tally import Tally, tally
from dbcheck.scoring.three_part import ThreePartScoring

BY = ("run", "site", "unit", "region")
MOST_TRACED = 1000  # a scorecard with points so small that more occurrences count is not foreseen


@dataclass(frozen=True)
class _Filled:
    """A scorecard, filled in for one set of runs."""

    scores: tuple[Score, ...]
    members: tuple[Score, ...]
    tallied: Tally


def score_runs(
    runs: Sequence[Run],
    card: Scorecard,
    *,
    by: str,
    answers: Sequence[ItemAnswer] = (),
    previous: Sequence[Run] = (),
    previous_answers: Sequence[ItemAnswer] = (),
    lang: str = "zh",
) -> ScoreReport:
    """Score runs: each as a whole, or their sites, units or regions together. previous: the runs of the period before.

    lang: the language of the title and of the bands; everything else is said in the language of whoever prints it.
    """
    _check_by(by, runs)
    card = localised(card, lang)
    now = _filled(runs, card, by, answers)
    scores = now.scores
    if previous:
        before = _filled(previous, card, by, previous_answers)
        scores = changed(scores, before.scores)
    return ScoreReport(
        name=card.name,
        title=card.title,
        model=card.model,
        source=card.origin.source,
        digest=card.digest,
        by=by,
        scores=scores,
        runs=tuple(_used(run, number, now.tallied) for number, run in enumerate(runs)),
        bands=tuple(Band(band.start, band.title) for band in card.bands),
        values=tuple(_values(card, by)),
        notes=(*_notes(runs, card, now, by), *_stale(runs, answers)),
        previous=tuple(_used(run, -1, now.tallied) for run in previous),
        members=now.members,
    )


def _check_by(by: str, runs: Sequence[Run]) -> None:
    """Raise UsageError where nobody is scored so, or the runs do not describe whom to score."""
    if by not in BY:
        what = Message("by 没有取值", "by has no value")
        raise UsageError([Problem("by", "", unknown_name(by, BY, what))])
    wanted = {"site": "site", "unit": "organization", "region": "organization"}.get(by)
    lacking = [run.path for run in runs if wanted and not any(unit.kind == wanted for unit in run.units)]
    if wanted and len(lacking) == len(runs):
        zh, en = {"site": ("网站", "sites"), "organization": ("机构", "organisations")}[wanted]
        said = Message(
            f"审计的导出里没有{zh}记录,或报告由旧版写出;把{zh}清单一并交给 dbcheck audit,重新审计",
            f"the audited exports describe no {en}, or an older release wrote the reports; audit again together with the list of {en}",
        )
        raise UsageError([Problem("--by", by, said)])


def _filled(runs: Sequence[Run], card: Scorecard, by: str, answers: Sequence[ItemAnswer]) -> _Filled:
    sort = card.region.of if by == "region" else by
    lines = share_lines(runs, card.scheme) if isinstance(card.scheme, Shares) else ()
    pairs = [(rule, line.id) for line in lines for rule in line.rules] + [
        (r, line.id) for _, line in card.lines for r in line.rules
    ]
    tallied = tally(runs, sort, pairs, traced=_traced(card))
    seats = list(tallied.seats.values())
    check_subjects(answers, seats)
    if isinstance(card.scheme, Shares):
        scores = [share_score(seat, runs, lines, tallied, card) for seat in seats]
    else:
        scores = [ThreePartScoring(seat, runs, tallied, card, answers_of(answers, seat, runs)).score() for seat in seats]
    members = ranked(
        [_noted(score, is_counted=seat.counted != {}) for score, seat in zip(scores, seats, strict=True)], card
    )
    if by == "region":
        return _Filled(ranked(by_region(members, card.region), card), members, tallied)
    return _Filled(members, (), tallied)


def _noted(score: Score, *, is_counted: bool) -> Score:
    """Say why somebody takes no part in the ranking."""
    if score.has_evidence or score.notes:
        return score
    why = NOTHING_JUDGED if score.subject.kind == "run" else NO_RECORDS if is_counted else NOTHING_KNOWN
    return replace(score, notes=(why,))


def _traced(card: Scorecard) -> int:
    """Give how many occurrences of one line can cost points, so that every point can be traced."""
    if isinstance(card.scheme, Shares):
        return TRACED
    most = TRACED
    for section in card.scheme.deductions.sections:
        for item in section.items:
            for line in item.lines:
                if line.each:
                    most = max(most, ceil(min(line.cap or item.points, item.points) / line.each))
    return min(most, MOST_TRACED)


def _used(run: Run, number: int, tallied: Tally) -> RunUsed:
    unplaced, elsewhere = tallied.unplaced_total.get(number, 0), tallied.elsewhere.get(number, 0)
    return RunUsed(run.path, run.as_of, run.profile, run.packs, run.rejects, unplaced, elsewhere)


def _notes(runs: Sequence[Run], card: Scorecard, filled: _Filled, by: str) -> Iterator[Message]:
    """Say what a reader must know to compare the scores."""
    if len({run.packs for run in runs}) > 1:
        yield Message(
            "各次审计所用的规则包或版本不同,分数不可直接比较",
            "the runs used different packs or editions: their scores do not compare",
        )
    if len({run.as_of for run in runs}) > 1:
        yield Message("各次审计的核查时点不同", "the runs have different audit dates")
    in_runs = {outcome.rule for run in runs for outcome in run.outcomes}
    named = {rule for _, line in card.lines for rule in line.rules}
    if named and not named & in_runs:
        yield Message(
            "评分卡的规则都不在这些审计中:全部指标待人工核查",
            "no rule of the scorecard is in these runs: every item waits for inspectors",
        )
    if by in ("site", "unit", "region") and any(run.tallies is None for run in runs):
        yield Message(
            "审计没有按单位计数,各单位有无被查记录未知;审计时加 --count-units 可使上下界更近",
            "the audit did not count records per unit, so whether a unit had any is not known; audit with --count-units for closer bounds",
        )
    homeless = sum(not score.subject.region for score in filled.members)
    if homeless:
        yield Message(f"{homeless} 个成员没有写明地区,未计入任何地区", f"{homeless} members name no region and are in none")
    if sum(run.rejects for run in runs):
        total = sum(run.rejects for run in runs)
        yield Message(
            f"有 {total:,} 处内容无法识读,不在分数之内",
            f"{total:,} things could not be read; the scores know nothing of them",
        )
    waived = sum(line.waived for score in (filled.members or filled.scores) for line in score.lines)
    if waived:
        yield Message(
            f"已豁免或认定误报的 {waived:,} 处只列出,不扣分",
            f"{waived:,} waived findings and false alarms are shown and cost nothing",
        )


def _stale(runs: Sequence[Run], answers: Sequence[ItemAnswer]) -> Iterator[Message]:
    """Say how many answers do not count on the audit date."""
    day = max(audit_day(run.as_of) for run in runs)
    stale = sum(not answer.counts_on(day) for answer in answers)
    if stale:
        zh = f"{stale} 条人工核查结果在核查时点已过期或尚未作出,不计"
        yield Message(zh, f"{stale} answers have run out by the audit date, or are younger: they count as none")


def _values(card: Scorecard, by: str) -> Iterator[Value]:
    """Give every number of the scorecard that takes part, with its source."""
    scheme = card.scheme
    if isinstance(scheme, Shares):
        for name, weight in scheme.weights.items():
            yield _value(f"weights.{name}", weight, scheme.origin)
        if scheme.fails_below is not None and scheme.pass_origin is not None:
            yield _value("fails_below", scheme.fails_below, scheme.pass_origin)
    else:
        yield from _three_part_values(scheme)
    for band in card.bands:
        yield _value(f"bands.{band.title}", band.start, card.bands_origin)
    if by == "region":
        yield Value("region.of", card.region.of, card.region.origin.source, card.region.origin.unconfirmed)
        if card.region.with_veto is not None:
            yield _value("region.with_veto", card.region.with_veto, card.region.origin)


def _three_part_values(scheme: ThreePart) -> Iterator[Value]:
    if scheme.veto is not None:
        yield _value("veto.score", scheme.veto.score, scheme.veto.origin)
        for line in scheme.veto.lines:
            yield Value(f"{line.id}.at_least", str(line.at_least), line.origin.source, line.origin.unconfirmed)
    deductions = scheme.deductions
    yield _value("deductions.total", deductions.total, deductions.origin)
    yield _value("deductions.fails_below", deductions.fails_below, deductions.origin)
    for section in deductions.sections:
        yield _value(section.id, section.points, section.origin)
        for item in section.items:
            yield _value(item.id, item.points, item.origin)
            for line in item.lines:
                yield from _line_values(line)
    if scheme.bonus is not None:
        yield _value("bonus.above", scheme.bonus.above, scheme.bonus.origin)
        yield _value("bonus.cap", scheme.bonus.cap, scheme.bonus.origin)
        for line in scheme.bonus.lines:
            yield from _line_values(line)


def _line_values(line: CardLine) -> Iterator[Value]:
    yield Value(
        f"{line.id}.each", "all" if line.each is None else plain(line.each), line.origin.source, line.origin.unconfirmed
    )
    if line.cap is not None:
        yield _value(f"{line.id}.cap", line.cap, line.origin)


def _value(name: str, amount: Fraction, origin: Origin) -> Value:
    return Value(name, plain(amount), origin.source, origin.unconfirmed)


def plain(amount: Fraction) -> str:
    """Write an amount as people do: 60, 0.5; a third stays 1/3."""
    if amount.denominator == 1:
        return str(amount.numerator)
    written = f"{float(amount):g}"
    return written if Fraction(written) == amount else str(amount)
