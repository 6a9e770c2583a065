"""Which edition judges a record, and whether it had happened by the audit date."""

from dataclasses import dataclass
from datetime import datetime, time

from dbcheck.findings import Reason
from oracle.answers import OUT_OF_SCOPE, Answer, Case, undetermined
from oracle.limits import due_of
from oracle.world import Cell, Record, filled


@dataclass(frozen=True)
class Dated:
    """What dates a record; ``is_due``: it is a day to come, which the audit date does not bound."""

    cells: tuple[Cell, ...]
    is_due: bool = False


def is_in_force(case: Case) -> bool:
    """Tell whether the document had come into force by the audit date; retroactive audits do not ask."""
    effective = case.pack.effective
    return case.retroactive or effective is None or case.as_of > datetime.combine(effective, time())


def own_date(case: Case, kind: str, record: Record) -> Answer | None:
    """Judge what dates a record: out of scope, undetermined, or None where the record may be judged.

    Decisions: a document withdrawn on a day does not judge records from that day on (also with ``retroactive``); a date
    without a clock time is after ``as_of`` when its day begins at ``as_of`` or later.
    """
    dated = _dated(case, kind, record)
    if dated is None:
        return None
    found = next((cell for cell in dated.cells if cell.filled), None)
    if found is None:
        return None if case.retroactive or case.pack.effective is None else undetermined(Reason.UNKNOWN_DATE)
    effective, withdrawn = case.pack.effective, case.pack.withdrawn
    is_early = effective is not None and found.day < effective and not case.retroactive
    is_withdrawn = withdrawn is not None and found.day >= withdrawn
    is_after = found.instant >= case.as_of if found.day_only else found.instant > case.as_of
    return OUT_OF_SCOPE if is_early or is_withdrawn or (is_after and not dated.is_due) else None


def _dated(case: Case, kind: str, record: Record) -> Dated | None:
    """Give what dates a record: under a limit the event that starts it or the day it falls due, else the kind's own dates."""
    if case.rule.check == "time_limit" and kind == case.kind and case.param("to") != "$as_of":
        if case.param("due"):
            return Dated((due_of(case, record, case.param("due")),), is_due=True)
        return Dated((case.look(record, case.param("from")),))
    paths = case.reading.kinds[kind].own_dates
    return Dated(tuple(_as_instant(case.reading.look(kind, record, path)) for path in paths)) if paths else None


def _as_instant(cell: Cell) -> Cell:
    """Take a year as its last day."""
    return filled(datetime(cell.value, 12, 31)) if cell.filled and isinstance(cell.value, int) else cell
