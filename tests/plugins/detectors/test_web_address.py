import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.plugins.detectors.web_address import absolute, same_page

ONE_PAGE = [
    "https://www.jia.example/letters",
    "http://www.jia.example/letters",
    "http://www.jia.example:80/letters/",
    "https://www.jia.example:443/letters#top",
    "//WWW.JIA.EXAMPLE/letters",
    "www.jia.example/letters",
    " https://www.jia.example/letters\u3000",
    "ｈｔｔｐ://www.jia.example/letters",
]


def test_spellings_of_one_page_are_the_same() -> None:
    assert {same_page(address) for address in ONE_PAGE} == {"www.jia.example/letters"}


@pytest.mark.parametrize(
    "other",
    [
        "https://www.jia.example/",
        "https://jia.example/letters",
        "https://www.jia.example:8080/letters",
        "https://www.jia.example/letters?page=2",
        "https://www.jia.example/Letters",
        "https://www.jia.example/letters#/write",
    ],
)
def test_other_pages_are_not(other: str) -> None:
    assert same_page(other) != same_page(ONE_PAGE[0])


def test_the_order_of_a_query_makes_two_pages() -> None:
    assert same_page("http://a.example/?x=1&y=2") != same_page("http://a.example/?y=2&x=1")


def test_an_escaped_path_is_the_same_as_a_written_one() -> None:
    assert same_page("http://a.example/%E4%BF%A1") == same_page("http://a.example/信")


@pytest.mark.parametrize(
    "address",
    ["", "/letters", "../a.html", "letters", "javascript:void(0)", "mailto:a@b.example", "http://[::1", "http://a:b/"],
)
def test_relative_and_broken_addresses_are_none(address: str) -> None:
    assert same_page(address) is None


@given(st.text())
def test_nothing_that_people_write_raises(address: str) -> None:
    known = same_page(address)
    assert known is None or known
    assert isinstance(absolute(address, "https://a.example/b/"), str)
