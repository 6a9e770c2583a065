"""信息发布: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled


class Article(Record):
    """信息稿件."""

    kind_name: ClassVar[str] = "article"
    label: ClassVar[str] = "信息稿件"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)
    names: ClassVar[tuple[str, ...]] = ("title",)
    files: ClassVar[tuple[str, ...]] = ("article", "稿件", "信息发布", "发布信息")

    id: str | None = column("稿件标识", "信息编号", "稿件ID")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "网站名称")
    column_id: Annotated[str, Ref("column")] | None = column("所在栏目", "栏目名称")
    category: (
        Literal[
            "overview",
            "org_functions",
            "leader",
            "document",
            "meeting",
            "activity",
            "decision",
            "news",
            "notice",
            "guide",
            "response",
            "media_comment",
            "interview",
            "other",
        ]
        | None
    ) = column(
        "信息类别",
        "信息分类",
        labels=spelled(
            overview="概况信息 概况",
            org_functions="机构职能",
            leader="负责人信息 领导信息",
            document="文件资料 政策文件",
            meeting="重要会议 会议",
            activity="重要活动 活动",
            decision="重要决策 决策",
            news="政务要闻 工作动态 政务动态",
            notice="通知公告 公示公告",
            guide="办事指南",
            response="回应关切",
            media_comment="媒体评论",
            interview="在线访谈 访谈",
            other="其他 其它",
        ),
    )
    title: str | None = column("标题", "标题", "信息标题")
    body: Text | None = column("正文", "内容", "正文")
    url: str | None = column("网址", "链接")
    source: str | None = column("来源标注", "来源", "信息来源")
    source_kind: Literal["own", "government_site", "non_government"] | None = column(
        "来源性质",
        "来源类型",
        labels=spelled(own="本站原创 原创 本单位", government_site="政府网站", non_government="非政府网站 商业网站"),
    )
    is_repost: bool | None = column("是否转载", "是否转载", labels=spelled(true="转载", false="非转载 原创"))
    upstream_id: Annotated[str, Ref("upstream_item")] | None = column("所转载的上游信息", "原文编号")
    is_important: bool | None = column("是否重要信息", "重要程度", labels=spelled(true="重要", false="一般 普通"))
    media: list[str] | None = column("配发图片、视频", "图片", "视频")
    manuscript_text: Text | None = column("业务部门原稿", "原稿")
    reviewed_at: dt.datetime | None = column("内容审核时间", "审核时间")
    secrecy_reviewed_at: dt.datetime | None = column("保密审查时间", "保密审查时间")
    published_at: dt.datetime | None = column("发布时间", "发布时间", "发布日期")
    updated_at: dt.datetime | None = column("更新时间", "更新时间")
    info_changed_at: dt.datetime | None = column("所载静态信息实际变化时间", "信息变更时间")
    event_at: dt.datetime | None = column("会议/活动/决策发生时间", "事件时间")
    map_used: bool | None = column("是否使用地图", "是否含地图", labels=spelled(true="含地图", false="不含地图"))
    map_approval_no: str | None = column("审图号或标准地图编号", "审图号")


class UpstreamItem(Record):
    """上游应转载信息."""

    kind_name: ClassVar[str] = "upstream_item"
    label: ClassVar[str] = "上游应转载信息"
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)
    names: ClassVar[tuple[str, ...]] = ("title",)
    files: ClassVar[tuple[str, ...]] = ("upstream_item", "上游信息", "应转载信息", "上游应转载信息")

    id: str | None = column("标识", "信息编号")
    kind: (
        Literal["state_council_document", "state_council_policy", "policy", "news", "interview", "media_comment"] | None
    ) = column(
        "类别",
        "信息类别",
        labels=spelled(
            state_council_document="国务院文件",
            state_council_policy="国务院政策 国务院重要政策",
            policy="政策信息 重要政策信息",
            news="新闻 要闻",
            interview="在线访谈 访谈",
            media_comment="媒体评论",
        ),
    )
    publisher_kind: Literal["state_council", "superior_site", "same_level_portal", "media"] | None = column(
        "首发方",
        "发布单位类型",
        labels=spelled(
            state_council="国务院 中国政府网",
            superior_site="上级网站 上级政府网站",
            same_level_portal="本级门户 本级门户网站 本级政府门户网站",
            media="媒体 新闻媒体",
        ),
    )
    title: str | None = column("标题", "标题")
    published_at: dt.datetime | None = column("首发时间", "首发时间", "原文发布时间")
    is_important: bool | None = column("是否重要", "是否重要", labels=spelled(true="重要", false="一般 普通"))
    scope: Literal["overall", "sector", "region"] | None = column(
        "影响范围", "适用范围", labels=spelled(overall="全局性", sector="行业性", region="地区性 区域性")
    )


class RepostDuty(Record):
    """转载任务(上游信息×应转载方)."""

    kind_name: ClassVar[str] = "repost_duty"
    label: ClassVar[str] = "转载任务(上游信息×应转载方)"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "account_id.org_id", "site_id", "account_id")
    files: ClassVar[tuple[str, ...]] = ("repost_duty", "repost_duties", "转载任务", "转载情况", "转载台账", "转载")
    own_dates: ClassVar[tuple[str, ...]] = ("upstream_id.published_at",)

    id: str | None = column("标识", "任务编号")
    upstream_id: Annotated[str, Ref("upstream_item")] | None = column("上游信息", "原文编号")
    site_id: Annotated[str, Ref("site")] | None = column("应转载网站", "网站名称")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("应转载新媒体账号", "账号名称")
    article_id: Annotated[str, Ref("article")] | None = column("实际转载稿件", "转载稿编号")
    reposted_at: dt.datetime | None = column("转载时间(空=未转载)", "转载时间")


class PolicyDocument(Record):
    """政策文件(含规章、规范性文件)."""

    kind_name: ClassVar[str] = "policy_document"
    label: ClassVar[str] = "政策文件(含规章、规范性文件)"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("formed_at", "published_at")
    names: ClassVar[tuple[str, ...]] = (
        "doc_no",
        "title",
    )
    files: ClassVar[tuple[str, ...]] = ("policy_document", "policy_doc", "政策文件", "规范性文件", "规章", "文件库")

    id: str | None = column("标识", "索引号", "文件编号")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "网站名称")
    org_id: Annotated[str, Ref("organization")] | None = column("制发机关", "发文机关", "发布机构")
    kind: Literal["law", "regulation", "rule", "normative_document", "official_document", "plan", "other"] | None = column(
        "文种:rule=规章,normative_document=行政规范性文件",
        "文件类型",
        "公文种类",
        labels=spelled(
            law="法律",
            regulation="法规 行政法规 地方性法规",
            rule="规章 政府规章 部门规章 地方政府规章",
            normative_document="行政规范性文件 规范性文件",
            official_document="公文",
            plan="规划",
            other="其他 其它 其他文件",
        ),
    )
    doc_no: str | None = column("文号", "发文字号", "文号")
    title: str | None = column("标题", "文件标题", "名称")
    category: str | None = column("分类", "主题分类")
    is_important: bool | None = column("是否重要政策文件", "是否重要政策", labels=spelled(true="重要", false="一般 普通"))
    is_state_council: bool | None = column("是否国务院文件", "国务院文件")
    must_disclose: bool | None = column(
        "是否应主动公开", "公开属性", labels=spelled(true="主动公开 应主动公开", false="依申请公开 不予公开 非主动公开")
    )
    formed_at: dt.date | None = column("形成(成文)日期", "成文日期")
    changed_at: dt.date | None = column("最近变更日期", "变更日期", "修改日期")
    change_kind: Literal["none", "amended", "repealed", "expired"] | None = column(
        "变更性质",
        "有效性变更",
        labels=spelled(
            none="无变更 未变更", amended="修改 已修改 修订 已修订", repealed="废止 已废止", expired="失效 已失效"
        ),
    )
    change_published_at: dt.datetime | None = column("变更情况公开时间", "变更公开时间")
    marked_at: dt.datetime | None = column("原文页作出标注的时间", "标注时间")
    published_at: dt.datetime | None = column("公开时间", "发布日期", "公开时间")
    first_applied_at: dt.date | None = column("首次作为管理依据的日期", "首次适用日期")
    column_id: Annotated[str, Ref("column")] | None = column("所在栏目", "公开栏目")
    url: str | None = column("网址", "链接")


class Interpretation(Record):
    """解读材料."""

    kind_name: ClassVar[str] = "interpretation"
    label: ClassVar[str] = "解读材料"
    units: ClassVar[tuple[str, ...]] = ("provider_org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)
    files: ClassVar[tuple[str, ...]] = ("interpretation", "解读", "政策文件解读", "规范性文件解读")

    id: str | None = column("标识", "解读编号")
    document_id: Annotated[str, Ref("policy_document")] | None = column("所解读文件", "对应文件", "文号")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "网站名称")
    form: (
        Literal["text", "chart", "digital", "audio", "video", "animation", "comment", "interview", "press_release"] | None
    ) = column(
        "展现形式",
        "解读形式",
        labels=spelled(
            text="文字 文字解读",
            chart="图表 图解 图表解读",
            digital="数字化",
            audio="音频 音频解读",
            video="视频 视频解读",
            animation="动漫 动画",
            comment="评论 媒体评论",
            interview="访谈 在线访谈",
            press_release="新闻通稿",
        ),
    )
    provider_org_id: Annotated[str, Ref("organization")] | None = column("提供单位", "解读单位")
    provider_role: Literal["issuer", "lead", "drafter", "media", "expert"] | None = column(
        "提供者身份",
        "提供单位类型",
        labels=spelled(
            issuer="制发机关 制发部门 制发单位 发文机关",
            lead="牵头部门 牵头单位",
            drafter="起草部门 起草单位",
            media="媒体",
            expert="专家",
        ),
    )
    content: Text | None = column("正文", "解读内容")
    covers: list[Literal["background", "goals", "main_content", "problems"]] | None = column(
        "覆盖要素:背景依据/目标任务/主要内容/解决的问题",
        "内容要素",
        labels=spelled(
            background="背景依据", goals="目标任务", main_content="主要内容", problems="解决的问题 拟解决的问题 解决问题"
        ),
    )
    published_at: dt.datetime | None = column("发布时间", "发布时间")
    url: str | None = column("网址", "链接")


class ConcernResponse(Record):
    """回应关切."""

    kind_name: ClassVar[str] = "concern_response"
    label: ClassVar[str] = "回应关切"
    units: ClassVar[tuple[str, ...]] = ("responder_org_id", "site_id.org_id", "account_id.org_id", "site_id", "account_id")
    own_dates: ClassVar[tuple[str, ...]] = (
        "raised_at",
        "published_at",
    )
    files: ClassVar[tuple[str, ...]] = ("concern_response", "回应关切", "关切回应", "热点回应", "舆情回应")

    id: str | None = column("标识", "编号")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "网站名称")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("发布账号", "账号名称")
    kind: Literal["emergency", "hot_issue", "rumor", "misreading"] | None = column(
        "类型:重大突发事件/热点问题/谣言/误读质疑",
        "事件类型",
        labels=spelled(
            emergency="重大突发事件 突发事件",
            hot_issue="热点问题 社会热点",
            rumor="谣言 网络谣言",
            misreading="误读质疑 误读",
        ),
    )
    topic: str | None = column("主题", "事件名称", "热点")
    raised_at: dt.datetime | None = column("事件发生或形成关注的时间", "事件时间")
    responder_org_id: Annotated[str, Ref("organization")] | None = column("回应主体", "回应主体")
    invited_org_id: Annotated[str, Ref("organization")] | None = column("受邀作出回应的业务部门", "业务部门")
    propaganda_guided: bool | None = column("是否经宣传部门指导", "宣传部门指导")
    press_conference_at: dt.datetime | None = column("新闻发布会时间", "发布会时间")
    published_at: dt.datetime | None = column("首次回应时间", "回应时间")
    follow_up_count: int | None = column("后续动态信息条数", "后续发布数")
    pushed_media: list[str] | None = column("推送的传统媒体", "传统媒体")
    pushed_new_media: list[str] | None = column("推送的新媒体", "新媒体")
    content: Text | None = column("回应内容", "回应内容")
    closed_at: dt.datetime | None = column("事件终结时间", "办结时间")


class DisclosureItem(Record):
    """法定主动公开信息."""

    kind_name: ClassVar[str] = "disclosure_item"
    label: ClassVar[str] = "法定主动公开信息"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)
    files: ClassVar[tuple[str, ...]] = ("disclosure_item", "主动公开", "信息公开目录")

    id: str | None = column("标识", "索引号")
    org_id: Annotated[str, Ref("organization")] | None = column("公开机关", "公开机关", "发布机构")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    column_id: Annotated[str, Ref("column")] | None = column("所在栏目", "栏目")
    category: (
        Literal[
            "rule",
            "normative_document",
            "org_profile",
            "document",
            "interpretation",
            "plan",
            "statistics",
            "license",
            "penalty",
            "budget",
            "fee",
            "procurement",
            "major_project",
            "livelihood",
            "emergency",
            "recruitment",
            "gazette",
            "other",
            "power_list",
        ]
        | None
    ) = column(
        "公开类别",
        "信息类别",
        labels=spelled(
            rule="规章",
            normative_document="规范性文件 行政规范性文件",
            org_profile="机关简介 机构职能",
            document="公文",
            interpretation="解读 公文解读 政策解读",
            plan="规划 规划信息 发展规划",
            statistics="统计信息 统计数据",
            license="行政许可",
            penalty="行政处罚 行政强制 行政处罚、行政强制",
            budget="财政预决算 预决算 财政预算、决算",
            fee="行政事业性收费 收费项目",
            procurement="政府集中采购 政府采购",
            major_project="重大建设项目",
            livelihood="民生 民生政策",
            emergency="突发事件 突发公共事件 应急管理",
            recruitment="公务员招考 公务员招录",
            gazette="政府公报",
            other="其他 其它",
            power_list="权责清单 权力清单",
        ),
    )
    title: str | None = column("标题", "标题")
    published_at: dt.datetime | None = column("公开时间", "公开日期")
    url: str | None = column("网址", "链接")
