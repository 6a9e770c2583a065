"""Calendar files: what they declare, and how their mistakes are told."""

import csv
from datetime import date
from pathlib import Path

import pytest

from dbcheck.calendars import load_calendar
from dbcheck.calendars.files import read_calendar_file
from dbcheck.errors import UsageError

NOTICE = """\
2027:
  source: a notice
  holidays: [2027-01-01, "2027-05-01", 2027/5/3, 2027年10月1日, 20271004, 2027-02-05, 2026-12-31]
  workdays: ["2027-02-06"]
days:
  "2026-10-10": true
  2027-03-01: 否
"""


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(UsageError) as raised:
        read_calendar_file(path)
    return raised.value.say("en").splitlines()


def test_a_year_is_declared_whole(tmp_path: Path) -> None:
    days = read_calendar_file(written(tmp_path, "own.yaml", NOTICE)).days
    calendar = load_calendar(days)
    assert calendar.last == date(2027, 12, 31)
    assert calendar.unused == ()
    off = [day for day in days if not days[day] and day.year == 2027 and day.weekday() < 5]
    assert off == [
        date(2027, 1, 1),
        date(2027, 2, 5),
        date(2027, 3, 1),
        date(2027, 5, 3),
        date(2027, 10, 1),
        date(2027, 10, 4),
    ]
    assert [day for day in days if days[day] and day.weekday() > 4] == [date(2026, 10, 10), date(2027, 2, 6)]


def test_a_notice_may_reach_into_the_december_before(tmp_path: Path) -> None:
    calendar = load_calendar(read_calendar_file(written(tmp_path, "own.yaml", NOTICE)).days)
    assert calendar.is_workday(date(2026, 12, 31)) is False


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["日期,是否工作日", "date,is_workday", "备注,日期,是否工作日"])
def test_csv_is_read_in_what_spreadsheets_write(tmp_path: Path, encoding: str, header: str) -> None:
    before = "说明," if header.startswith("备注") else ""
    text = f"{header}\r\n{before}2027-01-01,否\r\n{before}2027/1/2,FALSE\r\n\r\n{before}20270103,1\r\n"
    days = read_calendar_file(written(tmp_path, "日历.csv", text, encoding)).days
    assert days == {date(2027, 1, 1): False, date(2027, 1, 2): False, date(2027, 1, 3): True}


def test_the_written_out_year_reads_the_same_as_csv(tmp_path: Path) -> None:
    declared = read_calendar_file(written(tmp_path, "own.yaml", NOTICE)).days
    with (tmp_path / "own.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("date", "is_workday"), *declared.items()])
    assert read_calendar_file(tmp_path / "own.csv").days == declared


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "days: {2027-13-01: true}", ["a.yaml:1  days: '2027-13-01' is no date; write 2027-01-01"]),
        ("a.yaml", "days:\n  2027-01-01: maybe", ["a.yaml:2  2027-01-01: 'maybe' should be true or false"]),
        ("a.yaml", "days: [2027-01-01]", ['a.yaml:1  days: write {"2026-10-10": true}, a day and true or false']),
        ("a.yaml", "- 2027", ["a.yaml:1  write a mapping of years and days"]),
        ("a.yaml", "feast: 1", ["a.yaml:1  feast: write a year, e.g. 2027, or days, not this"]),
        ("a.yaml", "2027: none", ["a.yaml:1  2027: write the lists holidays and workdays"]),
        ("a.csv", "day,work\n2027-01-01,1", ["a.csv:1  the first row needs the columns date and is_workday"]),
        (
            "a.csv",
            "date,is_workday\n2027-01-01,0\nsoon,1\n2027-01-02\n2027-01-01,1",
            [
                "a.csv:3  date: 'soon' is no date; write 2027-01-01",
                "a.csv:4  2027-01-02: '' should be true or false",
                "a.csv:5  2027-01-01: contradicts line 2: the day is a working day in one and a day off in the other",
            ],
        ),
        ("a.csv", "date,is_workday\n", ["a.csv  the calendar file declares no day"]),
        ("a.txt", "", ["a.txt  a calendar file is .yaml, .yml or .csv"]),
    ],
)
def test_every_mistake_is_told_with_its_line(tmp_path: Path, name: str, text: str, told: list[str]) -> None:
    assert mistakes(written(tmp_path, name, text)) == told


def test_a_year_without_its_statutory_holidays_is_no_notice(tmp_path: Path) -> None:
    text = "2028:\n  holidays: [2028-01-26]\n"
    assert mistakes(written(tmp_path, "a.yaml", text)) == [
        "a.yaml:1  2028.holidays: the statutory holidays 2028-05-01, 2028-10-02, 2028-10-03 are not listed; "
        "list the whole notice, or put single days under days"
    ]


def test_mistakes_of_a_year_come_together(tmp_path: Path) -> None:
    text = (
        "2027:\n  holidays:\n    - 2027-01-01\n    - 2026-10-01\n    - x\n    - 2027-10-01\n  workday: []\n"
        "  workdays:\n    - 2027-01-01\n"
    )
    assert [line.split("  ")[0] for line in mistakes(written(tmp_path, "a.yaml", text))] == [
        "a.yaml:4",
        "a.yaml:5",
        "a.yaml:7",
        "a.yaml:9",
    ]


def test_broken_yaml_names_its_line(tmp_path: Path) -> None:
    assert mistakes(written(tmp_path, "a.yaml", "2027:\n  holidays: [2027-01-01\n"))[0].startswith(
        "a.yaml:3  the YAML is broken"
    )


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "none.csv")[0].startswith("none.csv  cannot be read")


def test_bytes_of_no_encoding_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"date,is_workday\n\xff\xff\xff\n")
    assert mistakes(tmp_path / "a.csv") == ["a.csv  it is neither UTF-8 nor GB18030"]
