"""What a snapshot of a web page shows: its texts, its links, what one can do there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.detectors.web_address import absolute, same_page
from dbcheck.plugins.detectors.written import SPACE, Pattern, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SEARCH_BOX, DOWNLOAD, QUERY_FORM, CHART, FORM = "search_box", "download", "query_form", "chart", "form"
ELEMENTS = (SEARCH_BOX, DOWNLOAD, QUERY_FORM, CHART, FORM)
LABELS = ("title", "alt", "aria-label", "placeholder")
_UNSEEN = ("script", "style", "template", "noscript")
_ADDRESSES = ("href", "src", "action", "data-href", "data-url")
_TYPED = ("", "text", "search", "email", "tel", "number", "url", "password", "date", "datetime-local", "month")
_SEARCH = Pattern("search|sousuo|jiansuo|keyword|关键[字词]|搜索|检索|站内|全文", re.IGNORECASE)
_SEARCH_NAMES = frozenset({"q", "wd", "kw", "s", "key", "query", "word", "searchword", "qt"})
_SEARCH_LABEL = Pattern("(?:高级|站内|全站|智能|我要|信息|文件|政策)?(?:搜索|检索)(?:一下)?")
_DOCUMENT = Pattern(r"[.](?:pdf|docx?|xlsx?|zip|rar|7z|ofd|wps|et|csv|pptx?)(?:$|[?#&])", re.IGNORECASE)
_ENTRY = Pattern(
    "(?:我要|我想|在线|网上|立即|点击|马上)(?:写信|留言|提问|咨询|投诉|建言|建议|举报|反映|来信|信访|求助|申请|填写|填报|提交)|写信|提交(?:信件|留言|咨询|投诉|意见|申请)?|信件提交"
)
_CHART = Pattern(
    "echarts?|highcharts?|charts?(?:$|[-_ 0-9])|图表|统计图|柱状图|条形图|饼图|饼状图|折线图|趋势图|雷达图|[柱饼]形图",
    re.IGNORECASE,
)
_HIDDEN = Pattern("display:none|visibility:hidden|(?:^|;)(?:width|height):0(?:px|%)?(?:;|$)")
_FEW = 20  # characters of a page that is yet to be filled by its scripts


@dataclass(frozen=True)
class Link:
    """A link, button or script: what it is called, and where it leads, as written, absolute, and as ``same_page``."""

    label: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class PageView:
    """What a snapshot shows.

    texts: pieces of visible text and labels. is_whole: false where scripts or frames show more than the snapshot holds, so that what
    is not seen may be there all the same. elements: what one can do there, of ELEMENTS; None where the source was not kept.
    """

    texts: tuple[str, ...]
    links: tuple[Link, ...]
    elements: frozenset[str] | None
    is_whole: bool

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """Give the page's text with single spaces, without white space, and so in compatibility form."""
        return _readings(self.texts)

    def says(self, pattern: "re.Pattern[str]") -> bool:
        """Tell whether the text matches in one of its readings."""
        return any(pattern.search(reading) for reading in self.readings)

    def leads(self, pattern: "re.Pattern[str]") -> bool:
        """Tell whether a link's label or address matches."""
        return any(
            pattern.search(reading) for link in self.links for reading in (*_readings((link.label,)), *link.addresses)
        )


def _readings(texts: Iterable[str]) -> tuple[str, ...]:
    spaced = re.sub(f"{SPACE}+", " ", " ".join(texts))
    squeezed = "\n".join(squeeze(text) for text in texts)
    return spaced, squeezed, unicodedata.normalize("NFKC", squeezed)


def read_page(html: str | None, text: str | None, links: Iterable[str] | None, url: str) -> PageView | None:
    """Give what a snapshot shows, from its source, else from its text and links; None where all are empty.

    The source is read as browsers read it: what is broken is mended, nothing raises.
    """
    said = (text,) if text and text.strip() else ()
    listed = tuple(_listed(link, url) for link in links or () if link.strip())
    root = _parsed(html) if html and html.strip() else None
    if root is None:
        return PageView(said, listed, None, is_whole=bool(said)) if said or listed else None
    view = _view(root, url)
    return PageView((*view.texts, *said), (*view.links, *listed), view.elements, view.is_whole)


def _listed(link: str, url: str) -> Link:
    """Read one entry of a list of links: a label, an address, or both in one text."""
    found = re.findall(r"(?:https?:)?//[^\s|,，]+|/[^\s|,，]*|[^\s|,，]+[.](?:s?html?|jsp|aspx?|php)[^\s|,，]*", link)
    return Link(link, tuple(address for each in found for address in _spellings(each, url)))


def _spellings(address: str, base: str) -> tuple[str, ...]:
    whole = absolute(address, base)
    return tuple(dict.fromkeys((address, whole, same_page(whole) or whole)))


def _parsed(html: str) -> "HtmlElement | None":
    from lxml import etree  # noqa: PLC0415 - 0.03 s that an audit without page rules need not pay
    from lxml import html as lxml_html  # noqa: PLC0415 - as above

    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None  # nothing but comments or white space


def _view(root: "HtmlElement", url: str) -> PageView:
    from lxml import etree  # noqa: PLC0415 - as above

    base = absolute(next((href for href in root.xpath("//base/@href")), ""), url)
    scripts = tuple(
        Link(script.get("id") or "", _spellings(script.get("src"), base)) for script in root.xpath("//script[@src]")
    )
    is_scripted = bool(root.xpath("//script"))
    is_elsewhere = any(map(_shows_another_page, root.xpath("//iframe | //frame | //embed | //object"))) or bool(
        root.xpath(
            "//meta[translate(@http-equiv, 'REFSH', 'refsh') = 'refresh'][contains(translate(@content, 'URL', 'url'), 'url')]"
        )
    )
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    blocks = tuple(_blocks(root))
    shown = sum(len(squeeze(block)) for block in blocks)
    labels = tuple(str(label) for label in root.xpath("|".join(f"//@{name}" for name in LABELS)))
    links = (*_links(root, base), *scripts)
    elements = frozenset(name for name, has in _HAS.items() if has(root, links))
    return PageView((*blocks, *labels), links, elements, is_whole=not is_elsewhere and not (is_scripted and shown < _FEW))


