"""The catalogue of the 55 record kinds, read off the models."""

import datetime as dt
import types
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from dbcheck.records import (
    error_reports,
    interviews,
    letters,
    new_media,
    open_data,
    organizations,
    participation,
    publishing,
    services,
    site_lifecycle,
    sites,
    supervision,
)
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.records.model import Form, Record, Ref

FAMILIES = (
    organizations,
    sites,
    site_lifecycle,
    publishing,
    open_data,
    letters,
    participation,
    interviews,
    services,
    error_reports,
    supervision,
    new_media,
)

_PLAIN: dict[Any, FieldType] = {
    str: FieldType.STR,
    int: FieldType.INT,
    bool: FieldType.BOOL,
    dt.date: FieldType.DATE,
    dt.datetime: FieldType.DATETIME,
}


@cache
def models() -> dict[str, type[Record]]:
    """Give every record model by the name of its kind, in the order of the data dictionary's families."""
    found: dict[str, type[Record]] = {}
    for family in FAMILIES:
        for member in vars(family).values():
            if isinstance(member, type) and issubclass(member, Record) and member is not Record:
                found[member.kind_name] = member
    return found


@cache
def kinds() -> dict[str, Kind]:
    """Give every kind by name."""
    return {name: _kind(model) for name, model in models().items()}


def _kind(model: type[Record]) -> Kind:
    fields = {name: _field(name, info) for name, info in model.model_fields.items()}
    return Kind(
        name=model.kind_name,
        label=model.label,
        family=model.__module__.rpartition(".")[2],
        fields=fields,
        own_dates=model.own_dates,
        names=model.names,
        files=model.files,
        units=model.units,
        lifespan=model.lifespan,
    )


def _field(name: str, info: FieldInfo) -> Field:
    annotation = _without_none(info.annotation)
    is_list = get_origin(annotation) is list
    if is_list:
        (annotation,) = get_args(annotation)
    marks = [*info.metadata]
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        marks += inner
    extra = info.json_schema_extra
    assert isinstance(extra, dict)
    ref = next((mark.kind for mark in marks if isinstance(mark, Ref)), None)
    return Field(
        name=name,
        type=_type(annotation, marks),
        is_list=is_list,
        meaning=info.description or "",
        headers=tuple(extra["headers"]),  # type: ignore[arg-type]  # ``column`` writes a list of strings
        ref=ref,
        values=get_args(annotation) if get_origin(annotation) is Literal else (),
        labels=dict(extra["labels"]),  # type: ignore[arg-type]  # ``column`` writes a dict of strings
    )


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        (annotation,) = (part for part in get_args(annotation) if part is not type(None))
    return annotation


def _type(annotation: Any, marks: list[Any]) -> FieldType:
    for mark in marks:
        if isinstance(mark, Ref):
            return FieldType.REF
        if isinstance(mark, Form):
            return FieldType(mark.name)
    if get_origin(annotation) is Literal:
        return FieldType.ENUM
    return _PLAIN[annotation]
