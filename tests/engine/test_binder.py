"""Paths through references: by id, by a name that one record bears, over several hops, or lost on the way."""

from typing import Any

import polars as pl
import pytest

from dbcheck.arguments import read_as_of
from dbcheck.calendars import load_calendar
from dbcheck.engine import binder as binder_module
from dbcheck.engine.binder import Binder, World
from dbcheck.engine.blank import SPACES, is_blank
from dbcheck.plugins.contract import MissingColumn, MissingKind
from dbcheck.plugins.tables import PLAIN
from dbcheck.records.predicate import parse_predicate
from dbcheck.records.snapshot import kinds
from judging import world_of
from oracle.examples import record_of
from oracle.frames import to_tables
from oracle.world import World as Written

ORGANIZATIONS = [{"id": "o1", "name": "甲局", "level": "county"}, {"id": "o2", "name": "乙局", "level": "province"}]
SITES = [
    {"id": "s1", "name": "甲市政府网", "org_id": "o1"},
    {"id": "s2", "name": "重名网", "org_id": "o2"},
    {"id": "s3", "name": "重名网", "org_id": "o1"},
    {"id": "s4", "name": "s1", "org_id": "乙局"},  # named like the id of another: the id wins
    {"id": "s5", "name": "无主网", "org_id": "o9"},
    {"id": "s6", "name": "空网"},
]
NAMED = {"s1": "county", "甲市政府网": "county", "s4": "province", "重名网": None, "查无此网": None, "s5": None, "s6": None}
LETTERS: list[dict[str, Any]] = [{"id": f"l{n}", "site_id": name} for n, name in enumerate([*NAMED, None])]


@pytest.fixture(params=[100_000, 1], ids=["whole table", "only what is mentioned"])
def letters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Binder:
    """Look references up in whole tables, and in tables too large for that."""
    monkeypatch.setattr(binder_module, "FEW", request.param)
    world = world_of({"letter": LETTERS, "site": SITES, "organization": ORGANIZATIONS})
    return Binder(world, kinds()["letter"])


def test_a_path_of_several_hops_finds_its_value_by_id_or_unique_name(letters: Binder) -> None:
    level = letters.column("site_id.org_id.level")
    found = letters.materialise({"value": level.value, "unresolved": level.unresolved})
    assert found["value"].to_list() == [*NAMED.values(), None]
    assert found["unresolved"].to_list() == [value is None for value in [*NAMED.values(), None]]


def test_what_lies_behind_a_lost_reference_is_unknown_not_empty(letters: Binder) -> None:
    blank = letters.column("site_id.org_id").blank
    found = dict(zip([*NAMED, None], letters.materialise({"blank": blank})["blank"].to_list(), strict=True))
    assert found["s6"] is True  # the site is there, its organisation is empty
    assert found["重名网"] is found["查无此网"] is found[None] is None
    assert found["s5"] is False


def test_a_condition_behind_a_lost_reference_is_unknown(letters: Binder) -> None:
    truth = letters.where(parse_predicate({"site_id.org_id.level": {"ne": "county"}}))
    found = letters.materialise({"truth": truth})["truth"].to_list()
    assert found == [False, False, True, None, None, None, None, None]


def test_a_reference_becomes_the_key_of_its_record(letters: Binder) -> None:
    found = letters.materialise({"key": letters.canonical("site_id")})
    assert found["key"].to_list() == ["s1", "s1", "s4", None, None, "s5", "s6", None]


@pytest.mark.parametrize("few", [100_000, 1])
@pytest.mark.parametrize(("others", "truth"), [([], False), ([{"name": "无号网"}, {"name": "又一无号网"}], None)])
def test_a_name_that_nobody_bears_may_be_meant_for_a_record_without_an_id(
    few: int, others: list[dict[str, Any]], truth: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binder_module, "FEW", few)
    world = world_of({"letter": [{"id": "l1", "site_id": "s1"}, {"id": "l2", "site_id": "s9"}], "site": [*SITES, *others]})
    letters = Binder(world, kinds()["letter"])
    truths = letters.materialise({"truth": letters.resolves("site_id", parse_predicate({}))})["truth"]
    assert truths.to_list() == [True, truth]


def test_a_list_of_references_gives_a_list_of_keys() -> None:
    records: dict[str, list[dict[str, Any]]] = {
        "organization": [*ORGANIZATIONS],
        "interview": [{"id": "i", "participating_org_ids": ["甲局", "o2", "无此局"]}],
    }
    world = world_of(records)
    interviews = Binder(world, kinds()["interview"])
    keys = interviews.materialise({"keys": interviews.canonical("participating_org_ids")})["keys"].to_list()
    assert keys == [["o1", "o2", None]]


def partly(carried: dict[str, set[str]], **records: list[dict[str, Any]]) -> Binder:
    written = Written(
        {kind: [record_of(raw, kinds()[kind]) for raw in raws] for kind, raws in records.items()}, columns=carried
    )
    world = World(to_tables(written), kinds(), read_as_of("2025-12-31")[0], load_calendar())
    return Binder(world, kinds()["letter"])


def test_a_column_or_kind_that_nobody_supplies_is_named() -> None:
    binder = partly({"letter": {"id", "site_id"}, "site": {"id"}}, letter=LETTERS, site=SITES)
    with pytest.raises(MissingColumn) as missing:
        binder.column("replied_at")
    assert (missing.value.kind, missing.value.field_name) == ("letter", "replied_at")
    with pytest.raises(MissingColumn) as behind:
        binder.column("site_id.org_id")
    assert (behind.value.kind, behind.value.field_name) == ("site", "org_id")
    with pytest.raises(MissingKind) as kind:
        partly({"letter": {"id", "site_id"}}, letter=LETTERS).column("site_id.org_id")
    assert kind.value.kind == "site"


def test_a_column_that_may_be_missing_is_absent_in_every_record() -> None:
    binder = partly({"letter": {"id"}}, letter=[{"id": "l"}])
    column = binder.column("replied_at", optional=True)
    found = binder.materialise({"value": column.value, "blank": column.blank, "absent": column.absent})
    assert found.select("value", "blank", "absent").rows() == [(None, None, True)]


def test_a_record_without_an_id_is_named_by_its_place() -> None:
    binder = partly({"letter": {"id", "title"}}, letter=[{"id": "l1"}, {"title": "甲"}])
    assert binder.materialise({})["!key"].to_list() == ["l1", "<memory>:2"]


def test_a_text_is_blank_when_it_holds_nothing_but_white_space() -> None:
    assert not any(PLAIN[0] <= space < PLAIN[1] for space in SPACES)
    blank = [None, "", *SPACES, SPACES, "\u3000\u3000 "]
    filled = ["路", "\u3000路", "、", "a", " 1", "\ue000", "\ufeff路", "，", "\U00020000", "\u3001", "\u2fff"]
    texts = pl.DataFrame({"text": pl.Series([*blank, *filled], dtype=pl.String)})
    assert texts.select(is_blank(pl.col("text"))).to_series().to_list() == [True] * len(blank) + [False] * len(filled)


def test_a_text_is_only_asked_whether_it_is_filled_until_somebody_asks_for_its_value() -> None:
    binder = Binder(world_of({"letter": [{"id": "l1", "title": "路", "author_name": "甲"}]}), kinds()["letter"])
    title, author = binder.column("title"), binder.column("author_name")
    assert title.blank.meta.root_names() == ["title"]
    assert binder.filled_only == {"title", "author_name"}
    assert author.value.meta.root_names() == ["author_name"]
    assert binder.filled_only == {"title"}
    binder.riders.add("title")  # what is said of findings
    assert binder.filled_only == set()
