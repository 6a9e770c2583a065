"""What keeps sites in order: shifts, patrols, checks, spot checks, trainings, assessments, yearly reports, filed units."""

import json
from datetime import date, datetime, time, timedelta

from dbcheck.platform.simulator.days import DAY
from dbcheck.platform.simulator.maker import Maker, Site, Unit
from dbcheck.platform.simulator.phrases import prose
from dbcheck.platform.simulator.world import Row, Value

SHIFTS = ((0, 12), (12, 24))
PATROL = ("operation", "links", "columns", "content")
QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
SAID = ("letter_handling", "platform_text", "topic_text", "new_media_text", "innovation_text", "mechanism_text")
ABOUT = ("网民留言办理", "平台建设", "专题开设", "新媒体传播", "创新发展", "机制保障")


def make_governance(maker: Maker) -> None:
    """Make a year of it for every site, office and account."""
    maker.family("governance")
    for site in maker.sites:
        _shifts(maker, site)
        _patrols(maker, site)
        for start, end in QUARTERS:
            _security(maker, {"site_id": site.id, "org_id": site.office.id}, start, end)
        for year in (maker.year - 1, maker.year):
            _report(maker, "site_work", site.host, year, site)
    for account in maker.world.rows("new_media_account"):
        _security(maker, {"account_id": account["id"], "org_id": account["org_id"]}, 3, 9)
        _watched(maker, account)
    for unit in list(maker.units):
        _of_unit(maker, unit)


def _shifts(maker: Maker, site: Site) -> None:
    for day in maker.days.all(maker.days.end):
        midnight = datetime.combine(day, time())
        for number, (start, end) in enumerate(SHIFTS):
            fields: dict[str, Value] = {
                "org_id": site.host.id,
                "site_id": site.id,
                "start_at": midnight + timedelta(hours=start),
                "end_at": midnight + timedelta(hours=end),
                "person": f"值班员{(day.toordinal() + number) % 7 + 1}",
            }
            maker.add("duty_log", "ZB", fields)


def _patrols(maker: Maker, site: Site) -> None:
    for day in maker.days.all(maker.days.end):
        found = 1 if (day.toordinal() + int(site.id[-3:])) % 29 == 0 else 0
        fields: dict[str, Value] = {
            "site_id": site.id,
            "account_id": None,
            "date": day,
            "checker": "巡检员",
            "methods": ["machine", "manual"],
            "items": list(PATROL),
            "new_articles_reviewed": True,
            "problem_count": found,
            "corrected_at": datetime.combine(day, time(16)) if found else None,
            "record_text": "发现错别字一处,已改正。" if found else "首页、栏目、链接均正常,新稿件已审看。",
        }
        maker.add("patrol_log", "XJ", fields)


def _watched(maker: Maker, account: Row) -> None:
    for month in range(13):
        day = date(maker.year, month + 1, 8) if month < 12 else date(maker.year + 1, 1, 8)
        fields: dict[str, Value] = {
            "site_id": None,
            "account_id": account["id"],
            "date": day,
            "checker": "监测员",
            "methods": ["machine"],
            "items": ["operation", "content"],
            "new_articles_reviewed": True,
            "problem_count": 0,
            "corrected_at": None,
            "record_text": "账号更新正常。",
        }
        maker.add("patrol_log", "XJ", fields)


def _security(maker: Maker, whose: Row, start: int, end: int) -> None:
    at = maker.office(maker.workday(date(maker.year, start, 10), date(maker.year, end, 20)))
    fields: Row = {"site_id": None, "account_id": None, **whose, "checked_at": at, "fixed_at": at + timedelta(days=1)}
    maker.add("security_check", "AQ", fields)


