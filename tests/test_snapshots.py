"""Snapshots are believed only under their key, and a cache that fails costs nothing but time."""

import os
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dbcheck import snapshots

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab\n中", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the user's cache and from what a wheel ships."""
    monkeypatch.setenv("DBCHECK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(snapshots, "SHIPPED", tmp_path / "shipped")
    return tmp_path / "cache"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON.filter(lambda value: value is not None))
def test_what_is_stored_is_loaded_again(value: object) -> None:
    snapshots.store("thing", "key", value)
    assert snapshots.load("thing", "key") == value


def test_another_key_or_name_finds_nothing() -> None:
    snapshots.store("thing", "key", [1])
    assert snapshots.load("thing", "other") is None
    assert snapshots.load("nothing", "key") is None


def test_a_later_value_takes_the_place_of_the_earlier(own_cache: Path) -> None:
    snapshots.store("thing", "old", [1])
    snapshots.store("thing", "new", [2])
    assert (snapshots.load("thing", "old"), snapshots.load("thing", "new")) == (None, [2])
    assert [path.name for path in own_cache.iterdir()] == ["thing.json"]


def test_the_shipped_one_goes_first(tmp_path: Path) -> None:
    snapshots.store("thing", "key", "built")
    snapshots.write(tmp_path / "shipped", "thing", "key", "shipped")
    assert snapshots.load("thing", "key") == "shipped"
    snapshots.write(tmp_path / "shipped", "thing", "stale", "shipped")
    assert snapshots.load("thing", "key") == "built"


@pytest.mark.parametrize("content", [b"", b"key", b"key\n", b'key\n{"cut', b"\xff\xfe\n[]", b"key\n\xff\xff"])
def test_a_damaged_file_is_no_snapshot(own_cache: Path, content: bytes) -> None:
    own_cache.mkdir()
    (own_cache / "thing.json").write_bytes(content)
    assert snapshots.load("thing", "key") is None


def test_a_folder_that_cannot_be_written_is_silent(own_cache: Path) -> None:
    own_cache.write_text("a file stands where the folder should be")
    snapshots.store("thing", "key", [1])
    assert snapshots.load("thing", "key") is None


def test_a_write_that_fails_leaves_no_draft(own_cache: Path) -> None:
    (own_cache / "thing.json").mkdir(parents=True)
    with pytest.raises(OSError, match="thing"):
        snapshots.write(own_cache, "thing", "key", [1])
    assert [path.name for path in own_cache.iterdir()] == ["thing.json"]


def test_writers_at_the_same_time_leave_a_whole_file(own_cache: Path) -> None:
    values = [[number] * 2000 for number in range(8)]
    threads = [threading.Thread(target=snapshots.store, args=("thing", "key", value)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert snapshots.load("thing", "key") in values
    assert [path.name for path in own_cache.iterdir()] == ["thing.json"]


def test_a_name_is_no_path() -> None:
    for name in ("../thing", "a/b", "", ".hidden"):
        with pytest.raises(ValueError, match="plain file name"):
            snapshots.store(name, "key", 1)


def test_the_key_follows_names_and_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("x")
    second.write_text("y")
    key = snapshots.key_of([first, second])
    assert key == snapshots.key_of([second, first])
    second.write_text("z")
    assert key not in (None, snapshots.key_of([first, second]), snapshots.key_of([first]))


def test_without_sources_there_is_no_key(tmp_path: Path) -> None:
    assert snapshots.key_of([]) is None
    assert snapshots.key_of([tmp_path / "none.py"]) is None


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, Path("/x/dbcheck")),
        ("linux", {}, Path("/home/somebody/.cache/dbcheck")),
        ("darwin", {}, Path("/home/somebody/Library/Caches/dbcheck")),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/dbcheck")),
        ("win32", {"DBCHECK_CACHE": "/own"}, Path("/own")),
    ],
)
def test_the_folder_is_the_platforms(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], folder: Path
) -> None:
    for name in ("DBCHECK_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/somebody"))
    assert snapshots.cache_folder() == folder


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    for name in ("DBCHECK_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", homeless)
    snapshots.store("thing", "key", [1])
    assert snapshots.load("thing", "key") is None
    assert "DBCHECK_CACHE" not in os.environ
