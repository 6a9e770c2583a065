"""Policy documents, their pages, and what explains them."""

from datetime import date, datetime, timedelta

from dbcheck.platform.simulator.html import page_of
from dbcheck.platform.simulator.maker import Maker, Site
from dbcheck.platform.simulator.phrases import prose
from dbcheck.platform.simulator.sites import page_row
from dbcheck.platform.simulator.world import Row, Value

SUBJECTS = (
    "农村公路养护",
    "城市供热",
    "小型企业扶持",
    "养老服务",
    "校车安全",
    "政务数据共享",
    "古树名木保护",
    "河湖管护",
    "电梯安全",
)
KINDS = (
    ("rule", "{place}{subject}管理办法"),
    ("normative_document", "{host}关于印发{subject}实施细则的通知"),
    ("normative_document", "{host}关于加强{subject}工作的意见"),
    ("official_document", "{host}关于做好{subject}工作的通知"),
    ("regulation", "{place}{subject}条例"),
)
FORMS = ("text", "chart", "video")
COVERS = (["background", "goals"], ["main_content", "problems"], ["background", "main_content"])
CHANGES = ("amended", "repealed", "expired")


def make_documents(maker: Maker) -> None:
    """Make the documents of every host above the counties."""
    maker.family("documents")
    for site in maker.sites:
        if not site.is_county:
            for number, (kind, title) in enumerate(KINDS):
                if kind != "rule" or site.is_portal:
                    document = _document(maker, site, kind, title, number)
                    if document["is_important"]:
                        _interpretations(maker, site, document)


def _document(maker: Maker, site: Site, kind: str, title: str, number: int) -> Row:
    random = maker.random
    day = maker.workday(date(maker.year, 1, 4), date(maker.year, 9, 20))
    published = maker.office(maker.days.after(day, random.randrange(1, 5)))
    changed = (
        published.date() + timedelta(days=random.randrange(20, 60))
        if (number + len(maker.sites)) % 2 or kind == "rule"
        else None
    )
    change_published = maker.office(maker.days.after(changed, 2)) if changed else None
    serial = len(maker.world.rows("policy_document")) + 1
    subject = SUBJECTS[serial % len(SUBJECTS)]
    url = site.url(f"zfxxgk/wj/{serial}.html")
    fields: dict[str, Value] = {
        "site_id": site.id,
        "org_id": site.host.id,
        "kind": kind,
        "doc_no": f"{site.host.place[0]}政发〔{maker.year}〕{serial}号",
        "title": title.format(place=site.host.place, host=site.host.name, subject=subject),
        "category": maker.pick(("综合政务", "城乡建设", "公共安全", "民政救济")),
        "is_important": number in (1, 3),
        "is_state_council": False,
        "must_disclose": True,
        "formed_at": day,
        "changed_at": changed,
        "change_kind": maker.pick(CHANGES) if changed else "none",
        "change_published_at": change_published,
        "marked_at": change_published,
        "published_at": published,
        "first_applied_at": published.date() + timedelta(days=15),
        "column_id": site.columns["documents"],
        "url": url,
    }
    row = maker.add("policy_document", "WJ", fields)
    links = [("政策解读", f"{url}?jd"), ("文件下载", url.replace(".html", ".pdf"))]
    html = page_of(str(fields["title"]), paragraphs=[prose(random, subject, 3)], links=links)
    maker.add("page", "", page_row(maker, site, url, page_type="policy", subject=str(row["id"]), html=html))
    return row


def _interpretations(maker: Maker, site: Site, document: Row) -> None:
    published, title, url = document["published_at"], str(document["title"]), str(document["url"])
    assert isinstance(published, datetime)
    for number, (form, covers) in enumerate(zip(FORMS, COVERS, strict=True)):
        page = site.url(f"zcjd/{str(document['id'])[3:]}-{number}.html")
        content = f"《{title}》解读:{prose(maker.random, '文件落实', 3)}"
        fields: dict[str, Value] = {
            "document_id": document["id"],
            "site_id": site.id,
            "form": form,
            "provider_org_id": site.host.id,
            "provider_role": ("issuer", "lead", "drafter")[number],
            "content": content,
            "covers": list(covers),
            "published_at": published + timedelta(hours=1 + number),
            "url": page,
        }
        row = maker.add("interpretation", "JD", fields)
        html = page_of(f"{title}解读", paragraphs=[content], links=[(title, url)])
        maker.add("page", "", page_row(maker, site, page, page_type="interpretation", subject=str(row["id"]), html=html))
