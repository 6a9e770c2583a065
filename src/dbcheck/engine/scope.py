"""What one rule may read: the Scope that checkers plan against."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from dbcheck.calendars import WorkCalendar
from dbcheck.engine.binder import Binder
from dbcheck.engine.calendar_expressions import GatheredCalendar
from dbcheck.engine.names import KEY
from dbcheck.engine.programs import InForce, in_scope, own_date
from dbcheck.engine.reach import reached
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Column
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Predicate
from dbcheck.rules.pack import EVERYBODY, Reach

if TYPE_CHECKING:
    from dbcheck.workflow.table import Workflow


@dataclass(frozen=True)
class RuleScope:
    """The Scope of one rule over the binder of its kind."""

    binder: Binder
    calendar: GatheredCalendar
    period: InForce
    violates: Callable[[str], pl.Expr]
    reach: Reach = EVERYBODY

    @property
    def kind(self) -> Kind:
        """Give the kind that the rule judges."""
        return self.binder.kind

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """Give every kind."""
        return self.binder.world.kinds

    @property
    def effective(self) -> datetime | None:
        """Give the instant from which the document is in force; None with ``--retroactive``."""
        return self.period.since

    def in_force(self) -> pl.Expr:
        """Tell whether a record's own date lies while the document is in force and not after ``as_of``."""
        return in_scope(own_date(self.binder), self.period, self.as_of)

    @property
    def supplied(self) -> Collection[str]:
        """Give the kinds that some source supplies."""
        return self.binder.world.tables.keys()

    @property
    def as_of(self) -> datetime:
        """Give the evaluation instant."""
        return self.binder.world.as_of

    def column(self, path: str, *, optional: bool = False) -> Column:
        """Give a field, through references where the path has dots."""
        return self.binder.column(path, optional=optional)

    def where(self, predicate: Predicate) -> pl.Expr:
        """Give the truth of a predicate; false for a record of somebody whom the profile does not judge."""
        return _narrowed(self.binder.where(predicate, self.violates), self.binder, self.reach)

    def resolves(self, ref: str, to: str, to_where: Predicate) -> pl.Expr:
        """Tell whether the record that ``ref`` names is a ``to`` that meets ``to_where``."""
        if self.kind.fields[ref].ref != to:
            raise ValueError(f"{self.kind.name}.{ref} does not refer to {to}")
        return self.binder.resolves(ref, to_where)

    def references(
        self, to: str, back: str, to_where: Predicate, *, own_key: str, order: Sequence[tuple[str, str]] = ()
    ) -> tuple[pl.Expr, pl.Expr]:
        """Count the records of ``to`` that point at this one: (surely, possibly)."""
        self.binder.world.table(to)
        return self.binder.back_reference(to, back, to_where, own_key, order)

    def universe(self, kind: str, where: Predicate, columns: Sequence[str] = ()) -> Callable[[], pl.DataFrame]:
        """Give, at run time, every record of a kind that may meet ``where`` while the document is in force."""
        self.binder.world.table(kind)
        other = Binder(self.binder.world, self.kinds[kind])
        member = _narrowed(other.where(where), other, self.reach) & in_scope(own_date(other), self.period, self.as_of)
        derived = {"!member": member, **_lifespan(other), **{name: other.column(name).value for name in columns}}
        return lambda: other.materialise(derived).filter(pl.col("!member").fill_null(value=True))

    def unreached(self, kind: str) -> Callable[[], frozenset[str]]:
        """Give, at run time, the keys of the records of a kind that are surely of somebody whom the profile does not judge."""
        self.binder.world.table(kind)
        other = Binder(self.binder.world, self.kinds[kind])
        judged = reached(other, self.reach)
        if judged is None:
            return frozenset
        return lambda: frozenset(other.materialise({"!judged": judged}).filter(~pl.col("!judged"))[KEY])

    def canonical(self, path: str) -> pl.Expr:
        """Give the key of the record that a reference names."""
        return self.binder.canonical(path)

    def records(self, kind: str, columns: Sequence[str]) -> Callable[[], pl.DataFrame]:
        """Give, at run time, every record of a kind with these columns."""
        self.binder.world.table(kind)
        other = Binder(self.binder.world, self.kinds[kind])
        derived: dict[str, pl.Expr] = {}
        for name in columns:
            column = other.column(name, optional=True)
            canonical = column.field.ref in self.binder.world.tables if column.field.ref else False
            derived[name] = other.canonical(name) if canonical and not column.field.is_list else column.value
        return lambda: other.materialise(derived).drop(KEY)

    def rejected(self, kind: str) -> int:
        """Give how many records of a kind were rejected."""
        return self.binder.world.table(kind).rejected

    @property
    def working_days(self) -> WorkCalendar:
        """Give the working days by date."""
        return self.binder.world.calendar

    def workflow(self, name: str, documents: Collection[str]) -> "Workflow":
        """Give a workflow table as it holds under some documents; without any, under all."""
        from dbcheck.rules.workflows import workflow  # noqa: PLC0415 - YAML, which most audits do without

        return workflow(name).under(frozenset(documents) if documents else None)


def _lifespan(binder: Binder) -> dict[str, pl.Expr]:
    """Give from which day on, and until which, each record of a kind existed; null where nothing says so, or nothing readable."""
    nothing, unknown = pl.lit(None, dtype=pl.Date), pl.lit(value=False)
    days = [nothing, nothing]
    for number, name in enumerate(binder.kind.lifespan):
        column = binder.column(name, optional=True)
        days[number] = column.value.cast(pl.Date)
        unknown = unknown | column.unreadable
    return {"!began": days[0], "!ended": days[1], "!span_unknown": unknown.fill_null(value=False)}


def _narrowed(truth: pl.Expr, binder: Binder, reach: Reach) -> pl.Expr:
    judged = reached(binder, reach)
    return truth if judged is None else truth & judged
