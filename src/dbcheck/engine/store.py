"""Where findings are kept: in memory while they are few, on disk when they are many."""

import json
import re
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.engine.describing import EVIDENCE, RULE, SAYING, VERDICT
from dbcheck.engine.names import KEY
from dbcheck.engine.placing import BETWEEN_UNITS, DATED, UNITS, all_units, unit_columns, untagged
from dbcheck.errors import Message
from dbcheck.finding_frames import COLUMNS, STATUS, FramedFindings
from dbcheck.findings import NEW, NOTHING, PERSISTING, PLACE, Severity, Verdict, fill, fingerprint, fingerprints
from dbcheck.in_order import in_order
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import PART, ROW

SPOOL_ROWS = 400_000
SPELLED_ROWS = 50_000  # findings that are spelled, and masked, at a time
FEW = 1_000  # findings that are spelled one by one before Polars has planned it
STORED = {
    RULE: pl.UInt16,
    KEY: pl.String,
    VERDICT: pl.UInt8,
    EVIDENCE: pl.String,
    SAYING: pl.UInt8,
    PART: pl.UInt16,
    ROW: pl.UInt32,
    UNITS: pl.String,
    DATED: pl.Date,
}  # the rows of the store
FAIL, SUSPECT = int(Verdict.FAIL), int(Verdict.SUSPECT)
GRAVITY = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True)
class RuleFacts:
    """What turning a row of the store into a finding needs to know about its rule."""

    id: str
    kind: str
    severity: Severity  # of its fails
    says: tuple[Message, ...]
    paths: tuple[str, ...]

    def severity_of(self, verdict: int) -> Severity:
        """Give the severity of a finding with this verdict."""
        if verdict == int(Verdict.SUSPECT):
            return Severity.NONE if self.severity is Severity.NONE else Severity.SUSPICION
        return self.severity


_NOBODY = RuleFacts("", "", Severity.NONE, (), ())  # stands where a rule gave no verdicts


