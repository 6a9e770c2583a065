"""Judging a few records under one made-up rule: what tests of checkers and of the engine share."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dbcheck.arguments import read_as_of
from dbcheck.calendars import WorkCalendar, load_calendar
from dbcheck.engine.binder import World
from dbcheck.engine.examples import ExampleTables
from dbcheck.engine.plan import Job
from dbcheck.engine.verdicts import verdicts_of
from dbcheck.findings import Reason
from dbcheck.plugins.contract import Checker
from dbcheck.plugins.registry import checkers
from dbcheck.plugins.tables import Table
from dbcheck.records.catalogue import kinds
from dbcheck.rules.pack import Pack, Rule

Records = Sequence[Mapping[str, Any]]


def pack_of(*rules: Rule, effective: date | None = None) -> Pack:
    """Make a pack of these rules."""
    return Pack(
        id="T",
        title="测试",
        title_en="test",
        document="T/1",
        issuer="",
        published=None,
        effective=effective,
        withdrawn=None,
        jurisdiction="",
        clauses=tuple(dict.fromkeys(rule.clause for rule in rules)),
        rules=rules,
        path="t.yaml",
        digest="",
    )


def rule_of(check: str, clause: str = "1", modality: str = "shall", **params: Any) -> Rule:
    """Make a rule; a parameter that is a Python word is written with an underscore behind it."""
    named = {name.removesuffix("_"): value for name, value in params.items()}
    return Rule("T", clause, "", "要求", modality, "site_operator", check, named)


def world_of(
    records: Mapping[str, Records] | Mapping[str, Table], *, as_of: str = "2025-12-31", calendar: WorkCalendar | None = None
) -> World:
    """Make a world of example records (every kind supplied, every column there) or of ready tables."""
    tables: Any = records
    if not any(hasattr(value, "batches") for value in records.values()):
        tables = ExampleTables(kinds(), records)  # type: ignore[arg-type]  # these are records
    return World(tables, kinds(), read_as_of(as_of)[0], calendar or load_calendar())


def verdicts(
    rule: Rule,
    records: Mapping[str, Records],
    *,
    as_of: str = "2025-12-31",
    effective: date | None = None,
    others_rules: Sequence[Rule] = (),
    more_checkers: Mapping[str, Checker[Any]] | None = None,
) -> dict[str, str]:
    """Give the verdict of each record (or group) by its key; undetermined ones with their reason behind a colon."""
    job = Job(pack_of(rule, *others_rules, effective=effective), rule)
    found = verdicts_of(job, world_of(records, as_of=as_of), {**checkers(), **(more_checkers or {})})
    if isinstance(found, Reason):
        return {"*": str(found)}
    return {
        record: f"{verdict}:{reason}" if reason else verdict
        for record, verdict, reason in found.select("record", "verdict", "reason").iter_rows()
    }


def verdict(rule: Rule, record: Mapping[str, Any], others: Mapping[str, Records] | None = None, **given: Any) -> str:
    """Give the verdict of one record of the rule's kind; ``others`` are records of other kinds."""
    kind = str(rule.params["record"])
    mine = {"id": "1", **record} if "id" in kinds()[kind].fields else dict(record)
    further = {name: list(rows) for name, rows in (others or {}).items()}
    further[kind] = [mine, *further.get(kind, [])]
    return next(iter(verdicts(rule, further, **given).values()))
