"""Findings, counted by who is scored and by line of the scorecard; a record counts once in a line, however many of its rules it breaks."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.scores import Trace
from dbcheck.scoring.runs import Run
from dbcheck.scoring.seats import NOWHERE, UNPLACED, Places, Seat, places_of, seats_of

SEAT, LINE, RUN = "!seat", "!line", "!run"
SURELY, PERHAPS = "sure", "perhaps"
ACCUSING = ("shall", "must_not")


@dataclass(frozen=True)
class Found:
    """What was found about one subject under one line: records that surely break it, records that may, and the first of the sure ones."""

    sure: int = 0
    perhaps: int = 0
    waived: int = 0
    traces: tuple[Trace, ...] = ()


NOTHING = Found()


@dataclass(frozen=True)
class Tally:
    """Who is scored, and what was found about them. found: (seat, line); unplaced: (run, line) -> records that nobody can be given."""

    seats: Mapping[str, Seat]
    found: Mapping[tuple[str, str], Found]
    unplaced: Mapping[tuple[int, str], int]
    unplaced_total: Mapping[int, int]
    elsewhere: Mapping[int, int]

    def of(self, seat: Seat, line: str) -> Found:
        """Give what was found about a subject under a line."""
        return self.found.get((seat.key, line), NOTHING)

    def unplaced_for(self, seat: Seat, line: str) -> int:
        """Give how many records under a line may be the subject's, because nobody knows whose they are."""
        return sum(self.unplaced.get((run, line), 0) for run in seat.runs)


def tally(runs: Sequence[Run], by: str, lines: Iterable[tuple[str, str]], *, traced: int) -> Tally:
    """Count findings. lines: (rule, line), a rule may stand in several lines. traced: records to name for each subject and line."""
    places = [places_of(run, number, by) for number, run in enumerate(runs)]
    rules = pl.DataFrame(sorted(set(lines)), schema={"rule": pl.String, LINE: pl.String}, orient="row")
    accusing = {outcome.rule for run in runs for outcome in run.outcomes if outcome.modality in ACCUSING}
    whole = [_placed(run.found, number, places[number]) for number, run in enumerate(runs)]
    in_lines = pl.concat(whole).join(rules.lazy(), on="rule").with_columns(_certainty(accusing).alias("certainty"))
    counted = _counted(in_lines)
    waived = pl.concat([_placed(run.waived, number, places[number]) for number, run in enumerate(runs)])
    known = {
        number: set(_keys(frame)) | set(_keys(_placed(runs[number].waived, number, places[number])))
        for number, frame in enumerate(whole)
    }
    seats = seats_of(runs, by, places, known)
    waivers = _sums(waived.join(rules.lazy(), on="rule").unique([SEAT, LINE, "kind", "record"]).collect())
    traces = _traces(counted, in_lines, [run.path for run in runs], traced)
    found = {
        (seat, line): Found(sure, perhaps, waivers.get((seat, line), 0), tuple(traces.get((seat, line), ())))
        for seat, line, sure, perhaps in _by_line(counted).iter_rows()
    }
    for pair, amount in waivers.items():
        found.setdefault(pair, Found(waived=amount))
    lost = counted.filter(pl.col(SEAT) == UNPLACED).group_by(RUN, LINE).len()
    return Tally(
        seats,
        found,
        {(run, line): amount for run, line, amount in lost.iter_rows()},
        {number: _count(frame, UNPLACED) for number, frame in enumerate(whole)},
        {number: _count(frame, NOWHERE) for number, frame in enumerate(whole)},
    )


def _certainty(accusing: set[str]) -> pl.Expr:
    """Tell what is surely found from what a person must look at: suspicions, and limits that no document gives."""
    is_ours = (pl.col("severity") == "advisory") & pl.col("rule").is_in(sorted(accusing))
    return pl.when((pl.col("verdict") == "fail") & ~is_ours).then(pl.lit(SURELY)).otherwise(pl.lit(PERHAPS))


def _placed(frame: pl.LazyFrame, number: int, places: Places) -> pl.LazyFrame:
    """Give findings with the seat that each belongs to."""
    sorts = frame.select("unit", "unit_kind", "site").unique().collect()
    owners = [(*belonging, places.key(*(word or "" for word in belonging))) for belonging in sorts.iter_rows()]
    schema = dict.fromkeys(("unit", "unit_kind", "site", SEAT), pl.String)
    table = pl.LazyFrame(owners, schema=schema, orient="row")
    joined = frame.join(table, on=["unit", "unit_kind", "site"], how="left", nulls_equal=True)
    return joined.with_columns(pl.lit(number, dtype=pl.Int64).alias(RUN))


def _counted(in_lines: pl.LazyFrame) -> pl.DataFrame:
    """Give one row for each record under a line: whether it is sure, and the first of its rules that says so."""
    order = [pl.col("certainty") != SURELY, pl.col("rule"), pl.col(RUN)]
    return (
        in_lines.group_by(SEAT, LINE, "kind", "record")
        .agg(
            (pl.col("certainty") == SURELY).any().alias("is_sure"),
            *(pl.col(name).sort_by(order).first() for name in ("rule", "fingerprint", RUN)),
        )
        .collect()
    )


def _by_line(counted: pl.DataFrame) -> pl.DataFrame:
    placed = counted.filter(~pl.col(SEAT).is_in([UNPLACED, NOWHERE]))
    sure = pl.col("is_sure").sum().cast(pl.Int64)
    return (
        placed.group_by(SEAT, LINE)
        .agg(sure.alias("sure"), (pl.len().cast(pl.Int64) - sure).alias("perhaps"))
        .sort(SEAT, LINE)
    )


def _traces(
    counted: pl.DataFrame, in_lines: pl.LazyFrame, paths: Sequence[str], limit: int
) -> dict[tuple[str, str], list[Trace]]:
    """Name the first sure records of each line, in the order of rules and records, with what was said of them."""
    keys = [SEAT, LINE, "kind", "record", "rule"]
    first = (
        counted.filter(pl.col("is_sure"))
        .sort("rule", "record", "fingerprint")
        .group_by(SEAT, LINE, maintain_order=True)
        .head(limit)
    )
    said = (
        in_lines.select(*keys, "message")
        .join(first.lazy().select(keys), on=keys, how="semi")
        .unique(keys, keep="first", maintain_order=True)
        .collect()
    )
    named = first.join(said, on=keys, how="left", maintain_order="left")
    found: dict[tuple[str, str], list[Trace]] = {}
    for row in named.iter_rows(named=True):
        trace = Trace(row["rule"], row["kind"], row["record"], row["fingerprint"], row["message"] or "", paths[row[RUN]])
        found.setdefault((row[SEAT], row[LINE]), []).append(trace)
    return found


def _sums(frame: pl.DataFrame) -> dict[tuple[str, str], int]:
    return {(seat, line): amount for seat, line, amount in frame.group_by(SEAT, LINE).len().iter_rows()}


def _keys(frame: pl.LazyFrame) -> list[str]:
    return frame.select(pl.col(SEAT).unique()).collect().to_series().to_list()


def _count(frame: pl.LazyFrame, seat: str) -> int:
    return int(frame.filter(pl.col(SEAT) == seat).select(pl.len()).collect().item())
