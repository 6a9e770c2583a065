"""How people call kinds, fields and values: the words of messages and reports."""

from collections.abc import Iterator, Mapping
from typing import Any

from dbcheck.errors import Message
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.records.predicate import OR_EMPTY, resolve

_BOOLEANS = {True: Message("是", "true"), False: Message("否", "false")}
_EMPTY = Message("空", "empty")
_OPERATORS = {
    "eq": Message("为", "="),
    "in": Message("为", "one of"),
    "ne": Message("不为", "not"),
    "not_in": Message("不为", "none of"),
    "gte": Message("不早于或不小于", "≥"),
    "lte": Message("不晚于或不大于", "≤"),
    "contains": Message("含", "contains"),
    "matches": Message("匹配", "matches"),
}


def kind_word(kind: Kind) -> Message:
    """Name a kind: its Chinese label without what stands in brackets, or its name."""
    return Message(kind.label.partition("(")[0].partition("\uff08")[0], kind.name)


def field_word(kinds: Mapping[str, Kind], kind: str, path: str) -> Message:
    """Name a field path by the usual export header of each step; what names no field stays as it is."""
    fields = resolve(kinds, kind, path)
    if isinstance(fields, Message):
        return Message(path, path)
    return Message("·".join(_header(field) for field in fields), path)


def _header(field: Field) -> str:
    return field.headers[0] if field.headers else field.meaning or field.name


def value_word(field: Field, value: Any) -> Message:
    """Name a value as exports write it: the first label of an enum member, 是 and 否, 空 for nothing."""
    if value is None or value == "":
        return _EMPTY
    if isinstance(value, bool):
        return _BOOLEANS[value]
    if field.type is FieldType.ENUM:
        label = next((label for label, member in field.labels.items() if member == value), str(value))
        return Message(label, str(value))
    return Message(str(value), str(value))


def values_word(field: Field, values: Any) -> Message:
    """Name several values."""
    words = [value_word(field, value) for value in (values if isinstance(values, (list, tuple)) else [values])]
    return Message("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def condition_words(kinds: Mapping[str, Kind], kind: str, where: Mapping[str, Any]) -> Message:
    """Say a condition of a pack."""
    parts = list(_parts(kinds, kind, where))
    return Message(",".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _parts(kinds: Mapping[str, Kind], kind: str, where: Mapping[str, Any]) -> Iterator[Message]:
    for path, wanted in where.items():
        if path.startswith("$"):
            yield Message(f"{path}: {wanted}", f"{path}: {wanted}")
            continue
        field = path.removesuffix(OR_EMPTY)
        fields = resolve(kinds, kind, field)
        if isinstance(fields, Message):
            yield Message(path, path)
            continue
        name = field_word(kinds, kind, field)
        if field != path:
            name = Message(f"{name.zh}为空或{name.zh}", f"{name.en} empty or {name.en}")
        for op, value in (wanted if isinstance(wanted, Mapping) else {"eq": wanted}).items():
            yield _part(name, fields[-1], op, value)


def _part(name: Message, field: Field, op: str, value: Any) -> Message:
    if op in ("exists", "empty"):
        filled = (op == "exists") == bool(value)
        return Message(f"{name.zh}{'已填' if filled else '为空'}", f"{name.en} {'filled' if filled else 'empty'}")
    said, words = values_word(field, value), _OPERATORS[op]
    return Message(f"{name.zh}{words.zh}{said.zh}", f"{name.en} {words.en} {said.en}")
