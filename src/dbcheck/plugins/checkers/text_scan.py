"""text_scan: a text holds nothing that a detector looks for, or holds it."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Cascade, Column, Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.detectors import DETECTORS
from dbcheck.plugins.detectors.detector import Detector, Terms
from dbcheck.plugins.detectors.witness import Witness, both
from dbcheck.plugins.detectors.written import squeezed_length
from dbcheck.plugins.parameters import Where, path_mistakes, where_mistakes
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake, resolve, unknown_name
from dbcheck.records.spoken import field_word

TEXTUAL = (FieldType.STR, FieldType.TEXT, FieldType.HTML, FieldType.ENUM, FieldType.REF)
NO_TEXT = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class KeywordTerms:
    """What ``keywords`` looks for; every condition given must hold. Characters are counted without white space."""

    min_chars: int | None = None
    max_chars: int | None = None
    has_any: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextScanParams:
    """``expect: absent`` suspects what the detector finds, ``present`` that it finds nothing.

    compare: a second text (the letter that a reply answers, the writer's name, a document's title), for detectors that read two.
    threshold, title_threshold: how alike two texts must be for ``similarity``, and how much of a title a text must have. Proposed.
    """

    record: str
    field: str
    detector: str
    expect: Literal["absent", "present"] = "absent"
    where: Where = dataclasses.field(default_factory=dict)
    compare: str | None = None
    terms: KeywordTerms | None = None
    threshold: float = 0.95
    title_threshold: float = 0.5


class TextScan:
    """The detector does not fire (``absent``), or it does (``present``). Whatever it finds is for a person to look at.

    Pass: nothing to look at. Suspect: the detector found what must not be there, or not what must be. Never fails.
    Does not apply: ``where`` does not hold.
    """

    name: ClassVar[str] = "text_scan"
    Params = TextScanParams
    is_heuristic: ClassVar[bool] = True

    def mistakes(self, params: TextScanParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown fields and detectors, a missing second text, and terms that ask for nothing."""
        yield from where_mistakes(kinds, params.record, params.where)
        yield from path_mistakes(kinds, params.record, params.field, "field", types=TEXTUAL)
        if params.compare is not None:
            yield from path_mistakes(kinds, params.record, params.compare, "compare", types=TEXTUAL)
        if params.detector not in DETECTORS:
            yield ("detector",), unknown_name(params.detector, DETECTORS, Message("没有检测器", "there is no detector"))
            return
        if DETECTORS[params.detector].needs_compare and params.compare is None:
            yield (
                (),
                Message(
                    f"{params.detector} 需要 compare", f"{params.detector} needs compare: the field of the second text"
                ),
            )
        yield from _terms_mistakes(params)

    def plan(self, params: TextScanParams, scope: Scope) -> RowPlan:
        """Suspect where the detector fires, or where it does not."""
        detector = DETECTORS[params.detector]
        column, other = scope.column(params.field), _other(params, scope, detector)
        text, compare = _text(column), NO_TEXT if other is None else _compared(params, scope, other)
        terms = _terms(params, other)
        doubts: tuple[Doubt, ...] = column.needed
        if other is not None and detector.needs_compare:
            doubts += other.needed
        is_wanted = params.expect == "present"
        witness = Witness(detector, terms)
        name = field_word(scope.kinds, scope.kind.name, params.field)
        return RowPlan(
            doubts=doubts,
            cascade=_missed(detector, terms, text, compare) if is_wanted else _found(witness, text, compare),
            evidence=_lacking(params, detector, witness, text, compare)
            if is_wanted
            else _seen(params, witness, text, compare),
            says=_says_missed(detector, name) if is_wanted else _says_found(detector, witness, name, text, compare),
            is_suspicion=True,
        )


def _terms_mistakes(params: TextScanParams) -> Iterator[Mistake]:
    terms = params.terms
    if params.detector != "keywords":
        if terms is not None:
            yield ("terms",), Message("terms 只用于 keywords", "only keywords takes terms")
    elif terms is None or terms == KeywordTerms():
        yield (
            ("terms",),
            Message("keywords 需要 terms,如 {has_any: [收悉]}", "keywords needs terms, e.g. {has_any: [收悉]}"),
        )
    elif any(not word.strip() for word in terms.has_any):
        yield ("terms", "has_any"), Message("检索词不能为空", "a word is empty; write what to look for")
    elif terms.min_chars is not None and terms.max_chars is not None and terms.min_chars > terms.max_chars:
        yield ("terms",), Message("min_chars 大于 max_chars", "min_chars is above max_chars; no text can fit")
    for name, share in (("threshold", params.threshold), ("title_threshold", params.title_threshold)):
        if not 0 < share <= 1:
            yield (name,), Message(f"{name} 应大于0、不大于1", f"{name} is above 0 and at most 1, e.g. 0.95")


def _other(params: TextScanParams, scope: Scope, detector: Detector) -> Column | None:
    if params.compare is None:
        return None
    return scope.column(params.compare, optional=not detector.needs_compare)


