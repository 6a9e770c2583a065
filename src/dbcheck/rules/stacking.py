"""Which documents contradict each other on the same subject, so that no profile stacks them unawares."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache

from dbcheck.errors import Message, Problem
from dbcheck.rules.pack import Pack
from dbcheck.rules.packs import pack_folder
from dbcheck.rules.yaml_marks import read_marked

EVERYWHERE = "全国"


@dataclass(frozen=True)
class Contradiction:
    """Two rules that no office can keep both, or that judge one thing by different numbers; ``topic`` in both languages."""

    topic: Message
    rules: tuple[str, str]


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """Read the table of contradictions that comes with the packs."""
    value = read_marked((pack_folder() / "contradictions" / "contradictions.yaml").read_bytes()).value
    return tuple(
        Contradiction(Message(entry["topic"], entry["topic_en"]), (entry["rules"][0], entry["rules"][1]))
        for entry in value["contradictions"]
    )


def stacking_problems(packs: Sequence[Pack], active: Set[str], label: str) -> Iterator[Problem]:
    """Find what a profile must not stack: contradicting rules that are both on, and documents of two places."""
    found = [each for each in contradictions() if set(each.rules) <= active]
    for each in found:
        first, second = each.rules
        yield Problem(
            label,
            f"{first}, {second}",
            Message(
                f"两条在“{each.topic.zh}”上互相抵触,不能同时适用;关闭其中一条并写明理由",
                f"they contradict each other on {each.topic.en} and cannot both apply; switch one off and say why",
            ),
        )
    yield from _two_places(packs, active, label)


def _two_places(packs: Sequence[Pack], active: Set[str], label: str) -> Iterator[Problem]:
    local = [pack for pack in packs if pack.jurisdiction != EVERYWHERE]
    named = {pack.jurisdiction: next((rule.id for rule in pack.rules if rule.id in active), "") for pack in local}
    if len(named) > 1:
        places = "、".join(named)
        yield Problem(
            label,
            ", ".join(filter(None, named.values())),
            Message(f"{places} 的文件不能叠加在同一批网站上", f"documents of {places} are never stacked on the same sites"),
        )
