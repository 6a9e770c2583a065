"""pii: personal data in a text: resident ID, mobile and bank card numbers, private e-mail, a home's address, the writer's name.

Landlines, 12345, 400 numbers and gov.cn mailboxes are how offices publish themselves and are not counted; ``landlines`` finds the first
for whoever asks. Masked values (138****0000, 张某) are not personal data any more. Full-width digits and letters are read as ASCII.
"""

import string
from collections.abc import Iterator
from functools import cache

import polars as pl

from dbcheck.errors import Message
from dbcheck.plugins.detectors.detector import Detector, Hit, Terms
from dbcheck.plugins.detectors.personal_name import is_personal_name
from dbcheck.plugins.detectors.resident_id import SEPARATOR as SEP
from dbcheck.plugins.detectors.resident_id import (
    bare,
    is_card_number,
    is_resident_id,
    may_be_card_number,
    may_be_resident_id,
)
from dbcheck.plugins.detectors.written import Pattern, fold

LABELS = {
    "resident_id": Message("居民身份证号", "a resident ID number"),
    "mobile": Message("手机号码", "a mobile number"),
    "bank_card": Message("银行卡号", "a bank card number"),
    "email": Message("电子邮箱", "an e-mail address"),
    "address": Message("住址", "a home address"),
    "author_name": Message("来信人姓名", "the writer's name"),
}

_RESIDENT_ID = Pattern(rf"[1-9][0-9]{{5}}{SEP}?(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9]{SEP}?[0-9]{{3}}[0-9Xx]")
_MOBILE = Pattern(rf"1[3-9][0-9](?:{SEP}?[0-9]{{4}}){{2}}")
_CARD = Pattern(rf"[3-6][0-9]{{12,18}}|[3-6][0-9]{{3}}(?:{SEP}[0-9]{{4}}){{3}}(?:{SEP}[0-9]{{3}}(?![0-9]))?")
_LANDLINE = Pattern(r"0(?:10|2[0-9]|[3-9][0-9]{2})[- )]?[2-8][0-9]{6,7}")
_CARD_CONTEXT = "卡号|银行|账号|帐号|账户|帐户|信用卡|储蓄卡|借记卡|开户"
_CARD_WORDS = Pattern(_CARD_CONTEXT)
_MAILBOX = Pattern(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}$")
_DOMAIN = Pattern(r"(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}")
_OFFICE_MAIL = Pattern(
    r"(?:投诉|举报|服务|监督|办公|单位|受理|咨询|工作|公开|[局委厅办站会部院所]|中心)[^。;；]{0,6}(?:邮箱|信箱|邮件|[Mm]ail)"
)
_FLAT = Pattern(
    r"(?:[0-9]{1,4}|[A-Za-z])(?:栋|幢|号楼|座)"
    r"(?:[0-9一二三四五六七八九十甲乙丙]{1,3}(?:单元|门)[0-9]{3,4}|[0-9]{3,4}(?:室|号房))"
)
_ROAD = Pattern(r"(?:路|街|道|巷|弄|胡同)[0-9]{1,5}号[^，。；,;：:、\n]{0,16}[0-9]{2,4}(?:室|房|户)")
_OFFICE = Pattern(
    "写字楼|大厦|大楼|办公|公司|中心|窗口|大厅|政府|法院|公证|律师|医院|学校|学院|酒店|宾馆|机关|[局委厅科处]"
)
_WEB = Pattern("://|www[.]")
_COUNTRY = Pattern(rf"(?:^|[^0-9])(\+?(?:00)?86{SEP}?)$")
_FOUR_MORE = Pattern(rf"{SEP}[0-9]{{4}}(?![0-9])")
_WORD = Pattern(r"[!-~]+$")
_RUN = Pattern(f"[0-9][0-9{SEP[1:]}{{10,}}[Xx]?")  # every ID, card and mobile number lies in one
_LEAST_DIGITS = 13  # of a card; an ID has more
_TOUCHING = frozenset(f"{string.digits}{string.ascii_letters}*_")

