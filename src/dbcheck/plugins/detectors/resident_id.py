"""Numbers that name a person or an account: GB 11643 resident ID, bank card by Luhn."""

from datetime import date
from operator import mul

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
