"""One verdict and how it came about: the same as in the audit, with what was read and what was compared."""

from typing import Any

import pytest

from dbcheck.engine.explain import explain
from dbcheck.engine.plan import Job
from dbcheck.engine.verdicts import verdicts_of
from dbcheck.errors import UsageError
from dbcheck.findings import Explanation, Reason, Verdict
from dbcheck.plugins.registry import checkers
from dbcheck.rules.pack import Rule
from judging import pack_of, rule_of, world_of

LATE = rule_of(
    "time_limit",
    record="letter",
    where={"accepted": {"ne": False}},
    from_="received_at",
    to="replied_at",
    max=5,
    unit="work_day",
)
TWELVE = rule_of("count", record="interview", per="site", key="site_id", period="year", time="start_at", min=2)
RECORDS: dict[str, list[dict[str, Any]]] = {
    "letter": [
        {"id": "in time", "received_at": "2024-09-27 09:00", "replied_at": "2024-10-10 23:59"},
        {"id": "late", "received_at": "2024-09-27 09:00", "replied_at": "2024-10-11 00:00"},
        {"id": "never", "received_at": "2025-12-29 09:00"},
        {"id": "refused", "received_at": "2024-09-27 09:00", "accepted": False},
        {"id": "undated", "replied_at": "2024-10-10 23:59"},
    ],
    "site": [{"id": "s1"}],
    "interview": [{"id": "i", "site_id": "s1", "start_at": "2024-05-01 09:00"}],
}


def explained(rule: Rule, record: str) -> Explanation:
    return explain(Job(pack_of(rule), rule), world_of(RECORDS), checkers(), record, lang="en")


@pytest.mark.parametrize("rule", [LATE, TWELVE], ids=["records", "groups"])
def test_what_is_explained_is_what_the_audit_says(rule: Rule) -> None:
    found = verdicts_of(Job(pack_of(rule), rule), world_of(RECORDS), checkers())
    assert not isinstance(found, Reason)
    assert found.height
    for record, verdict, reason in found.select("record", "verdict", "reason").iter_rows():
        one = explained(rule, record)
        assert (one.verdict.word, str(one.reason) if one.reason else None) == (verdict, reason)


def test_a_breach_comes_with_its_values_its_evidence_and_its_place() -> None:
    late = explained(LATE, "late")
    assert late.verdict is Verdict.FAIL
    assert late.values["replied_at"] == "2024-10-11 00:00:00"
    assert late.evidence["due"] == "2024-10-10"
    assert late.evidence["days_late"] == 1
    assert (
        late.message
        == "from 2024-09-27 09:00:00, limit 5 working days, due 2024-10-10 24:00; done 2024-10-11 00:00:00, 1 days late (1 working days)"
    )
    assert (late.path, late.row) == ("<memory>", 2)


def test_a_record_in_time_is_explained_too() -> None:
    in_time = explained(LATE, "in time")
    assert (in_time.verdict, in_time.message, in_time.evidence["due"]) == (Verdict.PASS, "", "2024-10-10")


def test_a_group_is_explained_by_its_key() -> None:
    group = explained(TWELVE, "s1|2024")
    assert (group.verdict, group.kind, group.evidence["found"]) == (Verdict.FAIL, "site", 1)
    assert group.path is None


@pytest.mark.parametrize(("rule", "record", "near"), [(LATE, "lat", "late"), (TWELVE, "s1|2023", "s1|2024")])
def test_an_unknown_record_is_answered_with_those_that_are_near(rule: Rule, record: str, near: str) -> None:
    with pytest.raises(UsageError, match=near.replace("|", r"\|")):
        explained(rule, record)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (rule_of("informative"), "informative"),
        (rule_of("required_fields", record="letter", all=["site_id.nobody"]), "broke"),
    ],
)
def test_a_rule_that_judges_no_record_says_why(rule: Rule, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        explained(rule, "late")
