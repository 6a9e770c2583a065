"""The JSON Schema takes what the models take; a template says what its columns may hold."""

import json
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.records.catalogue import kinds, models
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.records.schema import json_schema, shown, template_columns

EVERY = list(kinds().values())
VALUES: dict[FieldType, st.SearchStrategy[object]] = {
    FieldType.INT: st.integers(),
    FieldType.BOOL: st.booleans(),
    FieldType.DATE: st.dates().map(date.isoformat),
    FieldType.DATETIME: st.datetimes().map(datetime.isoformat),
}
TEXT = st.text(st.characters(codec="utf-8"), max_size=5)


def element(field: Field) -> st.SearchStrategy[object]:
    return st.sampled_from(field.values) if field.values else VALUES.get(field.type, TEXT)


def value(field: Field) -> st.SearchStrategy[object]:
    return st.none() | (st.lists(element(field), max_size=2) if field.is_list else element(field))


def records(kind: Kind) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional={name: value(field) for name, field in kind.fields.items()})


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_the_schema_takes_what_the_model_takes(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(EVERY))
    record = data.draw(records(kind))
    models()[kind.name].model_validate_json(json.dumps(record))
    jsonschema.Draft202012Validator(json_schema(kind)).validate(record)


@pytest.mark.parametrize(
    "record",
    [
        {"nonsense": "1"},
        {"id": 1},
        {"status": "已答复"},
        {"accepted": "perhaps"},
        {"title": ["a"]},
    ],
)
def test_the_schema_refuses_what_the_model_refuses(record: dict[str, object]) -> None:
    assert not jsonschema.Draft202012Validator(json_schema(kinds()["letter"])).is_valid(record)
    with pytest.raises(ValueError, match="validation error"):
        models()["letter"].model_validate_json(json.dumps(record))


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_the_schema_is_one(kind: Kind) -> None:
    schema = json_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_says_headers_references_and_labels() -> None:
    properties = json_schema(kinds()["letter"])["properties"]
    assert isinstance(properties, dict)
    assert properties["received_at"] == {
        "description": "来信(留言)时间",
        "type": ["string", "null"],
        "format": "date-time",
        "x-headers": ["留言时间", "来信时间", "提交时间"],
    }
    assert properties["duplicate_of"]["x-ref"] == "letter"
    assert properties["status"]["x-labels"]["已答复"] == "replied"
    assert properties["status"]["enum"][-1] is None


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_a_template_has_every_field_under_a_header_of_its_own(kind: Kind) -> None:
    columns = template_columns(kind, kinds())
    assert [column.field.name for column in columns] == list(kind.fields)
    assert len({column.header for column in columns}) == len(columns)
    assert all(column.header in column.field.headers for column in columns)


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_what_a_template_offers_is_read_as_the_value_it_stands_for(kind: Kind) -> None:
    for field in kind.fields.values():
        if field.type is FieldType.ENUM:
            assert {field.labels[label]: label for label in shown(field).values()} == shown(field)
            assert list(shown(field)) == list(field.values)


def typed(field: Field, cell: object) -> object:
    """Read an example the slow obvious way."""
    if field.type is FieldType.ENUM:
        cell = field.labels[str(cell)]
    elif field.type is FieldType.BOOL:
        cell = {"是": True, "否": False}[str(cell)]
    elif isinstance(cell, date):
        cell = cell.isoformat()
    return [cell] if field.is_list and cell is not None else cell


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)
def test_the_example_row_is_a_record(kind: Kind) -> None:
    row = {column.field.name: typed(column.field, column.example) for column in template_columns(kind, kinds())}
    record = models()[kind.name].model_validate_json(json.dumps(row))
    assert {name for name, cell in record if cell is None} == {
        name for name, field in kind.fields.items() if field.ref == kind.name
    }


def test_an_explanation_names_values_and_references() -> None:
    by_field = {column.field.name: column.explanation for column in template_columns(kinds()["letter"], kinds())}
    assert by_field["site_id"].zh == "受理网站;引用:政府网站的编号,或其网站名称"
    assert by_field["handling_mode"].zh == "直办/交办/转办;从可填内容中选:直办、交办、转办"
    assert by_field["handling_mode"].en == "one of the values listed: direct, assign, transfer"


def test_no_data_frame_library_is_needed() -> None:
    source = (Path(__file__).parents[2] / "src/dbcheck/records/schema.py").read_text(encoding="utf-8")
    assert not any(library in source for library in ("polars", "xlsxwriter", "pydantic"))
