"""Checkers for the service promises of an imaginary town hall."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dbcheck.plugins.contract import Checker
from dbcheck.plugins.hookspecs import hookimpl
from dbcheck_office_hours.office_hours import OfficeHours
from dbcheck_office_hours.plain_title import PLAIN_TITLE

PACK = Path(__file__).with_name("TOWN.yaml")


@hookimpl
def dbcheck_checkers() -> Sequence[Checker[Any]]:
    """Give the checkers of this plugin."""
    return [OfficeHours(), PLAIN_TITLE]
