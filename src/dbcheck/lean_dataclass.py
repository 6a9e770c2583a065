"""``dataclass`` as the standard library has it, but with methods that all classes share.

The standard one writes and compiles up to seven functions for every class, 0.6 to 1.3 ms; an audit needs a hundred classes, and that would be half
of its start-up time. Here a class costs 0.05 ms. ``fields``, ``replace``, ``asdict``, ``field``, ``__post_init__``, ``__match_args__`` and
``cached_property`` work as ever. Not here: order, slots, keyword-only and ``InitVar``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as _dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

__all__ = ["dataclass"]
T = TypeVar("T")


class _Shape(NamedTuple):
    """What the shared methods know of a class."""

    names: tuple[str, ...]  # the fields that ``__init__`` takes
    known: frozenset[str]  # the same
    defaults: Mapping[str, object]
    factories: Mapping[str, Callable[[], object]]
    later: Mapping[str, object]  # defaults of fields that ``__init__`` does not take
    is_finished_later: bool
    is_plain: bool  # nothing happens but that every field takes its value
    compared: Callable[[object], object]


@cache
def _shape(cls: type[Any]) -> _Shape:
    every = fields(cls)
    taken = [field for field in every if field.init]
    is_finished_later = hasattr(cls, "__post_init__")
    return _Shape(
        names=tuple(field.name for field in taken),
        known=frozenset(field.name for field in taken),
        defaults={field.name: field.default for field in taken if field.default is not MISSING},
        factories={field.name: field.default_factory for field in taken if field.default_factory is not MISSING},
        later={field.name: field.default for field in every if not field.init and field.default is not MISSING},
        is_finished_later=is_finished_later,
        is_plain=len(taken) == len(every) and not is_finished_later,
        compared=attrgetter(*(field.name for field in every if field.compare), "__class__"),
    )


def _init(self: Any, /, *values: object, **named: object) -> None:
    shape = _shape(self.__class__)
    if shape.is_plain and not named and len(values) == len(shape.names):
        self.__dict__.update(zip(shape.names, values, strict=True))
    elif shape.is_plain and not values and named.keys() == shape.known:
        self.__dict__.update(named)
    else:
        _fill(self, shape, values, named)


def _fill(self: Any, shape: _Shape, values: tuple[object, ...], named: Mapping[str, object]) -> None:
    names, known, defaults, factories, later, is_finished_later, _, _ = shape
    held = self.__dict__
    held.update(defaults)
    held.update(zip(names, values, strict=False))
    held.update(named)
    for name, make in factories.items():
        if name not in held:
            held[name] = make()
    is_wrong = len(held) != len(names) or len(values) > len(names)
    if is_wrong or (named and not (known >= named.keys() and named.keys().isdisjoint(names[: len(values)]))):
        _refuse(type(self), shape, values, named)
    if later:
        held.update(later)
    if is_finished_later:
        self.__post_init__()


def _refuse(cls: type[Any], shape: _Shape, values: tuple[object, ...], named: Mapping[str, object]) -> NoReturn:
    given = [*shape.names[: len(values)], *named]
    missing = [name for name in shape.names if name not in (*given, *shape.defaults, *shape.factories)]
    unknown = [name for name in named if name not in shape.names]
    twice = [name for name in named if name in shape.names[: len(values)]]
    raise TypeError(
        f"{cls.__qualname__}() takes {', '.join(shape.names)}; "
        f"missing {missing}, unknown {unknown}, given twice {twice}, {len(values)} values by position"
    )


def _eq(self: Any, other: object) -> object:
    compared = _shape(self.__class__).compared
    return compared(self) == compared(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_shape(self.__class__).compared(self))


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_setting(_self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _methods(own: Mapping[str, object], *, frozen: bool) -> Iterator[tuple[str, object]]:
    """Give the methods that a class does not write itself; what can change cannot be a key."""
    if "__eq__" not in own:
        yield from (("__eq__", _eq), ("__hash__", _hash if frozen else None))
    yield from ((name, method) for name, method in (("__init__", _init), ("__repr__", _repr)) if name not in own)
    if frozen:
        yield from (("__setattr__", _refuse_setting), ("__delattr__", _refuse_deleting))


def _lean(cls: type[T], *, frozen: bool) -> type[T]:
    cls.__doc__ = cls.__doc__ or cls.__name__  # without one, the standard library composes a signature, which takes 4 ms
    methods = list(_methods(vars(cls), frozen=frozen))
    _dataclass(init=False, repr=False, eq=False)(cls)
    for name, method in methods:
        setattr(cls, name, method)
    return cls


if TYPE_CHECKING:
    from dataclasses import dataclass  # type checkers know it by this name, and check what is written by what it stands for
else:

    def dataclass(cls=None, /, *, frozen=False):
        """Make a class of fields; ``frozen`` ones cannot change and can be keys."""
        return _lean(cls, frozen=frozen) if cls is not None else lambda cls: _lean(cls, frozen=frozen)
