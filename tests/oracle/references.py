"""cross_reference: a record that must be named, or must be named by others. Nested loops, nothing joined."""

from collections.abc import Iterator
from dataclasses import dataclass

from dbcheck.findings import Reason
from dbcheck.records.predicate import parse_predicate
from oracle.answers import FAIL, PASS, Answer, Case, doubt_about, doubt_or_missing, undetermined
from oracle.row_checks import combined, reference_kind
from oracle.truth import Truth, all_of, any_of, ordered
from oracle.world import Cell, Reading, Record


def cross_reference(case: Case, record: Record, position: int) -> Answer:
    return _refers(case, record) if case.param("ref") else _referred(case, record, position)


def _refers(case: Case, record: Record) -> Answer:
    cell = case.look(record, case.param("ref"))
    if cell.empty and case.param("empty") == "fail":
        return FAIL
    doubt = doubt_or_missing(cell)
    return doubt or combined([_names(case, str(element)) for element in cell.elements])


def _names(case: Case, text: str) -> Answer:
    target = case.param("to")
    bearers = case.reading.bearers(target, text)
    if len(bearers) > 1:
        return undetermined(Reason.UNRESOLVED_REFERENCE)
    if not bearers:
        return _not_there(case, target)
    meets = case.where(target, parse_predicate(case.param("to_where")), case.reading.records(target)[bearers[0]])
    if meets is None:
        return undetermined(Reason.UNCLASSIFIED)  # decision: the named record lacks a classification
    return PASS if meets else FAIL


def _not_there(case: Case, target: str) -> Answer:
    """Judge a name that nobody bears. Decision: a record without an id may be the one, as a rejected one may, or a dated one that was not exported."""
    if case.reading.rejected(target):
        return undetermined(Reason.REJECTED_RECORDS)
    if case.reading.kinds[target].own_dates:
        return undetermined(Reason.UNRESOLVED_REFERENCE)
    ids = (case.reading.cell(target, record, "id") for record in case.reading.records(target))
    return FAIL if all(own.filled for own in ids) else undetermined(Reason.UNRESOLVED_REFERENCE)


@dataclass
class Tally:
    """How many count surely and how many more possibly, and why only possibly."""

    sure: int = 0
    possible: int = 0
    doubts: tuple[Reason, ...] = ()

    def add(self, truth: Truth, why: Reason) -> None:
        self.sure += truth is True
        if truth is None:
            self.possible += 1
            self.doubts += (why,)

    def add_rejected(self, number: int) -> None:
        self.possible += number
        self.doubts += (Reason.REJECTED_RECORDS,) * (number > 0)

    def within(self, minimum: int | None, maximum: int | None) -> Answer:
        """Compare with the bounds: sure enough, possibly too few, or not known."""
        most = self.sure + self.possible
        unknown = undetermined(self.doubts[0]) if self.doubts else PASS
        parts = []
        if minimum is not None:
            parts.append(PASS if self.sure >= minimum else FAIL if most < minimum else unknown)
        if maximum is not None:
            parts.append(FAIL if self.sure > maximum else PASS if most <= maximum else unknown)
        return combined(parts)


def _referred(case: Case, record: Record, position: int) -> Answer:
    doubt = _own_key_doubt(case, record)
    if doubt:
        return doubt
    tally, target = Tally(), case.param("to")
    to_where = parse_predicate(case.param("to_where"))
    for other in case.reading.records(target):
        meets = case.where(target, to_where, other)
        points = _points_back(case, record, position, other)
        in_time = all_of(_in_order(case, record, other, pair) for pair in case.param("order") or ())
        why = (
            Reason.UNCLASSIFIED
            if meets is None
            else Reason.UNRESOLVED_REFERENCE
            if points is None
            else Reason.MISSING_VALUE
        )
        tally.add(all_of([meets, points, in_time]), why)
    tally.add_rejected(case.reading.rejected(target))
    minimum, maximum = case.param("min"), case.param("max")
    return tally.within(1 if minimum is None and maximum is None else minimum, maximum)


def _own_key_doubt(case: Case, record: Record) -> Answer | None:
    """Decision: a record without its own key cannot be pointed at, so nothing is known about it."""
    return doubt_or_missing(case.look(record, case.param("back_key") or "id"))


def _common_kind(case: Case) -> str | None:
    """Give the kind that both ``back`` and ``back_key`` refer to; None where they are compared as texts."""
    back = reference_kind(case.reading, case.param("to"), case.param("back"))
    own = reference_kind(case.reading, case.kind, case.param("back_key"))
    return back if back == own else None


def _points_back(case: Case, record: Record, position: int, other: Record) -> Truth:
    """Tell whether another record's ``back`` names this one; what names no single record possibly names this one."""
    back = case.reading.look(case.param("to"), other, case.param("back"))
    if not back.filled:
        return None
    if not case.param("back_key"):
        if reference_kind(case.reading, case.param("to"), case.param("back")) is None:
            return case.look(record, "id").value in back.elements  # a plain text names by id only
        return any_of(_names_it(case.reading, case.kind, str(element), position) for element in back.elements)
    own = case.look(record, case.param("back_key"))
    return any_of(_same_key(case, mine, theirs) for mine in _texts(own) for theirs in _texts(back))


def _same_key(case: Case, mine: str, theirs: str) -> Truth:
    kind = _common_kind(case)
    if kind is None or kind not in case.reading.world.tables or not case.reading.kinds[kind].names:
        return mine == theirs
    own = case.reading.find(kind, mine)
    return None if own is None else _names_it(case.reading, kind, theirs, own)


def _names_it(reading: Reading, kind: str, text: str, position: int) -> Truth:
    """Tell whether a text names one record.

    Decision: what nobody bears may be another spelling of its name, as what several bear may be meant for it; where records of
    the kind go by their ids alone it is the id of a record that was not exported.
    """
    bearers = reading.bearers(kind, text)
    if not bearers:
        return None if reading.kinds[kind].names else False
    return None if len(bearers) > 1 and position in bearers else bearers == [position]


def _texts(cell: Cell) -> Iterator[str]:
    yield from (str(element) for element in cell.elements)


def _in_order(case: Case, record: Record, other: Record, pair: list[str]) -> Truth:
    """Compare one pair ``kind:field``. Decision: where both are of the judged kind, the left one is the judged record's."""
    left, right = (_side(case, record, other, written, at) for at, written in enumerate(pair))
    if doubt_about(left) or doubt_about(right) or left.empty or right.empty:
        return None
    return ordered(left, right)


def _side(case: Case, record: Record, other: Record, written: str, at: int) -> Cell:
    kind, _, path = written.partition(":")
    is_own = kind == case.kind and (kind != case.param("to") or at == 0)
    return case.look(record, path) if is_own else case.reading.look(case.param("to"), other, path)
