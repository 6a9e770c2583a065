"""Values by date, rules with dates of their own, reach, and announced editions."""

from datetime import date

import pytest

from dbcheck.engine.plan import Job
from dbcheck.engine.run import judge_jobs
from dbcheck.findings import OutcomeKind, Reason
from dbcheck.pipeline import audit
from dbcheck.plugins.registry import checkers
from dbcheck.rules.pack import Reach
from judging import pack_of, rule_of, verdict, verdicts, world_of

BY_DATE = rule_of(
    "time_limit",
    record="letter",
    from_="received_at",
    to="replied_at",
    max={
        "by_date": [
            {"from": "2020-01-01", "value": 15, "reference": "a"},
            {"from": "2023-12-29", "value": 5, "reference": "b"},
        ]
    },
    unit="work_day",
)


@pytest.mark.parametrize(
    ("received", "replied", "expected"),
    [
        ("2023-12-28 09:00", "2024-01-12 09:00", "pass"),  # the tenth working day, of fifteen
        ("2023-12-29 09:00", "2024-01-08 23:59", "pass"),
        ("2023-12-29 09:00", "2024-01-09 00:00", "fail"),
        ("2023-12-28 09:00", "2024-02-20 09:00", "fail"),
        ("2019-12-31 09:00", "2024-02-20 09:00", "out_of_scope"),
        ("", "2024-02-20 09:00", "undetermined:unknown_date"),
    ],
)
def test_the_records_own_date_picks_the_value(received: str, replied: str, expected: str) -> None:
    assert verdict(BY_DATE, {"received_at": received, "replied_at": replied}) == expected


def test_values_by_date_equal_one_rule_per_value() -> None:
    letters = [
        {"id": f"{day}-{late}", "received_at": f"2023-12-{day:02} 09:00", "replied_at": f"2024-01-{late:02} 09:00"}
        for day in range(20, 32)
        for late in range(1, 31)
    ]
    found = verdicts(BY_DATE, {"letter": letters}, as_of="2024-06-30")
    for limit, days in ((15, range(20, 29)), (5, range(29, 32))):
        plain = rule_of("time_limit", record="letter", from_="received_at", to="replied_at", max=limit, unit="work_day")
        alone = verdicts(plain, {"letter": letters}, as_of="2024-06-30")
        keys = [letter["id"] for letter in letters if int(letter["id"].split("-")[0]) in days]
        assert [found[key] for key in keys] == [alone[key] for key in keys]


def test_a_profile_does_not_judge_whom_it_does_not_reach() -> None:
    rule = rule_of("required_fields", record="letter", all=["title"])
    letters = [{"id": site, "site_id": site, "received_at": "2024-05-01 09:00"} for site in ("s1", "s2", "s3", "nobody")]
    orgs = [{"id": "o1", "level": "prefecture"}, {"id": "o2", "level": "county"}, {"id": "o3"}]
    sites = [{"id": f"s{n}", "org_id": f"o{n}"} for n in (1, 2, 3)]
    job = Job(pack_of(rule), rule, Reach(levels=frozenset({"prefecture"})))
    judged = judge_jobs([job], world_of({"letter": letters, "organization": orgs, "site": sites}), checkers())
    assert (judged.outcomes[0].counts.fail, judged.outcomes[0].counts.out_of_scope) == (3, 1)


def test_a_switched_off_rule_says_why() -> None:
    rule = rule_of("required_fields", record="letter", all=["title"])
    job = Job(pack_of(rule), rule, off="另有规定")
    outcome = judge_jobs([job], world_of({"letter": [{"received_at": "2024-05-01"}]}), checkers()).outcomes[0]
    assert (outcome.outcome, outcome.reason, outcome.reason_detail) == (
        OutcomeKind.NOT_APPLICABLE,
        Reason.SWITCHED_OFF,
        "另有规定",
    )
    assert outcome.counts.out_of_scope == 1


def test_an_announced_pack_tells_how_records_would_end_under_it() -> None:
    letters = [{"id": "1", "received_at": "2023-10-09 09:00", "replied_at": "2023-11-09 09:00"}]
    found = audit({"letter": letters}, rules="DB23T3649.10", as_of="2023-12-01")
    outcome = next(each for each in found.outcomes if each.rule.endswith("/5.3.3#2"))
    assert (outcome.outcome, outcome.reason) == (OutcomeKind.NOT_APPLICABLE, Reason.NOT_IN_FORCE)
    assert outcome.upcoming is not None
    assert outcome.upcoming.fail == 1
    assert found.findings.height == 0


def test_a_rule_may_have_dates_of_its_own() -> None:
    from dataclasses import replace  # noqa: PLC0415 - reads better here

    rule = replace(rule_of("required_fields", record="letter", all=["title"]), effective=date(2024, 7, 1))
    letters = {"letter": [{"id": "a", "received_at": "2024-06-30 09:00"}, {"id": "b", "received_at": "2024-07-01 00:00"}]}
    assert verdicts(rule, letters, effective=date(2023, 1, 1)) == {"a": "out_of_scope", "b": "fail"}
