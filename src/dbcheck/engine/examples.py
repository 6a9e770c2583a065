"""Examples of packs as tables: every kind supplied, every column there, what is not given is empty."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from dbcheck.engine.binder import World, key_of
from dbcheck.engine.explain import explain
from dbcheck.engine.kernel import BatchResult
from dbcheck.engine.plan import Job, make_plan
from dbcheck.engine.programs import FIRST_DOUBT, GroupProgram
from dbcheck.engine.run import judge_jobs
from dbcheck.findings import Counts, Outcome, OutcomeKind, Verdict
from dbcheck.plugins.contract import Checker
from dbcheck.plugins.tables import PART, ROW, FrameTable, Table, day, dtype_of
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.rules.pack import Example, Pack, Rule

GRAVEST = ("fail", "suspect", "undetermined", "pending", "pass", "out_of_scope")
BROKEN = "error"  # what a rule gets whose checker broke


class ExampleTables(Mapping[str, Table]):
    """The tables of an example, made as they are asked for."""

    def __init__(self, kinds: Mapping[str, Kind], records: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self._kinds, self._records = kinds, records
        self._made: dict[str, Table] = {}

    def __getitem__(self, kind: str) -> Table:
        if kind not in self._made:
            self._made[kind] = example_table(self._kinds[kind], self._records.get(kind, ()))
        return self._made[kind]

    def __iter__(self):  # type: ignore[no-untyped-def]  # Mapping's own signature
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def example_table(kind: Kind, records: Sequence[Mapping[str, Any]]) -> FrameTable:
    """Make the table of one kind: dates may be written with or without a clock time."""
    columns: dict[str, pl.Series] = {}
    for name, field in kind.fields.items():
        cells = [_cell(field, record.get(name)) for record in records]
        columns[name] = pl.Series(name, cells, dtype=dtype_of(field))
        if field.type is FieldType.DATETIME and any(_is_day_only(record.get(name)) for record in records):
            columns[day(name)] = pl.Series(
                day(name), [_is_day_only(record.get(name)) for record in records], dtype=pl.Boolean
            )
    columns[PART] = pl.Series(PART, [0] * len(records), dtype=pl.UInt16)
    columns[ROW] = pl.Series(ROW, range(1, len(records) + 1), dtype=pl.UInt32)
    return FrameTable(kind, pl.DataFrame(list(columns.values())))


def _cell(field: Field, value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        return None
    if value is None or value == []:
        return None
    if field.is_list:
        return [str(each) for each in (value if isinstance(value, list) else [value])]
    if field.type is FieldType.DATETIME:
        return datetime.fromisoformat(str(value))
    if field.type is FieldType.DATE:
        return date.fromisoformat(str(value)[:10])
    return value


def _is_day_only(value: Any) -> bool:
    return (
        isinstance(value, date) and not isinstance(value, datetime)
        if not isinstance(value, str)
        else len(value) == len("2024-09-27")
    )


def example_verdict(rule: Rule, example: Example, pack: Pack, world: World, checkers: Mapping[str, Checker[Any]]) -> str:
    """Give the verdict that the kernel reaches in an example: of its main record, or the gravest."""
    job = Job(pack, rule)
    if example.main is not None:
        return explain(job, world, checkers, example.main).verdict.word
    counts = judge_jobs([job], world, checkers, threads=1).outcomes[0].counts
    return next((word for word in GRAVEST if _amount(counts, word)), "out_of_scope")


def example_verdicts(
    rules: Sequence[Rule], example: Example, pack: Pack, world: World, checkers: Mapping[str, Checker[Any]]
) -> list[str]:
    """Give the verdict that each of several rules with ids of their own reaches in one example; see ``example_verdict``.

    The rules share the tables and, where they judge single records, one pass over them. A rule whose checker breaks gets ``error``.
    """
    jobs = [Job(pack, rule) for rule in rules]
    if example.main is None:
        return [_outcome_word(outcome) for outcome in judge_jobs(jobs, world, checkers, threads=1).outcomes]
    plan = make_plan(jobs, world, checkers, retroactive=False)
    if any(isinstance(made, GroupProgram) for made in plan.programs.values()):
        return [example_verdict(rule, example, pack, world, checkers) for rule in rules]
    found: dict[int, str] = {}
    for kernel in plan.kernels.values():
        kernel.binder.prepare()
        for thunk in kernel.binder.batches():
            row = thunk().filter(key_of(kernel.binder.table) == example.main).head(1)
            if row.height:
                codes = kernel.codes(row, BatchResult()).row(0, named=True)
                found |= {int(number): Verdict(min(code, FIRST_DOUBT)).word for number, code in codes.items()}
    return [found.get(number, BROKEN) for number in range(len(jobs))]


def _outcome_word(outcome: Outcome) -> str:
    if outcome.outcome is OutcomeKind.ERROR:
        return BROKEN
    return next((word for word in GRAVEST if _amount(outcome.counts, word)), "out_of_scope")


def _amount(counts: Counts, word: str) -> int:
    return counts.as_json()[word]
