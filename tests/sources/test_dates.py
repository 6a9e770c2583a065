"""Dates as people write them: the fast reader against the way each text was made, and against the slow reader."""

from collections.abc import Callable
from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.errors import Message
from dbcheck.sources import date_words
from dbcheck.sources.date_words import Moment, read_format, read_moment, read_plain
from dbcheck.sources.dates import FEW, read_instants

READABLE: list[tuple[str, datetime, bool]] = [
    ("2019/4/25 9:32:09", datetime(2019, 4, 25, 9, 32, 9), True),
    ("2018.11.09", datetime(2018, 11, 9), False),
    ("2018.11.09 00:00:00", datetime(2018, 11, 9), True),
    ("2025-3-28 10:53", datetime(2025, 3, 28, 10, 53), True),
    ("2023年8月14日", datetime(2023, 8, 14), False),
    ("2023年8月14日 9时30分", datetime(2023, 8, 14, 9, 30), True),
    ("2023年8月14日9时", datetime(2023, 8, 14, 9), True),
    ("二○一一年七月二十八日", datetime(2011, 7, 28), False),
    ("二〇二三年十二月三十一日", datetime(2023, 12, 31), False),
    ("二零二零年十月十日", datetime(2020, 10, 10), False),
    ("二Ｏ一九年一月二十日", datetime(2019, 1, 20), False),
    ("2021-11-19T08:41:00.000Z", datetime(2021, 11, 19, 16, 41), True),
    ("2021-11-19T00:00:00.000+0800", datetime(2021, 11, 19), True),
    ("2021-11-19T00:00:00+08:00", datetime(2021, 11, 19), True),
    ("2021-11-18T20:00:00-05:30", datetime(2021, 11, 19, 9, 30), True),
    ("2021-11-19 08:00 +08:00", datetime(2021, 11, 19, 8), True),
    ("20240105", datetime(2024, 1, 5), False),
    ("20240105093000", datetime(2024, 1, 5, 9, 30), True),
    ("202401050930", datetime(2024, 1, 5, 9, 30), True),
    ("1700000000", datetime(2023, 11, 15, 6, 13, 20), True),
    ("1700000000123", datetime(2023, 11, 15, 6, 13, 20, 123000), True),
    ("2024年1月5日 下午3:05", datetime(2024, 1, 5, 15, 5), True),
    ("2024-01-05 上午 9:05:01", datetime(2024, 1, 5, 9, 5, 1), True),
    ("2024-01-05 9:30 PM", datetime(2024, 1, 5, 21, 30), True),
    ("2024-01-05 24:00", datetime(2024, 1, 6), True),
    ("2024-12-31 24:00:00", datetime(2025, 1, 1), True),
    ("２０２４－０１－０５　０９：３０", datetime(2024, 1, 5, 9, 30), True),
    ("2024年1月5日(星期五)", datetime(2024, 1, 5), False),
    ("2024-02-29", datetime(2024, 2, 29), False),
]
UNREADABLE: list[tuple[str, Message]] = [
    ("03/04/2024", date_words.TWO_MEANINGS),
    ("4-5-2024", date_words.TWO_MEANINGS),
    ("13/04/2024 09:00", date_words.TWO_MEANINGS),
    ("2024010509", date_words.TWO_MEANINGS),
    ("24-01-05", date_words.SHORT_YEAR),
    ("24年1月5日", date_words.SHORT_YEAR),
    ("2024-01", date_words.NO_DAY),
    ("2024年1月", date_words.NO_DAY),
    ("2023-02-30", date_words.IMPOSSIBLE),
    ("2023-02-29", date_words.IMPOSSIBLE),
    ("2023-13-01", date_words.IMPOSSIBLE),
    ("2023-01-05 25:00", date_words.IMPOSSIBLE),
    ("2023-01-05 24:01", date_words.IMPOSSIBLE),
    ("2023-01-05 09:60", date_words.IMPOSSIBLE),
    ("2023-01-05 上午 12:30", date_words.IMPOSSIBLE),
    ("1948-12-31", date_words.FAR_YEAR),
    ("2101-01-01", date_words.FAR_YEAR),
    ("2024-1-109:30", date_words.NO_DATE),
    ("2024-01-05 9:", date_words.NO_DATE),
    ("45296", date_words.NO_DATE),
    ("昨天", date_words.NO_DATE),
]


def read_fast(texts: list[str], few: int = 0) -> list[tuple[datetime | None, bool, bool]]:
    found = read_instants(pl.Series(texts, dtype=pl.String), read_moment, few=few)
    return list(zip(found.values.to_list(), found.day.to_list(), found.bad.to_list(), strict=True))


@pytest.mark.parametrize(("text", "at", "has_time"), READABLE)
def test_a_date_is_read_as_it_is_meant(text: str, at: datetime, has_time: bool) -> None:
    assert read_fast([text]) == [(at, not has_time, False)]


@pytest.mark.parametrize(("text", "reason"), UNREADABLE)
def test_a_date_that_is_none_or_could_be_two_is_not_guessed(text: str, reason: Message) -> None:
    assert read_fast([text]) == [(None, False, True)]
    assert read_moment(text) == reason


@pytest.mark.parametrize("text", [text for text, *_ in [*READABLE, *UNREADABLE]])
def test_a_plain_date_is_what_the_patterns_make_of_it(text: str) -> None:
    assert read_plain(text) in (None, read_moment(text))


