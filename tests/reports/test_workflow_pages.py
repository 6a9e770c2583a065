"""docs/workflows.md is what the tables say, and the diagrams are drawn from them."""

import re
from pathlib import Path

import pytest

from dbcheck.reports.workflow_pages import as_json, limits_of, mermaid, workflows_page
from dbcheck.rules.workflows import builtin_workflows, workflow

PAGE = Path(__file__).parents[2] / "docs/workflows.md"
NAMES = list(builtin_workflows())


def test_the_page_of_workflows_is_current() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == workflows_page(map(workflow, NAMES)), "dbcheck platform list --format markdown > docs/workflows.md"


@pytest.mark.parametrize("name", [name for name in NAMES if workflow(name).transitions])
def test_a_diagram_draws_every_state_and_every_action_that_changes_it(name: str) -> None:
    table, drawn = workflow(name), mermaid(workflow(name), "en")
    assert set(re.findall(r"as (\w+)$", drawn, re.M)) == set(table.states)
    arrows = re.findall(r"^    (\S+) --> (\S+?): (.*)$", drawn, re.M)
    for row in table.transitions:
        for source in row.sources if row.target else ():
            labels = [label for start, end, label in arrows if (start, end) == (source or "[*]", row.target)]
            assert any(row.label.en.replace(";", ",") in label for label in labels), row.action


def test_limits_that_differ_only_in_their_clause_are_said_once() -> None:
    row = next(row for row in workflow("interview").transitions if row.action == "end")
    said = limits_of(row, workflow("interview"), "en")
    assert said.count("≤90 minutes from begin") == 1
    assert "[DB23T3649.10/5.2.5#2, DB23T3649.10-draft/6.2#4]" in said
    assert "≤60 minutes from begin (should)" in said


def test_the_window_of_error_reports_says_where_it_starts() -> None:
    row = next(row for row in workflow("error_report").transitions if row.action == "approve_prefecture")
    assert "≤3 working days from deliver, from the first working day" in limits_of(row, workflow("error_report"), "en")


def test_json_holds_every_clause() -> None:
    plain = as_json(workflow("letters"))
    assert {"submitted", "closed"} <= {state["state"] for state in plain["states"]}
    reply = next(row for row in plain["transitions"] if row["action"] == "reply")
    assert {limit["rule"] for limit in reply["limits"]} >= {"DB23T3649.10/5.3.3#2", "DB23T3649.10-draft/7.2.4#2"}
    assert reply["needs"] == ["reply_org", "reply_content"]
