import gzip
import zlib
from pathlib import Path

import pytest

from dbcheck.plugins.tables import Table
from dbcheck.records.snapshot import kinds
from dbcheck.sources.gather import Gathered, gather
from sources.warc_bytes import compressed, http, record, response

HTML = "<html><body>市长信箱</body></html>"
PAGE = "https://www.jia.example/hdjl/"


def gathered(folder: Path, *records: bytes, name: str = "crawl.warc.gz") -> Gathered:
    path = folder / name
    path.write_bytes(compressed(records) if name.endswith(".gz") else b"".join(records))
    return gather([path], kinds=kinds())


def rows(table: Table) -> list[dict[str, object]]:
    wanted = ["url", "page_type", "html", "http_status", "fetched_at"]
    return [row for thunk in table.batches(wanted) for row in thunk().select(wanted).iter_rows(named=True)]


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc", "CRAWL.WARC.GZ"])
def test_a_response_is_a_page_with_its_address_status_and_instant(name: str, tmp_path: Path) -> None:
    (row,) = rows(gathered(tmp_path, response(PAGE, HTML.encode()), name=name).tables["page"])
    assert (row["url"], row["html"], row["http_status"], row["page_type"]) == (PAGE, HTML, 200, None)
    assert str(row["fetched_at"]) == "2025-06-28 02:30:00"  # 18:30 in Greenwich


CHUNKED = (
    b"5;x=y\r\n"
    + HTML.encode()[:5]
    + b"\r\n"
    + f"{len(HTML.encode()) - 5:x}\r\n".encode()
    + HTML.encode()[5:]
    + b"\r\n0\r\n\r\n"
)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (gzip.compress(HTML.encode()), {"more": "Content-Encoding: gzip\r\n"}),
        (zlib.compress(HTML.encode()), {"more": "Content-Encoding: deflate\r\n"}),
        (zlib.compress(HTML.encode())[2:-4], {"more": "Content-Encoding: deflate\r\n"}),
        (CHUNKED, {"more": "Transfer-Encoding: chunked\r\n"}),
        (HTML.encode(), {"more": "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"}),  # undone by the crawler
        (HTML.encode("gbk"), {"media": "text/html; charset=gb2312"}),
        (HTML.encode(), {"media": "application/xhtml+xml"}),
    ],
    ids=["gzip", "deflate", "raw deflate", "chunked", "undone by the crawler", "gb2312", "xhtml"],
)
def test_transfer_and_content_encodings_are_undone(body: bytes, told: dict[str, str], tmp_path: Path) -> None:
    (row,) = rows(gathered(tmp_path, response(PAGE, body, **told)).tables["page"])
    assert row["html"] == HTML


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (response(PAGE, b"xx", more="Content-Encoding: br\r\n"), "compressed with br"),
        (response(PAGE, b"\x1f\x8bxx", more="Content-Encoding: gzip\r\n"), "transfer encoding is broken"),
        (response(PAGE, gzip.compress(HTML.encode())[:-9], more="Content-Encoding: gzip\r\n"), "did not get all of it"),
        (response(PAGE, CHUNKED[:30], more="Transfer-Encoding: chunked\r\n"), "did not get all of it"),
        (response(PAGE, HTML.encode()[:9], more="Content-Length: 900\r\n"), "did not get all of it"),
        (record("response", PAGE, http(HTML.encode()), more="WARC-Truncated: length\r\n"), "did not get all of it"),
        (record("response", PAGE, b"no http at all"), "no whole HTTP response"),
    ],
)
def test_what_is_not_whole_is_rejected_with_its_offset(raw: bytes, reason: str, tmp_path: Path) -> None:
    first = response(PAGE, HTML.encode())
    found = gathered(tmp_path, first, raw)
    assert (found.inputs[0].read, found.inputs[0].accepted, found.inputs[0].rejected) == (2, 1, 1)
    (reject,) = found.rejects
    assert reason in reject.reason.en
    assert reject.value == f"offset {len(gzip.compress(first))} {PAGE}"
    assert reject.row == 2


def test_what_is_no_page_is_counted_and_passed_over(tmp_path: Path) -> None:
    found = gathered(
        tmp_path,
        record("warcinfo", "", b"software: x", media="application/warc-fields"),
        record("request", PAGE, b"GET / HTTP/1.1\r\n\r\n", media="application/http; msgtype=request"),
        response(PAGE, HTML.encode()),
        response(PAGE + "a.png", b"png", media="image/png"),
        response(PAGE + "b.png", b"png", media="image/png"),
        response(PAGE + "gone", b"", status=302, more="Location: /nowhere\r\n"),
    )
    assert found.inputs[0].read == 1
    assert found.ignored[0].endswith("crawl.warc.gz: image/png 2, redirect 1, request 1, warcinfo 1")


def test_a_redirect_shows_the_page_that_it_leads_to(tmp_path: Path) -> None:
    hop = {"more": "Location: /b/\r\n"}
    found = gathered(
        tmp_path,
        response("http://www.jia.example/a", b"moved", status=301, **hop),
        response("http://www.jia.example/b/", b"moved", status=302, more="Location: https://www.jia.example/c#top\r\n"),
        response("https://www.jia.example/c", HTML.encode()),
    )
    shown = {row["url"]: (row["html"], row["http_status"]) for row in rows(found.tables["page"])}
    wanted = ["http://www.jia.example/a", "http://www.jia.example/b/", "https://www.jia.example/c"]
    assert shown == dict.fromkeys(wanted, (HTML, 200))


def test_a_failed_fetch_is_one_snapshot_however_it_was_reached(tmp_path: Path) -> None:
    found = gathered(
        tmp_path,
        response("http://www.jia.example/a", b"", status=301, more="Location: https://www.jia.example/a\r\n"),
        response("https://www.jia.example/a", b"<p>down</p>", status=503),
    )
    assert [row["http_status"] for row in rows(found.tables["page"])] == [503]


def test_the_home_page_is_told_by_its_address(tmp_path: Path) -> None:
    (row,) = rows(gathered(tmp_path, response("https://www.jia.example/", HTML.encode())).tables["page"])
    assert row["page_type"] == "home"
