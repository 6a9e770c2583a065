"""Each fault trips the rules that it names, on the records that it names, and no other: over several seeds, together and alone."""

from collections.abc import Sequence

import pytest

from dbcheck.cli.simulate_run import make_year
from dbcheck.pipeline import Audit
from dbcheck.platform.faults.catalogue import Fault, builtin_faults
from dbcheck.platform.faults.planting import Planting
from dbcheck.platform.simulator.maker import Settings
from judged_years import DRAFT, LETTERS, PROFILES, YEAR, law, year_of

pytestmark = pytest.mark.slow

ALL = (*PROFILES, DRAFT)
SEEDS = (1, 2, 3)
ROUNDS = 3  # what would blur other faults in one year is planted in the next


def faults_of(profile: str) -> tuple[Fault, ...]:
    judged = law(profile)
    return tuple(fault for fault in builtin_faults() if judged.broken_by(fault))


def planted(planting: Planting) -> set[tuple[str, str, str]]:
    return {(each.rule, each.kind, each.record) for each in planting.truth}


def found(done: Audit) -> set[tuple[str, str, str]]:
    return set(done.findings.select("rule", "kind", "record").rows())


def differences(planting: Planting, done: Audit) -> dict[str, list[tuple[str, str, str]]]:
    expected, seen = planted(planting), found(done)
    return {"missed": sorted(expected - seen), "besides": sorted(seen - expected)}


NONE: dict[str, Sequence[tuple[str, str, str]]] = {"missed": [], "besides": []}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("profile", ALL)
def test_an_audit_finds_all_that_was_planted_and_nothing_else(profile: str, seed: int) -> None:
    waiting = faults_of(profile)
    for number in range(ROUNDS):
        planting, done = year_of(profile, waiting, seed=seed + 100 * number)
        assert differences(planting, done) == NONE
        assert number or len(planting.unplanted) <= len(waiting) // 20  # nearly all find room in one year
        waiting = tuple(fault for fault in waiting if fault.name in planting.unplanted)
        if not waiting:
            break
    assert [fault.name for fault in waiting] == []


@pytest.mark.parametrize("profile", ALL)
def test_an_audit_of_one_site_finds_all_that_was_planted_and_nothing_else(profile: str) -> None:
    faults = faults_of(profile)
    planting, done = year_of(profile, faults, seed=1, scope="site")
    assert differences(planting, done) == NONE
    assert {each.fault for each in planting.truth} | set(planting.unplanted) == {fault.name for fault in faults}
    assert len(planting.unplanted) < len(faults) // 2


def test_what_has_no_record_is_told_from_what_is_in_the_way_of_others() -> None:
    settings = Settings("inner-mongolia", YEAR, LETTERS, 1, "site")
    planting = make_year(settings, faults_of("inner-mongolia"), law("inner-mongolia"))[1]
    assert {"site-opening-applied-at-blank", "log-migration-not-approved"} <= planting.without_subject
    assert "new-media-account-too-many" in planting.in_the_way
    assert {*planting.without_subject, *planting.in_the_way} == {*planting.unplanted}


ALONE = (
    ("heilongjiang", "letter-replied-at-late"),
    ("heilongjiang", "letter-published-text-pii"),
    ("heilongjiang", "interview-missing-site"),
    ("inner-mongolia", "site-primary-domain-wrong"),
    ("qinghai", "error-report-completed-at-late"),
    ("heilongjiang", "log-letter-replied-late"),
    ("inner-mongolia", "log-offline-before-announcement"),
    ("qinghai", "log-error-report-not-verified"),
    (DRAFT, "log-interview-scheme-late"),
)


@pytest.mark.parametrize(("profile", "name"), ALONE)
def test_a_fault_alone_trips_what_it_names(profile: str, name: str) -> None:
    fault = next(fault for fault in builtin_faults() if fault.name == name)
    planting, done = year_of(profile, (fault,), seed=7)
    assert differences(planting, done) == NONE
    assert {each.rule for each in planting.truth} == {rule.id for rule in law(profile).broken_by(fault)}


def test_truth_says_which_fault_is_behind_each_finding() -> None:
    fault = next(fault for fault in builtin_faults() if fault.name == "letter-replied-at-late")
    _, planting = make_year(Settings("heilongjiang", YEAR, LETTERS, 3), (fault,), law("heilongjiang"))
    assert {(each.fault, each.rule, each.kind) for each in planting.truth} == {
        (fault.name, "DB23T3649.10/5.3.3#2", "letter"),
        (fault.name, "DB23T3649.10/5.3.7", "letter"),
    }
