"""What sites publish: articles and comments, profiles of offices and their leaders, statutory disclosure, reposts."""

from datetime import date, datetime, timedelta

from dbcheck.platform.simulator.columns import COMMENTED
from dbcheck.platform.simulator.maker import Maker, Site
from dbcheck.platform.simulator.phrases import prose
from dbcheck.platform.simulator.world import Row, Value

SUBJECTS = (
    "重点项目建设", "春耕备耕", "防汛抢险", "招商引资", "安全生产", "文化惠民", "秋粮收购", "冰雪旅游", "就业服务", "基层治理",
    "营商环境", "科技创新", "生态保护", "健康促进",
)  # fmt: skip
ARTICLES = (
    ("news", "news", 5), ("notice", "notice", 3), ("meeting", "news", 2), ("activity", "news", 1), ("decision", "news", 1),
    ("document", "documents", 1), ("other", "disclosure_system", 1),
)  # fmt: skip
TITLES = {
    "news": "{place}扎实推进{subject}",
    "notice": "关于{subject}有关事项的通知",
    "meeting": "{place}召开{subject}工作会议",
    "activity": "{place}开展{subject}主题活动",
    "decision": "{place}部署{subject}工作",
    "document": "{place}{subject}工作要点",
    "other": "{place}{subject}信息公开规定",
}
DISCLOSED = (
    "document", "interpretation", "plan", "statistics", "license", "penalty", "budget", "fee", "procurement", "major_project",
    "livelihood", "emergency", "recruitment", "gazette", "other", "power_list", "rule", "normative_document", "org_profile",
)  # fmt: skip
DUTIES = (
    "负责综合协调和督查督办",
    "承担行业规划、政策研究和监督管理",
    "组织实施公共服务和行政审批",
    "负责应急保障和信息发布",
)


def make_publishing(maker: Maker) -> None:
    """Make what every site publishes over the year."""
    maker.family("publishing")
    for site in maker.sites:
        for category, column, amount in ARTICLES:
            for _ in range(amount * (2 if site.is_portal else 1)):
                _article(maker, site, category, column)
        if site.is_portal:
            for _ in range(2):
                _article(maker, site, "overview", "overview")
        _profiles(maker, site)
        _disclosed(maker, site)
    _comments(maker)
    _reposts(maker)


def _article(maker: Maker, site: Site, category: str, column: str) -> Row:
    random, subject = maker.random, maker.pick(SUBJECTS)
    event = maker.office(maker.workday(last=date(maker.year, 12, 20)))
    reviewed = event + timedelta(minutes=random.randrange(40, 160))
    published = reviewed + timedelta(minutes=random.randrange(20, 90))
    title = TITLES.get(category, "{place}{subject}概况").format(place=site.host.place, subject=subject)
    body = prose(random, subject, 4)
    important, repost = random.random() < 0.5, category == "news" and random.random() < 0.4
    changed = published + timedelta(days=3) if random.random() < 0.3 else None
    with_map = category in ("overview", "news") and random.random() < 0.5
    fields: dict[str, Value] = {
        "site_id": site.id,
        "column_id": site.columns[column],
        "category": category,
        "title": title,
        "body": body,
        "url": site.url(f"c/{len(maker.world.rows('article')) + 1}.html"),
        "source": "本地日报" if repost else site.host.name,
        "source_kind": "non_government" if repost else "own",
        "is_repost": repost,
        "upstream_id": None,
        "is_important": important,
        "media": ["配图.jpg"] if important else None,
        "manuscript_text": body if not repost and random.random() < 0.5 else None,
        "reviewed_at": reviewed,
        "secrecy_reviewed_at": reviewed + timedelta(minutes=5),
        "published_at": published,
        "updated_at": changed + timedelta(hours=5) if changed else published,
        "info_changed_at": changed,
        "event_at": event,
        "map_used": with_map,
        "map_approval_no": f"{site.host.place[0]}S({maker.year})012号" if with_map else None,
    }
    return maker.add("article", "XX", fields)


