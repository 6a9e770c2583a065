"""Parameters: from the mapping of a pack to the checker's own class, as pydantic would, without it."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.loader import load_pack
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.params import build_params, parameter_names
from rules.specimen_packs import Due, Grace, TimeLimit, TimeLimitParams


def built(**given: Any) -> TimeLimitParams:
    made = build_params(TimeLimit(), {"record": "letter", "to": "replied_at", **given})
    assert isinstance(made, TimeLimitParams)
    return made


def test_what_is_not_given_has_its_default() -> None:
    assert built() == TimeLimitParams("letter", "replied_at")


@pytest.mark.parametrize(
    ("name", "written", "field", "value"),
    [
        ("from", "received_at", "from_", "received_at"),
        ("max", None, "max", None),
        ("due", {"year": "year", "marks": [1, 2]}, "due", Due("year", marks=(1, 2))),
        ("grace", "day", "grace", Grace.DAY),
        ("share", 1, "share", 1.0),
        ("keys", "site_id", "keys", "site_id"),
        ("keys", ["site_id", "org_id"], "keys", ("site_id", "org_id")),
        ("pairs", [["a", "b"], ["c", "d"]], "pairs", (("a", "b"), ("c", "d"))),
        ("each_of", {"kind": [["a", "b"], "c"]}, "each_of", {"kind": (("a", "b"), "c")}),
        ("where", {"a": {"in": [1, 2]}, "$any": [{"b": 1}]}, "where", {"a": {"in": [1, 2]}, "$any": [{"b": 1}]}),
    ],
)
def test_a_parameter_takes_the_shape_of_its_annotation(name: str, written: object, field: str, value: object) -> None:
    made = built(**{name: written})
    assert getattr(made, field) == value
    assert type(getattr(made, field)) is type(value)
    assert made == TypeAdapter(TimeLimitParams).validate_json(
        json.dumps({"record": "letter", "to": "replied_at", field: written}), strict=True
    )


def test_words_of_python_lose_their_underscore() -> None:
    assert parameter_names(TimeLimitParams)["from"] == "from_"
    assert "from_" not in parameter_names(TimeLimitParams)


@pytest.mark.parametrize("name", builtin_packs())
def test_the_parameters_of_every_pack_are_what_pydantic_makes_of_them(name: str) -> None:
    pack = load_pack(builtin_packs()[name], kinds=kinds(), checkers=checkers())
    for rule in pack.rules:
        checker = checkers()[rule.check]
        names = parameter_names(checker.Params)
        written = json.dumps({names[key]: value for key, value in rule.params.items()})
        assert build_params(checker, rule.params) == TypeAdapter(checker.Params).validate_json(written, strict=True), (
            rule.id
        )
