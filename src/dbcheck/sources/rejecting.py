"""The rows and cells that could not be read: all are counted, the first ones are kept."""

from collections.abc import Iterable
from dataclasses import field

from dbcheck.errors import Message
from dbcheck.findings import Reject
from dbcheck.lean_dataclass import dataclass

KEPT = 100_000
SHOWN = 80  # characters of a value


@dataclass
class RejectLog:
    """Collects rejects while sources are read."""

    kept: list[Reject] = field(default_factory=list)
    total: int = 0

    def add(self, rejects: Iterable[Reject], *, uncounted: int = 0) -> None:
        """Take rejects; ``uncounted`` are more of them that nobody described."""
        for reject in rejects:
            self.total += 1
            if len(self.kept) < KEPT:
                self.kept.append(reject)
        self.total += uncounted

    @property
    def room(self) -> int:
        """Tell how many more rejects would be kept."""
        return max(KEPT - len(self.kept), 0)

    def in_order(self) -> tuple[Reject, ...]:
        """Give the kept rejects by file, row and column."""
        return tuple(sorted(self.kept, key=lambda reject: (reject.path, reject.row, reject.column)))


@dataclass(frozen=True)
class Broken:
    """A row of a part that is no record: where it stands, what it holds and why."""

    row: int
    value: str
    reason: Message

    def reject(self, path: str) -> Reject:
        """Give it as a reject of the whole row."""
        return Reject(path=path, row=self.row, column="", value=shorten(self.value), reason=self.reason, whole_row=True)


def shorten(value: str) -> str:
    """Cut a value to what a list of rejects shows."""
    return value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
