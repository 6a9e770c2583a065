"""What parameters of several checkers have in common: field paths and conditions, and how to say that one is wrong."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from dbcheck.errors import Message
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake, parse_as_of, predicate_mistakes, resolve

INSTANTS = (FieldType.DATE, FieldType.DATETIME)
Where = Mapping[str, Any]  # a predicate as the pack writes it


def where_mistakes(kinds: Mapping[str, Kind], kind: str, where: Where | None, name: str = "where") -> Iterator[Mistake]:
    """Find what is wrong with a condition on records of a kind."""
    for pointer, message in predicate_mistakes(kinds, kind, where):
        yield (name, *pointer), message


def path_mistakes(
    kinds: Mapping[str, Kind], kind: str, path: str, name: str, *position: int, types: Collection[FieldType] = ()
) -> Iterator[Mistake]:
    """Find what is wrong with a field path; ``types`` are those its field may have, none means any."""
    fields = resolve(kinds, kind, path)
    if isinstance(fields, Message):
        yield (name, *position), fields
        return
    if any(field.is_list for field in fields[:-1]):
        yield (
            (name, *position),
            Message(f"{path} 经过列表字段,不能再往下取", f"{path} goes through a list, nothing can follow it"),
        )
    if types and fields[-1].type not in types:
        wanted, found = "、".join(types), fields[-1].type
        yield (
            (name, *position),
            Message(
                f"{path} 的类型是 {found},应为 {wanted}", f"{path} is of type {found}; it must be {' or '.join(types)}"
            ),
        )


def instant_mistakes(
    kinds: Mapping[str, Kind], kind: str, path: str | None, name: str, *position: int
) -> Iterator[Mistake]:
    """Find what is wrong with a path to a date or an instant; None and ``$as_of`` are fine."""
    if path is not None and parse_as_of(path) is None:
        yield from path_mistakes(kinds, kind, path, name, *position, types=INSTANTS)


def kind_mistakes(kinds: Mapping[str, Kind], kind: str, name: str) -> Iterator[Mistake]:
    """Find an unknown kind."""
    if kind not in kinds:
        listed = ", ".join(sorted(kinds))
        yield (name,), Message(f"没有记录类别 {kind!r};可用:{listed}", f"there is no kind {kind!r}; use one of: {listed}")
