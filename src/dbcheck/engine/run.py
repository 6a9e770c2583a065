"""Running a plan: batches on a pool of threads, results taken in order, verdicts counted into outcomes."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

import polars as pl

from dbcheck.engine.binder import World
from dbcheck.engine.describing import EVIDENCE, RULE, SAYING, VERDICT, rows_as_json
from dbcheck.engine.kernel import CLEARED, FINDINGS, BatchResult, Kernel
from dbcheck.engine.names import KEY
from dbcheck.engine.outcomes import Tally, outcome_of, settled_outcome
from dbcheck.engine.placing import DATED, NO_DATE, UNITS, group_units
from dbcheck.engine.plan import AuditPlan, Job, jobs_of, make_plan
from dbcheck.engine.programs import GroupProgram, Program
from dbcheck.engine.store import RuleFacts, SpooledFindings
from dbcheck.findings import SEVERITY_OF_MODALITY, Outcome, Severity, Verdict
from dbcheck.in_order import in_order
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import CODE, DETAIL, REASON, SUBJECT, Checker
from dbcheck.plugins.tables import BATCH_ROWS, PART, ROW
from dbcheck.rules.pack import Pack, Rule

MERGE_AFTER = 32  # partial frames of a group rule held before they are merged
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Judgement:
    """What the engine gives: one outcome per rule, in the order of the packs, and the findings.

    pending: what runs out later, where PENDING was among the verdicts to describe. cleared: rule -> how many watched records were judged
    and not found.
    """

    outcomes: tuple[Outcome, ...]
    findings: SpooledFindings
    pending: SpooledFindings
    cleared: Mapping[str, int]


def judge(
    packs: Sequence[Pack],
    world: World,
    checkers: Mapping[str, Checker[Any]],
    *,
    retroactive: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
    watch: "Watch | None" = None,
) -> Judgement:
    """Evaluate every rule of the packs over the tables; see ``judge_jobs``."""
    return judge_jobs(
        jobs_of(packs), world, checkers, retroactive=retroactive, threads=threads, progress=progress, watch=watch
    )


def judge_jobs(
    jobs: Sequence[Job],
    world: World,
    checkers: Mapping[str, Checker[Any]],
    *,
    retroactive: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
    watch: "Watch | None" = None,
) -> Judgement:
    """Evaluate rules over the tables; outcomes come in the order of the jobs.

    Nothing raises for what it finds in records; a checker that breaks gives its rule the outcome ``error``.
    """
    plan = make_plan(jobs, world, checkers, retroactive=retroactive)
    run = _Run(plan, threads or os.cpu_count() or 1, progress, watch or Watch())
    for kind, kernel in plan.kernels.items():
        run.kind(kind, kernel)
    outcomes = tuple(run.outcome(number, job.rule, world) for number, job in enumerate(jobs))
    cleared = {job.rule.id: run.cleared[number] for number, job in enumerate(jobs) if job.rule.id not in run.broken}
    return Judgement(outcomes, run.findings, run.pending, cleared)


@dataclass(frozen=True)
class Watch:
    """What a run is to tell besides verdicts.

    described: the verdicts whose records are described one by one. earlier: rule id -> the records (String, none twice) that an earlier
    run found; findings are then told apart as new and persisting, and the records that are found no more are counted.
    """

    described: frozenset[Verdict] = FINDINGS
    earlier: Mapping[str, pl.Series] | None = None


@dataclass
class _Run:
    plan: AuditPlan
    threads: int
    progress: Progress | None
    watch: Watch
    tallies: dict[int, Tally] = field(default_factory=dict)
    broken: dict[str, Exception] = field(default_factory=dict)
    sampled: set[tuple[int, int]] = field(default_factory=set)  # (rule, code) of which enough records are named
    cleared: Counter[int] = field(default_factory=Counter)  # rule -> watched records that were judged without a finding
    findings: SpooledFindings = field(init=False)
    pending: SpooledFindings = field(init=False)
    watched: Mapping[int, pl.Series] = field(init=False)

    def __post_init__(self) -> None:
        programs, earlier = self.plan.programs, self.watch.earlier or {}
        facts = {number: _facts(made) for number, made in programs.items()}
        self.watched = {number: earlier[made.rule.id] for number, made in programs.items() if made.rule.id in earlier}
        self.findings = SpooledFindings(facts, earlier=None if self.watch.earlier is None else self.watched)
        self.pending = SpooledFindings(facts)

    def kind(self, kind: str, kernel: Kernel) -> None:
        """Judge every record of one kind."""
        kernel = replace(kernel, described=self.watch.described, watched=self.watched)
        table, done = kernel.binder.table, 0
        partials: dict[int, list[pl.DataFrame]] = {number: [] for number, _ in kernel.groups}
        try:
            kernel.binder.prepare()
        except Exception as error:
            self.broken.update({made.rule.id: error for _, made in kernel.rows})
            self.broken.update({made.rule.id: error for _, made in kernel.groups})
            return
        for result, height in self._results(kernel):
            self._take(result, kernel, partials)
            done += height
            if self.progress:
                self.progress(kind, done, table.accepted)
        for number, group in kernel.groups:
            self._judge_groups(number, group, partials[number])

    def outcome(self, number: int, rule: Rule, world: World) -> Outcome:
        """Give a rule's outcome from its tally."""
        if number in self.plan.settled:
            return settled_outcome(rule, self.plan.settled[number], world)
        made = self.plan.programs[number]
        if rule.id in self.broken:
            self.findings.drop(number)
            self.pending.drop(number)
            error = self.broken[rule.id]
            return outcome_of(rule, made, Tally(error=f"{type(error).__name__}: {error}"), world)
        return outcome_of(rule, made, self.tallies.get(number, Tally()), world)

    def _results(self, kernel: Kernel) -> Iterator[tuple[BatchResult, int]]:
        def work(thunk: Callable[[], pl.DataFrame]) -> tuple[BatchResult, int]:
            batch = thunk()
            return kernel.run(batch, self.sampled), batch.height

        rows, batches = kernel.binder.table.accepted, kernel.binder.batches(filled_only=kernel.binder.filled_only)
        return in_order(work, batches, 1 if rows <= BATCH_ROWS else self.threads)

    def _take(self, result: BatchResult, kernel: Kernel, partials: dict[int, list[pl.DataFrame]]) -> None:
        self.broken.update({rule: error for rule, error in result.broken.items() if rule not in self.broken})
        for number, codes in result.codes.items():
            self.tallies.setdefault(number, Tally()).codes.update(codes)
        for (number, code), records in result.samples.items():
            if self.tallies.setdefault(number, Tally()).sample(code, records):
                self.sampled.add((number, code))
        for number, measured in result.measures.items():
            self.tallies.setdefault(number, Tally()).measured.update(measured)
        for frame in result.findings:
            self.findings.add(frame)
        for frame in result.pending:
            self.pending.add(frame)
        self.cleared.update(result.cleared)
        plans = dict(kernel.groups)
        for number, partial in result.partials.items():
            held = partials[number]
            held.append(partial)
            if len(held) > MERGE_AFTER:
                held[:] = [plans[number].plan.merge(pl.concat(held))]

    def _judge_groups(self, number: int, group: GroupProgram, partials: list[pl.DataFrame]) -> None:
        if group.rule.id in self.broken:
            return
        try:
            if not partials:
                empty = group.binder.materialise(group.plan.derived).drop(KEY)
                partials = [group.plan.partial(empty.select(list(group.plan.derived)))]
            judged = group.plan.judge(group.plan.merge(pl.concat(partials)))
            self._count_groups(number, group, judged)
        except Exception as error:
            self.broken[group.rule.id] = error

    def _count_groups(self, number: int, group: GroupProgram, judged: pl.DataFrame) -> None:
        tally = self.tallies.setdefault(number, Tally())
        for code, reason, detail, records in judged.group_by(CODE, REASON, DETAIL).agg(pl.col(SUBJECT).sort()).iter_rows():
            tally.group(code, reason, detail, records)
        if number in self.watched:
            known = self.watched[number].alias(SUBJECT).to_frame()
            self.cleared[number] += judged.filter(pl.col(CODE).is_in(CLEARED)).join(known, on=SUBJECT, how="semi").height
        for verdict in sorted(self.watch.described):
            store = self.pending if verdict is Verdict.PENDING else self.findings
            hits = judged.filter(pl.col(CODE) == int(verdict)).sort(SUBJECT)
            if not hits.is_empty():
                store.add(_described_groups(number, group, hits))


