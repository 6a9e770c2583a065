"""The JSON Schema of packs accepts what the loader accepts, and finds what an editor can find."""

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.schema import pack_schema
from dbcheck.rules.yaml_marks import read_marked
from rules.specimen_packs import CHECKERS, GOOD


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(pack_schema(kinds(), CHECKERS))


def errors(text: str) -> list[str]:
    """Give what is wrong, each with the way to it."""
    value = read_marked(text.encode()).value
    return [f"{error.json_path} {error.message}" for error in validator().iter_errors(value)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(pack_schema(kinds(), CHECKERS))
    Draft202012Validator.check_schema(pack_schema(kinds(), checkers()))


def test_a_good_pack_fits() -> None:
    assert errors(GOOD) == []


@pytest.mark.parametrize("name", builtin_packs())
def test_every_pack_that_comes_along_fits(name: str) -> None:
    value = read_marked(builtin_packs()[name].read_bytes()).value
    found = Draft202012Validator(pack_schema(kinds(), checkers())).iter_errors(value)
    assert [f"{error.json_path} {error.message}" for error in found] == []


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ("title: 试验标准\n", "", "$", "'title' is a required property"),
        ("pack: TEST1", "pack: TEST1\ntitel: 甲", "$", "'titel' was unexpected"),
        ('- clause: "5.10"', "- clause: 5.10", "$.rules[4].clause", "5.1 is not of type 'string'"),
        ('"2023-12-29"', '"29.12.2023"', "$.effective", "does not match"),
        ("modality: should", "modality: ought", "$.rules[5].modality", "is not one of"),
        ("modality: should", "modality: info", "$.rules[5].modality", "is not one of"),
        ("  subject: competent_office\n", "", "$.rules[4]", "'subject' is a required property"),
        ("check: text_scan", "check: text_scam", "$.rules[6].check", "is not one of"),
        ("max: 5", "max: five", "$.rules[3].with.max", "not valid under any"),
        ("max: 5", "maxx: 5", "$.rules[3].with", "'maxx' was unexpected"),
        ("    to: replied_at\n", "", "$.rules[3].with", "'to' is a required property"),
        ("{accepted: {ne: false}}", "{accepted: {neq: false}}", "$.rules[3].with.where.accepted", "not valid under any"),
        ("    pending: [", "    waiting: [", "$.rules[3].examples", "'waiting' was unexpected"),
        ("    suspect: [", "    fail: [", "$.rules[6].examples", "'fail' was unexpected"),
        ("suspect: [{reply_content", "suspect: [{reply", "$.rules[6].examples.suspect[0]", "'reply' was unexpected"),
        ("pass: [{accepted: true, status: replied", "pass: [{accepted: true, status: done", "$.rules[2].examples.pass[0].status", "not valid"),
        ("letter: [{site_id: s1}]", "letters: [{site_id: s1}]", "$.rules[5].examples.pass[0].records", "'letters' was unexpected"),
        ("max: null, unit: work_day}\n", "max: null, unit: work_day}\n- {}\n", "$.rules[9]", "'clause' is a required property"),
    ],
)  # fmt: skip
def test_a_mistake_does_not_fit(old: str, new: str, path: str, said: str) -> None:
    assert GOOD.count(old) == 1
    found = errors(GOOD.replace(old, new))
    assert any(error.startswith(f"{path} ") and said in error for error in found), found


def test_every_key_says_what_it_means_in_both_languages() -> None:
    schema: Any = pack_schema(kinds(), CHECKERS)
    for properties in (schema["properties"], schema["$defs"]["rule"]["properties"]):
        assert all(" / " in value["description"] for value in properties.values())
