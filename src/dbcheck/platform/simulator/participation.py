"""Solicitations with their opinions, surveys, and answers to what concerns people."""

import json
from datetime import date, datetime, timedelta

from dbcheck.platform.simulator.maker import Maker, Site
from dbcheck.platform.simulator.phrases import answer_text, letter_text, prose, topic_of
from dbcheck.platform.simulator.world import Row, moment

DRAFTS = (
    "物业管理办法",
    "养犬管理规定",
    "供热管理办法",
    "公共停车场管理办法",
    "农村公路养护办法",
    "生活垃圾分类方案",
    "校外托管管理规定",
)
SURVEYS = ("政务服务满意度", "公共交通出行习惯", "社区养老服务需求", "政府网站使用体验", "食品安全满意度")
MEDIA = (["日报", "广播电视台"], ["日报"], ["广播电视台", "晚报"])
EVENTS = {
    "emergency": ("城区供水管网爆裂抢修", "局地强降雪交通管控", "化工园区气味异常处置"),
    "hot_issue": ("学位紧张", "停车收费调整", "公交线路优化"),
    "rumor": ("网传自来水停供一周", "网传中小学推迟开学"),
    "misreading": ("医保缴费标准误读", "取暖补贴政策误读"),
}


def make_participation(maker: Maker) -> None:
    """Make all three for the year."""
    maker.family("participation")
    for site in maker.sites:
        kinds = ("topic", "special", "daily") if site.is_portal else ("topic", "special")
        for number, kind in enumerate(kinds):
            _solicitation(maker, site, kind, number)
        for number in range(3 if site.is_portal else 1):
            _survey(maker, site, number)
        for kind in EVENTS if site.is_portal else ("hot_issue",):
            _response(maker, site, kind)


def _period(maker: Maker) -> tuple[datetime, datetime]:
    start = maker.office(maker.workday(date(maker.year, 1, 10), date(maker.year, 10, 8)))
    return start, start + timedelta(days=maker.random.randrange(12, 32))


def _solicitation(maker: Maker, site: Site, kind: str, number: int) -> None:
    start, end = _period(maker)
    days, random = maker.days, maker.random
    summed = maker.office(days.after(end.date(), 3))
    published = maker.office(days.after(end.date(), 8))
    opinions, subject = random.randrange(2, 5), maker.pick(DRAFTS)
    special = number == 1
    adopted = random.randrange(1, opinions)
    row = maker.add(
        "solicitation",
        "ZJ",
        {
            "site_id": site.id,
            "column_id": site.columns["solicitation"],
            "kind": kind,
            "title": f"《{subject}(征求意见稿)》公开征求意见",
            "form": "网上征集",
            "org_id": site.host.id,
            "full_text": f"{subject}(征求意见稿)全文:{prose(random, subject, 3)}",
            "explanation": f"关于{subject}的起草说明:{prose(random, subject, 2)}",
            "special_case": special,
            "sample": "示例:建议第几条修改为……,理由是……" if special else None,
            "start_at": start,
            "end_at": end,
            "handler": "征集工作专班",
            "summarized_at": summed,
            "handling_opinion": f"对收到的意见逐条研究,{prose(random, subject, 1)}",
            "participant_count": opinions + random.randrange(3, 60),
            "opinion_count": opinions,
            "adopted_count": adopted,
            "result_text": f"征集期间共收到意见{opinions}条,主要集中在适用范围和法律责任。",
            "adoption_text": f"采纳{adopted}条,未采纳的已说明理由。",
            "has_chart": True,
            "result_published_at": published,
        },
    )
    for order in range(opinions):
        _opinion(maker, site, row, order < adopted)


def _opinion(maker: Maker, site: Site, solicitation: Row, adopted: bool) -> None:
    topic = topic_of(maker.random)
    _, content = letter_text(maker.random, topic)
    received = moment(solicitation, "start_at") + timedelta(hours=maker.random.randrange(5, 200))
    fields: Row = {
        "solicitation_id": solicitation["id"],
        "content": content,
        "received_at": received,
        "replied_at": moment(solicitation, "summarized_at") + timedelta(hours=2),
        "reply_org": site.host.name,
        "reply_content": answer_text(maker.random, topic, site.host.name),
        "adopted": adopted,
    }
    maker.add("solicitation_opinion", "YJ", fields)


def _survey(maker: Maker, site: Site, number: int) -> None:
    start, end = _period(maker)
    random, topic = maker.random, SURVEYS[(number + len(site.host.name)) % len(SURVEYS)]
    votes = [random.randrange(20, 400) for _ in range(3)]
    stats = {
        option: {"votes": vote, "percent": round(100 * vote / sum(votes), 1)}
        for option, vote in zip(("满意", "基本满意", "不满意"), votes, strict=True)
    }
    maker.add(
        "survey",
        "DC",
        {
            "site_id": site.id,
            "column_id": site.columns["survey"],
            "title": f"{site.host.place}{topic}调查",
            "topic": topic,
            "question_kinds": ["single", "multiple", "text"] if number % 2 else ["single", "text"],
            "option_stats": json.dumps(stats, ensure_ascii=False),
            "start_at": start,
            "end_at": end,
            "analysis_text": f"共回收有效问卷{sum(votes)}份。{prose(random, topic, 2)}",
            "has_chart": True,
            "result_published_at": maker.office(maker.days.after(end.date(), 6)),
        },
    )


def _response(maker: Maker, site: Site, kind: str) -> None:
    raised = maker.office(maker.workday(date(maker.year, 1, 8), date(maker.year, 12, 10)))
    published = raised + timedelta(hours=maker.random.randrange(1, 5))
    account = next((row for row in maker.world.rows("new_media_account") if row["org_id"] == site.host.id), None)
    topic = maker.pick(EVENTS[kind])
    emergency = kind == "emergency"
    maker.add(
        "concern_response",
        "HY",
        {
            "site_id": site.id,
            "account_id": account["id"] if account and kind != "hot_issue" else None,
            "kind": kind,
            "topic": topic,
            "raised_at": raised,
            "responder_org_id": site.host.id,
            "invited_org_id": site.departments[0].id,
            "propaganda_guided": True if emergency else None,
            "press_conference_at": published + timedelta(hours=20) if emergency else None,
            "published_at": published,
            "follow_up_count": maker.random.randrange(1, 5),
            "pushed_media": list(maker.random.choice(MEDIA)),
            "pushed_new_media": ["官方微博", "官方微信"],
            "content": f"关于{topic}的情况说明:{prose(maker.random, topic, 2)}",
            "closed_at": published + timedelta(days=maker.random.randrange(3, 9)),
        },
    )
