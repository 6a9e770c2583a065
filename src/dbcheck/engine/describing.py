"""How found records are described: evidence as JSON, which message it is, and where they stand."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from dbcheck.engine.names import KEY
from dbcheck.engine.programs import Program
from dbcheck.findings import Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Saying
from dbcheck.plugins.tables import PART, ROW

SAYING, EVIDENCE, VERDICT, RULE = "!saying", "!evidence", "!verdict", "!rule"
_INSTANT: Final = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Describing:
    """How the records are described that one rule found with one verdict.

    reads: the columns of a batch that it takes. gives: RULE, KEY, VERDICT, EVIDENCE, SAYING, PART and ROW.
    """

    reads: tuple[str, ...]
    gives: tuple[pl.Expr, ...]

    def describe(self, hits: pl.DataFrame) -> pl.DataFrame:
        """Describe records, which come with the columns that it reads."""
        return hits.select_seq(self.gives)


def describing_of(key: pl.Expr, number: int, program: Program, verdict: Verdict, schema: pl.Schema) -> Describing:
    """Plan how to describe; ``schema`` is that of the batches."""
    plan = program.plan
    gives = (
        pl.lit(number, dtype=pl.UInt16).alias(RULE),
        key.alias(KEY),
        pl.lit(int(verdict), dtype=pl.UInt8).alias(VERDICT),
        as_json(plan.evidence, schema).alias(EVIDENCE),
        saying_of(plan.says).alias(SAYING),
        pl.col(PART),
        pl.col(ROW),
    )
    names = dict.fromkeys(name for given in gives for name in given.meta.root_names())
    return Describing(tuple(names), gives)


def saying_of(says: Iterable[Saying]) -> pl.Expr:
    """Give the position of the first message whose condition holds."""
    chosen: pl.Expr = pl.lit(0, dtype=pl.UInt8)
    for position, saying in reversed([*enumerate(says)]):
        here = pl.lit(position, dtype=pl.UInt8)
        chosen = here if saying.when is None else pl.when(saying.when).then(here).otherwise(chosen)
    return chosen


def as_json(evidence: Mapping[str, pl.Expr], schema: pl.Schema) -> pl.Expr:
    """Give each row as a JSON object; instants as ``YYYY-MM-DD HH:MM:SS``, dates as ``YYYY-MM-DD``."""
    if not evidence:
        return pl.lit("{}")
    types = pl.LazyFrame(schema=schema).select(**evidence).collect_schema()
    spelled = [
        (value.dt.strftime(_INSTANT) if types[name] == pl.Datetime else value).alias(name)
        for name, value in evidence.items()
    ]
    return pl.struct(spelled).struct.json_encode()


def rows_as_json(rows: pl.DataFrame) -> pl.Series:
    """Give each row of a frame as a JSON object."""
    return rows.select(as_json({name: pl.col(name) for name in rows.columns}, rows.schema)).to_series()
