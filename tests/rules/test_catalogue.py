"""The packs against the clause catalogue, row for row; what differs on purpose stands in docs/catalogue-differences.md.

The catalogue does not come with the repository: where it is not there, the comparison is skipped.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Pack, Rule
from dbcheck.rules.packs import builtin_packs

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "../shared/design/clauses"
PAGE = ROOT / "docs/catalogue-differences.md"
NAMES = ("modality", "subject", "workflow", "check")
TABLES = {"DB23T3649.10-draft": "draft-DB23T3649.10"}  # where a pack's table has another name
SORTS = ("Text: ", "Fairness: ", "Suspicion: ", "Notation: ")

Row = Mapping[str, str]
Difference = tuple[str, str]  # a rule, and what differs


def table(pack: str) -> list[Row]:
    path = CATALOGUE / f"{TABLES.get(pack, pack)}.csv"
    if not path.is_file():
        pytest.skip("the catalogue is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def loaded(name: str) -> Pack:
    return load_pack(builtin_packs()[name], kinds=kinds(), checkers=checkers())


def differences(row: Row, rule: Rule) -> Iterator[str]:
    if row["clause"] != rule.clause:
        yield "clause"
    yield from (name for name in NAMES if row[name] != (getattr(rule, name) or "none"))
    wanted, found = json.loads(row["params"] or "{}"), rule.params
    yield from (name for name in sorted({*wanted, *found}) if wanted.get(name) != found.get(name))


def listed() -> list[tuple[list[str], list[str], str]]:
    """Give the rows of the page: rules, what differs, why."""
    rows = re.findall(r"^\| (`.*?`) \| (`.*?`) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    return [(re.findall("`(.+?)`", rules), re.findall("`(.+?)`", names), why) for rules, names, why in rows]


def listed_differences() -> list[Difference]:
    return [(rule, name) for rules, names, _ in listed() for rule in rules for name in names]


@pytest.mark.parametrize("name", builtin_packs())
def test_a_pack_says_what_its_rows_say_but_for_what_is_listed(name: str) -> None:
    rows, rules = table(name), loaded(name).rules
    assert [(row["clause"].replace(" ", ""), row["part"]) for row in rows] == [(rule.clause, rule.part) for rule in rules]
    found = {(rule.id, what) for row, rule in zip(rows, rules, strict=True) for what in differences(row, rule)}
    wanted = {(rule, what) for rule, what in listed_differences() if rule.startswith(f"{name}/")}
    assert found == wanted


@pytest.mark.parametrize("name", builtin_packs())
def test_a_pack_lists_the_clauses_of_the_catalogue_in_their_order(name: str) -> None:
    assert list(loaded(name).clauses) == list(dict.fromkeys(row["clause"].replace(" ", "") for row in table(name)))


@pytest.mark.parametrize("name", builtin_packs())
def test_what_is_found_on_a_page_is_a_suspicion_where_the_catalogue_says_so(name: str) -> None:
    pairs = zip(table(name), loaded(name).rules, strict=True)
    scans = [(row["verification"] == "auto_text", rule) for row, rule in pairs if rule.check == "page_scan"]
    assert [rule.params.get("suspicion_only", False) for _, rule in scans] == [is_suspicion for is_suspicion, _ in scans]


def test_the_page_lists_each_difference_once_with_a_reason_of_a_known_sort() -> None:
    assert [difference for difference, times in Counter(listed_differences()).items() if times > 1] == []
    assert [why for _, _, why in listed() if not why.startswith(SORTS)] == []


def test_the_page_names_rules_that_there_are() -> None:
    known = {rule.id for name in builtin_packs() for rule in loaded(name).rules}
    assert {rule for rule, _ in listed_differences()} <= known


def test_every_row_of_the_page_is_read() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert len(listed()) == sum(line.startswith("| `") for line in lines) > 0


def test_a_difference_is_found_wherever_it_is() -> None:
    (rule,) = [rule for rule in loaded("DB23T3649.10").rules if rule.ref == "5.3.3#2"]
    row = {
        "clause": rule.clause,
        **{name: getattr(rule, name) for name in NAMES},
        "params": json.dumps(rule.params),
    }
    assert list(differences(row, rule)) == []
    assert list(differences({**row, "subject": "citizen"}, rule)) == ["subject"]
    changed: dict[str, Any] = {**json.loads(row["params"]), "max": 6, "min": 1}
    assert list(differences({**row, "params": json.dumps(changed)}, rule)) == ["max", "min"]
