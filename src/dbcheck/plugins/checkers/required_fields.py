"""required_fields: what has to be filled in is filled in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import reduce
from operator import and_, or_
from typing import ClassVar

import polars as pl

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import NEVER, Column, Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.parameters import Where, path_mistakes, where_mistakes
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake
from dbcheck.records.spoken import field_word


@dataclass(frozen=True)
class RequiredFieldsParams:
    """``all``: fields that must be filled. ``any``: groups of fields, one of each must be."""

    record: str
    where: Where = field(default_factory=dict)
    all: tuple[str, ...] = ()
    any: tuple[tuple[str, ...], ...] = ()


class RequiredFields:
    """Every field of ``all`` is filled, and one field of each group of ``any``; 0 and false are values.

    Pass: all of them hold something, readable or not. Fail: a field of ``all`` is empty, or a whole group of ``any``.
    Does not apply: ``where`` does not hold.
    """

    name: ClassVar[str] = "required_fields"
    Params = RequiredFieldsParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: RequiredFieldsParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown fields, and a rule that requires nothing."""
        yield from where_mistakes(kinds, params.record, params.where)
        for position, path in enumerate(params.all):
            yield from path_mistakes(kinds, params.record, path, "all", position)
        for position, group in enumerate(params.any):
            for place, path in enumerate(group):
                yield from path_mistakes(kinds, params.record, path, "any", position, place)
        if not params.all and not params.any:
            yield (), Message("all 与 any 至少写一个", "all or any is missing; name the fields that must be filled")

    def plan(self, params: RequiredFieldsParams, scope: Scope) -> RowPlan:
        """Violated where something required is known to be empty; unknown where that cannot be told."""
        required = [scope.column(path) for path in params.all]
        groups = [[scope.column(path, optional=True) for path in group] for group in params.any]
        empty = [column.blank for column in required] + [
            reduce(and_, (column.blank for column in group)) for group in groups
        ]
        violated = reduce(or_, empty)
        return RowPlan(
            violated=violated,
            doubts=tuple(_doubts([*required, *(column for group in groups for column in group)], violated)),
            evidence={
                "missing": _missing(required, groups, str),
                "missing_headers": _missing(
                    required, groups, lambda path: field_word(scope.kinds, scope.kind.name, path).zh
                ),
            },
            says=(Saying(Message("缺少:{missing_headers}", "missing: {missing}")),),
        )


def _doubts(columns: list[Column], violated: pl.Expr) -> Iterator[Doubt]:
    """Say why nothing can be said; a known emptiness elsewhere needs no doubt."""
    for column in columns:
        for doubt in column.undetermined:
            if (
                column.unreadable is NEVER or doubt.when is not column.unreadable
            ):  # what cannot be read is filled all the same
                yield Doubt(doubt.reason, doubt.detail, violated.is_null() & doubt.when)


def _missing(required: list[Column], groups: list[list[Column]], name: Callable[[str], str]) -> pl.Expr:
    """List what is missing, each under the name that ``name`` gives a path."""
    named = [pl.when(column.blank).then(pl.lit(name(column.path))) for column in required]
    for group in groups:
        named.append(
            pl.when(reduce(and_, (column.blank for column in group))).then(pl.lit("|".join(name(c.path) for c in group)))
        )
    return pl.concat_str(named, separator=", ", ignore_nulls=True)
