"""From the bytes of a workflow table to a ``Workflow`` that is known to be right, or every mistake at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from dbcheck.errors import Message, PackError, Pointer
from dbcheck.records.kind import FieldType, Kind
from dbcheck.records.predicate import predicate_mistakes, unknown_name
from dbcheck.rules.draft import Draft
from dbcheck.rules.keys import Key
from dbcheck.rules.shape import check_shape
from dbcheck.rules.workflow_building import build_workflow
from dbcheck.rules.workflow_keys import (
    BESIDE_KEYS,
    FLAGS,
    GUARD_KEYS,
    LIMIT_KEYS,
    NOTE_KEYS,
    NUMBERS,
    ROLE_KEYS,
    STATE_KEYS,
    TABLE_KEYS,
    TRANSITION_KEYS,
)
from dbcheck.rules.yaml_marks import read_marked
from dbcheck.workflow.table import Workflow

UNITS = ("minute", "hour", "calendar_day", "work_day", "month")
START_RULES = ("next_day", "first_workday")
DEMANDS = ("require", "after", "later", "link", "back", "once", "alone")
GIVEN = ("$at", "$org", "$id")
EVERY_OPEN = "*"


def read_workflow(raw: bytes, label: str, *, kinds: Mapping[str, Kind]) -> Workflow:
    """Read a workflow table; raise PackError with all its mistakes, each ``file:line:column``."""
    draft = Draft(label, read_marked(raw), kinds, {})
    draft.note_slips()
    if draft.marked.complete and check_shape(draft, (), draft.marked.value, TABLE_KEYS):
        _Table(draft).check()
    if draft.problems:
        raise PackError(draft.problems)
    return build_workflow(draft.marked.value)


class _Table:
    """The parts of one table, checked against each other and against the record kinds."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        value = draft.marked.value
        self.states = _mapping(value, "states")
        self.roles = _mapping(value, "roles")
        self.record = value.get("record") if value.get("record") in draft.kinds else None
        self.rows = [row for row in _list(value, "transitions") if isinstance(row, Mapping)]
        self.actions = list(dict.fromkeys(str(row.get("action")) for row in self.rows))

    def check(self) -> None:
        """Report every mistake."""
        value = self.draft.marked.value
        if isinstance(value.get("record"), str) and self.record is None:
            what = Message("没有记录类别", "there is no record kind")
            self.draft.wrong(("record",), unknown_name(value["record"], self.draft.kinds, what))
        for name, keys in (("states", STATE_KEYS), ("roles", ROLE_KEYS)):
            for each, held in _mapping(value, name).items():
                self._shape((name, each), held, keys)
        self._check_status(value.get("status"))
        for place, row in enumerate(_list(value, "transitions")):
            self._check_transition(("transitions", place), row)
        for name in ("invariants", "exempt"):
            for place, note in enumerate(_list(value, name)):
                if self._shape((name, place), note, NOTE_KEYS):
                    self._check_rules((name, place, "rules"), note.get("rules"))
        self._check_twice()
        self._check_reached()

    def _shape(self, pointer: Pointer, value: Any, keys: Mapping[str, Key]) -> bool:
        """Check keys and forms; flags and numbers are no texts and are checked here."""
        plain = {k: v for k, v in value.items() if k not in (*FLAGS, *NUMBERS)} if isinstance(value, Mapping) else value
        rest = {name: key for name, key in keys.items() if name not in (*FLAGS, *NUMBERS)}
        if not check_shape(self.draft, pointer, plain, rest):
            return False
        for name in FLAGS:
            if name in value and not (name in keys and isinstance(value[name], bool)):
                self.draft.wrong((*pointer, name), Message(f"{name}:应为 true 或 false", f"{name}: true or false"))
        for name in NUMBERS:
            held = value.get(name)
            if name in value and not (name in keys and (held is None or (type(held) is int and held >= 0))):
                message = Message(f"{name}:应为整数或 null,如 5", f"{name}: a whole number or null, e.g. 5")
                self.draft.wrong((*pointer, name), message)
        return True

    def _check_status(self, status: Any) -> None:
        if not isinstance(status, str) or self.record is None:
            return
        field = self.draft.kinds[self.record].fields.get(status)
        if field is None:
            self._unknown_field(("status",), self.record, status)
            return
        for name in self.states if field.type is FieldType.ENUM else ():
            if name not in field.values:
                what = Message(f"{status} 没有取值", f"{status} has no value")
                self.draft.wrong(("states", name), unknown_name(name, field.values, what), of_key=True)

    def _check_transition(self, pointer: Pointer, row: Any) -> None:
        if not self._shape(pointer, row, TRANSITION_KEYS):
            return
        self._check_names(
            (*pointer, "from"), _list(row, "from"), [*self.states, EVERY_OPEN], "没有状态", "there is no state"
        )
        if row.get("to") is not None:
            self._check_names((*pointer, "to"), [row["to"]], self.states, "没有状态", "there is no state", is_list=False)
        elif not _list(row, "from"):
            self.draft.wrong(pointer, Message("新建的动作要写 to", "an action that creates needs to:"))
        self._check_names((*pointer, "roles"), _list(row, "roles"), self.roles, "没有角色", "there is no role")
        if self.record is not None:
            self._check_filled(pointer, row, self.record)
            if isinstance(row.get("by"), str) and row["by"] not in self.draft.kinds[self.record].fields:
                self._unknown_field((*pointer, "by"), self.record, row["by"])
        for place, each in enumerate(_list(row, "beside")):
            self._check_beside((*pointer, "beside", place), each)
        for place, guard in enumerate(_list(row, "guards")):
            self._check_guard((*pointer, "guards", place), guard)
        for place, limit in enumerate(_list(row, "limits")):
            self._check_limit((*pointer, "limits", place), limit)
        self._check_rules((*pointer, "rules"), row.get("rules"))

    def _check_names(
        self, pointer: Pointer, names: list[Any], known: Any, zh: str, en: str, *, is_list: bool = True
    ) -> None:
        for place, name in enumerate(names):
            if name not in known:
                at = (*pointer, place) if is_list else pointer
                self.draft.wrong(at, unknown_name(name, list(known), Message(zh, en)))

    def _check_filled(self, pointer: Pointer, row: Mapping[str, Any], kind: str) -> None:
        fields = self.draft.kinds[kind].fields
        known = [*GIVEN, *(f"${name}" for name in (self.draft.kinds[self.record].fields if self.record else ()))]
        for name in ("needs", "takes"):
            for place, each in enumerate(_list(row, name)):
                if each not in fields:
                    self._unknown_field((*pointer, name, place), kind, each)
        for each, value in _mapping(row, "sets").items():
            if each not in fields:
                self._unknown_field((*pointer, "sets", each), kind, each)
            elif isinstance(value, str) and value.startswith("$"):
                if value not in known:
                    what = Message("没有自动值", "there is no value")
                    self.draft.wrong((*pointer, "sets", each), unknown_name(value, known, what))
            elif fields[each].type is FieldType.ENUM and not fields[each].is_list and value not in fields[each].values:
                what = Message(f"{each} 没有取值", f"{each} has no value")
                self.draft.wrong((*pointer, "sets", each), unknown_name(value, fields[each].values, what))

    def _unknown_field(self, pointer: Pointer, kind: str, name: Any) -> None:
        what = Message(f"{kind} 没有字段", f"{kind} has no field")
        self.draft.wrong(pointer, unknown_name(name, self.draft.kinds[kind].fields, what))

    def _check_beside(self, pointer: Pointer, each: Any) -> None:
        if not self._shape(pointer, each, BESIDE_KEYS):
            return
        kind = each.get("record")
        if kind not in self.draft.kinds:
            what = Message("没有记录类别", "there is no record kind")
            self.draft.wrong((*pointer, "record"), unknown_name(kind, self.draft.kinds, what))
            return
        self._check_filled(pointer, each, kind)
        if "link" in each and each["link"] not in self.draft.kinds[kind].fields:
            self._unknown_field((*pointer, "link"), kind, each["link"])
        self._check_names((*pointer, "do"), [each.get("do")], ("add", "update"), "do 没有", "do has no", is_list=False)

    def _check_guard(self, pointer: Pointer, guard: Any) -> None:
        if not self._shape(pointer, guard, GUARD_KEYS):
            return
        if sum(name in guard for name in DEMANDS) != 1:
            listed = ", ".join(DEMANDS)
            self.draft.wrong(pointer, Message(f"写且只写一项:{listed}", f"write exactly one of: {listed}"))
        if ("link" in guard or "back" in guard) != ("workflow" in guard and "states" in guard):
            message = Message("link 与 back 须写 workflow 和 states", "link and back go with workflow and states")
            self.draft.wrong(pointer, message)
        for name in ("after", "later"):
            if name in guard:
                self._check_names(
                    (*pointer, name), [guard[name]], self.actions, "没有动作", "there is no action", is_list=False
                )
        named: list[tuple[str, str]] = [(name, guard[name]) for name in ("link", "once") if name in guard]
        for name, field in (*named, *(("alone", each) for each in guard.get("alone") or ())):
            if self.record is not None and field not in self.draft.kinds[self.record].fields:
                self._unknown_field((*pointer, name), self.record, field)
        self._check_rule((*pointer, "rule"), guard.get("rule"))
        for name in ("require", "where"):
            self._check_predicate((*pointer, name), guard.get(name))

    def _check_limit(self, pointer: Pointer, limit: Any) -> None:
        if not self._shape(pointer, limit, LIMIT_KEYS):
            return
        if ("from" in limit) == ("due" in limit):
            self.draft.wrong(pointer, Message("from 与 due 写且只写一个", "write either from or due"))
        if "from" in limit:
            self._check_names(
                (*pointer, "from"), [limit["from"]], self.actions, "没有动作", "there is no action", is_list=False
            )
        for name, known in (("unit", UNITS), ("start_rule", START_RULES)):
            if name in limit:
                self._check_names((*pointer, name), [limit[name]], known, f"{name} 没有", f"{name} has no", is_list=False)
        self._check_due((*pointer, "due"), _mapping(limit, "due"))
        self._check_rule((*pointer, "rule"), limit.get("rule"))
        self._check_predicate((*pointer, "where"), limit.get("where"))

    def _check_due(self, pointer: Pointer, due: Mapping[str, Any]) -> None:
        for name in due:
            if name not in ("year", "add_years", "month_day", "field"):
                message = Message(
                    'due 写 {field: due_at} 或 {year: year, add_years: 1, month_day: "01-31"}',
                    'due is {field: due_at} or {year: year, add_years: 1, month_day: "01-31"}',
                )
                self.draft.wrong((*pointer, name), message, of_key=True)
        fields = self.draft.kinds[self.record].fields if self.record is not None else None
        for name in ("year", "field"):
            if fields is not None and name in due and due[name] not in fields:
                self._unknown_field((*pointer, name), str(self.record), due[name])
        if due and ("field" in due) == ("year" in due and "month_day" in due):
            message = Message("due 缺少 field,或 year 与 month_day", "due lacks field, or year and month_day")
            self.draft.wrong(pointer, message)

    def _check_predicate(self, pointer: Pointer, raw: Any) -> None:
        if raw is not None and self.record is not None:
            for inner, message in predicate_mistakes(self.draft.kinds, self.record, raw):
                self.draft.wrong((*pointer, *inner), message)

    def _check_rules(self, pointer: Pointer, rules: Any) -> None:
        for pack, listed in rules.items() if isinstance(rules, Mapping) else ():
            if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
                message = Message('应为加引号的条款列表,如 ["5.3.3"]', 'a list of quoted clauses, e.g. ["5.3.3"]')
                self.draft.wrong((*pointer, pack), message)

    def _check_rule(self, pointer: Pointer, rule: Any) -> None:
        if isinstance(rule, str) and "/" not in rule:
            message = Message("写 规则包/条款,如 DB15/4.4.1", "write PACK/CLAUSE, e.g. DB15/4.4.1")
            self.draft.wrong(pointer, message)

    def _check_twice(self) -> None:
        """Report an action that two rows allow in one state under one document, so that nobody knows which counts."""
        seen: dict[tuple[str, str, str], int] = {}
        for place, row in enumerate(self.rows):
            for source in _sources(row, self.states):
                for document in _list(row, "under") or [""]:
                    key = (source, str(row.get("action")), document)
                    if key in seen:
                        line = self.draft.marked.mark(("transitions", seen[key]))[0]
                        message = Message(
                            f"动作 {key[1]} 在状态 {source or '(新建)'} 已见第 {line} 行",
                            f"action {key[1]} in state {source or '(new)'} is already in line {line}; keep one",
                        )
                        self.draft.wrong(("transitions", place, "action"), message)
                    seen[key] = place

    def _check_reached(self) -> None:
        """Report states that no action leads to, and a table that nothing begins."""
        if self.rows and not any("" in set(_sources(row, self.states)) for row in self.rows):
            message = Message("没有新建的动作(不写 from)", "no action creates a record: leave out from: in one")
            self.draft.wrong(("transitions",), message)
        entered = {row.get("to") for row in self.rows}
        for name in self.states:
            if name not in entered:
                message = Message(f"没有动作到达状态 {name}", f"no action leads to state {name}; remove it or add one")
                self.draft.wrong(("states", name), message, of_key=True)


def _sources(row: Mapping[str, Any], states: Mapping[str, Any]) -> Iterator[str]:
    listed = _list(row, "from")
    if not listed:
        yield ""
    for name in listed:
        if name == EVERY_OPEN:
            yield from (state for state, held in states.items() if not (isinstance(held, Mapping) and held.get("final")))
        else:
            yield str(name)


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _list(value: Any, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else []
