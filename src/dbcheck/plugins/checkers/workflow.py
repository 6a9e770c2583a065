"""workflow: what an event log tells keeps to the table of its workflow."""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any, ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason, Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, GroupPlan, Scope
from dbcheck.plugins.grouping import verdict_frame, verdict_row
from dbcheck.plugins.parameters import Where, where_mistakes
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake, parse_predicate
from dbcheck.workflow.deadlines import UNIT_WORDS, is_clocked
from dbcheck.workflow.history import Deviation, Happening, Sort, Walk, orders, walk
from dbcheck.workflow.running import Kept, Measured, judged_limits, measure
from dbcheck.workflow.table import Limit
from dbcheck.workflow.table import Workflow as Table

Aspect = Literal["transitions", "steps", "order", "roles", "limits", "advised_limits"]
EVENT = "workflow_event"
FAR = datetime(9999, 1, 1)
TRUTH, IN_FORCE, DAY_ONLY, KNOWN = "!where", "!in_force", "!day_only", "!known"
TEXTS = ("workflow", "record_id", "action", "role", "from_state", "to_state")
EVIDENCE = {
    "workflow": pl.String(),
    "action": pl.String(),
    "problem": pl.String(),
    "problem_en": pl.String(),
    "rule": pl.String(),
}
OF_LIMITS = {"due": pl.Datetime("us"), "unit": pl.String(), "to": pl.Datetime("us")}
Row = Mapping[str, Any]


@dataclass(frozen=True)
class WorkflowParams:
    """The table that the events of a workflow have to keep to, and which side of it is judged.

    finds: transitions, steps, order, roles, limits or advised_limits. documents: the packs under which the table is read; none: all.
    """

    record: str
    workflow: str
    finds: Aspect
    documents: tuple[str, ...] = ()
    where: Where = dataclasses.field(default_factory=dict)


