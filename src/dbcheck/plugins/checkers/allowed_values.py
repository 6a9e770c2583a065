"""allowed_values: a field holds what it may hold."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Column, Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.parameters import Where, path_mistakes, where_mistakes
from dbcheck.plugins.tables import one_of
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake, operand_mistakes, pattern_mistakes, resolve
from dbcheck.records.spoken import field_word, value_word, values_word

Scalar = str | int | bool | None
EMPTY = (None, "")


@dataclass(frozen=True)
class AllowedValuesParams:
    """``field`` against every constraint that is given."""

    record: str
    field: str
    where: Where = dataclasses.field(default_factory=dict)
    in_: tuple[Scalar, ...] | None = None
    not_in: tuple[Scalar, ...] | None = None
    pattern: str | None = None
    not_pattern: str | None = None
    min: int | float | None = None
    max: int | float | None = None
    contains_all: tuple[str, ...] | None = None
    contains_any: tuple[str, ...] | None = None
    contains_field: str | None = None
    equals_field: str | None = None


WORDS = {
    "in_": Message("为", "one of"),
    "not_in": Message("不为", "none of"),
    "pattern": Message("符合格式 ", "matching"),
    "not_pattern": Message("不符合格式 ", "not matching"),
    "min": Message("不小于 ", "at least"),
    "max": Message("不大于 ", "at most"),
    "contains_all": Message("含全部:", "all of"),
    "contains_any": Message("至少含一种:", "any of"),
    "contains_field": Message("含有", "containing"),
    "equals_field": Message("等于", "equal to"),
}
CONSTRAINTS = {name: name.removesuffix("_") for name in WORDS}


class AllowedValues:
    """The field satisfies the constraint; null in ``in`` means that it may (or must) be empty.

    Pass: every constraint holds. Fail: one does not. Does not apply: ``where`` does not hold.
    """

    name: ClassVar[str] = "allowed_values"
    Params = AllowedValuesParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: AllowedValuesParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown fields and values, unsafe patterns, and a rule without constraint."""
        yield from where_mistakes(kinds, params.record, params.where)
        yield from path_mistakes(kinds, params.record, params.field, "field")
        for other in ("contains_field", "equals_field"):
            if (path := getattr(params, other)) is not None:
                yield from path_mistakes(kinds, params.record, path, other)
        for name in ("pattern", "not_pattern"):
            if (pattern := getattr(params, name)) is not None:
                yield from (((name,), message) for message in pattern_mistakes(pattern))
        yield from _value_mistakes(params, kinds)
        if all(getattr(params, name) is None for name in CONSTRAINTS):
            listed = ", ".join(CONSTRAINTS.values())
            yield (), Message(f"没有写约束;可用:{listed}", f"no constraint is given; use one of: {listed}")

    def plan(self, params: AllowedValuesParams, scope: Scope) -> RowPlan:
        """Violated where a constraint is known not to hold."""
        column = scope.column(params.field)
        others = [scope.column(path) for path in (params.contains_field, params.equals_field) if path]
        if _is_about_emptiness(params):
            violated, doubts = _may_be_empty(params, column)
        else:
            violated = ~reduce(lambda one, two: one & two, _constraints(params, column, others, scope))
            empty_is_fine = params.not_in is not None and not _others(params)
            if empty_is_fine:
                violated = violated & column.value.is_not_null()
            doubts = column.undetermined if empty_is_fine else column.needed
        for other in others:
            doubts += other.needed
        name = field_word(scope.kinds, scope.kind.name, params.field)
        wanted = _wanted(params, column, scope)
        return RowPlan(
            violated=violated,
            doubts=doubts,
            evidence={
                "field": pl.lit(params.field),
                "value": column.value,
                "shown": _shown(column),
                **{other.path: other.value for other in others},
            },
            says=(
                Saying(
                    Message(f"{name.zh}为空,要求{wanted.zh}", f"{name.en} is empty, required: {wanted.en}"), column.blank
                ),
                Saying(
                    Message(f"{name.zh}为“{{shown}}”,要求{wanted.zh}", f"{name.en} is {{value}}, required: {wanted.en}")
                ),
            ),
        )


def _shown(column: Column) -> pl.Expr:
    """Give the value as exports write it."""
    if column.field.is_list:
        return column.value.list.join("、")
    if column.field.type is FieldType.DATETIME:
        return column.value.dt.strftime("%Y-%m-%d %H:%M:%S")
    if column.field.type not in (FieldType.ENUM, FieldType.BOOL):
        return column.value.cast(pl.String)
    values: list[Scalar] = [True, False] if column.field.type is FieldType.BOOL else list(column.field.values)
    return column.value.replace_strict(
        values, [value_word(column.field, value).zh for value in values], return_dtype=pl.String, default=None
    )


