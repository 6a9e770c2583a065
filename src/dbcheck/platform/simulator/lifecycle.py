"""Sites that open, move, go off line and change: applications, reviews, announcements, archived pages."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dbcheck.platform.simulator.html import page_of
from dbcheck.platform.simulator.maker import Maker, Site, Unit
from dbcheck.platform.simulator.sites import page_row, site_row
from dbcheck.platform.simulator.world import Row, Value, moment

CLOSED = (
    ("文化和旅游", "whlyt"), ("体育", "tyt"), ("粮食和物资储备", "lst"), ("林业和草原", "lct"), ("水利", "slt"), ("商务", "swt"),
    ("统计", "tjt"), ("应急管理", "yjt"), ("医疗保障", "ybt"),
)  # fmt: skip
KINDS = ("site_opening", "site_migration", "site_offline", "site_change", "review_step", "announcement", "archived_page")
CHANGES = ("domain", "head", "contact", "column_structure", "url", "host_org")
STEPS = ("prefecture", "province")
SUBJECTS = {
    "site_opened": "site_opening", "migration_notice": "site_migration", "migration_done": "site_migration", "offline": "site_offline",
    "domain_changed": "site_change",
}  # fmt: skip


def make_lifecycle(maker: Maker) -> None:
    """Make a few of each over the year; of a site that stands alone, changes only."""
    maker.family("lifecycle")
    for kind in KINDS:
        maker.world.rows(kind)  # there all the same, empty, where nothing of the kind happened
    departments = [site for site in maker.sites if not site.is_portal]
    for site in [*(site for site in maker.sites if site.is_county), *departments]:
        _opening(maker, site)
    for number, (field, label) in enumerate(() if maker.is_alone else CLOSED):
        _migration(maker, field, label, number)
    for site in departments[2:]:
        _offline(maker, site, "rectification")
    for site, reason in zip(departments, ("force_majeure", "ordered_shutdown"), strict=False):
        _offline(maker, site, reason)
    for number, site in enumerate(maker.sites):
        _change(maker, site, CHANGES[number % len(CHANGES)])


def _reviewed(maker: Maker, subject_kind: str, subject: Row, first: datetime, units: Sequence[Unit]) -> None:
    for number, (level, unit) in enumerate(zip(STEPS, units, strict=True), start=1):
        fields: dict[str, Value] = {
            "subject_kind": subject_kind,
            "subject_id": subject["id"],
            "seq": number,
            "org_id": unit.id,
            "level": level,
            "account_kind": "organizing",
            "decision": "approve",
            "comment": "同意。",
            "at": first + timedelta(hours=number),
        }
        maker.add("review_step", "SH", fields)


def _announce(maker: Maker, kind: str, subject: Row, where: tuple[Site, str], at: datetime, *, body: str) -> None:
    site, relation = where
    fields: dict[str, Value] = {
        "kind": kind,
        "subject_kind": SUBJECTS[kind],
        "subject_id": subject["id"],
        "site_id": site.id,
        "site_relation": relation,
        "prominent": True,
        "body": body,
        "published_at": at,
        "removed_at": at + timedelta(days=maker.random.randrange(35, 60)),
        "url": site.url(f"gg/{len(maker.world.rows('announcement')) + 1}.html"),
    }
    maker.add("announcement", "GG", fields)


def _opening(maker: Maker, site: Site) -> None:
    """Open a site in the year before."""
    applied = maker.office(maker.workday(date(maker.year - 1, 1, 5), date(maker.year - 1, 6, 20)))
    next(row for row in maker.world.rows("site") if row["id"] == site.id)["opened_at"] = (
        applied + timedelta(days=50)
    ).date()

    def later(days: int) -> datetime:
        return applied + timedelta(days=days)

    fields: dict[str, Value] = {
        "site_id": site.id,
        "applicant_org_id": site.host.id,
        "head_consent_at": applied - timedelta(days=3),
        "applied_at": applied,
        "applied_by_org_id": site.office.id,
        "applied_to_org_id": maker.units[1].id,
        "approved_at": later(12),
        "approver_level": "province",
        "badge_applied_at": later(15),
        "domain_registered_at": later(18),
        "icp_filed_at": later(30),
        "police_filed_at": later(33),
        "info_submitted_at": later(36),
        "reported_state_at": later(40),
        "code_issued_at": later(46),
        "online_at": later(50),
    }
    row = maker.add("site_opening", "KS", fields)
    _reviewed(maker, "site_opening", row, later(5), (site.office, maker.units[1]))
    relation = "superior_portal" if site.is_portal else "same_level_portal"
    _announce(maker, "site_opened", row, (maker.portals[0], relation), later(51), body=f"{site.name}正式开通。")


def _migration(maker: Maker, field: str, label: str, number: int) -> None:
    """Close a department's site whose content moves to the portal of the province."""
    portal, region = maker.portals[0], maker.region
    host = Unit(
        f"ORG-{len(maker.units) + 1:03}",
        f"{region.province.name}{field}厅",
        "province",
        "public_institution",
        region.province.name,
        portal.host.id,
    )
    maker.units.append(host)
    named: Row = {"id": host.id, "name": host.name, "level": host.level, "kind": host.kind, "parent_id": host.parent}
    maker.add(
        "organization",
        "ORG",
        {**named, "region": host.place, "serves_public": False, "enacts_rules": False, "has_site": False},
    )
    old = Site(
        f"SITE-9{number + 1:02}",
        f"{host.name}网站",
        host,
        portal.office,
        "department",
        f"{label}.{region.province.label}.gov.cn",
        (host,),
    )
    applied = maker.office(maker.workday(date(maker.year, 1, 5), date(maker.year, 4, 20)))
    closed = (applied + timedelta(days=80)).date()
    gone: Row = {"status": "closed", "closed_at": closed, "identifier_code": None}
    maker.add("site", "SITE", {**site_row(maker, old, region.province, 900 + number), **gone})
    row = maker.add("site_migration", "QY", _moved(old, portal, applied))
    _reviewed(maker, "site_migration", row, applied + timedelta(days=3), (portal.office, maker.units[1]))
    notice, done = applied + timedelta(days=20), moment(row, "content_migrated_at") + timedelta(hours=5)
    _announce(maker, "migration_notice", row, (old, "own"), notice, body=f"{old.name}将整合至{portal.name},敬请留意。")
    body = f"{old.name}已完成迁移,原有内容迁移至{portal.name}。"
    _announce(maker, "migration_done", row, (portal, "same_level_portal"), done, body=body)
    _archive(maker, old, row)


