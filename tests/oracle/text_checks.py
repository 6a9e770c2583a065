"""text_scan: what a detector finds is a suspicion. Detectors are data to oracle and engine alike; their ``find`` is plain Python."""

from importlib import import_module
from typing import Any

from dbcheck.records.kind import Field, FieldType
from oracle.answers import PASS, Answer, Case, doubt_or_missing
from oracle.world import Cell, Reading, Record

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
    hits = module.DETECTOR.find(_joined(cell), _second(case, record, other), _terms(case))
    is_wanted = case.param("expect") == "present"
    return PASS if bool(hits) == is_wanted else SUSPECT


def _joined(cell: Cell) -> str:
    """Give a text, or the elements of a list one a line."""
    return "\n".join(map(str, cell.elements))


def _second(case: Case, record: Record, other: Cell | None) -> str | None:
    """Give the second text; for ``similarity`` the number of a document stands beside its title."""
    parts = [_joined(other)] if other is not None and other.filled else []
    if case.param("detector") == "similarity" and _is_title(case):
        head, _, _ = case.param("compare").rpartition(".")
        number = f"{head}.doc_no" if head else "doc_no"
        if field_of(case.reading, case.kind, number) is not None:
            found = case.look(record, number)
            parts += [str(found.value)] if found.filled else []
    return "\n".join(parts) or None


def _is_title(case: Case) -> bool:
    """Tell whether the second text is a short field, such as a title."""
    if not case.param("compare"):
        return False
    field = field_of(case.reading, case.kind, case.param("compare"))
    return field is not None and field.type is FieldType.STR


def field_of(reading: Reading, kind: str, path: str) -> Field | None:
    """Give the last field of a path; None where the kind has none of that name."""
    *steps, last = path.split(".")
    for step in steps:
        target = reading.kinds[kind].fields[step].ref
        assert target is not None, path
        kind = target
    return reading.kinds[kind].fields.get(last)


def _terms(case: Case) -> Any:
    terms: Any = import_module("dbcheck.plugins.detectors.detector").Terms
    written = case.param("terms") or {}
    threshold = case.param("title_threshold") or 0.5 if _is_title(case) else case.param("threshold") or 0.95
    return terms(
        written.get("min_chars"),
        written.get("max_chars"),
        tuple(written.get("has_any") or ()),
        is_title=_is_title(case),
        threshold=threshold,
    )
