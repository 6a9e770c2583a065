"""From what the user names to typed tables: one table a kind, with inputs, rejects and an account that adds up."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dbcheck.errors import BindingError, DbcheckError, Message, Problem, SourceError, UsageError
from dbcheck.findings import Input, Reject
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import BATCH_ROWS, Table
from dbcheck.records.kind import Kind
from dbcheck.sources.discovery import FileSource, discover, unreadable
from dbcheck.sources.duplicates import Duplicate, find_duplicates, id_hashes
from dbcheck.sources.headers import HeaderBooks, Known
from dbcheck.sources.layout import Layout, Places, Unplaced
from dbcheck.sources.naming import FileWords
from dbcheck.sources.opening import open_file, open_value
from dbcheck.sources.parts import Part, PartsTable, Piece
from dbcheck.sources.raw import RawPart
from dbcheck.sources.rejecting import RejectLog
from dbcheck.sources.typed_parts import TypedPart, type_part

if TYPE_CHECKING:
    from dbcheck.sources.binding import Binding, SourceBinding  # it loads YAML, which few audits need

MOST_PARTS = 2**16  # !part is UInt16
_CHUNK = 1 << 22


@dataclass(frozen=True)
class Gathered:
    """Everything that was read.

    tables: kind -> table; a supplied but empty kind has an empty table, a kind nobody supplies is not there. rejects: kept up to 100,000,
    ``rejects_total`` counts all. ignored: files and sheets that hold no records.
    """

    tables: Mapping[str, Table]
    opened: "tuple[_Opened, ...]"
    rejects: tuple[Reject, ...]
    rejects_total: int
    ignored: tuple[str, ...] = ()

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Give one input a part (file, sheet or frame); waits for the digests of the files, which are made while others work."""
        return tuple(_input(opened) for opened in self.opened)


def gather(
    sources: Sequence[object],
    *,
    kinds: Mapping[str, Kind],
    binding: "Binding | None" = None,
    lang: str = "zh",  # noqa: ARG001 - what is said comes in both languages
) -> Gathered:
    """Read every source.

    A source is a path to a folder or a file, ``KIND=FILE``, or a mapping from kind to data frame, list of models or list of dicts.
    Raises UsageError, BindingError or SourceError with every problem that was found.
    """
    reader = _Reader(kinds, binding)
    digests = ThreadPoolExecutor(1, thread_name_prefix="dbcheck-digest")
    try:
        reader.read(sources, digests)
    finally:
        digests.shutdown(wait=False)
    reader.stop_on_problems()
    tables = {kind: reader.table(kind) for kind in kinds if kind in reader.parts}
    for opened in reader.opened:
        opened.check()
    return Gathered(tables, tuple(reader.opened), reader.log.in_order(), reader.log.total, tuple(sorted(reader.ignored)))


