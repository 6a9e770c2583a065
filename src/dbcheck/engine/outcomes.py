"""From counted verdicts to the outcome of a rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import field

from dbcheck.engine.binder import World
from dbcheck.engine.kernel import SAMPLES
from dbcheck.engine.plan import Unplanned
from dbcheck.engine.programs import FIRST_DOUBT, GroupProgram, Program
from dbcheck.findings import Counts, Measure, Outcome, OutcomeKind, Reason, Undecided, Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.pack import Rule

SETTLED = {
    Reason.INFORMATIVE: OutcomeKind.NOT_APPLICABLE,
    Reason.NOT_IN_FORCE: OutcomeKind.NOT_APPLICABLE,
    Reason.SWITCHED_OFF: OutcomeKind.NOT_APPLICABLE,
    Reason.ATTESTATION: OutcomeKind.MANUAL,
    Reason.BROKEN_CHECKER: OutcomeKind.ERROR,
}


@dataclass
class Tally:
    """What was counted under one rule."""

    codes: Counter[int] = field(default_factory=Counter)  # verdict code -> records; groups use only the codes of Verdict
    samples: dict[int, list[str]] = field(default_factory=dict)
    undecided: list[Undecided] = field(default_factory=list)  # of groups
    measured: Counter[int] = field(default_factory=Counter)
    error: str = ""

    def sample(self, code: int, records: Sequence[str]) -> bool:
        """Keep the first few records of a code; tell whether there are enough."""
        held = self.samples.setdefault(code, [])
        held += records[: SAMPLES - len(held)]
        return len(held) == SAMPLES

    def group(self, code: int, reason: str | None, detail: str | None, records: Sequence[str]) -> None:
        """Count groups that ended alike."""
        self.codes[code] += len(records)
        if code == int(Verdict.UNDETERMINED):
            word = Reason(reason) if reason else Reason.MISSING_VALUE
            self.undecided.append(Undecided(word, detail or "", len(records), tuple(records[:SAMPLES])))


def settled_outcome(rule: Rule, settled: Unplanned, world: World) -> Outcome:
    """Give the outcome of a rule that was settled before a row was read."""
    kind = str(rule.params["record"]) if rule.is_machine_checked else None
    table = world.tables.get(kind) if kind else None
    outcome = SETTLED.get(settled.reason, OutcomeKind.UNDETERMINED)
    undetermined = table.accepted if table is not None and outcome is OutcomeKind.UNDETERMINED else 0
    aside = settled.reason in (Reason.NOT_IN_FORCE, Reason.SWITCHED_OFF)
    out_of_scope = table.accepted if table is not None and aside else 0
    undecided = (Undecided(settled.reason, settled.detail, undetermined),) if outcome is OutcomeKind.UNDETERMINED else ()
    return _outcome(
        rule,
        kind,
        outcome,
        counts=Counts(undetermined=undetermined, out_of_scope=out_of_scope),
        reason=settled.reason,
        reason_detail=settled.detail,
        undecided=undecided,
        error=settled.error,
    )


def outcome_of(rule: Rule, made: Program | GroupProgram, tally: Tally, world: World) -> Outcome:
    """Give the outcome of a rule that ran."""
    kind = made.plan.kind if isinstance(made, GroupProgram) else str(rule.params["record"])
    if tally.error:
        return _outcome(rule, kind, OutcomeKind.ERROR, reason=Reason.BROKEN_CHECKER, error=tally.error)
    if isinstance(made, Program) and made.plan.measure is not None:
        measure = _measure(made.plan.unit, tally.measured)
        counts = Counts(out_of_scope=world.table(kind).accepted)
        return _outcome(rule, kind, OutcomeKind.NOT_APPLICABLE, counts=counts, reason=Reason.NO_NUMBER, measure=measure)
    counts = _counts(tally.codes)
    undecided = _undecided(made, tally)
    outcome, reason = conclude(counts, undecided)
    detail = undecided[0].detail if undecided and reason is undecided[0].reason else ""
    return _outcome(rule, kind, outcome, counts=counts, reason=reason, reason_detail=detail, undecided=undecided)


def _outcome(
    rule: Rule,
    kind: str | None,
    outcome: OutcomeKind,
    *,
    counts: Counts = Counts(),  # noqa: B008 - frozen
    reason: Reason | None = None,
    reason_detail: str = "",
    undecided: tuple[Undecided, ...] = (),
    measure: Measure | None = None,
    error: str = "",
) -> Outcome:
    return Outcome(
        rule=rule.id,
        clause=rule.clause,
        part=rule.part,
        pack=rule.pack,
        modality=rule.modality,
        requirement=rule.requirement,
        check=rule.check,
        kind=kind,
        outcome=outcome,
        counts=counts,
        reason=reason,
        reason_detail=reason_detail,
        undecided=undecided,
        measure=measure,
        error=error,
    )


def _counts(codes: Counter[int]) -> Counts:
    return Counts(
        out_of_scope=codes[Verdict.OUT_OF_SCOPE],
        passed=codes[Verdict.PASS],
        fail=codes[Verdict.FAIL],
        suspect=codes[Verdict.SUSPECT],
        pending=codes[Verdict.PENDING],
        undetermined=sum(amount for code, amount in codes.items() if code >= FIRST_DOUBT),
    )


def _undecided(made: Program | GroupProgram, tally: Tally) -> tuple[Undecided, ...]:
    found: dict[tuple[Reason, str], Undecided] = {(each.reason, each.detail): each for each in tally.undecided}
    if isinstance(made, Program):
        for code, amount in sorted(tally.codes.items()):
            if code < FIRST_DOUBT:
                continue
            reason, detail = made.doubts[code - FIRST_DOUBT]
            known = found.get((reason, detail), Undecided(reason, detail, 0))
            samples = (*known.samples, *tally.samples.get(code, ()))[:SAMPLES]
            found[reason, detail] = Undecided(reason, detail, known.count + amount, samples)
    return tuple(sorted(found.values(), key=lambda each: (-each.count, each.reason, each.detail)))


def conclude(counts: Counts, undecided: tuple[Undecided, ...]) -> tuple[OutcomeKind, Reason | None]:
    """Give how a rule ends whose verdicts were counted so, and the chief reason where it is undetermined."""
    chief = undecided[0].reason if undecided else None
    if counts.fail:
        return OutcomeKind.FAIL, None
    if counts.suspect:
        return OutcomeKind.SUSPECT, None
    if counts.undetermined:
        return OutcomeKind.UNDETERMINED, chief
    if counts.passed:
        return OutcomeKind.PASS, None
    if counts.pending:
        return OutcomeKind.UNDETERMINED, Reason.NOT_YET_DUE
    return OutcomeKind.NO_POPULATION, None


def _measure(unit: str, measured: Counter[int]) -> Measure | None:
    total = sum(measured.values())
    if not total:
        return None
    ordered = sorted(measured.items())
    half, most = (_quantile(ordered, total, percent) for percent in (50, 90))
    return Measure(unit, total, ordered[0][0], half, most, ordered[-1][0], tuple(ordered))


def _quantile(ordered: list[tuple[int, int]], total: int, percent: int) -> int:
    """Give the smallest value that at least ``percent`` of the records do not exceed."""
    passed = 0
    for value, amount in ordered:
        passed += amount
        if passed * 100 >= total * percent:
            return value
    return ordered[-1][0]
