"""A platform with one letter, for the tests of this room."""

from datetime import datetime
from typing import Any

from dbcheck.platform import Actor, Platform

AUTHOR, OFFICE, UNIT, LEADER = Actor("author"), Actor("office", "O"), Actor("unit", "U"), Actor("leader", "U")
GOOD_REPLY = "您好,来信收悉。经核实,路灯已于当日修复,感谢您对我们工作的监督。"
H = "DB23T3649.10"
DRAFT = "DB23T3649.10-draft"


def platform(*documents: str, at: str = "2024-09-27T09:00", is_strict: bool = True) -> Platform:
    return Platform(documents or (H,), at=datetime.fromisoformat(at), is_strict=is_strict)


def submitted(made: Platform, **given: Any) -> str:
    return made.start("letters", AUTHOR, title="路灯不亮", content="人民路12号门前的路灯已经三天不亮了。", **given)


def drafted(made: Platform) -> str:
    """Bring a letter to a drafted reply, handled by the office itself."""
    letter = submitted(made)
    for action in ("accept", "handle", "draft"):
        made.act("letters", letter, action, OFFICE)
    return letter


def replied(made: Platform) -> str:
    letter = drafted(made)
    made.act("letters", letter, "reply", OFFICE, reply_org="办公室", reply_content=GOOD_REPLY)
    return letter
