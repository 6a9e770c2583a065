"""What is overdue and what runs out next, out of the findings and the pending rows of an audit."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

import polars as pl

from dbcheck.calendars.working_days import WorkCalendar
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.findings import AuditResult, FindingStore, OutcomeKind, Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.periods import last_day

STATES = OVERDUE, PENDING, PERIOD, UNKNOWN, NO_LIMIT = "overdue", "pending", "period_end", "unknown", "no_limit"
COLUMNS = {
    "state": pl.String,
    "unit": pl.String,
    "unit_name": pl.String,
    "due": pl.String,
    "days_left": pl.Int64,
    "work_days_left": pl.Int64,
    "kind": pl.String,
    "record": pl.String,
    "rule": pl.String,
    "clause": pl.String,
    "requirement": pl.String,
    "severity": pl.String,
    "source": pl.String,
}
_ONE_DAY = timedelta(days=1)
_END = "end"  # the instant at which an item runs out
_WITHIN = re.compile(r"([0-9]{1,6})(wd|cd|h)")


@dataclass(frozen=True)
class Within:
    """How far ahead to look: some working days (wd), calendar days (cd) or hours (h)."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    def until(self, as_of: datetime, calendar: WorkCalendar) -> datetime | None:
        """Give the instant up to which something runs out within it; None where the calendar does not reach."""
        if self.unit == "h":
            return as_of + timedelta(hours=self.amount)
        today = day_of(as_of)
        last = today + self.amount * _ONE_DAY if self.unit == "cd" else calendar.due_date(today, self.amount)
        return None if last is None else datetime.combine(last + _ONE_DAY, time())


def read_within(text: str) -> Within:
    """Read ``3wd``, ``5cd`` or ``24h``. Raises UsageError."""
    found = _WITHIN.fullmatch(text.strip().lower())
    if found is None:
        said = Message(
            f"{text!r} 应写成 3wd(3 个工作日)、5cd(5 天)或 24h(24 小时)",
            f"{text!r}: write 3wd (3 working days), 5cd (5 calendar days) or 24h (24 hours)",
        )
        raise UsageError([Problem("--within", "", said)])
    return Within(int(found[1]), found[2])


def day_of(as_of: datetime) -> date:
    """Give the day that an audit instant belongs to; midnight is the 24:00 of the day before."""
    return (as_of - timedelta(microseconds=1)).date()


@dataclass(frozen=True)
class DueList:
    """What is to be done, the most urgent first: a frame of COLUMNS.

    until: the end of the time looked ahead; None without a limit, or where the calendar does not reach that far (``is_vague``).
    unjudged: rules that could not be judged at all, whose limits are missing here.
    """

    as_of: datetime
    within: Within | None
    until: datetime | None
    items: pl.DataFrame
    unjudged: tuple[tuple[str, Reason | None], ...]

    @property
    def is_vague(self) -> bool:
        """Tell whether the working days ahead are not all known."""
        return self.within is not None and self.until is None

    @property
    def counts(self) -> Mapping[str, int]:
        """Give the number of items in each state."""
        return dict.fromkeys(STATES, 0) | dict(self.items["state"].value_counts().iter_rows())


def due_list(
    result: AuditResult,
    *,
    within: Within | None,
    calendar: WorkCalendar,
    open_rules: frozenset[str],
    unit_names: Mapping[str, str],
) -> DueList:
    """List what is overdue and still open, and what is pending and runs out within a time (or at any time).

    What has no known due date is listed last; what has no limit at all (it may only not come too early) where no time is given.
    """
    assert result.pending is not None
    until = None if within is None else within.until(result.as_of, calendar)
    pieces = [pl.DataFrame(schema={**_READ, "state": pl.String, _END: pl.Datetime("us")})]
    pieces += [_overdue(frame, open_rules) for frame in _read(result.findings)]
    pieces += [_pending(frame, within, until) for frame in _read(result.pending)]
    found = pl.concat(pieces)
    rules = {o.rule: (o.clause + (f"#{o.part}" if o.part else ""), o.requirement) for o in result.outcomes}
    items = _dressed(found, day_of(result.as_of), calendar).with_columns(
        unit_name=_mapped("unit", unit_names).fill_null(pl.col("unit")),
        clause=_mapped("rule", {rule: clause for rule, (clause, _) in rules.items()}),
        requirement=_mapped("rule", {rule: said for rule, (_, said) in rules.items()}),
    )
    first = pl.col("state") != OVERDUE
    ordered = items.sort(first, _END, "unit_name", "rule", "record", nulls_last=True, maintain_order=True)
    unjudged = tuple(
        (outcome.rule, outcome.reason)
        for outcome in result.outcomes
        if outcome.check in LIMITS and outcome.outcome in (OutcomeKind.UNDETERMINED, OutcomeKind.ERROR)
        if outcome.counts.undetermined or outcome.reason is not Reason.NOT_YET_DUE
    )
    return DueList(result.as_of, within, until, ordered.select(*COLUMNS), unjudged)


