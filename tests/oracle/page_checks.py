"""page_scan: what the snapshots of a page show. How a page is read is data to oracle and engine alike; the verdict is made here."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from dbcheck.findings import Reason
from oracle.answers import FAIL, PASS, Answer, Case, doubt_or_missing, undetermined
from oracle.text_checks import SUSPECT
from oracle.truth import Truth, any_of
from oracle.world import Cell, Record, Value

ENOUGH = 3  # snapshots without an answer before a page counts as down
DETECTORS = "dbcheck.plugins.detectors"


def page_scan(case: Case, record: Record, position: int) -> Answer:
    """Judge a page: an item is lacking when every snapshot that answered lacks it.

    Decision: snapshots that were rejected, or whose page is not known, are as if they had not been made.
    """
    doubt = doubt_or_missing(case.look(record, case.param("page_of"))) if case.param("page_of") else None
    demands = [demand_of(item) for item in case.param("require")]
    values = {path: _text(case.look(record, path)) for demand in demands for path in demand.template.paths}
    doubt = doubt or _template_doubt(case, record, demands)
    if doubt:
        return doubt
    answer = _verdict(demands, list(_snapshots(case, record, position)), values)
    return SUSPECT if answer == FAIL and case.param("suspicion_only") else answer


def demand_of(item: dict[str, Any]) -> Any:
    ((name, wanted),) = item.items()
    module: Any = import_module(f"{DETECTORS}.requirements")
    return module.Demand(name, wanted)


def _template_doubt(case: Case, record: Record, demands: list[Any]) -> Answer | None:
    """A text that speaks of one field needs it; one that speaks of several needs one of them."""
    for paths in (demand.template.paths for demand in demands if demand.template.paths):
        doubts = [doubt_or_missing(case.look(record, path)) for path in paths]
        if None not in doubts:
            return doubts[0] if len(paths) == 1 else undetermined(Reason.MISSING_VALUE)
    return None


def _snapshots(case: Case, record: Record, position: int) -> Iterator[dict[str, Any]]:
    for page in case.reading.records("page"):
        row = {name: case.reading.cell("page", page, name) for name in case.reading.kinds["page"].fields}
        if _is_of(case, row, record, position):
            read: Any = import_module(f"{DETECTORS}.page")
            links = list(row["links"].elements) if row["links"].filled else None
            view = read.read_page(_text(row["html"]), _text(row["text"]), links, _text(row["url"]) or "")
            status = _value(row["http_status"])
            yield {
                "status": status,
                "view": view,
                "answered": status < 400 if isinstance(status, int) else view is not None,
            }


def _is_of(case: Case, row: dict[str, Cell], record: Record, position: int) -> bool:
    if case.param("page"):
        is_type = _value(row["page_type"]) == case.param("page")
        return is_type and row["site_id"].filled and case.reading.find("site", str(row["site_id"].value)) == position
    module: Any = import_module(f"{DETECTORS}.web_address")
    wanted = module.same_page(str(case.look(record, case.param("page_of")).value))
    return wanted is not None and row["url"].filled and module.same_page(str(row["url"].value)) == wanted


def _verdict(demands: list[Any], snapshots: list[dict[str, Any]], values: dict[str, str | None]) -> Answer:
    answered = [snapshot for snapshot in snapshots if snapshot["answered"]]
    shown = [
        any_of(demand.is_met(snapshot["view"], values) for snapshot in answered)
        for demand in demands
        if demand.name != "status"
    ]
    opened = [
        any_of(_has_status(snapshot, demand.wanted) for snapshot in snapshots)
        for demand in demands
        if demand.name == "status"
    ]
    if answered and False in shown:
        return FAIL
    if snapshots and (False in opened or (not answered and any(snapshot["status"] is not None for snapshot in snapshots))):
        return FAIL if len(snapshots) >= ENOUGH else SUSPECT
    return PASS if answered and None not in (*shown, *opened) else undetermined(Reason.NOT_FETCHED)


def _has_status(snapshot: dict[str, Any], wanted: int) -> Truth:
    return None if snapshot["status"] is None else snapshot["status"] == wanted


def _value(cell: Cell) -> Value | None:
    return cell.value if cell.filled else None


def _text(cell: Cell) -> str | None:
    return str(cell.value) if cell.filled else None
