"""What the platform refuses, and what a lenient one notes down instead: state, action, role, clause, and what would be allowed."""

from collections.abc import Sequence
from datetime import datetime

from dbcheck.errors import DbcheckError, Message, Problem
from dbcheck.lean_dataclass import dataclass

MOST = 4  # clauses named in a message; ``rules`` has them all


@dataclass(frozen=True)
class Breach:
    """One thing that an action, or the passing of time, breaks.

    sort: transition, role, organisation, value, guard, early, late or overdue. rules: the clauses it comes from, none where the table itself says so.
    """

    at: datetime
    workflow: str
    record: str
    state: str
    action: str
    role: str
    sort: str
    rules: tuple[str, ...]
    says: Message

    @property
    def problem(self) -> Problem:
        """Give it as every error of dbcheck is given: where, what, what would be right."""
        first, more = self.rules[:MOST], len(self.rules) > MOST
        cited = f"【{'、'.join(first)}{'等' if more else ''}】" if first else ""
        cited_en = f" [{', '.join(first)}{', ...' if more else ''}]" if first else ""
        return Problem(
            f"{self.workflow} {self.record}".rstrip(),
            self.action,
            Message(f"{self.says.zh}{cited}", f"{self.says.en}{cited_en}"),
        )


class ActionRefused(DbcheckError):  # noqa: N818 - it is what the platform answers
    """A strict platform does not do what a table does not allow; ``breaches`` is all that speaks against it.

    state, action, role: what was tried where. rules: the clauses. allowed: the actions that were possible there, with who may do them.
    """

    def __init__(self, breaches: Sequence[Breach], allowed: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        first = breaches[0]
        self.breaches = tuple(breaches)
        self.state, self.action, self.role = first.state, first.action, first.role
        self.rules = tuple(dict.fromkeys(rule for breach in breaches for rule in breach.rules))
        self.allowed = tuple(allowed)
        super().__init__(breach.problem for breach in breaches)


class DeadlineMissed(DbcheckError):  # noqa: N818 - as above
    """A strict platform does not let time pass over a limit while what is due has not happened; ``breaches`` says what is open."""

    def __init__(self, breaches: Sequence[Breach]) -> None:
        self.breaches = tuple(breaches)
        super().__init__(breach.problem for breach in breaches)