def _described_groups(number: int, group: GroupProgram, hits: pl.DataFrame) -> pl.DataFrame:
    """Give the findings frame of the groups that one rule found."""
    evidence = rows_as_json(hits.select(group.plan.evidence)) if group.plan.evidence else pl.Series(["{}"] * hits.height)
    return hits.select(
        pl.lit(number, dtype=pl.UInt16).alias(RULE),
        pl.col(SUBJECT).alias(KEY),
        pl.col(CODE).cast(pl.UInt8).alias(VERDICT),
        evidence.alias(EVIDENCE),
        pl.lit(0, dtype=pl.UInt8).alias(SAYING),
        pl.lit(None, dtype=pl.UInt16).alias(PART),
        pl.lit(None, dtype=pl.UInt32).alias(ROW),
        group_units(group, hits[SUBJECT]).alias(UNITS),
        NO_DATE.alias(DATED),
    )


def _facts(made: Program | GroupProgram) -> RuleFacts:
    severity = SEVERITY_OF_MODALITY[made.rule.modality]
    if severity is Severity.VIOLATION and made.rule.params.get("proposed"):
        severity = Severity.ADVISORY  # R12: a number that is ours accuses nobody until a profile confirms it
    if isinstance(made, GroupProgram):
        return RuleFacts(made.rule.id, made.plan.kind, severity, (made.plan.says,), ())
    kind = str(made.rule.params["record"])
    return RuleFacts(made.rule.id, kind, severity, tuple(saying.text for saying in made.plan.says), made.paths)
