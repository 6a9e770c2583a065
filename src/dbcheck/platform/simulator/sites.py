"""The websites: portals of governments, sites of departments, and the home page of each."""

from datetime import date

from dbcheck.platform.simulator.html import page_of
from dbcheck.platform.simulator.maker import Maker, Site, Unit
from dbcheck.platform.simulator.organizations import departments_of, with_site
from dbcheck.platform.simulator.regions import Place
from dbcheck.platform.simulator.world import Row

FIND_MISTAKES = ("我为政府网站找错", "https://zfwzzc.www.gov.cn/check_web/index.html")


def make_sites(maker: Maker) -> None:
    """Make a portal for every government, and a site for the departments that have one; the province's portal where one site is all."""
    maker.family("sites")
    region = maker.region
    places = [(region.province, "province"), *((place, "prefecture") for place in region.prefectures)]
    for place, level in [*places, *((place, "county") for place in region.counties)]:
        units = [unit for unit in maker.units if unit.place == place.name and unit.level == level]
        government, office, *departments = units
        host = office if level == "county" else government
        _site(maker, place, host, office, departments=tuple(departments), domain=f"www.{place.label}.gov.cn")
        labels = [label for _, label in departments_of(len(departments))]
        for department, label in list(zip(departments, labels, strict=True))[: with_site(maker, level)]:
            _site(maker, place, department, office, departments=(department,), domain=f"{label}.{place.label}.gov.cn")


def _site(maker: Maker, place: Place, host: Unit, office: Unit, *, departments: tuple[Unit, ...], domain: str) -> None:
    number = len(maker.sites) + 1
    kind = "portal" if domain.startswith("www.") else "department"
    name = f"{place.name}人民政府门户网站" if kind == "portal" else f"{host.name}网站"
    site = Site(f"SITE-{number:03}", name, host, office, kind, domain, departments)
    maker.sites.append(site)
    maker.add("site", "SITE", site_row(maker, site, place, number))
    maker.add("page", "", home_page(maker, site))


def site_row(maker: Maker, site: Site, place: Place, number: int) -> Row:
    """Give the record of a running site."""
    serial = 2_300_000_000 + number * 10_007
    return {
        "id": site.id,
        "name": site.name,
        "org_id": site.host.id,
        "undertaker_org_id": site.office.id,
        "kind": site.kind,
        "status": "running",
        "primary_domain": site.domain,
        "domains": [site.domain],
        "cn_domains": [f"{place.short}政府.政务" if site.is_portal else f"{site.host.name}.政务"],
        "region_label": place.label,
        "org_label": None if site.is_portal else site.domain.partition(".")[0],
        "identifier_code": str(serial),
        "icp_no": f"{place.short[0]}ICP备{maker.year % 100:02}{number:06}号",
        "police_record_no": f"{place.short[0]}公网安备{serial}号",
        "badge_id": f"CA{serial}",
        "header_name": site.name,
        "slogan": None,
        "logo_url": site.url("images/logo.png"),
        "unified_platform": True,
        "auth_system": "province_unified",
        "mobile_interaction": True,
        "search_enabled": number % 3 != 0,
        "in_reporting_system": True,
        "opened_at": date(maker.year - 1 - number % 6, 1 + number % 12, 1 + number % 28),
        "closed_at": None,
    }


def home_page(maker: Maker, site: Site) -> Row:
    """Give the snapshot of the home page."""
    links = [
        (name, site.url(path)) for name, path in (("政府信息公开", "zfxxgk/"), ("互动交流", "hdjl/"), ("政务服务", "zwfw/"))
    ]
    html = page_of(
        site.name, links=[*links, FIND_MISTAKES], paragraphs=[f"{site.name}主办单位:{site.host.name}"], search=True
    )
    return page_row(maker, site, site.url(""), page_type="home", subject=site.id, html=html)


def page_row(maker: Maker, site: Site, url: str, *, page_type: str, subject: str, html: str) -> Row:
    """Give the snapshot of a page that answered, taken at the end of the year."""
    return {
        "url": url,
        "site_id": site.id,
        "page_type": page_type,
        "subject_id": subject,
        "html": html,
        "text": None,
        "links": None,
        "http_status": 200,
        "fetched_at": maker.office(maker.days.last),
    }
