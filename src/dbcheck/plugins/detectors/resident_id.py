"""Numbers that name a person or an account: GB 11643 resident ID, bank card by Luhn."""

from datetime import date
from operator import mul

import polars as pl

from dbcheck.plugins.detectors.written import Pattern

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZEROS = ord("0") * sum(_WEIGHTS)
_CHECK = "10X98765432"
PROVINCES = frozenset(
    map(
        str,
        (
            11,
            12,
            13,
            14,
            15,
            21,
            22,
            23,
            31,
            32,
            33,
            34,
            35,
            36,
            37,
            41,
            42,
            43,
            44,
            45,
            46,
            50,
            51,
            52,
            53,
            54,
            61,
            62,
            63,
            64,
            65,
            71,
            81,
            82,
            83,
        ),
    )
)
_CARD_LENGTHS = {"62": range(16, 20), "4": (13, 16, 19), "5": (16,), "34": (15,), "37": (15,), "35": (16,)}
_DOUBLED = str.maketrans("0123456789", "0246813579")  # twice the digit, its digits added up
SEPARATOR = "[- \u3000\xa0]"  # what people put between groups of digits
_SEPARATORS = Pattern(SEPARATOR)


def bare(number: str) -> str:
    """Take the separators out of a number."""
    return _SEPARATORS.compiled.sub("", number)


def is_resident_id(number: str) -> bool:
    """Tell whether 18 characters are a resident ID: a province, a date of birth, and the ISO 7064 MOD 11-2 check character (GB 11643)."""
    if len(number) != 18 or not number.isascii() or not number[:17].isdecimal() or number[:2] not in PROVINCES:
        return False
    total = sum(map(mul, _WEIGHTS, number[:17].encode())) - _ZEROS
    if number[17].upper() != _CHECK[total % 11]:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return number[6:8] in ("19", "20")


def is_card_number(number: str) -> bool:
    """Tell whether 13 to 19 digits are a bank card: an issuer's prefix at its length, and the Luhn check digit."""
    lengths = next((lengths for prefix, lengths in _CARD_LENGTHS.items() if number.startswith(prefix)), ())
    if len(number) not in lengths or not number.isascii() or not number.isdecimal():
        return False
    twice = number[-2::-2].translate(_DOUBLED)
    return (sum(number[-1::-2].encode()) + sum(twice.encode()) - ord("0") * len(number)) % 10 == 0


def may_be_resident_id(digits: pl.Expr) -> pl.Expr:
    """Tell of texts of 18 digits (the last may be an X) whether the check character is right; a superset of ``is_resident_id``."""
    number = digits.str.head(17).cast(pl.UInt64, strict=False)
    total = pl.sum_horizontal(number // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(_WEIGHTS))
    wanted = (total % 11).replace_strict(list(range(11)), list(_CHECK), return_dtype=pl.String, default=None)
    return number.is_not_null() & (digits.str.len_bytes() == 18) & (digits.str.tail(1).str.to_uppercase() == wanted)


def may_be_card_number(digits: pl.Expr) -> pl.Expr:
    """Tell of texts of 13 to 19 digits whether the Luhn check digit is right; a superset of ``is_card_number``."""
    number = digits.cast(pl.UInt64, strict=False)
    places = [number // 10**place % 10 for place in range(19)]
    total = pl.sum_horizontal(digit * 2 - (digit > 4) * 9 if place % 2 else digit for place, digit in enumerate(places))
    return number.is_not_null() & digits.str.len_bytes().is_between(13, 19) & (total % 10 == 0)
