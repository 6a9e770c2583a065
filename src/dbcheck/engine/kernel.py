"""The kernel of one kind: a pure function from a batch to counts, findings and group state."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache, cached_property, partial
from itertools import starmap
from typing import TypeVar

import polars as pl

from dbcheck.engine.binder import Binder, key_of
from dbcheck.engine.describing import Describing, describing_of
from dbcheck.engine.names import ENGINE, KEY
from dbcheck.engine.placing import Placing
from dbcheck.engine.programs import CANDIDATE, FIRST_DOUBT, GroupProgram, Program
from dbcheck.findings import Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Cascade
from dbcheck.plugins.tables import PART, ROW

T = TypeVar("T")
FEW = 1_000  # records that Python has counted before Polars has made a plan of it
SAMPLES = 5  # records named for each reason why some could not be judged
FINDINGS = frozenset({Verdict.FAIL, Verdict.SUSPECT})
CLEARED = (int(Verdict.OUT_OF_SCOPE), int(Verdict.PASS), int(Verdict.PENDING))  # judged, and nothing found


@dataclass
class BatchResult:
    """What one batch gave, by the position of the rule among the kernel's programs."""

    codes: dict[int, Counter[int]] = field(default_factory=dict)  # rule -> verdict code -> records
    samples: dict[tuple[int, int], list[str]] = field(default_factory=dict)  # (rule, code) -> up to SAMPLES records
    findings: list[pl.DataFrame] = field(default_factory=list)
    measures: dict[int, Counter[int]] = field(default_factory=dict)  # rule -> elapsed units -> records
    pending: list[pl.DataFrame] = field(default_factory=list)  # what runs out later, as findings are described
    cleared: Counter[int] = field(default_factory=Counter)  # rule -> watched records that were judged without a finding
    partials: dict[int, pl.DataFrame] = field(default_factory=dict)  # group rule -> partial aggregates
    broken: dict[str, Exception] = field(default_factory=dict)  # rule id -> what its checker raised


