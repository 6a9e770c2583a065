"""What the pictures of a report are drawn from: how long things took under each limit, and how many records each month has."""

from dbcheck.lean_dataclass import dataclass

Amounts = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Spread:
    """How long things took under one rule with a limit.

    taken: whole ``unit`` and how many records took so long, the shortest first; ``longer``: the records that took more than the last of
    them. What is not done yet took no time so far and is in neither.
    """

    rule: str
    unit: str
    limit: int
    taken: Amounts
    longer: int = 0

    @property
    def total(self) -> int:
        """Give the number of records."""
        return sum(amount for _, amount in self.taken) + self.longer

    @property
    def late(self) -> int:
        """Give how many whole units were above the limit; for limits in days that is who was late."""
        return sum(amount for value, amount in self.taken if value > self.limit) + self.longer


@dataclass(frozen=True)
class Monthly:
    """How many records of a kind are dated in each month (``2024-05``), in the order of time; undated ones are not counted."""

    kind: str
    records: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Figures:
    """What the pictures of one audit are drawn from."""

    spreads: tuple[Spread, ...] = ()
    months: tuple[Monthly, ...] = ()
