"""informative: headings, definitions, open lists; never evaluated."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import RowPlan, Scope
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake


@dataclass(frozen=True)
class InformativeParams:
    """Nothing to set."""


class Informative:
    """A clause that obliges nobody; the engine never asks this checker for a plan."""

    name: ClassVar[str] = "informative"
    Params = InformativeParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: InformativeParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find nothing."""
        del params, kinds
        return iter(())

    def plan(self, params: InformativeParams, scope: Scope) -> RowPlan:
        """Refuse: there is nothing to judge."""
        raise NotImplementedError(f"{self.name} clauses are not evaluated ({params}, {scope.kind.name})")