def _text(column: Column) -> pl.Expr:
    return column.value.list.join("\n") if column.field.is_list else column.value


def _is_title(other: Column | None) -> bool:
    return other is not None and other.field.type is FieldType.STR


def _compared(params: TextScanParams, scope: Scope, other: Column) -> pl.Expr:
    """Give the second text; beside a document's title stands its number, by which a text may name it as well."""
    text = _text(other)
    head, _, _ = (params.compare or "").rpartition(".")
    number = f"{head}.doc_no" if head else "doc_no"
    is_numbered = _is_title(other) and not isinstance(resolve(scope.kinds, scope.kind.name, number), Message)
    if params.detector != "similarity" or not is_numbered:
        return text
    return pl.concat_str(text, scope.column(number, optional=True).value, separator="\n", ignore_nulls=True)


def _terms(params: TextScanParams, other: Column | None) -> Terms:
    wanted = params.terms or KeywordTerms()
    share = params.title_threshold if _is_title(other) else params.threshold
    return Terms(wanted.min_chars, wanted.max_chars, wanted.has_any, is_title=_is_title(other), threshold=share)


def _found(witness: Witness, text: pl.Expr, compare: pl.Expr) -> Cascade:
    """Suspect what the detector finds: its cheap conditions first, itself on the texts that remain."""
    steps = witness.detector.may_fire(text, compare, witness.terms)
    if witness.detector.is_settled:
        return Cascade(steps)
    return Cascade(steps, exact=witness.fires, columns=both(text, compare))


def _missed(detector: Detector, terms: Terms, text: pl.Expr, compare: pl.Expr) -> Cascade:
    """Suspect the texts in which the detector finds nothing: those that surely hold it leave first.

    The first step looks at no text: it runs on every record, also on those that the rule is not about.
    """
    steps = [pl.lit(value=True)] if detector.surely is None else [pl.lit(value=True), ~detector.surely(text, terms)]
    return Cascade(tuple(steps), exact=_not_fired(detector, terms), columns=both(text, compare))


def _not_fired(detector: Detector, terms: Terms) -> Callable[[pl.DataFrame], pl.Series]:
    conditions = detector.may_fire(pl.col("text"), pl.col("compare"), terms)

    def exact(frame: pl.DataFrame) -> pl.Series:
        survivors = frame.with_row_index("at")
        for condition in conditions:
            survivors = survivors.filter(condition)
        if not detector.is_settled:
            survivors = survivors.filter(_search(detector, terms, survivors))
        return ~pl.int_range(frame.height, dtype=pl.UInt32, eager=True).is_in(survivors["at"].implode())

    return exact


def _search(detector: Detector, terms: Terms, frame: pl.DataFrame) -> pl.Series:
    pairs = zip(frame["text"], frame["compare"], strict=True)
    return pl.Series([bool(detector.find(text, compare, terms)) for text, compare in pairs], dtype=pl.Boolean)


def _seen(params: TextScanParams, witness: Witness, text: pl.Expr, compare: pl.Expr) -> dict[str, pl.Expr]:
    """Give the first hit: its kind, where it stands (the first character is 1) and at most 60 characters around it."""
    return {"field": pl.lit(params.field), **{name: witness.says(name, text, compare) for name in ("found", "at", "quote")}}


def _lacking(
    params: TextScanParams, detector: Detector, witness: Witness, text: pl.Expr, compare: pl.Expr
) -> dict[str, pl.Expr]:
    """Give what the text is like instead: its characters without white space, and how alike it is to the other one."""
    evidence = {"field": pl.lit(params.field), "chars": squeezed_length(text)}
    if params.terms is not None:
        asked = (("min_chars", params.terms.min_chars), ("max_chars", params.terms.max_chars))
        words = [f"{name} {limit}" for name, limit in asked if limit is not None]
        words += ["、".join(params.terms.has_any)] if params.terms.has_any else []
        evidence["wanted"] = pl.lit("; ".join(words))
    if detector.share is not None:
        evidence["share"] = witness.share(text, compare)
    return evidence


def _says_found(detector: Detector, witness: Witness, name: Message, text: pl.Expr, compare: pl.Expr) -> tuple[Saying, ...]:
    found = witness.says("found", text, compare)
    return tuple(
        Saying(
            Message(f"{name.zh}疑似有{label.zh}:“{{quote}}”", f"{name.en} seems to hold {label.en}: “{{quote}}”"),
            found == kind,
        )
        for kind, label in detector.labels.items()
    )


def _says_missed(detector: Detector, name: Message) -> tuple[Saying, ...]:
    share = (",相似度 {share}", ", likeness {share}") if detector.share is not None else ("", "")
    zh, en = detector.absence.zh, detector.absence.en
    return (Saying(Message(f"{name.zh}({{chars}}字){zh}{share[0]}", f"{name.en} ({{chars}} characters): {en}{share[1]}")),)
