"""The predicate language of packs: which records a rule is about.

``{field: value}`` equals; ``{field: {op: x}}``; keys are ANDed; ``$any: [...]`` is OR; ``$violates: "<clause>#<part>"`` is a
record that breaks that rule of the same document. A field may be a path through references (``site_id.org_id.level``).
``{"field?": ...}`` holds for an empty field too, and where no part of an export carries it: for what many a platform does not record.
``$as_of`` is the evaluation instant, ``$as_of-20wd``, ``$as_of-5cd`` and ``$as_of-24h`` lie a grace before it.

Truth has three values: a comparison with an empty, unreadable or unresolved field is unknown; ``ne`` and ``not_in`` hold for
an empty field; ``exists`` and ``empty`` are known wherever the export carries the column.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dbcheck.errors import Message, Pointer
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.kind import Field, FieldType, Kind

OPERATORS = ("eq", "ne", "in", "not_in", "exists", "empty", "gte", "lte", "contains", "matches")
OR_EMPTY = "?"  # ends the name of a field that may be empty, or not be there
_AS_OF = r"\$as_of(?:-([0-9]+)(wd|cd|h))?"


@dataclass(frozen=True)
class AsOf:
    """The evaluation instant, less a grace of ``amount`` units (``wd`` working days, ``cd`` calendar days, ``h`` hours)."""

    amount: int = 0
    unit: str = "cd"


@dataclass(frozen=True)
class Compare:
    """A field against a value: ``op`` is one of OPERATORS, ``value`` a scalar, an AsOf, or a tuple for in and not_in.

    is_optional: a column that no part carries is like an empty one.
    """

    path: str
    op: str
    value: Any
    is_optional: bool = False


@dataclass(frozen=True)
class Violates:
    """The record breaks the rule ``clause#part`` (or ``clause``) of the same document."""

    rule: str


