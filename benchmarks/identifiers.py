"""Numbers that name a person, and numbers that only look so, as columns of text.

Every number is random; the checksum of a resident ID (GB 11643) and the Luhn digit of a bank card are computed here again,
apart from the code under test.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
ID_CHECKS = np.array(list("10X98765432"))
REGIONS = np.array([230102, 230202, 230302, 230402, 230502, 230602, 230702, 230802, 230902, 231002, 231102, 231202])
Digits = NDArray[np.int64]


def resident_ids(rng: np.random.Generator, count: int, *, valid: bool) -> pl.Series:
    """Give 18-character resident IDs; one that is not valid has a wrong check character."""
    born = np.datetime64("1950-01-01") + rng.integers(0, 20_000, count)
    dates = np.char.replace(born.astype("datetime64[D]").astype(str), "-", "")
    serial = np.char.zfill(rng.integers(1, 999, count).astype(str), 3)
    body = np.char.add(np.char.add(rng.choice(REGIONS, count).astype(str), dates), serial)
    check = (_digits(body, 17) * ID_WEIGHTS).sum(axis=1) % 11
    if not valid:
        check = (check + rng.integers(1, 11, count)) % 11
    return pl.Series(np.char.add(body, ID_CHECKS[check]), dtype=pl.String)


def bank_cards(rng: np.random.Generator, count: int, *, valid: bool) -> pl.Series:
    """Give 19-digit card numbers that begin with 62; one that is not valid fails Luhn's test."""
    body = np.char.add("62", _random_digits(rng, count, 16))
    check = _luhn(body, 18)
    if not valid:
        check = (check + rng.integers(1, 10, count)) % 10
    return pl.Series(np.char.add(body, check.astype(str)), dtype=pl.String)


def mobiles(rng: np.random.Generator, count: int) -> pl.Series:
    """Give 11-digit mobile numbers."""
    second = rng.choice(np.array(["3", "5", "7", "8", "9"]), count)
    return pl.Series(np.char.add(np.char.add("1", second), _random_digits(rng, count, 9)), dtype=pl.String)


def one_digit_longer(ids: pl.Series) -> pl.Series:
    """Append a digit to each ID: 19 digits that are no ID, and no card by Luhn's test."""
    body = ids.str.replace("X", "0").to_numpy().astype("U18")
    return pl.Series(np.char.add(body, ((_luhn(body, 18) + 1) % 10).astype(str)), dtype=pl.String)


def masked(numbers: pl.Series, head: int, tail: int) -> pl.Series:
    """Replace the middle of each number by stars."""
    stars = "*" * (numbers.str.len_chars().max() - head - tail)  # type: ignore[operator]  # all have the same length
    return numbers.str.head(head) + stars + numbers.str.tail(tail)


def full_width(numbers: pl.Series) -> pl.Series:
    """Write the digits in full width."""
    narrow = [str(digit) for digit in range(10)]
    return numbers.str.replace_many(narrow, [chr(ord("０") + digit) for digit in range(10)])


def _random_digits(rng: np.random.Generator, count: int, length: int) -> NDArray[np.str_]:
    return np.char.zfill(rng.integers(0, 10**length, count).astype(str), length)


def _luhn(body: NDArray[np.str_], length: int) -> Digits:
    doubled = _digits(body, length)[:, ::-1].copy()
    doubled[:, 0::2] *= 2
    doubled[doubled > 9] -= 9
    digit: Digits = -doubled.sum(axis=1) % 10
    return digit


def _digits(text: NDArray[np.str_], length: int) -> Digits:
    return np.array(text).astype(f"U{length}").view(np.uint32).reshape(-1, length).astype(np.int64) - ord("0")
