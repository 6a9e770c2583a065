"""One fault to plant: the rule it aims at, the world, chance, and which records are still free."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from dbcheck.calendars.working_days import WorkCalendar
from dbcheck.platform.faults.damage import Claims, Damage, key_of
from dbcheck.platform.faults.reading import Reader, day_of
from dbcheck.platform.faults.rule_words import GROUPED
from dbcheck.platform.faults.watching import Watchers
from dbcheck.platform.simulator.world import Row
from dbcheck.rules.pack import Rule

ENOUGH = 2000  # so many records of a kind are looked at before all are
LEVEL_PATHS = ("level", "org_id.level", "site_id.org_id.level", "host_org_id.level", "responsible_org_id.level")

REACHED_BY = frozenset(
    step for path in LEVEL_PATHS for step in path.split(".")
)  # the fields that decide whom a profile reaches


class NoTarget(Exception):  # noqa: N818 - it is no error: a small year may lack the records that a fault damages
    """No free record is there to damage."""


@dataclass
class Job:
    """What a mutator may use.

    rule: the rule aimed at. reads: kind -> the fields on which the tripped rules rely. levels: the organisation levels that all of them
    judge, empty: every level. also: the rules tripped besides; records that they judge too go first. tried: those whose damage was not to be found.
    since: the day from which all of them are in force.
    """

    rule: Rule
    reader: Reader
    random: Random
    calendar: WorkCalendar
    claims: Claims
    reads: Mapping[str, frozenset[str]]
    levels: frozenset[str] = frozenset()
    also: tuple[Rule, ...] = ()
    since: date | None = None
    how: Mapping[str, Any] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    watchers: Watchers | None = None

    @property
    def kind(self) -> str:
        """Give the kind of record that the rule judges."""
        return str(self.params["record"])

    @property
    def params(self) -> Mapping[str, Any]:
        """Give the parameters of the rule."""
        return self.rule.params

    def rows(self, kind: str) -> list[Row]:
        """Give the records of a kind, to be changed in place."""
        return self.reader.world.rows(kind)

    def targets(self, written: Iterable[str], where: Callable[[Row], bool] = bool) -> list[Row]:
        """Give healthy records that the rule judges and whose fields are free, in an order by chance, untouched ones first, watched ones last."""
        return self.among(self.kind, self.params.get("where"), written, where)

    def among(self, kind: str, condition: object, written: Iterable[str], where: Callable[[Row], bool] = bool) -> list[Row]:
        """Give records of a kind as ``targets`` does."""
        rows = self.reader.world.rows(kind)
        some = self.random.sample(rows, ENOUGH) if len(rows) > ENOUGH else rows
        fields = frozenset(written)
        found = self._serving(kind, condition, fields, [row for row in some if where(row)])
        if not found and len(some) < len(rows):
            found = self._serving(kind, condition, fields, [row for row in rows if where(row)])
        also = [
            rule.params.get("where") for rule in self.also if rule.params["record"] == kind and rule.check not in GROUPED
        ]
        self.random.shuffle(found)

        def order(row: Row) -> tuple[bool, bool, bool]:
            is_watched = self.watchers is not None and self.watchers.mind(kind, row, fields)
            return not self._is_judged(kind, row, also), is_watched, not self.claims.is_fresh(kind, row)

        return sorted(found, key=order)

    def _serving(self, kind: str, condition: object, fields: frozenset[str], rows: Iterable[Row]) -> list[Row]:
        wanted = self.how.get("where") if kind == self.kind else None
        return [
            row
            for row in rows
            if self.reader.holds(kind, row, condition)
            and self.reader.holds(kind, row, wanted)
            and key_of(row) not in self.tried
            and self.is_free(kind, row, fields)
            and self.is_reached(kind, row)
            and self.is_in_force(kind, row)
        ]

    def _is_judged(self, kind: str, row: Row, conditions: Iterable[object]) -> bool:
        return all(self.reader.holds(kind, row, each) for each in conditions)

    def target(self, written: Iterable[str], where: Callable[[Row], bool] = bool) -> Row:
        """Give the first of ``targets``. Raises NoTarget."""
        found = self.targets(written, where)
        if not found:
            raise NoTarget
        return found[0]

    def is_free(self, kind: str, row: Row, written: Iterable[str]) -> bool:
        """Tell whether no other fault minds a change of these fields, nor has changed what decides that the record is judged."""
        relied = self.reads.get(kind, frozenset())
        return self.claims.is_free(kind, row, written, relied) and all(
            self.claims.is_free(above, owner, (), self.reads.get(above, frozenset()) | REACHED_BY)
            for above, owner in owners_of(self.reader, kind, row)
        )

    def is_reached(self, kind: str, row: Row) -> bool:
        """Tell whether a record is of an organisation that all tripped rules judge."""
        return not self.levels or level_of(self.reader, kind, row) in (*self.levels, None)

    def is_in_force(self, kind: str, row: Row) -> bool:
        """Tell whether the record is dated, and the tripped rules were in force on its own date."""
        paths = self.reader.kinds[kind].own_dates
        if self.since is None or kind != self.kind or not paths:
            return True
        dates = [self.reader.value(kind, row, path) for path in paths]
        own = next((value for value in dates if value is not None), None)
        day = date(own, 12, 31) if isinstance(own, int) else day_of(own)
        return day is not None and self.is_dated(day)

    def is_dated(self, day: date) -> bool:
        """Tell whether the tripped rules were in force on a day."""
        return self.since is None or day >= self.since

    def take(self, damage: Damage) -> None:
        """Hold what the damage changed and relies on, and to whom the records belonged."""
        for touch in damage.touches:
            for above, owner in owners_of(self.reader, touch.kind, touch.before):
                self.claims.take(above, owner, (), self.reads.get(above, frozenset()) | REACHED_BY)
            self.claims.take(touch.kind, touch.after or touch.before, touch.fields, self.reads.get(touch.kind, frozenset()))
            self.reader.forget(touch.kind)


def owners_of(reader: Reader, kind: str, row: Row) -> Iterator[tuple[str, Row]]:
    """Give what a record refers to, and further on the site and the organisations to which it belongs, as profiles look them up."""
    for name, described in reader.kinds[kind].fields.items():
        value, ref = row.get(name), described.ref
        owner = reader.find(ref, value) if ref and isinstance(value, str) else None
        if ref and owner:
            yield ref, owner
            if name in REACHED_BY:
                yield from owners_of(reader, ref, owner)


def level_of(reader: Reader, kind: str, row: Row) -> str | None:
    """Give the level of the organisation to which a record belongs, as profiles look it up; None where nothing tells."""
    fields = reader.kinds[kind].fields
    for path in LEVEL_PATHS:
        if path.partition(".")[0] in fields and ("." in path or kind == "organization"):
            value = reader.value(kind, row, path)
            if isinstance(value, str):
                return value
    return None
