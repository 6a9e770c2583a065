"""One rule over a few records, judged by the engine: what the tests of checkers ask."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dbcheck.calendars import load_calendar
from dbcheck.engine.binder import World
from dbcheck.engine.examples import ExampleTables
from dbcheck.engine.explain import explain
from dbcheck.engine.plan import Job
from dbcheck.findings import Explanation
from dbcheck.plugins.registry import checkers
from dbcheck.records.catalogue import kinds
from dbcheck.rules.pack import Pack, Rule

Records = Mapping[str, Sequence[Mapping[str, Any]]]


def explained(check: str, params: Mapping[str, Any], records: Records, record: str = "1") -> Explanation:
    """Judge the record of this id under one rule at the end of 2025."""
    rule = Rule("T", "1", "", "要求", "shall", "agency", check, params)
    pack = Pack("T", "T", "T", "T", "T", date(2000, 1, 1), date(2000, 1, 1), None, "T", ("1",), (rule,), "T.yaml", "")
    world = World(ExampleTables(kinds(), records), kinds(), datetime(2026, 1, 1), load_calendar())
    return explain(Job(pack, rule), world, checkers(), record)


def verdict(check: str, params: Mapping[str, Any], records: Records, record: str = "1") -> str:
    """Give the word of the verdict."""
    return explained(check, params, records, record).verdict.word
