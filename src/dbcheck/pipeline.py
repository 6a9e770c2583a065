"""The only place where the rooms are joined: arguments in, an audit out."""

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chinese_calendar  # type: ignore[import-untyped]  # it ships no types
import polars as pl

import dbcheck
from dbcheck.arguments import choose, read_as_of, work_calendar
from dbcheck.calendars.working_days import WorkCalendar, published_calendar
from dbcheck.engine.binder import World
from dbcheck.engine.kernel import FINDINGS
from dbcheck.engine.plan import Job
from dbcheck.engine.run import Judgement, Watch, judge_jobs
from dbcheck.engine.unit_names import SuppliedUnits
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.figures import Figures
from dbcheck.findings import (
    AuditResult,
    Baseline,
    Explanation,
    Outcome,
    OutcomeKind,
    PackUsed,
    Reason,
    Severity,
    Tallies,
    Unit,
    Verdict,
    Waived,
)
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.registry import checkers
from dbcheck.records.predicate import unknown_name
from dbcheck.records.snapshot import kinds
from dbcheck.rules.pack import EXAMPLE_AS_OF, Example, Pack, Rule
from dbcheck.rules.verification import pack_coverage
from dbcheck.sources.gather import gather

if TYPE_CHECKING:
    from dbcheck.decisions import Decisions
    from dbcheck.reports.earlier_run import EarlierRun
    from dbcheck.scores import ScoreReport
    from dbcheck.sources.binding import Binding

UNIT_KINDS = (
    "new_media_account",
    "site",
    "organization",
)  # whose records answer for others; of equal keys the last one names it
Progress = Callable[[str, int, int], None]
Source = str | Path | Mapping[str, Any]


@dataclass(frozen=True)
class DueFacts:
    """What a list of limits needs besides findings.

    calendar: the working days. open_rules: rules that measure up to the audit instant, so that what is late is still open.
    unit_names: key of an organisation, site or account -> its name.
    """

    calendar: WorkCalendar
    open_rules: frozenset[str]
    unit_names: Mapping[str, str]


