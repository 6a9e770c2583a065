"""Forms that people fill in, as sheets or as YAML: entries whose every cell knows where it stands.

A sheet (or CSV file) has a header row among its first rows; a title above it and sheets without known headers are skipped. Headers and
keys are matched in Chinese and in English, width, spaces, case and remarks in brackets do not count. A column whose header is empty
or begins with ``#`` belongs to whoever filled the form in. Any other unknown header is a mistake: its content could be lost.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any

from dbcheck.errors import Message, Pointer, Problem
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import unknown_name

_TITLES = 15  # rows among which the header is looked for
_KNOWN = 2  # so many known headers make a row a header
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})日?(?:[ T][0-9:.]+)?"
)
_GUARDED = re.compile(r"'+[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class Grid:
    """One sheet or CSV file as text: ``where`` as users see it, every row from the first, blank ones too."""

    where: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FormColumn:
    """One column of a form: its name in YAML, its header in both languages, and other headers that mean the same."""

    name: str
    title: Message
    also: tuple[str, ...] = ()
    is_required: bool = False  # a sheet without it is no such form


@dataclass(frozen=True)
class Cell:
    """What stands in one place. parts: the elements of a YAML list; empty in sheets, where one text holds them all."""

    text: str
    where: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One filled-in row."""

    where: str
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """Give what a column says, empty where it says nothing."""
        cell = self.cells.get(name)
        return cell.text if cell else ""

    def place(self, name: str) -> str:
        """Give where a column's cell stands, the row where there is none."""
        cell = self.cells.get(name)
        return cell.where if cell else self.where

    def parts(self, name: str, separators: str) -> tuple[str, ...]:
        """Give the several words of a cell, those of a YAML list as they are."""
        cell = self.cells.get(name)
        if cell is None:
            return ()
        pieces = cell.parts or re.split(f"[{separators}]", cell.text)
        return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


@dataclass(frozen=True)
class Filled:
    """The entries of a form, and what is wrong with its shape."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


def tidy(text: str) -> str:
    """Give a name as tables hold it: NFKC, no space at the ends, runs of white space as one space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def unguarded(text: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from running a cell; see ``guarded``."""
    return text[1:] if _GUARDED.match(text) else text


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula when it opens a CSV file."""
    return "'" + text if _GUARDED.match("'" + text) else text


def parse_date(text: str) -> date | None:
    """Read 2025-06-30, 2025/6/30, 2025.6.30 or 2025年6月30日, a clock time behind it left off; None for anything else."""
    found = _DATE.fullmatch(tidy(text))
    if found is None:
        return None
    month = next(group for group in found.groups()[1:5] if group)
    try:
        return date(int(found[1]), int(month), int(found[6]))
    except ValueError:
        return None


def dated(entry: Entry, name: str, subject: str, problems: list[Problem]) -> date | None:
    """Give the date in a column; None where it is empty, or is no date, which is then among the problems."""
    text = entry.text(name)
    found = parse_date(text) if text else None
    if text and found is None:
        said = Message(f"{text!r} 不是日期;写成 2025-06-30", f"{text!r} is no date; write 2025-06-30")
        problems.append(Problem(entry.place(name), subject, said))
    return found


# -- sheets ---------------------------------------------------------------------------------------------------------


def entries_of_grids(file: str, grids: Sequence[Grid], columns: Sequence[FormColumn]) -> Filled:
    """Read the filled-in rows of every sheet that holds the form."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    is_form = False
    names = _names(columns)
    for grid in grids:
        header = _header(grid, names)
        if header is None:
            continue
        is_form = True
        at, wrong = _columns_of(grid, header, columns, names)
        problems += wrong
        if not wrong:
            entries += _rows(grid, header, at)
    if not is_form:
        needed = [column.title for column in columns if column.is_required]
        zh, en = "、".join(title.zh for title in needed), ", ".join(title.en for title in needed)
        problems.append(
            Problem(
                file,
                "",
                Message(f"没有找到表头;应有列 {zh}", f"there is no header row; it needs the columns {en}"),
            )
        )
    return Filled(tuple(entries), tuple(problems))


def _names(columns: Sequence[FormColumn]) -> dict[str, str]:
    return {
        _fold(word): column.name
        for column in columns
        for word in (column.name, column.title.zh, column.title.en, *column.also)
    }


def _fold(text: str) -> str:
    folded = _SPACES.sub("", unicodedata.normalize("NFKC", text)).lower().replace("_", "")
    return _REMARK.sub("", folded).strip("*:") or folded


def header_of(grid: Grid, columns: Sequence[FormColumn], *, least: int) -> int | None:
    """Find the row that bears at least so many of these headers."""
    names = _names(columns)
    known = [len({names[word] for cell in row if (word := _fold(cell)) in names}) for row in grid.rows[:_TITLES]]
    best = max(known, default=0)
    return known.index(best) if best >= least else None


def _header(grid: Grid, names: Mapping[str, str]) -> int | None:
    """Find the row with most known headers."""
    known = [sum(_fold(cell) in names for cell in row) for row in grid.rows[:_TITLES]]
    best = max(known, default=0)
    return known.index(best) if best >= _KNOWN else None


def _columns_of(
    grid: Grid, header: int, columns: Sequence[FormColumn], names: Mapping[str, str]
) -> tuple[dict[str, int], list[Problem]]:
    """Give where each column stands, and what is wrong with the headers."""
    at: dict[str, int] = {}
    problems: list[Problem] = []
    for position, text in enumerate(grid.rows[header]):
        word = tidy(text)
        if not word or word.startswith("#"):
            continue
        name, where = names.get(_fold(word)), cell_name(grid.where, header, position)
        if name is None:
            problems.append(Problem(where, "", _unknown_header(word, columns)))
        elif name in at:
            said = Message(f"列 {word} 重复;留一列", f"the column {word} is there twice; keep one")
            problems.append(Problem(where, "", said))
        else:
            at[name] = position
    for column in columns:
        if column.is_required and column.name not in at:
            said = Message(f"缺少列 {column.title.zh}", f"the column {column.title.en} is missing")
            problems.append(Problem(f"{grid.where}!{header + 1}", "", said))
    return at, problems


def _unknown_header(word: str, columns: Sequence[FormColumn]) -> Message:
    zh = unknown_name(word, [column.title.zh for column in columns], Message("没有列", ""))
    en = unknown_name(word, [column.title.en for column in columns], Message("", "there is no column"))
    return Message(f"{zh.zh};自己加的列,表头以 # 开头", f"{en.en}; begin the header of a column of your own with #")


def _rows(grid: Grid, header: int, at: Mapping[str, int]) -> Iterator[Entry]:
    for number, row in enumerate(grid.rows[header + 1 :], start=header + 1):
        cells = {
            name: Cell(row[position].strip(), cell_name(grid.where, number, position))
            for name, position in at.items()
            if position < len(row)
        }
        if any(cell.text for cell in cells.values()):
            yield Entry(f"{grid.where}!{number + 1}", cells)


def cell_name(sheet: str, row: int, column: int) -> str:
    """Name a cell as spreadsheets do, from positions counted from 0: ``checklist.xlsx!核查表!I7``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row + 1}"


