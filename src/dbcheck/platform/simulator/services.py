"""Service items with guides, materials and cases; statistics, open data, knowledge, mailboxes."""

from datetime import date, datetime, timedelta

from dbcheck.platform.simulator.html import page_of
from dbcheck.platform.simulator.maker import Maker, Site
from dbcheck.platform.simulator.phrases import answer_text, topic_of
from dbcheck.platform.simulator.sites import page_row
from dbcheck.platform.simulator.world import Row, Value

ITEMS = (
    "食品经营许可",
    "社保参保登记",
    "建筑施工许可",
    "教师资格认定",
    "道路运输经营许可",
    "新生儿户口登记预约",
    "公共场所卫生许可",
    "供热报装",
)
LEVELS = ("full", "apply", "download", "info")
FUNCTIONS = (
    ["reserve", "apply", "consult"],
    ["query", "supervise", "evaluate"],
    ["reserve", "query"],
    ["consult", "evaluate"],
)
STAGES = ("view", "reserve", "consult", "apply", "accept", "feedback")
DOMAINS = ("population", "natural_resources", "economy", "agriculture", "industry", "services", "finance", "livelihood")
DATASETS = ("公交站点", "学校名录", "定点医院名录", "公园绿地")
FORMATS = ("csv", "json", "xml", "api")
GUIDE_LINKS = ("法律法规", "政策文件", "常见问题", "咨询投诉", "监督举报")
LAST = date(1, 12, 20)


def make_services(maker: Maker) -> None:
    """Make what people can do and look up on every site."""
    maker.family("services")
    for site in maker.sites:
        for number in range(6 if site.is_portal else 4):
            _item(maker, site, number)
        _knowledge(maker, site)
        if site.is_portal:
            _statistics(maker, site)
            _datasets(maker, site)
        if site.is_portal and not site.is_county:
            _mailbox(maker, site)


def _item(maker: Maker, site: Site, number: int) -> None:
    name = ITEMS[(number + int(site.id[-3:])) % len(ITEMS)]
    url = site.url(f"zwfw/zn/{number + 1}.html")
    steps = f"申请人提交申请表和身份证明,窗口受理后审核,审核通过的发给{name}结果文书"
    ours = number != 3
    fields: dict[str, Value] = {
        "site_id": site.id,
        "name": name,
        "is_government_service": ours,
        "review_passed_at": None if ours else datetime(maker.year, 1, 6, 10),
        "themes": ["证照办理", "经营许可"] if number % 2 else ["社会保障"],
        "audience": ["individual"] if number % 2 else ["individual", "legal_person"],
        "online_level": LEVELS[number % len(LEVELS)],
        "highlighted": number % len(LEVELS) == 0,
        "basis": f"《{name}管理办法》第{maker.random.randrange(3, 30)}条",
        "conditions": "申请人具备相应资格,材料真实齐全",
        "process": "申请、受理、审核、决定、送达",
        "time_limit": f"{maker.random.randrange(3, 15)}个工作日",
        "fee": "不收费",
        "notes": "请携带原件核对",
        "handling_org": site.host.name,
        "contact": "0999-12345",
        "form_url": site.url(f"zwfw/bg/{number + 1}.docx"),
        "filling_instruction": "用黑色签字笔填写,字迹清楚",
        "sample_url": site.url(f"zwfw/yb/{number + 1}.pdf"),
        "online_text": f"{name}办事指南:{steps}。",
        "offline_text": f"{name}办事指南:{steps}。",
        "functions": list(FUNCTIONS[number % len(FUNCTIONS)]),
        "list_url": site.url("zwfw/ml/"),
        "guide_url": url,
    }
    row = maker.add("service_item", "SX", fields)
    links = [(label, site.url(f"zwfw/{position}/")) for position, label in enumerate(GUIDE_LINKS)]
    html = page_of(f"{name}办事指南", paragraphs=[steps], links=links)
    maker.add("page", "", page_row(maker, site, url, page_type="service_guide", subject=str(row["id"]), html=html))
    for material in ("申请表", "身份证明"):
        made: dict[str, Value] = {
            "item_id": row["id"],
            "name": f"{name}{material}",
            "basis": f"《{name}管理办法》",
            "format": "纸质或电子",
            "copies": "1份",
            "signature": "申请人签名",
        }
        maker.add("service_material", "CL", made)
    _cases(maker, row, number)


