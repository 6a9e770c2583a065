"""YAML with positions: plain values, and where in the file each of them stands.

Types are those of the YAML 1.2 core schema (null, true, false, whole and decimal numbers; anything else is text). Whatever a
reader of YAML 1.1 would take for something else (``on``, ``12:30``, ``2023-11-30``, ``010``) is reported, so that a file means the
same to everybody. Anchors, aliases, tags, merge keys and duplicate keys are reported, never followed.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from dbcheck.errors import Message, Pointer

Mark = tuple[int, int]  # line and column, from 1
MAX_DEPTH = 40

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_OTHERWISE = (
    (
        re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?"),
        Message("日期 {0} 要加引号:\"{0}\"", 'the date {0} needs quotes: "{0}"'),
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"),
        Message("{0} 会被当作六十进制数,要加引号:\"{0}\"", '{0} is a number to base 60 for some readers; quote it: "{0}"'),
    ),
    (
        re.compile(r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"),
        Message("{0} 会被当作真假值;写 true 或 false,文字则加引号:\"{0}\"", '{0} is a truth value for some readers; write true or false, or quote it: "{0}"'),
    ),
    (
        re.compile(r"[-+]?(?:0[0-9][0-9_]*|0[xob][0-9a-fA-F_]+|[0-9][0-9_]*_[0-9_]*|[0-9]{19,}|\.(?:inf|Inf|INF|nan|NaN|NAN))"),
        Message("{0} 不同程序读出的数不同;写普通十进制数,文字则加引号:\"{0}\"", '{0} is read as different numbers; write a plain decimal number, or quote it: "{0}"'),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """Something YAML allows and a pack does not, or broken YAML."""

    pointer: Pointer
    mark: Mark
    message: Message


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A YAML document as plain values.

    values and keys: where each value and each key starts. plain: the source of unquoted scalars that are no text (5.10 for
    the number 5.1). complete: false when reading stopped early, so that what is missing may only be unread.
    """

    value: Any
    values: dict[Pointer, Mark]
    keys: dict[Pointer, Mark]
    plain: dict[Pointer, str]
    slips: tuple[Slip, ...]
    complete: bool

    def mark(self, pointer: Pointer, *, of_key: bool = False) -> Mark:
        """Give the position of a value (or of its key), else that of the nearest value around it."""
        if of_key and pointer in self.keys:
            return self.keys[pointer]
        while pointer and pointer not in self.values:
            pointer = pointer[:-1]
        return self.values.get(pointer, (1, 1))


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open."""

    pointer: Pointer
    holder: dict[str, Any] | list[Any]
    key: str | None = None  # of a mapping: the key whose value comes next
    is_repeated: bool = False  # the key was there before: its value is read and dropped


class _Stop(Exception):  # noqa: N818 - it ends the reading, the slip says why
    """Nothing more can be read."""


@dataclass(slots=True)
class _Reader:
    """Turns parser events into values without recursion, so that no nesting can exhaust the stack."""

    values: dict[Pointer, Mark] = field(default_factory=dict)
    keys: dict[Pointer, Mark] = field(default_factory=dict)
    plain: dict[Pointer, str] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    value: Any = None
    documents: int = 0

    def slip(self, pointer: Pointer, mark: Mark, zh: str, en: str) -> None:
        self.slips.append(Slip(pointer, mark, Message(zh, en)))

    def read(self, event: Any) -> None:
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.frames.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, mark)

    def _start_document(self, mark: Mark) -> None:
        self.documents += 1
        if self.documents > 1:
            self.slip((), mark, "一个文件只写一份文档;去掉多余的 ---", "one file holds one document; remove the second ---")
            raise _Stop

    def _node(self, event: Any, mark: Mark) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.holder, dict) and frame.key is None:
            self._key(frame, event, mark)
            return
        pointer = self._next_pointer(frame)
        self.values[pointer] = mark
        self._refuse_marks(event, pointer, mark)
        if isinstance(event, yaml.CollectionStartEvent):
            self._open(event, frame, pointer, mark)
        else:
            self._put(frame, None if isinstance(event, yaml.AliasEvent) else self._scalar(event, pointer, mark))

    def _key(self, frame: _Frame, event: Any, mark: Mark) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            self.slip(frame.pointer, mark, "键应是一个词,如 clause:", "a key is one word, e.g. clause:")
            raise _Stop
        frame.key, pointer = event.value, (*frame.pointer, event.value)
        frame.is_repeated = event.value in frame.holder
        if frame.is_repeated:
            line = self.keys[pointer][0]
            self.slip(
                pointer,
                mark,
                f"键 {event.value} 重复,第 {line} 行已有;留一个",
                f"key {event.value} was already given in line {line}; keep one",
            )
            return
        self.keys[pointer] = mark
        self._refuse_marks(event, pointer, mark)
        if event.implicit[0] and event.value == "<<":
            self.slip(
                pointer, mark, "不支持合并键 <<;把内容写全", "merge keys (<<) are not supported; write the content out"
            )
        elif event.implicit[0] and not isinstance(self._plain(event.value, pointer, mark), str):
            self.slip(
                pointer,
                mark,
                f'键 {event.value} 要加引号:"{event.value}"',
                f'the key {event.value} needs quotes: "{event.value}"',
            )

    def _next_pointer(self, frame: _Frame | None) -> Pointer:
        if frame is None:
            return ()
        if isinstance(frame.holder, list):
            return (*frame.pointer, len(frame.holder))
        assert frame.key is not None
        return (*frame.pointer, f"{frame.key} (repeated)" if frame.is_repeated else frame.key)

    def _refuse_marks(self, event: Any, pointer: Pointer, mark: Mark) -> None:
        if event.anchor is not None:
            self.slip(
                pointer,
                mark,
                "不支持锚点和别名(& 和 *);把内容写全",
                "anchors and aliases (& and *) are not supported; write the content out",
            )
        if getattr(event, "tag", None) is not None:
            self.slip(
                pointer, mark, f"不支持标签 {event.tag};去掉它", f"tags such as {event.tag} are not supported; remove it"
            )

    def _open(self, event: Any, frame: _Frame | None, pointer: Pointer, mark: Mark) -> None:
        if len(self.frames) >= MAX_DEPTH:
            self.slip(pointer, mark, f"嵌套超过 {MAX_DEPTH} 层", f"nested more than {MAX_DEPTH} levels deep")
            raise _Stop
        holder: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(frame, holder)
        self.frames.append(_Frame(pointer, holder))

    def _put(self, frame: _Frame | None, value: Any) -> None:
        if frame is None:
            self.value = value
        elif isinstance(frame.holder, list):
            frame.holder.append(value)
        else:
            assert frame.key is not None
            if not frame.is_repeated:
                frame.holder[frame.key] = value
            frame.key = None

    def _scalar(self, event: Any, pointer: Pointer, mark: Mark) -> Any:
        return self._plain(event.value, pointer, mark) if event.implicit[0] else event.value

    def _plain(self, text: str, pointer: Pointer, mark: Mark) -> Any:
        for pattern, message in _OTHERWISE:
            if pattern.fullmatch(text):
                self.slip(pointer, mark, message.zh.format(text), message.en.format(text))
                return text
        value = resolve_plain(text)
        if not isinstance(value, str):
            self.plain[pointer] = text
        return value


def resolve_plain(text: str) -> Any:
    """Give the value of an unquoted scalar by the core schema of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


