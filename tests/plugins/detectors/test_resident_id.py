from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.plugins.detectors.resident_id import is_card_number, is_resident_id, may_be_card_number, may_be_resident_id

WEIGHTS = [2 ** (17 - position) % 11 for position in range(17)]


def check_character(body: str) -> str:
    """The check character by its definition: the weighted sum of all 18 is 1 modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return next(sign for value, sign in enumerate("0123456789X") if (total + value) % 11 == 1)


def luhn_total(number: str) -> int:
    """The Luhn sum, digit by digit from the right."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value // 10 + value % 10
    return total


@given(st.dates(), st.integers(0, 999), st.sampled_from(["110101", "230102", "659001"]))
def test_only_one_check_character_makes_a_resident_id(day: object, serial: int, region: str) -> None:
    body = f"{region}{str(day).replace('-', '')}{serial:03}"
    right = [sign for sign in "0123456789X" if is_resident_id(body + sign)]
    assert right == ([check_character(body)] if body[6:8] in ("19", "20") else [])


@pytest.mark.parametrize(
    "body", ["11010119990230001", "11010119991301001", "00010119990101001", "99010119990101001", "11010118990101001"]
)
def test_an_impossible_date_or_region_is_no_resident_id(body: str) -> None:
    assert not any(is_resident_id(body + sign) for sign in "0123456789X")


def test_a_small_x_is_the_same_character() -> None:
    body = next(
        f"110101199901{day:02}00{last}"
        for day, last in product(range(1, 29), range(10))
        if check_character(f"110101199901{day:02}00{last}") == "X"
    )
    assert is_resident_id(body + "x")


@given(st.from_regex("62[0-9]{14,17}", fullmatch=True))
def test_a_card_number_has_the_luhn_digit(number: str) -> None:
    assert is_card_number(number) == (luhn_total(number) % 10 == 0)


@pytest.mark.parametrize("number", ["4111111111111111", "378282246310005", "5555555555554444"])
def test_the_issuers_test_numbers_are_card_numbers(number: str) -> None:
    assert is_card_number(number)


@pytest.mark.parametrize("number", ["1111111111111117", "62000000000000000000", "41111111111111", "0000000000000000"])
def test_another_prefix_or_length_is_no_card_number(number: str) -> None:
    assert not is_card_number(number)


@given(st.lists(st.from_regex("[0-9]{11,20}[0-9Xx]", fullmatch=True), min_size=1, max_size=20))
def test_both_engines_tell_the_same_check_digits(numbers: list[str]) -> None:
    frame = pl.DataFrame({"number": numbers})
    told = frame.select(
        resident=may_be_resident_id(pl.col("number")).fill_null(value=False),
        card=may_be_card_number(pl.col("number")).fill_null(value=False),
    )
    for number, resident, card in zip(numbers, *told, strict=True):
        assert resident == (len(number) == 18 and number[17].upper() == check_character(number[:17]))
        assert card == (13 <= len(number) <= 19 and number.isdecimal() and luhn_total(number) % 10 == 0)


@pytest.mark.parametrize("number", ["11010519491231002X", "6222021234567890128", "4111111111111111"])
def test_a_right_number_may_be_one(number: str) -> None:
    """A superset: what the exact test finds passes the quick one."""
    told = pl.select(pl.any_horizontal(may_be_resident_id(pl.lit(number)), may_be_card_number(pl.lit(number)))).item()
    assert told >= (is_resident_id(number) or is_card_number(number))
    assert told
