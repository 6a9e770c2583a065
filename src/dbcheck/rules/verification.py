"""Who decides a clause: a machine, a machine that only suspects, a person, or nobody."""

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from dbcheck.errors import Message
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
    Verified.MACHINE_SUSPICION: Message("机器提示疑点", "suspicion"),
    Verified.ATTESTED: Message("人工核查", "attested"),
    Verified.INFORMATIVE: Message("说明", "informative"),
    Verified.MEASURED: Message("只计量", "measured"),
}

_UNCHECKED: Mapping[str, Verified] = {"attestation": Verified.ATTESTED, "informative": Verified.INFORMATIVE}
_LIMITS: Mapping[str, tuple[str, ...]] = {
    "time_limit": ("max", "min", "max_field", "due"),
    "ratio": ("min",),
}
_SUSPECTS = "suspicion_only"  # a parameter with which a checker only ever suspects


def is_measured(check: str, params: Mapping[str, Any]) -> bool:
    """Tell whether a rule only measures, because the text gives no number."""
    limits = _LIMITS.get(check)
    return limits is not None and all(params.get(name) is None for name in limits)


def verified(rule: Rule, is_heuristic: Callable[[str], bool]) -> Verified:
    """Tell how one rule is verified; ``is_heuristic`` tells of a checker's name whether it only ever suspects."""
    if rule.check in _UNCHECKED:
        return _UNCHECKED[rule.check]
    if is_measured(rule.check, rule.params):
        return Verified.MEASURED
    only_suspects = rule.params.get(_SUSPECTS) is True or is_heuristic(rule.check)
    return Verified.MACHINE_SUSPICION if only_suspects else Verified.MACHINE


def pack_coverage(pack: Pack, is_heuristic: Callable[[str], bool]) -> dict[str, int]:
    """Count the clauses of a pack that have a rule, its rules, and the rules of each way of verification."""
    ways = Counter(verified(rule, is_heuristic) for rule in pack.rules)
    clauses = len({rule.clause for rule in pack.rules})
    return {"clauses": clauses, "rules": len(pack.rules), **{way.value: ways[way] for way in Verified}}