def _of_unit(maker: Maker, unit: Unit) -> None:
    own = [site for site in maker.sites if site.host is unit]
    below = [site for site in maker.sites if site.office is unit]
    if unit.kind in ("government", "department"):
        _assessments(maker, unit, "new_media")
    if own:
        for kind in ("site", "error_report"):
            _assessments(maker, unit, kind)
        for year in (maker.year - 1, maker.year):
            _report(maker, "disclosure", unit, year, own[0])
    if unit.kind == "government_office":
        for year in (maker.year - 1, maker.year):
            _report(maker, "site_supervision", unit, year, below[0])
        for target in ("site", "new_media"):
            maker.add("training", "PX", {"org_id": unit.id, "target": target, "held_at": maker.office(maker.workday())})
    if (below and unit.kind == "government_office") or (own and unit.kind == "department"):
        for start, end in QUARTERS:
            _spot_check(maker, unit, below or own, start, end)
    if unit.kind in ("department", "government_office"):
        _responsible(maker, unit)


def _assessments(maker: Maker, unit: Unit, kind: str) -> None:
    """Assess a unit in this year and the one before."""
    for year in (maker.year - 1, maker.year):
        _assessment(maker, unit, kind, year)


def _assessment(maker: Maker, unit: Unit, kind: str, year: int) -> None:
    fields: dict[str, Value] = {
        "org_id": unit.id,
        "kind": kind,
        "year": year,
        "in_performance": True,
        "in_inspection": kind == "site",
    }
    maker.add("assessment", "KP", fields)


def _spot_check(maker: Maker, unit: Unit, sites: list[Site], start: int, end: int) -> None:
    first = maker.office(maker.workday(date(maker.year, start, 5), date(maker.year, end, 10)))
    finished = first + timedelta(days=3)
    checked = sites[: max(1, (len(sites) + 1) // 2)]
    portal = next((site for site in maker.sites if site.is_portal and site.office is unit), maker.portals[0])
    fields: dict[str, Value] = {
        "org_id": unit.id,
        "year": maker.year,
        "quarter": end // 3,
        "started_at": first,
        "finished_at": finished,
        "checked_site_ids": [site.id for site in checked],
        "checked_count": len(checked),
        "total_count": len(sites),
        "result_published_at": maker.office(maker.days.after(finished.date(), 3)),
        "result_site_id": portal.id,
    }
    row = maker.add("spot_check", "CC", fields)
    for number, severity in enumerate(("serious", "minor")):
        at = maker.office(maker.days.after(finished.date(), 4 + number))
        serious = severity == "serious"
        found: dict[str, Value] = {
            "spot_check_id": row["id"],
            "site_id": checked[0].id,
            "severity": severity,
            "circulated_at": at if serious else None,
            "talked_at": at + DAY if serious else None,
        }
        maker.add("spot_check_finding", "WT", found)


def _responsible(maker: Maker, unit: Unit) -> None:
    fields: dict[str, Value] = {
        "org_id": unit.id,
        "handling_body": "信访综合科",
        "leader": f"{unit.name}分管负责同志",
        "manager": "留言办理岗",
        "filed_at": datetime(maker.year, 1, 10, 10),
        "filed_to_org_id": maker.units[1].id,
    }
    maker.add("responsible_unit", "ZR", fields)


def _report(maker: Maker, kind: str, unit: Unit, year: int, site: Site) -> None:
    published = datetime(year + 1, 1, 8 + maker.random.randrange(18), 10)
    fields: dict[str, Value] = {
        "org_id": unit.id,
        "site_id": site.id,
        "kind": kind,
        "year": year,
        "published_at": published,
        "url": site.url(f"nb/{kind}-{year}.html"),
        "info_total": maker.random.randrange(800, 9000),
        "column_counts": json.dumps({"政务要闻": maker.random.randrange(100, 900)}, ensure_ascii=False),
        "visit_total": maker.random.randrange(10**4, 10**6),
        "service_item_count": maker.random.randrange(10, 300),
        "service_accept_count": maker.random.randrange(100, 9000),
    }
    said = {name: prose(maker.random, about, 1) for name, about in zip(SAID, ABOUT, strict=True)}
    maker.add("annual_report", "NB", {**fields, **said})
