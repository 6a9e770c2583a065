"""网站开办、迁移、下线与变更: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled
from dbcheck.records.wording import ACCOUNT_KINDS, APPROVER_LEVELS


class SiteOpening(Record):
    """网站开设申请."""

    kind_name: ClassVar[str] = "site_opening"
    label: ClassVar[str] = "网站开设申请"
    units: ClassVar[tuple[str, ...]] = ("applicant_org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("applied_at", "approved_at", "online_at")
    files: ClassVar[tuple[str, ...]] = ("site_opening", "网站开设", "网站开办", "开设申请")

    id: str | None = column("标识", "申请编号")
    site_id: Annotated[str, Ref("site")] | None = column("拟开设网站", "网站名称")
    applicant_org_id: Annotated[str, Ref("organization")] | None = column("申请单位", "申请单位")
    head_consent_at: dt.datetime | None = column("主要负责同志同意时间", "负责人同意时间")
    applied_at: dt.datetime | None = column("申请提出时间", "申请时间")
    applied_by_org_id: Annotated[str, Ref("organization")] | None = column("提出申请的办公厅(室)", "申请提出单位")
    applied_to_org_id: Annotated[str, Ref("organization")] | None = column("受理申请的办公厅(室)", "受理单位")
    approved_at: dt.datetime | None = column("批准时间", "批准时间")
    approver_level: Literal["state", "province", "prefecture", "county"] | None = column(
        "批准层级", "批准机关", labels=APPROVER_LEVELS
    )
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
    units: ClassVar[tuple[str, ...]] = ("applicant_org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("applied_at", "approved_at", "started_at")
    files: ClassVar[tuple[str, ...]] = ("site_migration", "网站迁移", "网站整合", "整合迁移")

    id: str | None = column("标识", "申请编号")
    site_id: Annotated[str, Ref("site")] | None = column("拟迁移网站", "网站名称")
    reason: Literal["unmaintained", "host_merged", "intensive"] | None = column(
        "原因:无力维护/主办单位撤销合并/集约化",
        "迁移原因",
        labels=spelled(
            unmaintained="无力维护",
            host_merged="主办单位撤销合并 主办单位撤并 机构撤并 撤销合并",
            intensive="集约化 集约化整合",
        ),
    )
    applicant_org_id: Annotated[str, Ref("organization")] | None = column("申请单位(主办单位)", "申请单位")
    applied_at: dt.datetime | None = column("申请时间", "申请时间")
    approved_at: dt.datetime | None = column("审批同意时间", "审批时间")
    approver_level: Literal["state", "province", "prefecture", "county"] | None = column(
        "审批层级", "审批机关", labels=APPROVER_LEVELS
    )
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
    units: ClassVar[tuple[str, ...]] = ("applicant_org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("applied_at", "approved_at", "offline_at")
    files: ClassVar[tuple[str, ...]] = ("site_offline", "网站下线", "临时下线", "网站关停")

    id: str | None = column("标识", "申请编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    reason: Literal["rectification", "force_majeure", "ordered_shutdown", "other"] | None = column(
        "原因",
        "下线原因",
        labels=spelled(
            rectification="整改 网站整改",
            force_majeure="不可抗力",
            ordered_shutdown="责令紧急关停 被责令紧急关停 责令关停",
            other="其他 其它",
        ),
    )
    applicant_org_id: Annotated[str, Ref("organization")] | None = column("申请单位", "申请单位")
    applied_at: dt.datetime | None = column("申请时间", "申请时间")
    approved_at: dt.datetime | None = column("审批同意时间", "审批时间")
    approver_level: Literal["state", "province", "prefecture", "county"] | None = column(
        "审批层级", "审批机关", labels=APPROVER_LEVELS
    )
    offline_at: dt.datetime | None = column("下线时间", "下线时间")
    restored_at: dt.datetime | None = column("恢复时间", "恢复上线时间")
    reported_state_at: dt.datetime | None = column("书面报备国务院办公厅时间", "报备时间")
    accountability_at: dt.datetime | None = column("对主办单位负责人问责时间", "问责时间")


class SiteChange(Record):
    """网站信息变更."""

    kind_name: ClassVar[str] = "site_change"
    label: ClassVar[str] = "网站信息变更"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("changed_at",)
    files: ClassVar[tuple[str, ...]] = ("site_change", "网站变更", "网站信息变更")

    id: str | None = column("标识", "变更编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    kind: Literal["host_org", "head", "contact", "domain", "column_structure", "url"] | None = column(
        "变更事项",
        "变更事项",
        labels=spelled(
            host_org="主办单位 主办单位变更",
            head="负责人 负责人变更",
            contact="联系方式 联系方式变更",
            domain="域名 域名变更",
            column_structure="栏目主体结构 栏目结构 栏目主体结构变更 栏目结构变更",
            url="网站地址 网址 网站地址变更 网址变更",
        ),
    )
    changed_at: dt.datetime | None = column("变更时间", "变更时间")
    filed_at: dt.datetime | None = column("备案时间", "备案时间")
    filed_to_org_id: Annotated[str, Ref("organization")] | None = column("备案机关(上级主管单位)", "备案机关")
    info_updated_at: dt.datetime | None = column("相关信息更新时间", "信息更新时间")


class Announcement(Record):
    """公告."""

    kind_name: ClassVar[str] = "announcement"
    label: ClassVar[str] = "公告"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)
    files: ClassVar[tuple[str, ...]] = ("announcement", "公告", "网站迁移公告", "网站下线公告", "网站开通公告")

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
    ) = column(
        "公告类型",
        "公告类型",
        labels=spelled(
            site_opened="开通公告 网站开通公告 网站开通",
            migration_notice="迁移公告 网站迁移公告",
            migration_done="迁移完成公告 网站迁移完成公告",
            offline="下线公告 网站下线公告 临时下线公告",
            domain_changed="域名变更公告 域名变更",
            account_changed="账号变更公告 新媒体账号变更公告 账号变更",
            interview="访谈公告 访谈预告",
            solicitation="征集公告 意见征集公告",
            other="其他 其它",
        ),
    )
    subject_kind: str | None = column("对应业务类型", "业务类型")
    subject_id: str | None = column("对应业务标识", "业务编号")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "发布网站")
    site_relation: Literal["own", "same_level_portal", "superior_portal", "superior_site", "other"] | None = column(
        "发布网站与当事网站的关系",
        "发布位置",
        labels=spelled(
            own="本网站 本站",
            same_level_portal="本级门户 本级门户网站 本级政府门户网站 同级门户",
            superior_portal="上级门户 上级门户网站 上级政府门户网站",
            superior_site="上级网站",
            other="其他网站 其他 其它",
        ),
    )
    prominent: bool | None = column(
        "是否在首页显著位置", "首页显著位置", labels=spelled(true="显著位置 首页显著位置", false="非显著位置")
    )
    body: Text | None = column("内容", "公告内容")
    published_at: dt.datetime | None = column("发布时间", "发布时间")
    removed_at: dt.datetime | None = column("撤下时间(空=仍在)", "撤下时间")
    url: str | None = column("网址", "链接")


class ReviewStep(Record):
    """逐级审核记录."""

    kind_name: ClassVar[str] = "review_step"
    label: ClassVar[str] = "逐级审核记录"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    own_dates: ClassVar[tuple[str, ...]] = ("at",)
    files: ClassVar[tuple[str, ...]] = ("review_step", "逐级审核")

    id: str | None = column("标识", "审核编号")
    subject_kind: Literal["site_opening", "site_migration", "site_offline", "error_report", "annual_report"] | None = (
        column(
            "审核对象类型",
            "业务类型",
            labels=spelled(
                site_opening="网站开设 网站开设申请",
                site_migration="网站迁移 网站整合迁移",
                site_offline="网站下线 网站临时下线",
                error_report="网站找错 找错留言",
                annual_report="年度报表",
            ),
        )
    )
    subject_id: str | None = column("审核对象标识", "业务编号")
    seq: int | None = column("审核序号", "审核级次")
    org_id: Annotated[str, Ref("organization")] | None = column("审核单位", "审核单位")
    level: Literal["state", "province", "prefecture", "county"] | None = column(
        "审核层级;省直(自治区直)部门一级记prefecture", "审核层级", labels=APPROVER_LEVELS
    )
    account_kind: Literal["organizing", "reporting"] | None = column(
        "所用账号:组织单位/填报单位", "账号类型", labels=ACCOUNT_KINDS
    )
    decision: Literal["approve", "reject", "final_approve"] | None = column(
        "结论",
        "审核意见",
        "审核结果",
        labels=spelled(
            approve="同意 审核同意 审核通过", reject="不同意 驳回 审核不通过", final_approve="终审通过 终审同意"
        ),
    )
    comment: Text | None = column("意见", "审核说明")
    at: dt.datetime | None = column("时间", "审核时间")
