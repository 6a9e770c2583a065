"""Two report directories compared: which findings are new, which persist, which are resolved, which were not judged again.

All there is are the findings and the counts of both runs, so less can be told than by an audit with a baseline, which sees each record:
a finding that is gone counts as resolved only where the rule left no record undetermined whose name is not known, and lost no record.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from dbcheck.findings import Severity
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.earlier_run import EarlierRun

NEW, PERSISTING, RESOLVED, NOT_JUDGED = STATES = ("new", "persisting", "resolved", "not_judged")
_GRAVITY = {str(severity): rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True)
class ChangedRule:
    """How many findings of one rule are in each state."""

    rule: str
    requirement: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Example:
    """One finding as an example of a state."""

    rule: str
    record: str
    severity: str
    message: str


@dataclass(frozen=True)
class Comparison:
    """Two runs compared. examples: for each state the gravest findings. new_by_severity: severity word -> new findings."""

    old: EarlierRun
    new: EarlierRun
    rules: tuple[ChangedRule, ...]
    examples: Mapping[str, tuple[Example, ...]]
    new_by_severity: Mapping[str, int]

    @property
    def totals(self) -> Mapping[str, int]:
        """Give the number of findings in each state."""
        return {state: sum(rule.counts[state] for rule in self.rules) for state in STATES}


def compare_runs(old: EarlierRun, new: EarlierRun, *, examples: int) -> Comparison:
    """Compare two runs by the fingerprints of their findings; memory is bounded by Polars' streaming engine."""
    before, after = old.findings(), new.findings()
    gone = before.join(after, on="fingerprint", how="anti").with_columns(_gone_state(old, new).alias("state"))
    states: dict[str, pl.LazyFrame] = {
        NEW: after.join(before, on="fingerprint", how="anti"),
        PERSISTING: after.join(before, on="fingerprint", how="semi"),
        RESOLVED: gone.filter(pl.col("state") == RESOLVED),
        NOT_JUDGED: gone.filter(pl.col("state") == NOT_JUDGED),
    }
    counted = {state: _counted(frame) for state, frame in states.items()}
    sums = {state: _by_rule(counts) for state, counts in counted.items()}
    names = [*new.requirements, *old.requirements, *(rule for state in STATES for rule in sums[state])]
    rules = tuple(
        ChangedRule(
            rule,
            new.requirements.get(rule) or old.requirements.get(rule, ""),
            {state: sums[state].get(rule, 0) for state in STATES},
        )
        for rule in dict.fromkeys(names)
        if any(rule in sums[state] for state in STATES)
    )
    shown = {state: _examples(frame, examples) for state, frame in states.items()}
    return Comparison(old, new, rules, shown, _by_severity(counted[NEW]))


def _gone_state(old: EarlierRun, new: EarlierRun) -> pl.Expr:
    """Tell for a finding that is gone whether its record was surely judged again."""
    whole = [rule for rule, ended in new.rules.items() if ended.is_judged and not ended.unnamed and _keeps(old, new, rule)]
    named = [
        (pl.col("rule") == rule) & pl.col("record").is_in(sorted(new.rules[rule].samples))
        for rule in whole
        if new.rules[rule].samples
    ]
    resolved = pl.col("rule").is_in(whole)
    if named:
        resolved = resolved & ~pl.any_horizontal(named)
    return pl.when(resolved).then(pl.lit(RESOLVED)).otherwise(pl.lit(NOT_JUDGED))


def _keeps(old: EarlierRun, new: EarlierRun, rule: str) -> bool:
    """Tell whether the later run looked at no fewer records: else some may have been left out of the export."""
    return rule not in old.rules or new.rules[rule].total >= old.rules[rule].total


def _counted(frame: pl.LazyFrame) -> list[tuple[str, str, int]]:
    found = frame.group_by("rule", "severity").len().sort("rule", "severity").collect(engine="streaming")
    return [(str(rule), str(severity), int(amount)) for rule, severity, amount in found.iter_rows()]


def _by_rule(counts: Sequence[tuple[str, str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for rule, _, amount in counts:
        sums[rule] = sums.get(rule, 0) + amount
    return sums


def _by_severity(counts: Sequence[tuple[str, str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for _, severity, amount in counts:
        sums[severity] = sums.get(severity, 0) + amount
    return sums


def _examples(frame: pl.LazyFrame, limit: int) -> tuple[Example, ...]:
    rank = pl.col("severity").replace_strict(_GRAVITY, default=len(_GRAVITY), return_dtype=pl.Int64)
    order = [rank, pl.col("rule"), pl.col("record")]
    picked = frame.sort(order).head(limit).select("rule", "record", "severity", "message").collect(engine="streaming")
    return tuple(Example(*(str(cell) for cell in row)) for row in picked.iter_rows())
