"""How clauses are verified: every rule once, and totals that add up."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.coverage import Verified, coverage, totals
from dbcheck.rules.loader import load_pack, pack_of
from dbcheck.rules.pack import Pack
from dbcheck.rules.pack_reading import read_pack
from dbcheck.rules.packs import builtin_packs
from rules.specimen_packs import CHECKERS, GOOD

CATALOGUE = Path(__file__).parents[2] / "../shared/design/clauses"


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


@pytest.mark.parametrize("name", builtin_packs())
def test_every_row_of_the_catalogue_is_in_its_pack(name: str) -> None:
    path = CATALOGUE / f"{name}.csv"
    if not path.is_file():
        pytest.skip("the catalogue is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        wanted = Counter((row["clause"], row["part"]) for row in csv.DictReader(file))
    pack = load_pack(builtin_packs()[name], kinds=kinds(), checkers=checkers())
    found = Counter((row.clause, row.part) for row in coverage(pack, checkers()))
    assert wanted - found == Counter()