@dataclass(frozen=True)
class AllOf:
    """Every part holds; with no part it always holds."""

    parts: tuple["Predicate", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Predicate", ...]


Predicate = Compare | Violates | AllOf | AnyOf
EVERYTHING = AllOf(())
Mistake = tuple[Pointer, Message]


def parse_predicate(raw: Mapping[str, Any] | None) -> Predicate:
    """Turn the mapping of a pack into a predicate.

    ``predicate_mistakes`` must have found none in it; a malformed one raises ValueError.
    """
    return AllOf(tuple(part for key, value in (raw or {}).items() for part in _parse_item(key, value)))


def parse_as_of(value: object) -> AsOf | None:
    """Read ``$as_of`` and its offsets; anything else gives None."""
    found = re.fullmatch(_AS_OF, value) if isinstance(value, str) else None
    if found is None:
        return None
    return AsOf(int(found[1]), found[2]) if found[1] else AsOf()


def _parse_item(key: str, value: Any) -> Iterator[Predicate]:
    if key == "$any":
        yield AnyOf(tuple(parse_predicate(part) for part in value))
    elif key == "$violates":
        yield Violates(value)
    elif key.endswith(OR_EMPTY):
        path = key.removesuffix(OR_EMPTY)
        compared = AllOf(tuple(_comparisons(path, value, is_optional=True)))
        yield AnyOf((Compare(path, "empty", value=True, is_optional=True), compared))
    else:
        yield from _comparisons(key, value)


def _comparisons(path: str, value: Any, *, is_optional: bool = False) -> Iterator[Predicate]:
    for op, operand in (value if isinstance(value, Mapping) else {"eq": value}).items():
        if op not in OPERATORS:
            raise ValueError(op)
        yield Compare(path, op, _operand(operand), is_optional)


def _operand(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return parse_as_of(value) or value


def paths_of(predicate: Predicate) -> Iterator[str]:
    """Give every field path that a predicate reads."""
    match predicate:
        case Compare(path=path):
            yield path
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from paths_of(part)


def resolve(kinds: Mapping[str, Kind], kind: str, path: str) -> tuple[Field, ...] | Message:
    """Walk a path from a kind: the fields met on the way, or what is wrong with it."""
    here, met = kinds[kind], []
    steps = path.split(".")
    for position, step in enumerate(steps):
        found = here.fields.get(step)
        if found is None:
            return unknown_name(step, here.fields, Message(f"{here.name} 没有字段", f"{here.name} has no field"))
        met.append(found)
        if position < len(steps) - 1:
            if found.ref is None:
                return Message(
                    f"{here.name}.{step} 不是引用,不能继续取 .{steps[position + 1]}",
                    f"{here.name}.{step} is not a reference, .{steps[position + 1]} cannot follow it",
                )
            here = kinds[found.ref]
    return tuple(met)


def unknown_name(name: object, known: Sequence[str] | Mapping[str, Any], what: Message) -> Message:
    """Say that a name is unknown and what it may have been meant to be."""
    from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

    near = get_close_matches(str(name), list(known), n=3, cutoff=0.5)
    listed = ", ".join(near or list(known)[:12])
    return Message(f"{what.zh} {name!r};可用:{listed}", f"{what.en} {name!r}; use one of: {listed}")


def predicate_mistakes(kinds: Mapping[str, Kind], kind: str, raw: Any) -> Iterator[Mistake]:
    """Find every mistake in the raw predicate of a pack, each with the way to it inside the predicate."""
    if raw is None:
        return
    if not isinstance(raw, Mapping):
        yield (), Message("条件应写成映射,如 {status: running}", "a predicate is a mapping, e.g. {status: running}")
        return
    for key, value in raw.items():
        if key == "$any":
            if not isinstance(value, list) or not value:
                yield (key,), Message("$any 应为条件列表", "$any takes a list of predicates")
                continue
            for position, part in enumerate(value):
                for pointer, message in predicate_mistakes(kinds, kind, part):
                    yield (key, position, *pointer), message
        elif key == "$violates":
            if not isinstance(value, str):
                yield (key,), Message('$violates 应写条款号,如 "5.3.3#2"', '$violates takes a rule, e.g. "5.3.3#2"')
        else:
            yield from _field_mistakes(kinds, kind, key, value)


def _field_mistakes(kinds: Mapping[str, Kind], kind: str, path: str, value: Any) -> Iterator[Mistake]:
    fields = resolve(kinds, kind, path.removesuffix(OR_EMPTY))
    if isinstance(fields, Message):
        yield (path,), fields
        return
    if not isinstance(value, Mapping):
        yield from (((path,), message) for message in operand_mistakes(fields[-1], "eq", value))
        return
    for op, operand in value.items():
        if op not in OPERATORS:
            yield (path, op), unknown_name(op, OPERATORS, Message("没有比较", "there is no operator"))
            continue
        yield from (((path, op), message) for message in operand_mistakes(fields[-1], op, operand))


def operand_mistakes(field: Field, op: str, value: Any) -> Iterator[Message]:
    """Find what is wrong with the value that a field is compared with."""
    if op in ("exists", "empty"):
        if not isinstance(value, bool):
            yield Message(f"{op} 应为 true 或 false", f"{op} takes true or false")
    elif op in ("in", "not_in"):
        if not isinstance(value, list):
            yield Message(f"{op} 应为列表", f"{op} takes a list")
            return
        for element in value:
            yield from _value_mistakes(field, element)
    elif op == "matches":
        yield from pattern_mistakes(value)
    else:
        yield from _value_mistakes(field, value)


def _value_mistakes(field: Field, value: Any) -> Iterator[Message]:
    if value is None or value == "" or parse_as_of(value):
        return
    if field.type is FieldType.ENUM and value not in field.values:
        yield unknown_name(value, field.values, Message(f"{field.name} 没有取值", f"{field.name} has no value"))
    elif field.type is FieldType.BOOL and not isinstance(value, bool):
        yield Message(f"{field.name} 应为 true 或 false,而不是 {value!r}", f"{field.name} is true or false, not {value!r}")
    elif field.type is FieldType.INT and (isinstance(value, bool) or not isinstance(value, int)):
        yield Message(f"{field.name} 应为整数,而不是 {value!r}", f"{field.name} is a whole number, not {value!r}")


_UNSAFE = r"\(\?(?:=|!|<=|<!)|\\[bBdDwWsS]"


def pattern_mistakes(pattern: Any) -> Iterator[Message]:
    """Find what a pattern of a pack may not hold: look-around, or a class whose meaning differs between engines."""
    if not isinstance(pattern, str):
        yield Message("应为正则表达式字符串", "a pattern is a string")
        return
    unsafe = re.search(_UNSAFE, pattern)
    if unsafe:
        yield Message(
            f"正则含 {unsafe[0]!r}:不用环视,字符类写明,如 [0-9] 代替 \\d",
            f"the pattern has {unsafe[0]!r}: no look-around, and explicit classes, e.g. [0-9] for \\d",
        )
    try:
        re.compile(pattern)
    except re.error as error:
        yield Message(f"正则写错:{error}", f"the pattern is broken: {error}")
