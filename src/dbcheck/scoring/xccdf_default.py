"""The default model of XCCDF 1.2 (urn:xccdf:scoring:default, NISTIR 7275r4 table 40): weighted means, group by group, of 100.

Groups have the default weight of 1.0; a group in which nothing counts is left out.
"""

from collections.abc import Sequence
from fractions import Fraction

from dbcheck.scoring.shares import Counted, Points, additive

WHOLE = Fraction(100)


def xccdf_default(counted: Sequence[Counted]) -> Points:
    """Give the score of the root: what a line is worth is its part of its group, times its group's part, up to the root."""
    return additive(counted, _worth(counted, 0, WHOLE))


def _worth(counted: Sequence[Counted], depth: int, whole: Fraction) -> dict[str, Fraction]:
    """Share ``whole`` out among the children of one group: lines that stand here, and groups below."""
    here = [line for line in counted if len(line.groups) == depth]
    below: dict[str, list[Counted]] = {}
    for line in counted:
        if len(line.groups) > depth:
            below.setdefault(line.groups[depth], []).append(line)
    total = sum((line.weight for line in here), Fraction(len(below)))
    worth = {line.id: whole * line.weight / total for line in here}
    for group in below.values():
        worth |= _worth(group, depth + 1, whole / total)
    return worth
