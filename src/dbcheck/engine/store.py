"""Where findings are kept: in memory while they are few, on disk when they are many."""

import json
import re
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from dbcheck.engine.kernel import EVIDENCE, RULE, SAYING, VERDICT
from dbcheck.engine.names import KEY
from dbcheck.engine.placing import BETWEEN_UNITS, DATED, UNITS, all_units, unit_columns, untagged
from dbcheck.errors import Message
from dbcheck.findings import NEW, NOTHING, PERSISTING, PLACE, Finding, Severity, Verdict, fill, fingerprints
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import PART, ROW
from dbcheck.run_directory import write_frames

SPOOL_ROWS = 400_000
SPELLED_ROWS = 100_000  # findings that are spelled, and masked, at a time
FEW = 1_000  # findings that are spelled one by one before Polars has planned it
GRAVITY = {Severity.VIOLATION: 0, Severity.ADVISORY: 1, Severity.SUSPICION: 2, Severity.NONE: 3}
PARQUET_SCHEMA = {
    "rule": pl.String,
    "kind": pl.String,
    "record": pl.String,
    "verdict": pl.String,
    "severity": pl.String,
    "message": pl.String,
    "evidence": pl.String,
    "source": pl.String,
    "fingerprint": pl.String,
    "unit": pl.String,
    "unit_kind": pl.String,
    "site": pl.String,
    "saying": pl.UInt8,
    "dated": pl.Date,
}
STATUS = "status"  # the additional column of a run that has a baseline


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


@dataclass
class SpooledFindings:
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

    def gravest(self, limit: int, lang: str = "zh", *, status: str = "") -> Sequence[Finding]:
        """Give up to ``limit`` findings, the gravest first; with ``status`` only those that are new, or persisting."""
        ranks = [
            {RULE: rule, VERDICT: verdict, "rank": GRAVITY[self.facts[rule].severity_of(verdict)]}
            for rule, verdict in self.counted
        ]
        if not ranks:
            return []
        ranked = pl.DataFrame(ranks, schema={RULE: pl.UInt16, VERDICT: pl.UInt8, "rank": pl.UInt8})
        best: pl.DataFrame | None = None
        for frame in self._frames():
            picked = self._marked(frame).filter(pl.col(STATUS) == status).drop(STATUS) if status else frame
            joined = picked.join(ranked, on=[RULE, VERDICT], how="left", maintain_order="left")
            best = joined if best is None else pl.concat([best, joined])
            best = best.sort("rank", RULE, KEY, PART, ROW, maintain_order=True).head(limit)
        return [] if best is None else self._listed(best.drop("rank"), lang)

    def of_rule(self, rule: str, limit: int, lang: str = "zh") -> Sequence[Finding]:
        """Give up to ``limit`` findings of one rule, in the order of their records."""
        number = next((number for number, facts in self.facts.items() if facts.id == rule), None)
        if number is None:
            return []
        best: pl.DataFrame | None = None
        for frame in self._frames():
            picked = frame.filter(pl.col(RULE) == number)
            best = (
                (picked if best is None else pl.concat([best, picked]))
                .sort(KEY, PART, ROW, maintain_order=True)
                .head(limit)
            )
        return [] if best is None else self._listed(best, lang)

    def write_parquet(self, path: Path, lang: str = "zh") -> None:
        """Write every finding, in the order of the input."""
        write_frames(self.frames(lang), path, empty=lambda: self.frame(lang))

    def frame(self, lang: str = "zh") -> pl.DataFrame:
        """Give every finding as a data frame."""
        spelled = [self._spell(frame, lang) for frame in self._frames()]
        if spelled:
            return pl.concat(spelled)
        return pl.DataFrame(schema=PARQUET_SCHEMA if self.earlier is None else {**PARQUET_SCHEMA, STATUS: pl.String})

    def frames(self, lang: str = "zh") -> Iterator[pl.DataFrame]:
        """Give every finding in pieces that fit into memory, with the columns of ``frame``."""
        return (
            self._spell(frame.slice(start, SPELLED_ROWS), lang)
            for frame in self._frames()
            for start in range(0, frame.height, SPELLED_ROWS)
        )

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

    def _listed(self, frame: pl.DataFrame, lang: str) -> list[Finding]:
        told = self._marked(frame).with_columns(**unit_columns())
        return [self._finding(row, lang) for row in told.iter_rows(named=True)]

    def units(self) -> frozenset[tuple[str | None, str]]:
        """Give kind and key of every unit that a finding belongs to."""
        return frozenset(untagged(unit) for frame in self._frames() for unit in frame.select(all_units()).to_series())

    def stored(self) -> Iterator[pl.DataFrame]:
        """Give the rows of the store (FINDING_COLUMNS) in pieces that fit into memory."""
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
        for path in self.spooled:
            yield from _unless_empty(pl.read_ipc(path))
        if self.held:
            self.held = [pl.concat(self.held)] if len(self.held) > 1 else self.held
            yield from _unless_empty(self.held[0])

    def _spool(self) -> None:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="dbcheck-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        path = self._folder / f"{len(self.spooled):06}.arrow"
        pl.concat(self.held).write_ipc(path)
        self.spooled.append(path)
        self.held, self._held_rows = [], 0

    def _finding(self, row: Mapping[str, object], lang: str) -> Finding:
        facts = self.facts[int(str(row[RULE]))]
        evidence = json.loads(str(row[EVIDENCE]))
        part, line = row[PART], row[ROW]
        verdict = int(str(row[VERDICT]))
        return Finding(
            rule=facts.id,
            kind=facts.kind,
            record=str(row[KEY]),
            verdict=Verdict(verdict),
            severity=facts.severity_of(verdict),
            message=fill(facts.says[int(str(row[SAYING]))].say(lang), evidence) if facts.says else "",
            evidence=evidence,
            path=None if part is None else facts.paths[int(str(part))],
            row=None if line is None else int(str(line)),
            unit=_text(row["unit"]),
            unit_kind=_text(row["unit_kind"]),
            site=_text(row["site"]),
            status=str(row.get(STATUS, "")),
            saying=int(str(row[SAYING])),
            dated=dated if isinstance(dated := row[DATED], date) else None,
        )

    def _spell(self, frame: pl.DataFrame, lang: str) -> pl.DataFrame:
        """Turn rows of the store into rows of findings.parquet, rule by rule, in the order they came."""
        if frame.height <= FEW:
            return self._spell_singly(frame, lang)
        numbered = self._marked(frame).with_row_index("at")
        pieces = [
            self._spell_group(group, self.facts[int(str(rule))], int(str(verdict)), int(str(saying)), lang)
            for (rule, verdict, saying), group in numbered.group_by(RULE, VERDICT, SAYING)
        ]
        return pl.concat(pieces).sort("at").drop("at")

    def _spell_singly(self, frame: pl.DataFrame, lang: str) -> pl.DataFrame:
        schema = PARQUET_SCHEMA if self.earlier is None else {**PARQUET_SCHEMA, STATUS: pl.String}
        found = self._listed(frame, lang)
        rows = [
            (*_words(each), each.message, evidence, _place(each), each.fingerprint, *_belonging(each), each.status)
            for each, evidence in zip(found, frame[EVIDENCE], strict=True)
        ]
        return pl.DataFrame([row[: len(schema)] for row in rows], schema=schema, orient="row")

    @staticmethod
    def _spell_group(group: pl.DataFrame, facts: RuleFacts, verdict: int, saying: int, lang: str) -> pl.DataFrame:
        text = facts.says[saying].say(lang) if facts.says else ""
        digests = fingerprints(facts.id, group[KEY].to_list())
        return group.select(
            "at",
            rule=pl.lit(facts.id),
            kind=pl.lit(facts.kind),
            record=pl.col(KEY),
            verdict=pl.lit(Verdict(verdict).word),
            severity=pl.lit(str(facts.severity_of(verdict))),
            message=_filled(text, group[EVIDENCE]) if "{" in text else pl.lit(text),
            evidence=pl.col(EVIDENCE),
            source=_source(facts.paths),
            fingerprint=pl.Series(digests, dtype=pl.String),
            **unit_columns(),
            saying=pl.col(SAYING),
            dated=pl.col(DATED),
            **({STATUS: pl.col(STATUS)} if STATUS in group.columns else {}),
        )


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


