"""What this room asks of a checker: its name, its parameters, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake


class ParameterChecker(Protocol):
    """The part of a checker that a pack needs; every checker of ``plugins`` has it."""

    @property
    def name(self) -> str:
        """Give what packs write under ``check``."""

    @property
    def is_heuristic(self) -> bool:
        """Tell whether its findings are suspicions."""

    @property
    def Params(self) -> type:  # noqa: N802 - a class, and named like one in every checker
        """Give the class of the parameters, a frozen dataclass."""

    def mistakes(self, params: Any, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find what is wrong with parameters that have the right types."""


Checkers = Mapping[str, ParameterChecker]


@runtime_checkable
class LocatedCheckers(Protocol):
    """Checkers that can say where their source is without importing it."""

    def source(self, name: str) -> Path | None:
        """Give the file that holds a checker; None where there is none."""