@dataclass
class _Opened:
    """One part on its way: what was laid out and typed, and how many records were left out for their id."""

    typed: TypedPart
    layout: Layout
    size: int | None
    digest: "Future[str] | None"
    dropped: list[int] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Give how many records are judged."""
        return self.typed.part.height - len(self.dropped)

    @property
    def rejected(self) -> int:
        """Give how many records are left out."""
        return self.typed.broken + len(self.dropped)

    def check(self) -> None:
        """Make sure that the account adds up; where it does not, a mistake of ours stops everything."""
        if self.typed.read != self.accepted + self.rejected:
            path = self.typed.part.path
            raise AssertionError(f"{path}: {self.typed.read} read, {self.accepted} accepted, {self.rejected} rejected")


@dataclass
class _Reader:
    kinds: Mapping[str, Kind]
    binding: "Binding | None"
    log: RejectLog = field(default_factory=RejectLog)
    opened: list[_Opened] = field(default_factory=list)
    parts: dict[str, list[_Opened]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: dict[type[DbcheckError], list[Problem]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = Places(self.kinds, HeaderBooks(self.kinds), FileWords(self.kinds))

    def say(self, error: type[DbcheckError], problems: Iterable[Problem]) -> None:
        self.problems.setdefault(error, []).extend(problems)

    def stop_on_problems(self) -> None:
        """Raise everything that is wrong at once; what the caller can mend first gives the error its class."""
        if not any(self.problems.values()):
            return
        order: tuple[type[DbcheckError], ...] = (UsageError, BindingError, SourceError)
        first = next(error for error in order if self.problems.get(error))
        raise first([problem for error in order for problem in self.problems.get(error, [])])

    def read(self, sources: Sequence[object], digests: ThreadPoolExecutor) -> None:
        found = discover(sources, self.kinds)
        self.say(UsageError, found.usage)
        self.say(SourceError, found.problems)
        self.ignored += found.ignored
        for file in found.files:
            self._read_file(file, digests)
        for held in found.objects:
            try:
                self._read_part(open_value(held), None, None)
            except SourceError as error:
                self.say(SourceError, error.problems)
        if not self.opened and not any(self.problems.values()):
            said = Message("来源中没有任何记录", "the sources hold no records")
            self.say(SourceError, [Problem(name, "", said) for name in self.ignored or ["SOURCE"]])

    def _read_file(self, source: FileSource, digests: ThreadPoolExecutor) -> None:
        try:
            size = sum(path.stat().st_size for path in source.members or (source.path,))
            digest = digests.submit(_digest, source)
            for part in self._open(source):
                self._read_part(part, size, digest)
        except SourceError as error:
            self.say(SourceError, error.problems)
        except OSError as error:
            self.say(SourceError, [Problem(source.shown, "", unreadable(error))])
        except pl.exceptions.PolarsError as error:
            first = str(error).splitlines()[0] if str(error) else type(error).__name__
            self.say(SourceError, [Problem(source.shown, "", Message(f"读不了:{first}", f"it cannot be read: {first}"))])

    def _open(self, source: FileSource) -> list[RawPart]:
        extra = self.binding.headers if self.binding else frozenset()
        likely = source.kind or self.places.words.kind_of(source.path.stem)
        return open_file(source, Known(self.places.books, extra, likely), self.kinds)

    def _read_part(self, part: RawPart, size: int | None, digest: "Future[str] | None") -> None:
        bound = self._bound(part)
        if isinstance(bound, Problem):
            self.say(BindingError, [bound])
            return
        try:
            layout = self.places.lay_out(part, bound)
        except Unplaced as unplaced:
            self.say(BindingError if unplaced.is_binding else SourceError, unplaced.problems)
            if not unplaced.problems:
                self.ignored.append(part.path)
            return
        opened = _Opened(type_part(part, layout.readings, self.log, layout.kind.key), layout, size, digest)
        self.ignored += part.passed_over()
        self.opened.append(opened)
        self.parts.setdefault(layout.kind.name, []).append(opened)

    def _bound(self, part: RawPart) -> "SourceBinding | Problem | None":
        found = self.binding.of(part.file, part.sheet) if self.binding and part.file else ()
        if len(found) < 2:
            return found[0] if found else None
        wheres = ", ".join(source.where for source in found)
        return Problem(
            part.path, "", Message(f"绑定文件有两项说到它:{wheres}", f"two entries of the binding speak of it: {wheres}")
        )

    def table(self, kind: str) -> PartsTable:
        """Put the parts of a kind together and leave out records that bear the same id."""
        opened = self.parts[kind]
        if len(opened) > MOST_PARTS:
            said = Message(
                f"{kind} 的文件超过 {MOST_PARTS} 个;请合并", f"{kind} has more than {MOST_PARTS} parts; merge them"
            )
            raise SourceError([Problem(kind, "", said)])
        table = PartsTable(self.kinds[kind], tuple(one.typed.part for one in opened))
        for duplicate in _duplicates(table, opened):
            self.log.add([duplicate.reject])
            opened[duplicate.part].dropped.append(duplicate.row)
        parts = tuple(_without(one.typed.part, one.dropped) for one in opened)
        rejected = sum(one.rejected for one in opened)
        return PartsTable(self.kinds[kind], parts, rejected)


def _duplicates(table: PartsTable, opened: Sequence[_Opened]) -> Iterable[Duplicate]:
    key = table.kind.key
    if key is None or key not in table.columns:
        return ()

    def hashes(piece: Piece) -> pl.Series:
        return id_hashes(table.read(piece, [key])[key])

    known = [found for one in opened for found in one.typed.hashes]
    pieces = list(table.pieces(BATCH_ROWS))
    if len(known) == len(pieces):  # no part has more of them than slices
        found = known
    elif len(pieces) == 1:
        ids = table.read(pieces[0], [key])[key].drop_nulls()
        if ids.n_unique() == len(ids):
            return ()
        found = [hashes(pieces[0])]
    else:
        with ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
            found = list(pool.map(hashes, pieces))
    headers = [next((r.header for r in one.layout.readings if r.field.name == key), key) for one in opened]
    return list(find_duplicates(table, found, headers))


def _without(part: Part, rows: Sequence[int]) -> Part:
    if not rows:
        return part
    return Part(part.path, part.fields, part.segments, pl.Series(sorted(rows), dtype=pl.UInt32))


def _input(opened: _Opened) -> Input:
    """Draw up the account of a part."""
    return Input(
        path=opened.typed.part.path,
        kind=opened.layout.kind.name,
        read=opened.typed.read,
        accepted=opened.accepted,
        rejected=opened.rejected,
        binding=opened.layout.binding,
        size=opened.size,
        sha256=opened.digest.result() if opened.digest is not None else None,
    )


def _digest(source: FileSource) -> str:
    """Give the sha256 of a file; of a folder of pages that of the list of their digests and names, as sha256sum writes it."""
    if not source.members:
        return _sha256(source.path)
    listed = (f"{_sha256(path)}  {path.relative_to(source.path).as_posix()}\n" for path in source.members)
    return hashlib.sha256("".join(listed).encode("utf-8", "surrogateescape")).hexdigest()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