@given(st.datetimes(datetime(1940, 1, 1), datetime(2110, 1, 1)), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_plain_date_needs_no_pattern(at: datetime, has_time: bool) -> None:
    text = f"{at:%Y-%m-%d %H:%M:%S}" if has_time else f"{at:%Y-%m-%d}"
    moment = read_moment(text)
    assert read_plain(text) == (moment if isinstance(moment, Moment) else None)


@pytest.mark.parametrize(
    "text", ["2024-W01-1", "２０２４-01-05", "2024-01-0٥", "+024-01-05", "2024-01-05T10:00:00", "2024-01-05 1:000:00"]
)
def test_what_only_looks_like_a_plain_date_is_left_to_the_patterns(text: str) -> None:
    assert read_plain(text) is None


def test_every_way_of_writing_may_stand_in_one_column() -> None:
    texts = [text for text, _, _ in READABLE] + [text for text, _ in UNREADABLE]
    assert read_fast(texts) == [answer for text in texts for answer in read_fast([text])]


@pytest.mark.parametrize("few", [0, FEW])
def test_in_a_spreadsheet_a_number_is_a_serial_and_a_midnight_a_day(few: int) -> None:
    texts = ["45296", "45296.395914352", "2024-01-05 00:00:00", "2024-01-05 09:30:07", "12", "99999"]
    found = read_instants(pl.Series(texts), lambda text: read_moment(text, excel=True), excel=True, few=few)
    day, late = datetime(2024, 1, 5), datetime(2024, 1, 5, 9, 30, 7)
    assert found.values.to_list() == [day, late, day, late, None, None]
    assert found.day.to_list() == [True, False, True, False, False, False]
    assert found.bad.to_list() == [False, False, False, False, True, True]


def test_a_workbook_of_1904_counts_from_there() -> None:
    assert read_moment("43834", excel=True, excel_1904=True) == Moment(datetime(2024, 1, 5), has_time=False)


def test_a_format_of_the_binding_decides_an_ambiguous_date() -> None:
    assert read_format("03/04/2024", ("%d/%m/%Y",)) == Moment(datetime(2024, 4, 3), has_time=False)
    assert read_format("03/04/2024 10:00", ("%d/%m/%Y", "%d/%m/%Y %H:%M")) == Moment(
        datetime(2024, 4, 3, 10), has_time=True
    )
    assert read_format("2024-04-03", ("%d/%m/%Y",)) is None


WRITERS: list[tuple[Callable[[datetime], str], timedelta]] = [
    (lambda at: f"{at:%Y-%m-%d %H:%M:%S}", timedelta(seconds=1)),
    (lambda at: f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02}:{at.second:02}", timedelta(seconds=1)),
    (lambda at: f"{at.year}.{at.month}.{at.day} {at.hour}:{at.minute:02}", timedelta(minutes=1)),
    (lambda at: f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分", timedelta(minutes=1)),
    (lambda at: f"{at.year}年{at.month}月{at.day}日 {at.hour}时{at.minute}分{at.second}秒", timedelta(seconds=1)),
    (lambda at: f"{at:%Y%m%d%H%M%S}", timedelta(seconds=1)),
    (lambda at: f"{at:%Y-%m-%dT%H:%M:%S.%f}", timedelta(microseconds=1)),
    (lambda at: f"{at - timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}", timedelta(seconds=1)),
    (lambda at: f"{at - timedelta(hours=3):%Y-%m-%dT%H:%M:%S}+0500", timedelta(seconds=1)),
    (lambda at: f"{at:%Y-%m-%d}", timedelta(days=1)),
    (lambda at: f"{at.year}年{at.month}月{at.day}日", timedelta(days=1)),
    (lambda at: f"{at:%Y%m%d}", timedelta(days=1)),
]


def cut(at: datetime, to: timedelta) -> datetime:
    return at - (at - datetime(1949, 10, 1)) % to


@given(
    st.lists(
        st.tuples(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 31)), st.integers(0, len(WRITERS) - 1)),
        min_size=1,
        max_size=20,
    )
)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_what_is_read(written: list[tuple[datetime, int]]) -> None:
    texts = [WRITERS[way][0](at) for at, way in written]
    expected = [(cut(at, WRITERS[way][1]), WRITERS[way][1] == timedelta(days=1), False) for at, way in written]
    assert read_fast(texts) == expected


@given(
    st.lists(st.text("0123456789-/.年月日 :时分TZ+上午", min_size=1, max_size=20).map(str.strip), min_size=1, max_size=8)
)
@settings(max_examples=150, deadline=None)
def test_the_fast_reader_never_says_anything_else_than_the_slow_one(texts: list[str]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    fast, slow = read_instants(column, read_moment, few=0), read_instants(column, read_moment, fast=False, few=0)
    assert fast.values.to_list() == slow.values.to_list()
    assert fast.day.to_list() == slow.day.to_list()
    assert fast.bad.to_list() == slow.bad.to_list()


@given(st.lists(st.none() | st.sampled_from([text for text, *_ in [*READABLE, *UNREADABLE]]), max_size=12))
@settings(max_examples=60, deadline=None)
def test_few_cells_are_read_as_many_are(texts: list[str | None]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    few, many = read_instants(column, read_moment), read_instants(column, read_moment, few=0)
    assert few.values.to_list() == many.values.to_list()
    assert few.day.to_list() == many.day.to_list()
    assert few.bad.to_list() == many.bad.to_list()
    assert [few.values.dtype, few.day.dtype, few.bad.dtype] == [many.values.dtype, many.day.dtype, many.bad.dtype]
