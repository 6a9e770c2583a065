from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.calendars import START_RULES, load_calendar
from dbcheck.findings import Explanation, Reason, Verdict
from dbcheck.reports.explanation import explanation_lines
from dbcheck.reports.layout import plain
from dbcheck.reports.widths import width
from dbcheck.reports.working_day_steps import day_name, working_day_steps

CALENDAR = load_calendar()
LATE = Explanation(
    rule="DB23T3649.10/5.3.3#2",
    requirement="受理的留言最迟5个工作日内答复",
    reading="收到当日不计;第5个工作日24时届满",
    check="time_limit",
    params={"record": "letter", "from": "received_at", "to": "replied_at", "max": 5, "unit": "work_day"},
    kind="letter",
    record="L-1",
    verdict=Verdict.FAIL,
    reason=None,
    reason_detail="",
    message="应于 2024-10-10 前,实际 2024-10-15,迟 4 个工作日",
    values={"received_at": "2024-09-27 09:00:00", "replied_at": "2024-10-15 10:00:00", "is_complex": None},
    evidence={
        "from": "2024-09-27 09:00:00",
        "to": "2024-10-15 10:00:00",
        "max": 5,
        "unit": "work_day",
        "due": "2024-10-10",
        "work_days_late": 4,
    },
    path="导出/来信.csv",
    row=12,
    calendar=CALENDAR,
)


def text(explanation: Explanation, lang: str = "zh", columns: int = 100) -> str:
    return plain(explanation_lines(explanation, columns=columns, lang=lang))


def test_every_day_of_the_limit_is_named_with_what_it_counts_for() -> None:
    said = [line.strip() for line in text(LATE).splitlines() if line.startswith("  20")]
    assert said == [
        "2024-09-27 周五  起算日,不计",
        "2024-09-28 周六(休息)  不计",
        "2024-09-29 周日(国庆节调休上班)  第 1 个工作日",
        "2024-09-30 周一  第 2 个工作日",
        *(
            f"2024-10-0{day} {name}(国庆节放假)  不计"
            for day, name in enumerate(("周二", "周三", "周四", "周五", "周六", "周日", "周一"), 1)
        ),
        "2024-10-08 周二  第 3 个工作日",
        "2024-10-09 周三  第 4 个工作日",
        "2024-10-10 周四  第 5 个工作日,当日24:00届满",
        "2024-10-15 周二  答复时间,迟 4 个工作日",
    ]


def test_the_page_says_requirement_reading_record_values_and_verdict() -> None:
    said = text(LATE)
    for words in (
        "DB23T3649.10/5.3.3#2",
        "受理的留言最迟5个工作日内答复",
        "收到当日不计;第5个工作日24时届满",
        "L-1(信件)  导出/来信.csv:12",
        "判定:不符合;应于 2024-10-10 前,实际 2024-10-15,迟 4 个工作日",
    ):
        assert words in said
    (row,) = [line for line in said.splitlines() if line.startswith("is_complex")]
    assert row.split() == ["is_complex", "是否复杂问题", "(空)"]


def test_the_english_page_names_weekdays_and_holidays_in_english() -> None:
    said = text(LATE, "en")
    assert "2024-09-29 Sun (make-up day for National Day)  working day 1" in said
    assert "2024-10-01 Tue (National Day)  not counted" in said
    assert "2024-10-15 Tue  replied_at, 4 working days late" in said
    assert "verdict: fail" in said


def test_a_reply_on_the_saturday_after_a_friday_due_date_is_a_day_late_and_no_working_day() -> None:
    evidence = {**LATE.evidence, "from": "2024-11-08", "due": "2024-11-15", "to": "2024-11-16 08:00:00"}
    assert "2024-11-16 周六(休息)  答复时间,迟 1 天" in text(replace(LATE, evidence=evidence))


def test_an_undetermined_record_says_what_is_missing() -> None:
    unknown = replace(
        LATE,
        verdict=Verdict.UNDETERMINED,
        reason=Reason.MISSING_VALUE,
        reason_detail="received_at",
        message="",
        evidence={},
    )
    assert "判定:未能判定;缺少判定所需的值 (留言时间)" in text(unknown)


def test_days_that_lead_to_another_due_date_than_the_verdict_are_not_shown() -> None:
    doubtful = replace(LATE, evidence={**LATE.evidence, "due": "2024-10-11"})
    assert "起算日" not in text(doubtful)


@pytest.mark.parametrize("days", [0, 31, None])
def test_a_long_or_missing_limit_is_not_walked(days: int | None) -> None:
    assert "起算日" not in text(replace(LATE, evidence={**LATE.evidence, "max": days}))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_page_fits_the_terminal(columns: int) -> None:
    long = replace(LATE, values={**LATE.values, "content": "很长的内容" * 100})
    assert [line for line in text(long, columns=columns).splitlines() if width(line) > columns] == []


@given(st.dates(date(2010, 1, 1), date(2025, 12, 1)), st.integers(1, 20), st.sampled_from(START_RULES))
def test_the_walk_ends_on_the_due_date_and_counts_every_working_day_once(start: date, days: int, rule: str) -> None:
    steps = list(working_day_steps(CALENDAR, start, days, rule))
    assert [day for day, _ in steps] == [start + timedelta(days=number) for number in range(len(steps))]
    assert steps[-1][0] == CALENDAR.due_date(start, days, start_rule=rule)
    counted = [what.zh for _, what in steps if "个工作日" in what.zh and "首个" not in what.zh]
    assert [what.partition("第 ")[2].split()[0] for what in counted] == [str(number) for number in range(1, days + 1)]


def test_a_limit_into_an_unpublished_year_is_not_walked() -> None:
    assert list(working_day_steps(CALENDAR, CALENDAR.last - timedelta(days=2), 5)) == []


def test_a_day_of_the_calendar_file_is_marked_as_such() -> None:
    own = load_calendar({date(2025, 6, 28): True, date(2025, 6, 27): False}, source="日历.yaml")
    assert day_name(own, date(2025, 6, 28)).zh == "周六(日历文件指定)"
    assert day_name(own, date(2025, 6, 27)).zh == "周五(日历文件指定)"
    assert day_name(own, date(2025, 6, 26)).zh == "周四"
