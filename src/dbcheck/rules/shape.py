"""Whether a mapping has the keys it should have, each of the right form; names, clause numbers and dates among them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

from dbcheck.errors import Message, Pointer
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.draft import Draft
from dbcheck.rules.keys import Form, Key

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[^\s/#]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
IDENTIFIERS = ("pack", "clause", "part")  # they make up a rule's id


class Asked(Protocol):
    """What a key says of itself, whatever may stand behind it."""

    @property
    def is_required(self) -> bool:
        """Tell whether it must be there."""

    @property
    def sample(self) -> str:
        """Give what could stand behind it."""


K = TypeVar("K", bound=Asked)


def check_shape(draft: Draft, pointer: Pointer, value: Any, keys: Mapping[str, Key]) -> bool:
    """Report unknown and missing keys and values of the wrong form; tell whether there is a mapping at all."""
    return check_keys(draft, pointer, value, keys, _check_value)


def check_keys(
    draft: Draft, pointer: Pointer, value: Any, keys: Mapping[str, K], check: Callable[[Draft, Pointer, K, Any], None]
) -> bool:
    """Do the same for keys of another sort; ``check`` reports a value of the wrong form."""
    if not isinstance(value, Mapping):
        first = next(iter(keys))
        draft.wrong(pointer, Message(f"应为映射,以 {first}: 开头", f"this is a mapping that begins with {first}:"))
        return False
    for name in value:
        if name not in keys:
            draft.wrong((*pointer, name), unknown_name(name, keys, Message("没有键", "there is no key")), of_key=True)
    for name, key in keys.items():
        if name in value:
            check(draft, (*pointer, name), key, value[name])
        elif key.is_required:
            draft.wrong(
                pointer, Message(f"缺少 {name};如 {name}: {key.sample}", f"{name} is missing; e.g. {name}: {key.sample}")
            )
    return True


def _check_value(draft: Draft, pointer: Pointer, key: Key, value: Any) -> None:
    name = str(pointer[-1])
    if value is None and not (key.is_required and key.form is not Form.DATE):
        return
    wrong = text_mistake(draft, pointer, value) if key.form in _TEXTS else None
    wrong = wrong or _FORMS[key.form](value)
    if wrong is None and name in IDENTIFIERS and not _ID.fullmatch(value):
        wrong = Message("不能含空白、/ 和 #", "no white space, / or # in it")
    if wrong is not None:
        sample = "" if key.sample in wrong.en or "quote it" in wrong.en else key.sample
        draft.wrong(
            pointer,
            Message(
                f"{name}:{wrong.zh}" + (f",如 {sample}" if sample else ""),
                f"{name}: {wrong.en}" + (f", e.g. {sample}" if sample else ""),
            ),
        )


def quote_it(draft: Draft, pointer: Pointer) -> Message:
    """Say that something unquoted is no text."""
    source = draft.source(pointer)
    return Message(
        f'{source} 没有引号,不是文字;加引号:"{source}"', f'{source} is not text without quotes; quote it: "{source}"'
    )


def text_mistake(draft: Draft, pointer: Pointer, value: Any) -> Message | None:
    """Find what is wrong with something that must be text."""
    if isinstance(value, str):
        return None if value.strip() else Message("不能为空", "must not be empty")
    if value is None:
        return Message("不能为空", "must not be empty")
    if isinstance(value, (list, Mapping)):
        return Message("应为文字", "this is text")
    return quote_it(draft, pointer)


def date_mistake(value: Any) -> Message | None:
    """Find what is wrong with a quoted date."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return Message(f"没有 {value} 这一天", f"there is no day {value}")
        return None
    return Message("应为加引号的日期", "this is a date in quotes")


def _name_mistake(value: Any) -> Message | None:
    if _NAME.fullmatch(value):
        return None
    return Message(f"{value!r} 应为小写字母、数字和下划线", f"{value!r} must be lower-case letters, digits and _")


def _list_mistake(value: Any) -> Message | None:
    return (
        None if isinstance(value, list) and value else Message("应为列表,至少一项", "this is a list of at least one item")
    )


def _mapping_mistake(value: Any) -> Message | None:
    return None if isinstance(value, Mapping) else Message("应为映射", "this is a mapping")


_TEXTS = (Form.TEXT, Form.NAME)
_FORMS: Mapping[Form, Callable[[Any], Message | None]] = {
    Form.TEXT: lambda _: None,
    Form.NAME: _name_mistake,
    Form.DATE: date_mistake,
    Form.LIST: _list_mistake,
    Form.MAPPING: _mapping_mistake,
}
