"""Interviews: the yearly plans, the sessions, the questions."""

from datetime import date, datetime, timedelta
from itertools import cycle

from dbcheck.platform.simulator.maker import Maker, Site, Unit
from dbcheck.platform.simulator.phrases import answer_text, letter_text, prose, topic_of
from dbcheck.platform.simulator.world import Row, Value, moment

SESSIONS = 13  # a year and portal
MONTHS = (1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
SUBJECTS = (
    "优化营商环境", "冬季供暖保障", "义务教育招生", "医疗保障惠民", "乡村振兴", "老旧小区改造", "公共交通出行", "食品安全监管",
    "稳岗就业", "养老服务", "生态环境保护", "防汛抗旱", "数字政务",
)  # fmt: skip


def make_interviews(maker: Maker) -> None:
    """Make the plans of this year and the next, and the sessions of this year."""
    maker.family("interviews")
    for year in (maker.year, maker.year + 1):
        for site in maker.sites:
            if site.host.kind != "government_office":
                _plan(maker, site.host, year, "unit", site)
    for site in maker.portals:
        plan = _plan(maker, site.host, maker.year, "annual", site)
        _plan(maker, site.host, maker.year + 1, "annual", site)
        guests = cycle((site.host, *site.departments))
        for number, month in enumerate(MONTHS):
            _session(maker, site, str(plan["id"]), number, month=month, guests=(next(guests), next(guests)))


def _plan(maker: Maker, unit: Unit, year: int, kind: str, site: Site) -> Row:
    days = maker.days
    drafted = maker.office(days.workday(maker.random, date(year - 1, 12, 2), date(year - 1, 12, 14)))
    submitted = maker.office(days.after(drafted.date(), 1))
    compiled = maker.office(days.after(drafted.date(), 3))
    approved = maker.office(days.after(drafted.date(), 5))
    return maker.add(
        "interview_plan",
        "JH",
        {
            "org_id": unit.id,
            "kind": kind,
            "year": year,
            "drafted_at": drafted,
            "submitted_at": submitted,
            "compiled_by_org_id": site.office.id,
            "compiled_at": compiled,
            "approved_at": approved,
            "approver_kind": "government" if kind == "annual" else "government_office",
            "implemented_at": datetime(year, 1, 8, 9),
            "session_count": SESSIONS if kind == "annual" else 2,
        },
    )


def _session(maker: Maker, site: Site, plan: str, number: int, *, month: int, guests: tuple[Unit, Unit]) -> None:
    half = 1 if number and MONTHS[number - 1] != month else 15
    day = maker.workday(date(maker.year, month, max(half, 9)), date(maker.year, month, 27))
    start = datetime(day.year, day.month, day.day, 9 + maker.random.randrange(6), 30)
    end = start + timedelta(minutes=maker.random.randrange(35, 58))
    subject = SUBJECTS[number % len(SUBJECTS)]
    filed = start - timedelta(days=maker.random.randrange(8, 15))
    preview = start - timedelta(days=maker.random.randrange(2, 6))
    row = maker.add(
        "interview",
        "FT",
        {
            "site_id": site.id,
            "plan_id": plan,
            "status": "closed" if number % 4 else "transcribed",
            "title": f"{subject}在线访谈",
            "topic_source": "key_work" if number % 2 else "public_concern",
            "org_id": guests[0].id,
            "participating_org_ids": [guest.id for guest in guests],
            "scheme_submitted_at": filed,
            "scheme_topic": subject,
            "scheme_time": f"{start:%Y-%m-%d %H:%M}",
            "scheme_content": prose(maker.random, subject, 2),
            "scheme_leaders": [f"{guest.name}负责同志" for guest in guests],
            "preview_published_at": preview,
            "preview_channels": ["site", "new_media", "newspaper"],
            "pre_questions_open": True,
            "host_name": "主持人",
            "guest_names": [f"{guest.name}嘉宾" for guest in guests],
            "start_at": start,
            "end_at": end,
            "forms": ["video", "image_text"] if number % 3 else ["image_text"],
            "transcript_published_at": end + timedelta(hours=maker.random.randrange(3, 40)),
            "transcript_forms": ["text", "photo"] if number % 2 else ["image_text", "video"],
            "media_coverage": ["tv", "newspaper"],
        },
    )
    _questions(maker, site, row, guests[0])


def _questions(maker: Maker, site: Site, session: Row, guest: Unit) -> None:
    start, end, preview = (moment(session, name) for name in ("start_at", "end_at", "preview_published_at"))
    for stage, live, asked in (
        ("pre", None, preview + timedelta(hours=6)),
        ("live", True, start + timedelta(minutes=12)),
        ("live", True, start + timedelta(minutes=19)),
        ("live", False, start + timedelta(minutes=25)),
    ):
        late = live is False
        answered = maker.office(maker.days.after(end.date(), 2)) if late else start + timedelta(minutes=30)
        topic = topic_of(maker.random)
        _, content = letter_text(maker.random, topic)
        fields: dict[str, Value] = {
            "interview_id": session["id"],
            "stage": stage,
            "content": content,
            "asked_at": asked,
            "answered_live": live,
            "answer_content": answer_text(maker.random, topic, guest.name),
            "answered_at": answered,
            "published_at": answered + timedelta(minutes=20) if late else moment(session, "transcript_published_at"),
            "published_column_id": site.columns["interview_qa" if late else "interview_transcript"],
        }
        maker.add("interview_question", "TW", fields)
