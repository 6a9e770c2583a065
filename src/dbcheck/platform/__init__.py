"""The reference platform: every workflow of the standards, run in memory, with roles, a clock, refusals and an event log."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbcheck.platform.actors import Actor
    from dbcheck.platform.comparison import Difference, compare
    from dbcheck.platform.engine import Platform
    from dbcheck.platform.refusals import ActionRefused, Breach, DeadlineMissed

__all__ = ["ActionRefused", "Actor", "Breach", "DeadlineMissed", "Difference", "Platform", "compare"]
_HOMES = {
    "Actor": "actors",
    "Difference": "comparison",
    "compare": "comparison",
    "Platform": "engine",
    "ActionRefused": "refusals",
    "Breach": "refusals",
    "DeadlineMissed": "refusals",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415 - a part of this room does not load the others

        return getattr(import_module(f"dbcheck.platform.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
