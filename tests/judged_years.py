"""Simulated years for tests, made and audited; the healthy ones once."""

from functools import cache

from dbcheck.cli.simulate_run import law_of, law_of_pack, make_year
from dbcheck.pipeline import Audit, audit
from dbcheck.platform.faults.catalogue import Fault
from dbcheck.platform.faults.planting import Planting
from dbcheck.platform.simulator.maker import Settings

PROFILES = ("heilongjiang", "inner-mongolia", "qinghai")
DRAFT = "DB23T3649.10-draft"
YEAR, LETTERS = 2024, 400


def year_of(profile: str, faults: tuple[Fault, ...], seed: int) -> tuple[Planting, Audit]:
    """Make a year with faults and audit it; the draft stands for itself, in a year of the province."""
    is_draft = profile == DRAFT
    law = law_of_pack(DRAFT) if is_draft else law_of(profile)
    settings = Settings("heilongjiang" if is_draft else profile, YEAR, LETTERS, seed)
    world, planting = make_year(settings, faults, law)
    done = audit(
        world.records,
        profile=None if is_draft else profile,
        rules=[DRAFT] if is_draft else None,
        as_of=f"{YEAR + 1}-01-31",
    )
    return planting, done


@cache
def healthy(profile: str) -> Audit:
    """Give the audit of a healthy year."""
    return year_of(profile, (), seed=1)[1]
