"""Records as the oracle sees them: a dict of cells per record, and the walk through references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from dbcheck.records.kind import FieldType, Kind

Value = str | int | bool | date | datetime | tuple[str, ...]

# White space that str.isspace() does not know: zero-width space, non-joiner, joiner, word joiner, byte order mark.
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"


class State(Enum):
    """What a cell is; UNRESOLVED is what lies behind a reference that names no single record."""

    FILLED = "filled"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    ABSENT = "absent"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True)
class Cell:
    """One cell. A date or instant is a ``datetime``; ``day_only`` says that it was written without a clock time.

    value: the value where FILLED, the raw text where UNREADABLE, else None. Lists are tuples of texts.
    """

    state: State
    value: Value | None = None
    day_only: bool = False

    @property
    def filled(self) -> bool:
        return self.state is State.FILLED

    @property
    def empty(self) -> bool:
        return self.state is State.EMPTY

    @property
    def instant(self) -> datetime:
        """Give the instant, which for a ``day_only`` cell is the start of its day."""
        assert isinstance(self.value, datetime)
        return self.value

    @property
    def day(self) -> date:
        return self.instant.date()

    @property
    def elements(self) -> tuple[Value, ...]:
        """Give the elements of a list, or the one value of anything else."""
        assert self.value is not None
        return self.value if isinstance(self.value, tuple) else (self.value,)


EMPTY = Cell(State.EMPTY)
ABSENT = Cell(State.ABSENT)
UNRESOLVED = Cell(State.UNRESOLVED)


def is_blank_text(text: str) -> bool:
    """Tell whether a text is only white space, U+3000, no-break and zero-width spaces among it."""
    return all(char.isspace() or char in ZERO_WIDTH for char in text)


def filled(value: Value | date | list[str], *, day_only: bool = False) -> Cell:
    """Make a cell of a value; blank text and a list without elements make an empty one; a date is ``day_only``."""
    if isinstance(value, list):
        value = tuple(value)
    if value == () or (isinstance(value, str) and is_blank_text(value)):
        return EMPTY
    if isinstance(value, date) and not isinstance(value, datetime):
        return Cell(State.FILLED, datetime(value.year, value.month, value.day), day_only=True)
    return Cell(State.FILLED, value, day_only)


def unreadable(raw: str) -> Cell:
    """Make a cell that holds something which is no value of the field's type."""
    return Cell(State.UNREADABLE, raw)


Record = dict[str, Cell]


@dataclass
class World:
    """Everything that was exported.

    tables: kind -> records; a kind that is not in it is not supplied. A field that a record does not give is empty where
    ``columns`` has it, else absent. columns: kind -> the fields that at least one part of the export carries.
    """

    tables: dict[str, list[Record]]
    rejected: dict[str, int] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A world read with its kinds: cells by path, records by reference."""

    world: World
    kinds: Mapping[str, Kind]

    def records(self, kind: str) -> list[Record]:
        return self.world.tables.get(kind, [])

    def rejected(self, kind: str) -> int:
        return self.world.rejected.get(kind, 0)

    def key(self, kind: str, position: int) -> str:
        """Name a record: its id, else path and row."""
        own_id = self.cell(kind, self.records(kind)[position], "id") if self.kinds[kind].key else EMPTY
        return str(own_id.value) if own_id.filled else f"<memory>:{position + 1}"

    def cell(self, kind: str, record: Record, field_name: str) -> Cell:
        """Give one cell of a record. A field of type date never has a clock time."""
        if field_name not in self.world.columns.get(kind, set()):
            return ABSENT
        found = record.get(field_name, EMPTY)
        if found.filled and isinstance(found.value, str) and is_blank_text(found.value):
            return EMPTY
        if found.filled and found.value == ():
            return EMPTY
        if found.filled and self.kinds[kind].fields[field_name].type is FieldType.DATE:
            return Cell(State.FILLED, found.value, day_only=True)
        return found

    def look(self, kind: str, record: Record, path: str) -> Cell:
        """Follow a path. Whatever lies behind a reference that is not filled or names no single record is UNRESOLVED.

        Decision: that holds for an empty reference too; what lies behind it is unknown, not empty.
        """
        step, _, rest = path.partition(".")
        here = self.cell(kind, record, step)
        if not rest:
            return here
        target = self.kinds[kind].fields[step].ref
        assert target is not None, path
        if not here.filled or isinstance(here.value, tuple):
            return UNRESOLVED
        position = self.find(target, str(here.value))
        if position is None:
            return UNRESOLVED
        return self.look(target, self.records(target)[position], rest)

    def bearers(self, kind: str, text: str) -> list[int]:
        """Give the positions of the records that a text names: by id, and only if none has that id by name."""
        by_id = [at for at in self._positions(kind) if self._bears(kind, at, "id", text)]
        if by_id:
            return by_id
        names = self.kinds[kind].names
        return [at for at in self._positions(kind) if any(self._bears(kind, at, name, text) for name in names)]

    def find(self, kind: str, text: str) -> int | None:
        """Give the position of the one record that a text names; None where it names none or several."""
        found = self.bearers(kind, text)
        return found[0] if len(found) == 1 else None

    def _positions(self, kind: str) -> Iterator[int]:
        yield from range(len(self.records(kind)))

    def _bears(self, kind: str, position: int, field_name: str, text: str) -> bool:
        if field_name not in self.kinds[kind].fields:
            return False
        cell = self.cell(kind, self.records(kind)[position], field_name)
        return cell.filled and str(cell.value) == text
