from typing import Any

import pytest

from dbcheck.plugins.checkers.page_scan import PageScan, PageScanParams, Requirement
from dbcheck.records.catalogue import kinds
from plugins.verdicts import explained, verdict

URL = "https://www.jia.example/letters"
COLUMN = {"id": "1", "kind": "letters", "status": "active", "url": URL}
FORM = "<form action='/submit'><input name='title'><textarea></textarea></form>"
BARE = "<h1>我要写信</h1><p>栏目建设中</p>"
DOWN = {"url": URL, "http_status": 503, "html": "服务暂不可用"}


def shot(html: str | None = FORM, status: int | None = 200, **more: object) -> dict[str, Any]:
    return {"url": URL, "http_status": status, "html": html, **more}


def column(*pages: dict[str, Any], require: object = ({"status": 200}, {"element": "form"}), **more: object) -> str:
    rule = {"record": "column", "page_of": "url", "require": list(require), **more}  # type: ignore[call-overload]
    return verdict("page_scan", rule, {"column": [COLUMN], "page": pages})


@pytest.mark.parametrize(
    ("pages", "word"),
    [
        ([shot()], "pass"),
        ([shot(url="http://WWW.jia.example:80/letters/#top")], "pass"),
        ([DOWN, shot()], "pass"),
        ([shot(BARE), shot()], "pass"),
        ([shot(BARE)], "fail"),
        ([shot(BARE), shot(BARE)], "fail"),
        ([shot(BARE), DOWN], "fail"),
        ([DOWN], "suspect"),
        ([DOWN, DOWN], "suspect"),
        ([DOWN, DOWN, DOWN], "fail"),
        ([shot(FORM, 301)], "suspect"),
        ([shot(None)], "undetermined"),
        ([shot(FORM, None)], "undetermined"),
        ([shot(BARE, None)], "fail"),
        ([], "undetermined"),
        ([shot(url="https://www.jia.example/other")], "undetermined"),
        ([shot(url="https://www.jia.example/letters?page=1")], "undetermined"),
        ([shot("<div id='app'></div><script src='app.js'></script>")], "undetermined"),
        ([shot("<p>写信</p><iframe src='https://form.example/'></iframe>")], "undetermined"),
    ],
)
def test_a_page_is_judged_by_all_its_snapshots(pages: list[dict[str, Any]], word: str) -> None:
    assert column(*pages) == word


@pytest.mark.parametrize(
    ("pages", "word"), [([DOWN], "suspect"), ([DOWN] * 3, "fail"), ([shot(None, None)], "undetermined")]
)
def test_without_a_wanted_status_a_page_that_is_down_is_judged_alike(pages: list[dict[str, Any]], word: str) -> None:
    assert column(*pages, require=[{"element": "form"}]) == word


@pytest.mark.parametrize(
    ("item", "html", "word"),
    [
        ({"text": "信访|投诉"}, "<p>如何投<b>诉</b></p>", "pass"),
        ({"text": "信访|投诉"}, "<p>如何写信</p>", "fail"),
        ({"link": "解读"}, "<a href='a.html'>图 解读</a>", "pass"),
        ({"link": "解读"}, "<p>解读</p>", "fail"),
        (
            {"link": "jiucuo"},
            "<p>首页首页首页首页首页首页首页首页首页首页</p><script src='//x.example/jiucuo.js'></script>",
            "pass",
        ),
        ({"element": "download"}, "<a href='a.pdf'>附件</a>", "pass"),
        ({"element": "search_box"}, "<p>正文</p>", "fail"),
    ],
)
def test_each_kind_of_item_is_looked_for(item: dict[str, str], html: str, word: str) -> None:
    assert column(shot(html), require=[item]) == word


def test_every_item_must_be_there() -> None:
    both = [{"text": "费用"}, {"text": "流程"}]
    assert column(shot("<p>费用、流程</p>"), require=both) == "pass"
    assert column(shot("<p>费用</p>"), require=both) == "fail"


def test_a_rule_may_cap_at_suspicion() -> None:
    assert column(shot(BARE), suspicion_only=True) == "suspect"
    assert column(shot(), suspicion_only=True) == "pass"


def test_text_and_links_stand_in_for_a_source_that_was_not_kept() -> None:
    assert column(shot(None, text="费用"), require=[{"text": "费用"}]) == "pass"
    assert column(shot(None, text="流程"), require=[{"text": "费用"}]) == "fail"
    assert column(shot(None, text="流程"), require=[{"link": "申请表"}]) == "undetermined"
    assert column(shot(None, text="流程", links=["申请表 /a.doc"]), require=[{"link": "申请表"}]) == "pass"
    assert column(shot(None, text="流程"), require=[{"element": "form"}]) == "undetermined"


def interpretation(html: str, **document: Any) -> str:
    rule = {"record": "interpretation", "page_of": "url", "require": [{"link": "{document_id.url}|{document_id.title}"}]}
    records: dict[str, list[dict[str, Any]]] = {
        "policy_document": [{"id": "d", **document}],
        "interpretation": [{"id": "1", "document_id": "d", "url": URL, "published_at": "2024-05-06 09:00"}],
        "page": [shot(html)],
    }
    return verdict("page_scan", rule, records)