@dataclass(frozen=True)
class Kernel:
    """All rules about one kind, compiled; ``number`` of a rule is its position in the audit.

    described: the verdicts whose records are described one by one. watched: rule -> records of which is told whether they are cleared.
    """

    binder: Binder
    rows: tuple[tuple[int, Program], ...]
    groups: tuple[tuple[int, GroupProgram], ...]
    placing: Placing
    described: frozenset[Verdict] = FINDINGS
    watched: Mapping[int, pl.Series] = field(default_factory=dict)
    describings: dict[tuple[int, Verdict], Describing] = field(default_factory=dict)  # made when they are first needed

    @cached_property
    def judged(self) -> list[tuple[int, Program]]:
        """Give the rules that give verdicts; the others only measure."""
        return [(number, program) for number, program in self.rows if program.plan.measure is None]

    def run(self, batch: pl.DataFrame, sampled: Collection[tuple[int, int]] = ()) -> BatchResult:
        """Judge one batch; of the (rule, code) in ``sampled`` no more records need to be named."""
        result = BatchResult()
        codes = self.codes(batch, result)
        if codes.width:
            self._count(codes, result)
            self._collect(batch, codes, result, sampled)
            self._watch(batch, codes, result)
        for number, program in self.rows:
            if program.plan.measure is not None:
                _guarded(program.rule.id, result, partial(_measure, batch, number, program, result))
        for number, group in self.groups:
            _guarded(group.rule.id, result, partial(_partial, batch, number, group, result))
        return result

    def codes(self, batch: pl.DataFrame, result: BatchResult) -> pl.DataFrame:
        """Give one UInt8 column of final verdict codes per rule, named by its number; broken rules are noted and have none."""
        judged = self.judged
        try:
            codes = (
                batch.lazy().select(program.code.alias(str(number)) for number, program in judged).collect(engine=ENGINE)
            )
        except Exception:
            codes = self._one_by_one(batch, judged, result)
        for number, program in judged:
            name = str(number)
            if program.plan.cascade is None or name not in codes.columns:
                continue
            decided = _guarded(program.rule.id, result, partial(_decide, batch, codes[name], program, program.plan.cascade))
            codes = codes.drop(name) if decided is None else codes.with_columns(decided.alias(name))
        return codes

    @staticmethod
    def _one_by_one(batch: pl.DataFrame, judged: Sequence[tuple[int, Program]], result: BatchResult) -> pl.DataFrame:
        """Find the broken rules after a select of all of them has failed."""
        found: list[pl.Series] = []
        for number, program in judged:
            try:
                found.append(batch.lazy().select(program.code.alias(str(number))).collect(engine=ENGINE).to_series())
            except Exception as error:
                result.broken[program.rule.id] = error
        return pl.DataFrame(found)

    def _count(self, codes: pl.DataFrame, result: BatchResult) -> None:
        spans = {
            str(number): FIRST_DOUBT + len(program.doubts)
            for number, program in self.judged
            if str(number) in codes.columns
        }
        if codes.height <= FEW:
            for name, span in spans.items():
                counted = Counter(codes[name].to_list())
                result.codes[int(name)] = Counter({code: counted[code] for code in range(span) if code in counted})
            return
        asked = [(name, code) for name, span in spans.items() for code in range(span)]
        amounts = codes.select(starmap(_amount_of, asked)).row(0)
        for (name, code), amount in zip(asked, amounts, strict=True):
            if amount:
                result.codes.setdefault(int(name), Counter())[code] = amount

    def _collect(
        self, batch: pl.DataFrame, codes: pl.DataFrame, result: BatchResult, sampled: Collection[tuple[int, int]]
    ) -> None:
        """Name some of the undetermined records, and describe every fail and suspect."""
        key = key_of(self.binder.table).alias(KEY)
        places = Places(self.placing, batch, codes, self.described)
        programs = dict(self.judged)
        told = [
            (number, code)
            for number in programs
            for code in result.codes.get(number, Counter())
            if (code >= FIRST_DOUBT and (number, code) not in sampled) or code in self.described
        ]
        for (number, code), at in zip(told, _places_of(codes, told), strict=True):
            if code >= FIRST_DOUBT:
                result.samples[number, code] = _rows(batch, at.head(SAMPLES), [key]).select(key).to_series().to_list()
                continue
            program, verdict = programs[number], Verdict(code)
            work = partial(self._describe, places, at, number, program, verdict)
            described = _guarded(program.rule.id, result, work)
            if described is not None:
                (result.pending if verdict is Verdict.PENDING else result.findings).append(described)

    def _watch(self, batch: pl.DataFrame, codes: pl.DataFrame, result: BatchResult) -> None:
        """Count the watched records that were judged and not found to break their rule."""
        names = [str(number) for number, _ in self.judged if number in self.watched and str(number) in codes.columns]
        if not names:
            return
        keyed = batch.select(key_of(self.binder.table).alias(KEY)).hstack(codes.select(names))
        for name in names:
            cleared = keyed.lazy().filter(pl.col(name).is_in(CLEARED)).select(KEY)
            known = self.watched[int(name)].alias(KEY).to_frame().lazy()
            result.cleared[int(name)] += cleared.join(known, on=KEY, how="semi").collect(engine=ENGINE).height

    def _describe(self, places: "Places", at: pl.Series, number: int, program: Program, verdict: Verdict) -> pl.DataFrame:
        describing = self.describings.get((number, verdict))
        if describing is None:
            describing = describing_of(key_of(self.binder.table), number, program, verdict, places.batch.schema)
            self.describings[number, verdict] = describing
        return describing.describe(places.batch[at, describing.reads]).hstack(places.of(at))


