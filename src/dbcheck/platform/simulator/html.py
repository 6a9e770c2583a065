"""Pages as browsers get them: small, whole, without scripts."""

from collections.abc import Sequence
from html import escape

_HEAD = '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n<body>\n'
SEARCH = '<form action="/search" method="get"><input type="text" name="q" placeholder="站内搜索"><button type="submit">搜索</button></form>'
LETTER_FORM = (
    '<form action="/hdjl/xj/submit" method="post"><label>标题<input type="text" name="title"></label>'
    '<label>内容<textarea name="content"></textarea></label><button type="submit">提交信件</button></form>'
)


def page_of(
    title: str,
    *,
    paragraphs: Sequence[str] = (),
    links: Sequence[tuple[str, str]] = (),
    search: bool = False,
    form: bool = False,
) -> str:
    """Give the source of a page: a heading, a search box, links, paragraphs, a form to write a letter."""
    parts = [_HEAD.format(title=escape(title)), f"<h1>{escape(title)}</h1>\n"]
    if search:
        parts.append(SEARCH + "\n")
    parts += [f'<a href="{escape(url)}">{escape(label)}</a>\n' for label, url in links]
    parts += [f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs]
    if form:
        parts.append(LETTER_FORM + "\n")
    return "".join([*parts, "</body>\n</html>\n"])
