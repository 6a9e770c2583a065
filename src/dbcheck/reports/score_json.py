"""scorecard.json: a scorecard for machines, schema 1. Keys are added in later releases, never changed."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dbcheck.scores import Bound, Change, Score, ScoreLine, ScoreReport, Step, Trace

SCHEMA = 1
PRECISION = 6  # decimals of ``value``; ``exact`` holds the rest


def score_document(report: ScoreReport, *, lang: str = "zh") -> dict[str, Any]:
    """Give the scorecard as plain values; texts in the language asked for."""
    return {
        "schema": SCHEMA,
        "scorecard": report.name,
        "title": report.title,
        "model": report.model,
        "source": report.source,
        "digest": report.digest,
        "by": report.by,
        "runs": [_plain_run(run) for run in report.runs],
        "previous": [_plain_run(run) for run in report.previous],
        "scores": [_score(score, lang) for score in report.scores],
        "members": [_score(score, lang) for score in report.members],
        "bands": [{"from": amount(band.start), "title": band.title} for band in report.bands],
        "values": [dict(vars(value)) for value in report.values],
        "unconfirmed": len(report.unconfirmed),
        "notes": [note.say(lang) for note in report.notes],
    }


def amount(value: Fraction | None) -> Any:
    """Give an amount as a number; whole ones without a point."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else round(float(value), PRECISION)


def _plain_run(run: Any) -> dict[str, Any]:
    held = dict(vars(run))
    return {**held, "packs": [{"id": name, "digest": digest} for name, digest in run.packs]}


def _bound(bound: Bound | None) -> Mapping[str, Any] | None:
    if bound is None:
        return None
    return {"value": amount(bound.value), "of": amount(bound.of), "exact": str(bound.value)}


def _score(score: Score, lang: str) -> dict[str, Any]:
    subject = score.subject
    return {
        "subject": {**vars(subject), "runs": list(subject.runs), "members": list(subject.members)},
        "low": _bound(score.low),
        "high": _bound(score.high),
        "provisional": score.is_provisional,
        "result": str(score.ended),
        "vetoed": list(score.vetoed),
        "may_be_vetoed": list(score.may_be_vetoed),
        "by_specification": _bound(score.by_specification),
        "rank": score.rank,
        "rank_best": score.rank_best,
        "rank_worst": score.rank_worst,
        "band": {"low": score.band_low, "high": score.band_high},
        "change": _change(score.change),
        "steps": [_step(step, lang) for step in score.steps],
        "sections": [{**vars(part), "points": amount(part.points)} for part in score.sections],
        "lines": [_line(line, lang) for line in score.lines],
        "notes": [note.say(lang) for note in score.notes],
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "low": amount(change.low),
        "high": amount(change.high),
        "rank": change.rank,
        "previous": {"low": _bound(change.previous_low), "high": _bound(change.previous_high)},
        "worse": list(change.worse),
        "better": list(change.better),
    }


def _step(step: Step, lang: str) -> dict[str, Any]:
    return {"name": step.name, "text": step.said.say(lang), "low": amount(step.low), "high": amount(step.high)}


def _line(line: ScoreLine, lang: str) -> dict[str, Any]:
    return {
        "part": line.part,
        "section": line.section,
        "item": line.item,
        "item_points": amount(line.item_points),
        "line": line.id,
        "text": line.text,
        "each": "all" if line.each is None and line.part == "deductions" else amount(line.each),
        "cap": amount(line.cap),
        "weight": amount(line.weight) if line.part == "share" else None,
        "at_least": line.at_least,
        "standing": str(line.standing),
        "found": line.found,
        "maybe": line.maybe,
        "suspected": line.suspected,
        "waived": line.waived,
        "earned" if line.part == "bonus" else "lost": amount(line.lost),
        "at_risk": amount(line.at_risk),
        "open": [why.say(lang) for why in line.open],
        "by_inspector": line.by_inspector,
        "rules": list(line.rules),
        "source": line.source,
        "unconfirmed": line.unconfirmed,
        "traces": [_trace(trace) for trace in line.traces],
    }


def _trace(trace: Trace) -> dict[str, Any]:
    return {**vars(trace), "points": amount(trace.points)}
