"""Who acts: a role of the workflow's table, and for whom."""

from typing import NamedTuple


class Actor(NamedTuple):
    """One who acts. role: a role of the table, e.g. ``office``. org: the id of the organisation that he acts for."""

    role: str
    org: str | None = None
