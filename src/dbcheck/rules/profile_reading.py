"""From the bytes of a profile file to plain values that are known to be right, or every mistake at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dbcheck.errors import Message, PackError, Pointer
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.draft import Draft
from dbcheck.rules.keys import Form, Key
from dbcheck.rules.shape import check_shape
from dbcheck.rules.yaml_marks import MarkedText, read_marked

LEVELS = ("state", "province", "prefecture", "county", "township")
SITE_KINDS = ("portal", "department", "other")
FREE = ("switch_off", "adopt")  # true, or a mapping
ACTIONS = ("switch_off", "set", "adopt", "confirm", "levels", "site_kinds")

PROFILE_KEYS: Mapping[str, Key] = {
    "profile": Key(Form.TEXT, Message("方案名", "name of the profile"), "heilongjiang", is_required=True),
    "title": Key(Form.TEXT, Message("方案名称", "its title"), "黑龙江省政府网站", is_required=True),
    "inherits": Key(Form.TEXT, Message("继承的方案", "the profile that it inherits from"), "guideline"),
    "packs": Key(Form.LIST, Message("适用的规则包", "the packs that apply"), "[DB23T3649.10, GBF2017-47]"),
    "levels": Key(Form.LIST, Message("判定的行政层级", "organisation levels that are judged"), "[province, prefecture]"),
    "site_kinds": Key(Form.LIST, Message("判定的网站类型", "site kinds that are judged"), "[portal, department]"),
    "select": Key(Form.LIST, Message("只用这些规则,可用 *", "only these rules; * may be used"), '["DB23T3649.10/5.3*"]'),
    "adjust": Key(
        Form.LIST,
        Message("逐条调整,各有理由", "adjustments, each with its reason"),
        '[{rule: "DB15/5.4*", switch_off: true, reason: ...}]',
    ),
}
ADJUST_KEYS: Mapping[str, Key] = {
    "rule": Key(Form.TEXT, Message("规则编号,可用 *", "a rule's id; * may be used"), '"DB15/4.2.1#2"', is_required=True),
    "reason": Key(Form.TEXT, Message("理由", "why"), "该省未设此功能", is_required=True),
    **{
        name: Key(Form.LIST if name in ("confirm", "levels", "site_kinds") else Form.MAPPING, Message(name, name), name)
        for name in ACTIONS
    },
}


@dataclass(frozen=True)
class Adjustment:
    """What a profile does to the rules whose id matches ``rule``; exactly one of the actions is given."""

    rule: str
    reason: str
    switch_off: bool | None = None
    set: Mapping[str, Any] = field(default_factory=dict)
    adopt: Mapping[str, Any] | bool | None = None
    confirm: tuple[str, ...] = ()
    levels: frozenset[str] = frozenset()
    site_kinds: frozenset[str] = frozenset()

    @property
    def what(self) -> str:
        """Say in a word what it does."""
        return next(name for name in ACTIONS if getattr(self, name) not in (None, (), {}, frozenset()))


@dataclass(frozen=True)
class ProfileFile:
    """One profile file as it was read."""

    path: Path
    label: str
    marked: MarkedText
    name: str
    title: str
    inherits: str | None
    packs: tuple[str, ...]
    levels: frozenset[str]
    site_kinds: frozenset[str]
    select: tuple[str, ...]
    adjustments: tuple[Adjustment, ...]

    def at(self, pointer: Pointer) -> str:
        """Give ``file:line:column`` of a value."""
        line, column = self.marked.mark(pointer)
        return f"{self.label}:{line}:{column}"


def read_profile(path: Path, label: str) -> ProfileFile:
    """Read a profile file; raise PackError with every mistake of form in it."""
    draft = Draft(label, read_marked(path.read_bytes()), {}, {})
    draft.note_slips()
    value = draft.marked.value
    if draft.marked.complete and check_shape(draft, (), value, PROFILE_KEYS):
        _check_lists(draft, value)
        for place, adjustment in enumerate(_list(value, "adjust")):
            _check_adjustment(draft, ("adjust", place), adjustment)
        if not _list(value, "packs") and not value.get("inherits"):
            draft.wrong((), Message("缺少 packs 或 inherits", "packs or inherits is missing"))
    if draft.problems:
        raise PackError(draft.problems)
    return ProfileFile(
        path=path,
        label=label,
        marked=draft.marked,
        name=value["profile"],
        title=value["title"],
        inherits=value.get("inherits"),
        packs=tuple(_list(value, "packs")),
        levels=frozenset(_list(value, "levels")),
        site_kinds=frozenset(_list(value, "site_kinds")),
        select=tuple(_list(value, "select")),
        adjustments=tuple(_adjustment(each) for each in _list(value, "adjust")),
    )


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _check_lists(draft: Draft, value: Mapping[str, Any], pointer: Pointer = ()) -> None:
    for name, known in (("levels", LEVELS), ("site_kinds", SITE_KINDS)):
        for place, word in enumerate(_list(value, name)):
            if word not in known:
                draft.wrong((*pointer, name, place), unknown_name(word, known, Message(f"{name} 没有", f"{name} has no")))
    for name in ("packs", "select"):
        for place, word in enumerate(_list(value, name)):
            if not isinstance(word, str):
                draft.wrong((*pointer, name, place), Message("应为文字", "this is text"))


def _check_adjustment(draft: Draft, pointer: Pointer, value: Any) -> None:
    shaped = {name: key for name, key in ADJUST_KEYS.items() if name not in FREE}
    plain = {name: each for name, each in value.items() if name not in FREE} if isinstance(value, Mapping) else value
    if not check_shape(draft, pointer, plain, shaped):
        return
    _check_lists(draft, value, pointer)
    for name in ("switch_off",):
        if name in value and not isinstance(value[name], bool):
            draft.wrong((*pointer, name), Message("应为 true 或 false", "true or false"))
    if "adopt" in value and value["adopt"] is not True and not isinstance(value["adopt"], Mapping):
        draft.wrong(
            (*pointer, "adopt"), Message("写 true 或 {max: 5, unit: work_day}", "write true, or {max: 5, unit: work_day}")
        )
    given = [name for name in ACTIONS if name in value]
    if len(given) != 1:
        listed = ", ".join(ACTIONS)
        draft.wrong(pointer, Message(f"写且只写一项:{listed}", f"write exactly one of: {listed}"))


def _adjustment(value: Mapping[str, Any]) -> Adjustment:
    return Adjustment(
        rule=value["rule"],
        reason=value["reason"],
        switch_off=value.get("switch_off"),
        set=value.get("set") or {},
        adopt=value.get("adopt"),
        confirm=tuple(_list(value, "confirm")),
        levels=frozenset(_list(value, "levels")),
        site_kinds=frozenset(_list(value, "site_kinds")),
    )
