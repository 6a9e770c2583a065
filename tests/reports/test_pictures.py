import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.figures import Spread
from dbcheck.findings import Severity
from dbcheck.reports.pictures import HEIGHT, LEFT, WIDTH, histogram, monthly, parts, records
from dbcheck.reports.run_view import MonthView

SPREADS = st.builds(
    lambda limit, taken, longer: Spread("P/1", "work_day", limit, tuple(sorted(taken.items())), longer),
    st.integers(0, 400),
    st.dictionaries(st.integers(-30, 2400), st.integers(1, 10_000), min_size=1, max_size=60),
    st.integers(0, 50),
)


@given(SPREADS)
def test_a_histogram_counts_every_record_once_and_no_bar_holds_both_sides_of_the_limit(spread: Spread) -> None:
    picture = histogram(spread)
    amounts = {bar.title.rpartition(": ")[0]: int(bar.title.rpartition(": ")[2].replace(",", "")) for bar in picture.bars}
    late = sum(int(bar.title.rpartition(": ")[2].replace(",", "")) for bar in picture.bars if bar.tone == "late")
    assert sum(amounts.values()) == spread.total
    assert late == spread.late
    assert picture.line is not None
    assert all(bar.x + bar.width <= picture.line for bar in picture.bars if bar.tone == "good")
    assert all(bar.x >= picture.line for bar in picture.bars if bar.tone == "late")


@given(SPREADS)
def test_a_histogram_stays_inside_its_frame_and_is_no_comb(spread: Spread) -> None:
    picture = histogram(spread)
    assert len(picture.bars) <= 36
    assert all(
        bar.x >= LEFT and bar.x + bar.width <= WIDTH and bar.y >= 0 and bar.y + bar.height <= HEIGHT for bar in picture.bars
    )


def test_bars_of_several_units_say_which() -> None:
    spread = Spread("P/1", "minute", 60, ((40, 2), (60, 5), (61, 1), (95, 1)))
    assert histogram(spread).rows == (("36–40", "2"), ("56–60", "5"), ("61–65", "1"), ("91–95", "1"))


MONTHS = tuple(
    MonthView(f"{2020 + number // 12}-{number % 12 + 1:02}", number, {Severity.VIOLATION: number, Severity.SUSPICION: 1})
    for number in range(40)
)


def test_the_last_two_years_are_drawn() -> None:
    assert [row[0] for row in monthly(MONTHS).rows] == [view.month for view in MONTHS[-24:]]
    assert len(records(MONTHS).bars) == 24


def test_stacked_bars_stand_on_each_other() -> None:
    lower, upper = monthly(MONTHS[-1:]).bars
    assert upper.y + upper.height == pytest.approx(lower.y, abs=0.2)


def test_labels_do_not_touch_and_none_leaves_the_picture() -> None:
    labels = monthly(MONTHS).labels
    assert all(after[0] - before[0] >= 50 for before, after in itertools.pairwise(labels))
    assert labels[-1][0] <= WIDTH


def test_parts_fill_the_whole() -> None:
    laid = parts({"fail": 1, "suspect": 0, "pass": 3})
    assert laid == (("fail", 0.0, 25.0, 1), ("pass", 25.0, 75.0, 3))
    assert parts({"fail": 1}, 4) == (("fail", 0.0, 25.0, 1),)
