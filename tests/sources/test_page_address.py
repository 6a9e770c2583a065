from pathlib import PurePosixPath

import pytest

from dbcheck.sources.page_address import is_home, saved_address

PAGE = "https://www.jia.example/hdjl/szxx/"
CANONICAL = f"<head><link href='{PAGE}' rel='canonical'></head>"
SAVED = f"<!-- saved from url=(0034){PAGE} -->"


@pytest.mark.parametrize(
    ("html", "path", "address"),
    [
        (SAVED, "市长信箱.html", PAGE),
        (f"<!--\n Page saved with SingleFile \n url: {PAGE} \n saved date: today\n-->", "a.html", PAGE),
        (
            "<!-- Mirrored from www.jia.example/a/b.html by HTTrack Website Copier/3.x -->",
            "b.html",
            "http://www.jia.example/a/b.html",
        ),
        (CANONICAL, "a.html", PAGE),
        (f'<LINK REL="canonical" HREF="{PAGE}?a=1&amp;b=2" />', "a.html", f"{PAGE}?a=1&b=2"),
        (SAVED + "<link rel=canonical href='https://www.yi.example/'>", "a.html", PAGE),  # who saved it knows
        ("", "www.jia.example/hdjl/szxx/a.html", "http://www.jia.example/hdjl/szxx/a.html"),
        ("", "www.jia.example/hdjl/szxx/index.html", "http://www.jia.example/hdjl/szxx/"),
        ("", "mirror/www.jia.example+8080/a.htm", "http://www.jia.example:8080/a.htm"),
        ("", "10.1.2.3/a.html", "http://10.1.2.3/a.html"),
        ("", "www.jia.example/list.jsp?id=3.html", "http://www.jia.example/list.jsp?id=3"),
        ("", "www.jia.example/view.do.html", "http://www.jia.example/view.do"),
        ("<base href='https://www.jia.example/hdjl/a.html'>", "x.html", "https://www.jia.example/hdjl/a.html"),
        ("<base href='https://www.jia.example/'>", "x.html", None),  # where links start is no page
        ("<link rel=canonical href='https://www.jia.example/'>", "市长信箱.html", None),  # a template's, on every page
        ("<link rel=canonical href='https://www.jia.example/'>", "index.html", "https://www.jia.example/"),
        ("<link rel=canonical href='/hdjl/'>", "a.html", None),
        ("<link rel=stylesheet href='https://www.jia.example/a.css'>", "a.html", None),
        ("", "backup.old/v1.2/a.html", None),
        ("", "a.html", None),
        ("<!-- saved from url=(0021)about:internet -->", "a.html", None),
    ],
)
def test_an_address_is_told_only_where_it_is_sure(html: str, path: str, address: str | None) -> None:
    assert saved_address(html, PurePosixPath(path)) == address


def test_the_named_folder_may_itself_be_the_host_or_lie_below_it() -> None:
    assert saved_address("", PurePosixPath("a/b.html"), ("/", "w", "www.jia.example")) == "http://www.jia.example/a/b.html"
    assert saved_address("", PurePosixPath("b.html"), ("/", "www.jia.example", "a")) == "http://www.jia.example/a/b.html"


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("https://www.jia.example", True),
        ("https://www.jia.example/", True),
        ("https://www.jia.example/index.shtml", True),
        ("https://www.jia.example/?a=1", False),
        ("https://www.jia.example/#/letters", False),
        ("https://www.jia.example/zw/index.html", False),
        ("http://[", False),
    ],
)
def test_what_is_a_home_page(address: str, home: bool) -> None:
    assert is_home(address) is home
