"""The columns of every site, and snapshots of those pages that rules look at."""

from collections.abc import Iterator
from datetime import timedelta

from dbcheck.platform.simulator.html import page_of
from dbcheck.platform.simulator.maker import Maker, Site
from dbcheck.platform.simulator.sites import page_row

Plan = tuple[str, str, str, str]  # kind, name, path, kind of the column above it ("" at the top)

TOP: tuple[Plan, ...] = (
    ("news", "政务要闻", "yw/", ""),
    ("notice", "通知公告", "tzgg/", ""),
    ("interaction", "互动交流", "hdjl/", ""),
    ("disclosure", "政府信息公开", "zfxxgk/", ""),
    ("service", "政务服务", "zwfw/", ""),
    ("org_functions", "机构职能", "jgzn/", "disclosure"),
    ("leaders", "领导之窗", "ldzc/", "disclosure"),
    ("interpretation", "政策解读", "zcjd/", ""),
    ("response", "回应关切", "hygq/", ""),
    ("disclosure_guide", "政府信息公开指南", "zfxxgk/zn/", "disclosure"),
    ("disclosure_system", "政府信息公开制度", "zfxxgk/zd/", "disclosure"),
    ("disclosure_catalog", "法定主动公开内容", "zfxxgk/ml/", "disclosure"),
    ("disclosure_annual_report", "政府信息公开年报", "zfxxgk/nb/", "disclosure"),
    ("disclosure_on_request", "依申请公开", "zfxxgk/ysqgk/", "disclosure"),
    ("documents", "政策文件", "zfxxgk/wj/", "disclosure_catalog"),
    ("solicitation", "意见征集", "hdjl/yjzj/", "interaction"),
    ("survey", "网上调查", "hdjl/wsdc/", "interaction"),
    ("letters", "咨询投诉", "hdjl/xj/", "interaction"),
    ("service_catalog", "政务服务事项目录", "zwfw/ml/", "service"),
)
PORTAL: tuple[Plan, ...] = (
    ("overview", "走进本地", "gk/", ""),
    ("data", "数据发布", "sj/", ""),
    ("open_data", "数据开放", "sjkf/", "data"),
    ("interview", "在线访谈", "hdjl/zxft/", "interaction"),
    ("interview_plan", "访谈计划", "hdjl/zxft/jh/", "interview"),
    ("interview_preview", "访谈预告", "hdjl/zxft/yg/", "interview"),
    ("interview_transcript", "访谈实录", "hdjl/zxft/sl/", "interview"),
    ("interview_review", "访谈回顾", "hdjl/zxft/hg/", "interview"),
    ("interview_qa", "留言与回复", "hdjl/zxft/ly/", "interview"),
    ("comment", "网友评论", "hdjl/pl/", "interaction"),
    ("im", "智能问答", "hdjl/znwd/", "interaction"),
)
INTERACTIVE = frozenset(("interaction", "solicitation", "survey", "interview", "letters", "comment", "im"))
COMMENTED = frozenset(("news", "notice", "documents", "interpretation", "response", "service"))
ON_HOMEPAGE = frozenset(("disclosure", "service", "interaction", "news", "notice", "letters"))
ON_REQUEST = (
    "不予公开的政府信息:涉及国家秘密和可能危及安全、稳定的信息。",
    "不予提供的政府信息:内部事务信息和过程性信息。",
    "土地征收、房屋征收等信息请查阅征收信息公开平台。",
    "信访、投诉、举报事项请按相应渠道提出。",
    "历史文件信息请向同级档案馆查询。",
    "依申请公开一般不收取费用,申请数量、频次明显超过合理范围的除外。",
    "依申请公开工作流程图见下。",
)
PURPOSES = ("听取社情民意,回应群众关切", "畅通政民沟通渠道", "倾听群众声音,接受社会监督", "方便群众参与公共事务")
AIMS = ("改进政府工作,提升服务水平", "推动问题解决", "促进科学民主决策", "让群众说得上话、办得成事")
USAGES = (
    "登录后填写标题和内容,提交后凭查询号查看办理进度",
    "点击标题查看详情,登录后提交意见",
    "直播期间登录后可以提问,会后可查看实录",
)
CYCLES = (90, 180, 365)


def make_columns(maker: Maker) -> None:
    """Make the columns of every site, and one that was closed because nothing was ever put into it."""
    maker.family("columns")
    for site in maker.sites:
        for plan in _plans(site):
            _column(maker, site, plan)
        maker.add("column", "COL", _closed(site))
        _pages(maker, site)


def _plans(site: Site) -> Iterator[Plan]:
    yield from TOP
    if site.is_portal:
        yield from PORTAL


def _column(maker: Maker, site: Site, plan: Plan) -> None:
    kind, name, path, above = plan
    interactive = kind in INTERACTIVE
    updated = maker.office(maker.days.last - timedelta(days=maker.random.randrange(28)))
    row = maker.add(
        "column",
        "COL",
        {
            "site_id": site.id,
            "name": name,
            "parent_id": site.columns[above] if above else None,
            "level": path.count("/"),
            "kind": kind,
            "url": site.url(path),
            "owner": f"{name}栏目编辑",
            "on_homepage": kind in ON_HOMEPAGE,
            "purpose_text": maker.pick(PURPOSES) if interactive else None,
            "aim_text": maker.pick(AIMS) if interactive else None,
            "usage_text": maker.pick(USAGES) if interactive else None,
            "auth_mode": "unified" if interactive else "none",
            "dedicated_channel": False,
            "comment_enabled": kind in COMMENTED,
            "last_updated_at": updated,
            "update_cycle_days": maker.random.choice(CYCLES),
            "status": "active",
        },
    )
    site.columns[kind] = str(row["id"])


def _closed(site: Site) -> dict[str, str | int | bool | None]:
    return {
        "site_id": site.id,
        "name": "专题回顾",
        "parent_id": None,
        "level": 1,
        "kind": "topic",
        "url": site.url("zthg/"),
        "owner": "专题栏目编辑",
        "on_homepage": False,
        "dedicated_channel": False,
        "comment_enabled": False,
        "last_updated_at": None,
        "update_cycle_days": 30,
        "status": "closed",
    }


def _pages(maker: Maker, site: Site) -> None:
    letters = page_of("咨询投诉", paragraphs=[f"请向{site.host.name}反映问题。"], form=True)
    documents = page_of("政策文件", paragraphs=["按主题、年份查阅文件。"], search=True)
    links = [("政府信息公开申请表下载", site.url("zfxxgk/ysqgk/sqb.docx"))]
    request = page_of("依申请公开", paragraphs=ON_REQUEST, links=links)
    listed = [("公开指南下载", site.url("zfxxgk/zn/zn.pdf")), ("依申请公开", site.url("zfxxgk/ysqgk/"))]
    disclosure = page_of("政府信息公开", links=listed, search=True)
    for kind, path, page_type, html in (
        ("letters", "hdjl/xj/", "form", letters),
        ("documents", "zfxxgk/wj/", "column", documents),
        ("disclosure_on_request", "zfxxgk/ysqgk/", "on_request", request),
        ("disclosure", "zfxxgk/", "disclosure", disclosure),
    ):
        maker.add(
            "page", "", page_row(maker, site, site.url(path), page_type=page_type, subject=site.columns[kind], html=html)
        )
