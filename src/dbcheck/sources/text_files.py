"""CSV and TSV files as raw parts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from dbcheck.sources.delimited import Dialect, read_blocks, sniff
from dbcheck.sources.discovery import FileSource
from dbcheck.sources.encodings import detect, text_blocks
from dbcheck.sources.headers import Known, header_row, unique_headers
from dbcheck.sources.raw import RawPart, empty_part

BLOCK = 1 << 23  # characters
LARGE = 256 << 20  # bytes; a larger file is kept on disk in typed form
_HEAD = 1 << 16  # characters that tell delimiter and header
_TITLES = 15  # rows among which the header is looked for


def open_delimited(source: FileSource, known: Known) -> list[RawPart]:
    """Open a delimited file; a file without any text gives an empty part."""
    encoding = detect(source.path)
    size = source.path.stat().st_size
    head = next(_texts(source.path, encoding, _HEAD), "")
    if not head.strip():
        return [empty_part(source)]

    def score(rows: Sequence[Sequence[str]]) -> int:
        return known.most(rows[header_row(rows[:_TITLES], known)])

    delimiter, rows = sniff(head, score, known.least_below, is_whole=size <= _HEAD)
    header = header_row(rows[:_TITLES], known)
    dialect = Dialect(delimiter, len(rows[header]))
    return [
        RawPart(
            path=source.shown,
            headers=unique_headers(rows[header]),
            blocks=lambda: read_blocks(_texts(source.path, encoding, BLOCK), dialect, skip=header + 1),
            said=(source.path.stem,),
            kind=source.kind,
            file=source.path,
            is_sheet=True,
            is_large=size > LARGE,
        )
    ]


def _texts(path: Path, encoding: str, characters: int) -> Iterator[str]:
    """Give blocks of whole lines; a file that ends its lines as old Macintoshes did is turned into one of today."""
    is_old = None
    for block in text_blocks(path, encoding, characters):
        if is_old is None:
            is_old = "\n" not in block and "\r" in block
        yield block.replace("\r", "\n") if is_old else block
