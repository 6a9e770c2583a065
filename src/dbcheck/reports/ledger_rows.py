"""The rows of the ledger (问题台账): every finding in the words that inspectors exchange, beside what an earlier ledger says about it."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, FindingStore, LedgerNote, Severity, UnitName
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.places import short_names
from dbcheck.reports.score_words import points as spelled
from dbcheck.reports.vocabulary import SEVERITY_WORDS
from dbcheck.rules.ledger import COLUMNS, FALSE_ALARM, FOUND, HIDDEN, KEPT, NO, POINTS, VETO, YES, mark_of
from dbcheck.scores import ScoreReport

_PIECE = 50_000  # rows spelled at once
SORTED_UP_TO = 200_000  # findings; more come in the order in which they were found
NAMES = tuple(column.name for column in COLUMNS)
_GRAVITY = {str(severity): place for place, severity in enumerate(Severity)}

PROBLEM_WORDS: Mapping[str, Message] = {
    "time_limit": Message("超过时限", "late"),
    "required_fields": Message("要素缺失", "missing content"),
    "allowed_values": Message("内容不符", "wrong value"),
    "precedence": Message("先后不符", "wrong order"),
    "count": Message("数量不符", "wrong number"),
    "ratio": Message("比例不足", "share too small"),
    "cross_reference": Message("关联缺失", "missing counterpart"),
    "text_scan": Message("文字内容", "wording"),
    "page_scan": Message("页面问题", "web page"),
    "attestation": Message("人工核查不通过", "failed by an inspector"),
}
_OTHER_PROBLEM = Message("不符合要求", "not as required")
_UNIT_WORDS: Mapping[str, Message] = {
    "minute": Message("分钟", " minutes"),
    "hour": Message("小时", " hours"),
    "calendar_day": Message("天", " days"),
    "work_day": Message("个工作日", " working days"),
    "month": Message("个月", " months"),
}


@dataclass(frozen=True)
class Deduction:
    """What a scorecard takes off for one finding."""

    points: str
    is_veto: bool


Deductions = Mapping[str, Deduction]  # by fingerprint


def deductions_of(report: ScoreReport | None) -> Deductions:
    """Give what a scorecard of whole runs takes off for each finding: its points in all lines, and whether a veto rests on it."""
    points: dict[str, Fraction] = {}
    vetoes: set[str] = set()
    for score in report.scores if report else ():
        for line in score.lines:
            for trace in line.traces if line.part != "bonus" else ():
                points[trace.fingerprint] = points.get(trace.fingerprint, Fraction(0)) + trace.points
                vetoes |= {trace.fingerprint} if line.part == "veto" else set()
    return {digest: Deduction(spelled(amount), digest in vetoes) for digest, amount in points.items() if digest}


@dataclass(frozen=True)
class LedgerRows:
    """The rows of a ledger as frames of NAMES (all text; ``number`` is empty) and of ``severity``, ``unit_kind`` and ``unit_key``."""

    result: AuditResult
    lang: str
    deductions: Deductions = field(default_factory=dict)

    def frames(self) -> Iterator[pl.DataFrame]:
        """Give every finding, then those that an earlier ledger holds to be false alarms."""
        yield from self.found()
        yield from self.alarms()

    def found(self) -> Iterator[pl.DataFrame]:
        """Give every finding; sorted by unit, the gravest first, unless they are very many."""
        if self.result.findings.total > SORTED_UP_TO:
            yield from self._of(self.result.findings)
        elif self.result.findings.total:
            every = pl.concat(list(self._of(self.result.findings)))
            gravity = pl.col("severity").replace_strict(_GRAVITY, return_dtype=pl.UInt8)
            yield every.sort("unit", gravity, "rule", "record", maintain_order=True)

    def alarms(self) -> Iterator[pl.DataFrame]:
        """Give the findings that an earlier ledger holds to be false alarms, so that the mark lives on."""
        wanted = sorted(digest for digest, note in self._notes.items() if note.is_false_alarm)
        if self.result.waived is None or not wanted:
            return
        for frame in self.result.waived.findings.frames(self.lang):
            covered = frame.filter(pl.col("fingerprint").is_in(wanted))
            if covered.height:
                yield self._spelled(covered)

    def missing(self) -> list[LedgerNote]:
        """Give the rows of the earlier ledger that stand beside no row of this one: not found again, or waived by another decision."""
        met = self.result.ledger.met if self.result.ledger else frozenset()
        hidden = self._waived_otherwise()
        return [note for digest, note in self._notes.items() if digest not in met or digest in hidden]

    def _waived_otherwise(self) -> frozenset[str]:
        wanted = sorted(digest for digest, note in self._notes.items() if not note.is_false_alarm)
        if self.result.waived is None or not wanted:
            return frozenset()
        frames = self.result.waived.findings.frames(self.lang)
        return frozenset(digest for f in frames for digest in f["fingerprint"].filter(f["fingerprint"].is_in(wanted)))

    @cached_property
    def _notes(self) -> Mapping[str, LedgerNote]:
        return self.result.ledger.notes if self.result.ledger else {}

    def _of(self, store: FindingStore) -> Iterator[pl.DataFrame]:
        for frame in store.frames(self.lang):
            yield from map(self._spelled, frame.iter_slices(_PIECE))

    def _spelled(self, frame: pl.DataFrame) -> pl.DataFrame:
        words = {**self._rules(), **self._owners(frame), **self._measures()}
        told = frame.select(
            pl.lit("").alias("number"),
            words["site"],
            words["site_code"],
            words["unit"],
            words["clause"],
            words["problem"],
            pl.col("message").alias("description"),
            pl.col("record"),
            words["limit"],
            words["taken"],
            self._evidence().alias("evidence"),
            pl.col("rule"),
            pl.col("fingerprint").alias("digest"),
            pl.col("severity"),
            pl.col("unit_kind"),
            pl.col("unit").alias("unit_key"),
        )
        marks = [mark_of(*pair) for pair in told.select("digest", "record").iter_rows()]
        return (
            self._noted(told)
            .with_columns(pl.Series("fingerprint", marks, dtype=pl.String))
            .select(*NAMES, "severity", "unit_kind", "unit_key")
        )

    def _rules(self) -> dict[str, pl.Expr]:
        """Say clause and type of problem."""
        documents = {pack.id: pack.document or pack.title for pack in self.result.packs}
        clauses, problems = {}, {}
        for outcome in self.result.outcomes:
            ref = outcome.clause + (f"#{outcome.part}" if outcome.part else "")
            clauses[outcome.rule] = f"{documents.get(outcome.pack, outcome.pack)} {ref}\n{outcome.requirement}"
            problems[outcome.rule] = PROBLEM_WORDS.get(outcome.check, _OTHER_PROBLEM).say(self.lang)
        graded = {
            str(grade): f" ({said.en})" if self.lang == "en" else f"({said.zh})" for grade, said in SEVERITY_WORDS.items()
        }
        grade = pl.col("severity").replace_strict(graded, default="", return_dtype=pl.String)
        return {
            "clause": _mapped("rule", clauses).fill_null(pl.col("rule")).alias("clause"),
            "problem": (_mapped("rule", problems).fill_null(_OTHER_PROBLEM.say(self.lang)) + grade).alias("problem"),
        }

    def _owners(self, frame: pl.DataFrame) -> dict[str, pl.Expr]:
        """Say site and unit by name; a unit of which no record tells the name is called by its key."""
        sites = {key: self._name("site", key) for key in frame["site"].drop_nulls().unique()}
        pairs = frame.select("unit_kind", "unit").unique().drop_nulls("unit").rows()
        units = {f"{kind}\x1f{key}": self._name(kind, key).name for kind, key in pairs}
        unit = pl.concat_str(pl.col("unit_kind").fill_null("None"), pl.lit("\x1f"), pl.col("unit"))
        return {
            "site": _mapped("site", {key: site.name for key, site in sites.items()}).fill_null("").alias("site"),
            "site_code": _mapped("site", {key: site.code for key, site in sites.items()}).fill_null("").alias("site_code"),
            "unit": unit.replace_strict(units, default=None, return_dtype=pl.String).fill_null("").alias("unit"),
        }

    def _name(self, kind: str | None, key: str) -> UnitName:
        return self.result.names.name_of(kind, key)

    def _measures(self) -> dict[str, pl.Expr]:
        return {
            "limit": limit_words(self.lang).fill_null("").alias("limit"),
            "taken": taken_words(self.lang, as_of_day(self.result)).fill_null("").alias("taken"),
        }

    def _evidence(self) -> pl.Expr:
        """Say where the record stands, and on which page."""
        names = short_names(part.path for part in self.result.inputs)
        path, row = (pl.col("source").str.json_path_match(f"$.{name}") for name in ("path", "row"))
        named = path.replace_strict(dict(names), default=path, return_dtype=pl.String) if names else path
        place = Message(" 第{}行", " row {}").say(self.lang)
        nowhere = Message("按组统计,无单条记录", "counted, no single record").say(self.lang)
        where = pl.when(row.is_null()).then(named).otherwise(pl.format("{}" + place, named, row))
        page = _evidence("page").fill_null("")
        told = where.fill_null(nowhere)
        return pl.when(page == "").then(told).otherwise(told + "\n" + page)

    def _noted(self, told: pl.DataFrame) -> pl.DataFrame:
        """Put beside each row what the scorecard takes off, and what the earlier ledger says."""
        taken = [self.deductions.get(digest) for digest in told["digest"]] if self.deductions else [None] * told.height
        notes = [self._notes.get(digest) for digest in told["digest"]] if self._notes else [None] * told.height
        veto = {True: YES.say(self.lang), False: NO.say(self.lang)}
        columns = {
            POINTS.name: [each.points if each else "" for each in taken],
            VETO.name: [veto[each.is_veto] if each else "" for each in taken],
            FALSE_ALARM.name: [_alarm(note, self.lang) if note else "" for note in notes],
            FOUND.name: [(note.texts.get(FOUND.name, "") if note else "") or str(as_of_day(self.result)) for note in notes],
            **{column.name: [note.texts.get(column.name, "") if note else "" for note in notes] for column in KEPT},
        }
        return told.with_columns(**{name: pl.Series(name, texts, dtype=pl.String) for name, texts in columns.items()})


def note_row(note: LedgerNote, lang: str) -> dict[str, str]:
    """Give a row of the earlier ledger as it came; its hidden cells stay those of its finding."""
    texts = {name: _without_clock(note.texts.get(name, "")) for name in NAMES}
    if note.fingerprint:
        texts |= {HIDDEN[0].name: note.rule, HIDDEN[1].name: mark_of(note.fingerprint, texts["record"])}
    return texts | {FALSE_ALARM.name: _alarm(note, lang)}


def _alarm(note: LedgerNote, lang: str) -> str:
    if note.is_false_alarm:
        return YES.say(lang)
    return NO.say(lang) if note.texts.get(FALSE_ALARM.name) else ""


def _without_clock(text: str) -> str:
    """Take off the midnight that a date cell is read with."""
    return text.removesuffix(" 00:00:00")


def as_of_day(result: AuditResult) -> date:
    """Give the day that an audit instant belongs to; midnight is the 24:00 of the day before."""
    return (result.as_of - timedelta(microseconds=1)).date()


def _mapped(column: str, words: Mapping[str, str]) -> pl.Expr:
    if not words:
        return pl.lit(None, dtype=pl.String)
    return pl.col(column).replace_strict(dict(words), default=None, return_dtype=pl.String)


# -- the calculation, out of the evidence of a time_limit -----------------------------------------------------------------


def _evidence(name: str) -> pl.Expr:
    return pl.col("evidence").str.json_path_match(f"$.{name}")


def _unit(lang: str) -> pl.Expr:
    words = {name: said.say(lang) for name, said in _UNIT_WORDS.items()}
    return _evidence("unit").replace_strict(words, default=None, return_dtype=pl.String)


def limit_words(lang: str) -> pl.Expr:
    """Say the limit: ``5个工作日(至2024-02-19)``; null where a finding is about none."""
    most, least, due = _evidence("max"), _evidence("min"), _evidence("due")
    said = Message("{}{}(至{})", "{}{} (by {})"), Message("不少于{}{}", "at least {}{}"), Message("{}前", "by {}")
    day = due.str.strip_suffix(" 00:00:00")
    never_before = Message("不早于起始时间", "not before it starts").say(lang)
    return (
        pl.when(most.is_not_null() & due.is_not_null())
        .then(pl.format(said[0].say(lang), most, _unit(lang), day))
        .when(least == "0")
        .then(pl.lit(never_before))
        .when(least.is_not_null())
        .then(pl.format(said[1].say(lang), least, _unit(lang)))
        .when(due.is_not_null())
        .then(pl.format(said[2].say(lang), day))
    )


def taken_words(lang: str, as_of: date) -> pl.Expr:
    """Say how long it took and by how much that is too long; null where a finding is about no limit."""
    start, end = (_evidence(name).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False) for name in ("from", "to"))
    late, work_late, minutes = (_evidence(name) for name in ("days_late", "work_days_late", "minutes_late"))
    is_limit = _evidence("max").is_not_null() | _evidence("due").is_not_null()
    until = pl.coalesce(end.dt.date(), pl.lit(as_of))
    days = (until - start.dt.date()).dt.total_days().cast(pl.String)
    spent = (end - start).dt.total_minutes().cast(pl.String)
    took = Message("历时{}天", "{} days").say(lang), Message("历时{}分钟", "{} minutes").say(lang)
    over = Message(",超{}天", ", {} over").say(lang), Message(",超{}分钟", ", {} over").say(lang)
    working = Message("({}个工作日)", " ({} working days)").say(lang)
    so_far = Message("至核查时未完成,", "not done by the audit, ").say(lang)
    told = pl.concat_str(
        pl.when(end.is_null() & is_limit).then(pl.lit(so_far)).otherwise(pl.lit("")),
        pl.when(minutes.is_not_null() & spent.is_not_null())
        .then(pl.format(took[1], spent))
        .when(days.is_not_null())
        .then(pl.format(took[0], days))
        .otherwise(pl.lit("")),
        pl.format(over[0], late).fill_null(pl.format(over[1], minutes)).fill_null(""),
        pl.format(working, work_late).fill_null(""),
    )
    return pl.when(is_limit).then(told.str.strip_prefix(",").str.strip_prefix(", "))
