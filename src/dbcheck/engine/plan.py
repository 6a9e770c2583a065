"""Planning: every rule is bound to its columns before a row is read."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, time
from typing import Any

import polars as pl

from dbcheck.engine.binder import Binder, World
from dbcheck.engine.calendar_expressions import GatheredCalendar
from dbcheck.engine.editions import merge_editions
from dbcheck.engine.kernel import Kernel
from dbcheck.engine.placing import placing_of
from dbcheck.engine.programs import GroupProgram, InForce, Program, compile_row, in_scope, own_date, violates
from dbcheck.engine.scope import RuleScope
from dbcheck.findings import Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Checker, Dating, GroupPlan, MissingColumn, MissingKind, Plan, RowPlan
from dbcheck.records.predicate import parse_predicate
from dbcheck.rules.pack import EVERYBODY, Pack, Reach, Rule
from dbcheck.rules.params import build_params


@dataclass(frozen=True)
class Unplanned:
    """A rule that is settled before a row is read, and why."""

    rule: Rule
    reason: Reason
    detail: str = ""
    error: str = ""


@dataclass
class AuditPlan:
    """Every rule of the audit, bound: kernels by kind, and the rules that need no row."""

    kernels: dict[str, Kernel] = field(default_factory=dict)
    settled: dict[int, Unplanned] = field(default_factory=dict)
    programs: dict[int, Program | GroupProgram] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One rule to evaluate, and the pack that it stands in."""

    pack: Pack
    rule: Rule
    reach: Reach = EVERYBODY
    off: str = ""  # why a profile switched the rule off


def jobs_of(packs: Sequence[Pack]) -> list[Job]:
    """Give every rule of the packs, in their order."""
    return [Job(pack, rule) for pack in packs for rule in pack.rules]


def make_plan(jobs: Sequence[Job], world: World, checkers: Mapping[str, Checker[Any]], *, retroactive: bool) -> AuditPlan:
    """Bind every rule; a rule's number is its position among the jobs."""
    planner = _Planner(world, checkers)
    plan = AuditPlan()
    for number, job in enumerate(jobs):
        made = planner.plan(job, in_force_of(job, retroactive=retroactive))
        if isinstance(made, Unplanned):
            plan.settled[number] = made
        else:
            plan.programs[number] = made
    _group_by_kind(plan, planner)
    return plan


def in_force_of(job: Job, *, retroactive: bool) -> InForce:
    """Give when a rule judges records: its own dates, else those of its document, else its values by date.

    ``retroactive`` lifts the beginning, but for values by date: before the first of them there is nothing to judge by.
    """
    editions = job.rule.editions
    first = editions[0].since
    effective, withdrawn = job.rule.effective or job.pack.effective, job.rule.withdrawn or job.pack.withdrawn
    since = None if retroactive else effective
    if first is not None:
        since = max(since, first) if since is not None else first
    return InForce(*(datetime.combine(day, time()) if day else None for day in (since, withdrawn)))


def _group_by_kind(plan: AuditPlan, planner: "_Planner") -> None:
    for kind, binder in planner.binders.items():
        rows: list[tuple[int, Program]] = []
        groups: list[tuple[int, GroupProgram]] = []
        for number, made in plan.programs.items():
            if isinstance(made, GroupProgram) and made.binder is binder:
                groups.append((number, made))
            elif isinstance(made, Program) and record_of(made.rule) == kind:
                rows.append((number, _shared(made, binder)))
        if rows or groups:
            placing = placing_of(binder.world, binder.kind)
            binder.riders |= placing.binder.fields
            plan.kernels[kind] = Kernel(binder, tuple(rows), tuple(groups), placing)


def _shared(program: Program, binder: Binder) -> Program:
    """Let a rule that ``$violates`` names take its codes from where they are kept."""
    name = _kept_code(program.rule)
    kept = binder.kept[1].get(name)
    return replace(program, code=pl.col(name)) if kept is not None and kept.meta.eq(program.code) else program


def _kept_code(rule: Rule) -> str:
    """Name the column that keeps a rule's codes for others."""
    return f"={rule.id}"


