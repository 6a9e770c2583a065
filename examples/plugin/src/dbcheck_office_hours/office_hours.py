"""office_hours: something happens between opening and closing, by column expressions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from dbcheck.errors import Message
from dbcheck.findings import Reason
from dbcheck.plugins.contract import Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.parameters import path_mistakes, where_mistakes
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake


@dataclass(frozen=True)
class OfficeHoursParams:
    """``at`` lies from ``opens`` (included) to ``closes`` (excluded), both whole hours."""

    record: str
    at: str
    opens: int
    closes: int
    where: Mapping[str, Any] = field(default_factory=dict)


class OfficeHours:
    """An instant lies within the office hours of its day.

    Pass: it does. Fail: it does not. Does not apply: ``where`` does not hold.
    """

    name: ClassVar[str] = "office_hours"
    Params = OfficeHoursParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: OfficeHoursParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find a wrong condition, a path that is no instant, and hours that no clock shows."""
        yield from where_mistakes(kinds, params.record, params.where)
        yield from path_mistakes(kinds, params.record, params.at, "at", types=(FieldType.DATETIME,))
        if not 0 <= params.opens < params.closes <= 24:
            message = Message("应满足 0 ≤ opens < closes ≤ 24", "write whole hours with 0 <= opens < closes <= 24")
            yield ("opens",), message

    def plan(self, params: OfficeHoursParams, scope: Scope) -> RowPlan:
        """Compare the hour; without a clock time nothing can be said."""
        at = scope.column(params.at)
        hour = at.value.dt.hour()
        words = Message(
            f"{{at}} 不在 {params.opens} 时至 {params.closes} 时之间",
            f"{{at}} is not within {params.opens}-{params.closes}",
        )
        return RowPlan(
            violated=(hour < params.opens) | (hour >= params.closes),
            doubts=(*at.needed, Doubt(Reason.NO_CLOCK_TIME, params.at, at.day_only)),
            evidence={"at": at.value, "hour": hour},
            says=(Saying(words),),
        )
