"""cross_reference: the record that a field names is there, or the records that must point here are."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.parameters import Where, kind_mistakes, path_mistakes, where_mistakes
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import Mistake, parse_predicate
from dbcheck.records.spoken import condition_words, field_word, kind_word


@dataclass(frozen=True)
class CrossReferenceParams:
    """Either ``ref`` (a field of the record) or ``back`` (a field of ``to`` that points at the record).

    empty: what an empty ``ref`` means; the default says that the data cannot tell.
    order: pairs ``kind:field``; the left instant may not be later than the right one.
    """

    record: str
    to: str
    where: Where = field(default_factory=dict)
    to_where: Where = field(default_factory=dict)
    ref: str | None = None
    empty: Literal["undetermined", "fail"] = "undetermined"
    back: str | None = None
    back_key: str = "id"
    min: int | None = None
    max: int | None = None
    order: tuple[tuple[str, str], ...] = ()


class CrossReference:
    """``ref`` names a record of ``to`` that meets ``to_where``; or enough records of ``to`` point back.

    Pass: it is there. Fail: it is not, or not as it must be. Does not apply: ``where`` does not hold.
    """

    name: ClassVar[str] = "cross_reference"
    Params = CrossReferenceParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: CrossReferenceParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown kinds and fields, and a rule that names neither or both of ref and back."""
        yield from where_mistakes(kinds, params.record, params.where)
        unknown = list(kind_mistakes(kinds, params.to, "to"))
        if unknown:
            yield from unknown
            return
        yield from where_mistakes(kinds, params.to, params.to_where, "to_where")
        if (params.ref is None) == (params.back is None):
            yield (), Message("ref 与 back 写且只写一个", "write either ref or back")
        if params.ref is not None:
            yield from _ref_mistakes(params, kinds)
        if params.back is not None:
            yield from path_mistakes(kinds, params.to, params.back, "back")
            yield from path_mistakes(kinds, params.record, params.back_key, "back_key")
            if params.min is None and params.max is None:
                yield (), Message("back 需要 min 或 max", "back needs min or max")
        yield from _order_mistakes(params, kinds)

    def plan(self, params: CrossReferenceParams, scope: Scope) -> RowPlan:
        """Look the reference up, or count who points here."""
        return _back_plan(params, params.back, scope) if params.back else _ref_plan(params, str(params.ref), scope)


def _ref_mistakes(params: CrossReferenceParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    declared = kinds[params.record].fields.get(str(params.ref))
    if declared is None or declared.ref != params.to or declared.is_list:
        refs = ", ".join(
            name for name, each in kinds[params.record].fields.items() if each.ref == params.to and not each.is_list
        )
        yield (
            ("ref",),
            Message(
                f"{params.ref} 不是指向 {params.to} 的引用;可用:{refs}",
                f"{params.ref} does not refer to {params.to}; use: {refs}",
            ),
        )


def _order_mistakes(params: CrossReferenceParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    for position, pair in enumerate(params.order):
        for place, named in enumerate(pair):
            kind, _, path = named.partition(":")
            if kind not in (params.record, params.to):
                message = Message(
                    f"{named} 应写 {params.record}:字段 或 {params.to}:字段",
                    f"{named}: write {params.record}:field or {params.to}:field",
                )
                yield ("order", position, place), message
            else:
                yield from path_mistakes(kinds, kind, path, "order", position, place)


def _ref_plan(params: CrossReferenceParams, ref: str, scope: Scope) -> RowPlan:
    column = scope.column(ref)
    meets = scope.resolves(ref, params.to, parse_predicate(params.to_where))
    violated = ~meets
    doubts = list(column.undetermined)
    if params.empty == "fail":
        violated = column.blank | violated
    else:
        doubts.append(Doubt(Reason.MISSING_VALUE, ref, column.blank))
    doubts.append(Doubt(Reason.UNRESOLVED_REFERENCE, ref, violated.is_null()))
    name, target, wanted = _words(params, scope, ref)
    absent = Message(
        f"{name.zh}“{{names}}”没有对应的{target.zh}{wanted.zh}",
        f"{name.en} names {{names}}: no such {target.en}{wanted.en}",
    )
    return RowPlan(
        violated=violated,
        doubts=tuple(doubts),
        evidence={"ref": pl.lit(ref), "names": column.value, "to": pl.lit(params.to)},
        says=(
            Saying(
                Message(f"{name.zh}未填写,应指明{target.zh}", f"{name.en} is empty, it must name a {target.en}"),
                column.blank,
            ),
            Saying(absent),
        ),
    )


def _words(params: CrossReferenceParams, scope: Scope, field_path: str) -> tuple[Message, Message, Message]:
    """Give the words for the field, the other kind, and what is asked of it."""
    asked = condition_words(scope.kinds, params.to, params.to_where)
    wanted = Message(f"({asked.zh})", f" ({asked.en})") if asked.zh else Message("", "")
    return field_word(scope.kinds, scope.kind.name, field_path), kind_word(scope.kinds[params.to]), wanted


def _back_plan(params: CrossReferenceParams, back: str, scope: Scope) -> RowPlan:
    sure, maybe = scope.references(
        params.to, back, parse_predicate(params.to_where), own_key=params.back_key, order=params.order
    )
    violated, satisfied = pl.lit(False), pl.lit(True)
    if params.min is not None:
        violated, satisfied = violated | (maybe < params.min), satisfied & (sure >= params.min)
    if params.max is not None:
        violated, satisfied = violated | (sure > params.max), satisfied & (maybe <= params.max)
    known = pl.when(violated).then(True).when(satisfied).then(False)
    _, target, wanted = _words(params, scope, params.back_key)
    least = Message(f"至少 {params.min} 条", f"at least {params.min}") if params.min is not None else Message("", "")
    most = Message(f"至多 {params.max} 条", f"at most {params.max}") if params.max is not None else Message("", "")
    counted = Message(
        f"对应的{target.zh}{wanted.zh}有 {{found}} 条,要求{least.zh}{most.zh}",
        f"{{found}} {target.en}{wanted.en} point here, required {least.en} {most.en}".rstrip(),
    )
    return RowPlan(
        violated=known,
        doubts=(Doubt(Reason.UNCLASSIFIED, params.to, known.is_null()),),
        evidence={"to": pl.lit(params.to), "found": sure, "min": pl.lit(params.min), "max": pl.lit(params.max)},
        says=(Saying(counted),),
    )
