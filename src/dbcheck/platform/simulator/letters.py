"""Letters and what follows them: assignments, objections, reminders, evaluations."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from dbcheck.platform.simulator.maker import Maker, Site, Unit
from dbcheck.platform.simulator.phrases import answer_text, letter_text, topic_of
from dbcheck.platform.simulator.topics import Topic
from dbcheck.platform.simulator.world import Row, Value, moment

SCOPES = (
    "development", "official_conduct", "public_service_entity", "statutory_duty", "policy_inquiry", "provincial_policy",
    "administrative_unit", "staff_conduct", "livelihood", "other_lawful",
)  # fmt: skip
KINDS = ("consultation", "suggestion", "complaint", "help", "other")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
CHANNELS = (("web", 55), ("app", 22), ("new_media", 12), ("email", 6), ("upper_forward", 5))
SPECIAL = (
    "rejected", "complex", "major", "constrained", "withdrawn", "rejected", "unpublishable", "private", "accusation", "suggestion",
    "rejected",
)  # fmt: skip
SPECIAL_SHARE = 0.25
FIRST_SPECIAL = 132  # so many letters go through the special courses in turn: the smallest year has them all
UNCLEAR = ("太慢了", "请尽快处理", "问题还在", "你们看着办吧", "又坏了")
REASONS = {
    "legal_procedure": "您反映的事项已经进入诉讼程序,请循法律途径解决。",
    "unclear": "来信没有写明具体情况,请补充后重新提交。",
    "in_process_or_closed": "您反映的问题与此前来信相同,正在办理,请勿重复提交。",
    "internal_admin": "来信所述属于单位内部管理事务,请向所在单位反映。",
    "other": "来信不是对本级政府工作的咨询、建议或投诉,不予受理。",
}
REJECTIONS = tuple(REASONS)


def make_letters(maker: Maker) -> None:
    """Make the letters of the year."""
    maker.family("letters")
    desk = _Desk(maker)
    for number, received in enumerate(maker.days.letters(maker.random, maker.settings.letters)):
        desk.letter(number, received)


class _Desk:
    """Where letters come in: spread over the sites, each taking one course."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.random = maker, maker.random
        self.sites = maker.sites
        self.weights = list(accumulate(10 if site.is_portal and not site.is_county else 2 for site in self.sites))
        self.channels = [channel for channel, _ in CHANNELS]
        self.shares = list(accumulate(share for _, share in CHANNELS))
        self.accounts = _accounts(maker)
        self.accepted: str | None = None
        self.evaluated: set[str] = set()
        self.course_number = 0

    def letter(self, number: int, received: datetime) -> None:
        site = self._site(number)
        course = self._course(number)
        topic = topic_of(self.random)
        row = self._received(site, topic, received)
        if course == "rejected" and self.accepted:
            self._reject(row)
        else:
            self._accept(row, site, topic, course)
        made = self.maker.add("letter", "XJ", row)
        if row["accepted"]:
            self.accepted = str(made["id"])
            self._follow(made, site, course)

    def _site(self, number: int) -> Site:
        if number < len(self.sites):
            return self.sites[number]
        return self.random.choices(self.sites, cum_weights=self.weights)[0]

    def _course(self, number: int) -> str:
        if len(self.sites) <= number < len(self.sites) + FIRST_SPECIAL:
            return SPECIAL[number % len(SPECIAL)]
        if number >= len(self.sites) and self.random.random() < SPECIAL_SHARE:
            return self.maker.pick(SPECIAL)
        return "plain"

    def _received(self, site: Site, topic: Topic, received: datetime) -> Row:
        random = self.random
        title, content = letter_text(random, topic)
        channel = random.choices(self.channels, cum_weights=self.shares)[0]
        account = self.accounts.get(site.id) if channel == "new_media" else None
        return {
            "site_id": site.id,
            "account_id": account,
            "channel": "web" if channel == "new_media" and account is None else channel,
            "title": title,
            "content": content,
            "kind": self.maker.pick(KINDS),
            "scope_code": self.maker.pick(SCOPES),
            "author_name": f"{SURNAMES[int(random.random() * len(SURNAMES))]}某某",
            "author_contact": f"139****{int(random.random() * 10_000):04}",
            "author_wants_public": random.random() < 0.7,
            "is_major": False,
            "is_complex": False,
            "policy_constrained": False,
            "duplicate_of": None,
            "received_at": received,
            "policy_suggestion": False,
            "publish_basis": None,
            "published_at": None,
        }

    def _reject(self, row: Row) -> None:
        code = REJECTIONS[self.course_number % len(REJECTIONS)]
        row["scope_code"] = SCOPES[self.course_number % len(SCOPES)]
        self.course_number += 1
        if code == "unclear":
            row["content"] = self.maker.pick(UNCLEAR)
        row |= {
            "duplicate_of": self.accepted if code == "in_process_or_closed" else None,
            "accepted": False,
            "accept_decided_at": self._decided(row),
            "reject_code": code,
            "reject_reason": REASONS[code],
            "handling_mode": "direct",
            "publishable": False,
            "status": "rejected",
        }

    def _decided(self, row: Row) -> datetime:
        """Give when it is decided whether to take the letter up: within a working day."""
        received = moment(row, "received_at")
        days = self.maker.days
        if days.is_workday(received.date()) and received.hour < 14:
            return received + timedelta(minutes=self.random.randrange(20, 120))
        return days.office(self.random, days.after(received.date(), 1)).replace(hour=9)

    def _accept(self, row: Row, site: Site, topic: Topic, course: str) -> None:
        decided = self._decided(row)
        unit = self._unit(site, topic)
        mode = "direct" if unit is site.host else "assign" if self.random.random() < 0.8 else "transfer"
        days = self.maker.days
        wait = self.random.randrange(20, 40) if course == "complex" else self.random.randrange(1, 4)
        replied = days.office(self.random, days.after(decided.date(), wait)).replace(hour=15)
        row |= {
            "accepted": True,
            "accept_decided_at": decided,
            "reject_code": None,
            "reject_reason": None,
            "handling_mode": mode,
            "responsible_org_id": unit.id,
            "due_at": datetime.combine(days.after(decided.date(), wait + 1), datetime.min.time()) + timedelta(hours=17),
            "leader_reviewed_at": replied - timedelta(minutes=self.random.randrange(20, 240)),
            "replied_at": replied,
            "reply_org": unit.name,
            "reply_content": answer_text(self.random, topic, unit.name),
            "notified_author_at": replied + timedelta(minutes=self.random.randrange(1, 30)),
            "publishable": True,
            "status": "closed" if self.random.random() < 0.7 else "replied",
        }
        _COURSES[course](self, row, replied)
        self._publish(row)

    def _unit(self, site: Site, topic: Topic) -> Unit:
        if self.random.random() < 0.4:
            return site.host
        named = [unit for unit in site.departments if topic.department in unit.name]
        return named[0] if named else site.host

    def _publish(self, row: Row) -> None:
        public = row["publishable"] and row["author_wants_public"] and row["kind"] != "accusation"
        if public and (row["channel"] == "email" or self.random.random() < 0.8):
            replied = row.get("re_replied_at") or row["replied_at"]
            assert isinstance(replied, datetime)
            row["published_at"] = replied + timedelta(hours=self.random.randrange(1, 20))
            row["published_text"] = f"{row['title']}\n{row['content']}\n答复:{row['reply_content']}"

    def _follow(self, row: Row, site: Site, course: str) -> None:
        if row["handling_mode"] != "direct":
            self._assign(row, site, str(row["handling_mode"]))
        elif course == "suggestion":
            self._assign(row, site, "transfer")
        if site.id not in self.evaluated or self.random.random() < 0.03:
            self.evaluated.add(site.id)
            self._evaluate(row)
        if self.random.random() < 0.02:
            at = moment(row, "replied_at") - timedelta(hours=self.random.randrange(4, 20))
            reminder = {
                "org_id": row["responsible_org_id"],
                "kind": "reminder",
                "at": max(at, moment(row, "accept_decided_at")),
            }
            self.maker.add("letter_supervision", "DB", {"letter_id": row["id"], **reminder, "by_org_id": site.office.id})

    def _assign(self, row: Row, site: Site, mode: str) -> None:
        assigned = moment(row, "accept_decided_at") + timedelta(minutes=self.random.randrange(5, 60))
        taken = assigned + timedelta(minutes=self.random.randrange(5, 90))
        fields: Row = {
            "letter_id": row["id"],
            "org_id": row["responsible_org_id"],
            "assigned_by_org_id": site.office.id,
            "mode": mode,
            "assigned_at": assigned,
            "received_at": taken,
            "due_at": row["due_at"],
            "tracked_at": moment(row, "leader_reviewed_at") - timedelta(minutes=5),
            "completed_at": row["replied_at"],
        }
        if self.random.random() < 0.12:
            fields |= self._objection(site, taken, row["responsible_org_id"])
        self.maker.add("letter_assignment", "LZ", fields)

    def _objection(self, site: Site, taken: datetime, unit: Value) -> Row:
        objected = taken + timedelta(hours=self.random.randrange(1, 6))
        return {
            "org_id": site.office.id,
            "objected_at": objected,
            "objection_reason": "所反映事项按职责分工不属本单位职能,建议转有关单位办理。",
            "suggested_org_id": unit,
            "redecided_at": objected + timedelta(minutes=self.random.randrange(30, 180)),
            "redecided_by_org_id": site.office.id,
            "new_org_id": unit,
        }

    def _evaluate(self, row: Row) -> None:
        at = moment(row, "replied_at") + timedelta(hours=self.random.randrange(1, 72))
        at = max(at, moment(row, "re_replied_at") + timedelta(hours=1)) if row.get("re_replied_at") else at
        fields: Row = {
            "subject_kind": "letter",
            "letter_id": row["id"],
            "service_item_id": None,
            "user_id": f"U{int(self.random.random() * 1e6):06}",
            "score": 3 + int(self.random.random() * 3),
            "content": "答复清楚,问题得到解决。",
            "created_at": at,
            "parent_id": None,
        }
        first = self.maker.add("evaluation", "PJ", fields)
        if self.random.random() < 0.4:
            later = at + timedelta(days=self.random.randrange(1, 9))
            added = {"parent_id": first["id"], "created_at": later, "content": "回访以后没有再出现类似问题。"}
            self.maker.add("evaluation", "PJ", {**fields, **added})


