"""Binding files: what matching headers by name cannot say, written by a person.

Under ``sources`` each entry has ``path`` (a glob relative to the file), ``kind``, and as needed ``sheet``, ``fields`` (field: header,
or null to leave it out), ``values`` (field: {what the export writes: value}), ``constants`` (field: value) and ``dates``
(field: a ``strptime`` format or a list of them).
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from dbcheck.errors import BindingError, Message, Pointer, Problem
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.kind import Field, Kind
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.yaml_marks import read_marked
from dbcheck.sources.folding import fold
from dbcheck.sources.typing_columns import DATES, Reading

KEYS = ("path", "sheet", "kind", "fields", "values", "constants", "dates")
_MAPPINGS = ("fields", "values", "constants", "dates")
_PROBE = datetime(2024, 1, 25, 9, 30, 7)

Found = Iterator[tuple[Pointer, bool, Message]]  # the way to a mistake, whether it is about the key, and what is wrong


@dataclass(frozen=True)
class SourceBinding:
    """How the parts under one path are read.

    files: what the path matches on disk. fields: field -> header; None leaves the field out. values: field -> folded text -> value.
    dates: field -> ``strptime`` formats. where: its place in the binding file.
    """

    where: str
    path: str
    files: frozenset[Path]
    kind: str
    sheet: str | None = None
    fields: Mapping[str, str | None] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Binding:
    """A binding file that has no mistakes."""

    path: Path
    sources: tuple[SourceBinding, ...]

    def of(self, file: Path, sheet: str | None = None) -> tuple[SourceBinding, ...]:
        """Give the entries for a file, or for a sheet of it."""
        here = file.resolve()
        found = (source for source in self.sources if here in source.files)
        return tuple(source for source in found if source.sheet is None or source.sheet == sheet)

    @cached_property
    def headers(self) -> frozenset[str]:
        """Give every header that the file names."""
        return frozenset(header for source in self.sources for header in source.fields.values() if header)


def load_binding(path: Path, kinds: Mapping[str, Kind]) -> Binding:
    """Read a binding file; BindingError names all its mistakes as ``file:line:column``."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = Message(f"读不了绑定文件:{error.strerror}", f"the binding file cannot be read: {error.strerror}")
        raise BindingError([Problem(str(path), "", said)]) from error
    text = read_marked(raw)
    problems = [Problem(f"{path}:{slip.mark[0]}:{slip.mark[1]}", "", slip.message) for slip in text.slips]
    checker = _Checker(path.parent, kinds)
    if text.complete:
        for pointer, of_key, message in checker.check(text.value):
            line, column = text.mark(pointer, of_key=of_key)
            problems.append(Problem(f"{path}:{line}:{column}", "", message))
    if problems:
        raise BindingError(problems)
    marks = (text.mark(("sources", number)) for number in range(len(text.value["sources"])))
    wheres = [f"{path}:{line}:{column}" for line, column in marks]
    return Binding(
        path, tuple(checker.build(entry, where) for entry, where in zip(text.value["sources"], wheres, strict=True))
    )


