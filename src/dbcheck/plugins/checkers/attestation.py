"""attestation: what only a person can judge."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import RowPlan, Scope
from dbcheck.plugins.parameters import kind_mistakes
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake


@dataclass(frozen=True)
class AttestationParams:
    """``scope``: the kind whose records are attested; ``evidence``: what the inspector should see."""

    scope: str
    frequency: Literal["once", "year", "quarter", "per_record"]
    evidence: tuple[str, ...] = ()


class Attestation:
    """An inspector's answer decides; the engine never asks this checker for a plan."""

    name: ClassVar[str] = "attestation"
    Params = AttestationParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: AttestationParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find an unknown kind."""
        yield from kind_mistakes(kinds, params.scope, "scope")

    def plan(self, params: AttestationParams, scope: Scope) -> RowPlan:
        """Refuse: no machine decides this clause."""
        raise NotImplementedError(
            f"{self.name} of {params.scope} is answered by a person, not planned over {scope.kind.name}"
        )
