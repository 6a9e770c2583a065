"""Which encoding a text file has, and its text block by block; bytes that are none become BAD."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

BAD = "\udcff"  # stands for bytes that the encoding does not know; no decoder gives it otherwise
_HANDLER = "dbcheck.bad_bytes"
_CHUNK = 1 << 22
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_ASCII = rf"[^\x00-\x7f{BAD}]"


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return BAD, error.end


def detect(path: Path) -> str:
    """Tell the encoding of a file: by its mark, by zero bytes (UTF-16), UTF-8 if all of it or nearly all is, else GB18030."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
        for bom, name in _BOMS:
            if head.startswith(bom):
                return name
        if b"\x00" in head and (wide := _utf16(head)):
            return wide
        decoder = codecs.getincrementaldecoder("utf-8")()
        chunk = head
        while chunk:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return "utf-8" if _is_damaged_utf8(chunk) else "gb18030"
            chunk = file.read(_CHUNK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "utf-8" if _is_damaged_utf8(head) else "gb18030"
    return "utf-8"


def _utf16(head: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes: they stand on one side, and are many or the text is no UTF-8."""
    high, low = head[0::2].count(0), head[1::2].count(0)
    if min(high, low) * 10 >= max(high, low):
        return None
    if max(high, low) * 8 < len(head) and _decodes(head, "utf-8"):
        return None
    name = "utf-16-le" if high < low else "utf-16-be"
    return name if _decodes(head, name) else None


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(chunk: bytes) -> bool:
    codecs.register_error(_HANDLER, _mark)
    text = chunk.decode("utf-8", errors=_HANDLER)
    return len(re.findall(_NOT_ASCII, text)) > 4 * text.count(BAD)


def text_blocks(path: Path, encoding: str, characters: int) -> Iterator[str]:
    """Give the text of a file in blocks of whole lines, each of about so many characters; every line end but the last is there."""
    codecs.register_error(_HANDLER, _mark)
    with path.open("r", encoding=encoding, errors=_HANDLER, newline="\n") as file:
        is_first = True
        while block := file.read(characters):
            if not block.endswith("\n"):
                block += file.readline()
            if is_first:
                block, is_first = block.removeprefix("\ufeff"), False
            yield block
