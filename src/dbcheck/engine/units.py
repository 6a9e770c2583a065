"""Who is there to be scored: the organisations, sites and accounts of an export, and how the rules ended for each of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from dbcheck.engine.binder import World, key_of
from dbcheck.engine.kernel import BatchResult, Kernel
from dbcheck.engine.names import KEY
from dbcheck.engine.placing import UNITS, group_units, unit_columns
from dbcheck.engine.plan import Job, make_plan
from dbcheck.engine.programs import FIRST_DOUBT, GroupProgram
from dbcheck.findings import Belonging, Counts, Tallies, Unit, Verdict
from dbcheck.plugins.contract import CODE, SUBJECT, Checker
from dbcheck.plugins.tables import Table

KINDS: Mapping[str, Mapping[str, str]] = {  # kind -> what of a Unit stands in which field
    "organization": {
        "name": "name",
        "region": "region",
        "level": "level",
        "type": "kind",
        "serves_public": "serves_public",
    },
    "site": {"name": "name", "org": "org_id", "type": "kind", "status": "status", "code": "identifier_code"},
    "new_media_account": {"name": "name", "org": "org_id", "type": "platform", "status": "status"},
}

OF_UNIT = ("unit", "unit_kind", "site")
WORDS: Mapping[str, Verdict | None] = {
    "out_of_scope": Verdict.OUT_OF_SCOPE,
    "passed": Verdict.PASS,
    "fail": Verdict.FAIL,
    "suspect": Verdict.SUSPECT,
    "pending": Verdict.PENDING,
    "undetermined": None,
}


def units_of(world: World) -> tuple[Unit, ...]:
    """Give the units that the export describes, in its order; a reference to an organisation is its key, however it is written."""
    found = [unit for kind in KINDS for unit in _units(world.tables.get(kind), kind)]
    names: dict[str, set[str]] = {}
    for unit in found:
        if unit.kind == "organization":
            names.setdefault(unit.name, set()).add(unit.id)
    keys = {unit.id for unit in found if unit.kind == "organization"}
    return tuple(_with_key(unit, keys, names) if unit.org else unit for unit in found)


def _units(table: Table | None, kind: str) -> Iterator[Unit]:
    if table is None:
        return
    fields = {name: field for name, field in KINDS[kind].items() if field in table.columns}
    wanted = [*dict.fromkeys([*fields.values(), *(["id"] if "id" in table.columns else [])])]
    for thunk in table.batches(wanted):
        frame = thunk().select(key_of(table).alias(KEY), **{f"{name}!": pl.col(field) for name, field in fields.items()})
        for key, *values in frame.iter_rows():
            given: dict[str, Any] = dict(zip(fields, values, strict=True))
            yield Unit(kind, str(key), **{name: value for name, value in given.items() if value is not None})


def _with_key(unit: Unit, keys: set[str], names: Mapping[str, set[str]]) -> Unit:
    """Give a unit whose organisation is named by its key, where it was named by its only name."""
    bearers = names.get(unit.org, set())
    if unit.org in keys or len(bearers) != 1:
        return unit
    (org,) = bearers
    return Unit(**{**vars(unit), "org": org})


def tallies_of(
    jobs: Sequence[Job], world: World, checkers: Mapping[str, Checker[Any]], *, retroactive: bool = False
) -> Tallies:
    """Count the verdicts of every rule by the units that records and groups belong to; judges everything once more.

    A rule whose checker breaks has no counts; its outcome says so.
    """
    plan = make_plan(jobs, world, checkers, retroactive=retroactive)
    names = {number: job.rule.id for number, job in enumerate(jobs)}
    counts: dict[tuple[str, Belonging], Counts] = {}
    for kernel in plan.kernels.values():
        for number, frame in _counted(kernel):
            belonging = [expression.fill_null("").alias(name) for name, expression in unit_columns().items()]
            for unit, kind, site, *amounts in frame.select(*belonging, *WORDS).group_by(*OF_UNIT).sum().iter_rows():
                counts[names[number], (unit, kind, site)] = Counts(**dict(zip(WORDS, amounts, strict=True)))
    return dict(sorted(counts.items()))


def _counted(kernel: Kernel) -> Iterator[tuple[int, pl.DataFrame]]:
    """Give, for each rule about one kind, its verdicts by UNITS."""
    sums: dict[int, list[pl.DataFrame]] = {}
    partials: dict[int, list[pl.DataFrame]] = {number: [] for number, _ in kernel.groups}
    result = BatchResult()
    try:
        kernel.binder.prepare()
        for thunk in kernel.binder.batches():
            batch, result.partials = thunk(), {}
            codes = kernel.codes(batch, result)
            placed = kernel.placing.place(batch.select(kernel.placing.columns(batch))).select(UNITS)
            for name in codes.columns:
                sums.setdefault(int(name), []).append(_summed(placed.with_columns(codes[name].alias(CODE))))
            for number, group in kernel.groups:
                partials[number].append(group_partial(batch, group))
    except Exception:  # what a checker raises is told by the audit itself, as the outcome of its rule
        return
    broken = set(result.broken)
    for number, program in kernel.rows:
        if number in sums and program.rule.id not in broken:
            yield number, pl.concat(sums[number]).group_by(UNITS).sum().sort(UNITS, nulls_last=True)
    for number, group in kernel.groups:
        judged = _judged(group, partials[number])
        if judged is not None:
            yield number, judged


def group_partial(batch: pl.DataFrame, group: GroupProgram) -> pl.DataFrame:
    """Give what one batch adds to a rule about groups."""
    derived = [expression.alias(name) for name, expression in group.plan.derived.items()]
    return group.plan.partial(batch.lazy().select(derived).collect())


def _judged(group: GroupProgram, partials: Sequence[pl.DataFrame]) -> pl.DataFrame | None:
    try:
        if not partials:
            empty = group.binder.materialise(group.plan.derived).drop(KEY)
            partials = [group.plan.partial(empty.select(list(group.plan.derived)))]
        judged = group.plan.judge(group.plan.merge(pl.concat(partials)))
        return _summed(judged.select(CODE, group_units(group, judged[SUBJECT]).alias(UNITS)))
    except Exception:  # as above
        return None


def _summed(frame: pl.DataFrame) -> pl.DataFrame:
    """Count verdict codes by UNITS: the words of Counts as columns."""
    code = pl.col(CODE)
    exact = [
        (code == int(verdict)).sum().cast(pl.Int64).alias(word) for word, verdict in WORDS.items() if verdict is not None
    ]
    undetermined = ((code == int(Verdict.UNDETERMINED)) | (code >= FIRST_DOUBT)).sum().cast(pl.Int64).alias("undetermined")
    return frame.group_by(UNITS).agg(*exact, undetermined).select(UNITS, *WORDS)