def _cases(maker: Maker, item: Row, number: int) -> None:
    """Let a case go through every stage, for the first two items of a site."""
    if number > 1:
        return
    at = maker.office(maker.workday(last=LAST.replace(year=maker.year)))
    for stage in STAGES:
        at = maker.soon(at, 20)
        fields: dict[str, Value] = {"item_id": item["id"], "case_id": f"BJ-{str(item['id'])[3:]}", "stage": stage, "at": at}
        maker.add("service_event", "LS", fields)


def _knowledge(maker: Maker, site: Site) -> None:
    """Add to the knowledge base in every quarter."""
    for month in (1, 2, 5, 6, 8, 9, 11, 12):
        topic = topic_of(maker.random)
        fields: dict[str, Value] = {
            "site_id": site.id,
            "topic": topic.issue,
            "attention": maker.random.randrange(10, 5000),
            "question": f"{maker.pick(topic.wishes)}?",
            "answer": answer_text(maker.random, topic, site.host.name),
            "source_letter_ids": None,
            "updated_at": maker.office(maker.workday(date(maker.year, month, 2), date(maker.year, month, 26))),
        }
        maker.add("knowledge_entry", "ZS", fields)


def _statistics(maker: Maker, site: Site) -> None:
    for domain in DOMAINS:
        fields: dict[str, Value] = {
            "site_id": site.id,
            "name": f"{site.host.place}{domain}指标",
            "domain": domain,
            "topic": "综合统计",
            "region": site.host.place,
            "department": f"{site.host.place}统计局",
            "via_interface": True,
            "visual_forms": ["图表", "地图"],
            "query_dims": ["item", "period"] if maker.random.random() < 0.5 else ["period"],
            "dynamic_chart": True,
            "downloadable": True,
            "updated_at": maker.office(maker.workday(date(maker.year, 10, 9), date(maker.year, 12, 20))),
        }
        maker.add("stat_release", "TJ", fields)


def _datasets(maker: Maker, site: Site) -> None:
    for number, name in enumerate(DATASETS):
        reviewed = datetime(maker.year, 2, 1 + maker.random.randrange(20), 10)
        expired = number == 3
        fields: dict[str, Value] = {
            "site_id": site.id,
            "name": f"{site.host.place}{name}",
            "format": FORMATS[number],
            "api_url": site.url(f"sjkf/api/{number + 1}"),
            "opened_at": reviewed + timedelta(days=6),
            "secrecy_reviewed_at": reviewed,
            "desensitized_at": reviewed + timedelta(days=2),
            "updated_at": datetime(maker.year, 12, 1 + maker.random.randrange(20), 9),
            "update_cycle_days": 180,
            "expires_at": datetime(maker.year, 9, 1) if expired else datetime(maker.year + 3, 1, 1),
            "expired_marked_at": datetime(maker.year, 9, 1, 8, 30) if expired else None,
            "removed_at": None,
            "in_catalog": True,
            "view_count": maker.random.randrange(100, 9000),
            "download_count": maker.random.randrange(10, 900),
            "api_call_count": maker.random.randrange(10, 9000),
        }
        maker.add("dataset", "SJ", fields)


def _mailbox(maker: Maker, site: Site) -> None:
    mailbox = f"yijian@{site.domain.removeprefix('www.')}"
    for day in maker.days.all(maker.days.end):
        maker.add("mailbox_check", "YX", {"site_id": site.id, "mailbox": mailbox, "date": day, "checker": "值班员"})