class _Checker:
    def __init__(self, folder: Path, kinds: Mapping[str, Kind]) -> None:
        self.folder, self.kinds = folder, kinds

    def check(self, value: Any) -> Found:
        if not isinstance(value, dict) or not isinstance(value.get("sources"), list) or not value["sources"]:
            yield (), False, Message("绑定文件应以 sources: 列出来源", "a binding file lists its sources under sources:")
            return
        for key in value:
            if key != "sources":
                yield (key,), True, unknown_name(key, ("sources",), Message("没有键", "there is no key"))
        for number, entry in enumerate(value["sources"]):
            for pointer, of_key, message in self._entry(entry):
                yield ("sources", number, *pointer), of_key, message

    def _entry(self, entry: Any) -> Found:
        if not isinstance(entry, dict):
            yield (), False, Message("应写 path:、kind: 等键", "an entry has keys such as path: and kind:")
            return
        if "database" in entry or "url" in entry:
            key = "database" if "database" in entry else "url"
            said = Message(
                "还不支持数据库;请先导出为 CSV、Excel 或 Parquet",
                "databases are not supported yet; export to CSV, Excel or Parquet",
            )
            yield (key,), True, said
            return
        for key in entry:
            if key not in KEYS:
                yield (key,), True, unknown_name(key, KEYS, Message("没有键", "there is no key"))
        yield from self._path(entry)
        if "sheet" in entry and not isinstance(entry["sheet"], str):
            yield ("sheet",), False, Message("工作表名应是文字;数字要加引号", "the name of a sheet is text; quote a number")
        kind = self.kinds.get(entry["kind"]) if isinstance(entry.get("kind"), str) else None
        if kind is None:
            said = Message("没有类别", "there is no kind")
            yield ("kind",), False, unknown_name(entry.get("kind"), self.kinds, said)
            return
        for key in _MAPPINGS:
            yield from self._mapping(key, entry.get(key, {}), kind)

    def _path(self, entry: Mapping[str, Any]) -> Found:
        path = entry.get("path")
        if not isinstance(path, str) or not path.strip():
            yield ("path",), False, Message("要写 path:,相对于绑定文件", "give path:, relative to the binding file")
        elif not _files(self.folder, path):
            said = Message(f"没有文件符合 {path}(相对于绑定文件)", f"no file matches {path} (relative to the binding file)")
            yield ("path",), False, said

    def _mapping(self, key: str, given: Any, kind: Kind) -> Found:
        if not isinstance(given, dict):
            yield (key,), False, Message(f"{key} 应为 字段: 值 的映射", f"{key} maps fields to values")
            return
        for name, value in given.items():
            declared = kind.fields.get(name)
            if declared is None:
                said = Message(f"{kind.name} 没有字段", f"{kind.name} has no field")
                yield (key, name), True, unknown_name(name, kind.fields, said)
                continue
            for pointer, message in _CHECKS[key](declared, value):
                yield (key, name, *pointer), False, message

    def build(self, entry: Mapping[str, Any], where: str) -> SourceBinding:
        """Turn an entry without mistakes into a binding."""
        return SourceBinding(
            where=where,
            path=entry["path"],
            files=_files(self.folder, entry["path"]),
            kind=entry["kind"],
            sheet=entry.get("sheet"),
            fields=entry.get("fields", {}),
            values={
                name: {fold(text): _text(value) for text, value in mapping.items()}
                for name, mapping in entry.get("values", {}).items()
            },
            constants={name: _text(value) for name, value in entry.get("constants", {}).items()},
            dates={
                name: (given,) if isinstance(given, str) else tuple(given) for name, given in entry.get("dates", {}).items()
            },
        )


def _files(folder: Path, pattern: str) -> frozenset[Path]:
    exact = folder / pattern
    if exact.exists():  # a folder of saved pages is one part
        return frozenset({exact.resolve()})
    try:
        found = folder.glob(pattern) if not Path(pattern).is_absolute() else iter(())
        return frozenset(path.resolve() for path in found if path.is_file())
    except (ValueError, NotImplementedError):
        return frozenset()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _header(_: Field, value: object) -> Iterator[tuple[Pointer, Message]]:
    if value is not None and (not isinstance(value, str) or not value.strip()):
        yield (), Message("应是表头文字,或 null 表示不用", "a header is text, or null to leave the field out")


def _mapped(field_: Field, value: object) -> Iterator[tuple[Pointer, Message]]:
    if not isinstance(value, dict):
        yield (), Message("应为 导出中的值: 取值 的映射", "map what the export writes to values")
        return
    for text, meant in value.items():
        if meant is None:
            continue
        for pointer, message in _constant(field_, meant):
            yield (text, *pointer), message


def _constant(field_: Field, value: object) -> Iterator[tuple[Pointer, Message]]:
    if isinstance(value, dict | list) or value is None:
        yield (), Message("应是一个值", "this is a single value")
        return
    read = Reading(field_, "", None).parse(_text(value))
    if isinstance(read, Message):
        yield (), read


def _formats(field_: Field, value: object) -> Iterator[tuple[Pointer, Message]]:
    if field_.type not in DATES:
        yield (), Message(f"{field_.name} 不是日期字段", f"{field_.name} is no date field")
        return
    formats = value if isinstance(value, list) else [value]
    for pattern in formats:
        if not isinstance(pattern, str) or not _names_a_day(pattern):
            yield (), Message('应是含年月日的格式,如 "%d/%m/%Y"', 'a format names year, month and day, e.g. "%d/%m/%Y"')


def _names_a_day(pattern: str) -> bool:
    try:
        return datetime.strptime(_PROBE.strftime(pattern), pattern).date() == _PROBE.date()
    except ValueError:
        return False


_CHECKS = {"fields": _header, "values": _mapped, "constants": _constant, "dates": _formats}
