"""Random worlds that exercise a rule: every field it reads, dates around its limits, references that dangle.

``situations(rule, pack, kinds)`` is the entry. Records stay few (0 to 8 a kind); all that is not read stays empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from dbcheck.records.kind import LONG_TYPES, Field, FieldType, Kind
from dbcheck.records.predicate import AllOf, AnyOf, Compare, Predicate, Violates, parse_predicate
from dbcheck.rules.pack import Pack, Rule
from oracle.days import DAY
from oracle.event_worlds import event_world
from oracle.world import ABSENT, EMPTY, Cell, Record, World, filled, unreadable

MAX_RECORDS = 8  # a kind; two more than its quota where a rule counts further
# How well kept the export is: tidy has few gaps and its references resolve, messy has gaps, broken lacks columns or kinds as well.
ORDERS = ("tidy", "tidy", "messy", "broken")
SECOND = timedelta(seconds=1)

# Where calendars and editions have their edges.
ANCHORS = (
    date(2023, 12, 28),  # the day before DB23/T 3649.10-2023 came into force
    date(2023, 12, 29),
    date(2024, 1, 1),
    date(2024, 2, 9),  # the eve of a long holiday
    date(2024, 2, 29),
    date(2024, 4, 7),  # a make-up Sunday
    date(2024, 9, 27),
    date(2024, 9, 28),
    date(2024, 9, 29),  # a make-up Sunday
    date(2024, 9, 30),
    date(2024, 10, 7),
    date(2024, 10, 12),  # a make-up Saturday
    date(2024, 12, 31),
    date(2025, 1, 27),
    date(2025, 10, 11),
    date(2026, 12, 21),  # limits that run to the end of the published calendar, and beyond
    date(2026, 12, 30),
    date(2026, 12, 31),
)
SHORT_ANCHORS = ANCHORS[6:10]  # where every day is a period of its own
CLOCKS = (timedelta(0), timedelta(hours=9), timedelta(hours=12), timedelta(hours=23, minutes=59, seconds=59))
STEPS = (timedelta(0), SECOND, -SECOND, timedelta(minutes=1), timedelta(hours=1), DAY, -DAY, 2 * DAY, 7 * DAY, 30 * DAY)
UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "month": 30 * DAY}
YEARS = (2023, 2024, 2025, 2026)
IDS = ("a", "b", "c")
NAMES = ("甲", "乙", "丙")
TEXTS = ("甲", "乙", "某某", "请于周五前办理", "已转有关部门")
HOSTILE = ("不详", "2024-13-45", "-")


@dataclass(frozen=True)
class Situation:
    """A world, an audit date, and whether records from before the document are judged."""

    world: World
    as_of: datetime
    retroactive: bool


@dataclass
class Reads:
    """The fields that a rule reads, by kind, and the values worth trying for each."""

    fields: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def add(self, kinds: Mapping[str, Kind], kind: str, path: str, values: tuple[Any, ...] = ()) -> None:
        """Add a path; ids and names of the kinds behind it come along."""
        step, _, rest = path.partition(".")
        self.add_kind(kinds, kind)
        known = self.fields[kind].setdefault(step, [])
        target = kinds[kind].fields[step].ref
        if target:
            self.add_kind(kinds, target)
        if rest and target:
            self.add(kinds, target, rest, values)
        else:
            known.extend(value for value in values if value not in known)

    def add_kind(self, kinds: Mapping[str, Kind], kind: str) -> None:
        if kind in self.fields:
            return
        named = ["id"] if kinds[kind].key else []
        self.fields[kind] = {name: [] for name in (*named, *kinds[kind].names)}
        for path in kinds[kind].own_dates:
            self.add(kinds, kind, path)


def reads_of(rule: Rule, pack: Pack, kinds: Mapping[str, Kind]) -> Reads:
    """Collect what a rule reads, and what the rules named by its ``$violates`` read."""
    reads = Reads()
    params, kind = rule.params, str(rule.params["record"])
    reads.add_kind(kinds, kind)
    for there, name in ((kind, "where"), (params.get("per"), "per_where"), (params.get("to"), "to_where")):
        if params.get(name):
            _add_predicate(reads, pack, kinds, str(there), parse_predicate(params[name]))
    for there in (params.get("per"), params.get("to") if rule.check == "cross_reference" else None):
        if there:
            reads.add_kind(kinds, str(there))
    for path in _paths(params, rule.check):
        reads.add(kinds, kind, path, _constants(params) if path == params.get("field") else ())
    for path, values in (params.get("each_of") or {}).items():
        reads.add(kinds, kind, path, tuple(_flat(values)))
    if params.get("back"):
        reads.add(kinds, params["to"], params["back"], IDS)
    for side in (side for pair in params.get("order") or () for side in pair):
        there, _, path = side.partition(":")
        reads.add(kinds, there, path)
    if rule.check == "page_scan":
        for path in ("url", "site_id", "page_type", "html", "text", "links", "http_status", "fetched_at"):
            reads.add(kinds, "page", path)
    return reads


def _add_predicate(reads: Reads, pack: Pack, kinds: Mapping[str, Kind], kind: str, predicate: Predicate) -> None:
    match predicate:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                _add_predicate(reads, pack, kinds, kind, part)
        case Compare(path=path, value=value):
            reads.add(kinds, kind, path, tuple(_flat(value)))
        case Violates(rule=ref):
            for there, fields in reads_of(pack.index[ref], pack, kinds).fields.items():
                for name, values in fields.items():
                    reads.add(kinds, there, name, tuple(values))


def _paths(params: Mapping[str, Any], check: str) -> Iterator[str]:
    names = ["field", "compare", "page_of", "from", "max_field", "contains_field", "equals_field", "ref", "back_key"]
    names += ["time", "distinct", "num", "den", "union", "start", "end"] + (["to"] if check == "time_limit" else [])
    yield from (params[name] for name in names if params.get(name) and params[name] != "$as_of")
    yield from (*(params.get("all") or ()), *(params.get("chain") or ()))
    yield from (path for group in params.get("any") or () for path in group)
    key = params.get("key") or ()
    yield from [key] if isinstance(key, str) else key
    yield from (path for name, path in (params.get("due") or {}).items() if name in ("year", "field"))


def _constants(params: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give the values that ``allowed_values`` names, and numbers on both sides of its bounds."""
    listed = [value for name in ("in", "not_in", "contains_all", "contains_any") for value in params.get(name) or ()]
    bounds = [params[name] for name in ("min", "max") if isinstance(params.get(name), int)]
    return (*listed, *(bound + step for bound in bounds for step in (-1, 0, 1)))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for element in value:
            yield from _flat(element)
    elif isinstance(value, (str, int, bool)):
        yield value


