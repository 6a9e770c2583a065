"""From the bytes of a pack to plain values that are known to be right, or every mistake at once."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dbcheck.errors import Message, PackError, Pointer
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.checking import Checkers
from dbcheck.rules.draft import Draft
from dbcheck.rules.example_reading import example_records
from dbcheck.rules.keys import PACK_KEYS
from dbcheck.rules.pack import STATUSES, UNCHECKED
from dbcheck.rules.rule_reading import check_rule
from dbcheck.rules.shape import check_shape, text_mistake
from dbcheck.rules.yaml_marks import read_marked


def read_pack(raw: bytes, label: str, *, kinds: Mapping[str, Kind], checkers: Checkers) -> dict[str, Any]:
    """Read a pack into the plain form that ``loader.pack_of`` takes and a snapshot keeps; raise PackError with all mistakes."""
    draft = Draft(label, read_marked(raw), kinds, checkers)
    draft.note_slips()
    if draft.marked.complete and _check_top(draft):
        _check_rules(draft)
    if draft.problems:
        raise PackError(draft.problems)
    return _plain(draft)


def _check_top(draft: Draft) -> bool:
    value = draft.marked.value
    if value is None:
        draft.wrong((), Message("文件是空的;以 pack: 开头", "the file is empty; a pack begins with pack:"))
        return False
    if not check_shape(draft, (), value, PACK_KEYS):
        return False
    status = value.get("status")
    if isinstance(status, str) and status not in STATUSES:
        draft.wrong(("status",), unknown_name(status, STATUSES, Message("没有状态", "there is no status")))
    _check_order(draft, "published", "effective")
    _check_order(draft, "effective", "withdrawn")
    return True


def _check_order(draft: Draft, early: str, late: str) -> None:
    first, second = draft.marked.value.get(early), draft.marked.value.get(late)
    if isinstance(first, str) and isinstance(second, str) and second < first:
        draft.wrong((late,), Message(f"{late} 早于 {early}", f"{late} is before {early}"))


def _check_rules(draft: Draft) -> None:
    clauses = _clauses(draft)
    rules = draft.marked.value.get("rules")
    if not isinstance(rules, list):
        return
    for place, rule in enumerate(rules):
        check_rule(draft, ("rules", place), rule)
    refs = _refs(draft, rules, clauses)
    _check_violates(draft, rules, refs)
    _check_clauses(draft, clauses, {ref.partition("#")[0] for ref in refs})


def _clauses(draft: Draft) -> dict[str, int]:
    """Give the place of every clause of the document; report those that are no text or come twice."""
    places: dict[str, int] = {}
    listed = draft.marked.value.get("clauses")
    for place, clause in enumerate(listed if isinstance(listed, list) else ()):
        wrong = text_mistake(draft, ("clauses", place), clause)
        if wrong is not None:
            draft.wrong(("clauses", place), wrong)
        elif clause in places:
            draft.wrong(
                ("clauses", place), Message(f"条款 {clause} 重复;留一个", f"clause {clause} is listed twice; keep one")
            )
        if isinstance(clause, (str, int, float)):
            places.setdefault(draft.source(("clauses", place)), place)
    return places


def _refs(draft: Draft, rules: list[Any], clauses: Mapping[str, int]) -> dict[str, int]:
    """Give the place of each rule by ``clause#part``; report ids that come twice, missing parts and unknown clauses."""
    written = {place: ref for place, rule in enumerate(rules) if (ref := _ref(draft, place, rule))}
    rules_of = Counter(ref.partition("#")[0] for ref in written.values())
    refs: dict[str, int] = {}
    for place, ref in written.items():
        clause, _, part = ref.partition("#")
        at: Pointer = ("rules", place, "clause")
        if clauses and clause not in clauses:
            what = Message("clauses 没有列出条款", "clauses does not list clause")
            draft.wrong(at, unknown_name(clause, clauses, what))
        if ref in refs:
            line = draft.marked.mark(("rules", refs[ref]))[0]
            draft.wrong(
                at,
                Message(
                    f"规则 {ref} 已在第 {line} 行;各写各的 part",
                    f"rule {ref} is already in line {line}; give each its own part",
                ),
            )
        elif rules_of[clause] > 1 and not part:
            message = Message(
                f"条款 {clause} 有几条规则,每条都要写 part", f"clause {clause} has several rules: give each its part"
            )
            draft.wrong(at, message)
        refs.setdefault(ref, place)
    return refs


