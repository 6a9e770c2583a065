"""Personal data in a text, masked: names of writers, phones, ID and card numbers, home addresses, mail. Offices stay.

The detectors of ``text_scan`` accuse, so they find nothing in doubt; a mask accuses nobody, so it covers more: numbers that only look like an ID,
numbers that a quote has cut, names after a word like 来信人. What an office publishes of itself (gov.cn mail, the phone of a window) stays.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dbcheck.plugins.detectors.resident_id import SEPARATOR
from dbcheck.plugins.detectors.written import BOUND, QUOTED, Pattern, fold

if TYPE_CHECKING:
    from dbcheck.plugins.detectors.detector import Hit

STARS = "****"
NAME_MARK = "某"
CUT = "…"
_WORD = 32  # characters of a text that is remembered with its mask
_NEAR = 6  # characters: white space that a quote folds moves its hit

# Words after which, or before which, a person's name stands.
_BEFORE = "来信人|写信人|留言人|反映人|投诉人|举报人|申请人|联系人|当事人|经办人|户主|业主|网友|网民|市民|居民|村民|群众|姓名|我叫|名叫|我是|本人"
_AFTER = "先生|女士|小姐|同志|师傅|老师|同学|您好|你好"
_HAN = "[\u4e00-\u9fff]"
_CUE = f"(?:{_BEFORE})(?:姓名)?[是为::]?[\uff1a ]?"
_CUED = Pattern(f"{_CUE}({_HAN}{{2,4}})")
_ADDRESSED = Pattern(f"({_HAN}{{2,4}})(?={_AFTER})")
_ACCOUNT = r"(?:微信|[Qq]{2})[号]?[::]?[\uff1a ]?"
# What a text holds in which a name goes with a word, or an account with a network; for both pattern engines.
NAMED_SIGNS = (f"{_CUE}{_HAN}{{2}}", f"{_HAN}{{2}}(?:{_AFTER})", f"{_ACCOUNT}[A-Za-z0-9]")
_GOES_ON = frozenset(
    "反来诉投咨询称问的在于说要因为和与及您你同先女向到去是有电家住身手联"
)  # characters that follow a name, not part of it
_LIVES = Pattern("(?:家住|住址|住在|户籍地址?|家庭地址)[是为::]?[\uff1a ]?([^,。;、\uff0c\uff1b\\s]{3,40})")
_HANDLE = Pattern(f"{_ACCOUNT}([A-Za-z0-9][A-Za-z0-9_-]{{4,19}})")
_LONG_NUMBER = Pattern(
    r"(?<![0-9A-Za-z_*.-])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_CUT_NUMBER = Pattern(rf"{CUT}[0-9]{{5,}}|[0-9]{{5,}}(?={CUT})")
# What a folded text holds, for both pattern engines, in which a number is masked: eleven digits, a landline, a number that was cut. One
# pattern for all of them takes the Rust engine six times as long.
NUMBER_SIGNS = (
    f"[0-9](?:{SEPARATOR}?[0-9]){{10}}",
    "0[0-9]{2,3}[- )]?[2-8][0-9]{6}",
    f"{CUT}[0-9]{{5}}",
    f"[0-9]{{5}}{CUT}",
)
PLACE_SIGNS = "[@室房户座栋幢住]|号楼|单元|家庭地址"  # of a flat, a home or a mailbox
# Without one of these a folded text holds nothing that is masked: a number, a mailbox, a flat, a word that a name goes with.
_SIGNS = Pattern("|".join((*NUMBER_SIGNS, PLACE_SIGNS, *NAMED_SIGNS)))
_OFFICE = Pattern("电话|热线|窗口|大厅|中心|办公|值班|单位|[局委厅办站会部院所科处]")
_CELLS = Pattern("[,\t;|\uff0c\uff1b]")


_Span = tuple[int, int, str]  # start, end, what stands there instead


def mask_text(text: str) -> str:
    """Give the text with every piece of personal data masked; what lies beyond BOUND characters was not looked at and is cut off."""
    return _masked_word(text) if len(text) <= _WORD else _masked(text)


def _masked(text: str) -> str:
    head = text if len(text) <= BOUND else text[:BOUND] + CUT
    folded = fold(head)
    if not has_sign(folded):
        return head
    spans = sorted(_spans(head, folded))
    if not spans:
        return head
    pieces, at = [], 0
    for start, end, mask in spans:
        if start >= at:
            pieces += [head[at:start], mask]
            at = end
        else:
            at = max(at, end)  # an overlap: the longer one covers both
    return "".join((*pieces, head[at:]))


_masked_word = lru_cache(maxsize=4096)(_masked)  # names of fields, codes, numbers of records: said again and again


def has_sign(folded: str) -> bool:
    """Tell whether a text, folded, holds anything for which it is to be looked at closely."""
    return _SIGNS.compiled.search(folded) is not None


def mask_value(value: str) -> str:
    """Mask a text that is personal as a whole: a name keeps its surname, a number what its mask keeps, anything else one character."""
    stripped = value.strip()
    if not stripped:
        return value
    if is_personal_name(stripped):
        return _masked_name(stripped)
    masked = mask_text(stripped)
    return masked if masked != stripped and len(stripped) <= 40 and not _rest(stripped) else stripped[0] + "**"


def _rest(value: str) -> bool:
    """Tell whether a value is more than one piece of personal data, so that masking the piece would leave a part of it."""
    return any(start > 0 or end < len(value) for start, end, _ in _spans(value, fold(value)))


def mask_row(line: str) -> str:
    """Mask a whole row as it stood in a file: cells that are nothing but a name are masked too."""
    cells = _CELLS.compiled.split(line[:BOUND])
    names = {cell.strip() for cell in cells if is_personal_name(cell.strip())}
    masked = mask_text(line)
    for name in sorted(names, key=len, reverse=True):
        masked = masked.replace(name, _masked_name(name))
    return masked


def mask_quote(quote: str, at: int) -> str:
    """Mask a quote of a text in which the writer's name begins at character ``at`` (the first is 1): what may be that name, wherever it stands."""
    expected = min(at - 1, QUOTED // 2 - 2)  # a quote has its hit in the middle, unless the text begins before
    around = range(max(0, expected - _NEAR), min(len(quote), expected + _NEAR + 1))
    found = _names_at(quote, around) or _names_at(quote, range(len(quote)))
    near = sorted(found, key=lambda place: abs(place - expected))
    taken: list[range] = []
    for place in near:
        if not any(place < held.stop and held.start < place + len(found[place]) for held in taken):
            taken.append(range(place, place + len(found[place])))
    for name in {quote[held.start : held.stop] for held in taken}:
        quote = quote.replace(name, _masked_name(name))
    return mask_text(quote)


def mask_key(key: str) -> str:
    """Mask the name of a record where it is a phone, an ID, a card or a mailbox itself; other numbers are what records are called."""
    return mask_text(key) if has_sign(fold(key)) and _found(key) else key


def is_personal_name(text: str) -> bool:
    """Tell whether a text is a person's full name, and nothing else."""
    return _detectors()[1](text)


@cache
def _detectors() -> "tuple[Callable[[str], list[Hit]], Callable[[str], bool], Callable[[str], list[Hit]]]":
    """Give what finds personal data, tells a name, and finds landlines; loaded late, for most results hold nothing to mask."""
    from dbcheck.plugins.detectors.detector import NO_TERMS  # noqa: PLC0415 - start-up
    from dbcheck.plugins.detectors.personal_name import is_personal_name  # noqa: PLC0415 - as above
    from dbcheck.plugins.detectors.pii import find, landlines  # noqa: PLC0415 - as above

    return lambda text: find(text, None, NO_TERMS), is_personal_name, landlines


def _found(text: str) -> "list[Hit]":
    return _detectors()[0](text)


def _names_at(text: str, places: range) -> dict[int, str]:
    return {place: name for place in places if (name := _name_at(text, place))}


def _name_at(text: str, at: int) -> str:
    """Give the longest personal name that starts here, empty where none does."""
    return next((text[at : at + size] for size in (4, 3, 2) if is_personal_name(text[at : at + size])), "")


def _spans(text: str, folded: str) -> Iterator[_Span]:
    find, _, landlines = _detectors()
    for hit in find(text):
        yield (hit.start, hit.end, _MASKS[hit.kind](text[hit.start : hit.end]))
    for hit in landlines(folded):
        if not _OFFICE.compiled.search(folded, max(0, hit.start - 12), hit.start):
            yield (hit.start, hit.end, text[hit.start : hit.start + 4].rstrip("-) ") + "-" + STARS)
    for found in _LONG_NUMBER.compiled.finditer(folded):
        yield (*found.span(), _masked_id(found[0]))
    for found in _CUT_NUMBER.compiled.finditer(folded) if CUT in folded else ():
        yield (*found.span(), found[0].replace(found[0].strip(CUT), STARS))
    for pattern in (_LIVES, _HANDLE):
        for found in pattern.compiled.finditer(text):
            yield (*found.span(1), STARS)
    yield from _named(text)


def _named(text: str) -> Iterator[_Span]:
    for found in _CUED.compiled.finditer(text):
        start = found.start(1)
        name = _name_at(text, start)
        if len(name) == 3 and name[2] in _GOES_ON and is_personal_name(name[:2]):
            name = name[:2]
        if name:
            yield (start, start + len(name), _masked_name(name))
    for found in _ADDRESSED.compiled.finditer(text):
        names = (text[found.end() - size : found.end()] for size in (4, 3, 2) if size <= found.end() - found.start())
        name = next(filter(is_personal_name, names), "")
        if name:
            yield (found.end() - len(name), found.end(), _masked_name(name))


def _masked_name(name: str) -> str:
    return name[0] + NAME_MARK if len(name) < 3 else name[0] + NAME_MARK * 2


def _masked_id(number: str) -> str:
    return f"{number[0]}****************{number[-1]}"


def _masked_mail(address: str) -> str:
    box, at, domain = re.split("([@\uff20])", address, maxsplit=1)
    return f"{box[0]}***{at}{domain}"


_MASKS: Mapping[str, Callable[[str], str]] = {
    "resident_id": _masked_id,
    "mobile": lambda number: f"{number[:3]}{STARS}{number[-4:]}",
    "bank_card": lambda number: f"{STARS}{number[-4:]}",
    "email": _masked_mail,
    "address": lambda _: STARS,
    "author_name": _masked_name,
}
