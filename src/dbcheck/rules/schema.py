"""The JSON Schema of packs, for editors: completion, hints and the first check while one types.

It is made from the tables that the loader uses and from the checkers' parameters. What only the loader can tell (paths through
references, examples at both sides of a limit, clauses without a rule) it leaves to ``dbcheck rules lint``.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.records.predicate import OPERATORS
from dbcheck.rules.checking import Checkers, ParameterChecker
from dbcheck.rules.keys import PACK_KEYS, RULE_KEYS, Form, Key
from dbcheck.rules.pack import EXAMPLE_VERDICTS, MODALITIES, UNCHECKED
from dbcheck.rules.params import parameter_names

Schema = dict[str, Any]

_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"
_ID = r"^[^\s/#]+$"
_PREDICATES = ("where", "per_where", "to_where")

_FORMS: Mapping[Form, Schema] = {
    Form.TEXT: {"type": "string", "pattern": r"\S"},
    Form.NAME: {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    Form.DATE: {"type": ["string", "null"], "pattern": _DATE},
    Form.LIST: {"type": "array", "minItems": 1},
    Form.MAPPING: {"type": "object"},
}
_FIELDS: Mapping[FieldType, Schema] = {
    FieldType.INT: {"type": "integer"},
    FieldType.BOOL: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "pattern": _DATE},
    FieldType.DATETIME: {"type": "string", "pattern": _INSTANT},
}


def pack_schema(kinds: Mapping[str, Kind], checkers: Checkers) -> Schema:
    """Give the JSON Schema (draft 2020-12) of a pack that speaks of these kinds and checkers."""
    definitions: Schema = {
        "rule": _rule(kinds, checkers),
        "predicate": _predicate(),
        "records": _records(kinds),
        **{f"record.{name}": _record(kind) for name, kind in kinds.items()},
        **{f"example.{name}": _example(kind) for name, kind in kinds.items()},
    }
    for name, checker in checkers.items():
        definitions |= _parameters(name, checker)
    top = _keys(PACK_KEYS)
    top["properties"]["pack"]["pattern"] = _ID
    top["properties"]["clauses"] |= {"items": {"type": "string", "pattern": _ID}, "uniqueItems": True}
    top["properties"]["rules"]["items"] = {"$ref": "#/$defs/rule"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dbcheck rule pack",
        **top,
        "$defs": definitions,
    }


def _keys(keys: Mapping[str, Key]) -> Schema:
    properties = {}
    for name, key in keys.items():
        description = f"{key.meaning.zh} / {key.meaning.en}"
        properties[name] = {**_FORMS[key.form], "description": description}
    required = [name for name, key in keys.items() if key.is_required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _rule(kinds: Mapping[str, Kind], checkers: Checkers) -> Schema:
    rule = _keys(RULE_KEYS)
    properties = rule["properties"]
    properties["clause"]["pattern"] = properties["part"]["pattern"] = _ID
    properties["modality"] = {**properties["modality"], "enum": list(MODALITIES)}
    properties["check"] = {**properties["check"], "enum": sorted({*checkers, *UNCHECKED})}
    informative = {"properties": {"check": {"const": "informative"}}, "required": ["check"]}
    rule["allOf"] = [
        {
            "if": informative,
            "then": {"properties": {"modality": {"enum": ["info", "may"]}}},
            "else": {"properties": {"modality": {"enum": ["shall", "must_not", "should"]}}, "required": ["subject"]},
        },
        {
            "if": {"properties": {"check": {"enum": list(UNCHECKED)}}, "required": ["check"]},
            "then": {"properties": {"examples": False}},
        },
        *(_when_checked_by(name, checker) for name, checker in checkers.items()),
        *(_when_about(name) for name in kinds),
    ]
    return rule


def _when_checked_by(name: str, checker: ParameterChecker) -> Schema:
    then: Schema = {"properties": {"with": {"$ref": f"#/$defs/with.{name}"}}}
    if name not in UNCHECKED:
        then["properties"]["examples"] = _examples(checker)
    return {"if": {"properties": {"check": {"const": name}}, "required": ["check"]}, "then": then}


def _when_about(kind: str) -> Schema:
    about = {
        "properties": {"with": {"properties": {"record": {"const": kind}}, "required": ["record"]}},
        "required": ["with"],
    }
    items = {"type": "array", "items": {"$ref": f"#/$defs/example.{kind}"}}
    return {"if": about, "then": {"properties": {"examples": {"additionalProperties": items}}}}


def _examples(checker: ParameterChecker) -> Schema:
    verdicts = [verdict for verdict in EXAMPLE_VERDICTS if not (checker.is_heuristic and verdict == "fail")]
    return {
        "type": "object",
        "properties": {verdict: {"type": "array", "items": {"type": "object"}} for verdict in verdicts},
        "additionalProperties": False,
    }


def _example(kind: Kind) -> Schema:
    """Describe an example of a rule about one kind: a record with its surroundings, or records of several kinds."""
    records = {"$ref": "#/$defs/records"}
    as_of = {"as_of": {"type": ["string", "null"], "pattern": _INSTANT}}
    fields = {name: {"$ref": f"#/$defs/record.{kind.name}/properties/{name}"} for name in kind.fields}
    return {
        "if": {"required": ["records"]},
        "then": {"properties": {"records": records, **as_of}, "additionalProperties": False},
        "else": {"properties": {**fields, "others": records, **as_of}, "additionalProperties": False},
    }


def _predicate() -> Schema:
    value = {"type": ["string", "number", "boolean", "null"]}
    operand = {"anyOf": [value, {"type": "array", "items": value}]}
    compared = {
        "type": "object",
        "properties": dict.fromkeys(OPERATORS, operand),
        "additionalProperties": False,
    }
    return {
        "type": ["object", "null"],
        "properties": {
            "$any": {"type": "array", "items": {"$ref": "#/$defs/predicate"}, "minItems": 1},
            "$violates": {"type": "string"},
        },
        "additionalProperties": {"anyOf": [value, compared]},
    }


def _records(kinds: Mapping[str, Kind]) -> Schema:
    listed = {name: {"type": "array", "items": {"$ref": f"#/$defs/record.{name}"}} for name in kinds}
    return {"type": ["object", "null"], "properties": listed, "additionalProperties": False}


def _record(kind: Kind) -> Schema:
    fields = {name: _field(field) for name, field in kind.fields.items()}
    return {"type": "object", "description": kind.label, "properties": fields, "additionalProperties": False}


def _field(field: Field) -> Schema:
    one: Schema = dict(_FIELDS.get(field.type, {"type": "string"}))
    if field.values:
        one["enum"] = list(field.values)
    made = {"type": "array", "items": one} if field.is_list else one
    return {"anyOf": [made, {"type": "null"}], "description": field.meaning}


def _parameters(name: str, checker: ParameterChecker) -> Schema:
    """Give the definitions of one checker's parameters, under the names that packs use."""
    schema = TypeAdapter(checker.Params).json_schema(ref_template=f"#/$defs/with.{name}.{{model}}")
    inner = schema.pop("$defs", {})
    said = {field: key for key, field in parameter_names(checker.Params).items()}
    properties = {said.get(field, field): _untitled(value) for field, value in schema.get("properties", {}).items()}
    for predicate in _PREDICATES:
        if predicate in properties:
            properties[predicate] = {"$ref": "#/$defs/predicate"}
    whole = {
        "type": "object",
        "properties": properties,
        "required": [said.get(field, field) for field in schema.get("required", [])],
        "additionalProperties": False,
    }
    return {f"with.{name}": whole, **{f"with.{name}.{model}": value for model, value in inner.items()}}


def _untitled(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in ("title", "default")}
