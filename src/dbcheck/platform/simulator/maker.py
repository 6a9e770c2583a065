"""What the families of records share while a year is made: the settings, the days, chance, and who there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Literal

from dbcheck.platform.simulator.days import Days
from dbcheck.platform.simulator.regions import Region, region_of
from dbcheck.platform.simulator.world import Row, Value, World

Scope = Literal["province", "site"]


@dataclass(frozen=True)
class Settings:
    """What a year is made from; equal settings give equal records. scope: a ``province`` with all below it, or one ``site``."""

    profile: str
    year: int
    letters: int
    seed: int
    scope: Scope = "province"


@dataclass(frozen=True)
class Unit:
    """An organisation. parent: the government that it belongs to, or the one above."""

    id: str
    name: str
    level: str
    kind: str
    place: str
    parent: str


@dataclass(frozen=True)
class Site:
    """A running website: its host, and the office and the departments of the same government."""

    id: str
    name: str
    host: Unit
    office: Unit
    kind: str
    domain: str
    departments: tuple[Unit, ...]
    columns: dict[str, str] = field(default_factory=dict)  # kind of column -> id

    @property
    def is_portal(self) -> bool:
        """Tell whether it is the portal of its government."""
        return self.kind == "portal"

    @property
    def is_county(self) -> bool:
        """Tell whether its host is below the prefectures."""
        return self.host.level == "county"

    def url(self, path: str) -> str:
        """Give an address on it."""
        return f"https://{self.domain}/{path}"


class Maker:
    """A year in the making. ``random`` belongs to one family at a time, so that no family's changes reach another."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.world = World()
        self.days = Days(settings.year)
        region = region_of(settings.profile)
        self.region: Region = region if settings.scope == "province" else replace(region, prefectures=(), counties=())
        self.units: list[Unit] = []
        self.sites: list[Site] = []
        self.random = Random(0)

    def family(self, name: str) -> None:
        """Give the next family a chance of its own."""
        settings = self.settings
        self.random = Random(f"{settings.seed}|{settings.profile}|{settings.year}|{name}")

    def add(self, kind: str, prefix: str, fields: Mapping[str, Value]) -> Row:
        """Add a record."""
        return self.world.add(kind, fields, prefix=prefix)

    def pick(self, choices: Sequence[str]) -> str:
        """Give one of some words."""
        return choices[int(self.random.random() * len(choices))]

    def soon(self, after: datetime, hours: int) -> datetime:
        """Give an instant less than so many hours later, at least ten minutes."""
        return after + timedelta(minutes=self.random.randrange(10, hours * 60))

    def workday(self, first: date | None = None, last: date | None = None) -> date:
        """Give a working day of the year."""
        return self.days.workday(self.random, first, last)

    def office(self, day: date, later: int = 0) -> datetime:
        """Give an instant in the office hours of a day, or of the working day so many later."""
        return self.days.office(self.random, self.days.after(day, later) if later else day)

    @property
    def is_alone(self) -> bool:
        """Tell whether one site is all there is."""
        return self.settings.scope == "site"

    @property
    def portals(self) -> list[Site]:
        """Give the portals above the counties, the province's first."""
        return [site for site in self.sites if site.is_portal and not site.is_county]

    @property
    def year(self) -> int:
        """Give the simulated year."""
        return self.settings.year