class Workflow:
    """The events of each record keep to the workflow table, under one aspect.

    Pass: they do. Fail: they surely do not, in whatever order the times allow. Pending: a limit still runs.
    Undetermined: an unknown action or role, a missing time, a log that does not begin at the beginning.
    Does not apply: the record began before the document was in force or belongs to nobody whom the profile judges, or no limit was started.
    """

    name: ClassVar[str] = "workflow"
    Params = WorkflowParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: WorkflowParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find another kind than events, and wrong conditions."""
        if params.record != EVENT:
            yield ("record",), Message(f"record 应为 {EVENT}", f"record must be {EVENT}")
            return
        yield from where_mistakes(kinds, params.record, params.where)

    def plan(self, params: WorkflowParams, scope: Scope) -> GroupPlan:
        """Gather the events of the workflow and judge the history of each record."""
        table = scope.workflow(params.workflow, params.documents)
        judge = _Judge(table, params.finds, scope)
        names = _spellings({table.name: table.title})
        return GroupPlan(
            kind=EVENT,
            derived=_derived(params, scope),
            partial=lambda batch: batch.filter(
                pl.col(TRUTH).fill_null(value=True) & (pl.col("workflow").is_null() | pl.col("workflow").is_in(list(names)))
            ),
            merge=lambda partials: partials,
            judge=judge.frame,
            evidence=tuple(judge.evidence),
            says=Message("{problem}", "{problem_en}"),
        )


def _derived(params: WorkflowParams, scope: Scope) -> dict[str, pl.Expr]:
    at = scope.column("at")
    derived = {name: scope.column(name, optional=name in ("from_state", "to_state", "role")).value for name in TEXTS}
    derived["at"] = at.value.cast(pl.Datetime("us"))
    derived[DAY_ONLY] = at.day_only if at.day_only is not NEVER else pl.lit(value=False)
    derived[TRUTH] = scope.where(parse_predicate(params.where))
    derived[IN_FORCE] = scope.in_force()
    return derived


def _spellings(labels: Mapping[str, Message]) -> Mapping[str, str]:
    """Give the name in the table for each way to write it: the name, or its label in either language if no other bears it."""
    found: dict[str, set[str]] = {}
    for name, label in labels.items():
        for spelling in {label.en, label.zh}:
            found.setdefault(spelling, set()).add(name)
    plain = {spelling: next(iter(names)) for spelling, names in found.items() if len(names) == 1}
    return plain | {name: name for name in labels}


class _Judge:
    """Judges the histories of all records under one aspect."""

    def __init__(self, table: Table, finds: Aspect, scope: Scope) -> None:
        self.table, self.finds, self.scope = table, finds, scope
        self.actions = _spellings(table.actions)
        self.roles = _spellings(table.roles)
        self.states = _spellings({name: state.label for name, state in table.states.items()})
        self.applies = _conditions(table, scope, is_advice=finds == "advised_limits") if "limits" in finds else {}
        self.rejected = scope.rejected(EVENT)
        self.unreached = scope.unreached(table.record) if table.record in scope.supplied else frozenset[str]
        self.evidence: Mapping[str, pl.DataType] = EVIDENCE | (OF_LIMITS if "limits" in finds else {})

    def frame(self, merged: pl.DataFrame) -> pl.DataFrame:
        """Give one verdict for each record that the events name."""
        histories: dict[str, list[Row]] = {}
        adrift = 0
        for row in merged.iter_rows(named=True):
            if row["record_id"] is None:
                adrift += 1
            elif row["at"] is None or not self._is_to_come(row):
                histories.setdefault(row["record_id"], []).append(row)
        unreached = self.unreached()
        rows = [self._row(record, histories[record], adrift) for record in sorted(histories.keys() - unreached)]
        return verdict_frame(
            [*rows, *(self._spared(record) for record in sorted(histories.keys() & unreached))], self.evidence
        )

    def _spared(self, record: str) -> dict[str, object]:
        """Give the verdict of a record of somebody whom the profile does not judge."""
        return verdict_row(record, Verdict.OUT_OF_SCOPE, None, **dict.fromkeys(self.evidence))

    def _is_to_come(self, row: Row) -> bool:
        at: datetime = row["at"]
        return at > self.scope.as_of or (row[DAY_ONLY] and at == self.scope.as_of)

    def _row(self, record: str, rows: Sequence[Row], adrift: int) -> dict[str, object]:
        answer = self._answer(record, rows)
        if answer.verdict in (Verdict.FAIL, Verdict.PENDING) and self.finds != "roles" and (adrift or self.rejected):
            answer = _unsure(Reason.REJECTED_RECORDS if self.rejected else Reason.UNCLASSIFIED)
        evidence: dict[str, object] = {"workflow": self.table.name, "action": answer.action, "rule": answer.rule}
        evidence |= {"problem": answer.says.zh, "problem_en": answer.says.en}
        if "limits" in self.finds:
            evidence |= _bounds(answer.measured)
        return verdict_row(record, answer.verdict, answer.reason, **evidence)

    def _answer(self, record: str, rows: Sequence[Row]) -> "_Answer":
        if any(row["workflow"] is None or row[TRUTH] is None for row in rows):
            return _unsure(Reason.UNCLASSIFIED)
        timed = [row for row in rows if row["at"] is not None]
        if timed and min(timed, key=lambda row: row["at"])[IN_FORCE] is False:
            return _Answer(Verdict.OUT_OF_SCOPE)
        events = list(dict.fromkeys(self._happening(row) for row in rows))  # logged twice is not done twice
        if self.finds == "roles":
            return self._roles(events)
        if any(event.action is None for event in events):
            return _unsure(Reason.UNCLASSIFIED)
        if any(event.at is None for event in events):
            return _unsure(Reason.MISSING_VALUE)
        possible = orders(events)
        if possible is None:
            return _unsure(Reason.NO_CLOCK_TIME)
        judge = self._limits if "limits" in self.finds else self._deviations
        answers = [judge(record, order, walk(self.table, order)) for order in possible]
        return answers[0] if len({answer.verdict for answer in answers}) == 1 else _unsure(Reason.NO_CLOCK_TIME)

    def _happening(self, row: Row) -> Happening:
        state = {name: self.states.get(row[name]) for name in ("from_state", "to_state")}
        return Happening(
            self.actions.get(row["action"]), self.roles.get(row["role"]), row["at"], bool(row[DAY_ONLY]), **state
        )

    def _roles(self, events: Sequence[Happening]) -> "_Answer":
        unknown = False
        for event in events:
            may = {role for row in self.table.transitions if row.action == event.action for role in row.roles}
            if event.action is None or event.role is None:
                unknown = True
            elif event.role not in may:
                return _Answer(Verdict.FAIL, None, event.action, self._says_role(event, may), self._cited(event.action))
        return _unsure(Reason.UNCLASSIFIED) if unknown else _Answer(Verdict.PASS)

    def _deviations(self, record: str, order: Sequence[Happening], walked: Walk) -> "_Answer":
        del record
        sort = Sort(self.finds)
        found = next((each for each in walked.deviations if each.sort is sort), None)
        if found is not None and not walked.doubts:
            return _Answer(Verdict.FAIL, None, found.action, self._says(found, order), self._cited(found.action))
        if walked.is_truncated:
            return _unsure(Reason.MISSING_VALUE)
        return _unsure(Reason.UNCLASSIFIED) if sort in walked.doubts or found is not None else _Answer(Verdict.PASS)

    def _limits(self, record: str, order: Sequence[Happening], walked: Walk) -> "_Answer":
        measured = list(
            measure(
                self.table,
                order,
                walked,
                lambda limit: self.applies[limit.rule](record) if limit.where else True,
                as_of=self.scope.as_of,
                calendar=self.scope.working_days,
                is_advice=self.finds == "advised_limits",
            )
        )
        measured.sort(key=lambda each: each.due or FAR)  # the first to run out is the one that is told
        for kept, answer in _BY_KEPT.items():
            found = next((each for each in measured if each.kept is kept), None)
            if found is not None:
                return self._told(found, answer.verdict) if kept in (Kept.EXCEEDED, Kept.RUNNING) else answer
        return _Answer(Verdict.OUT_OF_SCOPE)

    def _told(self, found: Measured, verdict: Verdict) -> "_Answer":
        limit, action = found.limit, self._label(found.action)
        start = self._label(limit.start)
        done = Message("至核查时未进行", "not done by the audit") if found.end is None else _done(found.end)
        unit = UNIT_WORDS[limit.unit]
        bound = Message(f"最长 {limit.max} {unit.zh}", f"at most {limit.max} {unit.en}")
        if limit.max is None:
            bound = Message(f"至少 {limit.min} {unit.zh}", f"at least {limit.min} {unit.en}")
        says = Message(
            f"{action.zh}应在{start.zh}({found.start.at:%Y-%m-%d %H:%M})后{bound.zh},{done.zh}",
            f"{action.en} comes {bound.en} after {start.en} ({found.start.at:%Y-%m-%d %H:%M}); {done.en}",
        )
        return _Answer(verdict, None, found.action, says, limit.rule, found)

    def _says(self, found: Deviation, order: Sequence[Happening]) -> Message:
        action, at = self._label(found.action), order[found.position].at
        states = self._states(found.states)
        when = f"{at:%Y-%m-%d %H:%M}"
        missing = [self._label(name) for name in found.missing]
        listed = Message("、".join(each.zh for each in missing), ", ".join(each.en for each in missing))
        if found.sort is Sort.TRANSITION:
            return Message(
                f"{when} {action.zh}:状态“{states.zh}”不允许", f"{when} {action.en}: not allowed, state {states.en}"
            )
        if found.sort is Sort.STEP:
            return Message(
                f"{when} {action.zh}:之前缺少{listed.zh}", f"{when} {action.en}: {listed.en} is missing before it"
            )
        return Message(f"{when} {action.zh}:应在{listed.zh}之后", f"{when} {action.en}: has to come after {listed.en}")

    def _says_role(self, event: Happening, may: Collection[str]) -> Message:
        action, labels = self._label(str(event.action)), self.table.roles
        role = labels[str(event.role)]
        who = [labels[name] for name in sorted(may)]
        zh, en = "、".join(label.zh for label in who), ", ".join(label.en for label in who)
        return Message(f"{role.zh}不能{action.zh},应由{zh}", f"{role.en} may not {action.en}; {en} may")

    def _states(self, names: Sequence[str]) -> Message:
        labels = [self.table.states[name].label if name else Message("尚未开始", "not begun") for name in names]
        return Message("或".join(label.zh for label in labels), " or ".join(label.en for label in labels))

    def _label(self, action: str) -> Message:
        return self.table.actions[action]

    def _cited(self, action: str) -> str:
        return next((rule for row in self.table.transitions if row.action == action for rule in row.rules), "")


@dataclass(frozen=True)
class _Answer:
    """How one record ended, and what is said about it."""

    verdict: Verdict
    reason: Reason | None = None
    action: str = ""
    says: Message = Message("", "")
    rule: str = ""
    measured: Measured | None = None


def _unsure(reason: Reason) -> _Answer:
    return _Answer(Verdict.UNDETERMINED, reason)


# What limits come to together, the gravest first.
_BY_KEPT: Mapping[Kept, _Answer] = {
    Kept.EXCEEDED: _Answer(Verdict.FAIL),
    Kept.UNCLASSIFIED: _unsure(Reason.UNCLASSIFIED),
    Kept.UNKNOWN_DAYS: _unsure(Reason.UNKNOWN_CALENDAR),
    Kept.UNKNOWN_HOUR: _unsure(Reason.NO_CLOCK_TIME),
    Kept.RUNNING: _Answer(Verdict.PENDING),
    Kept.KEPT: _Answer(Verdict.PASS),
}


def _bounds(found: Measured | None) -> dict[str, object]:
    """Give the end of a limit as time_limit gives it: the last day at midnight, or the instant; and when the action came."""
    if found is None or found.due is None:
        return dict.fromkeys(OF_LIMITS)
    due = found.due if is_clocked(found.limit) else datetime.combine(found.due.date(), time())
    return {"due": due, "unit": found.limit.unit, "to": None if found.end is None else found.end.at}


def _done(event: Happening) -> Message:
    at: datetime | None = event.at
    return Message(f"实际 {at:%Y-%m-%d %H:%M}", f"done {at:%Y-%m-%d %H:%M}")


def _conditions(table: Table, scope: Scope, *, is_advice: bool) -> Mapping[str, Callable[[str], bool | None]]:
    """Give, for each limit that holds for some records only, whether it holds for one; unknown where the record is not supplied."""
    return {
        limit.rule: _condition(table.record, limit, scope)
        for _, limit in judged_limits(table, is_advice=is_advice)
        if limit.where
    }


def _condition(kind: str, limit: Limit, scope: Scope) -> Callable[[str], bool | None]:
    if kind not in scope.supplied:
        return lambda _: None
    matching = scope.universe(kind, parse_predicate(limit.where))
    every = scope.records(kind, ["id"])
    held: dict[str, bool | None] = {}

    def applies(record: str) -> bool | None:
        if not held:
            held.update(dict.fromkeys(every()["id"].drop_nulls(), False))
            held.update(matching().select("!key", "!member").iter_rows())
        return held.get(record)

    return applies
