"""A kind for those who fill it in or check it elsewhere: JSON Schema, and what a template shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dbcheck.errors import Message
from dbcheck.records.kind import Field, FieldType, Kind

EXPLANATION_SHEET = "填写说明"  # the sheet of a template that explains the columns and holds no records
LIST_SEPARATOR = ";"
YES_NO: Mapping[str, str] = {"true": "是", "false": "否"}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_JSON_TYPES: Mapping[FieldType, str] = {FieldType.INT: "integer", FieldType.BOOL: "boolean"}
_FORMATS: Mapping[FieldType, str] = {FieldType.DATE: "date", FieldType.DATETIME: "date-time"}
_TYPE_WORDS: Mapping[FieldType, Message] = {
    FieldType.STR: Message("文字", "text"),
    FieldType.TEXT: Message("长文字", "long text"),
    FieldType.HTML: Message("网页源码", "HTML"),
    FieldType.INT: Message("整数", "whole number"),
    FieldType.BOOL: Message("是/否", "yes or no"),
    FieldType.DATE: Message("日期,如 2024-09-27", "date, e.g. 2024-09-27"),
    FieldType.DATETIME: Message("时间,如 2024-09-27 09:00(北京时间)", "time, e.g. 2024-09-27 09:00 (Beijing)"),
    FieldType.JSON: Message("JSON 文本", "JSON text"),
    FieldType.ENUM: Message("从可填内容中选", "one of the values listed"),
    FieldType.REF: Message("引用", "reference"),
}
Cell = str | int | date | None
_EXAMPLES: Mapping[FieldType, Cell] = {
    FieldType.STR: "示例",
    FieldType.TEXT: "示例文字",
    FieldType.HTML: "<p>示例</p>",
    FieldType.INT: 1,
    FieldType.BOOL: YES_NO["true"],
    FieldType.DATE: date(2024, 9, 27),
    FieldType.DATETIME: datetime(2024, 9, 27, 9, 0),
    FieldType.JSON: '{"甲": 1}',
}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a template: what it is headed, how it is explained, what may stand in it, and an example.

    choices: the labels of an enum or a bool, in the order of its values; empty for the other types.
    """

    field: Field
    header: str
    explanation: Message
    choices: tuple[str, ...]
    example: Cell


def json_schema(kind: Kind) -> dict[str, object]:
    """Give the JSON Schema (2020-12) of one record; null stands for an empty field.

    ``x-headers`` are the headers under which exports carry a field, ``x-ref`` the kind that it points at, ``x-labels`` what exports
    write for a value.
    """
    return {
        "$schema": _DRAFT,
        "$id": f"dbcheck:{kind.name}",
        "title": kind.label,
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(field) for name, field in kind.fields.items()},
    }


def _property(field: Field) -> dict[str, object]:
    element = _element(field)
    written: dict[str, object] = {"description": field.meaning}
    if field.is_list:
        written |= {"type": ["array", "null"], "items": element}
    else:
        written |= element | {"type": [element["type"], "null"]}
        if field.values:
            written["enum"] = [*field.values, None]
    written["x-headers"] = list(field.headers)
    if field.ref:
        written["x-ref"] = field.ref
    if field.labels:
        written["x-labels"] = dict(field.labels)
    return written


def _element(field: Field) -> dict[str, object]:
    element: dict[str, object] = {"type": _JSON_TYPES.get(field.type, "string")}
    if field.type in _FORMATS:
        element["format"] = _FORMATS[field.type]
    if field.values:
        element["enum"] = list(field.values)
    return element


def template_columns(kind: Kind, kinds: Mapping[str, Kind]) -> tuple[TemplateColumn, ...]:
    """Give the columns of a kind's template; ``kinds`` are all kinds, for what the references point at."""
    return tuple(_column(kind, field, kinds) for field in kind.fields.values())


def _column(kind: Kind, field: Field, kinds: Mapping[str, Kind]) -> TemplateColumn:
    choices = tuple(shown(field).values())
    return TemplateColumn(
        field, field.headers[0], _explanation(field, choices, kinds), choices, _example(kind, field, choices)
    )


def shown(field: Field) -> dict[str, str]:
    """Give the label that is shown for each value of an enum or a bool: value -> label."""
    if field.type is FieldType.BOOL:
        return dict(YES_NO)
    first: dict[str, str] = {}
    for label, value in field.labels.items():
        first.setdefault(value, label)
    return {value: first.get(value, value) for value in field.values}


def _explanation(field: Field, choices: tuple[str, ...], kinds: Mapping[str, Kind]) -> Message:
    word = _TYPE_WORDS[field.type]
    zh, en = f"{field.meaning};{word.zh}", word.en
    if field.ref:
        target = kinds[field.ref]
        by_name = ",或其" + "、".join(target.fields[name].headers[0] for name in target.names) if target.names else ""
        zh, en = f"{zh}:{target.label}的编号{by_name}", f"{en}: the id of a {field.ref}{' or its name' if by_name else ''}"
    elif choices and field.type is FieldType.ENUM:
        zh, en = f"{zh}:{'、'.join(choices)}", f"{en}: {', '.join(field.values)}"
    if field.is_list:
        zh, en = f"{zh};多个用分号 {LIST_SEPARATOR} 隔开", f"{en}; several are parted by {LIST_SEPARATOR}"
    return Message(zh, en)


def _example(kind: Kind, field: Field, choices: tuple[str, ...]) -> Cell:
    if field.ref:
        return None if field.ref == kind.name else f"{field.ref}-1"
    if field.name == kind.key:
        return f"{kind.name}-1"
    if field.type is FieldType.ENUM:
        return choices[0]
    if field.name == "url" or field.name.endswith("_url"):
        return "https://www.example.gov.cn/"
    return _EXAMPLES[field.type]
