"""What is wrong with the parameters of a rule, in the words of a pack's author.

pydantic decides about types; its errors are told here as what is wrong and what would be right.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from dbcheck.errors import Message, Pointer
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake, unknown_name
from dbcheck.rules.checking import ParameterChecker
from dbcheck.rules.params import build_params, parameter_class, parameter_names

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_LONGEST = 60

# the pydantic error type (its first word is enough) -> what would be right
_RIGHT: Mapping[str, Message] = {
    "int": Message("一个整数,如 30", "a whole number, e.g. 30"),
    "float": Message("一个数,如 0.3", "a number, e.g. 0.3"),
    "bool": Message("true 或 false", "true or false"),
    "string": Message('文字,如 "received_at"', 'text, e.g. "received_at"'),
    "tuple": Message("列表,如 [title, content]", "a list, e.g. [title, content]"),
    "list": Message("列表,如 [title, content]", "a list, e.g. [title, content]"),
    "set": Message("列表,如 [title, content]", "a list, e.g. [title, content]"),
    "frozen": Message("列表,如 [title, content]", "a list, e.g. [title, content]"),
    "dict": Message("映射,如 {status: running}", "a mapping, e.g. {status: running}"),
    "mapping": Message("映射,如 {status: running}", "a mapping, e.g. {status: running}"),
    "dataclass": Message("映射,如 {year: year}", "a mapping, e.g. {year: year}"),
    "none": Message("null", "null"),
}


def parameter_mistakes(checker: ParameterChecker, raw: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    """Find every mistake in what a rule has under ``with``, each with the way to it.

    Types first; only parameters of the right types are shown to the checker.
    """
    found = [
        *_unknown_parameters(checker.Params, raw, checker.name),
        *_wrong_types(checker, raw),
        *_unknown_kind(raw, kinds),
        *_unknown_workflow(checker.Params, raw),
    ]
    yield from found or _checker_mistakes(checker, raw, kinds)


def _unknown_parameters(params: type, raw: Mapping[str, Any], owner: str) -> Iterator[Mistake]:
    """Find names that a parameter class does not have, also in the classes of its fields (``due: {yeer: year}``)."""
    known = parameter_names(params)
    for name, value in raw.items():
        if name not in known:
            yield (name,), unknown_name(name, known, Message(f"{owner} 没有参数", f"{owner} has no parameter"))
            continue
        inner = parameter_class(params, known[name])
        if inner is not None and isinstance(value, Mapping):
            yield from (((name, *pointer), message) for pointer, message in _unknown_parameters(inner, value, name))


def _unknown_kind(raw: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    kind = raw.get("record")
    if isinstance(kind, str) and kind not in kinds:
        yield ("record",), unknown_name(kind, kinds, Message("没有记录类别", "there is no record kind"))


def _unknown_workflow(params: type, raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """Find a workflow table that there is not, and documents under which no table could be read."""
    if "workflow" not in parameter_names(params):
        return
    from dbcheck.rules.packs import builtin_packs  # noqa: PLC0415 - few rules name a workflow
    from dbcheck.rules.workflows import builtin_workflows  # noqa: PLC0415 - as above

    name, documents = raw.get("workflow"), raw.get("documents")
    if isinstance(name, str) and name not in builtin_workflows():
        yield ("workflow",), unknown_name(name, builtin_workflows(), Message("没有流程", "there is no workflow"))
    for place, document in enumerate(documents if isinstance(documents, list) else ()):
        if document not in builtin_packs():
            what = Message("没有规则包", "there is no pack")
            yield ("documents", place), unknown_name(document, builtin_packs(), what)


def _checker_mistakes(checker: ParameterChecker, raw: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    try:
        yield from checker.mistakes(build_params(checker, raw), kinds)
    except Exception as error:  # whatever a plugin trips over, the author of the pack is told where
        said = f"{type(error).__name__}: {error}"
        yield (
            (),
            Message(
                f"检查器 {checker.name} 不能使用这些参数({said})",
                f"checker {checker.name} cannot use these parameters ({said})",
            ),
        )


def _wrong_types(checker: ParameterChecker, raw: Mapping[str, Any]) -> Iterator[Mistake]:
    from pydantic import ValidationError  # noqa: PLC0415 - 0.2 s, and not needed for a pack known to be right

    names = parameter_names(checker.Params)
    known = {names[key]: value for key, value in raw.items() if key in names}
    try:
        adapter(checker.Params).validate_json(json.dumps(known), strict=True)
    except ValidationError as error:
        said = {field: key for key, field in names.items()}
        yield from _told(error.errors(include_url=False, include_input=False), known, said)


@cache
def adapter(params: type) -> "TypeAdapter[Any]":
    """Give pydantic's reader of a parameter class."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - as above

    return TypeAdapter(params)


def _told(errors: Sequence[Any], known: Mapping[str, Any], said: Mapping[str, str]) -> Iterator[Mistake]:
    right: dict[Pointer, list[Message]] = {}
    for error in errors:
        pointer = _pointer(error["loc"], known)
        if error["type"] == "missing":
            name = str(error["loc"][-1])
            name = said.get(name, name) if not pointer else name
            message = Message(f"缺少参数 {name}", f"parameter {name} is missing; add it")
            yield _renamed(pointer, said), message
        else:
            right.setdefault(pointer, []).append(_right(error))
    for pointer, choices in right.items():
        yield _renamed(pointer, said), _wrong(_renamed(pointer, said), _at(known, pointer), choices)


def _pointer(loc: Sequence[str | int], value: Any) -> Pointer:
    """Keep the steps of a location that exist in the value: the others name members of a union."""
    pointer: list[str | int] = []
    for step in loc:
        if (isinstance(value, Mapping) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        ):
            value = _at(value, (step,))
            pointer.append(step)
    return tuple(pointer)


def _renamed(pointer: Pointer, said: Mapping[str, str]) -> Pointer:
    return (said.get(str(pointer[0]), pointer[0]), *pointer[1:]) if pointer else pointer


def _at(value: Any, pointer: Pointer) -> Any:
    for step in pointer:
        value = value[step]
    return value


def _right(error: Mapping[str, Any]) -> Message:
    if error["type"] in ("literal_error", "enum"):
        expected = error["ctx"]["expected"]
        listed = expected.replace("'", "").replace(" or ", ", ")
        return Message(f"以下之一:{listed}", f"one of: {listed}")
    known = _RIGHT.get(error["type"].partition("_")[0])
    return known or Message(f"符合要求的值({error['msg']})", f"a value that fits ({error['msg']})")


def _wrong(pointer: Pointer, value: Any, choices: Sequence[Message]) -> Message:
    name = ".".join(map(str, pointer)) or "with"
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}..."
    zh = dict.fromkeys(choice.zh for choice in choices)
    en = dict.fromkeys(choice.en for choice in choices)
    return Message(f"{name} 是 {shown};应写{'或'.join(zh)}", f"{name} is {shown}; write {', or '.join(en)}")
