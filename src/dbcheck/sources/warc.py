"""WARC files, record by record, plain or compressed; a broken record is told with its offset and reading goes on behind it."""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass

GZIP = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
_LONGEST_LINE = 1 << 16
_MOST_HEADERS = 1 << 18
_START = re.compile(rb"\nWARC/[0-9]\.[0-9]")
NO_RECORD = Message("不是 WARC 记录", "this is no WARC record")
NO_LENGTH = Message("WARC 记录没有 Content-Length", "the WARC record has no Content-Length")
CUT_OFF = Message("WARC 记录不完整", "the WARC record is cut off")
BAD_GZIP = Message("gzip 压缩数据损坏", "the gzip data is broken")


@dataclass(frozen=True)
class WarcRecord:
    """One record: its number (from 1), where it starts, its headers (names in lower case) and up to ``limit`` bytes of its block."""

    number: int
    offset: int
    headers: Mapping[str, str]
    block: bytes
    is_whole: bool


@dataclass(frozen=True)
class BrokenRecord:
    """What could not be read: its number, where it starts and why."""

    number: int
    offset: int
    reason: Message


class _Breakage(Exception):  # noqa: N818 - a finding about the file, not a mistake
    def __init__(self, reason: Message) -> None:
        super().__init__()
        self.reason = reason


class _Archive(Protocol):
    """The bytes of an archive. ``reader`` gives them, ``offset`` says where in the file the record being read begins."""

    reader: io.BufferedIOBase

    @property
    def offset(self) -> int:
        """Give the place in the file at which reading stands."""

    def recover(self, after: int) -> bool:
        """Go on at the next record that starts behind a place in the file; false where there is none."""


class _Plain:
    def __init__(self, file: io.BufferedReader) -> None:
        self.reader: io.BufferedIOBase = file

    @property
    def offset(self) -> int:
        return self.reader.tell()

    def recover(self, after: int) -> bool:
        self.reader.seek(after)
        held, start = b"", after
        while chunk := self.reader.read(_CHUNK):
            held += chunk
            found = _START.search(held)
            if found is not None:
                self.reader.seek(start + found.start() + 1)
                return True
            start, held = start + max(len(held) - 16, 0), held[-16:]
        return False


class _Members(io.RawIOBase):
    """The content of gzip members one after another; a read never goes beyond the end of a member."""

    def __init__(self, file: io.BufferedReader) -> None:
        super().__init__()
        self._file = file
        self._inflate: zlib._Decompress | None = None
        self._waiting = b""
        self.start = 0  # of the member that is being read

    def readable(self) -> bool:
        return True

    def seek_member(self, offset: int) -> None:
        """Begin anew with the member at a place in the file."""
        self._file.seek(offset)
        self._inflate, self._waiting, self.start = None, b"", offset

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # a writable buffer, as typeshed cannot say
        while True:
            if self._inflate is None and not self._begin():
                return 0
            assert self._inflate is not None
            if not self._waiting:
                self._waiting = self._file.read(_CHUNK)
                if not self._waiting:
                    raise _Breakage(CUT_OFF)
            try:
                given = self._inflate.decompress(self._waiting, len(buffer))
            except zlib.error as error:
                raise _Breakage(BAD_GZIP) from error
            if self._inflate.eof:
                self._waiting, self._inflate = self._inflate.unused_data, None
            else:
                self._waiting = self._inflate.unconsumed_tail
            if given:
                buffer[: len(given)] = given
                return len(given)

    def _begin(self) -> bool:
        """Start the next member; false at the end of the file. Zero bytes between members are padding."""
        while not self._waiting.strip(b"\0"):
            self._waiting = self._file.read(_CHUNK)
            if not self._waiting:
                return False
        self._waiting = self._waiting.lstrip(b"\0")
        self.start = self._file.tell() - len(self._waiting)
        self._inflate = zlib.decompressobj(wbits=31)
        return True


class _Compressed:
    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._members = _Members(file)
        self.reader: io.BufferedIOBase = io.BufferedReader(self._members, _CHUNK)

    @property
    def offset(self) -> int:
        return self._members.start

    def recover(self, after: int) -> bool:
        start = after
        while (start := self._find(start)) >= 0:
            self._file.seek(start)
            try:
                begins = zlib.decompressobj(wbits=31).decompress(self._file.read(_CHUNK), 5)
            except zlib.error:
                begins = b""
            if begins == b"WARC/":
                self.reader.detach()  # else it would close the members when it goes
                self._members.seek_member(start)
                self.reader = io.BufferedReader(self._members, _CHUNK)
                return True
            start += 1
        return False

    def _find(self, start: int) -> int:
        """Find the next gzip header."""
        self._file.seek(start)
        held = b""
        while chunk := self._file.read(_CHUNK):
            held += chunk
            at = held.find(GZIP)
            if at >= 0:
                return start + at
            start, held = start + max(len(held) - 2, 0), held[-2:]
        return -1


def read_warc(path: Path, *, limit: int) -> Iterator[WarcRecord | BrokenRecord]:
    """Read a WARC file; of each block up to ``limit`` bytes are given. Raises OSError."""
    with path.open("rb") as file:
        archive: _Archive = _Compressed(file) if file.peek(len(GZIP)).startswith(GZIP) else _Plain(file)
        number = 0
        while True:
            number += 1
            start = archive.offset
            try:
                line = _first_line(archive.reader)
                if not line:
                    return
                start = archive.offset if isinstance(archive, _Compressed) else archive.offset - len(line)
                yield _record(archive.reader, line, number, start, limit)
            except _Breakage as breakage:
                start = archive.offset if isinstance(archive, _Compressed) else start
                yield BrokenRecord(number, start, breakage.reason)
                if not archive.recover(start + 1):
                    return


def _first_line(reader: io.BufferedIOBase) -> bytes:
    """Give the line that begins a record, empty at the end of the file."""
    while line := reader.readline(_LONGEST_LINE):
        if line.strip():
            return line
    return b""


def _record(reader: io.BufferedIOBase, line: bytes, number: int, offset: int, limit: int) -> WarcRecord:
    if not line.startswith(b"WARC/"):
        raise _Breakage(NO_RECORD)
    headers = read_headers(_header_lines(reader))
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 15:
        raise _Breakage(NO_LENGTH)
    wanted = min(int(length), limit)
    block = reader.read(wanted)
    if len(block) < wanted:
        raise _Breakage(CUT_OFF)
    left = int(length) - wanted
    while left:
        skipped = len(reader.read(min(left, _CHUNK)))
        if not skipped:
            raise _Breakage(CUT_OFF)
        left -= skipped
    return WarcRecord(number, offset, headers, block, is_whole=wanted == int(length))


def _header_lines(reader: io.BufferedIOBase) -> bytes:
    held = bytearray()
    while (line := reader.readline(_LONGEST_LINE)).strip():
        held += line
        if len(held) > _MOST_HEADERS:
            raise _Breakage(NO_RECORD)
    if not line:
        raise _Breakage(CUT_OFF)
    return bytes(held)


def read_headers(text: bytes) -> dict[str, str]:
    """Read ``Name: value`` lines; of a name that occurs twice the first one counts, a line that begins with a space goes on."""
    headers: dict[str, str] = {}
    name = ""
    for line in text.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and name:
            headers[name] += " " + line.strip()
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        headers.setdefault(name, value.strip())
    return headers
