"""Mutants of a rule: what is changed, under which name, and what is left out because no checker would take it."""

from typing import Any

import pytest

from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.mutants import VERDICT, Change, Mutant, parameter_mutants, verdict_mutants
from dbcheck.rules.pack import Rule

DROPPED, NEGATED, RAISED, LOWERED = Change.DROPPED, Change.NEGATED, Change.RAISED, Change.LOWERED
TIMES = {"from": "received_at", "to": "replied_at", "unit": "work_day"}


def rule(check: str, params: dict[str, Any]) -> Rule:
    return Rule("P", "1", "", "要求", "shall", "site_operator", check, params)


def made(check: str, **params: Any) -> list[Mutant]:
    changed = rule(check, {"record": "letter", **params})
    return list(parameter_mutants(changed, checkers()[check], kinds()))


def under(mutants: list[Mutant], name: str) -> dict[tuple[str, Change], Any]:
    """Give what a parameter is in each mutant that changes it."""
    return {(m.place, m.change): m.rule.params[name] for m in mutants if m.place.startswith(name)}


CONDITIONS: dict[str, tuple[dict[str, Any], dict[tuple[str, Change], Any]]] = {
    "one part": (
        {"accepted": True},
        {("where", DROPPED): {}, ("where.accepted", NEGATED): {"accepted": {"ne": True}}},
    ),
    "two parts": (
        {"accepted": {"ne": False}, "replied_at": {"exists": True}},
        {
            ("where", DROPPED): {},
            ("where.accepted", DROPPED): {"replied_at": {"exists": True}},
            ("where.accepted", NEGATED): {"accepted": {"eq": False}, "replied_at": {"exists": True}},
            ("where.replied_at", DROPPED): {"accepted": {"ne": False}},
            ("where.replied_at", NEGATED): {"accepted": {"ne": False}, "replied_at": {"exists": False}},
        },
    ),
    "values": (
        {"status": {"in": ["replied", "closed"]}},
        {
            ("where", DROPPED): {},
            ("where.status", NEGATED): {"status": {"not_in": ["replied", "closed"]}},
            ("where.status.in[0]", DROPPED): {"status": {"in": ["closed"]}},
            ("where.status.in[1]", DROPPED): {"status": {"in": ["replied"]}},
        },
    ),
    "alternatives": (
        {"$any": [{"accepted": True}, {"accepted": {"empty": True}}]},
        {
            ("where", DROPPED): {},
            ("where.$any[0]", DROPPED): {"$any": [{"accepted": {"empty": True}}]},
            ("where.$any[1]", DROPPED): {"$any": [{"accepted": True}]},
            ("where.$any[0].accepted", NEGATED): {"$any": [{"accepted": {"ne": True}}, {"accepted": {"empty": True}}]},
            ("where.$any[1].accepted", NEGATED): {"$any": [{"accepted": True}, {"accepted": {"empty": False}}]},
        },
    ),
    "what another rule says": ({"$violates": "2"}, {("where", DROPPED): {}}),
}


@pytest.mark.parametrize(("where", "wanted"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_condition_is_dropped_and_its_parts_dropped_and_negated(
    where: dict[str, Any], wanted: dict[tuple[str, Change], Any]
) -> None:
    assert under(made("required_fields", where=where, all=["title"]), "where") == wanted


def test_a_bound_moves_by_one_both_ways_but_not_below_zero() -> None:
    assert under(made("time_limit", **TIMES, max=5), "max") == {("max", RAISED): 6, ("max", LOWERED): 4}
    assert under(made("time_limit", **TIMES, min=0), "min") == {("min", RAISED): 1}


def test_each_value_by_date_moves_alone() -> None:
    entries = [{"from": f"{year}-01-01", "value": value, "reference": "甲"} for year, value in ((2010, 15), (2023, 5))]
    moved = under(made("time_limit", **TIMES, max={"by_date": entries}), "max")
    values = {key: [entry["value"] for entry in after["by_date"]] for key, after in moved.items()}
    assert values == {
        ("max[0]", RAISED): [16, 5],
        ("max[0]", LOWERED): [14, 5],
        ("max[1]", RAISED): [15, 6],
        ("max[1]", LOWERED): [15, 4],
    }


def test_elements_of_lists_are_dropped_one_by_one() -> None:
    dropped = under(made("required_fields", all=["title", "content"]), "all")
    assert dropped == {("all[0]", DROPPED): ["content"], ("all[1]", DROPPED): ["title"]}
    groups = under(made("required_fields", any=[["title", "content"]]), "any")
    assert groups == {("any[0][0]", DROPPED): [["content"]], ("any[0][1]", DROPPED): [["title"]]}


def test_values_that_each_must_occur_are_dropped_one_by_one() -> None:
    members = under(made("count", key="site_id", min=1, each_of={"channel": ["web", "email"]}), "each_of")
    assert members == {
        ("each_of.channel[0]", DROPPED): {"channel": ["email"]},
        ("each_of.channel[1]", DROPPED): {"channel": ["web"]},
    }


def test_what_no_checker_would_take_is_left_out() -> None:
    short = ["received_at", "replied_at"]
    assert made("precedence", chain=short) == []
    assert [mutant.place for mutant in made("precedence", chain=[*short, "published_at"])] == [
        "chain[0]",
        "chain[1]",
        "chain[2]",
    ]


def test_every_mutant_has_an_id_of_its_own_and_leaves_the_rule_alone() -> None:
    params = {"record": "letter", "where": {"accepted": True, "is_complex": {"ne": True}}, **TIMES, "max": 5}
    whole = rule("time_limit", params)
    mutants = list(parameter_mutants(whole, checkers()["time_limit"], kinds()))
    assert len({mutant.rule.id for mutant in mutants} | {whole.id}) == len(mutants) + 1
    assert whole.params["where"] == {"accepted": True, "is_complex": {"ne": True}}


def test_only_another_verdict_and_no_condition_decide() -> None:
    mutants = [
        *verdict_mutants(rule("required_fields", {})),
        *made("required_fields", where={"accepted": True}, all=["title"]),
    ]
    assert [(m.place, m.change.value) for m in mutants if not m.is_deep] == [
        (VERDICT, "swapped"),
        (VERDICT, "tamed"),
        (VERDICT, "maddened"),
        ("where", "dropped"),
    ]


def test_a_mutant_is_named_in_both_languages() -> None:
    (mutant, *_) = made("required_fields", where={"accepted": True}, all=["title"])
    assert (mutant.say("zh"), mutant.say("en")) == ("where 删去", "where dropped")