def _words(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.kind, finding.record, finding.verdict.word, str(finding.severity)


def _belonging(finding: Finding) -> tuple[str | None, str | None, str | None, int, date | None]:
    return finding.unit, finding.unit_kind, finding.site, finding.saying, finding.dated


def _place(finding: Finding) -> str | None:
    """Do what ``_source`` does for one finding."""
    if finding.path is None or finding.row is None:
        return None
    return f'{{"path": {json.dumps(finding.path, ensure_ascii=False)}, "row": {finding.row}}}'


def _filled(text: str, evidence: pl.Series) -> pl.Series:
    """Do what ``fill`` does for a column of JSON texts."""
    pieces = re.split(PLACE, text)  # literal, name, literal, name, ..., literal
    found = _looked_up(evidence, dict.fromkeys(pieces[1::2]))
    spelled = [
        pl.lit(piece) if position % 2 == 0 else pl.col(piece).fill_null(NOTHING) for position, piece in enumerate(pieces)
    ]
    return found.select(pl.concat_str(spelled)).to_series()


def _looked_up(evidence: pl.Series, names: Iterable[str]) -> pl.DataFrame:
    """Give some values of a column of JSON texts, as texts; each text is parsed once where no value is a list or an object."""
    wanted = list(names)
    try:
        decoded = evidence.str.json_decode(pl.Struct(dict.fromkeys(wanted, pl.String)))
    except pl.exceptions.ComputeError:
        column = pl.col(evidence.name)
        return evidence.to_frame().select(column.str.json_path_match(f"$.{name}").alias(name) for name in wanted)
    return decoded.struct.unnest()


def _source(paths: Sequence[str]) -> pl.Expr:
    """Give ``{"path": ..., "row": ...}``, or null for a finding about a group."""
    spelled = [json.dumps(path, ensure_ascii=False) for path in paths]
    path = (
        pl.col(PART).cast(pl.UInt32).replace_strict(list(range(len(paths))), spelled, default=None, return_dtype=pl.String)
    )
    return pl.concat_str(pl.lit('{"path": '), path, pl.lit(', "row": '), pl.col(ROW).cast(pl.String), pl.lit("}"))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _unless_empty(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Give a frame that holds something; a rule that was dropped may have left nothing."""
    if frame.height:
        yield frame