# What each hit of ``find`` but a name needs in a text that is not folded yet, for the Rust engine. First a few patterns that cost texts
# without any of it little; they are apart because the engine looks for the literal beginning of each: in one pattern they take six times
# as long. Then what numbers and addresses look like, with what stands on both sides of a number.
_SEP = "[- \u3000\xa0－]"
_CUES = (f"[0-9](?:{_SEP}?[0-9]){{10}}", "[室房户]|单元|门[0-9]", "[０-９]")
_OPEN, _CLOSE = "(?:^|[^0-9A-Za-z*_.])", "(?:[^0-9A-Za-z*_]|$)"
_NEEDED = (
    f"{_OPEN}(?:(?:00)?86{_SEP}?)?1[3-9][0-9](?:{_SEP}?[0-9]{{4}}){{2}}{_CLOSE}",
    "(?:栋|幢|号楼|座)[0-9一二三四五六七八九十甲乙丙]{1,4}(?:单元|门|室|号房)",
    _ROAD.written,
    "[０-９]",  # a text to be folded first
)
_LONG_RUN = f"[0-9][0-9{_SEP[1:-1]}]{{{_LEAST_DIGITS - 2},}}[0-9XxＸｘ]"  # every ID and card lies in one
_LEAST_BYTES = 6  # a name of two characters, a@b.cc
_NAME_BYTES = (6, 12)  # two to four Chinese characters


def find(text: str, compare: str | None, terms: Terms) -> list[Hit]:  # noqa: ARG001 - the shape of every detector
    """Find personal data, in the order of the text; ``compare`` is the writer's name."""
    folded = fold(text)
    hits = [*_numbers(folded), *_emails(folded), *_addresses(folded), *_name(text, compare)]
    return sorted(hits, key=lambda hit: (hit.start, hit.end)) if len(hits) > 1 else hits


def landlines(text: str) -> list[Hit]:
    """Find landline numbers with their area code. They are no part of ``find``: offices publish theirs."""
    folded = fold(text)
    return [
        Hit("landline", found.start(), found.end())
        for found in _LANDLINE.compiled.finditer(folded)
        if _stands_alone(folded, found.start(), found.end())
    ]


def _numbers(text: str) -> Iterator[Hit]:
    for run in _RUN.compiled.finditer(text):
        yield from _long_numbers(text, *run.span())
        for found in _MOBILE.compiled.finditer(text, *run.span()):
            if _is_mobile(text, found.start(), found.end()):
                yield Hit("mobile", found.start(), found.end())


def _long_numbers(text: str, begin: int, stop: int) -> Iterator[Hit]:
    """Find resident IDs and cards in [begin, stop); what is part of an ID is no card."""
    if stop - begin < _LEAST_DIGITS:
        return
    taken = [*_resident_ids(text, begin, stop)]
    yield from taken
    for found in _CARD.compiled.finditer(text, begin, stop):
        start, end = found.span()
        if any(start < hit.end and hit.start < end for hit in taken) or not _stands_alone(text, start, end):
            continue
        number = bare(found[0])
        if is_card_number(number) and (
            number.startswith("62") or _CARD_WORDS.compiled.search(text, max(0, start - 20), start)
        ):
            yield Hit("bank_card", start, end)


def _resident_ids(text: str, begin: int, stop: int) -> Iterator[Hit]:
    for found in _RESIDENT_ID.compiled.finditer(text, begin, stop):
        if _stands_alone(text, found.start(), found.end()) and is_resident_id(bare(found[0])):
            yield Hit("resident_id", found.start(), found.end())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether [start, end) is a whole number: no letter or digit touches it, and it is no part of a web address."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _TOUCHING or after in _TOUCHING:
        return False
    is_decimal = before == "." or (after == "." and text[end + 1 : end + 2].isdecimal())
    return not (is_decimal or _is_in_web_address(text, start))


def _is_mobile(text: str, start: int, end: int) -> bool:
    head = text[max(0, start - 5) : start]
    country = _COUNTRY.compiled.search(head) if "86" in head else None
    first = start - len(country[1]) if country else start
    goes_on = _FOUR_MORE.compiled.match(text[end : end + 6]) if end - start > 11 else None
    return goes_on is None and _stands_alone(text, first, end)


