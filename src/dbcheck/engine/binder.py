"""Binds field paths to columns of a batch: which columns to read, which tables to look references up in.

One Binder serves all rules that judge one kind (and one more each time a path crosses into another kind). While plans are made it
collects what is needed; ``prepare`` then reads the tables behind references once, and ``dress`` adds their columns to a batch.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl

from dbcheck.calendars import WorkCalendar
from dbcheck.engine.blank import is_blank
from dbcheck.engine.names import ENGINE, KEPT, KEY
from dbcheck.engine.predicates import PredicateCompiler
from dbcheck.engine.references import Pair, answers, count_pointers, hashed, look_up, moment
from dbcheck.in_order import in_order
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, Column, MissingColumn, MissingKind
from dbcheck.plugins.tables import ABSENT, BATCH_ROWS, PART, ROW, UNREADABLE, Table, day, dtype_of, state
from dbcheck.records.kind import LONG_TYPES, FieldType, Kind
from dbcheck.records.predicate import Predicate

_NAMELESS = "!nameless"  # a record without an id; one of each batch is kept
FEW = 5_000  # a table of at most so many records is looked up whole


@dataclass(frozen=True)
class World:
    """What an audit is about: the tables, the instant, the working days."""

    tables: Mapping[str, Table]
    kinds: Mapping[str, Kind]
    as_of: datetime
    calendar: WorkCalendar

    def table(self, kind: str) -> Table:
        """Give a kind's table, or raise MissingKind."""
        if kind not in self.tables:
            raise MissingKind(kind)
        return self.tables[kind]


def key_of(table: Table) -> pl.Expr:
    """Name a record: its id, else path:row."""
    place = pl.col(PART).replace_strict(
        list(range(len(table.paths))), list(table.paths), return_dtype=pl.String, default=""
    ) + pl.format(":{}", pl.col(ROW))
    return pl.coalesce(pl.col("id"), place) if "id" in table.columns else place


class _Asked(Column):
    """A field's column that notes when somebody asks for its value, and not only whether it is filled."""

    valued: set[str]

    def __getattribute__(self, name: str) -> Any:
        if name == "value":
            self.valued.add(self.path)
        return super().__getattribute__(name)


@dataclass
class Lookup:
    """The records that a reference field may name, with the columns that paths through it need."""

    binder: "Binder"
    derived: dict[str, pl.Expr] = field(default_factory=dict)
    frame: pl.DataFrame | None = None  # KEY, "many", the derived columns; one row per word a record answers to
    counts_nameless: bool = False
    has_nameless: bool = False  # a record without an id is there: it may be the one that is meant


@dataclass
class BackReference:
    """The records of another kind that point at the records of this one."""

    binder: "Binder"
    back: pl.Expr
    truth: pl.Expr
    own_key: pl.Expr
    order: tuple[Pair, ...]
    rejected: int
    frame: pl.DataFrame | None = None
    adrift: int = 0  # records whose target is unknown: each may point at any


