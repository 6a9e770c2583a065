"""scorecard.html: a scorecard as one page that needs nothing from outside; whatever an export holds is text in it, never markup."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from dbcheck.errors import Message
from dbcheck.reports import score_words as words
from dbcheck.reports.changes import when_of
from dbcheck.reports.widths import printable
from dbcheck.scores import Score, ScoreLine, ScoreReport

TEMPLATE = "scorecard.html.j2"
MOST_DETAILED = 60  # subjects whose calculation is in the page; scorecard.xlsx and scorecard.json hold all
MOST_LINES = 40  # lines of one sort that one subject shows
MOST_TRACES = 12
MOST_LISTED = 2000  # rows of the ranking


def score_page(report: ScoreReport, *, lang: str = "zh") -> str:
    """Give the page."""
    shown = report.scores[:MOST_LISTED]
    detailed = [*report.scores, *report.members][:MOST_DETAILED]
    return _template().render(
        report=report,
        lang=lang,
        say=_sayer(lang),
        w=words,
        when_of=when_of,
        shown=shown,
        left=len(report.scores) - len(shown),
        detailed=detailed,
        more_details=len(report.scores) + len(report.members) - len(detailed),
        bars={id(score): _bar(score, report) for score in shown},
        anchors={id(score): f"s{number}" for number, score in enumerate(detailed)},
        groups=_groups,
        capped=_capped,
        most_traces=MOST_TRACES,
        has_results=any(words.ended(score, lang) for score in report.scores),
        has_change=any(score.change for score in report.scores),
        unconfirmed=words.unconfirmed_note(report, lang),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("dbcheck.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clean=printable, id=id, minus=lambda text: text.replace("-", "−"))
    return environment.get_template(TEMPLATE)


def _sayer(lang: str) -> Callable[[str, str], str]:
    return lambda zh, en: Message(zh, en).say(lang)


def _bar(score: Score, report: ScoreReport) -> Mapping[str, float] | None:
    """Give where a score lies on a line from nothing to the most that there is, in per cent."""
    if score.low is None or score.high is None:
        return None
    most = max((each.high.share for each in report.scores if each.high is not None), default=score.high.share)
    full = max(float(most), 1.0)
    start, end = (round(100 * float(bound.share) / full, 2) for bound in (score.low, score.high))
    return {"start": max(start, 0.0), "width": max(end - max(start, 0.0), 0.6), "full": round(100 / full, 2)}


def _groups(score: Score) -> Sequence[tuple[str, list[ScoreLine]]]:
    """Give what cost something, then what may yet."""
    return [
        ("lost", words.costly(score.lines)),
        ("open", words.risky(score.lines)),
        ("earned", [line for line in score.lines if line.part == "bonus" and line.lost]),
    ]


def _capped(lines: Sequence[Any]) -> tuple[Sequence[Any], int]:
    """Give the first lines, and how many more there are."""
    return lines[:MOST_LINES], max(len(lines) - MOST_LINES, 0)
