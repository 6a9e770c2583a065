"""The packs that come with dbcheck, found by listing, and their machine-checked rules."""

from collections.abc import Iterator
from functools import cache

from dbcheck.errors import PackError
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Pack
from dbcheck.rules.packs import builtin_packs


@cache
def loaded(name: str) -> Pack:
    """Load a pack that comes along, once."""
    return load_pack(builtin_packs()[name], kinds=kinds(), checkers=checkers())


def rule_ids() -> list[str]:
    """Give the id of every machine-checked rule of every pack that loads; one that does not has its own failing test."""
    return list(_rule_ids())


def _rule_ids() -> Iterator[str]:
    for name in builtin_packs():
        try:
            pack = loaded(name)
        except PackError:
            continue
        yield from (f"{name}/{rule.ref}" for rule in pack.rules if rule.is_machine_checked)
