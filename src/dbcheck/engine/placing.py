"""To whom a found record belongs and when it is dated: looked up for findings alone, not for every record."""

from dataclasses import field
from threading import Lock

import polars as pl

from dbcheck.engine.binder import Binder, World
from dbcheck.engine.names import KEY
from dbcheck.engine.programs import GroupProgram, own_date
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import MissingColumn, MissingKind
from dbcheck.plugins.grouping import KEY_SEPARATOR, PART_SEPARATOR
from dbcheck.plugins.tables import PART, ROW, day, state
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import resolve

UNITS, DATED = "!units", "!dated"
BETWEEN_UNITS = "\x1f"  # no key holds it: tables have their white space folded
NO_UNITS = pl.lit(None, dtype=pl.String)
_TAGS = {
    "organization": "o",
    "site": "s",
    "new_media_account": "a",
}  # stands before each of UNITS: keys of two kinds may be equal
_OTHER = "-"
NO_DATE = pl.lit(None, dtype=pl.Date)


@dataclass
class Placing:
    """Gives the units (tagged keys of organisations, sites and accounts, the surest first) and the own date of records of one kind.

    The binder is one of its own: what stands behind references is read when something was found, and joined to what was found.
    """

    binder: Binder
    units: tuple[pl.Expr, ...]
    dated: pl.Expr
    _lock: Lock = field(default_factory=Lock)
    _is_ready: bool = False

    def columns(self, batch: pl.DataFrame) -> list[str]:
        """Name the columns of a batch that ``place`` reads."""
        names = [column for name in self.binder.needed for column in (name, state(name), day(name))]
        return [name for name in (*names, PART, ROW) if name in batch.columns]

    def place(self, hits: pl.DataFrame) -> pl.DataFrame:
        """Give UNITS and DATED of found records, which come with these columns."""
        with self._lock:
            if not self._is_ready:
                self.binder.prepare()
                self._is_ready = True
        return self.binder.dress(hits).select(self.listed.alias(UNITS), self.dated.alias(DATED))

    @property
    def listed(self) -> pl.Expr:
        """Give the units as one text, which costs a tenth of a list; null where there is none."""
        joined = pl.concat_str(self.units, separator=BETWEEN_UNITS, ignore_nulls=True) if self.units else NO_UNITS
        return pl.when(joined != "").then(joined)


def placing_of(world: World, kind: Kind) -> Placing:
    """Give the placing of a kind that some source supplies; paths that no file carries are left out."""
    binder = Binder(world, kind)
    units = tuple(unit for path in kind.units if (unit := _unit(binder, path)) is not None)
    dating = own_date(binder)
    return Placing(binder, units, NO_DATE if dating is None else dating.at.dt.date())


def _unit(binder: Binder, path: str) -> pl.Expr | None:
    """Give the tagged key of the record that a path names, or the name itself where it names none."""
    if path == "id":
        return pl.lit(_tag(binder.kind.name)) + binder.canonical("id")
    try:
        key = pl.coalesce(binder.canonical(path), binder.column(path).value)
    except (MissingColumn, MissingKind):
        return None
    fields = resolve(binder.world.kinds, binder.kind.name, path)
    return pl.lit(_tag(fields[-1].ref if isinstance(fields, tuple) else None)) + key


def _tag(kind: str | None) -> str:
    return _TAGS.get(kind or "", _OTHER)


def unit_of(kind: str, key: str) -> str:
    """Give UNITS of what belongs to one unit alone."""
    return _tag(kind) + key


def belongs_to(unit: str) -> pl.Expr:
    """Tell whether a unit is among UNITS, whatever its kind."""
    framed = pl.lit(BETWEEN_UNITS) + pl.col(UNITS) + pl.lit(BETWEEN_UNITS)
    tagged = [f"{BETWEEN_UNITS}{tag}{unit}{BETWEEN_UNITS}" for tag in (*_TAGS.values(), _OTHER)]
    return pl.any_horizontal(framed.str.contains(each, literal=True) for each in tagged).fill_null(value=False)


def unit_columns() -> dict[str, pl.Expr]:
    """Give of UNITS what a finding tells: the surest unit, its kind, and the site among them."""
    chief = pl.col(UNITS).str.split_exact(BETWEEN_UNITS, 1).struct.field("field_0")
    kind = chief.str.head(1).replace_strict(
        {tag: name for name, tag in _TAGS.items()}, default=None, return_dtype=pl.String
    )
    site = pl.col(UNITS).str.extract(f"(?:^|{BETWEEN_UNITS}){_TAGS['site']}([^{BETWEEN_UNITS}]*)")
    return {"unit": chief.str.slice(1), "unit_kind": kind, "site": site}


def all_units() -> pl.Expr:
    """Give every one of UNITS as (tagged) texts, one a row."""
    return pl.col(UNITS).drop_nulls().unique().str.split(BETWEEN_UNITS).explode().unique()


def untagged(unit: str) -> tuple[str | None, str]:
    """Give the kind and key of one of UNITS."""
    return next((name for name, tag in _TAGS.items() if tag == unit[0]), None), unit[1:]


def group_units(group: GroupProgram, keys: pl.Series) -> pl.Series:
    """Give the units of groups named by an organisation, a site or another record that belongs to one; else what their key says."""
    firsts = [key.split(PART_SEPARATOR)[0].split(KEY_SEPARATOR)[0] for key in keys]
    kind = _kind_of_key(group)
    known: dict[str, str | None] = {}
    if kind is not None:
        placing = placing_of(group.binder.world, kind)
        frame = placing.binder.materialise({UNITS: placing.listed}, pl.col(KEY).is_in(firsts))
        known = dict(frame.select(KEY, UNITS).iter_rows())
    is_unit = kind is not None and "id" in kind.units
    found = [known.get(first) or (unit_of(kind.name, first) if kind and is_unit else None) for first in firsts]
    return pl.Series(UNITS, found, dtype=pl.String)


def _kind_of_key(group: GroupProgram) -> Kind | None:
    """Give the kind whose records name the groups; None where it is not supplied, or a plain value names them."""
    world, params = group.binder.world, group.rule.params
    name = params.get("per")
    if not name:
        key = params.get("key") or ""
        path = key if isinstance(key, str) else next(iter(key), "")
        fields = resolve(world.kinds, group.binder.kind.name, path) if path else ()
        name = (fields[-1].ref if isinstance(fields, tuple) and fields else None) or group.plan.kind
    return world.kinds[str(name)] if name in world.tables else None