@dataclass
class Binder:
    """Collects what the rules about one kind read; see the module."""

    world: World
    kind: Kind
    fields: set[str] = field(default_factory=set)
    valued: set[str] = field(default_factory=set)  # short texts of which more is asked than whether a cell is filled
    riders: set[str] = field(default_factory=set)  # fields that no rule reads, but what is said of findings
    lookups: dict[str, Lookup] = field(default_factory=dict)
    backs: list[BackReference] = field(default_factory=list)
    kept: list[dict[str, pl.Expr]] = field(default_factory=lambda: [{}, {}])  # computed once per batch, in two stages
    kept_names: dict[str, str] = field(default_factory=dict)  # what an expression is of -> its column

    @cached_property
    def table(self) -> Table:
        """Give the table of the kind."""
        return self.world.table(self.kind.name)

    # -- while plans are made ---------------------------------------------------------------------------------------

    def column(self, path: str, *, optional: bool = False) -> Column:
        """Give a path's column; see ``Scope.column``."""
        head, _, rest = path.partition(".")
        return self._behind(path, head, rest, optional=optional) if rest else self._own(head, optional=optional)

    def _own(self, name: str, *, optional: bool) -> Column:
        table, declared = self.table, self.kind.fields[name]
        if name not in table.columns:
            if not optional:
                raise MissingColumn(self.kind.name, name)
            nothing = pl.lit(None, dtype=pl.Boolean)
            value = pl.lit(None, dtype=dtype_of(declared))
            return Column(name, declared, value, nothing, NEVER, NEVER, NEVER, pl.lit(True))
        self.fields.add(name)
        value = pl.col(name)
        is_long = declared.type in LONG_TYPES and not declared.is_list
        blank = self.keep(is_blank(value), of=f"blank {name}") if is_long else value.is_null()
        unreadable = absent = NEVER
        if name in table.states:
            unreadable = pl.col(state(name)) == UNREADABLE
            absent = pl.col(state(name)) == ABSENT
            blank = pl.when(absent).then(None).otherwise(blank & ~unreadable)
        day_only = pl.lit(True) if declared.type is FieldType.DATE else NEVER
        if name in table.days:
            day_only = pl.col(day(name)).fill_null(value=False)
        column = _Asked(name, declared, value, blank, unreadable, NEVER, day_only, absent)
        vars(column)["valued"] = self.valued
        return column

    def keep(self, expression: pl.Expr, name: str = "", *, of: str = "") -> pl.Expr:
        """Compute an expression once per batch; give the column that holds it.

        Without a name it may use fields and references only, and ``of`` says what it is; with one (a rule's codes) it may use other kept
        columns too.
        """
        if name:
            self.kept[1].setdefault(name, expression)
            return pl.col(name)
        known = self.kept_names.setdefault(of, f"{KEPT}{len(self.kept_names)}")
        self.kept[0].setdefault(known, expression)
        return pl.col(known)

    def _behind(self, path: str, head: str, rest: str, *, optional: bool) -> Column:
        own = self._own(head, optional=optional)
        if own.field.ref is None or own.field.is_list:
            raise ValueError(path)
        lookup = self.lookup(head)
        inner = lookup.binder.column(rest, optional=optional)
        names = {
            "": inner.value,
            "!blank": inner.blank,
            "!unreadable": inner.unreadable,
            "!unresolved": inner.unresolved,
            "!day_only": inner.day_only,
            "!absent": inner.absent,
        }
        found: dict[str, pl.Expr] = {}
        for suffix, expression in names.items():
            if expression is NEVER:
                found[suffix] = NEVER
                continue
            lookup.derived[f"{rest}{suffix}"] = expression
            found[suffix] = pl.col(f"{head}>{rest}{suffix}")
        known = {suffix: flag if flag is NEVER else flag.fill_null(value=False) for suffix, flag in found.items()}
        lost = pl.col(f"{head}>{KEY}").is_null()
        unresolved = lost if found["!unresolved"] is NEVER else lost | known["!unresolved"]
        return Column(
            path=path,
            field=inner.field,
            value=found[""],
            blank=found["!blank"],
            unreadable=known["!unreadable"],
            unresolved=unresolved,
            day_only=known["!day_only"],
            absent=known["!absent"],
        )

    def lookup(self, ref: str) -> Lookup:
        """Give the lookup behind a reference field, made on first use."""
        if ref not in self.lookups:
            target = self.kind.fields[ref].ref
            assert target is not None
            self.world.table(target)
            self.fields.add(ref)
            self.lookups[ref] = Lookup(Binder(self.world, self.world.kinds[target]))
        return self.lookups[ref]

    def where(self, predicate: Predicate, violates: Callable[[str], pl.Expr] | None = None) -> pl.Expr:
        """Give the truth of a predicate."""
        compiler = PredicateCompiler(
            column=lambda path, optional: self.column(path, optional=optional),
            violates=violates or _no_violates,
            as_of=self.world.as_of,
            calendar=self.world.calendar,
        )
        return compiler.compile(predicate)

    def resolves(self, ref: str, to_where: Predicate) -> pl.Expr:
        """Tell whether the record that ``ref`` names meets ``to_where``; see ``Scope.resolves``."""
        lookup = self.lookup(ref)
        lookup.binder.column("id")  # a record without an id cannot be looked up
        name = f"?{len(lookup.derived)}"
        lookup.derived[name] = lookup.binder.where(to_where)
        lookup.counts_nameless = True
        truth, many = pl.col(f"{ref}>{name}"), pl.col(f"{ref}>many")
        if (
            lookup.binder.table.rejected or lookup.binder.kind.own_dates
        ):  # an export may begin after the record that is meant
            missing = pl.lit(None, dtype=pl.Boolean)
        else:
            missing = pl.when(many | pl.col(f"{ref}>nameless")).then(None).otherwise(pl.lit(False))
        return pl.when(pl.col(f"{ref}>{KEY}").is_null()).then(missing).otherwise(truth)

    def canonical(self, path: str) -> pl.Expr:
        """Give the key of the record that a reference names; the text itself where the named kind is not supplied."""
        head, _, rest = path.partition(".")
        if rest:
            lookup = self.lookup(head)
            self._own(head, optional=False)
            lookup.derived[f"{rest}!canonical"] = lookup.binder.canonical(rest)
            return pl.col(f"{head}>{rest}!canonical")
        if head == "id":
            return key_of(self.table)
        self._own(head, optional=False)
        target = self.kind.fields[head].ref
        if target is None or target not in self.world.tables:
            self.valued.add(head)
            return pl.col(head)
        self.lookup(head)
        return pl.col(f"{head}>{KEY}")

    def back_reference(
        self, to: str, back: str, to_where: Predicate, own_key: str, order: Sequence[tuple[str, str]]
    ) -> tuple[pl.Expr, pl.Expr]:
        """Count the records that point here; see ``Scope.references``."""
        other = Binder(self.world, self.world.kinds[to])
        pairs = tuple(self._order_pair(other, left, right) for left, right in order)
        reference = BackReference(
            binder=other,
            back=self._pointer(other, back),
            truth=other.where(to_where),
            own_key=self._pointer(self, own_key),
            order=pairs,
            rejected=other.table.rejected,
        )
        self.backs.append(reference)
        number = len(self.backs) - 1
        return pl.col(f"<{number}!sure"), pl.col(f"<{number}!maybe")

    @staticmethod
    def _pointer(binder: "Binder", name: str) -> pl.Expr:
        """Give what a pointing field points at: a record's key, null where no single one answers; where the kind has no names, the text."""
        declared = binder.kind.fields[name]
        binder.column(name)
        if declared.ref and declared.ref in binder.world.tables and binder.world.kinds[declared.ref].names:
            return binder.canonical(name)
        binder.valued.add(name)
        return pl.col(name)

    def _order_pair(self, other: "Binder", left: str, right: str) -> Pair:
        left_kind, _, left_field = left.partition(":")
        _, _, right_field = right.partition(":")
        if left_kind == self.kind.name:
            return moment(self.column(left_field)), moment(other.column(right_field)), "left"
        return moment(other.column(left_field)), moment(self.column(right_field)), "right"

    @property
    def _threads(self) -> int | None:
        """Give on how many threads the table is read: few records are not worth a pool."""
        return 1 if self.table.accepted <= BATCH_ROWS else None

    # -- when the audit runs ----------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Read the tables behind references."""
        for ref, lookup in self.lookups.items():
            if lookup.frame is None:
                lookup.binder.prepare()
                lookup.frame = self._answers(ref, lookup)
        for reference in self.backs:
            if reference.frame is None:
                reference.binder.prepare()
                _read_pointers(reference)

    def batches(self, *, filled_only: Collection[str] = ()) -> Iterator[Callable[[], pl.DataFrame]]:
        """Give one thunk per batch, references looked up; ``filled_only``: see ``Table.batches``."""
        for thunk in self.table.batches(sorted({*self.needed, *self.riders}), filled_only=filled_only):
            yield lambda thunk=thunk: self.dress(thunk())  # type: ignore[misc]  # a default binds the loop variable

    @property
    def needed(self) -> list[str]:
        """Give the fields to read."""
        own = {"id"} & self.table.columns
        return sorted(self.fields | own)

    @property
    def filled_only(self) -> frozenset[str]:
        """Give the short texts of which no plan asks more than whether a cell is filled."""
        asked = self.fields - self.valued - self.riders - {"id"}
        return frozenset(name for name in asked if self.kind.fields[name].type is FieldType.STR)

    def materialise(self, derived: Mapping[str, pl.Expr], keep: pl.Expr | None = None) -> pl.DataFrame:
        """Give these expressions for every record (or those to ``keep``), with ``!key``, ``!part`` and ``!row``, in input order."""
        self.prepare()
        wanted = [key_of(self.table).alias(KEY), pl.col(PART), pl.col(ROW)]
        wanted += [expression.alias(name) for name, expression in derived.items()]
        frames = list(in_order(lambda thunk: _pick(thunk(), wanted, keep), self.batches(), self._threads))
        return pl.concat(frames) if frames else _pick(self.dress(_empty(self)), wanted, keep)

    def dress(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Add to a batch what its references say."""
        for ref, lookup in self.lookups.items():
            assert lookup.frame is not None
            is_list = self.kind.fields[ref].is_list
            batch = look_up(batch, ref, lookup.frame, has_nameless=lookup.has_nameless, is_list=is_list)
        for number, reference in enumerate(self.backs):
            assert reference.frame is not None
            order, adrift = reference.order, reference.adrift
            batch = count_pointers(batch, number, reference.own_key, reference.frame, order=order, adrift=adrift)
        for stage in self.kept:
            if stage:
                batch = _with(batch, [expression.alias(name) for name, expression in stage.items()])
        return batch

    def _answers(self, ref: str, lookup: Lookup) -> pl.DataFrame:
        """Make the frame of a lookup: one row per word that a record answers to, "many" where two records do."""
        target = lookup.binder
        names = [name for name in target.kind.names if name in target.table.columns]
        for name in names:
            target.fields.add(name)
        spoken = {f"name:{name}": pl.col(name) for name in names}
        derived = {**spoken, **lookup.derived}
        keep = None
        if target.table.accepted > FEW and not self.kind.fields[ref].is_list:
            mentioned = self._mentioned(ref).hash().implode()
            keep = pl.any_horizontal(pl.col(KEY, *spoken).hash().is_in(mentioned))
        if lookup.counts_nameless:
            derived[_NAMELESS] = pl.col("id").is_null()
            keep = None if keep is None else keep | (pl.col(_NAMELESS) & (pl.col(_NAMELESS).cum_sum() == 1))
        frame = target.materialise(derived, keep)
        if lookup.counts_nameless:
            lookup.has_nameless = bool(frame[_NAMELESS].any())
        return answers(frame, tuple(spoken), tuple(lookup.derived))

    def _mentioned(self, ref: str) -> pl.Series:
        found = list(in_order(lambda thunk: thunk()[ref].drop_nulls().unique(), self.table.batches([ref]), self._threads))
        return pl.concat(found).unique() if found else pl.Series(ref, [], dtype=pl.String)


def _with(batch: pl.DataFrame, columns: Sequence[pl.Expr]) -> pl.DataFrame:
    """Add columns; of many records what the expressions have in common is computed once."""
    if batch.height <= FEW:
        return batch.with_columns(columns)
    return batch.lazy().with_columns(columns).collect(engine=ENGINE)


def _pick(batch: pl.DataFrame, wanted: Sequence[pl.Expr], keep: pl.Expr | None) -> pl.DataFrame:
    picked = batch.select(wanted)
    return picked if keep is None else picked.filter(keep)


def _no_violates(rule: str) -> pl.Expr:
    raise ValueError(rule)


def _empty(binder: Binder) -> pl.DataFrame:
    table = binder.table
    columns: dict[str, pl.DataType] = {}
    for name in binder.needed:
        columns[name] = dtype_of(table.kind.fields[name])
        if name in table.states:
            columns[state(name)] = pl.UInt8()
        if name in table.days:
            columns[day(name)] = pl.Boolean()
    return pl.DataFrame(schema={**columns, PART: pl.UInt16(), ROW: pl.UInt32()})


def _read_pointers(reference: BackReference) -> None:
    ours = {
        f"order{number}": (right if side == "left" else left) for number, (left, right, side) in enumerate(reference.order)
    }
    frame = reference.binder.materialise({"back": reference.back, "truth": reference.truth, **ours})
    frame = frame.filter(pl.col("truth").fill_null(value=True)).drop(KEY, PART, ROW)
    reference.adrift = frame["back"].null_count() + reference.rejected
    reference.frame = hashed(frame.drop_nulls("back"))
