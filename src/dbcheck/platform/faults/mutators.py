"""Which damage breaks which kind of check."""

from collections.abc import Callable, Mapping

from dbcheck.platform.faults import event_mutators, group_mutators, row_mutators, text_mutators
from dbcheck.platform.faults.damage import Damage
from dbcheck.platform.faults.job import Job


def _refer(job: Job) -> Damage:
    """Mislead a reference, or take away what should point back."""
    return group_mutators.orphan(job) if job.params.get("back") else row_mutators.misleading(job)


Mutator = Callable[[Job], Damage]
MUTATORS: Mapping[str, Mutator] = {
    "required_fields": row_mutators.blank,
    "allowed_values": row_mutators.wrong_value,
    "time_limit": row_mutators.late,
    "precedence": row_mutators.disorder,
    "count": group_mutators.count,
    "ratio": group_mutators.share,
    "cross_reference": _refer,
    "text_scan": text_mutators.spoil,
    "page_scan": text_mutators.strip_page,
    "workflow": event_mutators.stray,
}
