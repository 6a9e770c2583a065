"""Who there is: governments, their offices, their departments."""

from collections.abc import Sequence

from dbcheck.platform.simulator.maker import Maker, Unit
from dbcheck.platform.simulator.regions import DEPARTMENTS, Place

PROVINCE_DEPARTMENTS, PREFECTURE_DEPARTMENTS, COUNTY_DEPARTMENTS = 6, 4, 1
WITH_SITE = {"province": 5, "prefecture": 2, "county": 0}  # so many of the departments keep a website
SUFFIX = {"province": "厅", "prefecture": "局", "county": "局"}


def make_organizations(maker: Maker) -> None:
    """Make the province, its prefectures, and a county in each, as far as the year goes."""
    maker.family("organizations")
    region = maker.region
    top = _government(maker, region.province, "province", "", PROVINCE_DEPARTMENTS)
    for prefecture, county in zip(region.prefectures, region.counties, strict=True):
        middle = _government(maker, prefecture, "prefecture", top, PREFECTURE_DEPARTMENTS)
        _government(maker, county, "county", middle, COUNTY_DEPARTMENTS)


def _government(maker: Maker, place: Place, level: str, above: str, departments: int) -> str:
    office_word = "办公厅" if level == "province" else "办公室"
    government = _unit(maker, f"{place.name}人民政府", (level, "government"), place, above, has_site=level != "county")
    office = f"{government.name}{office_word}"
    _unit(maker, office, (level, "government_office"), place, government.id, has_site=level == "county")
    for number, (field, _) in enumerate(departments_of(departments)):
        name = f"{place.name}{field}{SUFFIX[level]}"
        _unit(maker, name, (level, "department"), place, government.id, has_site=number < with_site(maker, level))
    if level == "county":
        township = f"{place.short}乡人民政府"
        _unit(maker, township, ("township", "government"), place, government.id, has_site=False)
    return government.id


def with_site(maker: Maker, level: str) -> int:
    """Give how many departments of a government keep a website beside its portal."""
    return 0 if maker.is_alone else WITH_SITE[level]


def departments_of(amount: int) -> Sequence[tuple[str, str]]:
    """Give the fields of the departments of a government that has so many, and their labels in domains."""
    return DEPARTMENTS[:amount]


def _unit(maker: Maker, name: str, rank: tuple[str, str], place: Place, parent: str, *, has_site: bool) -> Unit:
    level, kind = rank
    made = Unit(f"ORG-{len(maker.units) + 1:03}", name, level, kind, place.name, parent)
    maker.units.append(made)
    serves = kind == "department" and not name.endswith(("民政厅", "民政局"))
    row = {
        "id": made.id,
        "name": name,
        "level": level,
        "kind": kind,
        "parent_id": parent or None,
        "region": place.name,
        "serves_public": serves,
        "enacts_rules": kind == "government" and level != "county",
        "has_site": has_site,
    }
    maker.add("organization", "ORG", row)
    return made
