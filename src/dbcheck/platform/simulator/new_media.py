"""New-media accounts of governments and departments: their filings and posts."""

from datetime import date, datetime, timedelta

from dbcheck.platform.simulator.maker import Maker, Unit
from dbcheck.platform.simulator.phrases import prose
from dbcheck.platform.simulator.publishing import SUBJECTS
from dbcheck.platform.simulator.world import Row, Value

POSTS = 6  # a year and account
PLATFORMS = (("wechat", "微信"), ("weibo", "微博"))


def make_new_media(maker: Maker) -> None:
    """Make two accounts for every government, one for every department above the counties."""
    maker.family("new_media")
    for unit in maker.units:
        if unit.kind == "government":
            for platform, name in PLATFORMS:
                _account(maker, unit, platform, name)
        elif unit.kind == "department" and unit.level != "county":
            _account(maker, unit, *PLATFORMS[0])


def _account(maker: Maker, unit: Unit, platform: str, platform_name: str) -> None:
    opened = datetime(maker.year - 1, 2, 4, 10) + timedelta(days=maker.random.randrange(200))
    row = maker.add(
        "new_media_account",
        "ZH",
        {
            "org_id": unit.id,
            "platform": platform,
            "platform_name": platform_name,
            "name": f"{unit.name}发布",
            "status": "active",
            "functions": ["publish", "interpret", "interact", "service"],
            "opened_at": opened,
            "last_post_at": None,
            "leader": f"{unit.name}分管负责同志",
            "staff": ["新媒体编辑岗"],
            "unified_qa": True,
        },
    )
    _filing(maker, row, "open", opened, moved=False)
    if maker.random.random() < 0.4:
        _filing(
            maker,
            row,
            "change",
            datetime(maker.year, 1, 5, 10) + timedelta(days=maker.random.randrange(60, 200)),
            moved=True,
        )
    for _ in range(POSTS):
        _post(maker, row)
    posted = [post["published_at"] for post in maker.world.rows("new_media_post") if post["account_id"] == row["id"]]
    row["last_post_at"] = max(moment for moment in posted if isinstance(moment, datetime))


def _filing(maker: Maker, account: Row, event: str, at: datetime, *, moved: bool) -> None:
    fields: dict[str, Value] = {
        "account_id": account["id"],
        "event": event,
        "host_changed": moved,
        "event_at": at,
        "filed_at": maker.office(maker.days.after(at.date(), 2)),
        "filed_to_org_id": maker.units[1].id,
        "announced_at": maker.office(maker.days.after(at.date(), 3)),
    }
    maker.add("new_media_filing", "BA", fields)


def _post(maker: Maker, account: Row) -> None:
    random, subject = maker.random, maker.pick(SUBJECTS)
    reviewed = maker.office(maker.workday(date(maker.year, 2, 1)))
    repost = random.random() < 0.5
    fields: dict[str, Value] = {
        "account_id": account["id"],
        "title": f"{subject}最新消息",
        "content": prose(random, subject, 3),
        "links": ["https://www.gov.cn/zhengce/index.htm"] if random.random() < 0.6 else None,
        "is_original": not repost,
        "is_repost": repost,
        "source": "中国政府网" if repost else str(account["name"]),
        "source_kind": "party_government_site" if repost else "other",
        "reviewed_at": reviewed,
        "reviewer": "值班审核员",
        "review_level": "三审",
        "published_at": reviewed + timedelta(minutes=random.randrange(10, 200)),
    }
    maker.add("new_media_post", "TZ", fields)
