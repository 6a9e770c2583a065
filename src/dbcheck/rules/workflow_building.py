"""From the plain values of a workflow table, already found right, to its frozen form."""

from collections.abc import Iterator, Mapping
from typing import Any

from dbcheck.errors import Message
from dbcheck.workflow.table import START, Beside, Guard, Invariant, Limit, State, Transition, Workflow


def build_workflow(plain: Mapping[str, Any]) -> Workflow:
    """Make a ``Workflow``."""
    states = {
        name: State(name, Message(held["zh"], held["en"]), held.get("final", False), held.get("hidden", False))
        for name, held in (plain.get("states") or {}).items()
    }
    return Workflow(
        name=plain["workflow"],
        title=Message(plain["title"], plain["title_en"]),
        record=plain["record"],
        states=states,
        roles={name: Message(held["zh"], held["en"]) for name, held in (plain.get("roles") or {}).items()},
        transitions=tuple(_transition(row, states) for row in plain.get("transitions") or ()),
        invariants=tuple(_note(note) for note in plain.get("invariants") or ()),
        exempt=tuple(_note(note) for note in plain.get("exempt") or ()),
        covers=tuple(plain.get("covers") or (plain["workflow"],)),
        status=plain.get("status") or "",
    )


def _transition(row: Mapping[str, Any], states: Mapping[str, State]) -> Transition:
    return Transition(
        action=row["action"],
        label=Message(row["zh"], row["en"]),
        sources=tuple(dict.fromkeys(_sources(row, states))),
        target=row.get("to") or "",
        roles=tuple(row["roles"]),
        guards=tuple(_guard(guard) for guard in row.get("guards") or ()),
        limits=tuple(_limit(limit) for limit in row.get("limits") or ()),
        rules=tuple(_rules(row.get("rules"))),
        under=tuple(row.get("under") or ()),
        by=row.get("by") or "",
        sets=row.get("sets") or {},
        needs=tuple(row.get("needs") or ()),
        takes=tuple(row.get("takes") or ()),
        beside=tuple(_beside(each) for each in row.get("beside") or ()),
    )


def _sources(row: Mapping[str, Any], states: Mapping[str, State]) -> Iterator[str]:
    for name in row.get("from") or [START]:
        if name == "*":
            yield from (state.name for state in states.values() if not state.is_final)
        else:
            yield name


def _guard(guard: Mapping[str, Any]) -> Guard:
    return Guard(
        says=Message(guard["zh"], guard["en"]),
        require=guard.get("require") or {},
        after=guard.get("after") or "",
        later=guard.get("later") or "",
        link=guard.get("link") or "",
        back=guard.get("back") or "",
        once=guard.get("once") or "",
        alone=tuple(guard.get("alone") or ()),
        workflow=guard.get("workflow") or "",
        states=tuple(guard.get("states") or ()),
        least=guard.get("least") or 0,
        where=guard.get("where") or {},
        rule=guard.get("rule") or "",
        is_advice=guard.get("advice", False),
    )


def _limit(limit: Mapping[str, Any]) -> Limit:
    due = limit.get("due") or {}
    return Limit(
        rule=limit["rule"],
        start=limit.get("from") or "",
        max=limit.get("max"),
        min=limit.get("min"),
        unit=limit.get("unit") or "work_day",
        start_rule=limit.get("start_rule") or "next_day",
        where=limit.get("where") or {},
        must=limit.get("must", False),
        is_advice=limit.get("advice", False),
        is_proposed=limit.get("proposed", False),
        due_year=due.get("year") or "",
        due_add_years=due.get("add_years") or 0,
        due_month_day=due.get("month_day") or "",
        due_field=due.get("field") or "",
    )


def _beside(each: Mapping[str, Any]) -> Beside:
    return Beside(
        kind=each["record"],
        link=each.get("link") or "",
        is_added=each["do"] == "add",
        sets=each.get("sets") or {},
        needs=tuple(each.get("needs") or ()),
        takes=tuple(each.get("takes") or ()),
    )


def _note(note: Mapping[str, Any]) -> Invariant:
    return Invariant(Message(note["zh"], note["en"]), tuple(_rules(note["rules"])))


def _rules(rules: Mapping[str, Any] | None) -> Iterator[str]:
    for pack, listed in (rules or {}).items():
        yield from (f"{pack}/{each}" for each in listed)