def _ref(draft: Draft, place: int, rule: Any) -> str | None:
    if not isinstance(rule, Mapping) or not isinstance(rule.get("clause"), (str, int, float)):
        return None
    written = [key for key in ("clause", "part") if isinstance(rule.get(key), (str, int, float))]
    return "#".join(draft.source(("rules", place, key)) for key in written)


def _check_clauses(draft: Draft, clauses: Mapping[str, int], ruled: set[str]) -> None:
    for clause, place in clauses.items():
        if clause not in ruled:
            draft.wrong(
                ("clauses", place),
                Message(
                    f"条款 {clause} 没有规则;至少写一条,无法判定的写 check: attestation 或 informative",
                    f"clause {clause} has no rule; add one, with check: attestation or informative if no machine can decide",
                ),
            )


def _check_violates(draft: Draft, rules: list[Any], refs: Mapping[str, int]) -> None:
    """Report ``$violates`` that names no machine-checked rule of the pack, or comes back to its own rule."""
    edges: dict[str, list[tuple[Pointer, str]]] = {}
    for ref, place in refs.items():
        for pointer, named in _violates(("rules", place, "with"), rules[place].get("with")):
            if named not in refs:
                draft.wrong(
                    pointer, unknown_name(named, refs, Message("$violates:没有规则", "$violates: there is no rule"))
                )
            elif rules[refs[named]].get("check") in UNCHECKED:
                message = Message(
                    f"$violates:规则 {named} 不由机器判定",
                    f"$violates: no machine decides rule {named}; name one that is checked",
                )
                draft.wrong(pointer, message)
            else:
                edges.setdefault(ref, []).append((pointer, named))
    for ref, named_by in edges.items():
        for pointer, named in named_by:
            if _leads_to(edges, named, ref):
                draft.wrong(
                    pointer,
                    Message(
                        f"$violates 绕回规则 {ref} 自身", f"$violates leads back to rule {ref} itself; break the circle"
                    ),
                )


def _violates(pointer: Pointer, value: Any) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "$violates" and isinstance(inner, str):
                yield (*pointer, key), inner
            else:
                yield from _violates((*pointer, key), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _violates((*pointer, place), inner)


def _leads_to(edges: Mapping[str, list[tuple[Pointer, str]]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting += [named for _, named in edges.get(here, ())]
    return False


def _plain(draft: Draft) -> dict[str, Any]:
    value = draft.marked.value
    plain = {name: value.get(name) for name in PACK_KEYS if name != "rules"}
    plain["rules"] = [_plain_rule(draft, ("rules", place), rule) for place, rule in enumerate(value["rules"])]
    return plain


def _plain_rule(draft: Draft, pointer: Pointer, rule: Mapping[str, Any]) -> dict[str, Any]:
    params = rule.get("with") or {}
    examples = [
        _plain_example(draft, (*pointer, "examples", verdict, place), item, params.get("record"))
        for verdict, items in (rule.get("examples") or {}).items()
        for place, item in enumerate(items)
    ]
    plain = {name: value for name, value in rule.items() if name not in ("with", "examples") and value is not None}
    written = json.dumps(examples, ensure_ascii=False)  # as text: an audit never looks at them
    return {**plain, "params": params, "examples": written, "at": list(draft.marked.mark(pointer))}


def _plain_example(draft: Draft, pointer: Pointer, item: Mapping[str, Any], record: str | None) -> dict[str, Any]:
    records, main = example_records(item, record, draft.kinds)
    at = list(draft.marked.mark(pointer))
    return {"verdict": pointer[-2], "records": records, "main": main, "as_of": item.get("as_of"), "at": at}
