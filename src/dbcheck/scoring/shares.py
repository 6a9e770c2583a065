"""What the models that share out a whole have in common: what is counted, what it is worth, and the two bounds."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from dbcheck.findings import OutcomeKind
from dbcheck.lean_dataclass import dataclass
from dbcheck.scores import Bound, Standing


@dataclass(frozen=True)
class Counted:
    """One line that takes part. groups: what it stands in, from the outermost in."""

    id: str
    groups: tuple[str, ...]
    weight: Fraction
    is_won: bool


@dataclass(frozen=True)
class Points:
    """A score; worth: what each line could have brought; lost: what it did not bring. The score and everything lost add up to the most that there was."""

    bound: Bound
    worth: Mapping[str, Fraction]
    lost: Mapping[str, Fraction]


Model = Callable[[Sequence[Counted]], Points]

# standing -> whether it is won, None: it is left out; for the low bound, and for the high one
LOW: Mapping[Standing, bool | None] = {
    Standing.KEPT: True,
    Standing.LOST: False,
    Standing.OPEN: False,
    Standing.UNSEEN: None,
    Standing.ABSENT: None,
    Standing.NOT_APPLICABLE: None,
}
HIGH: Mapping[Standing, bool | None] = {**LOW, Standing.OPEN: True, Standing.UNSEEN: True}

# XCCDF has other words: an error and an unknown result count as nothing won, what was not checked is left out
BY_SPECIFICATION: Mapping[OutcomeKind, bool | None] = {
    OutcomeKind.PASS: True,
    OutcomeKind.FAIL: False,
    OutcomeKind.SUSPECT: False,  # unknown
    OutcomeKind.UNDETERMINED: False,  # unknown
    OutcomeKind.ERROR: False,
    OutcomeKind.MANUAL: None,  # notchecked
    OutcomeKind.NO_POPULATION: None,  # notapplicable
    OutcomeKind.NOT_APPLICABLE: None,
}


def additive(counted: Sequence[Counted], worth: Mapping[str, Fraction]) -> Points:
    """Give the score where every line brings what it is worth or nothing."""
    lost = {line.id: worth[line.id] for line in counted if not line.is_won}
    of = sum(worth.values(), Fraction(0))
    return Points(Bound(of - sum(lost.values(), Fraction(0)), of), worth, lost)
