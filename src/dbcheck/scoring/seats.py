"""Who is scored, and which finding is whose: every run as a whole, or its sites, or its units."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from dbcheck.findings import Counts, Unit
from dbcheck.lean_dataclass import dataclass
from dbcheck.scores import Subject
from dbcheck.scoring.runs import Run

UNPLACED, NOWHERE = "", "\x00"  # nobody knows whose it is; it belongs to no subject of the sort
CLOSED = ("closed",)


@dataclass
class Seat:
    """One subject, with what is known about it. runs: the positions of the runs that speak of it.

    counted: run -> rule -> verdicts of the subject; known: run -> the rules whose verdicts were counted at all.
    """

    key: str
    subject: Subject
    runs: list[int]
    attributes: dict[str, str]
    counted: dict[int, dict[str, Counts]] = field(default_factory=dict)
    known: dict[int, frozenset[str]] = field(default_factory=dict)

    def counts(self, run: int, rule: str) -> Counts | None:
        """Give how a rule ended for the subject in a run; None where that was not counted."""
        return self.counted[run].get(rule, Counts()) if rule in self.known.get(run, ()) else None

    @property
    def has_records(self) -> bool:
        """Tell whether anything of the subject is known to have been judged."""
        return any(c.total > c.out_of_scope + c.undetermined for held in self.counted.values() for c in held.values())


@dataclass(frozen=True)
class Places:
    """Whose a record is, by the unit and the site that it names, in one run."""

    run: int
    by: str
    organizations: Mapping[str, Unit]
    sites: Mapping[str, Unit]
    of_org: Mapping[str, tuple[str, ...]]  # organisation -> its sites that are not closed

    def key(self, unit: str, kind: str, site: str) -> str:
        """Give the key of a seat, UNPLACED or NOWHERE. An empty word: there is none; a run of an older release leaves ``kind`` empty."""
        if self.by == "run":
            return seat_key("run", str(self.run), "")
        if not unit:
            return UNPLACED
        if self.by == "unit":
            known = self.organizations.get(unit) if kind in ("", "organization") else self.sites.get(unit)
            return seat_key("unit", unit, known.name if known else "")
        return self._site(unit, kind, site)

    def _site(self, unit: str, kind: str, site: str) -> str:
        """Give the site that a record names; where it names an organisation alone, its only site that is not closed."""
        named = site or (unit if kind == "site" else "")
        if named:
            known = self.sites.get(named)
            return seat_key("site", named, known.name if known else "")
        owned = self.of_org.get(unit, ())
        if len(owned) == 1:
            return seat_key("site", owned[0], self.sites[owned[0]].name)
        return UNPLACED if owned else NOWHERE


def seat_key(sort: str, name: str, title: str) -> str:
    """Give what makes two runs speak of the same subject: its sort, id and name."""
    return json.dumps([sort, name, title], ensure_ascii=False)


def places_of(run: Run, number: int, by: str) -> Places:
    """Give whose the records of a run are."""
    sites = {unit.id: unit for unit in run.units if unit.kind == "site"}
    owned: dict[str, list[str]] = {}
    for unit in sites.values():
        if unit.org and unit.status not in CLOSED:
            owned.setdefault(unit.org, []).append(unit.id)
    organizations = {unit.id: unit for unit in run.units if unit.kind == "organization"}
    return Places(number, by, organizations, sites, {org: tuple(ids) for org, ids in owned.items()})


def seats_of(runs: Sequence[Run], by: str, places: Sequence[Places], found: Mapping[int, set[str]]) -> dict[str, Seat]:
    """Give everybody who is scored: who is described, and whoever else something was found about. found: run -> keys of seats."""
    seats: dict[str, Seat] = {}
    for number, (run, here) in enumerate(zip(runs, places, strict=True)):
        described = dict(_described(run, by, here))
        others = sorted(found.get(number, set()) - described.keys() - {UNPLACED, NOWHERE})
        for key in [*(key for key, unit in described.items() if _counts(unit) or key in found.get(number, ())), *others]:
            unit = described.get(key)
            if key in seats:
                seats[key].runs.append(number)
                seats[key].attributes.update(_attributes(unit, here, by))
            else:
                seats[key] = Seat(key, _subject(key, run, unit, here), [number], _attributes(unit, here, by))
        _count(seats, run, number, here)
    return seats


def _counts(unit: Unit | None) -> bool:
    return unit is None or unit.status not in CLOSED


def _described(run: Run, by: str, here: Places) -> Iterator[tuple[str, Unit | None]]:
    if by == "run":
        open_sites = [unit for unit in here.sites.values() if _counts(unit)]
        yield here.key("", "", ""), open_sites[0] if len(open_sites) == 1 else None
        return
    for unit in run.units:
        if unit.kind == {"unit": "organization", "site": "site"}[by]:
            yield seat_key(by, unit.id, unit.name), unit


def _subject(key: str, run: Run, unit: Unit | None, here: Places) -> Subject:
    sort, name, title = json.loads(key)
    if sort == "run":
        return Subject("run", run.path, unit.name if unit else "", _region(unit, here), (run.path,))
    return Subject(sort, name, title, _region(unit, here), (run.path,))


def _region(unit: Unit | None, here: Places) -> str:
    if unit is None:
        return ""
    return unit.region or (here.organizations[unit.org].region if unit.org in here.organizations else "")


def _attributes(unit: Unit | None, here: Places, by: str) -> dict[str, str]:
    """Give what conditions of a scorecard may ask; what is not known is not there."""
    if unit is None:
        return {}
    owner = here.organizations.get(unit.org) if unit.kind == "site" else unit
    known = {"site_kind": unit.type if unit.kind == "site" and by != "unit" else ""}
    if owner is not None:
        known["level"] = owner.level
        known["serves_public"] = "" if owner.serves_public is None else str(owner.serves_public).lower()
    return {name: value for name, value in known.items() if value}


def _count(seats: Mapping[str, Seat], run: Run, number: int, here: Places) -> None:
    """Give each subject how the rules ended for it. What belongs to nobody known is among the bounds of everybody."""
    if run.tallies is None:
        return
    known = frozenset(rule for rule, _ in run.tallies)
    for seat in seats.values():
        if number in seat.runs:
            seat.counted[number], seat.known[number] = {}, known
    for (rule, belonging), counts in run.tallies.items():
        key = here.key(*belonging)
        owners = (
            [seat for seat in seats.values() if number in seat.runs]
            if key == UNPLACED
            else [seats[key]]
            if key in seats
            else []
        )
        for owner in owners:
            held = owner.counted.setdefault(number, {})
            held[rule] = _sum(held.get(rule, Counts()), _doubtful(counts) if key == UNPLACED else counts)


def _doubtful(counts: Counts) -> Counts:
    """Give what nobody can be given, as it bounds anybody: what passed may be somebody else's, as if it had yet to be looked at."""
    return Counts(out_of_scope=counts.out_of_scope, suspect=counts.passed, undetermined=counts.undetermined)


def _sum(one: Counts, other: Counts) -> Counts:
    return Counts(*(a + b for a, b in zip(one.as_json().values(), other.as_json().values(), strict=True)))