@st.composite
def situations(draw: st.DrawFn, rule: Rule, pack: Pack, kinds: Mapping[str, Kind]) -> Situation:
    """Draw a world that exercises a rule, with an audit date near its dates."""
    if rule.check == "workflow":
        logged, as_of = event_world(draw, rule)
        return Situation(logged, as_of, draw(st.booleans()))
    reads = reads_of(rule, pack, kinds)
    order = draw(st.sampled_from(ORDERS))
    anchors = SHORT_ANCHORS if rule.params.get("period") == "day" else ANCHORS
    drawing = _Drawing(draw, kinds, _steps(rule, pack), order, anchors)
    world = World(tables={}, columns={})
    most = max([MAX_RECORDS, *_quotas(rule)])
    for kind, fields in reads.fields.items():
        is_broken = order == "broken" and draw(st.integers(0, 2)) == 0
        harm = draw(st.sampled_from(["rejected", "column", "kind"])) if is_broken else ""
        if harm == "kind":
            continue
        world.columns[kind] = set(fields) - (
            {draw(st.sampled_from(sorted(fields)))} if harm == "column" and fields else set()
        )
        fewest = 3 if order == "tidy" and kind != rule.params["record"] else 0
        number = draw(st.integers(fewest, most))
        world.tables[kind] = drawing.records(kind, fields, world.columns[kind], number)
        if harm == "rejected":
            world.rejected[kind] = draw(st.integers(1, 2))
    return Situation(world, drawing.as_of(), draw(st.booleans()))


def _quotas(rule: Rule) -> Iterator[int]:
    bounds = (rule.params.get(name) for name in ("min", "max"))
    yield from (bound + 2 for bound in bounds if rule.check == "count" and isinstance(bound, int))


def _steps(rule: Rule, pack: Pack) -> tuple[timedelta, ...]:
    """Give the time steps worth trying: a second and a day around every limit of the rule, also of one it names."""
    limits = [(rule.params.get("unit"), rule.params.get(name)) for name in ("max", "min")]
    for ref in _named_rules(rule):
        limits.append((pack.index[ref].params.get("unit"), pack.index[ref].params.get("max")))
    found = list(STEPS)
    for unit, amount in limits:
        if isinstance(amount, int) and unit:
            around = amount * UNITS.get(unit, DAY)
            found += [around, around + SECOND, around - SECOND, around + DAY, around - DAY, around + 2 * DAY]
            found += [around * 7 / 5] if unit == "work_day" else []
    return tuple(found)


def _named_rules(rule: Rule) -> Iterator[str]:
    stack: list[Predicate] = [parse_predicate(rule.params.get("where"))]
    while stack:
        match stack.pop():
            case AllOf(parts=parts) | AnyOf(parts=parts):
                stack.extend(parts)
            case Violates(rule=ref):
                yield ref


