"""The registry: every checker that is installed, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pluggy

from dbcheck.errors import Message, PluginError, Problem
from dbcheck.plugins import builtin
from dbcheck.plugins.contract import Checker
from dbcheck.plugins.hookspecs import PROJECT, Hooks

BUILTIN = "dbcheck"
MEMBERS = ("name", "Params", "is_heuristic", "mistakes", "plan")


@dataclass(frozen=True)
class Registered:
    """A checker and the distribution that it comes from."""

    checker: Checker[Any]
    origin: str


@cache
def registered() -> Mapping[str, Registered]:
    """Give every installed checker by name, the built-in ones first.

    Raises PluginError with all mistakes: a plugin that cannot be loaded, a checker that breaks the contract, a name given twice.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(builtin, BUILTIN)
    problems = list(_load_entry_points(manager))
    found: dict[str, Registered] = {}
    for origin, plugin in sorted(manager.list_name_plugin(), key=lambda pair: pair[0] != BUILTIN):
        problems += _take(found, origin, plugin)
    if problems:
        raise PluginError(problems)
    return found


def checkers() -> dict[str, Checker[Any]]:
    """Give every installed checker by name."""
    return {name: each.checker for name, each in registered().items()}


def _load_entry_points(manager: pluggy.PluginManager) -> Iterable[Problem]:
    try:
        manager.load_setuptools_entrypoints(PROJECT)
    except Exception as error:  # whatever a plugin's import raises, the user is told which and why
        yield _problem("entry points", f"{type(error).__name__}: {error}", "插件无法载入", "a plugin cannot be loaded")


def _take(found: dict[str, Registered], origin: str, plugin: object) -> Iterable[Problem]:
    offer = getattr(plugin, "dbcheck_checkers", None)
    for checker in offer() if offer is not None else ():
        name = str(getattr(checker, "name", type(checker).__name__))
        missing = [member for member in MEMBERS if not hasattr(checker, member)]
        if missing:
            yield _problem(origin, f"{name}: {', '.join(missing)}", "检查器缺少成员", "the checker lacks members")
        elif name in found:
            yield _problem(origin, f"{name} ({found[name].origin})", "检查器名称重复", "the checker's name is taken")
        else:
            found[name] = Registered(checker, origin)


def _problem(where: str, subject: str, zh: str, en: str) -> Problem:
    return Problem(where, subject, Message(zh, en))
