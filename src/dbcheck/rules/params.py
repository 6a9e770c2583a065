"""Parameters of a checker, from the plain mapping of a pack to the checker's own frozen dataclass.

A parameter whose name is a word of Python (``from``, ``in``) is a field with an underscore behind it (``from_``).
Nothing here loads pydantic: a mapping that ``parameter_mistakes`` found right is only put into shape.
"""

import types
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from keyword import iskeyword
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dbcheck.rules.checking import ParameterChecker


def build_params(checker: ParameterChecker, mapping: Mapping[str, Any]) -> Any:
    """Make the checker's ``Params`` from a mapping already found valid.

    Lists become tuples and mappings become dataclasses where the annotation says so; what is annotated ``Any``, the
    predicates among it, stays as it is.
    """
    return _built(checker.Params, mapping)


def parameter_names(params: type[Any]) -> Mapping[str, str]:
    """Give, for each parameter as a pack writes it, the name of its field."""
    names = [field.name for field in fields(params)] if is_dataclass(params) else list(getattr(params, "model_fields", ()))
    return {name[:-1] if name.endswith("_") and iskeyword(name[:-1]) else name: name for name in names}


def parameter_class(params: type, field: str) -> type | None:
    """Give the dataclass that a field holds, also ``None | Due``; None where it holds none, or one of several."""
    annotation = _annotations(params)[field]
    members = [
        member for member in (annotation, *get_args(annotation)) if isinstance(member, type) and is_dataclass(member)
    ]
    return members[0] if len(members) == 1 else None


@cache
def _annotations(params: type) -> Mapping[str, Any]:
    return get_type_hints(params)


def _built(params: type, mapping: Mapping[str, Any]) -> Any:
    hints, names = _annotations(params), parameter_names(params)
    return params(**{names[key]: _shaped(hints[names[key]], value) for key, value in mapping.items()})


def _shaped(annotation: Any, value: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _shaped(_member(arguments, value), value)
    if isinstance(value, list):
        return _sequence(origin or annotation, arguments, value)
    if isinstance(value, Mapping):
        if isinstance(annotation, type) and is_dataclass(annotation):
            return _built(annotation, value)
        return {key: _shaped(arguments[1], item) for key, item in value.items()} if len(arguments) == 2 else value
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation(value)
    return float(value) if annotation is float else value


def _sequence(made: Any, arguments: tuple[Any, ...], value: list[Any]) -> Any:
    if not (isinstance(made, type) and issubclass(made, (Sequence, AbstractSet)) and arguments):
        return value
    if made is tuple and arguments[-1] is not Ellipsis:
        return tuple(_shaped(annotation, item) for annotation, item in zip(arguments, value, strict=True))
    items = (_shaped(arguments[0], item) for item in value)
    return made(items) if made in (tuple, list, set, frozenset) else tuple(items)


def _member(arguments: tuple[Any, ...], value: Any) -> Any:
    """Pick the member of a union that a value was meant for."""
    fitting = [annotation for annotation in arguments if _fits(annotation, value)]
    return fitting[0] if fitting else Any


def _fits(annotation: Any, value: Any) -> bool:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is Any or origin is Literal:
        return annotation is Any or value in arguments
    if origin in (Union, types.UnionType):
        return any(_fits(member, value) for member in arguments)
    made = origin or annotation
    if not isinstance(made, type):
        return False
    if isinstance(value, list):
        return _fits_list(made, arguments, value)
    if isinstance(value, Mapping):
        return value.keys() <= parameter_names(made).keys() if is_dataclass(made) else issubclass(made, Mapping)
    if issubclass(made, Enum):
        return any(value == member.value for member in made)
    return type(value) is made or (made is float and type(value) is int)


def _fits_list(made: type[Any], arguments: tuple[Any, ...], value: list[Any]) -> bool:
    if not issubclass(made, (Sequence, AbstractSet)) or issubclass(made, str):
        return False
    if made is tuple and arguments and arguments[-1] is not Ellipsis:
        return len(arguments) == len(value) and all(map(_fits, arguments, value))
    return not arguments or all(_fits(arguments[0], item) for item in value)
