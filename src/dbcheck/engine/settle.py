"""Settling: what people answered, applied to what was judged; outcomes, findings and answers in, outcomes and findings out."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, timedelta

import polars as pl

from dbcheck.engine.binder import World, key_of
from dbcheck.engine.describing import EVIDENCE, RULE, SAYING, VERDICT
from dbcheck.engine.kernel import SAMPLES
from dbcheck.engine.names import KEY
from dbcheck.engine.outcomes import conclude
from dbcheck.engine.placing import DATED, NO_DATE, UNITS, unit_of
from dbcheck.engine.run import Judgement
from dbcheck.engine.store import RuleFacts
from dbcheck.errors import Message
from dbcheck.findings import (
    SEVERITY_OF_MODALITY,
    AnswerUsed,
    Counts,
    Effect,
    Outcome,
    OutcomeKind,
    Reason,
    Undecided,
    Verdict,
)
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import PART, ROW
from dbcheck.rules.attestations import Answer, AnswerWord, latest
from dbcheck.rules.filled_forms import tidy
from dbcheck.rules.pack import Rule

FAIL, SUSPECT, PASSED, OUT_OF_SCOPE = (int(v) for v in (Verdict.FAIL, Verdict.SUSPECT, Verdict.PASS, Verdict.OUT_OF_SCOPE))
_SAID = (Message("{note}", "{note}"), Message("人工核查不通过", "an inspector answered: fail"))
_NOTHING_SAID = Message("", "")
_NO_FINDING = Message("该规则对该对象没有发现", "the rule found nothing about this record")
_NO_RECORD = Message("没有该对象", "there is no such record")
_NOT_JUDGED = Message("该规则未作判定,无须答复", "the rule is not judged, there is nothing to answer")
_NO_BLANKET = Message(
    "疑似须逐个对象答复;整条规则只能答 不适用", "suspicions are answered one by one; of the whole rule only na can be said"
)
_IS_FAIL = Message(
    "机器判定不符合,人工答复通过不能改变;属误报的写入豁免文件(--waivers)",
    "the machine found a failure, which the answer pass does not change; a false alarm belongs into --waivers",
)
_ALREADY_FAIL = Message("机器已判不符合", "the machine found a failure already")
_RULE_IS_NA = Message("整条规则已答不适用", "the whole rule was answered na")
_OLDER = Message("有更近的相同答复", "a younger answer says the same")


@dataclass(frozen=True)
class Settled:
    """What was judged after the answers, and what each answer did, in the order of the form."""

    judged: Judgement
    answers: tuple[AnswerUsed, ...]


def audit_day(as_of: datetime) -> date:
    """Give the day of an audit instant; midnight stands for the 24:00 of the day before."""
    return (as_of - timedelta(microseconds=1)).date()


def settle(judged: Judgement, rules: Sequence[Rule], answers: Sequence[Answer], world: World) -> Settled:
    """Apply answers to outcomes and findings.

    rules: those that were judged, in the order of the outcomes. An answer that has run out or is not yet given on the audit day counts as
    none. Counts keep their sum: a suppressed finding is out of scope, a cleared one passes.
    """
    day = audit_day(world.as_of)
    current = latest([answer for answer in answers if answer.counts_on(day)])
    settling = _Settling(judged, rules, world)
    for number, rule in enumerate(rules):
        of_rule = {record: answer for (name, record), answer in current.items() if name == rule.id}
        if of_rule:
            settling.rule(number, rule, of_rule)
    for answer in answers:
        if not answer.counts_on(day):
            settling.use(answer, Effect.EXPIRED if answer.day <= day else Effect.NOT_YET)
        elif current[answer.rule, tidy(answer.record)] is not answer:
            settling.use(answer, Effect.UNUSED, why=_OLDER)
    used = tuple(settling.used[answer] for answer in answers)
    return Settled(settling.finish(), used)


@dataclass
class _Settling:
    judged: Judgement
    rules: Sequence[Rule]
    world: World
    used: dict[Answer, AnswerUsed] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)  # rules none of whose findings stand
    changed: list[tuple[int, str, int, str]] = field(default_factory=list)  # rule, record, new verdict, what is attested
    facts: dict[int, RuleFacts] = field(default_factory=dict)
    added: list[tuple[int, str, Answer]] = field(default_factory=list)  # fails that inspectors found

    def use(self, answer: Answer, effect: Effect, count: int = 0, why: Message = _NOTHING_SAID) -> None:
        """Note what an answer did."""
        self.used[answer] = AnswerUsed(
            rule=answer.rule,
            record=answer.record,
            answer=str(answer.answer),
            effect=effect,
            count=count,
            why=why,
            evidence=answer.evidence,
            note=answer.note,
            inspector=answer.inspector,
            day=answer.day,
            expires=answer.expires,
            where=answer.where,
        )

    def rule(self, number: int, rule: Rule, answers: Mapping[str, Answer]) -> None:
        """Apply the answers about one rule."""
        outcome = self.judged.outcomes[number]
        if outcome.outcome is OutcomeKind.MANUAL:
            self._attested(number, rule, answers, outcome)
        elif outcome.outcome in (OutcomeKind.NOT_APPLICABLE, OutcomeKind.ERROR):
            for answer in answers.values():
                self.use(answer, Effect.UNUSED, why=_NOT_JUDGED)
        else:
            self._judged(number, answers, outcome)

    # -- rules that only a person decides ---------------------------------------------------------------------------

    def _attested(self, number: int, rule: Rule, answers: Mapping[str, Answer], outcome: Outcome) -> None:
        scope = str(rule.params["scope"])
        named = self._named(scope, answers)
        counted: Counter[AnswerWord] = Counter()
        for record, answer in named.items():
            counted[answer.answer] += 1
            self.use(answer, Effect.ANSWERED, 1)
            if answer.answer is AnswerWord.FAIL:
                self.added.append((number, record, answer))
        if not named:
            return
        open_ones = [] if "" in named else [key for key in self._records(scope) if key not in named]
        counts = Counts(
            out_of_scope=counted[AnswerWord.NA],
            passed=counted[AnswerWord.PASS],
            fail=counted[AnswerWord.FAIL],
            undetermined=len(open_ones),
        )
        self.facts[number] = RuleFacts(rule.id, scope, SEVERITY_OF_MODALITY[rule.modality], _SAID, ())
        self.outcomes[number] = _attested_outcome(outcome, counts, open_ones, kind=None if "" in named else scope)

    def _named(self, scope: str, answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """Give the answers by the record that they name, by its id or its only name; what names none is unused."""
        table = self.world.tables.get(scope)
        if table is None:
            return dict(answers)
        names = self._records(scope)
        named: dict[str, Answer] = {}
        by_name = self._names(scope) if any(answers) else {}
        for word, answer in answers.items():
            found = (known.get(said) for known in (names, by_name) for said in (answer.record, word))
            record = "" if not word else next(filter(None, found), None)
            if record is None:
                self.use(answer, Effect.UNUSED, why=_NO_RECORD)
            elif record in named:
                self.use(answer, Effect.UNUSED, why=_OLDER)
            else:
                named[record] = answer
        return named

    def _records(self, kind: str) -> dict[str, str]:
        """Give the key of every record of a kind, in their order; empty where the kind is not supplied."""
        table = self.world.tables.get(kind)
        if table is None:
            return {}
        frames = [
            thunk().select(key_of(table).alias(KEY)) for thunk in table.batches(["id"] if "id" in table.columns else [])
        ]
        return {key: key for frame in frames for key in frame[KEY]}

    def _names(self, kind: str) -> dict[str, str | None]:
        """Give the key of every record by its name; None where several bear it."""
        table = self.world.tables[kind]
        names = [name for name in table.kind.names if name in table.columns]
        found: dict[str, str | None] = {}
        for thunk in table.batches([*(["id"] if "id" in table.columns else []), *names]):
            for key, *words in thunk().select(key_of(table).alias(KEY), *names).iter_rows():
                for word in set(filter(None, words)):
                    found[word] = key if found.setdefault(word, key) == key else None
        return found

    # -- rules that a machine judges --------------------------------------------------------------------------------

    def _judged(self, number: int, answers: Mapping[str, Answer], outcome: Outcome) -> None:
        whole = answers.get("")
        if whole is not None and whole.answer is AnswerWord.NA:
            self.dropped.append(number)
            self.outcomes[number] = _not_applicable(outcome)
            for record, answer in answers.items():
                if record:
                    self.use(answer, Effect.UNUSED, why=_RULE_IS_NA)
            self.use(whole, Effect.SUPPRESSED, outcome.counts.fail + outcome.counts.suspect)
            return
        if whole is not None:
            self.use(whole, Effect.UNUSED, why=_NO_BLANKET)
        asked = {word: answer for word, answer in answers.items() if word}
        found = self._found(number, [word for tidied, answer in asked.items() for word in (tidied, answer.record)])
        counts = outcome.counts
        for tidied, answer in asked.items():
            record = answer.record if answer.record in found else tidied
            counts = self._about(number, record, answer, found.get(record, {}), counts)
        if counts != outcome.counts:
            self.outcomes[number] = concluded(outcome, counts, Reason.ATTESTED_NA)

    def _found(self, number: int, records: Sequence[str]) -> dict[str, dict[int, int]]:
        """Count the fails and suspects of some records under a rule."""
        found: dict[str, dict[int, int]] = {}
        for frame in self.judged.findings.stored():
            hits = frame.filter((pl.col(RULE) == number) & pl.col(KEY).is_in(records))
            for record, verdict, amount in hits.group_by(KEY, VERDICT).len().iter_rows():
                counted = found.setdefault(record, {})
                counted[verdict] = counted.get(verdict, 0) + amount
        return found

    def _about(self, number: int, record: str, answer: Answer, found: Mapping[int, int], counts: Counts) -> Counts:
        """Apply one answer to what a rule found about its record."""
        fails, suspects = found.get(FAIL, 0), found.get(SUSPECT, 0)
        if not fails + suspects:
            self.use(answer, Effect.UNUSED, why=_NO_FINDING)
        elif answer.answer is AnswerWord.NA:
            self.changed.append((number, record, OUT_OF_SCOPE, ""))
            self.use(answer, Effect.SUPPRESSED, fails + suspects)
            return _moved(counts, fail=-fails, suspect=-suspects, out_of_scope=fails + suspects)
        elif not suspects:
            self.use(answer, Effect.UNUSED, why=_IS_FAIL if answer.answer is AnswerWord.PASS else _ALREADY_FAIL)
        elif answer.answer is AnswerWord.PASS:
            self.changed.append((number, record, PASSED, ""))
            self.use(answer, Effect.CLEARED, suspects)
            return _moved(counts, suspect=-suspects, passed=suspects)
        else:
            self.changed.append((number, record, FAIL, json.dumps(_told(answer), ensure_ascii=False)))
            self.use(answer, Effect.CONFIRMED, suspects)
            return _moved(counts, suspect=-suspects, fail=suspects)
        return counts

    # -- the findings -----------------------------------------------------------------------------------------------

    def finish(self) -> Judgement:
        """Give outcomes and findings as they stand now."""
        outcomes = tuple(self.outcomes.get(number, outcome) for number, outcome in enumerate(self.judged.outcomes))
        findings = self.judged.findings
        if self.dropped or self.changed or self.added:
            findings = findings.rewritten(self._edited, facts=self.facts)
            for number, record, answer in self.added:
                findings.add(self._fail(number, record, answer))
        return replace(self.judged, outcomes=outcomes, findings=findings)

    def _edited(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give the rows of the store that still stand, with their new verdicts."""
        kept = frame.filter(~pl.col(RULE).is_in(self.dropped)) if self.dropped else frame
        if not self.changed:
            return kept
        schema = {RULE: pl.UInt16, KEY: pl.String, "to": pl.UInt8, "told": pl.String}
        changes = pl.DataFrame(self.changed, schema=schema, orient="row")
        joined = kept.join(changes, on=[RULE, KEY], how="left", maintain_order="left")
        fails_stay = (pl.col(VERDICT) == FAIL) & (pl.col("to") != OUT_OF_SCOPE)
        to = pl.when(fails_stay).then(None).otherwise(pl.col("to"))
        standing = joined.with_columns(to.alias("to")).filter(pl.col("to").is_null() | (pl.col("to") == FAIL))
        told = pl.when(pl.col("to").is_null()).then(pl.col(EVIDENCE)).otherwise(_with_attested())
        verdict = pl.coalesce("to", VERDICT)
        return standing.with_columns(verdict.alias(VERDICT), told.alias(EVIDENCE)).select(frame.columns)

    def _fail(self, number: int, record: str, answer: Answer) -> pl.DataFrame:
        kind = str(self.rules[number].params["scope"])
        unit = unit_of(kind, record) if record and "id" in self.world.kinds[kind].units else None
        return pl.DataFrame({KEY: [record]}).select(
            pl.lit(number, dtype=pl.UInt16).alias(RULE),
            pl.col(KEY),
            pl.lit(FAIL, dtype=pl.UInt8).alias(VERDICT),
            pl.lit(json.dumps(_told(answer), ensure_ascii=False)).alias(EVIDENCE),
            pl.lit(0 if answer.note else 1, dtype=pl.UInt8).alias(SAYING),
            pl.lit(None, dtype=pl.UInt16).alias(PART),
            pl.lit(None, dtype=pl.UInt32).alias(ROW),
            pl.lit(unit, dtype=pl.String).alias(UNITS),
            NO_DATE.alias(DATED),
        )


