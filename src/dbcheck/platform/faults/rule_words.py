"""The words in the parameters of a rule."""

from collections.abc import Iterator, Mapping
from typing import Any

from dbcheck.records.predicate import OR_EMPTY

GROUPED = ("count", "ratio")  # checks that judge groups of records, not each


def words_of(value: Any) -> Iterator[str]:
    """Give every text in the parameters of a rule, fields by their bare names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key).removesuffix(OR_EMPTY)
            yield from words_of(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from words_of(inner)
