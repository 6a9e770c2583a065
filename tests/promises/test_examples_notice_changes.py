"""Every machine-checked rule of every pack has examples that notice another verdict, and a condition that is gone."""

import pytest

from dbcheck.pipeline import evaluate_rules
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.equivalent_mutants import EQUIVALENT
from dbcheck.rules.mutation import mutate
from dbcheck.rules.packs import builtin_packs
from promises.packs_and_rules import loaded


@pytest.mark.parametrize("name", list(builtin_packs()))
def test_no_mutant_that_decides_survives(name: str) -> None:
    pack = loaded(name)
    result = mutate(
        pack,
        lambda rules, example: evaluate_rules(rules, example, pack),
        checkers=checkers(),
        kinds=kinds(),
        deep=False,
    )
    gaps = [f"{found.rule.id} {left.mutant.say('en')}" for found in result.rules for left in found.survivors if left.is_gap]
    assert gaps == []
    assert result.is_good
    assert sum(found.mutants for found in result.rules) >= 3 * len(result.rules)


def test_what_is_listed_as_equivalent_is_about_rules_that_there_are() -> None:
    known = {rule.id for name in builtin_packs() for rule in loaded(name).rules}
    assert {rule for rule, _, _ in EQUIVALENT} <= known
