"""我为政府网站找错: reports on mistakes of sites, from the citizen to the final review."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from dbcheck.platform.simulator.maker import Maker, Site
from dbcheck.platform.simulator.world import Row, Value, moment

REPORTS = 72
MISTAKES = (
    ("栏目长时间没有更新", "已补充更新栏目内容"), ("页面链接打不开", "已修复失效链接"), ("标题中有错别字", "已改正错别字"),
    ("附件无法下载", "已重新上传附件"), ("联系电话已经停用", "已更正办公电话"), ("图片显示不完整", "已更换图片并复核页面"),
)  # fmt: skip
COURSES = (
    "true", "true", "untrue", "true", "duplicate", "unclear", "abuse", "advert", "irrelevant", "returned", "omitted", "private",
    "rejected_once",
)  # fmt: skip
INVALID: Mapping[str, tuple[str, str]] = {
    "duplicate": ("这个页面链接打不开,之前说过一次。", "您反映的问题与此前留言重复,正在办理,不再重复受理。"),
    "unclear": ("看看", "留言没有写明具体问题,请补充后重新提交。"),
    "abuse": ("你们都是蠢货,网站做成这样。", "请文明留言,具体说明网站存在的问题。"),
    "advert": ("代开发票,低价快速办证刻章,加微信。", "留言内容与政府网站无关,不予受理。"),
    "irrelevant": ("请问明天本地会下雨吗,想带孩子去公园。", "留言内容与政府网站无关,请咨询有关单位。"),
}


def make_error_reports(maker: Maker) -> None:
    """Make the reports on sites above the counties, in turn through every course."""
    maker.family("error_reports")
    sites = [site for site in maker.sites if not site.is_county]
    for number in range(REPORTS):
        _report(maker, sites[number % len(sites)], COURSES[number % len(COURSES)], number)


def _report(maker: Maker, site: Site, course: str, number: int) -> None:
    days = maker.days
    submitted = maker.office(maker.workday(last=date(maker.year, 12, 10))).replace(hour=9)
    received, screened = submitted + timedelta(minutes=30), submitted + timedelta(minutes=90)
    mistake, mended = MISTAKES[number % len(MISTAKES)]
    row: Row = {
        "site_url": site.url(f"c/{number + 1}.html"),
        "site_id": site.id,
        "content": f"{site.name}{maker.pick(('信息公开', '政务要闻', '互动交流', '政务服务'))}栏目{mistake},多次访问都是如此,影响查阅,请核实后尽快处理。",
        "entry_kind": "omitted_site" if course == "omitted" else "normal",
        "submitted_at": submitted,
        "received_at": received,
        "organizing_org_id": site.office.id,
        "screened_at": screened,
        "belongs_to_org": course != "returned",
        "omitted_confirmed": course == "omitted",
        "overdue_reason": None,
        "circulated_at": None,
    }
    done = maker.office(days.after(received.date(), 2)).replace(hour=14)
    if course in INVALID:
        _invalid(maker, row, course, done)
    elif course == "returned":
        row |= {
            "screening": "return",
            "returned_at": screened,
            "reassigned_at": screened + timedelta(hours=3),
            "status": "returned",
        }
    else:
        _accepted(maker, row, site, course, words=(mistake, mended), done=done)
    made = maker.add("error_report", "ZC", row)
    _events(maker, made, site)
    if made.get("completed_at"):
        _reviews(maker, made, site, rejected=course == "rejected_once")


def _invalid(maker: Maker, row: Row, course: str, done: datetime) -> None:
    content, answer = INVALID[course]
    earlier = [report["id"] for report in maker.world.rows("error_report") if report["screening"] == "accept"]
    row |= {
        "content": content,
        "screening": "invalid",
        "invalid_code": course,
        "duplicate_of": earlier[-1] if course == "duplicate" else None,
        "reply_content": answer,
        "public_suggested": False,
        "non_public_reason": "无效留言,不予公开。",
        "exception_code": "other",
        "completed_at": done,
        "final_reviewed_at": done + timedelta(hours=2),
        "final_reviewer_level": "province",
        "final_public": False,
        "status": "closed",
    }


def _accepted(maker: Maker, row: Row, site: Site, course: str, *, words: tuple[str, str], done: datetime) -> None:
    mistake, mended = words
    transferred = moment(row, "screened_at") + timedelta(minutes=40)
    verified = transferred + timedelta(minutes=maker.random.randrange(60, 180))
    replied = done - timedelta(hours=3)
    true = course != "untrue"
    public = course not in ("untrue", "private")
    answer = f"您好!您反映的{site.name}{mistake}的问题,经核查{'属实' if true else '不属实'},"
    answer += f"{mended}。" if true else "该页面在我们多次测试中均能正常访问,请刷新后再试。"
    row |= {
        "screening": "accept",
        "host_org_id": site.host.id,
        "transferred_at": transferred,
        "site_registered_at": transferred + timedelta(hours=20) if course == "omitted" else None,
        "verified": true,
        "verified_at": verified,
        "corrected_at": verified + timedelta(minutes=30) if true else None,
        "replied_at": replied,
        "reply_content": f"{answer}感谢您的监督。",
        "public_suggested": public,
        "non_public_reason": None if public else "留言涉及当事人隐私。" if course == "private" else "经核查不属实。",
        "exception_code": None if public else "privacy_secret" if course == "private" else "untrue",
        "completed_at": done,
        "final_reviewed_at": done + timedelta(hours=2),
        "final_reviewer_level": "province",
        "final_public": public,
        "published_at": done + timedelta(hours=3) if public else None,
        "follow_up_at": done + timedelta(days=20),
        "status": "published" if public else "closed",
    }


def _events(maker: Maker, row: Row, site: Site) -> None:
    for action, account, field in (
        ("submit", "citizen", "submitted_at"),
        ("receive", "organizing", "received_at"),
        ("transfer", "organizing", "transferred_at"),
        ("verify", "reporting", "verified_at"),
        ("correct", "reporting", "corrected_at"),
        ("reply", "reporting", "replied_at"),
        ("publish", "system", "published_at"),
    ):
        if row.get(field):
            _event(maker, row, site, action, account=account, at=moment(row, field))


def _event(maker: Maker, row: Row, site: Site, action: str, *, account: str, at: datetime) -> None:
    fields: dict[str, Value] = {
        "report_id": row["id"],
        "action": action,
        "account_kind": account,
        "actor_org_id": site.host.id if account == "reporting" else site.office.id,
        "at": at,
        "reason": None,
    }
    maker.add("error_report_event", "SJ", fields)


def _reviews(maker: Maker, row: Row, site: Site, *, rejected: bool) -> None:
    """Let the prefecture and the province approve; once the prefecture sends it back and the host answers again."""
    done = moment(row, "completed_at")
    steps = [
        ("prefecture", "approve", done - timedelta(minutes=40)),
        ("province", "final_approve", done + timedelta(hours=2)),
    ]
    if row["screening"] == "accept" and int(str(row["id"])[-3:]) % 3 == 0:
        steps.insert(0, ("county", "approve", done - timedelta(minutes=60)))
    if rejected:
        at = moment(row, "verified_at") + timedelta(minutes=90)
        steps.insert(0, ("prefecture", "reject", at))
        _event(maker, row, site, "reject", account="organizing", at=at)
    for number, (level, decision, at) in enumerate(steps, start=1):
        fields: dict[str, Value] = {
            "subject_kind": "error_report",
            "subject_id": row["id"],
            "seq": number,
            "org_id": maker.units[1].id if level == "province" else site.office.id,
            "level": level,
            "account_kind": "organizing",
            "decision": decision,
            "comment": "答复需补充整改时间。" if decision == "reject" else "同意。",
            "at": at,
        }
        maker.add("review_step", "SH", fields)