@pytest.mark.parametrize(
    ("html", "document", "word"),
    [
        ("<a href='https://www.jia.example/d.html'>原文</a>", {"url": "http://www.jia.example/d.html"}, "pass"),
        ("<a href='/d.html'>原文</a>", {"url": "http://www.jia.example/d.html"}, "pass"),
        (
            "<a href='/e.html'>甲省（暂行）办法 </a>",
            {"url": "http://www.jia.example/d.html", "title": "甲省(暂行)办法"},
            "pass",
        ),
        ("<a href='/e.html'>乙省办法</a>", {"url": "http://www.jia.example/d.html", "title": "甲省办法"}, "fail"),
        ("<a href='/e.html'>乙省办法</a>", {"title": "甲省办法"}, "undetermined"),
        ("<a href='/e.html'>甲省办法</a>", {"title": "甲省办法"}, "pass"),
        ("<a href='/e.html'>x</a>", {}, "undetermined"),
        ("<a href='/e.html'>aXb</a>", {"url": "http://www.jia.example/d.html", "title": "a.b"}, "fail"),
    ],
)
def test_values_of_the_record_are_looked_for_literally(html: str, document: dict[str, object], word: str) -> None:
    assert interpretation(html, **document) == word


def site(*pages: dict[str, Any], **more: object) -> str:
    rule = {"record": "site", "page": "home", "require": [{"text": "{name}"}]}
    sites: list[dict[str, Any]] = [{"id": "1", "name": "甲省人民政府", **more}, {"id": "2", "name": "乙市人民政府"}]
    return verdict("page_scan", rule, {"site": sites, "page": pages})


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ({"site_id": "1", "page_type": "home", "html": "<title>甲省人民政府</title>"}, "pass"),
        ({"site_id": "甲省人民政府", "page_type": "home", "html": "<title>甲省人民政府</title>"}, "pass"),
        ({"site_id": "1", "page_type": "home", "html": "<title>政府门户</title>"}, "fail"),
        ({"site_id": "2", "page_type": "home", "html": "<title>政府门户</title>"}, "undetermined"),
        ({"site_id": "1", "page_type": "article", "html": "<title>政府门户</title>"}, "undetermined"),
    ],
)
def test_a_sites_page_is_found_by_type_and_by_the_sites_id_or_name(page: dict[str, Any], word: str) -> None:
    assert site({"url": URL, "http_status": 200, **page}) == word


def test_a_template_that_nothing_fills_is_undetermined() -> None:
    page = {"url": URL, "site_id": "1", "page_type": "home", "html": "<title>甲省人民政府</title>"}
    assert site(page, name=None) == "undetermined"


def test_a_finding_says_what_is_lacking_in_how_many_snapshots() -> None:
    rule = {"record": "column", "page_of": "url", "require": [{"status": 200}, {"element": "form"}]}
    lacking = explained("page_scan", rule, {"column": [COLUMN], "page": [shot(BARE), DOWN]})
    assert lacking.evidence == {"page": URL, "snapshots": 2, "lacking": "element form", "statuses": "200, 503"}
    assert "element form" in lacking.message
    down = explained("page_scan", rule, {"column": [COLUMN], "page": [DOWN]})
    assert "503" in down.message


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (PageScanParams("column", (Requirement(status=200),)), ()),
        (PageScanParams("site", (Requirement(status=200),), page="home", page_of="primary_domain"), ()),
        (PageScanParams("column", (), page_of="url"), ("require",)),
        (PageScanParams("column", (Requirement(),), page_of="url"), ("require", 0)),
        (PageScanParams("column", (Requirement(status=200, text="x"),), page_of="url"), ("require", 0)),
        (PageScanParams("column", (Requirement(text="("),), page_of="url"), ("require", 0, "text")),
        (PageScanParams("column", (Requirement(text=r"\d{4}年"),), page_of="url"), ("require", 0, "text")),
        (PageScanParams("column", (Requirement(link="{nmae}"),), page_of="url"), ("require", 0, "link")),
        (PageScanParams("column", (Requirement(status=200),), page_of="urll"), ("page_of",)),
        (PageScanParams("site", (Requirement(status=200),), page="homme"), ("page",)),
        (PageScanParams("column", (Requirement(status=200),), page="home"), ("page",)),
    ],
)
def test_a_mistake_in_the_parameters_is_found_where_it_is(given: PageScanParams, where: tuple[str | int, ...]) -> None:
    assert [pointer for pointer, _ in PageScan().mistakes(given, kinds())] == [where]


def test_a_repetition_in_a_pattern_is_no_field() -> None:
    given = PageScanParams("site", (Requirement(text="[0-9]{4}年|{name}"),), page="home")
    assert not list(PageScan().mistakes(given, kinds()))
