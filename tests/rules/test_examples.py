"""Running examples: what one asks, and which got another answer."""

import pytest

from dbcheck.rules.examples import Expected, expected, gravest, run_examples
from rules.test_coverage import good


def test_an_example_asks_for_a_verdict_about_a_record_on_a_day() -> None:
    rule = good().index["5.3.3#2"]
    assert expected(rule, rule.examples[0]) == Expected("pass", "letter", "1", "2025-12-31")
    assert expected(rule, rule.examples[2]) == Expected("pending", "letter", "1", "2024-10-08")


def test_an_example_about_groups_asks_for_the_gravest_verdict() -> None:
    rule = good().index["6#1"]
    assert expected(rule, rule.examples[1]) == Expected("fail", "letter", None, "2024-12-31")


def test_what_got_another_verdict_is_said_with_its_place() -> None:
    failures = run_examples(good(), lambda rule, example: "fail" if rule.clause == "6" else example.verdict)
    assert [(failure.rule, failure.expected, failure.got) for failure in failures] == [
        ("TEST1/6#1", "pass", "fail"),
        ("TEST1/6#2", "pass", "fail"),
        ("TEST1/6#2", "suspect", "fail"),
    ]
    assert failures[0].where == "x.yaml:64:12"


@pytest.mark.parametrize(
    ("verdicts", "word"),
    [
        ([], "out_of_scope"),
        (["pass", "out_of_scope"], "pass"),
        (["pending", "pass"], "pending"),
        (["undetermined", "pending"], "undetermined"),
        (["undetermined", "suspect"], "suspect"),
        (["suspect", "pass", "fail"], "fail"),
    ],
)
def test_the_gravest_verdict_speaks_for_all(verdicts: list[str], word: str) -> None:
    assert gravest(verdicts) == word
