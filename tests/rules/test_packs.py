"""Finding packs by name and by path."""

from pathlib import Path

import pytest

from dbcheck.errors import UsageError
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.loader import load_pack
from dbcheck.rules.packs import builtin_packs, find_pack, label_of


def test_a_pack_that_comes_along_is_found_by_its_name() -> None:
    assert find_pack("DB23T3649.10") == builtin_packs()["DB23T3649.10"]


def test_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("pack: own", encoding="utf-8")
    assert find_pack(str(path)) == path


def test_a_wrong_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UsageError, match=r"no pack or file 'DB23T3649-10'; use one of: .*DB23T3649\.10"):
        find_pack("DB23T3649-10")


def test_a_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        find_pack(str(tmp_path))


def test_messages_name_a_pack_that_comes_along_by_its_file_only(tmp_path: Path) -> None:
    assert label_of(builtin_packs()["DB23T3649.10"]) == "DB23T3649.10.yaml"
    assert label_of(tmp_path / "own.yaml") == str(tmp_path / "own.yaml")
    assert label_of(Path("own.yaml")) == "own.yaml"


@pytest.mark.parametrize("name", builtin_packs())
def test_a_pack_that_comes_along_loads_and_bears_the_name_of_its_file(name: str) -> None:
    pack = load_pack(builtin_packs()[name], kinds=kinds(), checkers=checkers())
    assert pack.id == name
    assert {rule.clause for rule in pack.rules} == set(pack.clauses)
