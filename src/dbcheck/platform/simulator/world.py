"""The records of a simulated year: one list of plain rows per kind, as the data dictionary names their fields."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

Value = str | int | bool | datetime | date | list[str] | None
Row = dict[str, Value]


class World:
    """The rows of every kind, in the order in which they were made. A row without an ``id`` of its own gets ``PREFIX-000001``, if a prefix is given."""

    def __init__(self) -> None:
        self.records: dict[str, list[Row]] = {}

    def add(self, kind: str, fields: Mapping[str, Value], *, prefix: str = "") -> Row:
        """Add a record and give it."""
        rows = self.records.setdefault(kind, [])
        row: Row = {"id": f"{prefix}-{len(rows) + 1:06}", **fields} if prefix and "id" not in fields else dict(fields)
        rows.append(row)
        return row

    def rows(self, kind: str) -> list[Row]:
        """Give the records of a kind; an empty list where there are none."""
        return self.records.setdefault(kind, [])

    def only(self, kinds: Iterable[str]) -> dict[str, list[Row]]:
        """Give the records of some kinds, empty lists among them, in the order in which the kinds are named."""
        return {kind: self.records.get(kind, []) for kind in kinds}


def text(row: Row, field: str) -> str:
    """Give a cell that holds a text, empty where it holds nothing."""
    value = row.get(field)
    return value if isinstance(value, str) else ""


def moment(row: Row, field: str) -> datetime:
    """Give a cell that holds an instant; the plan of the year has put one there."""
    value = row[field]
    assert isinstance(value, datetime), f"{field} holds {value!r}"
    return value


def instants(row: Row) -> Iterator[tuple[str, datetime]]:
    """Give every cell of a row that holds an instant."""
    for name, value in row.items():
        if isinstance(value, datetime):
            yield name, value
