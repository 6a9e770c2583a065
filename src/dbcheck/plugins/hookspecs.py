"""The hooks through which checkers come in, our own and everybody's."""

from collections.abc import Sequence
from typing import Any

import pluggy

from dbcheck.plugins.contract import Checker
from dbcheck.plugins.reference import CheckerReference

PROJECT = "dbcheck"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """What a plugin may offer; a distribution names its plugin under the entry point group ``dbcheck``."""

    @hookspec
    def dbcheck_checkers(self) -> Sequence[Checker[Any] | CheckerReference]:  # type: ignore[empty-body]  # a specification has no body
        """Give the checkers of this plugin, one instance each or a reference to its class; their names must be unknown so far."""
