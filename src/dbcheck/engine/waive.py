"""Waiving: findings that a person has decided not to count leave the findings and are kept apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import repeat

import polars as pl

from dbcheck.engine.binder import World, key_of
from dbcheck.engine.describing import RULE, VERDICT
from dbcheck.engine.names import KEY
from dbcheck.engine.placing import DATED, belongs_to
from dbcheck.engine.run import Judgement
from dbcheck.engine.settle import audit_day, concluded
from dbcheck.engine.store import SpooledFindings
from dbcheck.errors import Message
from dbcheck.findings import Counts, Reason, Verdict, WaiverState, WaiverUsed, fingerprints
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.grouping import PART_SEPARATOR
from dbcheck.plugins.tables import PART
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.filled_forms import tidy
from dbcheck.rules.pack import Rule
from dbcheck.rules.waivers import Days, Waiver, WaiverKind, days_of_label

FAIL, SUSPECT = int(Verdict.FAIL), int(Verdict.SUSPECT)
BY = "!waiver"  # the position of the decision that covers a finding
_NAMED_KINDS = ("organization", "site", "new_media_account")  # a unit is one of these
_QUIET = Message("", "")
_NOTHING = Message("没有与之相符的不符合项", "no failure fits it")
_SEVERAL = Message("有几个单位叫这个名称;改写编号", "several units bear this name; write the id")
_NOTHING_FOUND = Message("没有与之相符的不符合项或疑似项", "no failure or suspicion fits it")


@dataclass(frozen=True)
class Covered:
    """What was judged without the covered findings, these, and what each decision did, in the order of the form."""

    judged: Judgement
    findings: SpooledFindings
    waivers: tuple[WaiverUsed, ...]


def waive(judged: Judgement, rules: Sequence[Rule], waivers: Sequence[Waiver], world: World) -> Covered:
    """Apply decisions to outcomes and findings.

    A waiver covers fails, a false alarm suspicions too; both are counted as waived. Of several that fit, the first one of the form is
    noted. rules: those that were judged, in the order of the outcomes.
    """
    day = audit_day(world.as_of)
    covering = _Covering(rules, world)
    covering.prepare([(at, waiver) for at, waiver in enumerate(waivers) if waiver.counts_on(day)])
    taken = SpooledFindings(judged.findings.facts, earlier=judged.findings.earlier)

    def keep(frame: pl.DataFrame) -> pl.DataFrame:
        marked = covering.marked(frame)
        hits = marked.filter(pl.col(BY).is_not_null())
        covering.count(hits)
        taken.add(hits.drop(BY))
        return marked.filter(pl.col(BY).is_null()).drop(BY)

    is_any = covering.decisions or covering.exact
    findings = judged.findings.rewritten(keep) if is_any else judged.findings
    outcomes = list(judged.outcomes)
    for number, moved in covering.moved.items():
        outcomes[number] = concluded(outcomes[number], _waived(outcomes[number].counts, moved), Reason.WAIVED)
        if outcomes[number].reason is None and not outcomes[number].counts.fail + outcomes[number].counts.suspect:
            outcomes[number] = replace(outcomes[number], reason=Reason.WAIVED)
    used = tuple(covering.used(at, waiver, current=waiver.counts_on(day)) for at, waiver in enumerate(waivers))
    return Covered(replace(judged, outcomes=tuple(outcomes), findings=findings), taken, used)


def _waived(counts: Counts, moved: Mapping[int, int]) -> Counts:
    fails, suspects = moved.get(FAIL, 0), moved.get(SUSPECT, 0)
    return replace(
        counts,
        fail=counts.fail - fails,
        suspect=counts.suspect - suspects,
        waived=counts.waived + fails + suspects,
    )


@dataclass
class _Covering:
    rules: Sequence[Rule]
    world: World
    decisions: list[tuple[int, Waiver, frozenset[int]]] = field(default_factory=list)  # position, decision, its rules
    units: dict[str, list[str]] = field(default_factory=dict)  # what a waiver calls a unit -> its possible keys
    ambiguous: set[str] = field(default_factory=set)  # names of units that several bear
    counts: dict[int, int] = field(default_factory=dict)  # position -> findings
    met: dict[int, set[str]] = field(default_factory=dict)  # position -> records found
    moved: dict[int, dict[int, int]] = field(default_factory=dict)  # rule -> verdict -> findings
    exact: dict[int, dict[str, int]] = field(default_factory=dict)  # rule -> fingerprint of one finding -> position

    def prepare(self, waivers: Iterable[tuple[int, Waiver]]) -> None:
        """Look up the rules and units that the decisions name."""
        for at, waiver in waivers:
            numbers = self._numbers(waiver)
            if waiver.fingerprint:
                for number in numbers:
                    self.exact.setdefault(number, {}).setdefault(waiver.fingerprint, at)
            elif numbers:
                self.decisions.append((at, waiver, numbers))
        wanted = {waiver.unit for _, waiver, _ in self.decisions if waiver.unit}
        self.units = {unit: [unit] for unit in wanted}
        for kind in _NAMED_KINDS if wanted else ():
            bearers: dict[str, set[str]] = {}
            for key, word in self._names(kind):
                if word in wanted:
                    bearers.setdefault(word, set()).add(key)
            self.ambiguous |= {word for word, keys in bearers.items() if len(keys) > 1}
            for word, keys in bearers.items():
                self.units[word] += sorted(keys - set(self.units[word]))
        self.decisions = [each for each in self.decisions if each[1].unit not in self.ambiguous]

    def _numbers(self, waiver: Waiver) -> frozenset[int]:
        found = [(n, rule) for n, rule in enumerate(self.rules) if waiver.covers(rule.id, rule.clause, rule.pack)]
        exact = frozenset(n for n, rule in found if waiver.rule == rule.id)
        return exact or frozenset(n for n, _ in found)

    def _names(self, kind: str) -> Iterator[tuple[str, str]]:
        table = self.world.tables.get(kind)
        names = [name for name in table.kind.names if name in table.columns] if table is not None else []
        if table is None or not names:
            return
        for thunk in table.batches([*(["id"] if "id" in table.columns else []), *names]):
            for key, *words in thunk().select(key_of(table).alias(KEY), *names).iter_rows():
                yield from ((key, word) for word in words if word)

    def marked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add BY: the first decision that covers a finding; those about one finding come last."""
        marked = self._named(frame)
        return marked.with_columns(pl.coalesce(BY, self._exactly(frame))) if self.exact else marked

    def _exactly(self, frame: pl.DataFrame) -> pl.Series:
        """Give the decision about this very finding."""
        found = pl.Series(BY, [None], dtype=pl.UInt32).new_from_index(0, frame.height)
        for number, wanted in self.exact.items():
            places = (frame[RULE] == number).arg_true()
            digests = fingerprints(repeat(self.rules[number].id), frame[KEY][places].to_list())
            hits = [(place, wanted[digest]) for place, digest in zip(places, digests, strict=True) if digest in wanted]
            if hits:
                found = found.scatter(*map(list, zip(*hits, strict=True)))
        return found

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        if not self.decisions:
            return frame.with_columns(pl.lit(None, dtype=pl.UInt32).alias(BY))
        named = [
            pl.when(self._fits(waiver, rules)).then(pl.lit(at, dtype=pl.UInt32)) for at, waiver, rules in self.decisions
        ]
        return _with_days(frame).with_columns(pl.coalesce(named).alias(BY)).select(*frame.columns, BY)

    def _fits(self, waiver: Waiver, rules: frozenset[int]) -> pl.Expr:
        verdicts = [FAIL] if waiver.kind is WaiverKind.WAIVER else [FAIL, SUSPECT]
        fits = pl.col(RULE).is_in(sorted(rules)) & pl.col(VERDICT).is_in(verdicts)
        if waiver.records:
            words = sorted(waiver.words)
            fits &= pl.col(KEY).is_in(words) | pl.col("!first").is_in(words).fill_null(value=False)
        if waiver.unit:
            units = self.units[waiver.unit]
            fits &= pl.any_horizontal(belongs_to(unit) for unit in units)
        if waiver.days is not None:
            inside = (pl.col("!since") >= waiver.days.first) & (pl.col("!until") <= waiver.days.last)
            fits &= inside.fill_null(value=False)
        return fits

    def count(self, hits: pl.DataFrame) -> None:
        """Note which decisions cover these findings."""
        for at, rule, verdict, amount, keys in (
            hits.group_by(BY, RULE, VERDICT).agg(pl.len(), pl.col(KEY).unique()).iter_rows()
        ):
            self.counts[at] = self.counts.get(at, 0) + amount
            self.met.setdefault(at, set()).update(keys)
            moved = self.moved.setdefault(rule, {})
            moved[verdict] = moved.get(verdict, 0) + amount

    def used(self, at: int, waiver: Waiver, *, current: bool) -> WaiverUsed:
        """Say what a decision did."""
        state, why = self._state(at, waiver, current=current)
        return WaiverUsed(
            kind=str(waiver.kind),
            rule=waiver.rule,
            records=waiver.records,
            unit=waiver.unit,
            period=waiver.period,
            reason=waiver.reason,
            approver=waiver.approver,
            document=waiver.document,
            expires=waiver.expires,
            where=waiver.where,
            state=state,
            count=self.counts.get(at, 0),
            why=why,
            fingerprint=waiver.fingerprint,
        )

    def _state(self, at: int, waiver: Waiver, *, current: bool) -> tuple[WaiverState, Message]:
        if not current:
            return WaiverState.EXPIRED, _QUIET
        if not self._numbers(waiver):
            what = Message("本次没有规则", "in this run there is no rule")
            return WaiverState.UNKNOWN, unknown_name(waiver.rule, [rule.id for rule in self.rules], what)
        if waiver.unit in self.ambiguous:
            return WaiverState.UNKNOWN, _SEVERAL
        if waiver.fingerprint:
            return (WaiverState.APPLIED, _QUIET) if self.counts.get(at) else (WaiverState.UNUSED, _NOTHING_FOUND)
        missing = self._missing(at, waiver)
        if waiver.records and len(missing) == len(waiver.records):
            return WaiverState.UNKNOWN, _no_finding(missing)
        if not self.counts.get(at, 0):
            return WaiverState.UNUSED, _NOTHING if waiver.kind is WaiverKind.WAIVER else _NOTHING_FOUND
        return WaiverState.APPLIED, _no_finding(missing) if missing else _QUIET

    def _missing(self, at: int, waiver: Waiver) -> list[str]:
        met = self.met.get(at, set())
        firsts = {key.split(PART_SEPARATOR)[0] for key in met if PART_SEPARATOR in key}
        known = met | firsts
        if known & {waiver.said, tidy(waiver.said)}:
            return []
        return [record for record in waiver.records if not known & {record, tidy(record)}]


