"""plain_title: a title does not shout, by a plain function from one record to true, false or None."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dbcheck.errors import Message
from dbcheck.plugins.functions import record_checker


@dataclass(frozen=True)
class PlainTitleParams:
    """``marks``: how many exclamation marks are too many."""

    record: str
    marks: int = 2
    where: Mapping[str, Any] = field(default_factory=dict)


def is_plain(record: Mapping[str, Any], params: PlainTitleParams) -> bool | None:
    """Tell whether a title is plain; None where there is no title, which leaves the record undetermined."""
    title = record["title"]
    return None if title is None else sum(title.count(mark) for mark in "!！") < params.marks


PLAIN_TITLE = record_checker(
    "plain_title",
    PlainTitleParams,
    is_plain,
    reads=("title",),
    says=Message("标题“{title}”感叹号过多", "the title {title} has too many exclamation marks"),
)
