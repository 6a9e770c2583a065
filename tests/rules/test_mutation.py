"""The mutation check: what is noticed, what survives, and what is said about it."""

from collections.abc import Sequence

from dbcheck.errors import Message
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.mutants import Change
from dbcheck.rules.mutation import NEVER_FAILS, EvaluateAll, PackMutation, mutate
from dbcheck.rules.pack import Example, Pack, Rule

PARAMS = {"record": "letter", "where": {"accepted": True}, "all": ["title"]}
NO_CONDITION = ("P/1", "where", Change.DROPPED)


def example(verdict: str, name: str) -> Example:
    return Example(verdict, {"letter": ({"title": name},)}, main=None, as_of=None, where=f"P.yaml:{name}")


PASS, FAIL, OUT = example("pass", "1"), example("fail", "2"), example("out_of_scope", "3")


def rule(*examples: Example, check: str = "required_fields", **params: object) -> Rule:
    return Rule("P", "1", "", "要求", "shall", "site_operator", check, {**PARAMS, **params}, examples=examples)


def pack(*rules: Rule) -> Pack:
    return Pack("P", "题", "", "P 1", "局", None, None, None, "省", ("1",), rules, "P.yaml", "")


def as_written(rules: Sequence[Rule], shown: Example) -> list[str]:
    """Judge as the example says; without a condition what is out of scope fails."""
    unconditional = {"pass": "pass", "fail": "fail", "out_of_scope": "fail"}
    return [shown.verdict if each.params["where"] else unconditional[shown.verdict] for each in rules]


def tried(
    *examples: Example,
    evaluate: EvaluateAll = as_written,
    equivalent: dict[tuple[str, str, Change], Message] | None = None,
    deep: bool = False,
) -> PackMutation:
    return mutate(
        pack(rule(*examples)), evaluate, checkers=checkers(), kinds=kinds(), deep=deep, equivalent=equivalent or {}
    )


def left(result: PackMutation) -> list[str]:
    return [survivor.mutant.say("en") for survivor in result.survivors]


def test_a_pass_a_fail_and_one_out_of_scope_notice_everything() -> None:
    result = tried(PASS, FAIL, OUT)
    assert (result.is_good, left(result), result.rules[0].mutants, result.rules[0].killed) == (True, [], 4, 4)


def test_without_the_one_out_of_scope_the_condition_is_not_shown() -> None:
    result = tried(PASS, FAIL)
    assert (result.is_good, left(result)) == (False, ["where dropped"])
    assert result.rules[0].killed == 3


def test_examples_that_only_pass_let_a_rule_through_that_never_fails() -> None:
    assert left(tried(PASS, OUT)) == ["verdict never fails"]
    assert left(tried(FAIL, OUT)) == ["verdict never passes"]


def test_a_listed_survivor_is_no_gap_and_carries_its_reason() -> None:
    reason = Message("原因", "a reason")
    result = tried(PASS, FAIL, equivalent={NO_CONDITION: reason})
    assert [survivor.reason for survivor in result.survivors] == [reason]
    assert result.is_good


def test_a_listed_mutant_that_is_noticed_makes_the_list_wrong() -> None:
    result = tried(PASS, FAIL, OUT, equivalent={NO_CONDITION: Message("原因", "a reason")})
    assert (result.rules[0].stale, result.is_good) == (("where",), False)


def test_a_rule_that_allows_every_value_cannot_fail_and_says_so() -> None:
    every = list(kinds()["letter"].fields["reject_code"].values)
    allowed = Rule(
        "P",
        "1",
        "",
        "要求",
        "shall",
        "site_operator",
        "allowed_values",
        {"record": "letter", "field": "reject_code", "in": every},
        examples=(PASS,),
    )
    result = mutate(
        pack(allowed),
        lambda rules, shown: [shown.verdict for _ in rules],
        checkers=checkers(),
        kinds=kinds(),
        deep=False,
        equivalent={},
    )
    assert [survivor.reason for survivor in result.survivors] == [NEVER_FAILS]
    assert result.is_good


def test_what_survives_deep_down_is_told_and_decides_nothing() -> None:
    result = tried(PASS, FAIL, OUT, deep=True)
    assert (left(result), result.is_good) == (["where.accepted negated"], True)


def test_an_example_that_does_not_hold_is_a_failure_of_its_own() -> None:
    result = tried(PASS, FAIL, OUT, evaluate=lambda rules, shown: ["pass" for _ in rules])
    failed = [(failure.where, failure.expected, failure.got) for failure in result.rules[0].failures]
    assert failed == [("P.yaml:2", "fail", "pass"), ("P.yaml:3", "out_of_scope", "pass")]
    assert not result.is_good


def test_rules_without_examples_are_not_tried() -> None:
    assert tried().rules == ()


def test_no_example_is_evaluated_for_mutants_that_are_dead() -> None:
    asked: list[int] = []

    def counting(rules: Sequence[Rule], shown: Example) -> list[str]:
        asked.append(len(rules))
        return as_written(rules, shown)

    tried(OUT, PASS, FAIL, evaluate=counting)
    assert asked == [2, 1, 1]