# -- YAML -----------------------------------------------------------------------------------------------------------


def entries_of_yaml(file: str, raw: bytes, columns: Sequence[FormColumn], key: str) -> Filled:
    """Read ``key: [{rule: ..., answer: ...}, ...]``, or the list alone. Unlike in packs, dates need no quotes."""
    from dbcheck.rules.yaml_marks import read_marked  # noqa: PLC0415 - PyYAML, which a filled-in sheet does not need

    marked = read_marked(raw)

    def where(pointer: Pointer, *, of_key: bool = False) -> str:
        line, column = marked.mark(pointer, of_key=of_key)
        return f"{file}:{line}:{column}"

    slips = [slip for slip in marked.slips if not _is_date(_at(marked.value, slip.pointer))]
    problems = [Problem(f"{file}:{slip.mark[0]}:{slip.mark[1]}", "", slip.message) for slip in slips]
    listed, above = marked.value, Pointer()
    if isinstance(listed, Mapping):
        strange = [name for name in listed if name != key]
        problems += [
            Problem(where((name,), of_key=True), "", unknown_name(name, [key], Message("没有键", "there is no key")))
            for name in strange
        ]
        listed, above = listed.get(key), (key,)
    if not isinstance(listed, list):
        said = Message(f"应写成列表:{key}: [{{rule: ...}}]", f"write a list: {key}: [{{rule: ...}}]")
        return Filled((), (*problems, Problem(where(above), "", said)) if marked.complete else tuple(problems))
    reader = _YamlReader(_names(columns), columns, where, marked.plain)
    entries = [entry for at, value in enumerate(listed) if (entry := reader.entry(value, (*above, at))) is not None]
    return Filled(tuple(entries), (*problems, *reader.problems))


def _is_date(value: object) -> bool:
    return isinstance(value, str) and parse_date(value) is not None


def _at(value: Any, pointer: Pointer) -> object:
    for step in pointer:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


@dataclass
class _YamlReader:
    names: Mapping[str, str]
    columns: Sequence[FormColumn]
    where: Callable[..., str]
    plain: Mapping[Pointer, str]
    problems: list[Problem] = field(default_factory=list)

    def entry(self, value: object, pointer: Pointer) -> Entry | None:
        if not isinstance(value, Mapping):
            said = Message("应写成映射,如 {rule: ..., reason: ...}", "write a mapping, e.g. {rule: ..., reason: ...}")
            self.problems.append(Problem(self.where(pointer), "", said))
            return None
        cells: dict[str, Cell] = {}
        for key, held in value.items():
            place = (*pointer, key)
            name = self.names.get(_fold(key))
            if name is None:
                known = [column.name for column in self.columns]
                said = unknown_name(key, known, Message("没有键", "there is no key"))
                self.problems.append(Problem(self.where(place, of_key=True), "", said))
            else:
                cells[name] = self._cell(held, place)
        return Entry(self.where(pointer), cells)

    def _cell(self, held: object, place: Pointer) -> Cell:
        where = self.where(place)
        if isinstance(held, Mapping) or (isinstance(held, list) and any(isinstance(part, list | Mapping) for part in held)):
            self.problems.append(Problem(where, "", Message("应写一个值或一列值", "write a value or a list of values")))
            return Cell("", where)
        if isinstance(held, list):
            parts = tuple(self._text(part, (*place, at)) for at, part in enumerate(held))
            return Cell("\n".join(parts), where, parts)
        return Cell(self._text(held, place).strip(), where)

    def _text(self, value: object, place: Pointer) -> str:
        return "" if value is None else str(self.plain.get(place, value))
