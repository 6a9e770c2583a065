"""网站: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Html, Record, Ref, Text, column, spelled
from dbcheck.records.wording import HAVE


class Site(Record):
    """政府网站."""

    kind_name: ClassVar[str] = "site"
    label: ClassVar[str] = "政府网站"
    units: ClassVar[tuple[str, ...]] = ("org_id", "id")
    names: ClassVar[tuple[str, ...]] = ("name",)
    lifespan: ClassVar[tuple[str, ...]] = ("opened_at", "closed_at")
    files: ClassVar[tuple[str, ...]] = (
        "site",
        "网站名录",
        "网站名单",
        "网站清单",
        "网站列表",
        "网站台账",
        "网站基本信息",
        "站点",
    )

    id: str | None = column("网站唯一标识", "网站编号", "站点ID")
    name: str | None = column("网站全称", "网站名称")
    org_id: Annotated[str, Ref("organization")] | None = column("主办单位", "主办单位")
    undertaker_org_id: Annotated[str, Ref("organization")] | None = column("承办单位", "承办单位")
    kind: Literal["portal", "department", "other"] | None = column(
        "门户/部门/其他",
        "网站类型",
        labels=spelled(
            portal="门户网站 政府门户网站 政府门户 门户",
            department="部门网站 政府部门网站 部门",
            other="其他 其它 其他网站",
        ),
    )
    status: (
        Literal[
            "planned", "applied", "approved", "registered", "filed", "coded", "running", "offline", "migrating", "closed"
        ]
        | None
    ) = column(
        "生命周期状态",
        "网站状态",
        "运行状态",
        labels=spelled(
            planned="拟开设 拟建 筹建中",
            applied="已申请 申请中",
            approved="已批准",
            registered="已注册",
            filed="已备案",
            coded="已取得标识码 已赋码",
            running="正常运行 运行中 在运行 运行 正常",
            offline="临时下线 暂时下线",
            migrating="迁移中 整合迁移中",
            closed="永久下线 已关停 关停 已关闭",
        ),
    )
    primary_domain: str | None = column("主域名(英文)", "主域名", "首页网址")
    domains: list[str] | None = column("全部英文域名", "域名", "英文域名")
    cn_domains: list[str] | None = column("中文域名", "中文域名")
    region_label: str | None = column("域名中本地区名称串", "地区域名段")
    org_label: str | None = column("域名中本部门名称串", "部门域名段")
    identifier_code: str | None = column("政府网站标识码", "网站标识码")
    icp_no: str | None = column("ICP备案编号", "ICP备案号")
    police_record_no: str | None = column("公安机关备案号", "公安备案号", "网安备案号")
    badge_id: str | None = column("党政机关网站标识", "党政机关标识")
    header_name: str | None = column("页面头部展示的名称", "头部名称")
    slogan: str | None = column("宣传语(空=未设)", "宣传语")
    logo_url: str | None = column("徽标地址", "网站徽标")
    unified_platform: bool | None = column(
        "互动栏目是否用门户统一互动平台", "是否使用统一互动平台", labels=spelled(true="已使用 使用", false="未使用 不使用")
    )
    auth_system: Literal["province_unified", "site_unified", "own", "none"] | None = column(
        "用户认证体系",
        "认证方式",
        "统一身份认证",
        labels=spelled(
            province_unified="全省统一身份认证 省统一身份认证 省级统一身份认证 全区统一身份认证 自治区统一身份认证",
            site_unified="本网站统一认证 网站统一认证 站内统一认证",
            own="栏目自建认证 自建认证 独立认证",
            none="无认证 未建认证",
        ),
    )
    mobile_interaction: bool | None = column(
        "移动端(政务新媒体)可否互动", "移动端互动", labels=spelled(true="可互动 支持", false="不可互动 不支持")
    )
    search_enabled: bool | None = column("是否提供站内检索", "检索功能", labels=HAVE)
    in_reporting_system: bool | None = column(
        "是否纳入全国政府网站信息报送系统", "是否已填报", labels=spelled(true="已填报 已纳入", false="未填报 未纳入")
    )
    opened_at: dt.date | None = column("开通日期", "开通时间")
    closed_at: dt.date | None = column("永久下线日期", "关停时间")


class Column(Record):
    """栏目."""

    kind_name: ClassVar[str] = "column"
    label: ClassVar[str] = "栏目"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    names: ClassVar[tuple[str, ...]] = ("name",)
    files: ClassVar[tuple[str, ...]] = ("column", "栏目")

    id: str | None = column("栏目标识", "栏目编号")
    site_id: Annotated[str, Ref("site")] | None = column("所属网站", "网站名称")
    name: str | None = column("栏目名称", "栏目名称")
    parent_id: Annotated[str, Ref("column")] | None = column("上级栏目", "上级栏目")
    level: int | None = column("栏目层级(1=一级)", "栏目级别")
    kind: (
        Literal[
            "interaction",
            "solicitation",
            "survey",
            "solicitation_survey",
            "interview",
            "interview_plan",
            "interview_preview",
            "interview_transcript",
            "interview_review",
            "interview_qa",
            "letters",
            "comment",
            "im",
            "disclosure",
            "disclosure_guide",
            "disclosure_system",
            "disclosure_catalog",
            "disclosure_annual_report",
            "disclosure_on_request",
            "service",
            "service_catalog",
            "news",
            "notice",
            "overview",
            "org_functions",
            "leaders",
            "documents",
            "interpretation",
            "response",
            "data",
            "open_data",
            "topic",
            "other",
        ]
        | None
    ) = column(
        "栏目类型",
        "栏目类型",
        labels=spelled(
            interaction="互动交流",
            solicitation="意见征集 民意征集",
            survey="网上调查 在线调查 问卷调查",
            solicitation_survey="征集调查 调查征集",
            interview="在线访谈",
            interview_plan="访谈计划",
            interview_preview="访谈预告",
            interview_transcript="访谈实录",
            interview_review="访谈回顾 往期访谈",
            interview_qa="访谈留言与回复 访谈问答",
            letters="咨询投诉 信件 领导信箱 网民留言",
            comment="留言评论 评论",
            im="即时通讯 即时通信",
            disclosure="政府信息公开 信息公开",
            disclosure_guide="政府信息公开指南 信息公开指南 公开指南",
            disclosure_system="政府信息公开制度 信息公开制度 公开制度",
            disclosure_catalog="法定主动公开内容 政府信息公开目录 信息公开目录 公开目录",
            disclosure_annual_report="政府信息公开年度报告 政府信息公开年报 信息公开年报",
            disclosure_on_request="依申请公开",
            service="办事服务",
            service_catalog="政务服务事项目录 服务事项目录",
            news="政务动态 政务要闻 工作动态 新闻动态",
            notice="通知公告 公示公告",
            overview="概况信息 本地概况",
            org_functions="机构职能",
            leaders="负责人信息 领导信息 领导之窗",
            documents="文件资料 政策文件",
            interpretation="政策解读 解读",
            response="回应关切",
            data="数据发布",
            open_data="数据开放 开放数据",
            topic="专题专栏 专题",
            other="其他 其它",
        ),
    )
    url: str | None = column("栏目地址", "栏目网址")
    owner: str | None = column("栏目责任人", "栏目责任人", "主编")
    on_homepage: bool | None = column(
        "首页是否有入口", "首页展示", labels=spelled(true="首页展示 展示", false="首页不展示 不展示")
    )
    purpose_text: Text | None = column("开设宗旨", "栏目宗旨")
    aim_text: Text | None = column("开设目的", "栏目目的")
    usage_text: Text | None = column("使用方式", "使用说明")
    auth_mode: Literal["unified", "own", "none"] | None = column(
        "登录方式",
        "登录方式",
        labels=spelled(
            unified="统一身份认证 统一认证 统一登录", own="自建登录 自建认证 独立登录", none="无需登录 免登录 不需登录"
        ),
    )
    dedicated_channel: bool | None = column("是否网上信访、纪检举报等专门渠道", "是否专门渠道")
    comment_enabled: bool | None = column(
        "是否开通留言评论", "评论功能", labels=spelled(true="已开通 开通", false="未开通 不开通")
    )
    last_updated_at: dt.datetime | None = column("最近更新", "最后更新时间")
    update_cycle_days: int | None = column("应有更新周期(天)", "更新周期")
    status: Literal["active", "adjusted", "closed"] | None = column(
        "栏目状态",
        "栏目状态",
        labels=spelled(active="正常 在用 正常更新", adjusted="已调整", closed="已关闭 已停用 停用 已取消"),
    )


class Page(Record):
    """网页快照."""

    kind_name: ClassVar[str] = "page"
    label: ClassVar[str] = "网页快照"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    files: ClassVar[tuple[str, ...]] = ("page", "网页快照", "页面快照", "快照")

    url: str | None = column("网址", "网址", "URL")
    site_id: Annotated[str, Ref("site")] | None = column("所属网站", "网站名称")
    page_type: (
        Literal[
            "home",
            "column",
            "article",
            "policy",
            "interpretation",
            "service_list",
            "service_guide",
            "form",
            "archived",
            "disclosure",
            "on_request",
            "data",
            "new_media",
            "other",
        ]
        | None
    ) = column(
        "页面类型",
        "页面类型",
        labels=spelled(
            home="首页 网站首页",
            column="栏目页",
            article="文章页 信息页",
            policy="政策文件页",
            interpretation="解读页 政策解读页",
            service_list="事项列表页",
            service_guide="办事指南页",
            form="表单页",
            archived="归档页 归档网页",
            disclosure="政府信息公开页 信息公开页",
            on_request="依申请公开页",
            data="数据发布页 数据页",
            new_media="新媒体页",
            other="其他 其它",
        ),
    )
    subject_id: str | None = column("对应业务记录标识", "关联编号")
    html: Html | None = column("页面源码", "页面内容")
    text: Text | None = column("正文文本", "正文")
    links: list[str] | None = column("页内链接(文字与地址)", "链接")
    http_status: int | None = column("状态码", "状态码")
    fetched_at: dt.datetime | None = column("抓取时间", "采集时间")


class ArchivedPage(Record):
    """归档网页."""

    kind_name: ClassVar[str] = "archived_page"
    label: ClassVar[str] = "归档网页"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("archived_at",)
    files: ClassVar[tuple[str, ...]] = ("archived_page", "归档网页", "网页归档", "归档页面")

    id: str | None = column("标识", "编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    url: str | None = column("归档后地址", "归档网址")
    trigger: Literal["migration", "redesign", "other"] | None = column(
        "归档缘由",
        "归档原因",
        labels=spelled(migration="网站迁移 整合迁移 迁移", redesign="网站改版 改版", other="其他 其它"),
    )
    archived_at: dt.datetime | None = column("归档时间", "归档时间")
    http_status: int | None = column("访问状态码", "状态码")
    html: Html | None = column("页面源码", "页面内容")
