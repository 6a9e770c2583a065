"""Records on their way through workflows, and the books that hold them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.records.predicate import unknown_name


class Thing:
    """A record with its state.

    fields: what is filled. last: when each action last happened, in that order. beside: the latest record of each other kind that goes with it.
    """

    __slots__ = ("beside", "fields", "id", "kind", "last", "state", "workflow")

    def __init__(self, workflow: str, record: str, kind: str) -> None:
        self.workflow, self.id, self.kind, self.state = workflow, record, kind, ""
        self.fields: dict[str, Any] = {}
        self.last: dict[str, datetime] = {}
        self.beside: dict[str, dict[str, Any]] = {}


class Books:
    """Everything that is on its way, by workflow and id."""

    def __init__(self) -> None:
        self._things: dict[str, dict[str, Thing]] = {}

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key[1] in self._things.get(key[0], ())

    def add(self, thing: Thing) -> None:
        """Enter what has begun."""
        self._things.setdefault(thing.workflow, {})[thing.id] = thing

    def every(self) -> Iterable[Thing]:
        """Give everything, workflow by workflow, in the order in which it began."""
        for things in self._things.values():
            yield from things.values()

    def get(self, workflow: str, record: str) -> Thing:
        """Give one; raises UsageError with near names for an unknown one."""
        thing = self._things.get(workflow, {}).get(record)
        if thing is None:
            known = list(self._things.get(workflow, ()))
            what = Message("没有记录", "there is no record")
            raise UsageError([Problem(workflow, "", unknown_name(record, known, what))])
        return thing

    def state(self, workflow: str, record: Any) -> str | None:
        """Give the state of a record; None where there is none."""
        thing = self._things.get(workflow, {}).get(str(record))
        return None if thing is None else thing.state

    def pointing(self, workflow: str, field: str, record: str) -> list[Thing]:
        """Give the records of a workflow whose field names a record."""
        return [thing for thing in self._things.get(workflow, {}).values() if thing.fields.get(field) == record]

    def is_alone(self, asked: Thing, values: Mapping[str, Any]) -> bool:
        """Tell whether no other record of the same workflow has the same values; an empty one is like none."""
        if any(value is None for value in values.values()):
            return True
        others = (thing for thing in self._things.get(asked.workflow, {}).values() if thing is not asked)
        return not any(all(thing.fields.get(name) == value for name, value in values.items()) for thing in others)

    def had(self, asked: Thing, field: str, action: str, year: int) -> bool:
        """Tell whether another record of the same workflow, alike in a field, had an action in a calendar year."""
        value = asked.fields.get(field)
        alike = self.pointing(asked.workflow, field, value) if value is not None else []
        return any(thing is not asked and action in thing.last and thing.last[action].year == year for thing in alike)
