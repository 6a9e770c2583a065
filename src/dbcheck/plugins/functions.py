"""A checker from one plain function: slower than expressions, for who wants none of them.

@dataclass(frozen=True)
class Params:
    record: str
    where: Mapping[str, Any] = field(default_factory=dict)
    word: str = ""

def says_word(record, params):
    return params.word in (record["title"] or "")

checker = record_checker("says_word", Params, says_word, reads=("title",))
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Cascade, RowPlan, Saying, Scope
from dbcheck.plugins.parameters import path_mistakes, where_mistakes
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake

Cell = str | int | bool | Any  # Any: date, datetime, list of str; None where the field is empty
Judge = Callable[[Mapping[str, Cell], Any], bool | None]


@dataclass(frozen=True)
class FunctionChecker:
    """A checker around a function from one record to true (it complies), false (it does not) or None (the data cannot tell)."""

    name: str
    Params: type[Any]
    complies: Judge
    reads: tuple[str, ...]
    says: Message
    is_heuristic: bool = False

    def mistakes(self, params: Any, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find a wrong condition, and fields that the kind does not have."""
        yield from where_mistakes(kinds, params.record, getattr(params, "where", None))
        for path in self.reads:
            yield from path_mistakes(kinds, params.record, path, "record")

    def plan(self, params: Any, scope: Scope) -> RowPlan:
        """Call the function for every record that the rule applies to."""
        columns = [scope.column(path) for path in self.reads]
        doubts = tuple(doubt for column in columns for doubt in column.undetermined)

        def exact(rows: pl.DataFrame) -> pl.Series:
            answers = [self.complies(row, params) for row in rows.iter_rows(named=True)]
            return pl.Series([None if answer is None else not answer for answer in answers], dtype=pl.Boolean)

        return RowPlan(
            doubts=doubts,
            cascade=Cascade(
                steps=(pl.lit(True),),
                exact=exact,
                columns=tuple(column.value.alias(column.path) for column in columns),
                doubt=Reason.MISSING_VALUE,
            ),
            evidence={column.path: column.value for column in columns},
            says=(Saying(self.says),),
            is_suspicion=self.is_heuristic,
        )


def record_checker(
    name: str,
    params: type[Any],
    complies: Judge,
    *,
    reads: Sequence[str],
    says: Message | None = None,
    is_heuristic: bool = False,
) -> FunctionChecker:
    """Make a checker from a function.

    params: a frozen dataclass with at least ``record``, and ``where`` if packs may narrow it. reads: the field paths that the function
    gets, by these names. says: the finding's message, with ``{path}`` for values. A heuristic's findings are suspicions.
    """
    words = says or Message(f"不符合 {name}", f"does not meet {name}")
    return FunctionChecker(name, params, complies, tuple(reads), words, is_heuristic)
