"""One record on its way through a workflow."""

from datetime import datetime
from typing import Any


class Thing:
    """A record with its state.

    fields: what is filled. last: when each action last happened. beside: the latest record of each other kind that goes with it.
    """

    __slots__ = ("beside", "fields", "id", "kind", "last", "state", "workflow")

    def __init__(self, workflow: str, record: str, kind: str) -> None:
        self.workflow, self.id, self.kind, self.state = workflow, record, kind, ""
        self.fields: dict[str, Any] = {}
        self.last: dict[str, datetime] = {}
        self.beside: dict[str, dict[str, Any]] = {}