@dataclass
class SpooledFindings(FramedFindings):
    """A FindingStore that keeps at most SPOOL_ROWS rows in memory; the rest lies in a temporary folder until it is dropped."""

    facts: Mapping[int, RuleFacts]
    held: list[pl.DataFrame] = field(default_factory=list)
    spooled: list[Path] = field(default_factory=list)
    total: int = 0
    counted: dict[tuple[int, int], int] = field(default_factory=dict)  # (rule, verdict) -> findings
    earlier: Mapping[int, pl.Series] | None = None  # rule -> the records that an earlier run found; None: there is none
    counted_new: dict[tuple[int, int], int] = field(default_factory=dict)  # (rule, verdict) -> findings it did not have
    _held_rows: int = 0
    _folder: Path | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Take in the findings of one batch and one rule."""
        if frame.height == 0:
            return
        self.held.append(frame)
        self.total += frame.height
        self._held_rows += frame.height
        for rule, verdict, amount in _amounts(frame):
            self.counted[rule, verdict] = self.counted.get((rule, verdict), 0) + amount
        if self.earlier is not None:
            fresh = self._marked(frame).filter(pl.col(STATUS) == NEW)
            for rule, verdict, amount in _amounts(fresh):
                self.counted_new[rule, verdict] = self.counted_new.get((rule, verdict), 0) + amount
        if self._held_rows >= SPOOL_ROWS:
            self._spool()

    def drop(self, rule: int) -> None:
        """Forget the findings of a rule whose checker broke."""
        self.held = [frame.filter(pl.col(RULE) != rule) for frame in self.held]
        for path in self.spooled:
            frame = pl.read_ipc(path).filter(pl.col(RULE) != rule)
            frame.write_ipc(path)
        for key in [key for key in self.counted if key[0] == rule]:
            self.total -= self.counted.pop(key)
            self.counted_new.pop(key, None)

    def by_severity(self) -> Mapping[Severity, int]:
        """Count the findings of each severity."""
        return self._by_severity(self.counted)

    def new_by_severity(self) -> Mapping[Severity, int]:
        """Count the findings of each severity that an earlier run did not have."""
        return self._by_severity(self.counted_new)

    def by_rule(self) -> Mapping[str, tuple[int, int]]:
        """Give, for each rule with findings, how many there are and how many of them an earlier run did not have."""
        counts: dict[str, tuple[int, int]] = {}
        for key, amount in self.counted.items():
            total, new = counts.get(self.facts[key[0]].id, (0, 0))
            counts[self.facts[key[0]].id] = (total + amount, new + self.counted_new.get(key, 0))
        return counts

    def _by_severity(self, counted: Mapping[tuple[int, int], int]) -> Mapping[Severity, int]:
        counts = dict.fromkeys(Severity, 0)
        for (rule, verdict), amount in counted.items():
            counts[self.facts[rule].severity_of(verdict)] += amount
        return counts

    def by_unit(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings of each unit; those of nobody under an empty name."""
        return self._by(UNITS, unit_columns()["unit"], lambda units: untagged(units.partition(BETWEEN_UNITS)[0])[1])

    def by_month(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings whose records are dated in each month (``2024-05``); undated ones under an empty name."""
        return self._by(DATED, pl.col(DATED).dt.strftime("%Y-%m"), lambda day: f"{day:%Y-%m}")

    def sayings(self) -> Mapping[str, tuple[Message, ...]]:
        """Give the messages of each rule before evidence is put into them."""
        return {facts.id: facts.says for facts in self.facts.values()}

    def _by(self, column: str, name: pl.Expr, spell: Callable[[Any], str]) -> dict[str, dict[Severity, int]]:
        """Count by the name that ``name`` gives many rows at once, and ``spell`` a value of ``column``."""
        counts: dict[str, dict[Severity, int]] = {}
        for frame in self._frames():
            for key, rule, verdict, amount in _named_amounts(frame, column, name, spell):
                here, severity = counts.setdefault(key, {}), self.facts[rule].severity_of(verdict)
                here[severity] = here.get(severity, 0) + amount
        return dict(sorted(counts.items()))

    def gravest_frame(self, limit: int, lang: str = "zh", *, status: str = "") -> pl.DataFrame:
        """Give up to ``limit`` findings, the gravest first; with ``status`` only those that are new, or persisting."""
        ranks = [
            {RULE: rule, VERDICT: verdict, "rank": GRAVITY[self.facts[rule].severity_of(verdict)]}
            for rule, verdict in self.counted
        ]
        ranked = pl.DataFrame(ranks, schema={RULE: pl.UInt16, VERDICT: pl.UInt8, "rank": pl.UInt8})

        def picked(frame: pl.DataFrame) -> pl.DataFrame:
            asked = self._marked(frame).filter(pl.col(STATUS) == status).drop(STATUS) if status else frame
            return asked.join(ranked, on=[RULE, VERDICT], how="left", maintain_order="left")

        best = _first(map(picked, self._frames()), limit, "rank", RULE, KEY)
        return self._spell(best.drop("rank"), lang)

    def rule_frame(self, rule: str, limit: int, lang: str = "zh") -> pl.DataFrame:
        """Give up to ``limit`` findings of one rule, in the order of their records."""
        numbers = [number for number, facts in self.facts.items() if facts.id == rule]
        picked = (frame.filter(pl.col(RULE).is_in(numbers)) for frame in self._frames())
        return self._spell(_first(picked, limit, KEY), lang)

    def frames(self, lang: str = "zh") -> Iterator[pl.DataFrame]:
        """Give every finding in pieces that fit into memory."""
        pieces = (
            frame.slice(start, SPELLED_ROWS)
            for frame in self._frames()
            for start in range(0, max(frame.height, 1), SPELLED_ROWS)
        )
        return in_order(lambda piece: self._spell(piece, lang), pieces, 1 if self.total <= SPELLED_ROWS else None)

    def _marked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add to rows of the store whether an earlier run had them; without one, as they are."""
        if self.earlier is None:
            return frame
        known = [
            pl.DataFrame({KEY: self.earlier[rule]}).with_columns(
                pl.lit(rule, dtype=pl.UInt16).alias(RULE), pl.lit(PERSISTING).alias(STATUS)
            )
            for rule in frame[RULE].unique().sort()
            if rule in self.earlier
        ]
        if not known:
            return frame.with_columns(pl.lit(NEW).alias(STATUS))
        marked = frame.join(pl.concat(known), on=[RULE, KEY], how="left", maintain_order="left")
        return marked.with_columns(pl.col(STATUS).fill_null(NEW))

    def units(self) -> frozenset[tuple[str | None, str]]:
        """Give kind and key of every unit that a finding belongs to."""
        return frozenset(untagged(unit) for frame in self._frames() for unit in frame.select(all_units()).to_series())

    def stored(self) -> Iterator[pl.DataFrame]:
        """Give the rows of the store (STORED) in pieces that fit into memory."""
        return self._frames()

    def rewritten(
        self, edit: Callable[[pl.DataFrame], pl.DataFrame], *, facts: Mapping[int, RuleFacts] | None = None
    ) -> "SpooledFindings":
        """Give a store of the edited rows; ``facts`` are those of rules that had none."""
        made = SpooledFindings({**self.facts, **(facts or {})}, earlier=self.earlier)
        for frame in self._frames():
            made.add(edit(frame))
        return made

    def _frames(self) -> Iterator[pl.DataFrame]:
        """Give the rows of the store, at least one frame of them; a rule that was dropped may have left an empty one."""
        yield from map(pl.read_ipc, self.spooled)
        if self.held:
            self.held = [pl.concat(self.held)] if len(self.held) > 1 else self.held
            yield self.held[0]
        elif not self.spooled:
            yield pl.DataFrame(schema=STORED)

    def _spool(self) -> None:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="dbcheck-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        path = self._folder / f"{len(self.spooled):06}.arrow"
        pl.concat(self.held).write_ipc(path)
        self.spooled.append(path)
        self.held, self._held_rows = [], 0

    def _spell(self, frame: pl.DataFrame, lang: str) -> pl.DataFrame:
        """Turn rows of the store into rows of findings.parquet."""
        told = self._marked(frame).with_columns(**unit_columns())
        if frame.height <= FEW:
            schema = COLUMNS if self.earlier is None else {**COLUMNS, STATUS: pl.String}
            rows = [self._row(row, lang)[: len(schema)] for row in told.iter_rows(named=True)]
            return pl.DataFrame(rows, schema=schema, orient="row")
        facts = [self.facts.get(number, _NOBODY) for number in range(max(self.facts) + 1)]

        def of_rule(say: Callable[[RuleFacts], str]) -> pl.Series:
            return pl.Series([say(each) for each in facts])[told[RULE]]

        failed = of_rule(lambda rule: str(rule.severity_of(FAIL)))
        suspected = of_rule(lambda rule: str(rule.severity_of(SUSPECT)))
        return told.select(
            rule=of_rule(lambda rule: rule.id),
            kind=of_rule(lambda rule: rule.kind),
            record=pl.col(KEY),
            verdict=pl.Series([verdict.word for verdict in Verdict])[told[VERDICT]],
            severity=suspected.zip_with(told[VERDICT] == SUSPECT, failed),
            message=self._messages(told, lang),
            evidence=pl.col(EVIDENCE),
            source=_sources(told, facts),
            fingerprint=_digests(told, facts),
            unit=pl.col("unit"),
            unit_kind=pl.col("unit_kind"),
            site=pl.col("site"),
            saying=pl.col(SAYING),
            dated=pl.col(DATED),
            **({STATUS: pl.col(STATUS)} if STATUS in told.columns else {}),
        )

    def _row(self, row: Mapping[str, Any], lang: str) -> tuple[object, ...]:
        """Spell one row, with its status."""
        facts, verdict, said, evidence = self.facts[row[RULE]], Verdict(row[VERDICT]), row[SAYING], row[EVIDENCE]
        text = facts.says[said].say(lang) if facts.says else ""
        return (
            facts.id,
            facts.kind,
            row[KEY],
            verdict.word,
            str(facts.severity_of(verdict)),
            fill(text, json.loads(evidence)) if "{" in text else text,
            evidence,
            _source(facts, row[PART], row[ROW]),
            fingerprint(facts.id, row[KEY]),
            row["unit"],
            row["unit_kind"],
            row["site"],
            said,
            row[DATED],
            row.get(STATUS),
        )

    def _messages(self, told: pl.DataFrame, lang: str) -> pl.Series:
        """Say each row: the same text with other evidence is said for all its rows at once."""
        places = told.select(RULE, SAYING).with_row_index("at").group_by(RULE, SAYING).agg("at")
        said = [
            self._said(rule, saying, told[EVIDENCE][rows], lang)
            for rule, saying, rows in zip(places[RULE], places[SAYING], places["at"], strict=True)
        ]
        return pl.concat(said).gather(places["at"].explode().arg_sort())

    def _said(self, rule: int, saying: int, evidence: pl.Series, lang: str) -> pl.Series:
        """Give the messages of rows that say the same with different evidence."""
        says = self.facts[rule].says
        text = says[saying].say(lang) if says else ""
        return _filled(text, evidence) if "{" in text else pl.Series([text]).new_from_index(0, len(evidence))


def _amounts(frame: pl.DataFrame) -> Iterable[tuple[int, int, int]]:
    """Count the rows by rule and verdict."""
    if frame.height > FEW:
        return frame.group_by(RULE, VERDICT).len().iter_rows()
    counted = Counter(zip(frame[RULE], frame[VERDICT], strict=True))
    return ((rule, verdict, amount) for (rule, verdict), amount in counted.items())


def _named_amounts(
    frame: pl.DataFrame, column: str, name: pl.Expr, spell: Callable[[Any], str]
) -> Iterable[tuple[str, int, int, int]]:
    """Count the rows by name, rule and verdict; those without a name under an empty one."""
    if frame.height > FEW:
        return frame.group_by(name.fill_null("").alias("!name"), RULE, VERDICT).len().iter_rows()
    names = ("" if value is None else spell(value) for value in frame[column])
    counted = Counter(zip(names, frame[RULE], frame[VERDICT], strict=True))
    return ((*key, amount) for key, amount in counted.items())


def _first(frames: Iterable[pl.DataFrame], limit: int, *by: str) -> pl.DataFrame:
    """Give the first rows by some columns, then by their place; few are held at a time."""
    best: list[pl.DataFrame] = []
    for frame in frames:
        best = [pl.concat([*best, frame]).sort(*by, PART, ROW, maintain_order=True).head(limit)]
    return best[0]


def _digests(told: pl.DataFrame, facts: Sequence[RuleFacts]) -> pl.Series:
    ids = [each.id for each in facts]
    digests = fingerprints(map(ids.__getitem__, told[RULE].to_list()), told[KEY].to_list())
    return pl.Series(digests, dtype=pl.String)


def _filled(text: str, evidence: pl.Series) -> pl.Series:
    """Do what ``fill`` does for a column of JSON texts; for equal ones once, where they are many."""
    distinct = evidence.unique() if evidence.n_unique() * 2 < len(evidence) else evidence
    pieces = re.split(PLACE, text)  # literal, name, literal, name, ..., literal
    found = _looked_up(distinct, dict.fromkeys(pieces[1::2]))
    spelled = [
        pl.lit(piece) if position % 2 == 0 else pl.col(piece).fill_null(NOTHING) for position, piece in enumerate(pieces)
    ]
    said = found.select(pl.concat_str(spelled)).to_series()
    if distinct is evidence:
        return said
    return evidence.to_frame("!").join(
        pl.DataFrame({"!": distinct, "said": said}), on="!", how="left", maintain_order="left"
    )["said"]


def _looked_up(evidence: pl.Series, names: Iterable[str]) -> pl.DataFrame:
    """Give some values of a column of JSON texts, as texts; each text is parsed once where no value is a list or an object."""
    wanted = list(names)
    try:
        decoded = evidence.str.json_decode(pl.Struct(dict.fromkeys(wanted, pl.String)))
    except pl.exceptions.ComputeError:
        column = pl.col(evidence.name)
        return evidence.to_frame().select(column.str.json_path_match(f"$.{name}").alias(name) for name in wanted)
    return decoded.struct.unnest()


def _source(facts: RuleFacts, part: int | None, row: int | None) -> str | None:
    """Give ``{"path": ..., "row": ...}``, or None for a finding about a group."""
    return None if part is None or row is None else f'{{"path": {_quoted(facts.paths[part])}, "row": {row}}}'


def _sources(told: pl.DataFrame, facts: Sequence[RuleFacts]) -> pl.Series:
    """Do what ``_source`` does for many rows."""
    first: dict[tuple[str, ...], int] = {}
    listed: list[str] = []
    for paths in dict.fromkeys(each.paths for each in facts):
        first[paths] = len(listed)
        listed += map(_quoted, paths)
    at = pl.Series([first[each.paths] for each in facts], dtype=pl.UInt32)[told[RULE]] + told[PART]
    path = pl.Series(listed, dtype=pl.String)[at]
    spelled = pl.concat_str(pl.lit('{"path": '), path, pl.lit(', "row": '), told[ROW].cast(pl.String), pl.lit("}"))
    return told.select(spelled).to_series()


def _quoted(path: str) -> str:
    return json.dumps(path, ensure_ascii=False)