def record_of(rule: Rule) -> str:
    """Give the kind whose records a machine-checked rule reads."""
    return str(rule.params["record"])


@dataclass
class _Planner:
    world: World
    checkers: Mapping[str, Checker[Any]]
    binders: dict[str, Binder] = field(default_factory=dict)
    calendars: dict[str, GatheredCalendar] = field(default_factory=dict)
    scopes: dict[tuple[str, InForce], pl.Expr] = field(default_factory=dict)  # of the rules that go by a record's own date

    def plan(self, job: Job, in_force: InForce) -> Program | GroupProgram | Unplanned:
        rule = job.rule
        if job.off:
            return Unplanned(rule, Reason.SWITCHED_OFF, job.off)
        if rule.check == "informative":
            return Unplanned(rule, Reason.INFORMATIVE)
        if rule.check == "attestation":
            return Unplanned(rule, Reason.ATTESTATION)
        if in_force.since is not None and self.world.as_of <= in_force.since:
            return Unplanned(rule, Reason.NOT_IN_FORCE)
        try:
            return self._bind(job, in_force)
        except MissingKind as missing:
            return Unplanned(rule, Reason.KIND_NOT_SUPPLIED, missing.kind)
        except MissingColumn as missing:
            return Unplanned(rule, Reason.MISSING_COLUMN, f"{missing.kind}.{missing.field_name}")
        except Exception as error:
            return Unplanned(rule, Reason.BROKEN_CHECKER, error=f"{type(error).__name__}: {error}")

    def _bind(self, job: Job, in_force: InForce) -> Program | GroupProgram:
        rule = job.rule
        binder = self._binder(record_of(rule))
        scope = RuleScope(
            binder=binder,
            calendar=self.calendars[binder.kind.name],
            period=in_force,
            violates=lambda ref: self._violates(ref, job, in_force),
            reach=job.reach,
        )
        plan = merge_editions(rule.editions, self._plans(rule, scope), lambda made: made.dating or own_date(binder))
        if not isinstance(plan, RowPlan):
            return GroupProgram(rule, plan, binder)
        where = scope.where(parse_predicate(rule.params.get("where")))
        return compile_row(rule, plan, self._in_scope(plan.dating, in_force, binder), where, binder)

    def _in_scope(self, dating: Dating | None, in_force: InForce, binder: Binder) -> pl.Expr:
        if dating is not None:
            return in_scope(dating, in_force, self.world.as_of)
        asked = binder.kind.name, in_force
        if asked not in self.scopes:
            dated = own_date(binder)
            found = in_scope(dated, in_force, self.world.as_of)
            self.scopes[asked] = found if dated is None else binder.keep(found, of=f"scope {in_force}")
        return self.scopes[asked]

    def _plans(self, rule: Rule, scope: RuleScope) -> list[Plan]:
        checker = self.checkers[rule.check]
        return [_checked(checker.plan(build_params(checker, edition.params), scope)) for edition in rule.editions]

    def _binder(self, kind: str) -> Binder:
        if kind not in self.binders:
            self.world.table(kind)
            self.binders[kind] = binder = Binder(self.world, self.world.kinds[kind])
            self.calendars[kind] = GatheredCalendar(self.world.calendar, binder.keep)
        return self.binders[kind]

    def _violates(self, ref: str, job: Job, in_force: InForce) -> pl.Expr:
        pack = job.pack
        other = self._bind(replace(job, rule=pack.index[ref]), in_force)
        if not isinstance(other, Program) or other.plan.cascade is not None:
            raise TypeError(f"$violates: {ref} gives no verdict per record")
        return violates(self._binder(record_of(pack.index[ref])).keep(other.code, _kept_code(other.rule)))


def _checked(plan: Plan) -> Plan:
    """Give the plan that a checker made. Raises TypeError for what is none."""
    if not isinstance(plan, (RowPlan, GroupPlan)):
        raise TypeError(f"plan gave a {type(plan).__name__}, not a RowPlan or GroupPlan")
    return plan
