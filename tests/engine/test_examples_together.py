"""Several rules judged in one example: each gets the verdict that it gets alone."""

from dataclasses import replace

import pytest

from dbcheck.pipeline import evaluate_example, evaluate_rules
from dbcheck.rules.pack import Example, Pack, Rule
from promises.packs_and_rules import loaded

PACK = "DB23T3649.10"


def rules_of_every_check() -> list[str]:
    """Give the first two rules of every kind of check that has examples."""
    found: dict[str, list[str]] = {}
    for rule in loaded(PACK).rules:
        if rule.examples:
            found.setdefault(rule.check, []).append(rule.ref)
    return [ref for refs in found.values() for ref in refs[:2]]


def companions(rule: Rule) -> list[Rule]:
    """Give the rule, the same without its condition, and the rule again, each under an id of its own."""
    free = {name: value for name, value in rule.params.items() if name != "where"}
    return [rule, replace(rule, part="free", params=free), replace(rule, part="again")]


@pytest.mark.parametrize("ref", rules_of_every_check())
def test_rules_that_are_judged_together_get_what_they_get_alone(ref: str) -> None:
    pack = loaded(PACK)
    for example in pack.index[ref].examples:
        together = companions(pack.index[ref])
        assert evaluate_rules(together, example, pack) == [evaluate_example(rule, example, pack) for rule in together]


def test_a_rule_whose_checker_breaks_says_so_and_leaves_the_others_alone() -> None:
    pack: Pack = loaded(PACK)
    rule = pack.index["5.3.3#2"]
    broken = replace(rule, part="broken", params={**rule.params, "to": "nothing"})
    example: Example = rule.examples[0]
    assert evaluate_rules([rule, broken], example, pack) == [example.verdict, "error"]
