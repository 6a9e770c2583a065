"""The registry: who is known at once, who is asked for when, and what is said of plugins that break the contract."""

import subprocess
import sys
import types
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pluggy
import pytest

from dbcheck.errors import PluginError
from dbcheck.plugins.builtin import PATHS
from dbcheck.plugins.checkers.count import Count
from dbcheck.plugins.hookspecs import hookimpl
from dbcheck.plugins.reference import CheckerReference
from dbcheck.plugins.registry import BUILTIN, Installed


class Odd(Count):
    """A checker of somebody else."""

    name = "odd"


def installed(monkeypatch: pytest.MonkeyPatch, *offered: Any) -> tuple[Installed, list[str]]:
    """Give a registry of a machine with one plugin that offers these, and a list that grows when it is looked for."""
    plugin, asked = types.ModuleType("odd_plugin"), list[str]()

    @hookimpl
    def dbcheck_checkers() -> Sequence[Any]:
        return offered

    plugin.dbcheck_checkers = dbcheck_checkers  # type: ignore[attr-defined]

    def load(manager: pluggy.PluginManager, group: str, name: str | None = None) -> int:
        asked.append(group)
        manager.register(plugin, "odd-distribution")
        return 1

    monkeypatch.setattr(pluggy.PluginManager, "load_setuptools_entrypoints", load)
    return Installed(), asked


def test_built_in_checkers_are_found_without_looking_for_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    found, asked = installed(monkeypatch, Odd())
    assert all(found[name].name == name and found.origin(name) == BUILTIN and name in found for name in PATHS)
    assert asked == []


def test_references_say_of_a_checker_what_it_says_itself() -> None:
    found = Installed()
    for name in PATHS:
        assert found.is_heuristic(name) == found[name].is_heuristic
        assert found.source(name) == Path(str(sys.modules[type(found[name]).__module__].__file__))


def test_a_checker_is_imported_when_it_is_asked_for() -> None:
    asks = (
        "import sys; from dbcheck.plugins.registry import checkers; known = checkers(); known.source('page_scan');"
        "before = [name for name in sys.modules if name.startswith('dbcheck.plugins.checkers.')];"
        "known['count']; print(before, 'dbcheck.plugins.checkers.count' in sys.modules, 'dbcheck.plugins.checkers.ratio' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout
    assert told == "[] True False\n"


def test_another_distribution_gives_instances_or_references(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = CheckerReference("odd", f"{__name__}:Odd")
    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__) or types.ModuleType(__name__))
    monkeypatch.setattr(sys.modules[__name__], "Odd", Odd, raising=False)
    for offered in (Odd(), reference):
        found, asked = installed(monkeypatch, offered)
        assert (found["odd"].name, found.origin("odd"), asked) == ("odd", "odd-distribution", ["dbcheck"])
        assert list(found) == [*PATHS, "odd"]
        assert len(found) == len(PATHS) + 1


def test_a_name_that_nobody_gives_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = installed(monkeypatch, Odd())
    assert "even" not in found
    with pytest.raises(KeyError):
        found["even"]


def test_a_name_that_is_taken_is_reported_when_plugins_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = installed(monkeypatch, Count(), Odd(), Odd())
    assert type(found["count"]) is Count
    with pytest.raises(PluginError) as told:
        list(found)
    assert [problem.subject for problem in told.value.problems] == ["count (dbcheck)", "odd (odd-distribution)"]


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        (CheckerReference("odd", "no.such.module:Odd"), "ModuleNotFoundError"),
        (CheckerReference("odd", "dbcheck.plugins.checkers.count:Count"), "do not agree"),
        (CheckerReference("odd", "fractions:Fraction"), "lacks members"),
    ],
)
def test_a_reference_that_leads_nowhere_says_so(
    monkeypatch: pytest.MonkeyPatch, offered: CheckerReference, said: str
) -> None:
    found, _ = installed(monkeypatch, offered)
    with pytest.raises(PluginError, match=said):
        found["odd"]


def test_a_plugin_that_cannot_be_loaded_stops_only_who_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_manager: pluggy.PluginManager, _group: str) -> int:
        raise RuntimeError(EntryPoint("odd", "odd_plugin", "dbcheck").value)

    monkeypatch.setattr(pluggy.PluginManager, "load_setuptools_entrypoints", load)
    found = Installed()
    assert found["count"].name == "count"
    with pytest.raises(PluginError, match="odd_plugin"):
        list(found)
