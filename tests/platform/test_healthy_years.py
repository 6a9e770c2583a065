"""The healthy promise: nothing is found in a simulated year, and every rule that judges something passes."""

import pytest

from dbcheck.findings import OutcomeKind
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


@pytest.mark.parametrize("profile", ALL)
def test_a_healthy_year_has_no_finding(profile: str) -> None:
    assert healthy(profile).findings.select("rule", "record").rows() == []


@pytest.mark.parametrize("profile", ALL)
def test_every_rule_with_a_population_passes_in_a_healthy_year(profile: str) -> None:
    settled = (OutcomeKind.PASS, OutcomeKind.NOT_APPLICABLE, OutcomeKind.MANUAL)
    other = {outcome.rule: outcome.outcome for outcome in healthy(profile).outcomes if outcome.outcome not in settled}
    assert {rule for rule, kind in other.items() if kind is not OutcomeKind.NO_POPULATION} == set()
    assert set(other) == NOTHING_TO_JUDGE[profile]


@pytest.mark.parametrize("profile", ALL)
def test_no_record_of_a_healthy_year_is_undetermined(profile: str) -> None:
    doubts = {
        outcome.rule: outcome.counts.undetermined for outcome in healthy(profile).outcomes if outcome.counts.undetermined
    }
    assert doubts == {}
