"""text_scan: what a detector finds is a suspicion. Detectors are data to oracle and engine alike; their ``find`` is plain Python."""

from importlib import import_module
from typing import Any

from oracle.answers import PASS, Answer, Case, doubt_or_missing
from oracle.world import Record

SUSPECT: Answer = ("suspect", None)


def text_scan(case: Case, record: Record) -> Answer:
    """Run the detector over one text. Decision: an unknown second text matters only to a detector that cannot tell without it."""
    cell = case.look(record, case.param("field"))
    doubt = doubt_or_missing(cell)
    if doubt:
        return doubt
    module: Any = import_module(f"dbcheck.plugins.detectors.{case.param('detector')}")
    other = case.look(record, case.param("compare")) if case.param("compare") else None
    if module.DETECTOR.needs_compare and other is not None and not other.filled:
        return doubt_or_missing(other) or PASS
    hits = module.DETECTOR.find(str(cell.value), str(other.value) if other and other.filled else None, _terms(case))
    is_wanted = case.param("expect") == "present"
    return PASS if bool(hits) == is_wanted else SUSPECT


def _terms(case: Case) -> Any:
    terms: Any = import_module("dbcheck.plugins.detectors.detector").Terms
    written = case.param("terms") or {}
    return terms(written.get("min_chars"), written.get("max_chars"), tuple(written.get("has_any") or ()))
