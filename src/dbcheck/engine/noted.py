"""Which findings of an earlier ledger this run found again."""

from collections.abc import Iterable, Mapping
from itertools import repeat

import polars as pl

from dbcheck.engine.describing import RULE
from dbcheck.engine.names import KEY
from dbcheck.engine.store import SpooledFindings
from dbcheck.findings import LedgerNote, fingerprints


def found_again(notes: Mapping[str, LedgerNote], stores: Iterable[SpooledFindings]) -> frozenset[str]:
    """Give the fingerprints among the notes that some store holds; only findings of their rules are looked at."""
    rules = {note.rule for note in notes.values()}
    met: set[str] = set()
    for store in stores:
        numbers = {number: facts.id for number, facts in store.facts.items() if facts.id in rules}
        for frame in store.stored() if numbers else ():
            for number, rule in numbers.items():
                keys = frame.filter(pl.col(RULE) == number)[KEY].to_list()
                met.update(digest for digest in fingerprints(repeat(rule), keys) if digest in notes)
    return frozenset(met)
