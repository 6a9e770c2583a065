"""What a damage did: the records that it touched, and on which of their fields it relies."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from dbcheck.platform.simulator.world import Row, Value

WHOLE = "*"  # every field: the record was added or removed


@dataclass(frozen=True)
class Touch:
    """One record that was changed, added or removed. before: as it was; after: as it is, empty where it was removed."""

    kind: str
    before: Row
    after: Row
    fields: frozenset[str]


@dataclass
class Damage:
    """What one fault did."""

    touches: list[Touch] = field(default_factory=list)

    def change(self, kind: str, row: Row, changes: Mapping[str, Value]) -> None:
        """Change cells of a record."""
        before = dict(row)
        row.update(changes)
        self.touches.append(Touch(kind, before, row, frozenset(changes)))

    def remove(self, kind: str, rows: list[Row], gone: Iterable[Row]) -> None:
        """Take records away."""
        leaving = {id(row): row for row in gone}
        rows[:] = [row for row in rows if id(row) not in leaving]
        self.touches += [Touch(kind, row, {}, frozenset((WHOLE,))) for row in leaving.values()]

    def undo(self, rows_of: Callable[[str], list[Row]]) -> None:
        """Put everything back; what had been taken away comes last."""
        for touch in reversed(self.touches):
            rows = rows_of(touch.kind)
            if not touch.after:
                rows.append(touch.before)
            elif not touch.before:
                rows[:] = [row for row in rows if row is not touch.after]
            else:
                touch.after.clear()
                touch.after.update(touch.before)

    def append(self, kind: str, rows: list[Row], new: Row) -> None:
        """Add a record."""
        rows.append(new)
        self.touches.append(Touch(kind, {}, new, frozenset((WHOLE,))))


class Claims:
    """Which fields of which records earlier faults changed, and on which they rely: a later fault keeps clear of them."""

    def __init__(self) -> None:
        self._written: dict[tuple[str, str], set[str]] = {}
        self._read: dict[tuple[str, str], set[str]] = {}

    def is_free(self, kind: str, row: Row, written: Iterable[str], read: Iterable[str]) -> bool:
        """Tell whether a fault may change ``written`` of a record and rely on ``read``."""
        key = (kind, key_of(row))
        changed, relied = self._written.get(key, set()), self._read.get(key, set())
        writes = set(written)
        if WHOLE in changed or (WHOLE in writes and (changed or relied)):
            return False
        return not (writes & (changed | relied) or changed.intersection(read))

    def is_fresh(self, kind: str, row: Row) -> bool:
        """Tell whether no fault has to do with a record."""
        key = (kind, key_of(row))
        return key not in self._written and key not in self._read

    def take(self, kind: str, row: Row, written: Iterable[str], read: Iterable[str]) -> None:
        """Hold fields of a record."""
        key = (kind, key_of(row))
        self._written.setdefault(key, set()).update(written)
        self._read.setdefault(key, set()).update(read)


def key_of(row: Row) -> str:
    """Name a record: by its id, a page by its address."""
    named: Value = row.get("id") or row.get("url")
    return str(named)
