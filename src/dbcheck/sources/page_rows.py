"""Pages as raw parts: one row a page, whatever it was saved in."""

from collections.abc import Callable, Iterable, Iterator

import polars as pl

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.tables import ROW
from dbcheck.sources.delimited import Block
from dbcheck.sources.discovery import FileSource
from dbcheck.sources.page_address import is_home
from dbcheck.sources.raw import RawPart
from dbcheck.sources.rejecting import Broken

KIND = "page"
HEADERS = ("url", "page_type", "html", "http_status", "fetched_at", "site_id", "text", "links")
LARGEST = 64 << 20  # bytes of one page
_BLOCK = 32 << 20  # characters of the pages that are held together
_ROWS = 4096


@dataclass(frozen=True)
class PageRow:
    """One page. row: its number in the source. fetched_at: ``YYYY-MM-DD HH:MM:SS`` in Asia/Shanghai, None where nobody kept it."""

    row: int
    url: str
    html: str
    http_status: int | None = None
    fetched_at: str | None = None

    @property
    def cells(self) -> tuple[str | None, ...]:
        """Give the cells under HEADERS: the type of page is told of the home page only; site, text and links are there and empty."""
        page_type = "home" if is_home(self.url) else None
        status = None if self.http_status is None else str(self.http_status)
        return self.url, page_type, self.html, status, self.fetched_at, None, None, None


def page_part(
    source: FileSource,
    rows: Callable[[], Iterable[PageRow | Broken]],
    *,
    is_large: bool,
    passed_over: Callable[[], Iterable[str]] = tuple,
) -> RawPart:
    """Give pages as a raw part. passed_over: what else there was, once all rows have been read."""
    return RawPart(
        path=source.shown,
        headers=HEADERS,
        blocks=lambda: _blocks(rows()),
        kind=source.kind or KIND,
        file=source.path,
        is_large=is_large,
        passed_over=passed_over,
    )


def _blocks(rows: Iterable[PageRow | Broken]) -> Iterator[Block]:
    held: list[PageRow] = []
    broken: list[Broken] = []
    size = 0
    for row in rows:
        if isinstance(row, Broken):
            broken.append(row)
        else:
            held.append(row)
            size += len(row.html)
        if size >= _BLOCK or len(held) + len(broken) >= _ROWS:
            yield _block(held, broken)
            held, broken, size = [], [], 0
    yield _block(held, broken)


def _block(held: list[PageRow], broken: list[Broken]) -> Block:
    cells = [row.cells for row in held]
    columns = [pl.Series(str(at), [_encodable(row[at]) for row in cells], dtype=pl.String) for at in range(len(HEADERS))]
    numbers = pl.Series(ROW, [row.row for row in held], dtype=pl.UInt32)
    return Block(pl.DataFrame([*columns, numbers]), len(held) + len(broken), tuple(broken))


def _encodable(cell: str | None) -> str | None:
    return cell if cell is None or cell.isascii() else cell.encode("utf-8", "replace").decode()
