"""What a rule reads: which kinds must be supplied and which columns carried before a record is judged."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dbcheck.findings import Reason
from dbcheck.records.predicate import AllOf, AnyOf, Compare, Predicate, Violates, parse_predicate
from oracle.answers import Case, Undecidable
from oracle.event_logs import NEEDED
from oracle.page_checks import demand_of

Need = tuple[str, str, bool]  # kind, path, whether the rule can do without the last column of the path

PATHS = (
    "field",
    "compare",
    "page_of",
    "from",
    "to",
    "max_field",
    "contains_field",
    "equals_field",
    "ref",
    "time",
    "distinct",
)
RATIO_PATHS = ("num", "den", "union", "start", "end")


def require(case: Case) -> None:
    """Raise Undecidable where a kind is not supplied (first), or a column is carried by no part of the export.

    Decision: a kind behind a reference must be supplied even where only ``ne`` reads it.
    """
    needs = list(_needs(case, case.kind, case.rule.params))
    kinds = [*_whole_kinds(case), *(kind for need in needs for kind, _, _ in _steps(case, need))]
    if any(kind not in case.reading.world.tables for kind in kinds):
        raise Undecidable(Reason.KIND_NOT_SUPPLIED)
    for need in needs:
        for kind, column, is_optional in _steps(case, need):
            if not is_optional and column not in case.reading.world.columns.get(kind, set()):
                raise Undecidable(Reason.MISSING_COLUMN)
    for ref in _violated(parse_predicate(case.param("where"))):
        require(replace(case, rule=case.pack.index[ref]))


def _violated(predicate: Predicate) -> Iterator[str]:
    """Give the rules that a predicate names under ``$violates``; what they need, this rule needs."""
    match predicate:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _violated(part)
        case Violates(rule=ref):
            yield ref


def _whole_kinds(case: Case) -> Iterator[str]:
    yield case.kind
    yield from (case.param(name) for name in ("per",) if case.param(name))
    if case.rule.check in ("cross_reference", "page_scan"):
        yield case.param("to") or "page"


def _steps(case: Case, need: Need) -> Iterator[Need]:
    """Give each column of a path with its kind; only the last one can be done without."""
    kind, path, is_optional = need
    *steps, last = path.split(".")
    for step in steps:
        yield kind, step, False
        target = case.reading.kinds[kind].fields[step].ref
        assert target is not None, path
        kind = target
    yield kind, last, is_optional


def _needs(case: Case, kind: str, params: Any) -> Iterator[Need]:
    check = case.rule.check
    yield from _of_predicate(case, kind, parse_predicate(params.get("where")))
    if check == "workflow":
        yield from ((kind, path, False) for path in NEEDED)
        return
    if params.get("per_where"):
        yield from _of_predicate(case, params["per"], parse_predicate(params["per_where"]))
    if params.get("to_where"):
        yield from _of_predicate(case, params["to"], parse_predicate(params["to_where"]))
    names = [name for name in PATHS if check != "cross_reference" or name == "ref"]
    names += RATIO_PATHS if check == "ratio" else ()
    yield from ((kind, params[name], False) for name in names if params.get(name) and params[name] != "$as_of")
    for listed in ("all", "chain"):
        yield from ((kind, path, False) for path in params.get(listed) or ())
    yield from ((kind, path, True) for group in params.get("any") or () for path in group)
    yield from ((kind, path, False) for path in params.get("each_of") or {})
    templates = [demand.template.paths for demand in map(demand_of, params.get("require") or ())]
    several = len({path for paths in templates for path in paths}) > 1
    yield from ((kind, path, several) for paths in templates for path in paths)
    key = params.get("key") or ()
    yield from ((kind, path, False) for path in ([key] if isinstance(key, str) else key))
    yield from ((kind, path, False) for name, path in (params.get("due") or {}).items() if name in ("year", "field"))
    if check == "cross_reference" and params.get("ref") and "id" in case.reading.kinds[params["to"]].fields:
        yield params["to"], "id", False
    if params.get("back"):
        yield params["to"], params["back"], False
        yield kind, params.get("back_key") or "id", False
        yield from _of_order(kind, params)


def _of_order(kind: str, params: Any) -> Iterator[Need]:
    for pair in params.get("order") or ():
        yield from ((named, path, False) for named, _, path in (side.partition(":") for side in pair))


def _of_predicate(case: Case, kind: str, predicate: Predicate) -> Iterator[Need]:
    match predicate:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _of_predicate(case, kind, part)
        case Compare(path=path, op=op, is_optional=is_optional):
            yield kind, path, is_optional or op in ("ne", "not_in")
