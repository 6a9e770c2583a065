"""Comparing what a portal exports with what the reference platform says after the same events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.platform.log import EVENT_KIND
from dbcheck.records.snapshot import kinds
from dbcheck.workflow.conditions import is_empty

Records = Mapping[str, Sequence[Mapping[str, Any]]]
SEQUENCE = (
    "action",
    "role",
    "actor_org_id",
    "at",
)  # what is compared of an event; its id and the rest are the portal's own


@dataclass(frozen=True)
class Difference:
    """One thing that differs. field: empty where the whole record, or event, is missing on one side; expected and found are None there."""

    kind: str
    record: str
    field: str
    expected: Any
    found: Any

    @property
    def says(self) -> Message:
        """Say it in both languages."""
        where = f"{self.kind} {self.record}"
        if self.field:
            return Message(
                f"{where} {self.field}:应为 {self.expected!r},导出为 {self.found!r}",
                f"{where} {self.field}: expected {self.expected!r}, exported {self.found!r}",
            )
        if self.found is None:
            return Message(f"{where}:导出中没有", f"{where}: missing in the export")
        return Message(f"{where}:导出中多出", f"{where}: only in the export")


def compare(
    reference: Records, exported: Records, *, ignore: Iterable[str] = (), tolerance: timedelta = timedelta()
) -> tuple[Difference, ...]:
    """Give what differs between two sets of records, kind by kind; kinds that the export does not carry at all are left out.

    Records are matched by ``id``; events by the record that they are about and their order. An empty cell and a field that is not there are
    the same. ignore: fields, as ``field`` or ``kind.field``. tolerance: how far two instants may lie apart.
    """
    left_out = frozenset(ignore)
    found: list[Difference] = []
    for kind in reference:
        if kind in exported:
            differ = _events if kind == EVENT_KIND else _records
            found += differ(kind, reference[kind], exported[kind], left_out, tolerance)
    return tuple(found)


def _records(
    kind: str,
    reference: Sequence[Mapping[str, Any]],
    exported: Sequence[Mapping[str, Any]],
    ignore: frozenset[str],
    tolerance: timedelta,
) -> Iterator[Difference]:
    expected, found = ({str(each.get("id")): each for each in side} for side in (reference, exported))
    names = [name for name in kinds()[kind].fields if name != "id" and not {name, f"{kind}.{name}"} & ignore]
    for record in dict.fromkeys((*expected, *found)):
        if record not in found:
            yield Difference(kind, record, "", dict(expected[record]), None)
        elif record not in expected:
            yield Difference(kind, record, "", None, dict(found[record]))
        else:
            yield from _fields(kind, record, names, (expected[record], found[record]), tolerance)


def _events(
    kind: str,
    reference: Sequence[Mapping[str, Any]],
    exported: Sequence[Mapping[str, Any]],
    ignore: frozenset[str],
    tolerance: timedelta,
) -> Iterator[Difference]:
    expected, found = _by_subject(reference), _by_subject(exported)
    names = [name for name in SEQUENCE if not {name, f"{kind}.{name}"} & ignore]
    for subject in dict.fromkeys((*expected, *found)):
        left, right = expected.get(subject, []), found.get(subject, [])
        for place in range(max(len(left), len(right))):
            name = f"{'/'.join(subject)}#{place + 1}"
            if place >= len(right):
                yield Difference(kind, name, "", dict(left[place]), None)
            elif place >= len(left):
                yield Difference(kind, name, "", None, dict(right[place]))
            else:
                yield from _fields(kind, name, names, (left[place], right[place]), tolerance)


def _by_subject(events: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """Give the events of each record in the order of their times; those of one instant keep the order of the log."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for event in events:
        found.setdefault((str(event.get("workflow")), str(event.get("record_id"))), []).append(event)
    for listed in found.values():
        listed.sort(key=lambda event: str(event.get("at") or ""))
    return found


def _fields(
    kind: str,
    record: str,
    names: Iterable[str],
    pair: tuple[Mapping[str, Any], Mapping[str, Any]],
    tolerance: timedelta,
) -> Iterator[Difference]:
    for name in names:
        expected, found = pair[0].get(name), pair[1].get(name)
        if not _is_same(expected, found, tolerance):
            yield Difference(kind, record, name, expected, found)


def _is_same(expected: Any, found: Any, tolerance: timedelta) -> bool:
    if is_empty(expected) or is_empty(found):
        return is_empty(expected) and is_empty(found)
    left, right = _instant(expected), _instant(found)
    if left is not None and right is not None:
        return abs(left - right) <= tolerance
    return bool(expected == found) or (isinstance(expected, (list, tuple)) and list(expected) == found)


def _instant(value: Any) -> datetime | None:
    """Read an instant, also one written as ISO text."""
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