def _shows_another_page(frame: "HtmlElement") -> bool:
    source = (frame.get("src") or frame.get("data") or "").strip()
    style = squeeze(frame.get("style") or "").lower()
    is_hidden = (
        _HIDDEN.compiled.search(style)
        or "0" in (frame.get("width"), frame.get("height"))
        or frame.get("hidden") is not None
    )
    return bool(source) and not source.startswith("about:") and not is_hidden


_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "big",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    }
)


def _blocks(root: "HtmlElement") -> Iterator[str]:
    """Give the text between two block elements as one piece: ``我<b>要</b>写信`` is one text."""
    piece: list[str] = []
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    while stack:
        element, is_left = stack.pop()
        is_block = element.tag not in _INLINE
        if is_block and piece:
            yield "".join(piece)
            piece = []
        if is_left:
            piece.append(element.tail or "")
            continue
        piece.append(element.text or "")
        stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]
    yield "".join(piece)


def _name_of(element: "HtmlElement") -> str:
    """Give what an element is called: its text, its labels, those of the pictures in it, the caption of a button."""
    labels = [each for name in LABELS for each in element.xpath(f"descendant-or-self::*/@{name}")]
    caption = [element.get("value") or ""] if element.tag == "input" else []
    return " ".join(str(part) for part in (str(element.text_content())[:500], *labels, *caption) if part)


def _links(root: "HtmlElement", base: str) -> Iterator[Link]:
    for element in root.xpath(
        "//a | //area | //button | //input[@type='submit' or @type='button' or @type='image'] | //*[@onclick]"
    ):
        addresses = [element.get(name) for name in _ADDRESSES if element.get(name)]
        quoted = re.findall("['\"]([^'\"]+)['\"]", element.get("onclick") or "")
        yield Link(
            _name_of(element), tuple(each for address in (*addresses, *quoted) for each in _spellings(address, base))
        )
    for element in root.xpath("//form[@action] | //iframe[@src] | //frame[@src]"):
        address = element.get("action") or element.get("src") or ""
        yield Link("", _spellings(address, base))


def _inputs(element: "HtmlElement") -> list["HtmlElement"]:
    """Give the fields that a person can type in."""
    found: list[HtmlElement] = element.xpath("descendant::input | descendant::textarea")
    return [each for each in found if each.tag == "textarea" or (each.get("type") or "").strip().lower() in _TYPED]


def _is_search(field: "HtmlElement") -> bool:
    if field.tag == "textarea":
        return False
    if (field.get("type") or "").lower() == "search" or (
        field.get("name") or field.get("id") or ""
    ).lower() in _SEARCH_NAMES:
        return True
    forms: list[HtmlElement] = field.xpath("ancestor::form[1]")
    own = [field.get(name) or "" for name in ("name", "id", "class", "value", *LABELS)]
    of_form = [form.get(name) or "" for form in forms for name in ("name", "id", "class", "action")]
    is_alone = bool(forms) and len(_inputs(forms[0])) == 1
    return _SEARCH.compiled.search(" ".join(own)) is not None or (
        is_alone and _SEARCH.compiled.search(" ".join(of_form)) is not None
    )


def _has_search_box(root: "HtmlElement", links: tuple[Link, ...]) -> bool:
    return any(map(_is_search, _inputs(root))) or any(
        _SEARCH_LABEL.compiled.fullmatch(squeeze(link.label)) for link in links
    )


def _has_download(root: "HtmlElement", links: tuple[Link, ...]) -> bool:
    if root.xpath("//a[@download]"):
        return True
    return any("下载" in link.label or any(map(_DOCUMENT.compiled.search, link.addresses)) for link in links)


def _has_query_form(root: "HtmlElement", links: tuple[Link, ...]) -> bool:
    choices = root.xpath("//form//select | //form//input[@type='date' or @type='month' or @type='datetime-local']")
    return bool(choices) or (
        "查询" in "".join(link.label for link in links) and bool(_inputs(root) or root.xpath("//select"))
    )


def _has_chart(root: "HtmlElement", links: tuple[Link, ...]) -> bool:
    if root.xpath("//canvas") or any(len(svg.xpath("descendant::*")) >= 10 for svg in root.xpath("//svg")):
        return True
    named = root.xpath("//*[not(self::a)]/@id | //*[not(self::a)]/@class | //img/@alt | //img/@title | //img/@src")
    return any(_CHART.compiled.search(str(name)) for name in named) or any(
        "echarts" in "".join(link.addresses) for link in links
    )


def _has_form(root: "HtmlElement", links: tuple[Link, ...]) -> bool:
    fields = [field for field in _inputs(root) if not _is_search(field)]
    is_form = any(field.tag == "textarea" or field.xpath("ancestor::form") for field in fields)
    return is_form or any(
        _ENTRY.compiled.fullmatch(squeeze(part)) for link in links for part in (link.label, *link.label.split())
    )


_HAS = {
    SEARCH_BOX: _has_search_box,
    DOWNLOAD: _has_download,
    QUERY_FORM: _has_query_form,
    CHART: _has_chart,
    FORM: _has_form,
}
