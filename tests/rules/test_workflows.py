"""Workflow tables: they load, cite every workflow clause, have the numbers of their rules, and tell every mistake at once."""

from functools import cache
from pathlib import Path

import pytest

from dbcheck.errors import PackError, UsageError
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Pack, Rule
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.workflows import (
    builtin_workflows,
    find_workflow,
    load_workflow,
    uncited,
    unknown_citations,
    workflow,
)
from dbcheck.workflow.table import Limit

NAMES = list(builtin_workflows())
LISTED = [
    "letters",
    "evaluation",
    "comment",
    "solicitation",
    "survey",
    "interview_plan",
    "interview",
    "response_to_concerns",
    "error_report",
    "site_opening",
    "site_migration",
    "temporary_offline",
    "archiving",
    "change_filing",
    "site_identity",
    "disclosure_normative_document",
    "disclosure_columns",
    "disclosure_on_request",
    "annual_report",
    "spot_check",
    "duty_watch",
    "repost",
    "interpretation",
    "content_publication",
    "service_items",
    "data_release",
    "open_data",
    "knowledge_base",
    "mailbox",
    "new_media_account",
    "new_media_post",
    "security",
    "training",
    "assessment",
]
RIGHT = """
workflow: tea
title: 茶
title_en: Tea
record: letter
states: {asked: {zh: 已问, en: asked}, done: {zh: 已办, en: done, final: true}}
roles: {author: {zh: 来信人, en: author}}
transitions:
- {action: ask, zh: 问, en: ask, to: asked, roles: [author], needs: [title], rules: {DB15: ["4.1"]}}
- {action: finish, zh: 办, en: finish, from: [asked], to: done, roles: [author]}
"""


@cache
def packs() -> tuple[Pack, ...]:
    names = [name for name in builtin_packs() if not name.endswith("-workflows")]
    return tuple(load_pack(builtin_packs()[name], kinds=kinds(), checkers=checkers()) for name in names)


@cache
def rules() -> dict[str, Rule]:
    return {rule.id: rule for pack in packs() for rule in pack.rules}


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "tea.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as raised:
        load_workflow(path)
    return [problem.say("en").replace(str(path), "tea.yaml") for problem in raised.value.problems]


