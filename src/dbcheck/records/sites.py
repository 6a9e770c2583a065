"""网站: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Html, Record, Ref, Text, column


class Site(Record):
    """政府网站."""

    kind_name: ClassVar[str] = "site"
    label: ClassVar[str] = "政府网站"
    names: ClassVar[tuple[str, ...]] = ("name",)

    id: str | None = column("网站唯一标识", "网站编号", "站点ID")
    name: str | None = column("网站全称", "网站名称")
    org_id: Annotated[str, Ref("organization")] | None = column("主办单位", "主办单位")
    undertaker_org_id: Annotated[str, Ref("organization")] | None = column("承办单位", "承办单位")
    kind: Literal["portal", "department", "other"] | None = column("门户/部门/其他", "网站类型")
    status: (
        Literal[
            "planned", "applied", "approved", "registered", "filed", "coded", "running", "offline", "migrating", "closed"
        ]
        | None
    ) = column("生命周期状态", "网站状态", "运行状态")
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
    unified_platform: bool | None = column("互动栏目是否用门户统一互动平台", "是否使用统一互动平台")
    auth_system: Literal["province_unified", "site_unified", "own", "none"] | None = column(
        "用户认证体系", "认证方式", "统一身份认证"
    )
    mobile_interaction: bool | None = column("移动端(政务新媒体)可否互动", "移动端互动")
    search_enabled: bool | None = column("是否提供站内检索", "检索功能")
    in_reporting_system: bool | None = column("是否纳入全国政府网站信息报送系统", "是否已填报")
    opened_at: dt.date | None = column("开通日期", "开通时间")
    closed_at: dt.date | None = column("永久下线日期", "关停时间")


class Column(Record):
    """栏目."""

    kind_name: ClassVar[str] = "column"
    label: ClassVar[str] = "栏目"
    names: ClassVar[tuple[str, ...]] = ("name",)

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
    ) = column("栏目类型", "栏目类型")
    url: str | None = column("栏目地址", "栏目网址")
    owner: str | None = column("栏目责任人", "栏目责任人", "主编")
    on_homepage: bool | None = column("首页是否有入口", "首页展示")
    purpose_text: Text | None = column("开设宗旨", "栏目宗旨")
    aim_text: Text | None = column("开设目的", "栏目目的")
    usage_text: Text | None = column("使用方式", "使用说明")
    auth_mode: Literal["unified", "own", "none"] | None = column("登录方式", "登录方式")
    dedicated_channel: bool | None = column("是否网上信访、纪检举报等专门渠道", "是否专门渠道")
    comment_enabled: bool | None = column("是否开通留言评论", "评论功能")
    last_updated_at: dt.datetime | None = column("最近更新", "最后更新时间")
    update_cycle_days: int | None = column("应有更新周期(天)", "更新周期")
    status: Literal["active", "adjusted", "closed"] | None = column("栏目状态", "栏目状态")


class Page(Record):
    """网页快照."""

    kind_name: ClassVar[str] = "page"
    label: ClassVar[str] = "网页快照"

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
    ) = column("页面类型", "页面类型")
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

    id: str | None = column("标识", "编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    url: str | None = column("归档后地址", "归档网址")
    trigger: Literal["migration", "redesign", "other"] | None = column("归档缘由", "归档原因")
    archived_at: dt.datetime | None = column("归档时间", "归档时间")
    http_status: int | None = column("访问状态码", "状态码")
    html: Html | None = column("页面源码", "页面内容")


class SiteOpening(Record):
    """网站开设申请."""

    kind_name: ClassVar[str] = "site_opening"
    label: ClassVar[str] = "网站开设申请"
    own_dates: ClassVar[tuple[str, ...]] = ("applied_at",)

    id: str | None = column("标识", "申请编号")
    site_id: Annotated[str, Ref("site")] | None = column("拟开设网站", "网站名称")
    applicant_org_id: Annotated[str, Ref("organization")] | None = column("申请单位", "申请单位")
    head_consent_at: dt.datetime | None = column("主要负责同志同意时间", "负责人同意时间")
    applied_at: dt.datetime | None = column("申请提出时间", "申请时间")
    applied_by_org_id: Annotated[str, Ref("organization")] | None = column("提出申请的办公厅(室)", "申请提出单位")
    applied_to_org_id: Annotated[str, Ref("organization")] | None = column("受理申请的办公厅(室)", "受理单位")
    approved_at: dt.datetime | None = column("批准时间", "批准时间")
    approver_level: Literal["state", "province", "prefecture", "county"] | None = column("批准层级", "批准机关")
    badge_applied_at: dt.datetime | None = column("提交党政机关网站标识申请时间", "标识申请时间")
    domain_registered_at: dt.datetime | None = column("域名注册时间", "域名注册时间")
    icp_filed_at: dt.datetime | None = column("ICP备案时间", "ICP备案时间")
    police_filed_at: dt.datetime | None = column("公安备案时间", "公安备案时间")
    info_submitted_at: dt.datetime | None = column("提交网站基本信息时间", "信息提交时间")
    reported_state_at: dt.datetime | None = column("报国务院办公厅时间", "报国办时间")
    code_issued_at: dt.datetime | None = column("获得标识码时间", "标识码核发时间")
    online_at: dt.datetime | None = column("上线时间", "上线时间")


class SiteMigration(Record):
    """网站整合迁移."""

    kind_name: ClassVar[str] = "site_migration"
    label: ClassVar[str] = "网站整合迁移"
    own_dates: ClassVar[tuple[str, ...]] = (
        "applied_at",
        "started_at",
    )

    id: str | None = column("标识", "申请编号")
    site_id: Annotated[str, Ref("site")] | None = column("拟迁移网站", "网站名称")
    reason: Literal["unmaintained", "host_merged", "intensive"] | None = column(
        "原因:无力维护/主办单位撤销合并/集约化", "迁移原因"
    )
    applicant_org_id: Annotated[str, Ref("organization")] | None = column("申请单位(主办单位)", "申请单位")
    applied_at: dt.datetime | None = column("申请时间", "申请时间")
    approved_at: dt.datetime | None = column("审批同意时间", "审批时间")
    approver_level: Literal["state", "province", "prefecture", "county"] | None = column("审批层级", "审批机关")
    started_at: dt.datetime | None = column("启动时间", "启动时间")
    icp_cancelled_at: dt.datetime | None = column("ICP备案注销时间", "ICP注销时间")
    badge_cancelled_at: dt.datetime | None = column("党政机关标识注销时间", "标识注销时间")
    police_cancelled_at: dt.datetime | None = column("公安备案注销时间", "公安备案注销时间")
    domain_cancelled_at: dt.datetime | None = column("域名注销时间", "域名注销时间")
    status_reported_at: dt.datetime | None = column("变更状态逐级报告时间", "状态报告时间")
    target_site_id: Annotated[str, Ref("site")] | None = column("内容迁入网站", "迁入网站")
    content_migrated_at: dt.datetime | None = column("内容整合迁移完成时间", "迁移完成时间")


class SiteOffline(Record):
    """网站下线."""

    kind_name: ClassVar[str] = "site_offline"
    label: ClassVar[str] = "网站下线"
    own_dates: ClassVar[tuple[str, ...]] = (
        "applied_at",
        "offline_at",
    )

    id: str | None = column("标识", "申请编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    reason: Literal["rectification", "force_majeure", "ordered_shutdown", "other"] | None = column("原因", "下线原因")
    applicant_org_id: Annotated[str, Ref("organization")] | None = column("申请单位", "申请单位")
    applied_at: dt.datetime | None = column("申请时间", "申请时间")
    approved_at: dt.datetime | None = column("审批同意时间", "审批时间")
    approver_level: Literal["state", "province", "prefecture", "county"] | None = column("审批层级", "审批机关")
    offline_at: dt.datetime | None = column("下线时间", "下线时间")
    restored_at: dt.datetime | None = column("恢复时间", "恢复上线时间")
    reported_state_at: dt.datetime | None = column("书面报备国务院办公厅时间", "报备时间")
    accountability_at: dt.datetime | None = column("对主办单位负责人问责时间", "问责时间")


class SiteChange(Record):
    """网站信息变更."""

    kind_name: ClassVar[str] = "site_change"
    label: ClassVar[str] = "网站信息变更"
    own_dates: ClassVar[tuple[str, ...]] = ("changed_at",)

    id: str | None = column("标识", "变更编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    kind: Literal["host_org", "head", "contact", "domain", "column_structure", "url"] | None = column(
        "变更事项", "变更事项"
    )
    changed_at: dt.datetime | None = column("变更时间", "变更时间")
    filed_at: dt.datetime | None = column("备案时间", "备案时间")
    filed_to_org_id: Annotated[str, Ref("organization")] | None = column("备案机关(上级主管单位)", "备案机关")
    info_updated_at: dt.datetime | None = column("相关信息更新时间", "信息更新时间")


class Announcement(Record):
    """公告."""

    kind_name: ClassVar[str] = "announcement"
    label: ClassVar[str] = "公告"
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)

    id: str | None = column("标识", "公告编号")
    kind: (
        Literal[
            "site_opened",
            "migration_notice",
            "migration_done",
            "offline",
            "domain_changed",
            "account_changed",
            "interview",
            "solicitation",
            "other",
        ]
        | None
    ) = column("公告类型", "公告类型")
    subject_kind: str | None = column("对应业务类型", "业务类型")
    subject_id: str | None = column("对应业务标识", "业务编号")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "发布网站")
    site_relation: Literal["own", "same_level_portal", "superior_portal", "superior_site", "other"] | None = column(
        "发布网站与当事网站的关系", "发布位置"
    )
    prominent: bool | None = column("是否在首页显著位置", "首页显著位置")
    body: Text | None = column("内容", "公告内容")
    published_at: dt.datetime | None = column("发布时间", "发布时间")
    removed_at: dt.datetime | None = column("撤下时间(空=仍在)", "撤下时间")
    url: str | None = column("网址", "链接")


class ReviewStep(Record):
    """逐级审核记录."""

    kind_name: ClassVar[str] = "review_step"
    label: ClassVar[str] = "逐级审核记录"
    own_dates: ClassVar[tuple[str, ...]] = ("at",)

    id: str | None = column("标识", "审核编号")
    subject_kind: Literal["site_opening", "site_migration", "site_offline", "error_report", "annual_report"] | None = (
        column("审核对象类型", "业务类型")
    )
    subject_id: str | None = column("审核对象标识", "业务编号")
    seq: int | None = column("审核序号", "审核级次")
    org_id: Annotated[str, Ref("organization")] | None = column("审核单位", "审核单位")
    level: Literal["state", "province", "prefecture", "county"] | None = column(
        "审核层级;省直(自治区直)部门一级记prefecture", "审核层级"
    )
    account_kind: Literal["organizing", "reporting"] | None = column("所用账号:组织单位/填报单位", "账号类型")
    decision: Literal["approve", "reject", "final_approve"] | None = column("结论", "审核意见", "审核结果")
    comment: Text | None = column("意见", "审核说明")
    at: dt.datetime | None = column("时间", "审核时间")