def _profiles(maker: Maker, site: Site) -> None:
    described = (site.host, *(unit for unit in site.departments if unit is not site.host))
    for unit in described:
        fields: dict[str, Value] = {
            "org_id": unit.id,
            "site_id": site.id,
            "functions": f"{unit.name}{maker.pick(DUTIES)},{maker.pick(DUTIES)}。",
            "structure": "办公室、综合科、业务一科、业务二科、政策法规科",
            "address": f"{unit.place}行政中心{maker.random.randrange(1, 9)}号楼",
            "office_hours": "工作日9:00至17:00",
            "contact": "0999-12345",
            "leader_names": [f"{unit.name}主要负责同志"],
            "template": "标准模板",
            "column_id": site.columns["org_functions"],
            "published_at": datetime(maker.year, 1, 5, 9, 30),
        }
        maker.add("org_profile", "JG", fields)
    for rank in ("主要负责同志", "分管负责同志"):
        leader: dict[str, Value] = {
            "org_id": site.host.id,
            "site_id": site.id,
            "name": f"{site.host.name}{rank}",
            "photo_url": site.url("ldzc/photo.jpg"),
            "resume": "曾在基层和机关多个岗位工作。",
            "duties": maker.pick(DUTIES),
            "speeches": [f"在{maker.pick(SUBJECTS)}工作会议上的讲话"],
        }
        maker.add("leader_profile", "LD", leader)


def _disclosed(maker: Maker, site: Site) -> None:
    for category in DISCLOSED:
        for number in range(2):
            at = maker.office(maker.workday(last=date(maker.year, 12, 20)))
            fields: dict[str, Value] = {
                "org_id": site.host.id,
                "site_id": site.id,
                "column_id": site.columns["disclosure_catalog"],
                "category": category,
                "title": f"{site.host.name}{maker.pick(SUBJECTS)}公开事项{number + 1}",
                "published_at": at,
                "url": site.url(f"zfxxgk/{category}/{number + 1}.html"),
            }
            maker.add("disclosure_item", "GK", fields)


def _comments(maker: Maker) -> None:
    columns = {identifier for site in maker.sites for kind, identifier in site.columns.items() if kind in COMMENTED}
    for article in maker.world.rows("article"):
        published = article["published_at"]
        if maker.random.random() < 0.25 and article["column_id"] in columns and isinstance(published, datetime):
            at = published + timedelta(hours=maker.random.randrange(2, 80))
            fields: dict[str, Value] = {
                "article_id": article["id"],
                "platform": "unified",
                "user_id": f"U{maker.random.randrange(10**6):06}",
                "content": f"支持{maker.pick(SUBJECTS)},希望多发布这方面的消息。",
                "created_at": at,
                "visible": True,
                "handled_at": at + timedelta(hours=3),
            }
            maker.add("comment", "PL", fields)


REPOSTING = 4  # so many of the sites have to repost one thing
UPSTREAM = (
    ("state_council_document", "state_council", "overall"),
    ("state_council_policy", "state_council", "overall"),
    ("state_council_policy", "state_council", "sector"),
    ("policy", "superior_site", "region"),
    ("policy", "same_level_portal", "region"),
    ("interview", "superior_site", "overall"),
    ("media_comment", "media", "overall"),
    ("news", "superior_site", "overall"),
)


def _reposts(maker: Maker) -> None:
    """Let every site repost what a higher one published, within hours."""
    for kind, publisher, scope in UPSTREAM * 2:
        at = maker.office(maker.workday(last=date(maker.year, 12, 20)))
        item: dict[str, Value] = {
            "kind": kind,
            "publisher_kind": publisher,
            "title": f"关于{maker.pick(SUBJECTS)}的意见",
            "published_at": at,
            "is_important": True,
            "scope": scope,
        }
        upstream = maker.add("upstream_item", "SY", item)
        for site in maker.random.sample(maker.sites, min(REPOSTING, len(maker.sites))):
            reposted = at + timedelta(minutes=maker.random.randrange(30, 400))
            duty: dict[str, Value] = {
                "upstream_id": upstream["id"],
                "site_id": site.id,
                "account_id": None,
                "article_id": None,
                "reposted_at": reposted,
            }
            maker.add("repost_duty", "ZZ", duty)