def test_every_workflow_of_the_catalogue_has_its_table() -> None:
    assert set(LISTED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_bears_the_name_of_its_file_and_cites_only_rules_that_there_are(name: str) -> None:
    table = workflow(name)
    assert table.name == name
    assert list(unknown_citations(table, packs())) == []


def test_every_rule_of_a_workflow_is_cited_by_a_transition_an_invariant_or_an_exemption_with_its_reason() -> None:
    tables = [workflow(name) for name in NAMES]
    assert {rule.workflow for rule in rules().values()} - {"none"} <= {name for table in tables for name in table.covers}
    assert [rule.id for rule in uncited(tables, packs())] == []


def test_only_rules_that_oblige_nobody_are_exempt() -> None:
    exempt = [cited for name in NAMES for note in workflow(name).exempt for cited in note.rules]
    obliging = [
        rule
        for cited in exempt
        for rule in rules().values()
        if rule.id.partition("#")[0] == cited and rule.check != "informative"
    ]
    assert [rule.id for rule in obliging] == []
    assert [cited for cited in exempt if cited in rules() and rules()[cited].check != "informative"] == []


def test_a_rule_that_no_table_names_is_found() -> None:
    (pack,) = [pack for pack in packs() if pack.id == "DB23T3649.10"]
    letters = workflow("letters").under(frozenset({"DB15"}))
    assert "DB23T3649.10/5.3.3#2" in {rule.id for rule in uncited([letters], [pack])}


def limits() -> list[object]:
    return [
        pytest.param(limit, id=f"{name}-{row.action}-{limit.rule}")
        for name in NAMES
        for row in workflow(name).transitions
        for limit in row.limits
        if not limit.is_proposed
    ]


@pytest.mark.parametrize("limit", limits())
def test_a_limit_has_the_numbers_of_the_rule_that_it_cites(limit: Limit) -> None:
    rule = rules()[limit.rule]
    assert rule.check == "time_limit"
    params = rule.params
    assert (params.get("max"), params.get("min")) == (limit.max, limit.min)
    assert params.get("start_rule", "next_day") == limit.start_rule
    assert (rule.modality == "should") == limit.is_advice
    due = params.get("due") or {}
    assert (due.get("month_day", ""), due.get("add_years", 0)) == (limit.due_month_day, limit.due_add_years)
    assert limit.is_fixed or params["unit"] == limit.unit


def test_a_limit_whose_number_is_ours_accuses_nobody() -> None:
    proposed = [limit for name in NAMES for row in workflow(name).transitions for limit in row.limits if limit.is_proposed]
    assert proposed
    assert all(limit.rule in rules() for limit in proposed)


def test_a_guard_is_advice_where_its_rule_is_a_should_and_only_there() -> None:
    guards = [
        guard for name in NAMES for row in workflow(name).transitions for guard in row.guards if guard.rule in rules()
    ]
    assert any(guard.is_advice for guard in guards)
    assert [guard.rule for guard in guards if guard.is_advice is not (rules()[guard.rule].modality == "should")] == []


def test_the_reply_is_due_in_five_working_days_under_the_standard_and_in_three_months_under_its_draft() -> None:
    def due(document: str) -> list[tuple[int | None, str]]:
        table = workflow("letters").under(frozenset({document}))
        reply = next(row for row in table.transitions if row.action == "reply")
        return [(limit.max, limit.unit) for limit in reply.limits if limit.must and not limit.is_fixed]

    assert due("DB23T3649.10") == [(5, "work_day")]
    assert due("DB23T3649.10-draft") == [(3, "month")]
    assert due("GBF2017-47") == []


def test_a_table_that_is_right_loads(tmp_path: Path) -> None:
    path = tmp_path / "tea.yaml"
    path.write_text(RIGHT, encoding="utf-8")
    assert list(load_workflow(path).actions) == ["finish", "ask"]
    assert find_workflow(str(path)) == path


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("record: letter", "record: lettter", "there is no record kind 'lettter'; use one of: letter"),
        ("to: asked", "to: askd", "there is no state 'askd'; use one of: asked"),
        ("asked, roles: [author]", "asked, roles: [autor]", "there is no role 'autor'; use one of: author"),
        ("needs: [title]", "needs: [titel]", "letter has no field 'titel'; use one of: title"),
        ("from: [asked]", "from: [askd]", "there is no state 'askd'; use one of: asked"),
        ('{DB15: ["4.1"]}', '{DB15: "4.1"}', 'a list of quoted clauses, e.g. ["5.3.3"]'),
        ("final: true", "final: yess", "final: true or false"),
        ("title_en: Tea", "titel_en: Tea", "there is no key 'titel_en'; use one of: title_en, title"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    line = next(number for number, text in enumerate(RIGHT.splitlines(), start=1) if right in text)
    column = RIGHT.splitlines()[line - 1].index(right) + 1
    told = problems(tmp_path, RIGHT.replace(right, wrong, 1))
    found = next(problem for problem in told if said in problem)
    where = found.partition("  ")[0].split(":")
    assert int(where[1]) == line
    assert column <= int(where[2]) <= column + len(wrong)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("guards: [{zh: 甲, en: a, after: brew}]", "there is no action 'brew'"),
        ("guards: [{zh: 甲, en: a}]", "write exactly one of: require, after, later, link, back, once, alone"),
        ("guards: [{zh: 甲, en: a, link: site_id}]", "link and back go with workflow and states"),
        ("guards: [{zh: 甲, en: a, require: {colour: red}}]", "letter has no field 'colour'"),
        ("guards: [{zh: 甲, en: a, alone: [title, colour]}]", "letter has no field 'colour'"),
        ("guards: [{zh: 甲, en: a, alone: title}]", "alone"),
        ("guards: [{zh: 甲, en: a, after: ask, advice: perhaps}]", "advice: true or false"),
        ('limits: [{rule: "DB15/1", max: 5}]', "write either from or due"),
        ('limits: [{rule: "DB15/1", from: ask, max: many}]', "max: a whole number or null, e.g. 5"),
        ('limits: [{rule: "DB15/1", from: ask, max: 5, unit: week}]', "unit has no 'week'"),
        ("limits: [{rule: now, from: ask, max: 5}]", "write PACK/CLAUSE, e.g. DB15/4.4.1"),
        ('limits: [{rule: "DB15/1", due: {field: end_at}}]', "letter has no field 'end_at'"),
        ("sets: {status: brewed}", "status has no value 'brewed'"),
        ("sets: {replied_at: $now}", "there is no value '$now'"),
        ("beside: [{record: letter_assignment, link: letter, do: add}]", "letter_assignment has no field 'letter'"),
        ("beside: [{record: cup, do: add}]", "there is no record kind 'cup'"),
        ("beside: [{record: letter_assignment, do: pour}]", "do has no 'pour'"),
        ("by: owner", "letter has no field 'owner'"),
    ],
)
def test_a_wrong_part_of_a_transition_is_told(tmp_path: Path, row: str, said: str) -> None:
    text = RIGHT.replace("to: done, roles: [author]}", f"to: done, roles: [author], {row}}}")
    assert any(said in problem for problem in problems(tmp_path, text))


def test_all_mistakes_come_together(tmp_path: Path) -> None:
    text = RIGHT.replace("to: asked", "to: askd").replace("needs: [title]", "needs: [titel]")
    assert len(problems(tmp_path, text)) == 3  # the state that is not reached any more among them


def test_an_action_may_not_stand_twice_in_one_state(tmp_path: Path) -> None:
    text = RIGHT + "- {action: finish, zh: 办, en: finish, from: [asked], roles: [author]}\n"
    assert problems(tmp_path, text) == ["tea.yaml:11:12  action finish in state asked is already in line 10; keep one"]


def test_a_table_begins_somewhere(tmp_path: Path) -> None:
    text = RIGHT.replace("to: asked", "from: [done], to: asked")
    assert any("no action creates a record" in problem for problem in problems(tmp_path, text))


def test_an_unknown_workflow_is_answered_with_near_ones() -> None:
    with pytest.raises(UsageError, match="no workflow or file 'leters'; use one of: letters"):
        find_workflow("leters")
