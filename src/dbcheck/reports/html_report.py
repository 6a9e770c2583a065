"""report.html: one file that needs no network, runs no script but its own, and reads the same without any."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dbcheck.calendars import WorkCalendar
from dbcheck.calendars.working_days import load_calendar
from dbcheck.errors import Message
from dbcheck.findings import REASON_WORDS, AuditResult, Finding, Outcome, OutcomeKind
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.calculation import Calculation, DayKind, Strip, calculation
from dbcheck.reports.changes import change_counts, when_of
from dbcheck.reports.html_words import SHOWN_SEVERITIES, words
from dbcheck.reports.judged_inputs import as_of_words
from dbcheck.reports.law_changes import WORDS as ADJUSTMENT_WORDS
from dbcheck.reports.measured import AMOUNT_WORDS, UNIT_WORDS
from dbcheck.reports.pictures import histogram, monthly, parts, records
from dbcheck.reports.run_view import RunView, Shown
from dbcheck.reports.undecided import undecided_reasons
from dbcheck.reports.vocabulary import field_label, kind_label
from dbcheck.reports.widths import printable
from dbcheck.rules.ledger import COMPLETED, DEADLINE, MEASURES, PROGRESS, RECHECK
from dbcheck.rules.verification import VERIFIED_WORDS

TEMPLATES = Path(__file__).parent / "templates"
MOST_FINDINGS = 2_000
MOST_BYTES = 3_000_000  # of the rows of findings; the whole page stays below 5 MB
ROW_BYTES = 900  # what a row costs besides its texts
LONGEST_TEXT = 600
CELL, GAP, STRIP_HEIGHT = 8, 2, 12
STRIP_WIDTH = 320
NOTED = (DEADLINE, MEASURES, PROGRESS, COMPLETED, RECHECK)
CAPS: Mapping[str, int] = {
    "rules": 5,
    "units": 5,
    "bars": 15,
    "choices": 500,
    "spreads": 4,
    "rejects": 200,
    "decisions": 300,
    "inputs": 200,
    "columns": 40,
    "adjustments": 200,
}


def write_html(result: AuditResult, path: Path, lang: str) -> None:
    """Write the report; the same result gives the same bytes."""
    path.write_text(html_text(result, lang), encoding="utf-8", errors="backslashreplace", newline="\n")


def html_text(result: AuditResult, lang: str) -> str:
    """Give the page."""
    view = RunView(result, lang)
    shown, rows = _rows(view)
    style, script = (_asset(name) for name in ("report.css", "report.js"))
    return _environment().get_template("report.html.j2").render(
        view=view,
        result=result,
        lang=lang,
        t=words(lang),
        caps=CAPS,
        style=style,
        script=script,
        style_digest=_digest(style),
        script_digest=_digest(script),
        shown=shown,
        rows=rows,
        severities=SHOWN_SEVERITIES,
        as_of=as_of_words(result, lang),
        reasons=undecided_reasons(result, lang),
        ended=_ended(view),
        reason_of=lambda outcome: reason_of(outcome, lang),
        ways=lambda pack: _ways(pack.coverage, lang),
        changes=_changes(result, lang),
        adjusted=[(rule, ADJUSTMENT_WORDS[what].say(lang), why) for rule, what, why in result.adjustments],
        unit_words={name: word.say(lang) for name, word in UNIT_WORDS.items()},
        amount_words={name: word.say(lang) for name, word in AMOUNT_WORDS.items()},
        anchor=anchor,
        late=_late,
        unmatched=lambda part: [header for header, field in part.binding.items() if field is None],
        kind_label=lambda kind: kind_label(kind, lang),
        histogram=histogram,
        monthly=monthly,
        records=records,
        parts=parts,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["n"] = lambda number: f"{number:,}"
    made.filters["clip"] = clip
    return made


def clip(value: object, longest: int = LONGEST_TEXT) -> str:
    """Give a text as a page can show it: no control characters, no marks that turn the reading order, and not endless."""
    text = str(value)
    cut = text if len(text) <= longest else f"{text[:longest]}…"
    return printable(cut)


def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@dataclass(frozen=True)
class FindingRow:
    """One row of the findings. anchor: set on the first of its rule, for links from the clauses. notes: what an earlier ledger says of it."""

    finding: Finding
    named: str
    requirement: str
    unit: str
    place: str
    calculation: Calculation | None
    drawn: "DrawnStrip | None"
    anchor: str
    notes: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """Give about how many bytes it takes."""
        message = "" if self.drawn else self.finding.message
        noted = (text for _, text in self.notes)
        texts = (message, self.finding.record, self.unit, self.place, self.requirement, *noted)
        drawn = sum(len(path) for _, path in self.drawn.paths) if self.drawn else 0
        return ROW_BYTES + drawn + 3 * sum(min(len(text), LONGEST_TEXT) for text in texts)


@dataclass(frozen=True)
class DrawnStrip:
    """A strip as paths, one for each kind of day."""

    width: int
    paths: tuple[tuple[str, str], ...]


def _rows(view: RunView) -> tuple[Shown, list[FindingRow]]:
    """Give the rows that fit into MOST_BYTES."""
    limit = MOST_FINDINGS
    while True:
        shown = view.gravest(limit)
        rows = _made(view, shown.findings)
        size = sum(row.size for row in rows)
        if size <= MOST_BYTES or len(rows) <= 1:
            return shown, rows
        limit = max(1, min(len(rows) - 1, len(rows) * MOST_BYTES * 9 // (size * 10)))


def _made(view: RunView, findings: Sequence[Finding]) -> list[FindingRow]:
    calendar = _calendar(view.result)
    seen: set[str] = set()
    rows = []
    for finding in findings:
        first = finding.rule not in seen
        seen.add(finding.rule)
        counted = calculation(finding.evidence, view.result.as_of, calendar, view.lang)
        known = view.rules.get(finding.rule)
        rows.append(
            FindingRow(
                finding=finding,
                named=view.named(finding.rule),
                requirement=known.requirement if known else "",
                unit=view.unit(finding.unit),
                place=view.places.say(finding.path, finding.row),
                calculation=counted,
                drawn=_drawn(counted.strip) if counted and counted.strip else None,
                anchor=anchor(finding.rule) if first else "",
                notes=_notes(finding, view),
            )
        )
    return rows


def _notes(finding: Finding, view: RunView) -> tuple[tuple[str, str], ...]:
    """Give what people wrote beside the finding in an earlier ledger, and under which heads."""
    note = view.result.ledger.notes.get(finding.fingerprint) if view.result.ledger else None
    if note is None:
        return ()
    written = ((column.title.say(view.lang), note.texts.get(column.name, "")) for column in NOTED)
    return tuple((head, text) for head, text in written if text)


def _late(finding: Finding) -> str:
    """Give what findings about limits are sorted by: how late they are."""
    late = finding.evidence.get("days_late") or finding.evidence.get("minutes_late") or 0
    return f"{late}"


def anchor(rule: str) -> str:
    """Give what a link to the findings of a rule names."""
    return "f-" + "".join(character if character.isalnum() else "-" for character in rule)


def _calendar(result: AuditResult) -> WorkCalendar | None:
    """Give the published working days where the run used exactly these; another calendar is not known here."""
    published = load_calendar()
    return published if published.description == result.calendar else None


def _drawn(strip: Strip) -> DrawnStrip:
    if not strip.days:
        limit = round(STRIP_WIDTH * strip.share, 1)
        spans = ((DayKind.WORK, 0.0, limit), (DayKind.LATE, limit, STRIP_WIDTH - limit))
        bars = tuple((str(kind), f"M{x:g} 0h{width:g}v{STRIP_HEIGHT}h-{width:g}z") for kind, x, width in spans if width > 0)
        return DrawnStrip(STRIP_WIDTH, bars)
    pitch, cell = CELL + GAP, f"h{CELL}v{STRIP_HEIGHT}h-{CELL}z"
    paths = tuple(
        (str(kind), "".join(f"M{number * pitch} 0{cell}" for number, day in enumerate(strip.days) if day is kind))
        for kind in DayKind
    )
    return DrawnStrip(len(strip.days) * pitch - GAP, tuple((kind, path) for kind, path in paths if path))


def _ended(view: RunView) -> dict[str, int]:
    """Count the rules by how they ended, the gravest first."""
    order = (
        OutcomeKind.FAIL,
        OutcomeKind.SUSPECT,
        OutcomeKind.ERROR,
        OutcomeKind.UNDETERMINED,
        OutcomeKind.MANUAL,
        OutcomeKind.PASS,
        OutcomeKind.NO_POPULATION,
        OutcomeKind.NOT_APPLICABLE,
    )
    return {str(kind): sum(outcome.outcome is kind for outcome in view.result.outcomes) for kind in order}


def reason_of(outcome: Outcome, lang: str) -> str:
    """Say why a rule ended without an answer, and what it is about."""
    if outcome.outcome is OutcomeKind.ERROR:
        return outcome.error
    if outcome.reason is None:
        return ""
    about = outcome.reason_detail
    label = (kind_label(about, lang) or about) if about in _kinds() else field_label(outcome.kind, about, lang)
    said = REASON_WORDS[outcome.reason].say(lang)
    if not label:
        return said
    return Message(f"{said}:{label}", f"{said}: {label}").say(lang)


def _kinds() -> Mapping[str, object]:
    from dbcheck.records.snapshot import kinds  # noqa: PLC0415 - as the vocabulary does

    return kinds()


def _ways(coverage: Mapping[str, int], lang: str) -> str:
    """Say who decides the rules of a document."""
    if not coverage:
        return ""
    ways = " · ".join(f"{word.say(lang)} {coverage[way.value]:,}" for way, word in VERIFIED_WORDS.items())
    return Message(
        f"{coverage['clauses']:,} 个条款、{coverage['rules']:,} 条规则:{ways}",
        f"{coverage['clauses']:,} clauses, {coverage['rules']:,} rules: {ways}",
    ).say(lang)


def _changes(result: AuditResult, lang: str) -> tuple[str, str]:
    """Say with which run this one compares, and how; both empty without one."""
    baseline = result.baseline
    if baseline is None:
        return "", ""
    since = Message(
        f"与 {baseline.path}(审计时点 {when_of(baseline.as_of)})相比",
        f"since {baseline.path} (as of {when_of(baseline.as_of)})",
    )
    return since.say(lang), change_counts(baseline).say(lang)
