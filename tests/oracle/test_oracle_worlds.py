"""Random worlds and the examples of the packs: what holds for the oracle whatever it is given."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dbcheck.records.catalogue import kinds
from oracle.answers import GRAVITY, gravest
from oracle.examples import world_of
from oracle.frames import to_tables
from oracle.interpreter import judge
from oracle.run_pack import differences, read_pack
from oracle.samples import SAMPLES, judged, rule_of, sample_pack, world_with
from oracle.strategies import Situation, reads_of, situations
from oracle.world import ABSENT, State, World, unreadable

RULES = Path(__file__).parents[2] / "rules"
PACK = sample_pack()
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
# Group verdicts may depend on nothing but the set of records, except which of several doubts is named first.
ROW_RULES = [clause for clause, (check, _) in SAMPLES.items() if check not in ("count", "ratio")]


@pytest.mark.parametrize("path", sorted(RULES.glob("*.yaml")), ids=lambda path: str(path.stem))
def test_every_example_of_every_pack_holds_in_the_oracle(path: Path) -> None:
    judged_here = frozenset(check for check, _ in SAMPLES.values()) | {"text_scan", "page_scan", "workflow"}
    told = [line for line in differences(read_pack(path), kinds(), judged_here) if "no example" not in line]
    assert told == []


@pytest.mark.parametrize("clause", sorted(SAMPLES))
def test_every_record_gets_one_verdict_and_only_the_undetermined_have_reasons(clause: str) -> None:
    rule = PACK.index[clause]

    @FEW
    @given(situations(rule, PACK, kinds()))
    def holds(situation: Situation) -> None:
        result = judge(rule, PACK, situation.world, situation.as_of, retroactive=situation.retroactive, kinds=kinds())
        if rule.check not in ("count", "ratio") and result.rule_level is None:
            assert len(result.rows) == len(situation.world.tables[rule.params["record"]])
        for _, (word, reason) in result.rows:
            assert word in GRAVITY
            assert (reason is not None) == (word == "undetermined")

    holds()


@pytest.mark.parametrize("clause", ROW_RULES)
def test_the_order_of_records_never_changes_a_verdict(clause: str) -> None:
    rule = PACK.index[clause]

    @FEW
    @given(situations(rule, PACK, kinds()), st.randoms(use_true_random=False))
    def holds(situation: Situation, random: Random) -> None:
        def answers(world: World) -> Counter[str]:
            result = judge(rule, PACK, world, situation.as_of, retroactive=situation.retroactive, kinds=kinds())
            return Counter(word for _, (word, _) in result.rows)

        before = answers(situation.world)
        for table in situation.world.tables.values():
            random.shuffle(table)
        assert answers(situation.world) == before

    holds()


def test_the_tables_of_a_world_carry_its_cells_and_flags_only_where_needed() -> None:
    world = world_with(
        letter=[{"id": "l1", "received_at": "2024-05-01", "title": "甲"}, {"replied_at": "2024-05-01 09:00"}]
    )
    world.columns["letter"] = {"id", "received_at", "replied_at", "title", "is_major"}
    world.tables["letter"][0]["is_major"] = unreadable("不详")
    world.tables["letter"][1]["is_major"] = ABSENT
    world.rejected["letter"] = 2
    table = to_tables(world)["letter"]
    assert table.columns == world.columns["letter"]
    assert (set(table.states), set(table.days), table.rejected) == ({"is_major"}, {"received_at"}, 2)
    assert table.frame["is_major!state"].to_list() == [1, 2]
    assert table.frame["received_at!day"].to_list() == [True, False]
    assert table.frame["!row"].to_list() == [1, 2]
    assert table.frame["title"].to_list() == ["甲", None]


@pytest.mark.parametrize("clause", ["limit.wd", "count.each_of", "back.where", "values.list"])
def test_any_drawn_world_becomes_tables_of_the_same_height(clause: str) -> None:
    @FEW
    @given(situations(PACK.index[clause], PACK, kinds()))
    def holds(situation: Situation) -> None:
        tables = to_tables(situation.world)
        assert {kind: table.accepted for kind, table in tables.items()} == {
            kind: len(records) for kind, records in situation.world.tables.items()
        }

    holds()


def test_a_drawn_world_reads_what_its_rule_reads_through_references_and_named_rules() -> None:
    reads = reads_of(PACK.index["violates"], PACK, kinds())
    assert {"received_at", "replied_at", "accepted", "is_complex", "id"} <= set(reads.fields["letter"])
    assert "letter_id" in reads.fields["letter_supervision"]
    reads = reads_of(PACK.index["count.per"], PACK, kinds())
    assert {"province", "prefecture"} <= set(reads.fields["organization"]["level"])


def test_limits_are_met_from_both_sides() -> None:
    """The strategies are worth something only if they draw verdicts of every kind."""
    for clause, wanted in (
        ("limit.wd.literal", {"pass", "fail", "pending", "undetermined", "out_of_scope"}),
        ("count.int_year", {"pass", "fail", "pending", "undetermined"}),
        ("back", {"pass", "fail", "undetermined"}),
        ("chain", {"pass", "fail", "undetermined"}),
    ):
        seen: set[str] = set()
        rule = PACK.index[clause]

        @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
        @given(situations(rule, PACK, kinds()))
        def collect(situation: Situation) -> None:
            result = judge(rule, PACK, situation.world, situation.as_of, kinds=kinds())  # noqa: B023
            seen.update(word for _, (word, _) in result.rows)  # noqa: B023

        collect()
        assert wanted <= seen, clause


def test_an_example_carries_every_field_and_supplies_every_kind() -> None:
    world = world_of({"letter": ({"received_at": "2024-05-01", "title": "\uff21\u3000"},)}, kinds())
    assert world.tables["site"] == []
    assert world.columns["letter"] == set(kinds()["letter"].fields)
    record = world.tables["letter"][0]
    assert record["title"].value == "A"
    assert record["received_at"].day_only
    assert record["received_at"].state is State.FILLED


def test_a_value_that_is_none_of_its_type_is_a_mistake_in_the_example() -> None:
    for raw in ({"kind": "question"}, {"is_major": "是"}, {"received_at": 20240501}, {"title": 5}, {"id": ["a"]}):
        with pytest.raises(ValueError, match=next(iter(raw))):
            world_of({"letter": (raw,)}, kinds())


def test_the_gravest_verdict_counts() -> None:
    assert gravest(["pass", "undetermined", "out_of_scope", "fail"]) == "fail"
    assert gravest(["out_of_scope", "pass"]) == "pass"
    assert gravest([]) == "out_of_scope"


def test_a_text_that_a_detector_hits_is_a_suspicion() -> None:
    params = {
        "record": "letter",
        "field": "content",
        "detector": "keywords",
        "terms": {"min_chars": 3, "has_any": ["电话"]},
    }
    world = world_with(letter=[{"content": text} for text in ("请留电话", "电 话", "没有", None)])
    words = {
        expect: [
            row[1][0] for row in judged(rule_of("text_scan", {**params, "expect": expect}), world, retroactive=True).rows
        ]
        for expect in ("absent", "present")
    }
    assert words["absent"] == ["suspect", "pass", "pass", "undetermined"]
    assert words["present"] == ["pass", "suspect", "suspect", "undetermined"]
