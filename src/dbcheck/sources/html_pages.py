"""Saved pages: HTML files and MHTML files, alone or in a folder."""

import email
import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path, PurePosixPath

from dbcheck.errors import Message
from dbcheck.sources.discovery import MHTML, FileSource, unreadable
from dbcheck.sources.html_text import decode_html
from dbcheck.sources.page_address import saved_address
from dbcheck.sources.page_rows import LARGEST, PageRow, page_part
from dbcheck.sources.raw import RawPart
from dbcheck.sources.rejecting import Broken
from dbcheck.sources.text_files import LARGE

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
NO_ADDRESS = Message(
    "看不出是哪个网址的页面:应有浏览器的 saved from url 注释、canonical,或按 主机名/路径 存放",
    "nothing tells its address: it needs the browser's saved-from comment, a canonical link, or a place under HOST/PATH",
)
NO_PAGE = Message("MHTML 中没有网页", "the MHTML file holds no page")
TOO_LARGE = Message(f"超过 {LARGEST >> 20} MB", f"it is larger than {LARGEST >> 20} MB")
EMPTY = Message("空文件", "the file is empty")


def open_pages(source: FileSource) -> list[RawPart]:
    """Open saved pages as one part; a row is the position of its file among them, in the order of their names."""
    paths = source.members or (source.path,)
    size = sum(path.stat().st_size for path in paths)
    return [page_part(source, lambda: _rows(source, paths), is_large=size > LARGE)]


def _rows(source: FileSource, paths: tuple[Path, ...]) -> Iterator[PageRow | Broken]:
    folder = source.path if source.members else source.path.parent
    above = folder.resolve().parts
    for row, path in enumerate(paths, start=1):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        yield _row(row, path, inside, above)


def _row(row: int, path: Path, inside: PurePosixPath, above: tuple[str, ...]) -> PageRow | Broken:
    try:
        if path.stat().st_size > LARGEST:
            return Broken(row, str(inside), TOO_LARGE)
        body = path.read_bytes()
    except OSError as error:
        return Broken(row, str(inside), unreadable(error))
    if not body.strip():
        return Broken(row, str(inside), EMPTY)
    if path.suffix.lower() in MHTML:
        return _mhtml(row, body, str(inside))
    html = decode_html(body)
    url = saved_address(html, inside, above)
    return Broken(row, str(inside), NO_ADDRESS) if url is None else PageRow(row, url, html)


def _mhtml(row: int, body: bytes, name: str) -> PageRow | Broken:
    """Read the page out of an MHTML file: its first HTML part, under the address that the browser noted."""
    message = email.message_from_bytes(body, policy=email.policy.default)
    page = next(
        (part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    payload = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(payload, bytes) or not payload.strip():
        return Broken(row, name, NO_PAGE)
    url = str(message.get("Snapshot-Content-Location") or page.get("Content-Location") or "").strip()
    if not url.lower().startswith(("http://", "https://")):
        return Broken(row, name, NO_ADDRESS)
    return PageRow(row, url, decode_html(payload, page.get_content_charset()), fetched_at=_saved_at(message))


def _saved_at(message: EmailMessage) -> str | None:
    """Give the time that the browser noted when it saved the page; the zone ``-0000`` of a mail date stands for Greenwich."""
    found: datetime | None = getattr(message.get("Date"), "datetime", None)
    if found is None:
        return None
    known = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return f"{known.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
