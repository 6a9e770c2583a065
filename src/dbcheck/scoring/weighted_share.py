"""The share of the lines that are kept, of 100, each with its weight."""

from collections.abc import Sequence
from fractions import Fraction

from dbcheck.scoring.shares import Counted, Points, additive

WHOLE = Fraction(100)


def weighted_share(counted: Sequence[Counted]) -> Points:
    """Give 100 times the weight that was won over the weight that took part."""
    total = sum((line.weight for line in counted), Fraction(0))
    return additive(counted, {line.id: WHOLE * line.weight / total for line in counted})