@dataclass
class _Drawing:
    """Draws cells; dates hang on the dates drawn before, so that they meet each other's limits."""

    draw: st.DrawFn
    kinds: Mapping[str, Kind]
    steps: tuple[timedelta, ...]
    order: str
    anchors: tuple[date, ...]
    dates: list[datetime] = field(default_factory=list)

    def records(self, kind: str, fields: Mapping[str, list[Any]], carried: set[str], number: int) -> list[Record]:
        return [self.record(kind, fields, carried, position) for position in range(number)]

    def record(self, kind: str, fields: Mapping[str, list[Any]], carried: set[str], position: int) -> Record:
        cells = {name: self.cell(self.kinds[kind], name, values, position) for name, values in fields.items()}
        return {name: cell for name, cell in cells.items() if name in carried}

    def cell(self, kind: Kind, name: str, values: list[Any], position: int) -> Cell:
        if name == "id":
            own = filled(f"{'abcdefghijklmnopq'[position % 17]}")
            # Sources reject a second record of the same id, so no two here share one.
            return own if self.order == "tidy" else self.draw(st.sampled_from([own, own, own, EMPTY]))
        luck = self.draw(st.integers(0, 31 if self.order == "tidy" else 11))
        is_date = kind.fields[name].type in (FieldType.DATE, FieldType.DATETIME)
        if luck == 7 or (is_date and luck in (2, 3, 4)):
            return EMPTY  # what has not happened has no date
        if luck == 8 and self.order != "tidy":
            return self.draw(st.sampled_from([EMPTY, ABSENT, *self.unreadable(kind.fields[name])]))
        return self.value(kind, kind.fields[name], values)

    def unreadable(self, of: Field) -> list[Cell]:
        """Give unreadable cells of the types that can be unreadable: any text is a text."""
        is_text = of.type in LONG_TYPES or of.type in (FieldType.STR, FieldType.REF)
        return [] if is_text or of.is_list else [unreadable(raw) for raw in HOSTILE]

    def value(self, kind: Kind, of: Field, values: list[Any]) -> Cell:
        if of.is_list:
            elements = self.draw(st.lists(st.sampled_from(self.texts(kind, of, values)), max_size=3))
            return filled(elements)
        if of.type in (FieldType.DATE, FieldType.DATETIME):
            return self.moment(of)
        if of.type is FieldType.BOOL:
            return filled(self.draw(st.booleans()))
        if of.type is FieldType.INT:
            numbers = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
            usual = YEARS if of.name == "year" else [*numbers, 0, 1, 2, 5, 30]
            return filled(self.draw(st.sampled_from(usual)))
        return filled(self.draw(st.sampled_from(self.texts(kind, of, values))))

    def texts(self, kind: Kind, of: Field, values: list[Any]) -> list[str]:
        """Give texts worth trying: the values of the rule, members of the enum, ids and names of what is referred to."""
        known = [value for value in values if isinstance(value, str) and value]
        if of.type is FieldType.ENUM:
            return [*[value for value in known if value in of.values] * 3, *of.values[:2]]
        if of.type is FieldType.REF:
            return [*known, *IDS, *IDS] if self.order == "tidy" else [*known, *IDS, *IDS, *NAMES[:2], "无此编号"]
        if of.name in kind.names:
            return [*NAMES, *known]
        blank = ["\u3000 \u200b"] if of.type in LONG_TYPES else []
        return [*known, *TEXTS, *blank]

    def moment(self, of: Field) -> Cell:
        """Draw an instant: near one drawn before, or at an anchor. A field of type date has no clock time."""
        if self.dates and self.draw(st.integers(0, 3)) > 0:
            instant = self.draw(st.sampled_from(self.dates[-4:])) + self.draw(st.sampled_from(self.steps))
        else:
            anchor = self.draw(st.sampled_from(self.anchors))
            instant = datetime(anchor.year, anchor.month, anchor.day) + self.draw(st.sampled_from(CLOCKS))
        day_only = of.type is FieldType.DATE or self.draw(st.integers(0, 5)) == 0
        if day_only:
            instant = datetime(instant.year, instant.month, instant.day)
        self.dates.append(instant)
        return filled(instant, day_only=day_only)

    def as_of(self) -> datetime:
        """Draw an audit date: the end of a day near some date of the world, or an instant beside it."""
        near = self.draw(st.sampled_from(self.dates or [datetime(2025, 12, 31)]))
        moved = near + self.draw(st.sampled_from(self.steps))
        if self.draw(st.booleans()):
            return datetime(moved.year, moved.month, moved.day) + DAY
        return moved
