"""The source of a web page as text: which encoding its bytes have, as browsers tell it."""

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096  # bytes among which a page says its encoding
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CHINESE = re.compile("[一-鿿]")
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252", "ascii": "cp1252"}
_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32")  # a meta tag that could be read cannot be telling the truth


def decode_html(body: bytes, charset: str | None = None) -> str:
    """Give the text of a page. charset: what the HTTP header says.

    A byte order mark wins, then the header, then the page's own word; where none helps: UTF-8 if all of it is, else GB18030. What does not
    fit becomes U+FFFD, but a page that is whole, Chinese UTF-8 is read so whatever it claims.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    told = _known(charset) or _known(_own_word(body))
    if told is not None:
        return _decoded(body, told)
    return _decoded(body, "gb18030") if _fails(body, "utf-8") else body.decode("utf-8")


def charset_of(content_type: str) -> str | None:
    """Give the charset of a Content-Type header."""
    found = re.search(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", content_type, re.IGNORECASE)
    return found[1] if found else None


def _own_word(body: bytes) -> str | None:
    found = _META.search(body[:_HEAD]) or _XML.search(body[:_HEAD])
    name = found[1].decode("ascii") if found else None
    return "utf-8" if name is not None and name.lower() in _WIDE else name


def _known(charset: str | None) -> str | None:
    """Give the codec that a label means, None where there is none."""
    if charset is None:
        return None
    try:
        name = codecs.lookup(charset.strip().lower()).name
    except (LookupError, ValueError):
        return None
    return _READ_AS.get(charset.strip().lower(), _READ_AS.get(name, name))


def _decoded(body: bytes, name: str) -> str:
    if name != "utf-8" and not body.isascii() and not _fails(body, "utf-8"):
        text = body.decode("utf-8")
        if _CHINESE.search(text):  # bytes of another encoding hardly ever spell Chinese in UTF-8
            return text
    try:
        return body.decode(name, "replace")
    except (LookupError, ValueError):  # a codec that is none for text
        return body.decode("utf-8", "replace")


def _fails(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return True
    return False
