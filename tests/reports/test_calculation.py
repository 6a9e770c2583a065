from datetime import datetime
from typing import Any

import pytest

from dbcheck.calendars.working_days import load_calendar
from dbcheck.reports.calculation import DayKind, calculation

AS_OF = datetime(2025, 7, 1)  # 24:00 of 30 June
CALENDAR = load_calendar()


def evidence(**changes: Any) -> dict[str, Any]:
    """Give the evidence of a letter that was answered one working day late, with the National Day holiday in between."""
    made = {
        "from": "2024-09-27 15:00:00",
        "to": "2024-10-11 00:00:00",
        "max": 5,
        "unit": "work_day",
        "due": "2024-10-10",
        "days_late": 1,
        "work_days_late": 1,
    }
    return {**made, **changes}


def drawn(found: dict[str, Any], *, known: bool = True) -> str:
    made = calculation(found, AS_OF, CALENDAR if known else None, "zh")
    assert made is not None
    assert made.strip is not None
    return "".join(made.strip.days)


def test_every_day_from_the_start_to_the_end_is_drawn_as_what_it_is() -> None:
    # Friday, Sat off, Sun make-up day, Mon, seven days off, Tue, Wed, Thu (due), Fri late
    assert drawn(evidence()) == "s" + "o" + "w" + "w" + "ooooooo" + "www" + "l"


def test_without_the_calendar_of_the_run_no_day_is_called_off() -> None:
    assert set(drawn(evidence(), known=False)) == {"s", "w", "l"}


def test_days_of_a_limit_in_calendar_days_are_never_off() -> None:
    assert DayKind.OFF not in drawn(evidence(unit="calendar_day", max=13))


def test_what_is_not_done_yet_is_late_up_to_the_end_of_the_audit_date() -> None:
    found = evidence(**{"from": "2025-06-20 09:00:00", "to": None, "due": "2025-06-27"})
    assert drawn(found) == "s" + "oo" + "wwwww" + "ool"
    made = calculation(found, AS_OF, CALENDAR, "zh")
    assert made is not None
    assert ("实际", "至核查时仍无") in made.facts


def test_a_delay_of_many_days_is_one_bar_with_the_share_of_the_limit() -> None:
    made = calculation(evidence(to="2025-09-27 09:00:00"), AS_OF, CALENDAR, "zh")
    assert made is not None
    assert made.strip is not None
    assert made.strip.days == ()
    assert made.strip.share == pytest.approx(14 / 366)


def test_hours_are_a_bar_too() -> None:
    found = {
        "from": "2024-04-24 09:00:00",
        "to": "2024-04-24 10:35:00",
        "max": 60,
        "unit": "minute",
        "due": "2024-04-24 10:00:00",
    }
    made = calculation(found, AS_OF, CALENDAR, "zh")
    assert made is not None
    assert made.strip is not None
    assert made.strip.share == pytest.approx(60 / 95)


def test_only_what_comes_after_a_fixed_day_is_drawn_where_nothing_starts_the_limit() -> None:
    assert drawn({"to": "2025-01-03 00:00:00", "due": "2024-12-31", "days_late": 3}) == "lll"


@pytest.mark.parametrize("found", [{}, {"missing": "reply_org"}, {"field": "title", "value": "x"}])
def test_other_findings_have_no_calculation(found: dict[str, Any]) -> None:
    assert calculation(found, AS_OF, CALENDAR, "zh") is None


def test_what_came_too_early_has_facts_and_no_strip() -> None:
    made = calculation({"from": "2024-08-31", "to": "2024-08-26", "min": 0, "unit": "work_day"}, AS_OF, CALENDAR, "zh")
    assert made is not None
    assert made.strip is None
    assert made.facts == (("起算", "2024-08-31"), ("实际", "2024-08-26"))


@pytest.mark.parametrize("wrong", ["=1+1", "<b>", "99999-01-01", 7])
@pytest.mark.parametrize("name", ["due", "to"])
def test_evidence_that_is_no_date_draws_nothing(name: str, wrong: object) -> None:
    made = calculation(evidence(**{name: wrong}), AS_OF, CALENDAR, "zh")
    assert made is not None
    assert made.strip is None
