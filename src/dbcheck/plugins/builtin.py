"""The built-in checkers, registered through the same hook as anybody's.

The registry marks the hook when it has pluggy: loading it takes longer than knowing these names, and most audits need no other.
"""

from collections.abc import Sequence

from dbcheck.plugins.reference import CheckerReference

PATHS = {
    "required_fields": "required_fields:RequiredFields",
    "allowed_values": "allowed_values:AllowedValues",
    "time_limit": "time_limit:TimeLimit",
    "precedence": "precedence:Precedence",
    "count": "count:Count",
    "ratio": "ratio:Ratio",
    "cross_reference": "cross_reference:CrossReference",
    "text_scan": "text_scan:TextScan",
    "page_scan": "page_scan:PageScan",
    "workflow": "workflow:Workflow",
    "attestation": "attestation:Attestation",
    "informative": "informative:Informative",
}
HEURISTIC = ("text_scan",)


def dbcheck_checkers() -> Sequence[CheckerReference]:
    """Give the eleven kinds of check of the vocabulary, and the one that reads event logs; most packs need a few of them."""
    return [
        CheckerReference(name, f"dbcheck.plugins.checkers.{path}", is_heuristic=name in HEURISTIC)
        for name, path in PATHS.items()
    ]
