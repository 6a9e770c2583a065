"""law_citation: a citation that is malformed whatever the law says.

A title's brackets that do not close, an empty 《》, an article that no law can have (第零条, 第三十十条, 第2000条), an article cited as a basis
(根据第三条规定) in a text that has named no document before it. Texts without citations never fire; whether a citation fits the case is for a person.
"""

import re
from collections.abc import Iterator
from itertools import islice

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import MOST_HITS, Detector, Hit, Terms
from dbcheck.plugins.detectors.written import DIGIT, SPACES, Pattern, fold

LAST_ARTICLE = 1260  # of the Civil Code, the longest law in force
_DIGITS = "一二三四五六七八九"
_NUMERAL = f"[{_DIGITS}十百千零〇两0-9０-９]"
_LEGAL = "法|条例|规定|办法|规章|细则|决定|标准|通知|意见|规范|解释|规程|方案|章程|公告|规划|批复|纲要|文件|制度|合同|协议|准则|公约|令|要求|规则|政策|手册|目录|指引|指南"
_EMPTY = f"《[{SPACES}]*》"
_BASIS = f"(?:根据|依据|依照|按照|违反|符合|适用)[^。；;！？《》\n]{{0,12}}第{_NUMERAL}+条"
_SUSPICIOUS = f"第(?:[零〇0０]+|{DIGIT}{{4,}}|[百千]{_NUMERAL}*|{_NUMERAL}*(?:十十|百百|千千|百千|十百|十千|零零|零[十百千])(?:{_NUMERAL})*|{_NUMERAL}*[零〇])条"
_WELL_FORMED = Pattern(
    rf"(?:[{_DIGITS}]千)?(?:[零〇]?[{_DIGITS}两]百)?(?:[零〇]?[{_DIGITS}]?十)?(?:[零〇]?[{_DIGITS}])?|[{_DIGITS}][{_DIGITS}零〇]{{1,3}}"
)
_NAMED_BEFORE = Pattern(f'[》〉>”"]|{_LEGAL}|[本该同前]')
_AFTER = Pattern("[(（]?[^。；\n]{0,10}(?:规定|之规定|要求|精神|条款|[第款项])|[，,。；;]")
_LEGAL_WORD, _BASIS_FOUND, _SUSPICIOUS_FOUND, _EMPTY_FOUND = map(Pattern, (_LEGAL, _BASIS, _SUSPICIOUS, _EMPTY))
_SIGNS = Pattern("[《》]")
_CITING = Pattern("根据|依据|依照|按照|依|违反|符合|印发|参照|执行")
_STOP = Pattern("[，。；！？,;!?《》：:\n]")  # a title does not go on beyond
_BRACKETS = 1_000  # unpaired ones that are looked at
_TITLE = 40  # characters beside a bracket in which a legal document would be named


def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:  # noqa: ARG001 - the shape of every detector
    """Find malformed citations, in the order of the text."""
    hits = [Hit("empty_title", *found.span()) for found in _EMPTY_FOUND.compiled.finditer(text) if _is_cited(text, found)]
    if text.count("《") != text.count("》"):
        hits += islice(_unpaired(text), MOST_HITS)
    return sorted([*hits, *_articles(text)] if "第" in text else hits, key=lambda hit: (hit.start, hit.end))


def _articles(text: str) -> Iterator[Hit]:
    """Find articles that cannot be, and those of no document."""
    for found in _SUSPICIOUS_FOUND.compiled.finditer(text):
        if not _is_possible(found[0][1:-1]):
            yield Hit("impossible_article", *found.span())
    yield from _without_law(text)


def _is_cited(text: str, found: re.Match[str]) -> bool:
    """Tell whether an empty title stands where a document is cited, and not where a programme or platform is named."""
    return _CITING.compiled.search(text, max(0, found.start() - 12), found.start()) is not None


def _unpaired(text: str) -> Iterator[Hit]:
    """Find brackets without their partner, where a legal document is named beside them."""
    opened: list[int] = []
    for found in _SIGNS.compiled.finditer(text):
        at = found.start()
        if found[0] == "《":
            opened.append(at)
        elif opened:
            opened.pop()
        elif _LEGAL_WORD.compiled.search(_STOP.compiled.split(text[max(0, at - _TITLE) : at])[-1]):
            yield Hit("unopened_title", at, at + 1)
    for at in opened[:_BRACKETS]:
        if _LEGAL_WORD.compiled.search(_STOP.compiled.split(text[at + 1 : at + _TITLE])[0]):
            yield Hit("unclosed_title", at, at + 1)


def _is_possible(numeral: str) -> bool:
    written = fold(numeral)
    if written.isdecimal() and written.isascii():
        return 1 <= int(written[:9]) <= LAST_ARTICLE
    return (bool(_WELL_FORMED.compiled.fullmatch(written)) and written not in ("零", "〇")) or any(
        sign.isascii() for sign in written
    )


def _without_law(text: str) -> Iterator[Hit]:
    """Find an article given as the basis before any document has been named, and after which the sentence goes on as a citation."""
    for found in _BASIS_FOUND.compiled.finditer(text):
        if _NAMED_BEFORE.compiled.search(text, 0, found.end()) is None and _AFTER.compiled.match(text, found.end()):
            yield Hit("no_law", *found.span())


def _may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - as above
    opened, closed = (text.str.count_matches(sign) for sign in "《》")  # as a pattern: four times as fast as a literal
    is_odd = (opened != closed) | text.str.contains(_EMPTY)
    return text.str.contains("[第《》]"), is_odd | text.str.contains(_SUSPICIOUS) | text.str.contains(_BASIS)


DETECTOR = Detector(
    name="law_citation",
    find=find,
    may_fire=_may_fire,
    labels={
        "empty_title": Message("书名号内没有名称", "an empty title"),
        "unclosed_title": Message("书名号没有下半", "a title that is not closed"),
        "unopened_title": Message("书名号没有上半", "a title that is not opened"),
        "impossible_article": Message("条款序号不可能存在", "an article number that cannot be"),
        "no_law": Message("引用条款未写明法律名称", "an article without its law"),
    },
    absence=Message("没有引文形式问题", "no malformed citation"),
)