def _moved(old: Site, portal: Site, applied: datetime) -> dict[str, Value]:
    def later(days: int) -> datetime:
        return applied + timedelta(days=days)

    return {
        "site_id": old.id,
        "reason": "intensive",
        "applicant_org_id": old.host.id,
        "applied_at": applied,
        "approved_at": later(10),
        "approver_level": "province",
        "started_at": later(15),
        "icp_cancelled_at": later(70),
        "badge_cancelled_at": later(72),
        "police_cancelled_at": later(74),
        "domain_cancelled_at": later(76),
        "status_reported_at": later(78),
        "target_site_id": portal.id,
        "content_migrated_at": later(60),
    }


def _archive(maker: Maker, old: Site, migration: Row) -> None:
    at = moment(migration, "content_migrated_at") + timedelta(days=2)
    for number in range(2):
        url = f"https://archive.{maker.region.province.label}.gov.cn/{old.id.lower()}/{number}.html"
        html = page_of(f"{old.name}历史页面", paragraphs=[f"本页面已归档,归档时间{at:%Y-%m-%d}。"])
        fields: dict[str, Value] = {
            "site_id": old.id,
            "url": url,
            "trigger": "migration",
            "archived_at": at,
            "http_status": 200,
            "html": html,
        }
        row = maker.add("archived_page", "GD", fields)
        maker.add("page", "", page_row(maker, old, url, page_type="archived", subject=str(row["id"]), html=html))


def _offline(maker: Maker, site: Site, reason: str) -> None:
    applied = maker.office(maker.workday(date(maker.year, 2, 5), date(maker.year, 9, 20)))
    urgent = reason != "rectification"
    offline = applied + timedelta(days=6)
    fields: dict[str, Value] = {
        "site_id": site.id,
        "reason": reason,
        "applicant_org_id": None if urgent else site.host.id,
        "applied_at": None if urgent else applied,
        "approved_at": None if urgent else applied + timedelta(days=3),
        "approver_level": None if urgent else "province",
        "offline_at": offline,
        "restored_at": offline + timedelta(days=maker.random.randrange(3, 20)),
        "reported_state_at": offline + timedelta(hours=20) if urgent else None,
        "accountability_at": None,
    }
    row = maker.add("site_offline", "XX", fields)
    if not urgent:
        _reviewed(maker, "site_offline", row, applied + timedelta(days=1), (site.office, maker.units[1]))
        body = f"{site.name}因整改临时下线,届时恢复。"
        _announce(maker, "offline", row, (site, "own"), offline - timedelta(hours=4), body=body)
        _announce(maker, "offline", row, (maker.portals[0], "same_level_portal"), offline - timedelta(hours=3), body=body)


def _change(maker: Maker, site: Site, kind: str) -> None:
    changed = maker.office(maker.workday(date(maker.year, 1, 8), date(maker.year, 11, 20)))
    fields: dict[str, Value] = {
        "site_id": site.id,
        "kind": kind,
        "changed_at": changed,
        "filed_at": changed + timedelta(days=1),
        "filed_to_org_id": maker.units[1].id,
        "info_updated_at": changed + timedelta(hours=6),
    }
    row = maker.add("site_change", "BG", fields)
    if kind == "domain":
        _announce(maker, "domain_changed", row, (site, "own"), changed, body=f"{site.name}启用新域名{site.domain}。")
