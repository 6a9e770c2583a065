"""A scorecard for a terminal: the ranking, then how each of a few subjects came by its score."""

from collections.abc import Iterator

from dbcheck.errors import Message
from dbcheck.reports import score_words as words
from dbcheck.reports.changes import when_of
from dbcheck.reports.layout import BLANK, Column, Line, Span, Tone, line, paragraph, table, title
from dbcheck.reports.vocabulary import many
from dbcheck.scores import ENDED_WORDS, Ended, Score, ScoreLine, ScoreReport

DETAILED = 3  # subjects whose calculation is shown in full; the files show all
SHOWN_LINES = 12
SHOWN_TRACES = 3
TONES = {Ended.PASSED: Tone.GOOD, Ended.FAILED: Tone.BAD, Ended.OPEN: Tone.DOUBT, Ended.UNSAID: Tone.PLAIN}


def score_lines(report: ScoreReport, *, columns: int = 100, lang: str = "zh") -> list[Line]:
    """Give the page."""
    lines = [title(report.title), *_about(report, columns, lang), BLANK, *_ranking(report, columns, lang), BLANK]
    for score in report.scores[:DETAILED] if len(report.scores) <= DETAILED else ():
        lines += _details(score, columns, lang)
    if len(report.scores) > DETAILED:
        said = Message("各对象的逐项计算在 --out 写出的文件里", "the calculation of each subject is in the files of --out")
        lines += [line(said.say(lang), Tone.FAINT), BLANK]
    notes = [*(note.say(lang) for note in report.notes), words.unconfirmed_note(report, lang), words.READ_SO.say(lang)]
    for note in filter(None, notes):
        lines += paragraph(note, columns, tone=Tone.FAINT)
    return lines


def _about(report: ScoreReport, columns: int, lang: str) -> list[Line]:
    dates = sorted({when_of(run.as_of) for run in report.runs})
    runs = Message(f"{len(report.runs)} 次审计", many(len(report.runs), "run")).say(lang)
    when = dates[0] if len(dates) == 1 else f"{dates[0]} – {dates[-1]}"
    by = words.BY_WORDS[report.by].say(lang)
    said = f"{words.model(report, lang)} · {by} · {runs} · {when} · {report.source}"
    return paragraph(said, columns, tone=Tone.FAINT)


def _ranking(report: ScoreReport, columns: int, lang: str) -> list[Line]:
    has_change = any(score.change for score in report.scores)
    heads = [
        Column(Message("名次", "rank").say(lang), right=True),
        Column(Message("对象", "subject").say(lang), flexible=True),
        Column(Message("得分", "score").say(lang), right=True),
        Column(""),
        *([Column(Message("档次", "band").say(lang))] if report.bands else []),
        *([Column(Message("结论", "result").say(lang))] if _says_results(report) else []),
        *([Column(Message("比上期", "change").say(lang))] if has_change else []),
    ]
    rows = []
    for score in report.scores:
        tone = TONES[score.ended]
        rows.append(
            [
                Span(words.rank(score)),
                Span(score.subject.label, Tone.NOTE),
                Span(words.bounds(score.low, score.high), tone),
                Span(words.state(score, lang), Tone.DOUBT if score.is_provisional else Tone.FAINT),
                *([Span(words.band(score, lang))] if report.bands else []),
                *([Span(words.ended(score, lang), tone)] if _says_results(report) else []),
                *([Span(words.change(score.change, lang))] if has_change else []),
            ]
        )
    laid = table(heads, rows, columns)
    for score in report.scores:
        for note in score.notes:
            laid += paragraph(f"{score.subject.label}:{note.say(lang)}", columns, indent=2, tone=Tone.FAINT)
    return laid


def _says_results(report: ScoreReport) -> bool:
    return any(ENDED_WORDS[score.ended].zh or score.vetoed for score in report.scores)


def _details(score: Score, columns: int, lang: str) -> Iterator[Line]:
    yield title(f"{score.subject.label}  {words.bounds(score.low, score.high)}")
    for step in score.steps:
        yield line(f"  {step.said.say(lang)}  {words.spread(step.low, step.high, lang)}", Tone.PLAIN)
    if score.by_specification is not None:
        given = f"{words.points(score.by_specification.value)}/{words.points(score.by_specification.of)}"
        said = Message(
            f"  按规范(未查的不计、不能判定的不得分){given}",
            f"  by the specification (what was not checked left out) {given}",
        )
        yield line(said.say(lang), Tone.FAINT)
    if score.subject.members:
        joined = Message("、", ", ").say(lang).join(score.subject.members)
        yield from paragraph(Message(f"成员:{joined}", f"members: {joined}").say(lang), columns, indent=2)
    costly, risky = words.costly(score.lines), words.risky(score.lines)
    if costly:
        yield line("  " + Message("失分", "lost").say(lang), Tone.FAINT)
    for each in costly[:SHOWN_LINES]:
        yield from _line(each, columns, lang)
    yield from _more(len(costly) - SHOWN_LINES, lang)
    if risky:
        amount = len(risky)
        said = Message(f"  待定 {amount} 项,可能再失分或加分", f"  {many(amount, 'line')} open that may still cost or earn")
        yield line(said.say(lang), Tone.FAINT)
    for each in risky[:SHOWN_LINES]:
        yield from _open(each, columns, lang)
    yield from _more(len(risky) - SHOWN_LINES, lang)
    yield BLANK


def _more(left: int, lang: str) -> Iterator[Line]:
    if left > 0:
        yield line("    " + Message(f"……另有 {left} 项", f"... and {left} more").say(lang), Tone.FAINT)


def _line(each: ScoreLine, columns: int, lang: str) -> Iterator[Line]:
    cost = words.VETOED.say(lang) if each.part == "veto" else f"−{words.points(each.lost)}"
    mark = f" [{words.UNCONFIRMED.say(lang)}]" if each.unconfirmed else ""
    said = f"{cost}  {each.id} {each.text}  {words.occurrences(each, lang)}{mark}"
    yield from paragraph(said, columns, indent=4, hang=2, tone=Tone.BAD)
    for trace in each.traces[:SHOWN_TRACES]:
        named = " ".join(filter(None, (trace.rule, trace.record or trace.where, trace.message)))
        yield from paragraph(named, columns, indent=8, hang=2)


def _open(each: ScoreLine, columns: int, lang: str) -> Iterator[Line]:
    risk = {"veto": Message("可能否决", "may veto").say(lang), "bonus": f"+{words.points(each.at_risk)}"}
    cost = risk.get(each.part, f"−{words.points(each.at_risk)}")
    said = f"{cost}  {each.id} {each.text}  {words.standing(each, lang)}"
    yield from paragraph(said, columns, indent=4, hang=2, tone=Tone.DOUBT)
