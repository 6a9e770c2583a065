"""What a raw part is: its kind, and how each of its fields is read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dbcheck.errors import Message, Problem
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.kind import Kind
from dbcheck.sources.folding import fold_header
from dbcheck.sources.headers import HeaderBook, kind_of_headers, scores
from dbcheck.sources.naming import FileWords
from dbcheck.sources.raw import RawPart
from dbcheck.sources.typing_columns import Reading

if TYPE_CHECKING:
    from dbcheck.sources.binding import SourceBinding  # it loads YAML, which few audits need

_MEND = Message("请写成 KIND=文件,或用绑定文件写明 kind", "write KIND=FILE, or give its kind in a binding file")


@dataclass(frozen=True)
class Layout:
    """How a part is read: its kind, one reading a field, and header -> field (None where nothing was matched)."""

    kind: Kind
    readings: tuple[Reading, ...]
    binding: Mapping[str, str | None]


class Unplaced(Exception):  # noqa: N818 - either mistakes, or a sheet that holds no records
    """A part cannot be laid out; without problems it is to be ignored. is_binding: the binding file is wrong, not the export."""

    def __init__(self, problems: Sequence[Problem], *, is_binding: bool = False) -> None:
        super().__init__()
        self.problems, self.is_binding = tuple(problems), is_binding


@dataclass(frozen=True)
class Places:
    """What is known about all kinds: their fields, headers and file words."""

    kinds: Mapping[str, Kind]
    books: Mapping[str, HeaderBook]
    words: FileWords

    def lay_out(self, part: RawPart, bound: "SourceBinding | None") -> Layout:
        """Decide kind and columns of a part; Unplaced says why that is not possible."""
        kind = self.kinds[self._kind(part, bound)]
        taken = dict(_bound_columns(part, bound)) if bound else {}
        without = (
            frozenset(bound.constants) | {name for name, header in bound.fields.items() if header is None}
            if bound
            else frozenset()
        )
        match = self.books[kind.name].match(part.headers, taken=taken, without=without)
        if match.clashes:
            raise Unplaced([_clash(part, kind.name, clash.field, clash.headers) for clash in match.clashes])
        if not match.fields and part.headers:
            if part.is_optional:
                raise Unplaced(())
            raise Unplaced([_nothing_known(part, kind)])
        readings = [self._reading(part, kind, name, position, bound) for position, name in sorted(match.fields.items())]
        if bound:
            readings += [Reading(kind.fields[name], "", None, constant=text) for name, text in bound.constants.items()]
        binding = {header: match.fields.get(position) for position, header in enumerate(part.headers)}
        return Layout(kind, tuple(readings), binding)

    def _kind(self, part: RawPart, bound: "SourceBinding | None") -> str:
        if bound is not None:
            if part.kind not in (None, bound.kind):
                said = Message(
                    f"{part.path} 给定的类别是 {part.kind},绑定文件写的是 {bound.kind}",
                    f"{part.path} is given as {part.kind}, the binding file says {bound.kind}",
                )
                raise Unplaced([Problem(bound.where, "", said)], is_binding=True)
            return bound.kind
        if part.kind is not None:
            return part.kind
        named = next((kind for said in part.said if (kind := self.words.kind_of(said))), None)
        if named is not None and self.books[named].match(part.headers).score * 2 >= len(part.headers):
            return named  # no other kind can have more than twice as many fields
        by_header = kind_of_headers(part.headers, self.books)
        if named is None:
            if by_header is None:
                raise Unplaced(() if part.is_optional and not self._looks_like_records(part) else [_unknown(part)])
            return by_header
        counted = scores(part.headers, self.books)
        if by_header is not None and counted[named] * 2 < counted[by_header]:
            if part.sheet is not None and self.words.kind_of(part.sheet) is None:
                return by_header  # the file's name speaks of another sheet
            raise Unplaced([_contradiction(part, named, by_header)])
        return named

    def _looks_like_records(self, part: RawPart) -> bool:
        return max(scores(part.headers, self.books).values(), default=0) > 1

    @staticmethod
    def _reading(part: RawPart, kind: Kind, name: str, position: int, bound: "SourceBinding | None") -> Reading:
        return Reading(
            field=kind.fields[name],
            header=part.headers[position],
            column=str(position),
            values=bound.values.get(name, {}) if bound else {},
            formats=bound.dates.get(name, ()) if bound else (),
            excel=part.excel,
            excel_1904=part.excel_1904,
        )


def _bound_columns(part: RawPart, bound: "SourceBinding") -> Iterator[tuple[int, str]]:
    problems = []
    for name, header in bound.fields.items():
        if header is None:
            continue
        exact = [position for position, given in enumerate(part.headers) if given == header.strip()]
        folded = [position for position, given in enumerate(part.headers) if fold_header(given) == fold_header(header)]
        found = exact or folded
        if len(found) == 1:
            yield found[0], name
            continue
        listed = "、".join(part.headers)
        said = Message(
            f"{part.path} 没有唯一的表头 {header};它的表头是 {listed}",
            f"{part.path} has no single header {header}; its headers are {listed}",
        )
        problems.append(Problem(bound.where, name, said))
    if problems:
        raise Unplaced(problems, is_binding=True)


def _clash(part: RawPart, kind: str, field: str, headers: Sequence[str]) -> Problem:
    listed = "、".join(headers)
    said = Message(
        f"{len(headers)} 个表头({listed})都是 {kind}.{field};请在绑定文件的 fields 中写明用哪一个",
        f"{len(headers)} headers ({listed}) all say {kind}.{field}; choose one under fields in a binding file",
    )
    return Problem(part.path, field, said)


def _nothing_known(part: RawPart, kind: Kind) -> Problem:
    listed = "、".join(part.headers[:20])
    said = Message(
        f"没有一个表头是 {kind.name} 的字段({listed});请用绑定文件的 fields 写明",
        f"no header is a field of {kind.name} ({listed}); name them under fields in a binding file",
    )
    return Problem(part.path, "", said)


def _unknown(part: RawPart) -> Problem:
    listed = "、".join(part.headers[:20])
    said = Message(
        f"从文件名和表头({listed})看不出是哪类记录;{_MEND.zh}",
        f"neither its name nor its headers ({listed}) tell which kind of record it holds; {_MEND.en}",
    )
    return Problem(part.path, "", said)


def _contradiction(part: RawPart, named: str, by_header: str) -> Problem:
    said = Message(
        f"文件名说是 {named},表头却像 {by_header};{_MEND.zh}",
        f"its name says {named}, its headers look like {by_header}; {_MEND.en}",
    )
    return Problem(part.path, "", said)
