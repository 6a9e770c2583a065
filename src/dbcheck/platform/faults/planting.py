"""Plant faults into a healthy year, each on records that no other fault minds, and say what an audit must find."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from dbcheck.calendars.working_days import load_calendar
from dbcheck.platform.faults.catalogue import Fault
from dbcheck.platform.faults.clouds import Place, clouded_by, leans_on
from dbcheck.platform.faults.damage import Claims
from dbcheck.platform.faults.job import Job, NoTarget
from dbcheck.platform.faults.mutators import MUTATORS
from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.faults.subjects import subjects_of, words_of
from dbcheck.platform.simulator.world import World
from dbcheck.records.kind import Kind
from dbcheck.rules.pack import Reach, Rule


@dataclass(frozen=True)
class Planted:
    """One thing that an audit must find: one line of ``truth.json``."""

    fault: str
    rule: str
    kind: str
    record: str


@dataclass(frozen=True)
class Law:
    """What faults are planted against. rules: every rule of every pack by id. judging: those that judge, and whom each reaches."""

    rules: Mapping[str, Rule]
    judging: Mapping[str, Reach]
    kinds: Mapping[str, Kind]

    def broken_by(self, fault: Fault) -> tuple[Rule, ...]:
        """Give the judging rules that a fault trips."""
        return tuple(self.rules[name] for name in fault.trips if name in self.judging)


@dataclass(frozen=True)
class Planting:
    """What was planted, and the faults for which the year has no record left to damage."""

    truth: tuple[Planted, ...]
    unplanted: tuple[str, ...]


def plant(world: World, faults: Sequence[Fault], law: Law, *, year: int, seed: int) -> Planting:
    """Plant every fault that trips a judging rule, in place."""
    field = _Field(Reader(world, law.kinds, year), law, seed)
    unplanted = tuple(fault.name for fault in faults if law.broken_by(fault) and not field.plant(fault))
    return Planting(tuple(field.truth), unplanted)


class _Field:
    """Where faults are planted, and what is there already."""

    def __init__(self, reader: Reader, law: Law, seed: int) -> None:
        self.reader, self.law, self.seed = reader, law, seed
        self.claims, self.calendar = Claims(), load_calendar()
        self.truth: list[Planted] = []
        self.clouds: set[Place] = set()
        self.leanings: set[Place] = set()

    def plant(self, fault: Fault) -> bool:
        """Plant one fault; tell whether it is there and will be found, undone where not."""
        tripped = self.law.broken_by(fault)
        aimed = self.law.rules[fault.aims]
        leanings = {place for rule in tripped for place in leans_on(rule, self.reader)}
        if leanings & self.clouds:
            return False
        reads = _reads((*tripped, aimed), self.law.kinds)
        levels = _levels(self.law.judging[rule.id] for rule in tripped)
        random = Random(f"{self.seed}|{fault.name}")
        also = tuple(self.law.rules[name] for name in fault.trips if name != fault.aims)
        job = Job(aimed, self.reader, random, self.calendar, self.claims, reads, levels, also, fault.how)
        try:
            damage = MUTATORS[aimed.check](job)
        except NoTarget:
            return False
        for touch in damage.touches:
            self.reader.forget(touch.kind)
        clouds = clouded_by(damage, self.reader)
        found = {rule.id: subjects_of(rule, damage, self.reader) for rule in tripped}
        if clouds & self.leanings or not all(found.values()):
            damage.undo(self.reader.world.rows)
            for touch in damage.touches:
                self.reader.forget(touch.kind)
            return False
        job.take(damage)
        self.clouds |= clouds
        self.leanings |= leanings
        self.truth += [Planted(fault.name, rule, kind, record) for rule, named in found.items() for kind, record in named]
        return True


def _levels(reaches: Iterable[Reach]) -> frozenset[str]:
    """Give the levels that all rules judge; empty where all judge every level."""
    given = [reach.levels for reach in reaches if reach.levels]
    return frozenset.intersection(*given) if given else frozenset()


def _reads(rules: Iterable[Rule], kinds: Mapping[str, Kind]) -> dict[str, frozenset[str]]:
    """Give, by kind, the fields that the rules name, themselves or behind a reference."""
    words = {word for rule in rules for text in words_of(rule.params) for word in text.rpartition(":")[2].split(".")}
    return {name: frozenset(words & kind.fields.keys()) for name, kind in kinds.items()}
