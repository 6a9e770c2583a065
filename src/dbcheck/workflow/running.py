"""The limits of a workflow over one order of events: kept, exceeded, still running, or not to be told."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from dbcheck.lean_dataclass import dataclass
from dbcheck.workflow.deadlines import WorkingDays, is_clocked, is_early, is_late, last_instant
from dbcheck.workflow.history import Happening, Walk
from dbcheck.workflow.table import Limit, Workflow
from dbcheck.workflow.ways import ahead

Applies = Callable[[Limit], bool | None]  # whether the record is one that a limit holds for; None: the data do not say


class Kept(StrEnum):
    """How one limit ended."""

    KEPT = "kept"
    EXCEEDED = "exceeded"
    RUNNING = "running"
    UNKNOWN_DAYS = "unknown_days"
    UNKNOWN_HOUR = "unknown_hour"
    UNCLASSIFIED = "unclassified"


@dataclass(frozen=True)
class Measured:
    """One limit over one start. end: None where the action has not happened; due: None where it cannot be counted, or for a minimum."""

    kept: Kept
    limit: Limit
    action: str
    start: Happening
    end: Happening | None
    due: datetime | None


def judged_limits(table: Workflow, *, is_advice: bool) -> Iterator[tuple[str, Limit]]:
    """Give the limits that event logs can break, each with its action: those with a number of the text that start with an action."""
    for row in table.transitions:
        for limit in row.limits:
            if limit.is_numbered and not limit.is_fixed and not limit.is_proposed and limit.is_advice is is_advice:
                yield row.action, limit


def measure(
    table: Workflow,
    order: Sequence[Happening],
    walk: Walk,
    applies: Applies,
    *,
    as_of: datetime,
    calendar: WorkingDays,
    is_advice: bool,
) -> Iterator[Measured]:
    """Judge every limit that some event starts."""
    for action, limit in judged_limits(table, is_advice=is_advice):
        is_held = applies(limit)
        if is_held is False:
            continue
        for start, end in _spans(order, limit.start, action):
            if end is not None:
                found = _done(limit, start, end, calendar)
            elif limit.must and _is_ahead(table, walk, limit.start, action):
                found = _open(limit, start, as_of, calendar)
            else:
                continue
            if is_held is None and found is not Kept.KEPT:
                found = Kept.UNCLASSIFIED
            due = last_instant(limit, start.earliest, calendar)
            yield Measured(found, limit, action, start, end, due)


def _is_ahead(table: Workflow, walk: Walk, start: str, action: str) -> bool:
    """Tell whether an action can still happen, from every state that the record may be in, without the clock starting anew."""
    still = ahead(table, without=start)
    return all(action in still[state] for state in walk.states)


def _spans(order: Sequence[Happening], begins: str, ends: str) -> Iterator[tuple[Happening, Happening | None]]:
    """Give each end with the latest start before it, and the last start if no end follows it."""
    start: Happening | None = None
    is_ended = False
    for event in order:
        if event.action == ends and start is not None:
            yield start, event
            is_ended = True
        if event.action == begins:
            start, is_ended = event, False
    if start is not None and not is_ended:
        yield start, None


def _done(limit: Limit, start: Happening, end: Happening, calendar: WorkingDays) -> Kept:
    if is_clocked(limit):
        return _by_the_clock(limit, start, end, calendar)
    early = is_early(limit, start.earliest, end.earliest, calendar)
    if limit.min == 0 and (start.is_day_only or end.is_day_only):
        early = end.earliest.date() < start.earliest.date()
    late = is_late(limit, start.earliest, end.earliest, calendar)
    if early or late:
        return Kept.EXCEEDED
    return Kept.UNKNOWN_DAYS if early is None or late is None else Kept.KEPT


def _by_the_clock(limit: Limit, start: Happening, end: Happening, calendar: WorkingDays) -> Kept:
    """Compare the widest and the narrowest that the times allow: where they disagree, the hour is missing."""
    pairs = ((start.earliest, end.latest), (start.latest, end.earliest))
    wrong = [bool(is_late(limit, *pair, calendar) or is_early(limit, *pair, calendar)) for pair in pairs]
    if all(wrong):
        return Kept.EXCEEDED
    return Kept.UNKNOWN_HOUR if any(wrong) else Kept.KEPT


def _open(limit: Limit, start: Happening, as_of: datetime, calendar: WorkingDays) -> Kept:
    if limit.max is None:
        return Kept.RUNNING
    last = as_of if is_clocked(limit) else as_of - timedelta(microseconds=1)
    if not is_clocked(limit):
        due = last_instant(limit, start.earliest, calendar)
        if due is not None:
            return Kept.EXCEEDED if last >= due else Kept.RUNNING
        return Kept.RUNNING if is_late(limit, start.earliest, last, calendar) is False else Kept.UNKNOWN_DAYS
    over = [is_late(limit, begun, last, calendar) for begun in (start.earliest, start.latest)]
    if all(over):
        return Kept.EXCEEDED
    return Kept.UNKNOWN_HOUR if any(over) else Kept.RUNNING
