"""WARC files for tests, written the slow obvious way."""

import gzip
from collections.abc import Iterable


def record(
    kind: str, uri: str, block: bytes, *, media: str = "application/http; msgtype=response", more: str = ""
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2025-06-27T18:30:00Z\r\n{more}"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, *, status: int = 200, media: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    return f"HTTP/1.1 {status} Whatever\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body


def response(uri: str, body: bytes, **told: object) -> bytes:
    return record("response", uri, http(body, **told))  # type: ignore[arg-type]  # what http takes


def compressed(records: Iterable[bytes]) -> bytes:
    return b"".join(gzip.compress(each) for each in records)
