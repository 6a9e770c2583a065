"""Cells as people write them, one at a time: numbers, truth values, members of an enumeration, lists.

Every reader turns tidy or raw text into a value, None where the cell is empty, or a Message that says why it cannot be read.
"""

import json
import re
from collections.abc import Callable, Mapping

from dbcheck.errors import Message
from dbcheck.records.kind import Field, FieldType
from dbcheck.sources.folding import fold, tidy

PLACEHOLDER = r"^(?i:[-—–_]+|[/\\]+|无|暂无|空|null|none|n/a|na|nan|nat|#n/a|undefined)$"
_FIRST = frozenset("-—–_/\\无暂空nN#uU")  # how a placeholder begins: quicker to look at than the pattern

_TRUE = ("true", "t", "yes", "y", "1", "1.0", "是", "有", "√", "✓", "✔", "☑", "对", "真", "已受理", "受理", "予以受理")
_FALSE = ("false", "f", "no", "n", "0", "0.0", "否", "无", "没有", "×", "x", "✗", "✘", "不是", "假", "不予受理", "不受理")
TRUTHS: Mapping[str, bool] = {**{fold(word): True for word in _TRUE}, **{fold(word): False for word in _FALSE}}
_UNDECIDED = {fold("未受理"), fold("待受理")}  # not yet accepted, or refused: two different things

_UNIT = "个工作日|工作日|个自然日|自然日|个月|月|季度|年度|年|天|日|小时|时|分钟|分|秒|周|期|次|条|件|个|项|人次|人|篇|份|家|户|位|名|届|级|场|页|号|封|部|处|批"
_WHOLE = rf"第?(?P<n>[+-]?(?:[0-9]+|[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.0+)?)(?:{_UNIT})?"
_INT64 = 2**63
LIST_SEPARATORS = r"[、,，;；|\n\r]"

NO_NUMBER = Message("不是整数", "this is no whole number")
TOO_BIG = Message("数太大", "the number is too large")
NO_TRUTH = Message("不能识别为是或否", "this is neither yes nor no")
NO_DECISION = Message(
    "可能是尚未受理,也可能是不予受理;请在绑定文件的 values 中写明",
    "this may mean not yet accepted or refused; say which under values in a binding file",
)
NOT_READABLE = Message("不是这一字段的值", "this is no value of the field")

Parse = Callable[[str], object]


def is_placeholder(text: str) -> bool:
    """Tell whether a cell only says that there is nothing: ``-``, ``/``, ``无``, ``NULL`` and their like."""
    return not text or (text[0] in _FIRST and re.match(PLACEHOLDER, text) is not None)


def parse_int(text: str) -> int | Message | None:
    """Read a whole number: full-width digits, thousands separators, ``12.0`` and units such as 天 are fine."""
    plain = tidy(text)
    if is_placeholder(plain):
        return None
    found = re.fullmatch(_WHOLE, plain.replace(" ", ""))
    if found is None:
        return NO_NUMBER
    number = int(found["n"].partition(".")[0].replace(",", "")[:25])
    return number if -_INT64 <= number < _INT64 else TOO_BIG


def parse_bool(text: str, labels: Mapping[str, str] | None = None) -> bool | Message | None:
    """Read yes or no; ``labels`` (folded text -> a truth value) go first."""
    folded = fold(text)
    if labels and folded in labels:
        folded = fold(labels[folded])
    if folded in TRUTHS:
        return TRUTHS[folded]
    if is_placeholder(folded):
        return None
    return NO_DECISION if folded in _UNDECIDED else NO_TRUTH


def enum_words(field: Field) -> dict[str, str]:
    """Give what exports write for the members of an enumeration, folded."""
    words = {fold(label): value for label, value in field.labels.items()}
    return words | {fold(value): value for value in field.values}


def parse_enum(text: str, words: Mapping[str, str], field: Field) -> str | Message | None:
    """Read a member of an enumeration, by its name or by what exports write for it."""
    folded = fold(text)
    if folded in words:
        return words[folded]
    if is_placeholder(folded):
        return None
    known, labels = ", ".join(field.values[:12]), "、".join(list(field.labels)[:12])
    return Message(
        f"不是 {field.name} 的取值;可用:{labels or known};或在绑定文件的 values 中写明",
        f"this is no value of {field.name}; use one of {known}, or map it under values in a binding file",
    )


def parse_list(text: str, field: Field, words: Mapping[str, str]) -> list[str] | Message | None:
    """Read a list: a JSON array, or text with 、 , ; | or line ends between the elements."""
    elements: list[str] = []
    for raw in _elements(text):
        element = tidy(raw)
        if field.type is FieldType.ENUM:
            member = parse_enum(element, words, field)
            if isinstance(member, Message):
                return member
            element = member or ""
        elif field.type is FieldType.REF and is_placeholder(element):
            element = ""
        if element:
            elements.append(element)
    return elements or None


def _elements(text: str) -> list[str]:
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(element, str | int | float | None) for element in found):
            return [str(element) for element in found if element is not None]
    return re.split(LIST_SEPARATORS, text)


def with_values(parse: Parse, values: Mapping[str, str]) -> Parse:
    """Put what a binding says about values (folded text -> value) before a reader."""
    if not values:
        return parse
    return lambda text: parse(values.get(fold(text), text))
