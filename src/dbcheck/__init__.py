"""Audit government portals against the clauses of written standards.

``dbcheck.audit(source, rules=..., as_of=...)`` evaluates exported records and gives an ``Audit``. The engine loads on first use.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dbcheck.pipeline import Audit, audit

__version__ = "0.1.0"
__all__ = ["Audit", "__version__", "audit"]


def __getattr__(name: str) -> Any:
    if name in ("audit", "Audit"):
        from dbcheck import pipeline  # noqa: PLC0415 - the engine takes half a second to load, the name does not

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
