"""Simulated years for tests, made and audited with their event logs; the healthy ones once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dbcheck.cli.simulate_run import law_of, law_of_packs, make_year
from dbcheck.pipeline import Audit, audit
from dbcheck.platform.faults.catalogue import Fault
from dbcheck.platform.faults.planting import Law, Planting
from dbcheck.platform.simulator.maker import Scope, Settings
from dbcheck.platform.simulator.world import Row
from dbcheck.records.snapshot import kinds
from dbcheck.reports.record_files import write_records

LOCAL: Mapping[str, str] = {"heilongjiang": "DB23T3649.10", "inner-mongolia": "DB15", "qinghai": "QH2018-37"}
PROFILES = tuple(LOCAL)
DRAFT = "DB23T3649.10-draft"
DRAFTS = (DRAFT, f"{DRAFT}-workflows")
YEAR, LETTERS = 2024, 400
AS_OF = f"{YEAR + 1}-01-31"


def with_logs(profile: str, folder: Path) -> str:
    """Write a profile that judges event logs too, as a user would."""
    path = folder / f"{profile}-with-logs.yaml"
    path.write_text(
        f"profile: {path.stem}\ntitle: 含流程日志\ninherits: {profile}\npacks: [{LOCAL[profile]}-workflows]\n", "utf-8"
    )
    return str(path)


@cache
def law(profile: str) -> Law:
    """Give the rules of a profile with those about event logs; the draft stands for itself."""
    if profile == DRAFT:
        return law_of_packs(*DRAFTS)
    with TemporaryDirectory() as folder:
        return law_of(with_logs(profile, Path(folder)))


def year_of(profile: str, faults: tuple[Fault, ...], seed: int, scope: Scope = "province") -> tuple[Planting, Audit]:
    """Make a year with faults and audit it; the draft in a year of the province."""
    settings = Settings("heilongjiang" if profile == DRAFT else profile, YEAR, LETTERS, seed, scope)
    world, planting = make_year(settings, faults, law(profile))
    with TemporaryDirectory() as folder:
        source: Path | Mapping[str, list[Row]] = world.records
        if scope == "site":  # kinds of which nothing is there need a header, which a list cannot have
            write_records(world.records, kinds(), Path(folder) / "year", "parquet")
            source = Path(folder) / "year"
        if profile == DRAFT:
            return planting, audit(source, rules=DRAFTS, as_of=AS_OF)
        return planting, audit(source, profile=with_logs(profile, Path(folder)), as_of=AS_OF)


@cache
def healthy(profile: str, scope: Scope = "province") -> Audit:
    """Give the audit of a healthy year."""
    return year_of(profile, (), seed=1, scope=scope)[1]