def _plain(_desk: _Desk, _row: Row, _replied: datetime) -> None:
    """Go the ordinary way."""


def _complex(desk: _Desk, row: Row, _replied: datetime) -> None:
    told = desk.maker.days.after(moment(row, "accept_decided_at").date(), 2)
    row |= {
        "is_complex": True,
        "interim_at": desk.maker.office(told),
        "interim_reason": "所反映的问题涉及多个单位,需要实地勘察和会商,办理需要一段时间,请您谅解。",
        "phone_notified_at": desk.maker.office(told),
    }


def _major(_desk: _Desk, row: Row, _replied: datetime) -> None:
    row |= {"is_major": True, "group_review_at": moment(row, "leader_reviewed_at") - timedelta(minutes=90)}


def _constrained(_desk: _Desk, row: Row, _replied: datetime) -> None:
    answer = f"{row['reply_content']}由于现行政策和资金条件所限,其余诉求目前暂不能全部解决,我们将列入下一年度计划。"
    row |= {"policy_constrained": True, "reply_content": answer}


def _withdrawn(desk: _Desk, row: Row, replied: datetime) -> None:
    row |= {
        "withdrawn_at": replied + timedelta(hours=desk.random.randrange(2, 20)),
        "withdraw_reason": "答复未说明整改时间,请补充后重新答复。",
        "re_replied_at": desk.maker.office(desk.maker.days.after(replied.date(), 2)),
        "status": "closed",
    }


