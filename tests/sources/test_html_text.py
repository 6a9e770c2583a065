import codecs

import pytest

from dbcheck.sources.html_text import charset_of, decode_html

TEXT = "市长信箱,办理结果公开"


def page(charset: str, codec: str) -> bytes:
    return f"<html><head><meta charset='{charset}'><title>{TEXT}</title></head></html>".encode(codec)


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (page("utf-8", "utf-8"), None),
        (page("gb2312", "gb18030"), None),
        (page("GBK", "gbk"), None),
        (page("gb2312", "gb18030"), "gbk"),
        (page("utf-8", "gb18030"), "GB18030"),  # the header wins over the page
        (codecs.BOM_UTF8 + page("gbk", "utf-8"), "gbk"),  # the mark wins over both
        (codecs.BOM_UTF16_LE + page("utf-8", "utf-16-le"), None),
        (TEXT.encode(), None),
        (TEXT.encode("gb18030"), None),
        (page("gb2312", "utf-8"), None),  # it claims what it is not, and is whole in UTF-8
        (page("utf-16", "utf-8"), None),
        (page("no-such-charset", "utf-8"), None),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>" + TEXT.encode("gbk"), None),
        (b"<?xml version='1.0' encoding='GBK'?><html>" + TEXT.encode("gbk"), None),
    ],
)
def test_the_text_is_read_as_a_browser_would(body: bytes, header: str | None) -> None:
    assert TEXT in decode_html(body, header)


def test_a_rare_character_of_gb18030_survives_a_page_that_says_gb2312() -> None:
    assert "㑇朱镕基" in decode_html("<meta charset=gb2312>㑇朱镕基".encode("gb18030"))


@pytest.mark.parametrize("header", ["hex", "rot13", "\udc80", "utf-8\x00"])
def test_a_codec_that_is_none_for_text_harms_nothing(header: str) -> None:
    assert "abc" in decode_html(b"abc", header)


def test_the_charset_of_a_header() -> None:
    assert charset_of('text/html; Charset="GB2312"') == "GB2312"
    assert charset_of("text/html") is None
