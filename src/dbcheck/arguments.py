"""What is asked of an audit: the instant, the packs or the profile, the working days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from dbcheck.calendars.working_days import WorkCalendar, load_calendar, published_calendar
from dbcheck.engine.plan import Job, jobs_of
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.registry import checkers
from dbcheck.plugins.tables import Table
from dbcheck.records.snapshot import kinds
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Pack
from dbcheck.rules.packs import find_pack

DEFAULT_PACK = "DB23T3649.10"
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def read_as_of(value: str | date | datetime | None) -> tuple[datetime, str]:
    """Give the evaluation instant in Asia/Shanghai without a zone mark, and how it was given.

    A date stands for its 24:00, which is the next day's midnight; None is now. Raises UsageError for anything else.
    """
    if value is None:
        now = datetime.now(SHANGHAI).replace(tzinfo=None, microsecond=0)
        return now, now.isoformat(sep=" ")
    try:
        parsed = _parsed(value) if isinstance(value, str) else value
    except ValueError:
        message = Message(
            f"{value!r} 不是日期或时刻;应写成 2025-06-30 或 2025-06-30T09:00",
            f"{value!r} is no date or instant; write 2025-06-30 or 2025-06-30T09:00",
        )
        raise UsageError([Problem("--as-of", "", message)]) from None
    if isinstance(parsed, datetime):
        local = parsed.astimezone(SHANGHAI).replace(tzinfo=None) if parsed.tzinfo else parsed
        return local, str(value)
    return datetime.combine(parsed + timedelta(days=1), time()), str(value)


def _parsed(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == len("2025-06-30") else datetime.fromisoformat(text)


@dataclass(frozen=True)
class Choice:
    """What is to be judged: the rules, their packs, and what a profile changed (rule, what, why)."""

    packs: tuple[Pack, ...]
    jobs: tuple[Job, ...]
    adjustments: tuple[tuple[str, str, str], ...] = ()


def choose(profile: str | None, rules: str | Path | Sequence[str | Path] | None) -> Choice:
    """Choose the rules of a profile, or of packs; raise UsageError where both are given."""
    if profile is None:
        packs = load_packs(rules)
        return Choice(tuple(packs), tuple(jobs_of(packs)))
    if rules is not None:
        said = Message("profile 与 rules 只写一个:方案已经指明规则包", "give profile or rules: a profile names its packs")
        raise UsageError([Problem("profile, rules", "", said)])
    from dbcheck.rules.profiles import load_profile  # noqa: PLC0415 - start-up: it loads YAML

    loaded = load_profile(profile, kinds=kinds(), checkers=checkers())
    jobs = tuple(Job(entry.pack, entry.rule, entry.reach, entry.off) for entry in loaded.rules)
    return Choice(loaded.packs, jobs, tuple((each.rule, each.what, each.reason) for each in loaded.applied))


def load_packs(rules: str | Path | Sequence[str | Path] | None) -> list[Pack]:
    """Load the packs that were asked for, or the one that stands for all."""
    if rules is None:
        rules = [DEFAULT_PACK]
    names = [rules] if isinstance(rules, (str, Path)) else list(rules)
    return [load_pack(find_pack(str(name)), kinds=kinds(), checkers=checkers()) for name in names]


def work_calendar(path: str | Path | None, tables: Mapping[str, Table]) -> WorkCalendar:
    """Give the working days: the published notices, then the calendar file, then ``work_calendar`` records."""
    days: dict[date, bool] = {}
    sources: list[str] = []
    if path is not None:
        from dbcheck.calendars.files import read_calendar_file  # noqa: PLC0415 - start-up: few audits bring a calendar

        days.update(read_calendar_file(Path(path)).days)
        sources.append(str(path))
    table = tables.get("work_calendar")
    if table is not None and {"date", "is_workday"} <= table.columns:
        for thunk in table.batches(["date", "is_workday"]):
            days.update(thunk().select("date", "is_workday").drop_nulls().iter_rows())
        sources.append("work_calendar")
    return load_calendar(days, source=" + ".join(sources)) if days else published_calendar()
