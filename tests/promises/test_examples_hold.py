"""Promise 1: every example of every pack holds, in the kernel and in the slow oracle."""

import pytest

from dbcheck.pipeline import evaluate_example as kernel_verdict
from dbcheck.records.snapshot import kinds
from dbcheck.rules.packs import builtin_packs
from oracle.examples import evaluate_example as oracle_verdict
from promises.packs_and_rules import loaded, rule_ids


@pytest.mark.parametrize("name", list(builtin_packs()))
def test_every_pack_loads_under_its_own_name(name: str) -> None:
    assert loaded(name).id == name
    assert any(rule.examples for rule in loaded(name).rules)


@pytest.mark.parametrize("rule_id", rule_ids())
def test_every_example_holds_in_the_kernel_and_in_the_oracle(rule_id: str) -> None:
    name, _, ref = rule_id.partition("/")
    pack = loaded(name)
    rule = pack.index[ref]
    wanted = [(example.where, example.verdict, example.verdict) for example in rule.examples]
    found = [
        (example.where, kernel_verdict(rule, example, pack), oracle_verdict(rule, example, pack, kinds()))
        for example in rule.examples
    ]
    assert found == wanted
