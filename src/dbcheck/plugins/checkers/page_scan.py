"""page_scan: the snapshots of a page show what it must have."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, fields
from functools import cached_property
from typing import ClassVar, Literal

import polars as pl

from dbcheck.errors import Message
from dbcheck.findings import Reason, Verdict
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.contract import Cascade, Doubt, RowPlan, Saying, Scope
from dbcheck.plugins.detectors.requirements import Demand, Judgement, Template, judge
from dbcheck.plugins.detectors.snapshots import Snapshots
from dbcheck.plugins.parameters import Where, path_mistakes, where_mistakes
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import Mistake, pattern_mistakes, unknown_name

PAGE_COLUMNS = ("url", "site_id", "page_type", "html", "text", "links", "http_status")
ADDRESS = "!address"


@dataclass(frozen=True)
class Requirement:
    """One thing a page must have; exactly one is given. Texts and links are patterns, ``{field}`` in them is the record's value."""

    status: int | None = None
    text: str | None = None
    link: str | None = None
    element: Literal["search_box", "download", "query_form", "chart", "form"] | None = None

    @property
    def given(self) -> tuple[str, str | int] | None:
        """Give the one name and value that are written, or None where it is not one."""
        found = [(each.name, getattr(self, each.name)) for each in fields(self)]
        written = [(name, value) for name, value in found if value is not None]
        return written[0] if len(written) == 1 else None


@dataclass(frozen=True)
class PageScanParams:
    """``page``: a type of page of the site that is judged; ``page_of``: the field with the page's address. One of them.

    suspicion_only: what the page lacks is a suspicion; for requirements that a page can meet in other words.
    """

    record: str
    require: tuple[Requirement, ...]
    where: Where = field(default_factory=dict)
    page: str | None = None
    page_of: str | None = None
    suspicion_only: bool = False