def _unpublishable(_desk: _Desk, row: Row, _replied: datetime) -> None:
    row |= {"publishable": False, "status": "closed"}


def _private(_desk: _Desk, row: Row, _replied: datetime) -> None:
    row["author_wants_public"] = False


def _accusation(_desk: _Desk, row: Row, _replied: datetime) -> None:
    row |= {"kind": "accusation", "scope_code": "staff_conduct", "channel": "web", "account_id": None}


def _suggestion(_desk: _Desk, row: Row, _replied: datetime) -> None:
    row |= {"kind": "suggestion", "policy_suggestion": True}


_COURSES = {
    "plain": _plain,
    "rejected": _plain,  # the very first letter, which has none before it to be like
    "complex": _complex,
    "major": _major,
    "constrained": _constrained,
    "withdrawn": _withdrawn,
    "unpublishable": _unpublishable,
    "private": _private,
    "accusation": _accusation,
    "suggestion": _suggestion,
}


def _accounts(maker: Maker) -> Mapping[str, str]:
    """Give the new-media account of each site's host, by site."""
    owned: dict[str, str] = {}
    for row in maker.world.rows("new_media_account"):
        owned.setdefault(str(row["org_id"]), str(row["id"]))
    hosts: Sequence[Site] = maker.sites
    return {site.id: owned[site.host.id] for site in hosts if site.host.id in owned}