LIMITS = frozenset({"time_limit", "count", "ratio"})  # the checks that give pending records
_READ = {
    "rule": pl.String,
    "kind": pl.String,
    "record": pl.String,
    "severity": pl.String,
    "source": pl.String,
    "unit": pl.String,
    "due": pl.String,
    "period": pl.String,
    "is_clocked": pl.Boolean,
    "is_open": pl.Boolean,
    "is_limited": pl.Boolean,
}


def _read(store: FindingStore) -> Iterator[pl.DataFrame]:
    """Give rows of a store with the parts of their evidence that matter."""
    for frame in store.frames():
        evidence = {name: pl.col("evidence").str.json_path_match(f"$.{name}") for name in ("due", "period", "unit", "to")}
        yield frame.select(
            "rule",
            "kind",
            "record",
            "severity",
            "source",
            "unit",
            due=evidence["due"],
            period=evidence["period"],
            is_clocked=evidence["unit"].is_in(["minute", "hour"]).fill_null(value=False),
            is_open=evidence["to"].is_null(),
            is_limited=pl.col("evidence").str.contains('"due":', literal=True),
        )


def _overdue(frame: pl.DataFrame, open_rules: frozenset[str]) -> pl.DataFrame:
    """Keep what has run out and is not done yet."""
    is_open = pl.col("is_open") | pl.col("rule").is_in(sorted(open_rules))
    late = frame.filter(pl.col("due").is_not_null() & is_open)
    return late.with_columns(state=pl.lit(OVERDUE)).with_columns(_end().alias(_END))


def _pending(frame: pl.DataFrame, within: Within | None, until: datetime | None) -> pl.DataFrame:
    """Keep what runs out in time, and what nobody can date."""
    ends = {label: last_day(label) for label in frame["period"].drop_nulls().unique().sort()}
    period_end = _mapped("period", {label: day.isoformat() for label, day in ends.items() if day is not None})
    dated = frame.with_columns(
        due=pl.col("due").fill_null(period_end),
        state=pl.when(pl.col("due").is_not_null())
        .then(pl.lit(PENDING))
        .when(period_end.is_not_null())
        .then(pl.lit(PERIOD))
        .when(pl.col("is_limited"))
        .then(pl.lit(UNKNOWN))
        .otherwise(pl.lit(NO_LIMIT)),
    ).with_columns(_end().alias(_END))
    if within is None:
        return dated
    due = dated.filter(pl.col("state") != NO_LIMIT)
    return due if until is None else due.filter((pl.col(_END) <= until) | pl.col(_END).is_null())


def _end() -> pl.Expr:
    """Give the instant at which an item runs out: the given one where the hour counts, else the 24:00 of its day."""
    day = pl.col("due").str.slice(0, 10).str.to_date(strict=False).cast(pl.Datetime("us")) + _ONE_DAY
    instant = pl.col("due").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    has_clock = pl.col("is_clocked") | ~pl.col("due").str.ends_with("00:00:00")
    return pl.when(has_clock).then(pl.coalesce(instant, day)).otherwise(day)


def _dressed(found: pl.DataFrame, today: date, calendar: WorkCalendar) -> pl.DataFrame:
    """Say how many days are left, negative where they have passed; a due day without a clock time loses its zeros."""
    day = pl.col("due").str.slice(0, 10).str.to_date(strict=False)
    days = found.select(day).to_series().drop_nulls().unique().sort().to_list()
    left = {each.isoformat(): _work_days(today, each, calendar) for each in days}
    plain = pl.col("due").str.ends_with("00:00:00") & ~pl.col("is_clocked")
    return found.with_columns(
        days_left=(day - pl.lit(today)).dt.total_days(),
        work_days_left=pl.col("due")
        .str.slice(0, 10)
        .replace_strict(list(left), list(left.values()), default=None, return_dtype=pl.Int64),
        due=pl.when(plain).then(pl.col("due").str.slice(0, 10)).otherwise(pl.col("due")),
    )


def _work_days(today: date, due: date, calendar: WorkCalendar) -> int | None:
    if due >= today:
        return calendar.working_days_between(today, due)
    passed = calendar.working_days_between(due, today)
    return None if passed is None else -passed


def _mapped(column: str, words: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)