def read_marked(raw: bytes) -> MarkedText:
    """Read one YAML document; nothing that is wrong with it is raised, all of it is in ``slips``."""
    reader = _Reader()
    complete = False
    try:
        for event in _events(raw):
            reader.read(event)
        complete = True
    except _Stop:
        pass
    except UnicodeDecodeError as error:
        mark = _position(raw, error.start)
        reader.slip((), mark, "不是 UTF-8 编码;请另存为 UTF-8", "this is not UTF-8; save the file as UTF-8")
    except yaml.reader.ReaderError:
        mark = _position(raw, _unprintable(raw))
        reader.slip((), mark, "有不可见的控制字符;删去", "there is a control character; remove it")
    except yaml.MarkedYAMLError as error:
        reader.slips.append(_syntax(error))
    return MarkedText(reader.value, reader.values, reader.keys, reader.plain, tuple(reader.slips), complete)


def _events(raw: bytes) -> Iterator[Any]:
    yield from yaml.parse(raw.decode("utf-8-sig"), Loader=_LOADER)


def _syntax(error: yaml.MarkedYAMLError) -> Slip:
    found = error.problem_mark or error.context_mark
    mark = (found.line + 1, found.column + 1) if found is not None else (1, 1)
    said = " ".join(part for part in (error.context, error.problem) if part)
    return Slip(
        (),
        mark,
        Message(
            f"YAML 写法有误({said});检查缩进、冒号后的空格、引号和括号是否成对",
            f"broken YAML ({said}); check indentation, the space after a colon, and that quotes and brackets are closed",
        ),
    )


def _unprintable(raw: bytes) -> int:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text := raw.decode("utf-8-sig"))
    return len(text[: found.start()].encode()) if found else 0


def _position(raw: bytes, offset: int) -> Mark:
    before = raw[:offset].decode("utf-8", "replace")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
