"""The words of a report: verdicts, severities, and what a reader calls a field or a kind."""

from collections.abc import Mapping

from dbcheck.errors import Message
from dbcheck.findings import Severity, Verdict
from dbcheck.records.kind import Field, Kind
from dbcheck.records.snapshot import kinds

VERDICT_WORDS: Mapping[Verdict, Message] = {
    Verdict.PASS: Message("符合", "pass"),
    Verdict.FAIL: Message("不符合", "fail"),
    Verdict.SUSPECT: Message("疑似不符合,须人工复核", "suspect: a person must look"),
    Verdict.PENDING: Message("期限未到", "pending: the limit has not run out"),
    Verdict.UNDETERMINED: Message("未能判定", "undetermined"),
    Verdict.OUT_OF_SCOPE: Message("不在适用范围", "out of scope"),
}

SEVERITY_WORDS: Mapping[Severity, Message] = {
    Severity.VIOLATION: Message("违反", "violation"),
    Severity.ADVISORY: Message("建议", "advisory"),
    Severity.SUSPICION: Message("疑似", "suspicion"),
    Severity.NONE: Message("提示", "note"),
}


def kind_label(name: str | None, lang: str) -> str:
    """Give the word for a kind: its Chinese label without what stands in brackets, or its name."""
    kind = kinds().get(name or "")
    if kind is None or lang == "en":
        return name or ""
    return kind.label.partition("(")[0].partition("\uff08")[0]


def field_label(kind: str | None, path: str, lang: str) -> str:
    """Give the words for a field path: the usual export header of every step.

    The path starts at ``kind``, or with the name of another kind (``site.org_id``). What names no field stays as it is.
    """
    if lang == "en":
        return path
    first, _, rest = path.partition(".")
    here = kinds().get(kind or "")
    if (here is None or first not in here.fields) and first in kinds():
        label = kind_label(first, lang)
        return f"{label}·{_walk(kinds()[first], rest)}" if rest else label
    return _walk(here, path) if here else path


def _walk(kind: Kind, path: str) -> str:
    words: list[str] = []
    here: Kind | None = kind
    for step in path.split("."):
        field = here.fields.get(step) if here else None
        if field is None:
            return path
        words.append(_header(field))
        here = kinds().get(field.ref or "")
    return "·".join(words)


def _header(field: Field) -> str:
    return field.headers[0] if field.headers else field.name


def many(number: int, noun: str) -> str:
    """Give an English number with its noun: ``1 rule``, ``2,816 rules``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