@dataclass(frozen=True)
class Audit:
    """What an audit found."""

    result: AuditResult
    explanation: Explanation | None = None
    due: "DueFacts | None" = None  # with ``pending``: what a list of what runs out next needs to know besides

    @property
    def complies(self) -> bool:
        """Tell whether nothing was found that breaks a shall or a must not, and no checker broke."""
        broken = any(outcome.outcome is OutcomeKind.ERROR for outcome in self.outcomes)
        return not broken and not self.result.findings.by_severity().get(Severity.VIOLATION, 0)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Give one outcome per rule, in the order of the packs."""
        return self.result.outcomes

    @property
    def findings(self) -> pl.DataFrame:
        """Give every finding: rule, kind, record, verdict, severity, message, evidence, source, fingerprint."""
        frame: pl.DataFrame = self.result.findings.frame()
        return frame

    @property
    def rejects(self) -> pl.DataFrame:
        """Give what could not be read: path, row, column, value, reason, whole_row."""
        from dbcheck.reports.parquet import rejects_frame  # noqa: PLC0415 - only who asks pays for it

        return rejects_frame(self.result.rejects)

    def scorecard(
        self, name: str | Path, *, by: str = "run", answers: str | Path | None = None, redact: bool = True
    ) -> "ScoreReport":
        """Score this audit by a scorecard, as a whole or by ``site``, ``unit`` or ``region``.

        answers: what inspectors found about items that no rule decides, an XLSX, CSV or YAML file. Scores by site and unit are exact where
        the audit was asked to ``count_units``. redact: mask personal data in what is said of findings. Raises UsageError and PackError.
        """
        from dbcheck.decisions import item_answers  # noqa: PLC0415 - only who asks pays for it
        from dbcheck.reports.redaction import redacted  # noqa: PLC0415 - as above
        from dbcheck.rules.scorecards import load_scorecard  # noqa: PLC0415 - as above
        from dbcheck.scoring.cards import score_runs  # noqa: PLC0415 - as above
        from dbcheck.scoring.runs import run_of  # noqa: PLC0415 - as above

        card = load_scorecard(str(name))
        given = () if answers is None else item_answers(answers, card, redact=redact)
        run = run_of(redacted(self.result) if redact else self.result)
        return score_runs([run], card, by=by, answers=given)

    def write(
        self,
        directory: Path | str,
        formats: Sequence[str] = ("json",),
        *,
        lang: str = "zh",
        redact: bool = True,
        templates: Path | str | None = None,
    ) -> None:
        """Write the report directory: results.json, findings.parquet, rejects.parquet, manifest.json and the formats asked for.

        redact: mask personal data in all of it. templates: a folder with Word templates of one's own.
        """
        from dbcheck.reports.formats import write_reports  # noqa: PLC0415 - as above

        folder = None if templates is None else Path(templates)
        write_reports(self.result, Path(directory), formats, lang=lang, redact=redact, templates=folder)


def audit(
    source: Source | Sequence[Source],
    *,
    profile: str | None = None,
    rules: str | Path | Sequence[str | Path] | None = None,
    as_of: str | date | datetime | None = None,
    binding: str | Path | None = None,
    retroactive: bool = False,
    calendar: str | Path | None = None,
    lang: str = "zh",
    progress: Progress | None = None,
    explain: tuple[str, str] | None = None,
    baseline: str | Path | None = None,
    pending: bool = False,
    attestations: str | Path | None = None,
    waivers: str | Path | None = None,
    count_units: bool = False,
    ledger: str | Path | None = None,
    pictures: bool = False,
) -> Audit:
    """Audit exported records against the clauses of a document.

    source: a folder, a file, ``KIND=FILE``, a mapping from kind to data frame (anything with an Arrow stream), list of models or list
    of dicts; or a list of such. rules: names or paths of packs. as_of: a date stands for its 24:00; default now.
    baseline: the report directory of an earlier run, to tell new findings from persisting ones. pending: keep what runs out later too.
    attestations: a filled-in checklist. waivers: which findings are waived or false alarms. Both are XLSX, CSV or YAML files.
    count_units: count the verdicts of each unit, so that scorecards of units and sites are exact; judges everything once more.
    ledger: a filled-in ledger.xlsx: its false alarms are not counted, its notes stand beside the findings again.
    pictures: gather what reports with pictures draw, in a second pass over a few columns.
    Raises UsageError, PackError, BindingError or SourceError, each with all its problems at once.
    """
    instant, as_of_text = read_as_of(as_of)
    before = _Before.of(baseline)
    chosen = choose(profile, rules)
    decided = _decisions(attestations, waivers, ledger, jobs=chosen.jobs, as_of=instant)
    gathered = gather(_listed(source), kinds=kinds(), binding=_binding(binding), lang=lang)
    world = World(gathered.tables, kinds(), instant, work_calendar(calendar, gathered.tables))
    explanation = None
    if explain is not None:
        from dbcheck.engine.explain import explain as explain_record  # noqa: PLC0415 - start-up: few audits explain

        explanation = explain_record(
            _job(chosen.jobs, explain[0]), world, checkers(), explain[1], retroactive=retroactive, lang=lang
        )
    watch = Watch(FINDINGS | {Verdict.PENDING} if pending else FINDINGS, before.records if before else None)
    judged = judge_jobs(chosen.jobs, world, checkers(), retroactive=retroactive, progress=progress, watch=watch)
    judged, attested, waived, noted = decided.apply(judged, world) if decided else (judged, None, None, None)
    outcomes = judged.outcomes if retroactive else _with_upcoming(judged.outcomes, chosen.jobs, world)
    result = AuditResult(
        as_of=instant,
        as_of_text=as_of_text,
        profile=profile,
        retroactive=retroactive,
        packs=tuple(_used(pack) for pack in chosen.packs),
        inputs=gathered.inputs,
        outcomes=outcomes,
        findings=judged.findings,
        rejects=gathered.rejects,
        rejects_total=gathered.rejects_total,
        calendar=world.calendar.description,
        versions=versions(),
        adjustments=chosen.adjustments,
        baseline=before.compare(judged, waived) if before else None,
        pending=judged.pending if pending else None,
        passed_over=gathered.ignored,
        attested=attested,
        waived=waived,
        subjects=_units(world),
        tallies=_tallies(chosen.jobs, world, retroactive=retroactive) if count_units else None,
        ledger=noted,
        names=SuppliedUnits(gathered.tables),
        figures=_figures(chosen.jobs, world, retroactive=retroactive) if pictures else None,
    )
    return Audit(result, explanation, _known_for(chosen.jobs, world) if pending else None)


def _units(world: World) -> tuple[Unit, ...]:
    """Give the units that the export describes; many an export describes none."""
    if not any(kind in world.tables for kind in UNIT_KINDS):
        return ()
    from dbcheck.engine.units import units_of  # noqa: PLC0415 - start-up: letters alone describe no unit

    return units_of(world)


def _tallies(jobs: Sequence[Job], world: World, *, retroactive: bool) -> Tallies:
    from dbcheck.engine.units import tallies_of  # noqa: PLC0415 - start-up: few audits count by unit

    return tallies_of(jobs, world, checkers(), retroactive=retroactive)


def _figures(jobs: Sequence[Job], world: World, *, retroactive: bool) -> Figures:
    from dbcheck.engine.figures import figures  # noqa: PLC0415 - start-up: few audits draw pictures

    return figures(jobs, world, checkers(), retroactive=retroactive)


def _known_for(jobs: Sequence[Job], world: World) -> DueFacts:
    """Give what a list of what runs out next needs to know."""
    open_rules = frozenset(job.rule.id for job in jobs if job.rule.params.get("to") == "$as_of")
    return DueFacts(world.calendar, open_rules, _unit_names(world))


def _unit_names(world: World) -> dict[str, str]:
    names: dict[str, str] = {}
    for kind in UNIT_KINDS:
        table = world.tables.get(kind)
        if table is not None and {"id", "name"} <= table.columns:
            for thunk in table.batches(["id", "name"]):
                names.update(thunk().select("id", "name").drop_nulls().iter_rows())
    return names


@dataclass(frozen=True)
class _Before:
    """An earlier run, and the records that it found, by rule."""

    run: "EarlierRun"
    records: Mapping[str, pl.Series]

    @classmethod
    def of(cls, path: str | Path | None) -> "_Before | None":
        if path is None:
            return None
        from dbcheck.reports.earlier_run import read_run  # noqa: PLC0415 - start-up: few audits have a baseline

        run = read_run(path, "--baseline")
        return cls(run, run.records())

    def compare(self, judged: Judgement, waived: Waived | None) -> Baseline:
        from dbcheck.reports.earlier_run import compared  # noqa: PLC0415 - as above

        return compared(
            self.run,
            self.records,
            outcomes=judged.outcomes,
            found=judged.findings.by_rule(),
            cleared=judged.cleared,
            new_by_severity=judged.findings.new_by_severity(),
            waived=waived.findings if waived else None,
        )


def _decisions(
    attestations: str | Path | None,
    waivers: str | Path | None,
    ledger: str | Path | None,
    *,
    jobs: Sequence[Job],
    as_of: datetime,
) -> "Decisions | None":
    if attestations is None and waivers is None and ledger is None:
        return None
    from dbcheck.decisions import read_decisions  # noqa: PLC0415 - start-up: few audits have decisions

    return read_decisions([job.rule for job in jobs], as_of, attestations=attestations, waivers=waivers, ledger=ledger)


def _listed(source: Source | Sequence[Source]) -> list[Source]:
    return [source] if isinstance(source, (str, Path, Mapping)) else list(source)


def _binding(path: str | Path | None) -> "Binding | None":
    if path is None:
        return None
    from dbcheck.sources.binding import load_binding  # noqa: PLC0415 - start-up: it loads YAML

    return load_binding(Path(path), kinds())


def _with_upcoming(outcomes: Sequence[Outcome], jobs: Sequence[Job], world: World) -> tuple[Outcome, ...]:
    """Say of rules that are announced and not yet in force how records would end under them."""
    waiting = [place for place, outcome in enumerate(outcomes) if outcome.reason is Reason.NOT_IN_FORCE]
    if not waiting:
        return tuple(outcomes)
    ahead = judge_jobs([jobs[place] for place in waiting], world, checkers(), retroactive=True).outcomes
    told = {place: replace(outcomes[place], upcoming=found.counts) for place, found in zip(waiting, ahead, strict=True)}
    return tuple(told.get(place, outcome) for place, outcome in enumerate(outcomes))


def _job(jobs: Sequence[Job], rule: str) -> Job:
    """Find the rule that ``--explain`` names, with or without its pack."""
    found = [job for job in jobs if rule in (job.rule.id, job.rule.ref)]
    if len(found) == 1:
        return found[0]
    known = [job.rule.id for job in found] or [job.rule.ref for job in jobs]
    raise UsageError([Problem("--explain", "", unknown_name(rule, known, Message("没有规则", "there is no rule")))])


def _used(pack: Pack) -> PackUsed:
    covered = pack_coverage(pack, checkers().is_heuristic)
    return PackUsed(pack.id, pack.title, pack.document, pack.effective, pack.digest, len(pack.rules), pack.status, covered)


def versions() -> dict[str, str]:
    """Give the versions that a result depends on."""
    libraries = {"polars": pl.__version__, "chinesecalendar": chinese_calendar.__version__}
    return {"dbcheck": dbcheck.__version__, **libraries, "python": platform.python_version()}


def evaluate_example(rule: Rule, example: Example, pack: Pack) -> str:
    """Give the verdict that the kernel reaches in an example of a pack."""
    from dbcheck.engine.examples import example_verdict  # noqa: PLC0415 - start-up: an audit has no examples

    return example_verdict(rule, example, pack, _world_of(example), checkers())


def evaluate_rules(rules: Sequence[Rule], example: Example, pack: Pack) -> list[str]:
    """Give the verdict that each of several rules, all with ids of their own, reaches in one example."""
    from dbcheck.engine.examples import example_verdicts  # noqa: PLC0415 - as above

    return example_verdicts(rules, example, pack, _world_of(example), checkers())


def _world_of(example: Example) -> World:
    from dbcheck.engine.examples import ExampleTables  # noqa: PLC0415 - as above

    as_of, _ = read_as_of(example.as_of or EXAMPLE_AS_OF)
    return World(ExampleTables(kinds(), example.records), kinds(), as_of, published_calendar())
