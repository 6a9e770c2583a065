"""How each clause of a pack is verified, and how many of each way there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dbcheck.errors import Message
from dbcheck.rules.boundaries import is_measured
from dbcheck.rules.checking import Checkers
from dbcheck.rules.pack import Pack, Rule


class Verified(StrEnum):
    """Who or what decides a clause."""

    MACHINE = "machine"
    MACHINE_SUSPICION = "machine_suspicion"  # a heuristic suspects, a person decides
    ATTESTED = "attested"
    INFORMATIVE = "informative"
    MEASURED = "measured"  # the text gives no number: counted, never judged


VERIFIED_WORDS: Mapping[Verified, Message] = {
    Verified.MACHINE: Message("机器判定", "machine"),
    Verified.MACHINE_SUSPICION: Message("机器提示疑点", "machine, suspicion"),
    Verified.ATTESTED: Message("人工核查", "attested"),
    Verified.INFORMATIVE: Message("说明", "informative"),
    Verified.MEASURED: Message("只计量", "measured"),
}

_UNCHECKED: Mapping[str, Verified] = {"attestation": Verified.ATTESTED, "informative": Verified.INFORMATIVE}


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
            verified=verified(rule, checkers),
            examples=len(rule.examples),
        )
        for rule in pack.rules
    )


def verified(rule: Rule, checkers: Checkers) -> Verified:
    """Tell how one rule is verified."""
    if rule.check in _UNCHECKED:
        return _UNCHECKED[rule.check]
    if is_measured(rule.check, rule.params):
        return Verified.MEASURED
    return Verified.MACHINE_SUSPICION if checkers[rule.check].is_heuristic else Verified.MACHINE


def totals(rows: Sequence[ClauseCoverage]) -> dict[str, int]:
    """Count rules, clauses and examples, and the rules of each way of verification."""
    ways = Counter(row.verified for row in rows)
    return {
        "rules": len(rows),
        "clauses": len({row.clause for row in rows}),
        **{way.value: ways[way] for way in Verified},
        "examples": sum(row.examples for row in rows),
    }
