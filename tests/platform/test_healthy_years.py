"""The healthy promise: nothing is found in a simulated year, and every rule that judges something passes."""

from fnmatch import fnmatchcase

import pytest

from dbcheck.findings import OutcomeKind
from dbcheck.platform.simulator.maker import Scope
from judged_years import DRAFT, PROFILES, healthy

ALL = (*PROFILES, DRAFT)
# Rules that a healthy year gives nothing to judge: what they judge is itself a breach of another rule, or of this one.
NOTHING_TO_JUDGE = {
    "heilongjiang": {"DB23T3649.10/5.3.7"},  # what is overdue
    "inner-mongolia": {
        "DB15/4.3.4.2",  # sites of public institutions, whom 4.2.2.1.1#1 does not want as hosts
        "DB15/4.4.2.1#1",  # portals that go off line, where none may
        "DB15/4.4.2.3#1",  # sites that went off line without approval
        "DB15/5.4.1.6",  # a share without a number in the text: it is measured
    },
    "qinghai": {"QH2018-37/二#2", "QH2018-37/五4#2", "QH2018-37/五4#3"},  # what is overdue, or was not published
    DRAFT: {"DB23T3649.10-draft/7#2", "DB23T3649.10-draft/7.3.3#2"},  # what is overdue
}
# Nor does a portal that stands alone: these judge other sites, or what a portal of a province does not do.
NOTHING_AT_ONE_SITE = {
    "heilongjiang": ("GBF2017-47/(一)4#3", "GBF2017-47/(四)1#3"),
    "inner-mongolia": (
        "DB15/4.3.1#4", "DB15/4.3.2.*", "DB15/4.3.4.5#*", "DB15/4.3.4.6#3",  # departments, counties, and sites that open
        "DB15/4.4.1.*", "DB15/4.4.2.*", "DB15/4.4.3#[2-5]",  # sites that move or go off line, and their archives
        "DB15/4.5.1.2.4#3", "DB15/4.5.4.1#3",  # documents of sites without a search, departments on the portal's platform
        "DB15-workflows/site_*", "DB15-workflows/temporary_offline#*",
    ),
    "qinghai": ("GBF2017-47/(一)4#3", "GBF2017-47/(四)1#3"),
    DRAFT: ("DB23T3649.10-draft/4.1.1#4",),
}  # fmt: skip
SCOPES: tuple[Scope, ...] = ("province", "site")


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("profile", ALL)
def test_a_healthy_year_has_no_finding(profile: str, scope: Scope) -> None:
    assert healthy(profile, scope).findings.select("rule", "record").rows() == []


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("profile", ALL)
def test_every_rule_with_a_population_passes_in_a_healthy_year(profile: str, scope: Scope) -> None:
    settled = (OutcomeKind.PASS, OutcomeKind.NOT_APPLICABLE, OutcomeKind.MANUAL)
    other = {
        outcome.rule: outcome.outcome for outcome in healthy(profile, scope).outcomes if outcome.outcome not in settled
    }
    assert {rule for rule, kind in other.items() if kind is not OutcomeKind.NO_POPULATION} == set()
    if scope == "province":
        assert set(other) == NOTHING_TO_JUDGE[profile]
        return
    patterns = (*NOTHING_TO_JUDGE[profile], *NOTHING_AT_ONE_SITE[profile])
    assert {rule for rule in other if not any(fnmatchcase(rule, pattern) for pattern in patterns)} == set()


@pytest.mark.parametrize("profile", ALL)
def test_a_healthy_year_has_histories_for_every_rule_about_event_logs(profile: str) -> None:
    judged = [each for each in healthy(profile).outcomes if each.rule.partition("/")[0].endswith("-workflows")]
    assert judged
    assert [each.rule for each in judged if not each.counts.passed] == []


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("profile", ALL)
def test_no_record_of_a_healthy_year_is_undetermined(profile: str, scope: Scope) -> None:
    doubts = {
        outcome.rule: outcome.counts.undetermined
        for outcome in healthy(profile, scope).outcomes
        if outcome.counts.undetermined
    }
    assert doubts == {}