def _no_finding(records: Sequence[str]) -> Message:
    shown = records[:5]
    zh, en = "、".join(shown), ", ".join(shown)
    more = len(records) - len(shown)
    return Message(
        f"没有关于这些对象的发现:{zh}" + (f" 等 {len(records)} 个" if more else ""),
        f"nothing was found about: {en}" + (f" and {more} more" if more else ""),
    )


def _with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Add whom a group is about, and from when to when a finding lies: the period of a group, or the record's own date."""
    is_group = pl.col(PART).is_null()
    keys = frame.filter(is_group)[KEY].unique()
    rows = []
    for key in keys:
        first, *rest = key.split(PART_SEPARATOR)
        days = _days(rest)
        rows.append((key, first if rest else None, days.first if days else None, days.last if days else None))
    schema = {KEY: pl.String, "!first": pl.String, "!since": pl.Date, "!until": pl.Date}
    joined = frame.join(pl.DataFrame(rows, schema=schema, orient="row"), on=KEY, how="left", maintain_order="left")
    own = [pl.when(is_group).then(name).otherwise(DATED).alias(name) for name in ("!since", "!until")]
    return joined.with_columns(pl.when(is_group).then("!first").alias("!first"), *own)


def _days(parts: Sequence[str]) -> Days | None:
    return next((days for part in parts if (days := days_of_label(part)) is not None), None)