def _with_attested() -> pl.Expr:
    """Add what an inspector answered to the evidence of a finding, which is a JSON object."""
    evidence = pl.col(EVIDENCE)
    lead = pl.when(evidence == "{}").then(pl.lit("{")).otherwise(evidence.str.strip_suffix("}") + ",")
    return lead + pl.lit('"attested":') + pl.col("told") + pl.lit("}")


def _told(answer: Answer) -> dict[str, str]:
    told = {"inspector": answer.inspector, "date": answer.day.isoformat(), "note": answer.note, "evidence": answer.evidence}
    return {name: text for name, text in told.items() if text}


def _moved(counts: Counts, **by: int) -> Counts:
    return replace(counts, **{name: getattr(counts, name) + amount for name, amount in by.items()})


def concluded(outcome: Outcome, counts: Counts, aside: Reason) -> Outcome:
    """Give an outcome with new counts; where nothing is left to judge, ``aside`` says why."""
    kind, reason = conclude(counts, outcome.undecided)
    if kind is OutcomeKind.NO_POPULATION:
        kind, reason = OutcomeKind.NOT_APPLICABLE, aside
    detail = outcome.undecided[0].detail if outcome.undecided and reason is outcome.undecided[0].reason else ""
    return replace(outcome, outcome=kind, counts=counts, reason=reason, reason_detail=detail)


def _not_applicable(outcome: Outcome) -> Outcome:
    counts = Counts(out_of_scope=outcome.counts.total)
    ended = OutcomeKind.NOT_APPLICABLE
    return replace(outcome, outcome=ended, counts=counts, reason=Reason.ATTESTED_NA, reason_detail="", undecided=())


def _attested_outcome(outcome: Outcome, counts: Counts, open_ones: Sequence[str], *, kind: str | None) -> Outcome:
    """Give the outcome of an attestation rule: it fails at once, and passes when nobody is left to ask about."""
    if counts.fail:
        ended, reason = OutcomeKind.FAIL, None
    elif counts.undetermined:
        ended, reason = OutcomeKind.MANUAL, Reason.ATTESTATION
    elif counts.passed:
        ended, reason = OutcomeKind.PASS, None
    else:
        ended, reason = OutcomeKind.NOT_APPLICABLE, Reason.ATTESTED_NA
    left = (Undecided(Reason.ATTESTATION, "", len(open_ones), tuple(open_ones[:SAMPLES])),) if open_ones else ()
    return replace(outcome, outcome=ended, counts=counts, reason=reason, undecided=left, kind=kind)
