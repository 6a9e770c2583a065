"""Ways through a workflow: what can still happen from a state, and which actions lead from one state to another."""

from collections import deque
from collections.abc import Container, Iterable, Mapping

from dbcheck.workflow.table import Workflow


def ahead(table: Workflow, *, without: str = "") -> Mapping[str, frozenset[str]]:
    """Give, for START and each state, the actions that can still happen, at once or later; ``without`` an action on the way.

    What starts a clock is such an action: what lies behind it belongs to the next run of that clock.
    """
    out = {state: tuple(edge for edge in held if edge[0] != without) for state, held in table.edges.items()}
    return {state: frozenset(action for reached in _reached(out, state) for action, _ in out[reached]) for state in out}


def _reached(out: Mapping[str, tuple[tuple[str, str], ...]], start: str) -> set[str]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for _, target in out[waiting.popleft()]:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def shortest_way(
    table: Workflow, sources: Iterable[str], goals: Iterable[str], *, only: Container[str] | None = None
) -> tuple[str, ...] | None:
    """Give the fewest actions (``only`` some, if given) that lead from one of the sources to one of the goals; None where there is no way."""
    out, wanted = table.edges, set(goals)
    begun = sorted(sources)
    waiting: deque[tuple[str, tuple[str, ...]]] = deque((state, ()) for state in begun)
    seen = set(begun)
    while waiting:
        state, way = waiting.popleft()
        if state in wanted:
            return way
        for action, target in out[state]:
            if target not in seen and (only is None or action in only):
                seen.add(target)
                waiting.append((target, (*way, action)))
    return None
