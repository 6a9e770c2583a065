"""Examples: are they records of the kinds they claim to be? And in what form the rest of dbcheck gets them."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from dbcheck.errors import Message, Pointer
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.draft import Draft
from dbcheck.rules.pack import EXAMPLE_VERDICTS
from dbcheck.rules.shape import date_mistake, text_mistake

MAIN_ID = "1"  # of the judged record, where the example does not say
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_GROUP_KEYS = ("records", "as_of")


def check_examples(draft: Draft, pointer: Pointer, examples: Mapping[str, Any], record: str | None) -> bool:
    """Report mistakes in the examples of a rule about records of kind ``record``; tell whether there were none."""
    before = len(draft.problems)
    for verdict, items in examples.items():
        here = (*pointer, verdict)
        if verdict not in EXAMPLE_VERDICTS:
            draft.wrong(
                here, unknown_name(verdict, EXAMPLE_VERDICTS, Message("没有判定", "there is no verdict")), of_key=True
            )
        elif not isinstance(items, list):
            draft.wrong(
                here, Message(f"{verdict} 应为示例的列表:[{{...}}]", f"{verdict} takes a list of examples: [{{...}}]")
            )
        else:
            for place, item in enumerate(items):
                _check_example(draft, (*here, place), item, record)
    return len(draft.problems) == before


def _check_example(draft: Draft, pointer: Pointer, item: Any, record: str | None) -> None:
    if not isinstance(item, Mapping):
        draft.wrong(pointer, Message("示例应为映射,如 {title: 甲}", "an example is a mapping, e.g. {title: 甲}"))
        return
    if item.get("as_of") is not None:
        _report(draft, (*pointer, "as_of"), _instant_mistake(item["as_of"]))
    if "records" in item:
        for name in item:
            if name not in _GROUP_KEYS:
                what = Message("写了 records 的示例没有键", "an example with records has no key")
                draft.wrong((*pointer, name), unknown_name(name, _GROUP_KEYS, what), of_key=True)
        _check_kinds(draft, (*pointer, "records"), item["records"])
    elif record is None:
        draft.wrong(
            pointer,
            Message("这条规则的示例写 records: {类别: [记录]}", "examples of this rule take records: {kind: [records]}"),
        )
    else:
        main = {name: value for name, value in item.items() if name not in ("as_of", "others")}
        _check_record(draft, pointer, main, draft.kinds[record])
        if item.get("others") is not None:
            _check_kinds(draft, (*pointer, "others"), item["others"])
            _check_ids(draft, pointer, item, record)


def _check_kinds(draft: Draft, pointer: Pointer, records: Any) -> None:
    if not isinstance(records, Mapping):
        draft.wrong(pointer, Message("应为 {类别: [记录]}", "this is a mapping {kind: [records]}"))
        return
    for kind, listed in records.items():
        here = (*pointer, kind)
        if kind not in draft.kinds:
            draft.wrong(
                here, unknown_name(kind, draft.kinds, Message("没有记录类别", "there is no record kind")), of_key=True
            )
        elif not isinstance(listed, list):
            draft.wrong(here, Message(f"{kind} 应为记录的列表", f"{kind} takes a list of records"))
        else:
            for place, one in enumerate(listed):
                _check_record(draft, (*here, place), one, draft.kinds[kind])


def _check_ids(draft: Draft, pointer: Pointer, item: Mapping[str, Any], record: str) -> None:
    """Another record with the id of the judged one would make the example speak of two records."""
    others = item["others"].get(record) if isinstance(item["others"], Mapping) else None
    for place, one in enumerate(others if isinstance(others, list) else ()):
        if isinstance(one, Mapping) and one.get("id") == item.get("id", MAIN_ID):
            message = Message(
                f"id {one['id']!r} 与被判定的记录相同;换一个",
                f"id {one['id']!r} is that of the judged record; choose another",
            )
            draft.wrong((*pointer, "others", record, place), message)


def _check_record(draft: Draft, pointer: Pointer, one: Any, kind: Kind) -> None:
    if not isinstance(one, Mapping):
        draft.wrong(pointer, Message('记录应为映射,如 {id: "1"}', 'a record is a mapping, e.g. {id: "1"}'))
        return
    for name, value in one.items():
        here = (*pointer, name)
        field = kind.fields.get(name)
        if field is None:
            what = Message(f"{kind.name} 没有字段", f"{kind.name} has no field")
            draft.wrong(here, unknown_name(name, kind.fields, what), of_key=True)
        elif value is not None:
            _check_field(draft, here, field, value)


def _check_field(draft: Draft, pointer: Pointer, field: Field, value: Any) -> None:
    if not field.is_list:
        _report(draft, pointer, _value_mistake(draft, pointer, field, value))
    elif not isinstance(value, list):
        draft.wrong(pointer, Message(f"{field.name} 应为列表", f"{field.name} takes a list"))
    else:
        for place, element in enumerate(value):
            _report(draft, (*pointer, place), _value_mistake(draft, (*pointer, place), field, element))


def _report(draft: Draft, pointer: Pointer, message: Message | None) -> None:
    if message is not None:
        draft.wrong(pointer, message)


def _value_mistake(draft: Draft, pointer: Pointer, field: Field, value: Any) -> Message | None:
    checked = _VALUES.get(field.type)
    if checked is not None:
        wrong = checked(value)
    else:
        wrong = None if isinstance(value, str) else text_mistake(draft, pointer, value)
    if wrong is None and field.type is FieldType.ENUM and value not in field.values:
        return unknown_name(value, field.values, Message(f"{field.name} 没有取值", f"{field.name} has no value"))
    return wrong and Message(f"{field.name}:{wrong.zh}", f"{field.name}: {wrong.en}")


def _int_mistake(value: Any) -> Message | None:
    is_int = isinstance(value, int) and not isinstance(value, bool)
    return None if is_int else Message(f"{value!r} 应为整数,如 30", f"{value!r} is not a whole number; write e.g. 30")


def _bool_mistake(value: Any) -> Message | None:
    return None if isinstance(value, bool) else Message(f"{value!r} 应为 true 或 false", f"{value!r} is not true or false")


def _instant_mistake(value: Any) -> Message | None:
    if not (isinstance(value, str) and _INSTANT.fullmatch(value)):
        sample = '"2024-09-27" 或 "2024-09-27 09:00"'
        return Message(f"应为加引号的时间,如 {sample}", f"this is an instant in quotes, e.g. {sample.replace('或', 'or')}")
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return Message(f"没有 {value} 这一时刻", f"there is no instant {value}")
    return None


_VALUES: Mapping[FieldType, Callable[[Any], Message | None]] = {
    FieldType.INT: _int_mistake,
    FieldType.BOOL: _bool_mistake,
    FieldType.DATE: date_mistake,
    FieldType.DATETIME: _instant_mistake,
}


def example_records(
    item: Mapping[str, Any], record: str | None, kinds: Mapping[str, Kind]
) -> tuple[dict[str, list[Any]], str | None]:
    """Give the records of a right example by kind, and the id of the judged one (None: every record or group counts)."""
    if "records" in item or record is None:
        return {kind: list(listed) for kind, listed in (item.get("records") or {}).items()}, None
    main = {name: value for name, value in item.items() if name not in ("as_of", "others")}
    has_id = "id" in kinds[record].fields
    if has_id and main.get("id") is None:
        main["id"] = MAIN_ID
    others = {kind: list(listed) for kind, listed in (item.get("others") or {}).items()}
    records = {record: [main, *others.pop(record, [])], **others}
    return records, main["id"] if has_id else None