def _wanted(params: AllowedValuesParams, column: Column, scope: Scope) -> Message:
    """Say what the constraints ask for."""
    said: list[Message] = []
    for name, words in WORDS.items():
        value = getattr(params, name)
        if value is None:
            continue
        spelled = Message(str(value), str(value))
        if name in ("contains_field", "equals_field"):
            spelled = field_word(scope.kinds, scope.kind.name, value)
        elif isinstance(value, tuple):
            spelled = values_word(column.field, value)
        said.append(Message(f"{words.zh}{spelled.zh}", f"{words.en} {spelled.en}"))
    return Message(",且".join(each.zh for each in said), ", and ".join(each.en for each in said))


def _value_mistakes(params: AllowedValuesParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    fields = resolve(kinds, params.record, params.field)
    if isinstance(fields, Message):
        return
    for name, said in (
        ("in_", "in"),
        ("not_in", "not_in"),
        ("contains_all", "contains_all"),
        ("contains_any", "contains_any"),
    ):
        values = getattr(params, name)
        if values is not None:
            yield from (((said,), message) for message in operand_mistakes(fields[-1], "in", list(values)))
    if (params.min is not None or params.max is not None) and fields[-1].type is not FieldType.INT:
        yield (
            ("field",),
            Message(f"{params.field} 不是整数,不能比较大小", f"{params.field} is no number, it has no min or max"),
        )


def _is_about_emptiness(params: AllowedValuesParams) -> bool:
    return params.in_ is not None and any(value in EMPTY for value in params.in_)


def _others(params: AllowedValuesParams) -> bool:
    return any(getattr(params, name) is not None for name in CONSTRAINTS if name != "not_in")


def _may_be_empty(params: AllowedValuesParams, column: Column) -> tuple[pl.Expr, tuple[Doubt, ...]]:
    """Null among the values of ``in``: a filled cell, even an unreadable one, breaks a rule that allows nothing else."""
    allowed = [value for value in params.in_ or () if value not in EMPTY]
    if not allowed:
        readable = (doubt for doubt in column.undetermined if doubt.reason is not Reason.UNREADABLE_VALUE)
        return ~column.blank, tuple(readable)
    return ~column.blank & ~_each(column, lambda value: one_of(value, allowed)), column.undetermined


def _same(params: AllowedValuesParams, column: Column, other: Column, scope: Scope) -> pl.Expr:
    """Tell whether two fields say the same; two references that differ may still name one record, by id and by name."""
    same = column.value == other.value
    if column.field.ref is None or other.field.ref != column.field.ref:
        return same
    if column.field.ref not in scope.supplied:
        return pl.when(same).then(pl.lit(True))
    return pl.when(same).then(pl.lit(True)).otherwise(scope.canonical(params.field) == scope.canonical(other.path))


def _constraints(params: AllowedValuesParams, column: Column, others: list[Column], scope: Scope) -> list[pl.Expr]:
    value = column.value
    makers: dict[str, Callable[[Any], pl.Expr]] = {
        "in_": lambda allowed: _each(column, lambda one: one_of(one, allowed)),
        "not_in": lambda banned: ~_some(column, lambda one: one_of(one, [each for each in banned if each not in EMPTY])),
        "pattern": lambda pattern: _each(column, lambda one: one.str.contains(pattern)),
        "not_pattern": lambda pattern: ~_some(column, lambda one: one.str.contains(pattern)),
        "min": lambda least: value >= least,
        "max": lambda most: value <= most,
        "contains_all": lambda wanted: reduce(lambda one, two: one & two, (_holds(column, each) for each in wanted)),
        "contains_any": lambda wanted: reduce(or_, (_holds(column, each) for each in wanted)),
        "contains_field": lambda path: value.str.contains(_of(others, path).value, literal=True),
        "equals_field": lambda path: _same(params, column, _of(others, path), scope),
    }
    return [make(getattr(params, name)) for name, make in makers.items() if getattr(params, name) is not None]


def _of(columns: list[Column], path: str) -> Column:
    return next(column for column in columns if column.path == path)


def _each(column: Column, test: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    return column.value.list.eval(test(pl.element())).list.all() if column.field.is_list else test(column.value)


def _some(column: Column, test: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    return column.value.list.eval(test(pl.element())).list.any() if column.field.is_list else test(column.value)


def _holds(column: Column, wanted: str) -> pl.Expr:
    if column.field.is_list:
        return column.value.list.contains(pl.lit(wanted))
    return column.value.str.contains(wanted, literal=True)
