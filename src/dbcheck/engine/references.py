"""What references say, as frames: the records that a batch names, and those that point at it."""

from collections.abc import Sequence

import polars as pl

from dbcheck.engine.names import KEY
from dbcheck.plugins.contract import Column
from dbcheck.plugins.tables import PART, ROW

Pair = tuple[
    pl.Expr, pl.Expr, str
]  # two moments, the first not later than the second, and the side that is ours: "left" or "right"


def answers(frame: pl.DataFrame, spoken: Sequence[str], derived: Sequence[str]) -> pl.DataFrame:
    """Make one row per ``word`` that a record answers to, its key or a name; where several records do, ``many`` and nothing else."""
    columns = [*map(pl.col, derived), pl.struct(PART, ROW).alias("place")]
    found = [frame.select(pl.col(KEY).alias("word"), pl.col(KEY), *columns, many=pl.lit(False))]
    for name in spoken:
        named = frame.filter(pl.col(name).is_not_null() & ~pl.col(name).is_in(frame[KEY].implode()))
        found.append(named.select(pl.col(name).alias("word"), pl.col(KEY), *columns, many=pl.lit(False)))
    together = pl.concat(found)
    repeated = together.group_by("word").agg(pl.col("place").n_unique().alias("bearers"))
    single = repeated.filter(pl.col("bearers") == 1).select("word")
    shared = repeated.filter(pl.col("bearers") > 1).select("word", many=pl.lit(True))
    unique = together.join(single, on="word").unique("word", keep="any")
    return pl.concat([unique.drop("place"), shared], how="diagonal")


def look_up(batch: pl.DataFrame, ref: str, known: pl.DataFrame, *, has_nameless: bool, is_list: bool) -> pl.DataFrame:
    """Add to a batch what is known (``answers``) of the records that ``ref`` names, as ``ref>…``."""
    if is_list:
        known = known.filter(~pl.col("many"))
        names = pl.element().replace_strict(known["word"], known[KEY], default=None, return_dtype=pl.String)
        return batch.with_columns(pl.col(ref).list.eval(names).alias(f"{ref}>{KEY}"))
    renamed = known.rename({name: f"{ref}>{name}" for name in known.columns if name != "word"})
    found = batch.select(ref).join(renamed, left_on=ref, right_on="word", how="left", maintain_order="left").drop(ref)
    flags = pl.col(f"{ref}>many").fill_null(value=False), pl.lit(has_nameless).alias(f"{ref}>nameless")
    return batch.hstack(found.with_columns(flags))


def count_pointers(
    batch: pl.DataFrame, number: int, own_key: pl.Expr, pointers: pl.DataFrame, *, order: Sequence[Pair], adrift: int
) -> pl.DataFrame:
    """Add how many records surely and possibly point at each record of the batch, as ``<number!sure`` and ``<number!maybe``.

    pointers: ``back`` (where each points) and its ``hash``, ``truth``, and the moments of ``order``. adrift: records that may point at any.
    """
    own = {f"own{position}": (left if side == "left" else right) for position, (left, right, side) in enumerate(order)}
    asked = batch.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), own_key.alias("back"), **own)
    pairs = (
        hashed(asked.drop_nulls("back"))
        .join(pointers, on="hash", how="inner")
        .filter(pl.col("back") == pl.col("back_right"))
    )
    truth = pl.col("truth")
    for position, (_, _, side) in enumerate(order):
        mine, theirs = pl.col(f"own{position}"), pl.col(f"order{position}")
        truth = truth & (_in_order(mine, theirs) if side == "left" else _in_order(theirs, mine))
    counted = (
        pairs.with_columns(truth=truth)
        .filter(pl.col("truth").fill_null(value=True))
        .group_by("at")
        .agg(sure=pl.col("truth").fill_null(value=False).sum(), maybe=pl.len())
    )
    known = asked["back"].is_not_null()
    counts = []
    for name, unknown in (("sure", 0), ("maybe", adrift)):
        found = pl.zeros(batch.height, pl.Int64, eager=True).scatter(counted["at"], counted[name].cast(pl.Int64)) + unknown
        counts.append((found if known.all() else found.set(~known, None)).alias(f"<{number}!{name}"))
    return batch.hstack(counts)


def hashed(pointing: pl.DataFrame) -> pl.DataFrame:
    """Add a ``hash`` of ``back`` and sort by it: sorted numbers are joined in a third of the time of texts, and without a table of all of them."""
    return pointing.with_columns(hash=pl.col("back").hash()).sort("hash")


def moment(column: Column) -> pl.Expr:
    """Give an instant and whether only its day is known."""
    return pl.struct(at=column.value.cast(pl.Datetime("us")), day_only=column.day_only)


def _in_order(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Tell whether one moment is not later than another; null where only the hours of a day would tell."""
    first, second = left.struct.field("at"), right.struct.field("at")
    unclear = (left.struct.field("day_only") | right.struct.field("day_only")) & (first.dt.date() == second.dt.date())
    return pl.when(unclear).then(None).otherwise(first <= second)
