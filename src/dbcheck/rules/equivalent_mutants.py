"""Mutants of the packs that come along which no example can notice, each with the reason.

Key: the rule's id, the place and the change. A mutant that stands here and is noticed all the same makes the check fail.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dbcheck.errors import Message
from dbcheck.rules.mutants import Change

_NOT_YET_HELD = Message(
    "审核日以后的场次本来就不在任何已结束的期间内", "a session after the audit date lies in no period that is over anyway"
)
_DATES_THE_RECORD = Message(
    "没有这个日期的记录先已不能判定", "a record without this date is undetermined before the rule asks for it"
)
_EMPTY_TWICE = Message("空文本与没有值是同一回事", "an empty text and no value are the same")

EQUIVALENT: Mapping[tuple[str, str, Change], Message] = MappingProxyType(
    {
        ("DB15/4.3.5.3", "in[0]", Change.DROPPED): _EMPTY_TWICE,
        ("DB15/4.3.5.3", "in[1]", Change.DROPPED): _EMPTY_TWICE,
        ("DB23T3649.10/5.2.1", "where.start_at", Change.DROPPED): _NOT_YET_HELD,
        ("DB23T3649.10/5.2.2#2", "where.start_at", Change.DROPPED): _NOT_YET_HELD,
        ("DB23T3649.10/5.3.8#2", "all[1]", Change.DROPPED): _DATES_THE_RECORD,
        ("DB23T3649.10-draft/6.1.1#1", "where.start_at", Change.DROPPED): _NOT_YET_HELD,
    }
)