@dataclass
class Places:
    """To whom the found records of one batch belong, looked up once for all rules, and only where something was found."""

    placing: Placing
    batch: pl.DataFrame
    codes: pl.DataFrame
    described: Collection[Verdict]
    _placed: pl.DataFrame | None = None
    _place: pl.Series | None = None  # of each record of the batch among those that are placed

    def of(self, at: pl.Series) -> pl.DataFrame:
        """Give UNITS and DATED of the records at these positions, each found by some rule."""
        if self._placed is None or self._place is None:
            wanted = [int(verdict) for verdict in self.described]
            is_found = self.codes.select(pl.any_horizontal(pl.all().is_in(wanted))).to_series()
            found = is_found.arg_true()
            self._placed = self.placing.place(self.batch.select(self.placing.columns(self.batch))[found])
            self._place = is_found.cum_sum() - 1
        return self._placed[self._place[at]]


@cache
def _amount_of(name: str, code: int) -> pl.Expr:
    return (pl.col(name) == code).sum().alias(f"{name}:{code}")


def _places_of(codes: pl.DataFrame, told: Sequence[tuple[int, int]]) -> Iterator[pl.Series]:
    """Give for each (rule, code) the places of its records."""
    if not told:
        return
    found = codes.select(
        pl.arg_where(pl.col(str(number)) == code).implode().alias(f"{number}:{code}") for number, code in told
    )
    for places in found.iter_columns():
        yield places.item()


def _rows(batch: pl.DataFrame, at: pl.Series, read_by: Sequence[pl.Expr]) -> pl.DataFrame:
    """Give the rows of a batch at these positions, with the columns that some expressions read and those that place a record."""
    names = dict.fromkeys(name for expression in read_by for name in expression.meta.root_names())
    return batch[at, list(dict.fromkeys([*names, PART, ROW]))]


def _guarded(rule: str, result: BatchResult, work: Callable[[], T]) -> T | None:
    """Do a rule's work; what it raises is noted and gives None."""
    try:
        return work()
    except Exception as error:
        result.broken[rule] = error
        return None


def _decide(batch: pl.DataFrame, codes: pl.Series, program: Program, cascade: Cascade) -> pl.Series:
    """Run the later steps of a cascade on the candidates and give the final codes."""
    open_cases = pl.DataFrame({"at": (codes == CANDIDATE).arg_true()})
    final = codes.set(codes == CANDIDATE, int(Verdict.PASS))
    if open_cases.height == 0:
        return final
    at = open_cases["at"]
    survivors = _rows(batch, at, [*cascade.steps, *cascade.columns])
    for step in cascade.steps[1:]:
        keep = survivors.select(step.fill_null(value=False)).to_series()
        survivors, at = survivors.filter(keep), at.filter(keep)
    if survivors.height == 0:
        return final
    if cascade.exact is None:
        return final.scatter(at, program.found)
    answers = cascade.exact(survivors.select(cascade.columns))
    if len(answers) != survivors.height:
        raise ValueError(f"exact gave {len(answers)} answers for {survivors.height} records")
    unknown = program.last_doubt(cascade.doubt)
    return final.scatter(at, _codes_of(answers, program.found, unknown))


def _codes_of(answers: pl.Series, found: int, unknown: int) -> pl.Series:
    """Turn the answers of an exact test into codes: Boolean (null unknown), or verdict codes as integers (null unknown)."""
    is_truth = answers.dtype == pl.Boolean
    mapped = pl.when(pl.col("a")).then(found).otherwise(int(Verdict.PASS)) if is_truth else pl.col("a")
    spelled = pl.when(pl.col("a").is_null()).then(unknown).otherwise(mapped).cast(pl.UInt8)
    return answers.alias("a").to_frame().select(spelled).to_series()


def _measure(batch: pl.DataFrame, number: int, program: Program, result: BatchResult) -> None:
    measure = program.plan.measure
    assert measure is not None
    rows = batch.lazy().select(code=program.code, units=measure).filter(pl.col("code") == int(Verdict.PASS))
    counted = rows.group_by("units").len().collect(engine=ENGINE)
    result.measures[number] = Counter({units: amount for units, amount in counted.iter_rows() if units is not None})


def _partial(batch: pl.DataFrame, number: int, group: GroupProgram, result: BatchResult) -> None:
    derived = [expression.alias(name) for name, expression in group.plan.derived.items()]
    result.partials[number] = group.plan.partial(batch.lazy().select(derived).collect(engine=ENGINE))
