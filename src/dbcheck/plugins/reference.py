"""A checker that is imported when a pack asks for it."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Checker


@dataclass(frozen=True)
class CheckerReference:
    """What a plugin may give instead of a checker, so that a start does not pay for checks that nobody uses.

    name, is_heuristic: the checker's own. path: ``module:Class``; the class takes no arguments.
    """

    name: str
    path: str
    is_heuristic: bool = False

    def load(self) -> Checker[Any]:
        """Import the module and make the checker; raises what the import raises."""
        module, _, attribute = self.path.partition(":")
        made: Checker[Any] = getattr(import_module(module), attribute)()
        return made

    def source(self) -> Path | None:
        """Give the file of the module, without importing it; None where there is none."""
        module = self.path.partition(":")[0]
        package, _, leaf = module.rpartition(".")
        for folder in import_module(package).__path__ if package else ():
            if (beside := Path(folder) / f"{leaf}.py").is_file():  # quicker than ``find_spec``
                return beside
        found = find_spec(module)
        return Path(found.origin) if found is not None and found.origin is not None else None
