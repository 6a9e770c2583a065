from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.plugins.periods import PERIODS, last_day


@settings(deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), period=st.sampled_from(sorted(PERIODS)))
def test_the_last_day_of_a_label_is_the_last_day_with_that_label(day: date, period: str) -> None:
    kind = PERIODS[period]

    def label(of: date) -> str:
        return kind.label(int(pl.select(kind.number(pl.lit(of, dtype=pl.Date))).item()))

    last = last_day(label(day))
    assert last is not None
    assert (label(last), last >= day) == (label(day), True)
    assert label(last + timedelta(days=1)) != label(day)


@pytest.mark.parametrize("label", ["all", "2025Q5", "2025-13", "2025-02-30", "", "20250"])
def test_what_names_no_period_has_no_last_day(label: str) -> None:
    assert last_day(label) is None
