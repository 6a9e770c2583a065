"""How clauses are verified: every rule once, and totals that add up."""

import pytest

from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.coverage import added, clauses_by_way, coverage, totals
from dbcheck.rules.loader import load_pack, pack_of
from dbcheck.rules.pack import Pack
from dbcheck.rules.pack_reading import read_pack
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.verification import Verified, pack_coverage
from rules.specimen_packs import CHECKERS, GOOD


def good() -> Pack:
    plain = read_pack(GOOD.encode(), "x.yaml", kinds=kinds(), checkers=CHECKERS)
    return pack_of(plain, label="x.yaml", path="x.yaml", digest="")


def test_each_rule_is_verified_in_one_way() -> None:
    rows = coverage(good(), CHECKERS)
    assert [(row.rule.removeprefix("TEST1/"), row.verified.value, row.examples) for row in rows] == [
        ("1", "informative", 0),
        ("5.3", "informative", 0),
        ("5.3.3#1", "machine", 2),
        ("5.3.3#2", "machine", 3),
        ("5.10", "machine", 2),
        ("6#1", "machine", 2),
        ("6#2", "machine_suspicion", 2),
        ("7#1", "attested", 0),
        ("7#2", "measured", 0),
    ]


def test_the_totals_add_up() -> None:
    counted = totals(coverage(good(), CHECKERS))
    assert counted["rules"] == sum(counted[way] for way in Verified) == 9
    assert (counted["clauses"], counted["examples"]) == (6, 11)


def test_a_clause_counts_once_for_each_way_that_its_rules_have() -> None:
    rows = coverage(good(), CHECKERS)
    counted = clauses_by_way(rows)
    assert counted == {"machine": 3, "machine_suspicion": 1, "attested": 1, "informative": 2, "measured": 1}
    assert added([counted, counted])["machine"] == 6


@pytest.mark.parametrize("name", builtin_packs())
def test_what_reports_carry_is_what_the_listing_counts(name: str) -> None:
    pack = load_pack(builtin_packs()[name], kinds=kinds(), checkers=checkers())
    carried = pack_coverage(pack, lambda check: checkers()[check].is_heuristic)
    listed = totals(coverage(pack, checkers()))
    assert carried == {word: amount for word, amount in listed.items() if word != "examples"}


def test_a_page_scan_that_only_suspects_is_no_verdict_of_a_machine() -> None:
    pack = load_pack(builtin_packs()["QH2018-37"], kinds=kinds(), checkers=checkers())
    (row,) = [row for row in coverage(pack, checkers()) if row.check == "page_scan"]
    assert (pack.index[f"{row.clause}#{row.part}"].params["suspicion_only"], row.verified) == (
        True,
        Verified.MACHINE_SUSPICION,
    )