def _is_in_web_address(text: str, start: int) -> bool:
    head = text[max(0, start - 100) : start]
    word = _WORD.compiled.search(head) if "://" in head or "www." in head else None
    return word is not None and _WEB.compiled.search(word[0]) is not None


def _emails(text: str) -> Iterator[Hit]:
    at = text.find("@")
    while at >= 0:
        mailbox, domain = _MAILBOX.compiled.search(text[max(0, at - 64) : at]), _DOMAIN.compiled.match(text, at + 1)
        if mailbox and domain:
            start = at - len(mailbox[0])
            is_office = domain[0].lower().endswith(".gov.cn") or _OFFICE_MAIL.compiled.search(
                text, max(0, start - 16), start
            )
            if not is_office and text[start - 1 : start] != "*":
                yield Hit("email", start, domain.end())
        at = text.find("@", at + 1)


def _addresses(text: str) -> Iterator[Hit]:
    may_be_flat = "栋" in text or "幢" in text or "座" in text or "号楼" in text
    may_be_road = "室" in text or "房" in text or "户" in text
    for pattern in (_FLAT,) * may_be_flat + (_ROAD,) * may_be_road:
        for found in pattern.compiled.finditer(text):
            if not _OFFICE.compiled.search(text, max(0, found.start() - 16), found.end()):
                yield Hit("address", found.start(), found.end())


def _name(text: str, name: str | None) -> Iterator[Hit]:
    at = text.find(name) if name else -1
    if name and at >= 0 and is_personal_name(name):
        yield Hit("author_name", at, at + len(name))


def _may_fire(text: pl.Expr, compare: pl.Expr, terms: Terms) -> tuple[pl.Expr, ...]:  # noqa: ARG001 - as above
    # Anything longer must not reach the pattern engine, which refuses a pattern of a megabyte.
    name = pl.when(compare.str.len_bytes().is_between(*_NAME_BYTES)).then(compare)
    literals = [text.str.contains(sign, literal=True).fill_null(value=False) for sign in (name, pl.lit("@"), pl.lit("＠"))]
    long = text.str.extract_all(_LONG_RUN).map_batches(_hold_long_numbers, return_dtype=pl.Boolean())
    return (
        text.str.len_bytes() >= _LEAST_BYTES,
        pl.any_horizontal(*literals, *(text.str.contains(pattern) for pattern in _CUES)),
        pl.any_horizontal(*literals, long, *(text.str.contains(pattern) for pattern in _NEEDED)),
    )


@cache
def _told_of_a_run() -> dict[str, pl.Expr]:
    run = pl.col("run")
    return {
        "is_plain": run.str.contains("^[0-9]+[0-9Xx]$"),  # no separators: what stands alone in it is the whole of it
        "may_be": may_be_resident_id(run) | may_be_card_number(run),
    }


def _hold_long_numbers(runs: pl.Series) -> pl.Series:
    """Tell for each list of runs of digits whether one may hold a valid resident ID or card number that no other digit touches."""
    each = runs.alias("run").to_frame().with_row_index("at").explode("run").drop_nulls()
    told = each.select("at", "run", **_told_of_a_run())
    plain, other = told.filter("is_plain", "may_be"), told.filter(~pl.col("is_plain"))
    found = [*plain["at"], *(at for at, run in zip(other["at"], other["run"], strict=True) if _is_long_number(run))]
    return pl.int_range(len(runs), dtype=pl.UInt32, eager=True).is_in(found)


def _is_long_number(run: str) -> bool:
    digits = run if run.isascii() else fold(run)
    if digits[:-1].isdecimal() and digits.isascii():
        return is_resident_id(digits) or is_card_number(digits)
    cards = (found for found in _CARD.compiled.finditer(digits) if _stands_alone(digits, *found.span()))
    return any(_resident_ids(digits, 0, len(digits))) or any(is_card_number(bare(found[0])) for found in cards)


DETECTOR = Detector(
    name="pii",
    find=find,
    may_fire=_may_fire,
    labels=LABELS,
    absence=Message("未检出个人信息", "no personal data was found"),
)
