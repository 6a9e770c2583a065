"""Which address a saved page had: what the saving program wrote into it, the folder of a mirror, or what the page says of itself."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import urlsplit

_HEAD = 1 << 16  # characters among which an address is looked for
_SAVED = (
    (re.compile(r"<!--\s*saved from url=\([0-9]{4}\)(\S+)\s*-->", re.IGNORECASE), ""),  # browsers
    (re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE), ""),
    (re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack", re.IGNORECASE), "http://"),
)
_LINK = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_BASE = re.compile(r"<base\b[^>]{0,2000}>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_CANONICAL = re.compile(r"\brel\s*=\s*[\"']?\s*canonical\b", re.IGNORECASE)
_HOST = re.compile(
    r"(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:cn|com|net|org|gov|edu|info|example|test|xn--[a-z0-9]+)|[0-9]{1,3}(?:\.[0-9]{1,3}){3})"
    r"(?:[+:@][0-9]{2,5})?",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(?:index|default)\.(?:s?html?|xhtml)", re.IGNORECASE)
_ADDED_HTML = re.compile(r"(\.(?:jsp|aspx?|php|do|action|cgi)|[?@].*)\.html?$", re.IGNORECASE)


def saved_address(html: str, path: PurePosixPath, above: Sequence[str] = ()) -> str | None:
    """Give the address of a saved page, None where nothing tells it surely enough.

    path: the file inside the folder that was named. above: the names of that folder and those above it, the outermost first. What the
    saving program wrote wins, then the folder of a mirror (``host/dir/page.html``), then ``<link rel=canonical>``; a ``<base>`` counts
    only where it names a page. An address of the home page is believed only of a file that could be one: page templates often carry it.
    """
    head = html[:_HEAD]
    for pattern, scheme in _SAVED:
        found = pattern.search(head)
        written = _absolute(scheme + found[1]) if found else None
        if written is not None:
            return written
    mirrored = _mirrored(path, above)
    if mirrored is not None:
        return mirrored
    return next((address for address in _own_words(head) if not is_home(address) or _INDEX.fullmatch(path.name)), None)


def is_home(address: str) -> bool:
    """Tell whether an address is that of a site's home page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.query or parts.fragment.startswith(("/", "!")):
        return False
    return parts.path in ("", "/") or _INDEX.fullmatch(parts.path.removeprefix("/")) is not None


def _own_words(head: str) -> Iterator[str]:
    for tag in _LINK.findall(head):
        if _CANONICAL.search(tag) and (address := _absolute(_href(tag))) is not None:
            yield address
    base = _BASE.search(head)
    address = _absolute(_href(base[0])) if base else None
    if address is not None and "." in urlsplit(address).path.rpartition("/")[2]:
        yield address


def _href(tag: str) -> str:
    found = _HREF.search(tag)
    return unescape(next((group for group in found.groups() if group is not None), "")).strip() if found else ""


def _absolute(address: str) -> str | None:
    try:
        parts = urlsplit(unescape(address).strip())
    except ValueError:
        return None
    return parts.geturl() if parts.scheme in ("http", "https") and parts.hostname else None


def _mirrored(path: PurePosixPath, above: Sequence[str]) -> str | None:
    """Read the address off a folder that bears the name of a host, as wget and HTTrack write it."""
    inside = path.parts[:-1]
    at = next((place for place, name in enumerate(inside) if _HOST.fullmatch(name)), None)
    if at is not None:
        return _joined(inside[at], (*inside[at + 1 :], path.name))
    for place in range(len(above) - 1, -1, -1):
        if _HOST.fullmatch(above[place]):
            return _joined(above[place], (*above[place + 1 :], *path.parts))
    return None


def _joined(host: str, steps: Sequence[str]) -> str:
    *folders, name = steps
    last = "" if _INDEX.fullmatch(name) else _ADDED_HTML.sub(r"\1", name)
    return f"http://{re.sub('[+@]', ':', host)}/{'/'.join([*folders, last])}"
