"""The built-in checkers, registered through the same hook as anybody's."""

from collections.abc import Sequence
from typing import Any

from dbcheck.plugins.checkers.allowed_values import AllowedValues
from dbcheck.plugins.checkers.attestation import Attestation
from dbcheck.plugins.checkers.count import Count
from dbcheck.plugins.checkers.cross_reference import CrossReference
from dbcheck.plugins.checkers.informative import Informative
from dbcheck.plugins.checkers.page_scan import PageScan
from dbcheck.plugins.checkers.precedence import Precedence
from dbcheck.plugins.checkers.ratio import Ratio
from dbcheck.plugins.checkers.required_fields import RequiredFields
from dbcheck.plugins.checkers.text_scan import TextScan
from dbcheck.plugins.checkers.time_limit import TimeLimit
from dbcheck.plugins.contract import Checker
from dbcheck.plugins.hookspecs import hookimpl


@hookimpl
def dbcheck_checkers() -> Sequence[Checker[Any]]:
    """Give the eleven kinds of check of the vocabulary."""
    return [
        RequiredFields(),
        AllowedValues(),
        TimeLimit(),
        Precedence(),
        Count(),
        Ratio(),
        CrossReference(),
        TextScan(),
        PageScan(),
        Attestation(),
        Informative(),
    ]
