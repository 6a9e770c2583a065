"""How each clause of a pack is verified, and how many of each way there are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dbcheck.rules.checking import Checkers
from dbcheck.rules.pack import Pack
from dbcheck.rules.verification import Verified, verified


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One rule: which clause it stands for and how it is verified."""

    rule: str
    clause: str
    part: str
    modality: str
    check: str
    verified: Verified
    examples: int


def coverage(pack: Pack, checkers: Checkers) -> tuple[ClauseCoverage, ...]:
    """Give one row per rule, in the order of the pack."""
    return tuple(
        ClauseCoverage(
            rule=rule.id,
            clause=rule.clause,
            part=rule.part,
            modality=rule.modality,
            check=rule.check,
            verified=verified(rule, lambda name: checkers[name].is_heuristic),
            examples=len(rule.examples),
        )
        for rule in pack.rules
    )


def totals(rows: Sequence[ClauseCoverage]) -> dict[str, int]:
    """Count rules, clauses and examples of one pack, and its rules of each way of verification."""
    ways = Counter(row.verified for row in rows)
    return {
        "rules": len(rows),
        "clauses": len({row.clause for row in rows}),
        **{way.value: ways[way] for way in Verified},
        "examples": sum(row.examples for row in rows),
    }


def added(counted: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up the totals of several packs."""
    together: Counter[str] = Counter()
    for each in counted:
        together.update(each)
    return dict(together)


def clauses_by_way(rows: Sequence[ClauseCoverage]) -> dict[str, int]:
    """Count the clauses of one pack that have a rule of each way of verification; a clause may have several."""
    pairs = {(row.verified, row.clause) for row in rows}
    ways = Counter(way for way, _ in pairs)
    return {way.value: ways[way] for way in Verified}
