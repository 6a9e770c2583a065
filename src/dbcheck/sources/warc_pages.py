"""The pages of a WARC file: what servers answered with HTML, and what else the file holds, counted."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from urllib.parse import urljoin

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.sources.discovery import FileSource
from dbcheck.sources.html_pages import SHANGHAI, TOO_LARGE
from dbcheck.sources.html_text import charset_of, decode_html
from dbcheck.sources.page_rows import LARGEST, PageRow, page_part
from dbcheck.sources.raw import RawPart
from dbcheck.sources.rejecting import Broken
from dbcheck.sources.text_files import LARGE
from dbcheck.sources.warc import BrokenRecord, WarcRecord, read_headers, read_warc

HTML = ("text/html", "application/xhtml+xml")
COMPRESSION = 8  # a compressed archive grows by about so much
NO_HTTP = Message("不是完整的 HTTP 应答", "this is no whole HTTP response")
NOT_ALL = Message("抓取时没有取全", "the crawl did not get all of it")
BAD_BODY = Message("传输编码损坏", "its transfer encoding is broken")
_STATUS = re.compile(rb"HTTP/[0-9.]+ ([1-5][0-9]{2})(?![0-9])[^\n]*\n?")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_REDIRECTS = (301, 302, 303, 307, 308)


class _NoPage(Exception):  # noqa: N818 - a finding about the file, not a mistake
    def __init__(self, reason: Message) -> None:
        super().__init__()
        self.reason = reason


@dataclass(frozen=True)
class Response:
    """What a server answered. url: what was asked for. at: when, in Asia/Shanghai."""

    row: int
    url: str
    at: str | None
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """Give the type of its content, ``?`` where it does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or "?"

    @property
    def leads_to(self) -> str | None:
        """Give the address that it sends the reader on to."""
        location = self.headers.get("location")
        if self.status not in _REDIRECTS or not location:
            return None
        try:
            return urljoin(self.url, location).partition("#")[0]
        except ValueError:
            return None


def open_warc(source: FileSource) -> list[RawPart]:
    """Open a WARC file: its HTML responses as pages; a row is the number of the record."""
    pages = _Pages(source)
    grown = source.path.stat().st_size * (COMPRESSION if source.path.suffix.lower() == ".gz" else 1)
    return [page_part(source, pages.rows, is_large=grown > LARGE, passed_over=pages.passed_over)]


@dataclass
class _Pages:
    """Reads the records in turn.

    A redirect has no content of its own: it becomes a page, under its own address, when the page that it leads to comes by behind it.
    """

    source: FileSource
    others: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, list[Response]] = field(default_factory=dict)

    def rows(self) -> Iterator[PageRow | Broken]:
        self.others.clear()
        self.waiting.clear()
        for record in read_warc(self.source.path, limit=LARGEST):
            if isinstance(record, BrokenRecord):
                yield Broken(record.number, f"offset {record.offset}", record.reason)
                continue
            try:
                yield from self._pages(record)
            except _NoPage as no_page:
                address = record.headers.get("warc-target-uri", "")
                yield Broken(record.number, f"offset {record.offset} {address}".strip(), no_page.reason)

    def passed_over(self) -> Iterator[str]:
        """Say how many records of which sort are no pages."""
        lost = sum(map(len, self.waiting.values()))
        counts = self.others + Counter({"redirect": lost} if lost else {})
        if counts:
            yield f"{self.source.shown}: " + ", ".join(f"{name} {amount}" for name, amount in sorted(counts.items()))

    def _pages(self, record: WarcRecord) -> Iterator[PageRow]:
        kind = record.headers.get("warc-type", "?").lower()
        if kind != "response" or not record.headers.get("content-type", "").lower().startswith("application/http"):
            self.others[kind] += 1
            return
        response = _response(record)
        if response.leads_to is not None:
            self.waiting.setdefault(response.leads_to, []).append(response)
            self._follow(response)
            return
        if response.media not in HTML or response.status < 200 or response.status == 304:
            self.others[response.media if response.media not in HTML else str(response.status)] += 1
            return
        if not record.is_whole:
            raise _NoPage(TOO_LARGE)
        if record.headers.get("warc-truncated"):
            raise _NoPage(NOT_ALL)
        html = decode_html(_content(response), charset_of(response.headers.get("content-type", "")))
        yield PageRow(response.row, response.url, html, response.status, response.at)
        if response.status >= 400:
            return  # one failed fetch is one snapshot, however it was reached; who was sent there stays passed over
        for sent in self.waiting.pop(response.url.partition("#")[0], []):
            yield PageRow(sent.row, sent.url, html, response.status, sent.at)

    def _follow(self, response: Response) -> None:
        """Let those who wait for a redirect wait for what it leads to."""
        held = self.waiting.pop(response.url.partition("#")[0], [])
        if held and response.leads_to is not None:
            self.waiting.setdefault(response.leads_to, []).extend(held)


def _response(record: WarcRecord) -> Response:
    status = _STATUS.match(record.block)
    end = _END.search(record.block)
    if status is None or end is None:
        raise _NoPage(NO_HTTP)
    head = record.block[: end.start()]
    return Response(
        row=record.number,
        url=record.headers.get("warc-target-uri", "").strip("<> "),
        at=_instant(record.headers.get("warc-date", "")),
        status=int(status[1]),
        headers=read_headers(head[status.end() :]),
        body=record.block[end.end() :],
    )


def _instant(text: str) -> str | None:
    """Give a WARC-Date in Asia/Shanghai, to the second."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return f"{found.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if found.tzinfo is not None else None


def _content(response: Response) -> bytes:
    """Give the body as the page's author wrote it."""
    body, length = response.body, response.headers.get("content-length", "")
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    elif length.isdecimal() and len(body) < int(length[:18]):
        raise _NoPage(NOT_ALL)
    for coding in reversed(response.headers.get("content-encoding", "").lower().split(",")):
        body = _decoded(body, coding.strip())
    return body


def _joined(body: bytes) -> bytes:
    """Join chunks; a body without any was joined by who wrote the archive."""
    pieces: list[bytes] = []
    at = 0
    while True:
        size = _CHUNK_SIZE.match(body, at)
        if size is None:
            if at == 0:
                return body
            raise _NoPage(BAD_BODY)
        amount = int(size[1], 16)
        if amount == 0:
            return b"".join(pieces)
        pieces.append(body[size.end() : size.end() + amount])
        if len(pieces[-1]) < amount:
            raise _NoPage(NOT_ALL)
        at = size.end() + amount
        at += 2 if body[at : at + 2] == b"\r\n" else 1


def _decoded(body: bytes, coding: str) -> bytes:
    if coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, 31) if body.startswith(b"\x1f\x8b") else body  # else whoever wrote the archive did it
    if coding == "deflate":
        return _inflated(body, 15 if body[:1] == b"\x78" else -15)
    said = Message(
        f"{coding} 压缩,读不了;请抓取时不要求 {coding}", f"compressed with {coding}, which cannot be read; crawl without it"
    )
    raise _NoPage(said)


def _inflated(body: bytes, wbits: int) -> bytes:
    inflate = zlib.decompressobj(wbits=wbits)
    try:
        found = inflate.decompress(body, LARGEST)
    except zlib.error as error:
        raise _NoPage(BAD_BODY) from error
    if inflate.unconsumed_tail:
        raise _NoPage(TOO_LARGE)
    if not inflate.eof:
        raise _NoPage(NOT_ALL)
    return found
