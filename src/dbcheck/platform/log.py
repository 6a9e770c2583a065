"""The event log of the platform, and how it is given out as records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

EVENT_KIND = "workflow_event"


class Event(NamedTuple):
    """One action that happened. given: the values that the actor gave, so that the log can be played again."""

    number: int
    workflow: str
    record: str
    action: str
    role: str
    org: str | None
    at: datetime
    from_state: str
    to_state: str
    given: Mapping[str, Any]

    def as_record(self, kind: str) -> dict[str, Any]:
        """Give it as a record of kind ``workflow_event``; ``kind`` is that of the record that it is about."""
        return {
            "id": f"event-{self.number}",
            "workflow": self.workflow,
            "record_kind": kind,
            "record_id": self.record,
            "action": self.action,
            "role": self.role,
            "actor_org_id": self.org,
            "at": self.at,
            "from_state": self.from_state or None,
            "to_state": self.to_state,
            "reason": None,
        }
