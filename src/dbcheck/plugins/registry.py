"""The registry: every checker that is installed, by name, imported when somebody asks for it.

The built-in checkers are known at once. Other distributions are asked for theirs when a name is looked for that is not built in, or when
somebody wants to see all names: finding them costs 20 ms, and most audits need none.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dbcheck.errors import Message, PluginError, Problem
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins import builtin
from dbcheck.plugins.contract import Checker
from dbcheck.plugins.reference import CheckerReference

if TYPE_CHECKING:
    import pluggy

BUILTIN = "dbcheck"
MEMBERS = ("name", "Params", "is_heuristic", "mistakes", "plan")


@dataclass(frozen=True)
class Registered:
    """A checker and the distribution that it comes from."""

    checker: Checker[Any]
    origin: str


@dataclass(frozen=True)
class _Offer:
    """What a plugin gave, a checker or a reference to one, and where the plugin comes from."""

    given: Checker[Any] | CheckerReference
    origin: str

    @property
    def name(self) -> str:
        return str(getattr(self.given, "name", type(self.given).__name__))


class Installed(Mapping[str, Checker[Any]]):
    """The installed checkers by name. What is wrong with a plugin is raised as PluginError by whoever first needs to know.

    further: plugins besides those that entry points name, each with the name that it goes by.
    """

    def __init__(self, further: Sequence[tuple[str, object]] = ()) -> None:
        self._further = tuple(further)
        self._builtin = {offer.name: offer for offer in _offers(BUILTIN, builtin)}
        self._outside: dict[str, _Offer] | None = None
        self._loaded: dict[str, Checker[Any]] = {}

    @cached_property
    def _manager(self) -> "pluggy.PluginManager":
        import pluggy  # noqa: PLC0415 - start-up: it takes 5 ms, and the built-in checkers are known without it

        from dbcheck.plugins.hookspecs import PROJECT, Hooks, hookimpl  # noqa: PLC0415 - as above

        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(Hooks)
        hookimpl(builtin.dbcheck_checkers)
        for name, plugin in ((BUILTIN, builtin), *self._further):
            manager.register(plugin, name)
        return manager

    def __getitem__(self, name: str) -> Checker[Any]:
        loaded = self._loaded.get(name)
        if loaded is None:
            loaded = self._loaded[name] = _load(self._offer(name))
        return loaded

    def __contains__(self, name: object) -> bool:
        return name in self._builtin or name in self._others()

    def __iter__(self) -> Iterator[str]:
        return iter((*self._builtin, *self._others()))

    def __len__(self) -> int:
        return len(self._builtin) + len(self._others())

    def origin(self, name: str) -> str:
        """Give the distribution that a checker comes from."""
        return self._offer(name).origin

    def is_heuristic(self, name: str) -> bool:
        """Tell whether a checker's findings are suspicions; what is a reference is not imported."""
        return bool(getattr(self._offer(name).given, "is_heuristic", False))

    def source(self, name: str) -> Path | None:
        """Give the file that holds a checker, None where there is none; what is a reference is not imported."""
        given = self._offer(name).given
        if isinstance(given, CheckerReference):
            return given.source()
        file = getattr(sys.modules.get(type(given).__module__), "__file__", None)
        return Path(file) if file else None

    def _offer(self, name: str) -> _Offer:
        return self._builtin[name] if name in self._builtin else self._others()[name]

    def _others(self) -> Mapping[str, _Offer]:
        """Give what other distributions offer, with all mistakes: a plugin that cannot be loaded, a name given twice."""
        if self._outside is None:
            problems = list(_load_entry_points(self._manager))
            found: dict[str, _Offer] = {}
            plugins = [(origin, plugin) for origin, plugin in self._manager.list_name_plugin() if origin != BUILTIN]
            for offer in (offer for origin, plugin in plugins for offer in _offers(origin, plugin)):
                before = self._builtin.get(offer.name) or found.setdefault(offer.name, offer)
                if before is not offer:
                    said = f"{offer.name} ({before.origin})"
                    problems.append(_problem(offer.origin, said, "检查器名称重复", "the checker's name is taken"))
            if problems:
                raise PluginError(problems)
            self._outside = found
        return self._outside


@cache
def checkers() -> Installed:
    """Give every installed checker by name, the built-in ones first."""
    return Installed()


def registered() -> Mapping[str, Registered]:
    """Import every installed checker and give it with its origin, by name.

    Raises PluginError with all mistakes: a plugin that cannot be loaded, a checker that breaks the contract, a name given twice.
    """
    installed, found, problems = checkers(), dict[str, Registered](), list[Problem]()
    for name in installed:
        try:
            found[name] = Registered(installed[name], installed.origin(name))
        except PluginError as error:
            problems += error.problems
    if problems:
        raise PluginError(problems)
    return found


def _load_entry_points(manager: "pluggy.PluginManager") -> Iterator[Problem]:
    try:
        manager.load_setuptools_entrypoints(manager.project_name)
    except Exception as error:  # whatever a plugin's import raises, the user is told which and why
        yield _problem("entry points", f"{type(error).__name__}: {error}", "插件无法载入", "a plugin cannot be loaded")


def _offers(origin: str, plugin: object) -> Iterator[_Offer]:
    offer = getattr(plugin, "dbcheck_checkers", None)
    for given in offer() if offer is not None else ():
        yield _Offer(given, origin)


def _load(offer: _Offer) -> Checker[Any]:
    """Give the checker of an offer; raises PluginError where it cannot be imported or breaks the contract."""
    checker = offer.given
    if isinstance(checker, CheckerReference):
        try:
            checker = checker.load()
        except Exception as error:  # as above
            said = f"{offer.name}: {type(error).__name__}: {error}"
            raise PluginError([_problem(offer.origin, said, "检查器无法载入", "the checker cannot be loaded")]) from error
    missing = [member for member in MEMBERS if not hasattr(checker, member)]
    if missing:
        said = f"{offer.name}: {', '.join(missing)}"
        raise PluginError([_problem(offer.origin, said, "检查器缺少成员", "the checker lacks members")])
    if (checker.name, checker.is_heuristic) != (offer.name, bool(getattr(offer.given, "is_heuristic", False))):
        said = f"{offer.name}: {checker.name}, is_heuristic={checker.is_heuristic}"
        raise PluginError([_problem(offer.origin, said, "引用与检查器不符", "reference and checker do not agree")])
    return checker


def _problem(where: str, subject: str, zh: str, en: str) -> Problem:
    return Problem(where, subject, Message(zh, en))
