"""dbcheck platform list and show, in both languages and every form."""

import json

import pytest

from dbcheck.cli import main
from dbcheck.rules.workflows import builtin_workflows


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["platform", *arguments]) == 0
    return capsys.readouterr().out


def test_list_names_every_workflow(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "list")
    assert all(name in written for name in builtin_workflows())
    assert "信件(网民留言)办理" in written
    assert "Letters from citizens" in said(capsys, "list", "--lang", "en")


def test_show_prints_transitions_limits_and_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "show", "letters", "--lang", "en")
    assert "5 working days from submit" in written
    assert "DB23T3649.10/5.3.3#2" in written
    chinese = said(capsys, "show", "letters")
    assert "提交起 ≤5 个工作日" in chinese
    assert "任何时候都成立" in chinese


def test_under_leaves_out_what_other_documents_say(capsys: pytest.CaptureFixture[str]) -> None:
    written = said(capsys, "show", "letters", "--under", "DB23T3649.10-draft", "--lang", "en")
    assert "3 months from submit" in written
    assert "DB23T3649.10/" not in written


def test_show_draws_a_diagram(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = said(capsys, "show", "letters", "--format", "mermaid")
    assert drawn.startswith("stateDiagram-v2\n")
    assert "submitted --> accepted: 受理" in drawn


def test_json_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(said(capsys, "show", "survey", "--format", "json"))["workflow"] == "survey"
    assert len(json.loads(said(capsys, "list", "--format", "json"))["workflows"]) == len(builtin_workflows())


def test_markdown_is_the_page_of_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "list", "--format", "markdown").startswith("# Workflows\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show"], "name a workflow"),
        (["show", "leters"], "use one of: letters"),
        (["list", "letters"], "list takes no workflow"),
        (["draw"], "has no value 'draw'; use one of: list, show"),
        (["list", "--format", "mermaid"], "--format of list has no value 'mermaid'"),
        (["show", "letters", "--under", "DB16"], "there is no pack 'DB16'; use one of: DB15"),
        ([], "the following arguments are required: list|show"),
    ],
)
def test_a_wrong_call_is_answered_with_what_would_be_right(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["platform", *arguments, "--lang", "en"]) == 2
    assert told in capsys.readouterr().err
