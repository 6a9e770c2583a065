"""A workflow table made ready for acting: rows by state and action, conditions as functions, what each action starts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from dbcheck.errors import Message
from dbcheck.records.kind import FieldType
from dbcheck.records.predicate import parse_predicate, paths_of
from dbcheck.records.snapshot import kinds
from dbcheck.workflow.conditions import Truth, condition
from dbcheck.workflow.deadlines import WorkingDays, is_clocked, is_early, last_instant, year_end
from dbcheck.workflow.table import Guard, Limit, Transition, Workflow
from dbcheck.workflow.ways import ahead

ON_DAY = "$on"  # the day of the action
Condition = Callable[[Mapping[str, Any]], Truth]


class ReadyLimit:
    """A limit with its condition, and the ends that were counted already: many records start on the same day."""

    __slots__ = ("_ends", "action", "calendar", "clocked", "limit", "reads", "where")

    def __init__(self, limit: Limit, action: str, calendar: WorkingDays) -> None:
        self.limit, self.action, self.calendar = limit, action, calendar
        self.where: Condition | None = condition(limit.where) if limit.where else None
        self.reads = frozenset((*paths_of(parse_predicate(limit.where)), limit.due_field, limit.due_year)) - {""}
        self.clocked = is_clocked(limit)
        self._ends: dict[date, datetime | None] = {}

    def last(self, start: datetime) -> datetime | None:
        """Give the last instant in time; None where there is none or the calendar does not reach."""
        if self.clocked:
            return last_instant(self.limit, start, self.calendar)
        day = start.date()
        if day not in self._ends:
            self._ends[day] = last_instant(self.limit, start, self.calendar)
        return self._ends[day]

    def fixed(self, record: Mapping[str, Any]) -> datetime | None:
        """Give the last instant of a limit whose end a field says; None where the field is empty."""
        if self.limit.due_field:
            end: datetime | None = record.get(self.limit.due_field)
            return end
        year = record.get(self.limit.due_year)
        return None if year is None else year_end(self.limit, year)

    def end(self, record: Mapping[str, Any], last: Mapping[str, datetime]) -> datetime | None:
        """Give the last instant for a record whose actions last happened then; None where nothing runs."""
        if self.limit.is_fixed:
            return self.fixed(record)
        start = last.get(self.limit.start)
        return None if start is None else self.last(start)

    def is_done(self, last: Mapping[str, datetime]) -> bool:
        """Tell whether the action has happened since its clock started."""
        done = last.get(self.action)
        if done is None or self.limit.is_fixed:
            return done is not None
        start = last[self.limit.start]
        if done != start:
            return done > start
        order = list(last)  # of one instant, what happened later
        return order.index(self.action) > order.index(self.limit.start)

    def early(self, start: datetime, end: datetime) -> bool:
        """Tell whether the action comes too early for sure."""
        return is_early(self.limit, start, end, self.calendar) is True


class ReadyGuard:
    """A guard with its conditions."""

    __slots__ = ("guard", "require", "where")

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self.where: Condition | None = condition(guard.where) if guard.where else None
        self.require: Condition | None = condition(guard.require) if guard.require else None


class Row:
    """A transition with all that acting needs. accepts: the values that may be given. is_advised: some guard or limit is a should."""

    __slots__ = ("accepts", "beside", "guards", "is_advised", "limits", "mine", "needs", "roles", "sets", "transition")

    def __init__(self, transition: Transition, limits: tuple[ReadyLimit, ...], record: str) -> None:
        self.transition = transition
        self.roles = frozenset(transition.roles)
        self.sets = _sets(record, transition.sets)
        self.mine = frozenset((*transition.needs, *transition.takes))
        self.beside = tuple((each, _sets(each.kind, each.sets)) for each in transition.beside)
        self.needs = tuple(dict.fromkeys((*transition.needs, *(name for each in transition.beside for name in each.needs))))
        self.accepts = self.mine.union(*((*each.needs, *each.takes) for each in transition.beside))
        self.guards = tuple(map(ReadyGuard, transition.guards))
        self.limits = limits
        self.is_advised = any(each.guard.is_advice for each in self.guards) or any(each.limit.is_advice for each in limits)


def _sets(kind: str, sets: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Give what is filled by itself; the instant of the action in a field of days is its day."""
    fields = kinds()[kind].fields
    is_day = {name for name, value in sets.items() if value == "$at" and fields[name].type is FieldType.DATE}
    return tuple((name, ON_DAY if name in is_day else value) for name, value in sets.items())


class Compiled:
    """A workflow table under some documents.

    rows: by state and action. starting: what runs from an action on. fixed: what ends by a field, by that field.
    must: the limits of what has to happen.
    """

    def __init__(self, table: Workflow, calendar: WorkingDays) -> None:
        self.table = table
        self._ahead: dict[str, Mapping[str, frozenset[str]]] = {}
        self.rows: dict[tuple[str, str], Row] = {}
        self.starting: dict[str, list[ReadyLimit]] = {}
        self.fixed: dict[str, list[ReadyLimit]] = {}
        self.must: list[ReadyLimit] = []
        self.by_action: dict[str, Row] = {}
        self.allowed: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for transition in table.transitions:
            limits = tuple(
                ReadyLimit(limit, transition.action, calendar) for limit in transition.limits if limit.is_numbered
            )
            row = Row(transition, limits, table.record)
            self.by_action.setdefault(transition.action, row)
            for source in transition.sources:
                self.rows[source, transition.action] = row
                self.allowed.setdefault(source, []).append((transition.action, transition.roles))
            for ready in limits:
                self._note(ready)
        self.creating = [action for action, _ in self.allowed.get("", ())]

    def can_still(self, state: str, limit: Limit, action: str) -> bool:
        """Tell whether an action can still happen from a state without the limit's clock starting anew."""
        without = "" if limit.start == action else limit.start  # what is to be done again starts its own clock anew
        if without not in self._ahead:
            self._ahead[without] = ahead(self.table, without=without)
        return action in self._ahead[without][state]

    def _note(self, ready: ReadyLimit) -> None:
        limit = ready.limit
        if not limit.must or (limit.max is None and not limit.is_fixed):
            return
        if limit.is_fixed:
            self.fixed.setdefault(limit.due_field or limit.due_year, []).append(ready)
        else:
            self.starting.setdefault(limit.start, []).append(ready)
        if not limit.is_advice:
            self.must.append(ready)

    def state_label(self, state: str) -> Message:
        """Give how a state is called."""
        held = self.table.states.get(state)
        return held.label if held else Message("尚未建立", "not begun")

    def action_label(self, action: str) -> Message:
        """Give how an action is called, with its name in the table."""
        row = self.by_action.get(action)
        return Message(f"{row.transition.label.zh}({action})", action) if row else Message(action, action)

    def role_label(self, role: str) -> Message:
        """Give how a role is called, with its name in the table."""
        label = self.table.roles.get(role)
        return Message(f"{label.zh}({role})", role) if label else Message(role, role)

    def options(self, state: str) -> Message:
        """Say what is allowed in a state, and to whom."""
        listed = self.allowed.get(state, ())
        zh = [
            f"{self.action_label(action).zh}:{'、'.join(self.role_label(role).zh for role in roles)}"
            for action, roles in listed
        ]
        return Message(";".join(zh), "; ".join(f"{action} ({', '.join(roles)})" for action, roles in listed))
