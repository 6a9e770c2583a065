import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbcheck.plugins.detectors.page import CHART, DOWNLOAD, FORM, QUERY_FORM, SEARCH_BOX, PageView, read_page

URL = "https://www.jia.example/a/b.html"


def page(html: str) -> PageView:
    view = read_page(html, None, None, URL)
    assert view is not None
    return view


def elements(html: str) -> frozenset[str]:
    found = page(html).elements
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("html", "element"),
    [
        ("<input type='search'>", SEARCH_BOX),
        ("<input name='q'>", SEARCH_BOX),
        ("<input type='text' placeholder='请输入关键字'>", SEARCH_BOX),
        ("<form id='searchForm'><input type='text'><button>go</button></form>", SEARCH_BOX),
        ("<div><input class='s-input' title='站内检索'></div>", SEARCH_BOX),
        ("<a href='/search.html'>高级搜索</a>", SEARCH_BOX),
        ("<a href='files/a.PDF'>附件</a>", DOWNLOAD),
        ("<a href='/get?file=a.docx&amp;x=1'>附件</a>", DOWNLOAD),
        ("<a download href='/x'>附件</a>", DOWNLOAD),
        ("<a href='/x'>表格下载</a>", DOWNLOAD),
        ("<form><select><option>甲</option></select></form>", QUERY_FORM),
        ("<input name='no'><button>查询</button>", QUERY_FORM),
        ("<canvas></canvas>", CHART),
        ("<div class='echarts-box'></div>", CHART),
        ("<img src='1.png' alt='2024年调查结果柱状图'>", CHART),
        ("<svg>" + "<rect/>" * 12 + "</svg>", CHART),
        ("<form action='/submit'><input name='title'><textarea></textarea></form>", FORM),
        ("<form><input type='text' name='author'></form>", FORM),
        ("<textarea></textarea>", FORM),
        ("<a href='/write'>我要写信</a>", FORM),
        ("<div onclick=\"location.href='/w'\">我要<b>留言</b></div>", FORM),
        ("<a href='/write'><img src='w.png' alt='我要投诉'></a>", FORM),
        ("<input type='submit' value='提交'>", FORM),
    ],
)
def test_an_element_is_seen(html: str, element: str) -> None:
    assert element in elements(f"<html><body>{html}</body></html>")


@pytest.mark.parametrize(
    ("html", "element"),
    [
        ("<h1>我要写信</h1><p>栏目建设中</p>", FORM),
        ("<form action='/search'><input name='keyword'></form>", FORM),
        ("<form><input type='hidden' name='__VIEWSTATE'></form>", FORM),
        ("<script>var a = '<textarea>'</script><p>正文正文正文正文正文正文正文正文</p>", FORM),
        ("<!-- <form><textarea></textarea></form> --><p>正文</p>", FORM),
        ("<form><input name='author'></form>", SEARCH_BOX),
        ("<a href='a.html'>正文</a>", DOWNLOAD),
        ("<svg><path/></svg><img src='logo.png' alt='徽标'>", CHART),
        ("<p>查询</p>", QUERY_FORM),
    ],
)
def test_what_only_looks_like_it_is_not(html: str, element: str) -> None:
    assert element not in elements(f"<html><body>{html}</body></html>")


def test_text_is_found_across_inline_elements_spaces_and_widths() -> None:
    view = page(
        "<title>甲省人民政府</title><p>已<b>归</b>档 <i>２０２４</i>年</p><img alt='徽标文字'><script>隐藏</script>"
    )
    assert all(view.says(re.compile(pattern)) for pattern in ("已归档", "2024年", "甲省人民政府", "徽标文字"))
    assert not view.says(re.compile("隐藏"))


def test_texts_of_two_blocks_do_not_run_into_one_another() -> None:
    assert not page("<p>已归</p><p>档案</p>").says(re.compile("归档"))


def test_a_link_is_known_by_its_label_and_by_every_spelling_of_its_address() -> None:
    view = page(
        "<a href='../c.html' title='一图读懂'>解 读</a><script id='_jiucuo_' src='//gov.example/exposure/jiucuo.js'></script>"
    )
    for pattern in (
        "解读",
        "一图读懂",
        r"^\.\./c\.html$",
        r"^https://www\.jia\.example/c\.html$",
        r"^www\.jia\.example/c\.html$",
        "jiucuo",
    ):
        assert view.leads(re.compile(pattern)), pattern
    assert not view.leads(re.compile("正文"))


def test_a_base_element_moves_relative_addresses() -> None:
    view = page("<base href='https://other.example/x/'><a href='c.html'>解读</a>")
    assert view.leads(re.compile(r"^other\.example/x/c\.html$"))


@pytest.mark.parametrize(
    ("html", "is_whole"),
    [
        ("<p>正文</p>", True),
        ("<div id='app'></div><script src='app.js'></script>", False),
        ("<p>" + "正文" * 20 + "</p><script src='app.js'></script>", True),
        ("<p>写信</p><iframe src='/form.html'></iframe>", False),
        ("<p>写信</p><iframe src='/stat.html' style='display: none'></iframe>", True),
        ("<p>写信</p><iframe src='/stat.html' width='0'></iframe>", True),
        ("<frameset><frame src='/main.html'></frameset>", False),
        ("<meta http-equiv='Refresh' content='0; URL=/new.html'>", False),
    ],
)
def test_a_page_that_shows_more_than_the_snapshot_holds_is_not_whole(html: str, *, is_whole: bool) -> None:
    assert page(html).is_whole is is_whole


def test_without_a_source_the_text_and_links_are_read() -> None:
    view = read_page(None, "已归档", ["我要写信|https://www.jia.example/write"], URL)
    assert view is not None
    assert view.elements is None
    assert view.says(re.compile("已归档"))
    assert view.leads(re.compile("我要写信"))
    assert view.leads(re.compile(r"^www\.jia\.example/write$"))


@pytest.mark.parametrize(
    ("html", "text", "links"), [(None, None, None), ("", " ", []), ("\n", None, [""]), ("<!-- x -->", None, None)]
)
def test_an_empty_snapshot_shows_nothing(html: str | None, text: str | None, links: list[str] | None) -> None:
    view = read_page(html, text, links, URL)
    assert view is None or not view.elements


@given(st.text(alphabet=st.sampled_from("<>/='\"abdiv form&;#x0!- 中\x00\ud800\U0001f600"), max_size=120))
def test_no_broken_source_raises(html: str) -> None:
    view = read_page(html, None, None, URL)
    assert view is None or isinstance(view.readings, tuple)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "深",
        "<a href='x.html'>链接</a>" * 20_000,
        "<p>" + "长" * 1_000_000,
        "<b>" * 5_000 + "<i>字</i>" * 5_000,
    ],
)
def test_a_huge_page_is_read_in_bounded_time(html: str) -> None:
    started = time.perf_counter()
    assert page(html).elements is not None
    assert time.perf_counter() - started < 20
