"""Waivers: what they need, whom they cover, and which days a period means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.errors import UsageError
from dbcheck.rules.filled_forms import Grid, entries_of_grids, entries_of_yaml
from dbcheck.rules.waivers import COLUMNS, YAML_KEY, Days, Waiver, WaiverKind, days_of_label, parse_period, read_waivers

HEADER = ("类型", "规则", "对象", "单位", "期间", "理由", "批准人", "文号", "有效期至")
RIGHT = ("豁免", "T/1#2", "L1;L2", "", "", "迁移", "张某", "〔2025〕1号", "2025-12-31")


def read(*rows: tuple[str, ...]) -> tuple[Waiver, ...]:
    return read_waivers(entries_of_grids("w.csv", [Grid("w.csv", (HEADER, *rows))], COLUMNS))


def changed(**by: str) -> tuple[str, ...]:
    names = ("kind", "rule", "records", "unit", "period", "reason", "approver", "document", "expires")
    return tuple({**dict(zip(names, RIGHT, strict=True)), **by}.values())


def test_a_right_row_is_a_waiver() -> None:
    (waiver,) = read(RIGHT)
    assert (waiver.kind, waiver.rule, waiver.records) == (WaiverKind.WAIVER, "T/1#2", ("L1", "L2"))
    assert (waiver.approver, waiver.document, waiver.expires) == ("张某", "〔2025〕1号", date(2025, 12, 31))


@pytest.mark.parametrize(
    ("wrong", "cell", "told"),
    [
        ({"kind": "豁"}, "A2", "write waiver or false_alarm"),
        ({"rule": ""}, "B2", "there is no rule"),
        ({"rule": "T/*"}, "B2", "no wildcards"),
        ({"records": ""}, "C2", "there are no records, unit or period"),
        ({"period": "第三季度"}, "E2", "write 2024, 2024Q3"),
        ({"reason": " "}, "F2", "there is no reason"),
        ({"approver": ""}, "G2", "there is no approver"),
        ({"expires": ""}, "I2", "there is no valid until"),
        ({"expires": "年底"}, "I2", "is no date"),
    ],
)
def test_a_mistake_is_named_by_its_cell(wrong: dict[str, str], cell: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(changed(**wrong))
    (problem,) = caught.value.problems
    assert problem.where == f"w.csv!{cell}"
    assert told in problem.message.en


def test_a_false_alarm_needs_no_expiry_and_never_runs_out() -> None:
    (waiver,) = read(changed(kind="误报", expires=""))
    assert waiver.counts_on(date(2199, 1, 1))


def test_a_waiver_counts_up_to_and_including_its_last_day() -> None:
    (waiver,) = read(RIGHT)
    assert (waiver.counts_on(date(2025, 12, 31)), waiver.counts_on(date(2026, 1, 1))) == (True, False)


def test_a_whole_rule_is_waived_only_in_so_many_words() -> None:
    assert read(changed(records="全部"))[0].records == ()


def test_a_yaml_list_keeps_records_whole() -> None:
    raw = 'waivers: [{rule: T/1, records: ["来信、一.csv:3", 7], reason: r, approver: a, expires: 2025-12-31}]'
    (waiver,) = read_waivers(entries_of_yaml("w.yaml", raw.encode(), COLUMNS, YAML_KEY))
    assert waiver.records == ("来信、一.csv:3", "7")


@pytest.mark.parametrize(
    ("named", "covers"),
    [
        ("T/1#2", True),
        ("1#2", True),
        ("T/1", True),
        ("1", True),
        ("T/1#1", False),
        ("T/10", False),
        ("U/1#2", False),
        ("T", False),
    ],
)
def test_a_rule_is_named_by_its_id_or_its_clause(named: str, covers: bool) -> None:
    (waiver,) = read(changed(rule=named))
    assert waiver.covers("T/1#2", "1", "T") is covers


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024年", "2024-01-01", "2024-12-31"),
        ("2024Q1", "2024-01-01", "2024-03-31"),
        ("2024q4", "2024-10-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-07-01..2024-09-30", "2024-07-01", "2024-09-30"),
        ("2024/7/1 至 2024/9/30", "2024-07-01", "2024-09-30"),
        ("2024Q2..2024Q3", "2024-04-01", "2024-09-30"),
        ("2023~2024", "2023-01-01", "2024-12-31"),
    ],
)
def test_a_period_is_a_stretch_of_days(text: str, first: str, last: str) -> None:
    assert parse_period(text) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "2024Q5", "2024-13", "2024-02-30", "2024..2023", "..", "夏天"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_the_labels_of_a_day_nest_and_hold_it(day: date) -> None:
    labels = [f"{day:%Y}", f"{day.year}Q{(day.month + 2) // 3}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"]
    outer = None
    for label in labels:
        days = days_of_label(label)
        assert days is not None
        assert days.holds(Days(day, day))
        assert outer is None or outer.holds(days)
        following = days_of_label(f"{days.last + timedelta(days=1):%Y-%m-%d}")
        assert following is not None
        assert not days.holds(following)
        outer = days
