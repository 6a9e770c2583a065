"""Plant faults into a healthy year, each on records that no other fault minds, and say what an audit must find."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from dbcheck.calendars.working_days import load_calendar
from dbcheck.platform.faults.catalogue import Fault
from dbcheck.platform.faults.damage import Claims, Damage
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
    reader, claims, calendar = Reader(world, law.kinds, year), Claims(), load_calendar()
    truth: list[Planted] = []
    unplanted: list[str] = []
    for fault in faults:
        tripped = law.broken_by(fault)
        if not tripped:
            continue
        random = Random(f"{seed}|{fault.name}")
        reads = _reads((*tripped, law.rules[fault.aims]), law.kinds)
        levels = _levels(law.judging[rule.id] for rule in tripped)
        job = Job(law.rules[fault.aims], reader, random, calendar, claims, reads, levels, fault.how)
        try:
            damage = MUTATORS[job.rule.check](job)
        except NoTarget:
            unplanted.append(fault.name)
            continue
        job.take(damage)
        truth += _found(fault, tripped, damage, reader)
    return Planting(tuple(truth), tuple(unplanted))


def _found(fault: Fault, tripped: Iterable[Rule], damage: Damage, reader: Reader) -> list[Planted]:
    return [
        Planted(fault.name, rule.id, kind, record)
        for rule in tripped
        for kind, record in subjects_of(rule, damage, reader)
    ]


def _levels(reaches: Iterable[Reach]) -> frozenset[str]:
    """Give the levels that all rules judge; empty where all judge every level."""
    given = [reach.levels for reach in reaches if reach.levels]
    return frozenset.intersection(*given) if given else frozenset()


def _reads(rules: Iterable[Rule], kinds: Mapping[str, Kind]) -> dict[str, frozenset[str]]:
    """Give, by kind, the fields that the rules name, themselves or behind a reference."""
    words = {word for rule in rules for text in words_of(rule.params) for word in text.rpartition(":")[2].split(".")}
    return {name: frozenset(words & kind.fields.keys()) for name, kind in kinds.items()}
