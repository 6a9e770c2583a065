"""How a run compares with an earlier one."""

from collections.abc import Mapping

from dbcheck.findings.verdicts import Severity
from dbcheck.lean_dataclass import dataclass

NEW, PERSISTING = "new", "persisting"  # what a finding is, seen from a baseline


@dataclass(frozen=True)
class RuleChange:
    """How the findings of one rule compare with those of a baseline."""

    rule: str
    new: int
    persisting: int
    resolved: int
    not_judged: int
    waived: int = 0  # findings of the earlier run that a waiver covers now
    is_newly_judged: bool = False  # the baseline did not judge the rule, so its new findings may be old ones


@dataclass(frozen=True)
class Baseline:
    """How a run compares with an earlier one.

    resolved: findings of the earlier run whose record was judged again and does not break the rule now. not_judged: findings of the
    earlier run whose rule or record was not judged now, or is not in the export any more.
    """

    path: str
    as_of: str
    rules: tuple[RuleChange, ...]
    new_by_severity: Mapping[Severity, int]

    @property
    def new(self) -> int:
        """Give the number of new findings."""
        return sum(change.new for change in self.rules)

    @property
    def persisting(self) -> int:
        """Give the number of findings that both runs have."""
        return sum(change.persisting for change in self.rules)

    @property
    def resolved(self) -> int:
        """Give the number of findings that are no more."""
        return sum(change.resolved for change in self.rules)

    @property
    def not_judged(self) -> int:
        """Give the number of earlier findings that this run says nothing about."""
        return sum(change.not_judged for change in self.rules)

    @property
    def waived(self) -> int:
        """Give the number of earlier findings that a waiver covers now."""
        return sum(change.waived for change in self.rules)

    @property
    def newly_judged(self) -> int:
        """Give the number of new findings under rules that the earlier run did not judge."""
        return sum(change.new for change in self.rules if change.is_newly_judged)