class PageScan:
    """Each item is in at least one snapshot of the page.

    Pass: every item is there. Fail: every snapshot that answered lacks an item, or three did not answer. Suspect: fewer than three
    snapshots, and none answered. Does not apply: ``where`` does not hold.
    """

    name: ClassVar[str] = "page_scan"
    Params = PageScanParams
    is_heuristic: ClassVar[bool] = False

    def mistakes(self, params: PageScanParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
        """Find unknown fields and page types, broken patterns, and items that ask for nothing or for two things."""
        yield from where_mistakes(kinds, params.record, params.where)
        if (params.page is None) == (params.page_of is None):
            yield (), Message("page 与 page_of 写且只写一个", "write either page or page_of")
        if params.page_of is not None:
            yield from path_mistakes(kinds, params.record, params.page_of, "page_of", types=(FieldType.STR, FieldType.TEXT))
        if params.page is not None:
            yield from _page_mistakes(params, kinds)
        if not params.require:
            yield ("require",), Message("没有写要求,如 [{status: 200}]", "nothing is required; write e.g. [{status: 200}]")
        for position, item in enumerate(params.require):
            for pointer, message in _item_mistakes(params, item, kinds):
                yield ("require", position, *pointer), message

    def plan(self, params: PageScanParams, scope: Scope) -> RowPlan:
        """Judge the snapshots of each record's page."""
        demands = tuple(Demand(*item.given) for item in params.require if item.given is not None)
        paths = tuple(dict.fromkeys(path for demand in demands for path in demand.template.paths))
        columns = {path: scope.column(path, optional=len(paths) > 1).value for path in paths}
        address, doubts = _address(params, scope)
        pages = _Pages(params.page, scope.records("page", PAGE_COLUMNS), demands)
        read = (
            address.cast(pl.String).alias(ADDRESS),
            *(value.cast(pl.String).alias(path) for path, value in columns.items()),
        )
        lacking = pages.evidence("lacking", read)
        return RowPlan(
            doubts=(*doubts, *_template_doubts(demands, columns, scope)),
            cascade=Cascade(
                (pl.lit(value=True),),
                exact=lambda frame: pages.codes(frame, suspicion_only=params.suspicion_only),
                columns=read,
                doubt=Reason.NOT_FETCHED,
            ),
            evidence={
                "page": pl.lit(params.page) if params.page else address,
                "snapshots": pages.evidence("snapshots", read).cast(pl.Int64, strict=False),
                "lacking": lacking,
                "statuses": pages.evidence("statuses", read),
            },
            says=(
                Saying(
                    Message(
                        "网页 {page} 的 {snapshots} 份快照均缺少:{lacking}",
                        "page {page}: none of {snapshots} snapshots has: {lacking}",
                    ),
                    lacking != "",
                ),
                Saying(
                    Message(
                        "网页 {page} 的 {snapshots} 份快照均未正常打开,状态码:{statuses}",
                        "page {page} did not answer in {snapshots} snapshots, status: {statuses}",
                    )
                ),
            ),
            is_suspicion=params.suspicion_only,
        )


def _page_mistakes(params: PageScanParams, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    known = kinds["page"].fields["page_type"].values
    if params.page not in known:
        yield ("page",), unknown_name(params.page, known, Message("没有页面类型", "there is no page type"))
    if params.record != "site":
        yield ("page",), Message("page 只用于 site;其他类别用 page_of", "page is for kind site; other kinds take page_of")


def _item_mistakes(params: PageScanParams, item: Requirement, kinds: Mapping[str, Kind]) -> Iterator[Mistake]:
    if item.given is None:
        names = ", ".join(each.name for each in fields(item))
        yield (), Message(f"每项要求写且只写一个:{names}", f"an item has exactly one of: {names}")
        return
    name, value = item.given
    if name not in ("text", "link"):
        return
    template = Template(str(value))
    for path in template.paths:
        yield from path_mistakes(kinds, params.record, path, name)
    yield from (((name,), message) for message in pattern_mistakes(template.sample))


def _address(params: PageScanParams, scope: Scope) -> tuple[pl.Expr, tuple[Doubt, ...]]:
    """Give what names the record's page: its address, or the site's own key."""
    if params.page_of is None:
        return scope.canonical("id"), ()
    column = scope.column(params.page_of)
    return column.value, column.needed


def _template_doubts(demands: Sequence[Demand], columns: Mapping[str, pl.Expr], scope: Scope) -> Iterator[Doubt]:
    """Doubt a record in which nothing that an item speaks of is known; where a part is known, the page decides if it can."""
    for paths in {demand.template.paths for demand in demands if demand.template.paths}:
        if len(paths) == 1:
            yield from scope.column(paths[0]).needed
        else:
            nothing = pl.all_horizontal([columns[path].is_null() for path in paths])
            yield Doubt(Reason.MISSING_VALUE, ", ".join(paths), nothing)


@dataclass
class _Pages:
    """The snapshots of all pages, read when the first record asks, and what they say about a record."""

    page_type: str | None
    read: Callable[[], pl.DataFrame]
    demands: tuple[Demand, ...]

    @cached_property
    def snapshots(self) -> Snapshots:
        return Snapshots.of(self.read(), page_type=self.page_type)

    def judged(self, rows: pl.DataFrame) -> Iterator[Judgement | None]:
        """Give the judgement of each record; None where there is no snapshot."""
        for row in rows.iter_rows(named=True):
            found = self.snapshots.of_page(row[ADDRESS]) if row[ADDRESS] is not None else ()
            yield judge(self.demands, found, row) if found else None

    def codes(self, rows: pl.DataFrame, *, suspicion_only: bool) -> pl.Series:
        """Give the code of each verdict, null where the snapshots cannot tell."""
        verdicts = [None if judgement is None else judgement.verdict for judgement in self.judged(rows)]
        if suspicion_only:
            verdicts = [Verdict.SUSPECT if verdict is Verdict.FAIL else verdict for verdict in verdicts]
        return pl.Series([None if verdict is None else int(verdict) for verdict in verdicts], dtype=pl.UInt8)

    def evidence(self, name: str, read: Sequence[pl.Expr]) -> pl.Expr:
        """Give one entry of the evidence as text, empty where it says nothing."""

        def spell(rows: pl.Series) -> pl.Series:
            judged = self.judged(rows.struct.unnest())
            return pl.Series(["" if each is None else str(getattr(each, name)) for each in judged], dtype=pl.String)

        return pl.struct(read).map_batches(spell, return_dtype=pl.String()).alias(name)
