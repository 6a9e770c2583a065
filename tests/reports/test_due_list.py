"""What is overdue and what runs out next."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.calendars.working_days import load_calendar
from dbcheck.cli.demo_command import example_folder
from dbcheck.errors import UsageError
from dbcheck.pipeline import audit
from dbcheck.reports.due_list import DueList, due_list, read_within

RULE = "DB23T3649.10/5.3.3#2"  # letters are answered within 5 working days
PACK = "DB23T3649.10"
CALENDAR = load_calendar()


def letter(name: str, received: str, replied: str | None = None, **more: Any) -> dict[str, Any]:
    made = {"id": name, "received_at": received, "replied_at": replied, "accepted": True, "is_complex": False}
    return {**made, "responsible_org_id": "O1", **more}


def due(
    records: Mapping[str, Any] | list[str | Path | Mapping[str, Any]], as_of: str, within: str | None = None
) -> DueList:
    done = audit(records, rules=PACK, as_of=as_of, pending=True)
    assert done.due is not None
    return due_list(
        done.result,
        within=read_within(within) if within else None,
        calendar=done.due.calendar,
        open_rules=done.due.open_rules,
        unit_names=done.due.unit_names,
    )


def of_rule(found: DueList, rule: str = RULE) -> list[tuple[str, str, str | None, int | None, int | None]]:
    picked = found.items.filter(pl.col("rule") == rule)
    return picked.select("record", "state", "due", "days_left", "work_days_left").rows()


def test_overdue_comes_first_and_what_is_done_is_not_listed() -> None:
    letters = [
        letter("open", "2025-06-26 09:00"),
        letter("late", "2025-06-16 09:00"),
        letter("done", "2025-06-16 09:00", "2025-06-18 09:00"),
        letter("done-late", "2025-06-02 09:00", "2025-06-20 09:00"),
    ]
    assert of_rule(due({"letter": letters}, "2025-06-30")) == [
        ("late", "overdue", "2025-06-23", -7, -5),
        ("open", "pending", "2025-07-03", 3, 3),
    ]


@pytest.mark.parametrize(
    ("within", "listed"),
    [("2wd", []), ("3wd", ["X"]), ("2cd", []), ("3cd", ["X"]), ("71h", []), ("72h", ["X"]), (None, ["X"])],
)
def test_both_sides_of_the_boundary(within: str | None, listed: list[str]) -> None:
    found = due({"letter": [letter("X", "2025-06-26 09:00")]}, "2025-06-30", within)  # due 2025-07-03 24:00
    assert [row[0] for row in of_rule(found)] == listed


def test_working_days_ahead_skip_a_holiday() -> None:
    letters = [
        letter("X", "2025-09-25 09:00")
    ]  # the fifth working day comes after the National Day week, and 28 September is one
    wanted = [("X", "pending", "2025-10-09", 9, 1)]
    ahead = {within: of_rule(due({"letter": letters}, "2025-09-30", within)) for within in ("0wd", "1wd", "8cd", "9cd")}
    assert ahead == {"0wd": [], "1wd": wanted, "8cd": [], "9cd": wanted}


@settings(max_examples=30, deadline=None)
@given(received=st.dates(date(2025, 5, 1), date(2025, 6, 30)), ahead=st.integers(0, 6))
def test_within_some_working_days_agrees_with_counting_days(received: date, ahead: int) -> None:
    def working_days(start: date, amount: int) -> date:
        day = start
        while amount:
            day += timedelta(days=1)
            amount -= bool(CALENDAR.is_workday(day))
        return day

    last, today = working_days(received, 5), date(2025, 6, 30)
    found = due({"letter": [letter("X", f"{received} 09:00")]}, "2025-06-30", f"{ahead}wd")
    wanted = ["overdue"] if last < today else ["pending"] if last <= working_days(today, ahead) else []
    assert [row[1] for row in of_rule(found)] == wanted


def test_beyond_the_published_working_days_a_limit_is_shown_without_a_date() -> None:
    year = CALENDAR.last.year
    found = due({"letter": [letter("X", f"{year}-12-30 09:00")]}, f"{year}-12-31", "3wd")
    assert of_rule(found) == [("X", "unknown", None, None, None)]
    assert found.is_vague


def test_a_running_period_is_due_at_its_end() -> None:
    found = due([str(example_folder())], "2025-06-30")
    ends = found.items.filter(pl.col("state") == "period_end").select("due", "days_left").unique().rows()
    assert ends == [("2025-12-31", 184)]
    assert due([str(example_folder())], "2025-06-30", "183cd").counts["period_end"] == 0


def test_units_bear_their_names() -> None:
    records = {
        "letter": [letter("X", "2025-06-26 09:00"), letter("Y", "2025-06-26 09:00", responsible_org_id="O9")],
        "organization": [{"id": "O1", "name": "甲市公安局"}],
    }
    found = due(records, "2025-06-30").items.filter(pl.col("rule") == RULE)
    assert dict(found.select("record", "unit_name").iter_rows()) == {"X": "甲市公安局", "Y": "O9"}


def test_rules_that_could_not_be_judged_are_told() -> None:
    found = due({"letter": [{"id": "X", "received_at": "2025-06-26 09:00"}]}, "2025-06-30")
    assert RULE in dict(found.unjudged)


@pytest.mark.parametrize("text", ["3", "3d", "wd", "-1wd", "3 wd", "1.5h"])
def test_a_wrong_time_is_a_usage_mistake(text: str) -> None:
    with pytest.raises(UsageError, match="write 3wd"):
        read_within(text)


def test_time_ahead_ends_with_its_last_day() -> None:
    as_of = datetime(2025, 7, 1)  # 24:00 of 30 June
    assert read_within("3wd").until(as_of, CALENDAR) == datetime(2025, 7, 4)
    assert read_within("3cd").until(as_of, CALENDAR) == datetime(2025, 7, 4)
    assert read_within("24h").until(as_of, CALENDAR) == datetime(2025, 7, 2)
