"""lean_dataclass: what it makes behaves as what the standard library makes."""

import dataclasses
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck import lean_dataclass


@dataclasses.dataclass(frozen=True)
class Standard:
    """Made by the standard library."""

    first: int
    second: str = "b"
    third: list[int] = dataclasses.field(default_factory=list, compare=False)
    hidden: int = dataclasses.field(default=7, repr=False)


@lean_dataclass.dataclass(frozen=True)
class Lean:
    """The same, made lean."""

    first: int
    second: str = "b"
    third: list[int] = dataclasses.field(default_factory=list, compare=False)
    hidden: int = dataclasses.field(default=7, repr=False)

    @cached_property
    def doubled(self) -> int:
        return self.first * 2


@lean_dataclass.dataclass
class Counting:
    """One that changes, with a field that ``__init__`` does not take."""

    start: int
    total: int = dataclasses.field(init=False)
    steps: int = dataclasses.field(init=False, default=0)

    def __post_init__(self) -> None:
        self.total = self.start * 10


NAMES = ("first", "second", "third", "hidden", "unknown")


def outcome(cls: type[Any], values: tuple[Any, ...], named: dict[str, Any]) -> object:
    """Make one and give its fields; a refusal gives its type."""
    try:
        return dataclasses.asdict(cls(*values, **named))
    except TypeError as error:
        return type(error)


@given(values=st.lists(st.integers(), max_size=5), named=st.dictionaries(st.sampled_from(NAMES), st.integers()))
def test_it_takes_and_refuses_the_arguments_that_the_standard_one_does(values: list[int], named: dict[str, int]) -> None:
    assert outcome(Lean, tuple(values), named) == outcome(Standard, tuple(values), named)


@given(left=st.tuples(st.integers(0, 2), st.sampled_from("ab")), right=st.tuples(st.integers(0, 2), st.sampled_from("ab")))
def test_it_compares_and_hashes_as_the_standard_one_does(left: tuple[int, str], right: tuple[int, str]) -> None:
    assert (Lean(*left) == Lean(*right)) == (Standard(*left) == Standard(*right))
    of_another_class: object = Standard(*left)
    assert Lean(*left) != of_another_class
    assert (hash(Lean(*left)) == hash(Lean(*right))) == (left == right)
    assert Lean(1, "a", [1]) == Lean(1, "a", [2])


def test_it_is_shown_as_the_standard_one_is() -> None:
    assert repr(Lean(1)) == repr(Standard(1)).replace("Standard", "Lean")


def test_a_frozen_one_cannot_change_and_caches_all_the_same() -> None:
    made = Lean(3)
    with pytest.raises(dataclasses.FrozenInstanceError, match="first"):
        made.first = 4  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="first"):
        del made.first
    assert (made.doubled, made.doubled, dataclasses.replace(made, first=5).doubled) == (6, 6, 10)
    assert {made: 1}[Lean(3)] == 1


def test_default_factories_are_called_for_each_one() -> None:
    assert Lean(1).third is not Lean(1).third


def test_one_that_changes_is_finished_later_and_is_no_key() -> None:
    made = Counting(2)
    made.steps += 1
    assert (made.total, made.steps, Counting(2).steps) == (20, 1, 0)
    with pytest.raises(TypeError):
        hash(made)


def test_a_refusal_names_what_is_missing_unknown_and_given_twice() -> None:
    with pytest.raises(TypeError, match=r"Lean\(\) takes first, .*missing \[\], unknown \['x'\], given twice \['first'\]"):
        Lean(1, first=2, x=3)  # type: ignore[call-arg, misc]
