"""Plant faults into a healthy year, each on records that no other fault minds, and say what an audit must find."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from dbcheck.calendars.working_days import load_calendar
from dbcheck.platform.faults.catalogue import Fault
from dbcheck.platform.faults.clouds import Place, clouded_by, groups_leaned_on, leans_on
from dbcheck.platform.faults.damage import Claims, Damage, key_of
from dbcheck.platform.faults.job import REACHED_BY, Job, NoTarget, owners_of
from dbcheck.platform.faults.mutators import MUTATORS
from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.faults.rule_words import words_of
from dbcheck.platform.faults.subjects import subjects_of
from dbcheck.platform.faults.watching import Watchers, watches_of
from dbcheck.platform.simulator.world import World
from dbcheck.records.kind import Kind
from dbcheck.rules.pack import Reach, Rule
from dbcheck.workflow.table import Workflow

ATTEMPTS = 12
OWNERS = ("organization", "site", "site_offline", "new_media_account")


@dataclass(frozen=True)
class Planted:
    """One thing that an audit must find: one line of ``truth.json``."""

    fault: str
    rule: str
    kind: str
    record: str


@dataclass(frozen=True)
class Law:
    """What faults are planted against. rules: every rule of every pack by id. judging: those that judge, and whom each reaches.

    effective: pack -> the day from which it is in force. logged: the workflows of which event logs are kept, as they hold under the packs.
    """

    rules: Mapping[str, Rule]
    judging: Mapping[str, Reach]
    kinds: Mapping[str, Kind]
    effective: Mapping[str, date] = field(default_factory=dict)
    logged: tuple[Workflow, ...] = ()

    def broken_by(self, fault: Fault) -> tuple[Rule, ...]:
        """Give the judging rules that a fault trips."""
        return tuple(self.rules[name] for name in fault.trips if name in self.judging)


@dataclass(frozen=True)
class Planting:
    """What was planted, and what was not: faults for which no record is there or left, and those in the way of others."""

    truth: tuple[Planted, ...]
    unplanted: tuple[str, ...]
    without_subject: frozenset[str] = frozenset()

    @property
    def in_the_way(self) -> tuple[str, ...]:
        """Give the faults that would find a record, did they not blur others or touch what these rely on."""
        return tuple(name for name in self.unplanted if name not in self.without_subject)


def plant(world: World, faults: Sequence[Fault], law: Law, *, year: int, seed: int) -> Planting:
    """Plant every fault that trips a judging rule, in place: first those of whom records belong to, so that the others see them."""
    ground = _Field(Reader(world, law.kinds, year), law, seed)
    ordered = sorted(faults, key=lambda fault: law.rules[fault.aims].params["record"] not in OWNERS)
    unplanted = tuple(fault.name for fault in ordered if law.broken_by(fault) and not ground.plant(fault))
    return Planting(tuple(ground.truth), unplanted, frozenset(ground.without_subject))


class _Field:
    """Where faults are planted, and what is there already."""

    def __init__(self, reader: Reader, law: Law, seed: int) -> None:
        self.reader, self.law, self.seed = reader, law, seed
        self.claims, self.calendar = Claims(), load_calendar()
        self.truth: list[Planted] = []
        self.judging = [law.rules[name] for name in law.judging]
        self.watches = watches_of(self.judging, reader)
        self.clouds: set[Place] = set()
        self.leanings: set[Place] = set()
        self.without_subject: set[str] = set()

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
        dates = [day for rule in tripped if (day := self.law.effective.get(rule.pack)) is not None]
        since = max(dates, default=None)
        job = Job(aimed, self.reader, random, self.calendar, self.claims, reads, levels, also, since, fault.how)
        job.watchers = Watchers(self.watches, self.reader, fault.trips)
        found = self._damage(job, tripped, leanings)
        if not found and not self._has_subject(job, tripped):
            self.without_subject.add(fault.name)
        self.truth += [Planted(fault.name, rule, kind, record) for rule, named in found.items() for kind, record in named]
        return bool(found)

    def _damage(self, job: Job, tripped: Sequence[Rule], leanings: set[Place]) -> dict[str, list[tuple[str, str]]]:
        """Damage records until every tripped rule has something to find, by rule; nothing where no record serves."""
        for _ in range(ATTEMPTS):
            try:
                damage = MUTATORS[job.rule.check](job)
            except NoTarget:
                break
            self._forget(damage)
            found = {rule.id: subjects_of(rule, damage, self.reader) for rule in tripped}
            groups = leanings.union(*(groups_leaned_on(rule, found[rule.id]) for rule in tripped))
            clouds = clouded_by(damage, self.reader, self.judging)
            if all(found.values()) and not clouds & self.leanings and not groups & self.clouds:
                job.take(damage)
                self.clouds |= clouds
                self.leanings |= groups
                for kind, record in {each for named in found.values() for each in named}:
                    self._hold(job, kind, record.partition("|")[0])
                return found
            damage.undo(self.reader.world.rows)
            self._forget(damage)
            job.tried |= {key_of(touch.before or touch.after) for touch in damage.touches}
        return {}

    def _has_subject(self, job: Job, tripped: Sequence[Rule]) -> bool:
        """Tell whether there would be a record to damage if no other fault minded."""
        job.claims, job.tried = Claims(), set()
        try:
            damage = MUTATORS[job.rule.check](job)
        except NoTarget:
            return False
        self._forget(damage)
        found = all(subjects_of(rule, damage, self.reader) for rule in tripped)
        damage.undo(self.reader.world.rows)
        self._forget(damage)
        return found

    def _hold(self, job: Job, kind: str, record: str) -> None:
        """Let no later fault change what decides that a record is judged: its own fields and those behind its references."""
        row = self.reader.find(kind, record)
        held = [] if row is None else [(kind, row), *owners_of(self.reader, kind, row)]
        for above, owner in held:
            self.claims.take(above, owner, (), job.reads.get(above, frozenset()) | REACHED_BY)

    def _forget(self, damage: Damage) -> None:
        for touch in damage.touches:
            self.reader.forget(touch.kind)


def _levels(reaches: Iterable[Reach]) -> frozenset[str]:
    """Give the levels that all rules judge; empty where all judge every level."""
    given = [reach.levels for reach in reaches if reach.levels]
    return frozenset.intersection(*given) if given else frozenset()


def _reads(rules: Iterable[Rule], kinds: Mapping[str, Kind]) -> dict[str, frozenset[str]]:
    """Give, by kind, the fields that the rules name, themselves or behind a reference."""
    words = {word for rule in rules for text in words_of(rule.params) for word in text.rpartition(":")[2].split(".")}
    return {name: frozenset(words & kind.fields.keys()) for name, kind in kinds.items()}
