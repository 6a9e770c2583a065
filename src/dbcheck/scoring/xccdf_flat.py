"""The flat model of XCCDF 1.2 (urn:xccdf:scoring:flat, NISTIR 7275r4 table 41): the sum of the weights of what passes, beside the sum of all."""

from collections.abc import Sequence

from dbcheck.scoring.shares import Counted, Points, additive


def xccdf_flat(counted: Sequence[Counted]) -> Points:
    """Give the weight that was won, of the weight that took part."""
    return additive(counted, {line.id: line.weight for line in counted})
