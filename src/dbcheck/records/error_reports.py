"""我为政府网站找错: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled
from dbcheck.records.wording import APPROVER_LEVELS


class ErrorReport(Record):
    """我为政府网站找错留言."""

    kind_name: ClassVar[str] = "error_report"
    label: ClassVar[str] = "我为政府网站找错留言"
    units: ClassVar[tuple[str, ...]] = ("host_org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = (
        "received_at",
        "submitted_at",
    )
    files: ClassVar[tuple[str, ...]] = ("error_report", "找错", "找错留言", "网站找错", "政府网站找错")

    id: str | None = column("留言编号", "留言编号")
    site_url: str | None = column("问题网页地址", "问题网址", "网页地址")
    site_id: Annotated[str, Ref("site")] | None = column("问题网站", "网站名称")
    content: Text | None = column("问题描述", "问题描述", "留言内容")
    entry_kind: Literal["normal", "omitted_site"] | None = column(
        "入口:我要找错/漏报网站找错", "留言类型", labels=spelled(normal="我要找错", omitted_site="漏报网站找错 漏报网站")
    )
    submitted_at: dt.datetime | None = column("网民提交时间", "提交时间", "留言时间")
    received_at: dt.datetime | None = column("现组织单位账号收到时间", "收到时间", "下发时间")
    organizing_org_id: Annotated[str, Ref("organization")] | None = column("现组织单位", "组织单位")
    screening: Literal["accept", "invalid", "return"] | None = column(
        "筛选结论:转办/不予受理/退回", "处理方式", labels=spelled(accept="转办 受理", invalid="不予受理", return_="退回")
    )
    screened_at: dt.datetime | None = column("筛选时间", "筛选时间")
    belongs_to_org: bool | None = column(
        "问题网站是否属本地区本部门",
        "是否本单位网站",
        labels=spelled(true="本单位网站 属于本单位", false="非本单位网站 不属于本单位"),
    )
    invalid_code: Literal["duplicate", "unclear", "abuse", "irrelevant", "advert"] | None = column(
        "无效类别",
        "无效原因",
        labels=spelled(
            duplicate="重复 重复留言", unclear="表述不清", abuse="攻击谩骂", irrelevant="与政府网站无关", advert="广告推销"
        ),
    )
    duplicate_of: Annotated[str, Ref("error_report")] | None = column("重复留言指向", "重复留言")
    returned_at: dt.datetime | None = column("退回时间", "退回时间")
    reassigned_at: dt.datetime | None = column("系统重新分配时间", "重新分配时间")
    host_org_id: Annotated[str, Ref("organization")] | None = column("问题网站主办单位", "主办单位", "填报单位")
    transferred_at: dt.datetime | None = column("转办至主办单位时间", "转办时间")
    omitted_confirmed: bool | None = column(
        "是否确认漏报网站", "是否漏报", labels=spelled(true="漏报 确认漏报", false="非漏报 未漏报")
    )
    site_registered_at: dt.datetime | None = column("漏报网站补报时间", "补报时间")
    verified: bool | None = column("问题是否属实(空=未核)", "是否属实", labels=spelled(true="属实", false="不属实"))
    verified_at: dt.datetime | None = column("核查时间", "核查时间")
    corrected_at: dt.datetime | None = column("纠正时间", "整改时间")
    replied_at: dt.datetime | None = column("主办单位答复提交时间", "答复时间")
    reply_content: Text | None = column("答复口径", "答复内容", "答复口径")
    public_suggested: bool | None = column(
        "是否建议公开", "公开意见", labels=spelled(true="建议公开 公开", false="建议不公开 不公开")
    )
    non_public_reason: Text | None = column("建议不公开的具体原因", "不公开原因")
    exception_code: Literal["untrue", "image_damage", "sovereignty_security", "privacy_secret", "other"] | None = column(
        "不公开情形代码",
        "不公开情形",
        labels=spelled(
            untrue="问题不属实 不属实",
            image_damage="损害形象 损害政府形象",
            sovereignty_security="国家主权安全 涉及国家主权安全",
            privacy_secret="隐私秘密 涉及隐私秘密",
            other="其他 其它",
        ),
    )
    completed_at: dt.datetime | None = column("地区(部门)办理完成并提交终审时间", "办结时间")
    final_reviewed_at: dt.datetime | None = column("终审时间", "终审时间")
    final_reviewer_level: Literal["state", "province", "prefecture", "county"] | None = column(
        "终审层级", "终审单位", labels=APPROVER_LEVELS
    )
    final_public: bool | None = column(
        "终审是否确定公开", "终审公开意见", labels=spelled(true="公开 确定公开", false="不公开 确定不公开")
    )
    published_at: dt.datetime | None = column("曝光台公开时间", "公开时间")
    follow_up_at: dt.datetime | None = column("持续整改跟踪时间", "跟踪时间")
    overdue_reason: Text | None = column("逾期正当理由", "逾期原因")
    circulated_at: dt.datetime | None = column("通报批评时间", "通报时间")
    status: (
        Literal[
            "submitted",
            "received",
            "invalid",
            "returned",
            "transferred",
            "verified",
            "replied",
            "under_review",
            "rejected",
            "final_approved",
            "published",
            "closed",
        ]
        | None
    ) = column(
        "状态",
        "办理状态",
        labels=spelled(
            submitted="已提交",
            received="已收到 已接收 待筛选",
            invalid="不予受理 无效留言",
            returned="已退回",
            transferred="已转办",
            verified="已核查",
            replied="已答复",
            under_review="审核中 逐级审核中",
            rejected="已驳回",
            final_approved="终审通过 已终审",
            published="已公开",
            closed="已关闭 已归档",
        ),
    )


class ErrorReportEvent(Record):
    """找错留言流转事件."""

    kind_name: ClassVar[str] = "error_report_event"
    label: ClassVar[str] = "找错留言流转事件"
    units: ClassVar[tuple[str, ...]] = ("actor_org_id", "report_id.host_org_id", "report_id.site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("at",)
    files: ClassVar[tuple[str, ...]] = ("error_report_event", "找错流转", "找错事件", "找错留言流转", "找错留言事件")

    id: str | None = column("标识", "流水号")
    report_id: Annotated[str, Ref("error_report")] | None = column("留言", "留言编号")
    action: (
        Literal[
            "submit",
            "receive",
            "invalidate",
            "return",
            "reassign",
            "transfer",
            "verify",
            "correct",
            "reply",
            "approve",
            "reject",
            "final_approve",
            "publish",
            "register_site",
            "follow_up",
        ]
        | None
    ) = column(
        "动作",
        "操作",
        labels=spelled(
            submit="提交",
            receive="接收 收到",
            invalidate="不予受理",
            return_="退回",
            reassign="重新分配",
            transfer="转办",
            verify="核查",
            correct="纠正 整改",
            reply="答复",
            approve="审核同意 同意 审核通过",
            reject="驳回 不同意",
            final_approve="终审通过",
            publish="公开",
            register_site="补报网站 补报",
            follow_up="持续跟踪 跟踪",
        ),
    )
    account_kind: Literal["citizen", "system", "organizing", "reporting"] | None = column(
        "操作账号类型",
        "账号类型",
        labels=spelled(
            citizen="网民", system="系统 报送系统", organizing="组织单位 组织单位账号", reporting="填报单位 填报单位账号"
        ),
    )
    actor_org_id: Annotated[str, Ref("organization")] | None = column("操作单位", "操作单位")
    at: dt.datetime | None = column("时间", "操作时间")
    reason: Text | None = column("理由", "说明")
