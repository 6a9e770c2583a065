"""Random event logs: walks along a workflow table, then shuffled, thinned and misspelt."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from dbcheck.rules.pack import Rule
from oracle.event_logs import EVENT, table_of
from oracle.world import EMPTY, Cell, Record, World, filled

FIELDS = ("id", "workflow", "record_id", "action", "role", "at", "from_state", "to_state")
MOST = 6  # events of a record: the oracle tries all their orders
STEPS = tuple(
    timedelta(hours=hours) for hours in (0, 0.5, 1, 1.5, 2, 12, 12.5, 24, 48, 72, 120, 24 * 8, 24 * 21, 24 * 31, 24 * 95)
)
STARTS = (
    datetime(2023, 12, 28, 9),
    datetime(2024, 2, 9, 15),
    datetime(2024, 9, 27, 9),
    datetime(2024, 9, 28),
    datetime(2026, 12, 30, 10),
)


def event_world(draw: st.DrawFn, rule: Rule) -> tuple[World, datetime]:
    """Draw a log of one or two records, the records themselves (or not), and an audit date."""
    table = table_of(rule.params["workflow"], tuple(rule.params.get("documents") or ()))
    events: list[Record] = []
    dates = [draw(st.sampled_from(STARTS))]
    for subject in ("a", "b")[: draw(st.integers(1, 2))]:
        events += _history(draw, table, subject, dates)
    for place, event in enumerate(draw(st.permutations(events))):
        event["id"] = filled(f"e{place}")
    world = World(tables={EVENT: events}, columns={EVENT: set(FIELDS)})
    harm = draw(st.integers(0, 11))
    if harm == 0:
        world.columns[EVENT] -= {draw(st.sampled_from(FIELDS))}
    elif harm == 1:
        world.rejected[EVENT] = 1
    if harm != 2:
        _add_records(draw, table, world, dates[0])
    as_of = max(dates) + draw(st.sampled_from(STEPS)) - draw(st.sampled_from(STEPS[:6]))
    return world, as_of


def _history(draw: st.DrawFn, table: Mapping[str, Any], subject: str, dates: list[datetime]) -> list[Record]:
    state, found = "", []
    for _ in range(draw(st.integers(1, MOST))):
        here = [row for row in table["transitions"] if state in row["from"]]
        is_wild = draw(st.integers(0, 7)) == 0
        row = draw(st.sampled_from(table["transitions"] if is_wild or not here else here))
        before, state = state, row.get("to") or state
        if draw(st.integers(0, 9)):
            found.append(_event(draw, table, subject, row, (before, state), dates))
            if len(found) < MOST and draw(st.integers(0, 15)) == 0:
                found.append(dict(found[-1]))  # logged twice
    return found


def _event(  # noqa: PLR0917 - what one event is made of
    draw: st.DrawFn,
    table: Mapping[str, Any],
    subject: str,
    row: Mapping[str, Any],
    states: tuple[str, str],
    dates: list[datetime],
) -> Record:
    at = dates[-1] + draw(st.sampled_from(STEPS))
    dates.append(at)
    luck = draw(st.integers(0, 40))
    roles = row["roles"] if luck % 5 else [*table["roles"], "其他"]
    day_only = luck in (1, 2, 3)
    told = luck in (4, 5, 6)
    return {
        "workflow": EMPTY
        if luck == 7
        else filled(draw(st.sampled_from([table["workflow"]] * 6 + [table["title"], "elsewhere"]))),
        "record_id": EMPTY if luck == 8 else filled(subject),
        "action": filled("其他") if luck == 9 else filled(draw(st.sampled_from([row["action"], row["action"], row["zh"]]))),
        "role": EMPTY if luck == 10 else filled(draw(st.sampled_from(roles))),
        "at": EMPTY if luck == 11 else _moment(at, day_only=day_only),
        "from_state": filled(states[0]) if told and states[0] else EMPTY,
        "to_state": filled(draw(st.sampled_from([states[1], *table["states"]]))) if told else EMPTY,
    }


def _moment(at: datetime, *, day_only: bool) -> Cell:
    return filled(datetime(at.year, at.month, at.day), day_only=True) if day_only else filled(at)


def _add_records(draw: st.DrawFn, table: Mapping[str, Any], world: World, begun: datetime) -> None:
    """Add the records themselves, with the fields that the limits of letters ask for."""
    if table["record"] != "letter":
        return
    world.columns["letter"] = {"id", "received_at", "is_complex"}
    flags = st.sampled_from([filled(value=True), filled(value=False), EMPTY])
    dates = st.sampled_from([filled(begun), filled(begun), EMPTY])
    world.tables["letter"] = [
        {"id": filled(subject), "received_at": draw(dates), "is_complex": draw(flags)}
        for subject in ("a", "b")[: draw(st.integers(0, 2))]
    ]
