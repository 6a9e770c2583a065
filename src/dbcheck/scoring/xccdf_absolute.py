"""The absolute model of XCCDF 1.2 (urn:xccdf:scoring:absolute): 1 where everything that counts passes, else 0."""

from collections.abc import Sequence
from fractions import Fraction

from dbcheck.scores import Bound
from dbcheck.scoring.shares import Counted, Points


def xccdf_absolute(counted: Sequence[Counted]) -> Points:
    """Give 1 or 0; the one point is lost by all that fail together, to equal parts."""
    failed = [line.id for line in counted if not line.is_won]
    lost = dict.fromkeys(failed, Fraction(1, len(failed) or 1))
    worth = {line.id: lost.get(line.id, Fraction(0)) for line in counted}
    return Points(Bound(Fraction(0 if failed else 1), Fraction(1)), worth, lost)
