"""咨询投诉: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled
from dbcheck.records.wording import HANDLING_MODES


class Letter(Record):
    """信件(网民留言)."""

    kind_name: ClassVar[str] = "letter"
    label: ClassVar[str] = "信件(网民留言)"
    units: ClassVar[tuple[str, ...]] = (
        "responsible_org_id",
        "site_id.org_id",
        "account_id.org_id",
        "site_id",
        "account_id",
    )
    own_dates: ClassVar[tuple[str, ...]] = ("received_at",)
    files: ClassVar[tuple[str, ...]] = (
        "letter",
        "信件",
        "来信",
        "留言",
        "咨询",
        "投诉",
        "信箱",
        "政府网站信件",
        "政府网站来信",
        "政府网站留言",
    )

    id: str | None = column("信件编号", "信件编号", "留言编号", "查询号")
    site_id: Annotated[str, Ref("site")] | None = column("受理网站", "网站名称")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("经政务新媒体收到时的账号", "账号名称")
    channel: Literal["web", "app", "email", "new_media", "upper_forward"] | None = column(
        "来源渠道;upper_forward=上级(含中国政府网)转办",
        "来源",
        "渠道",
        labels=spelled(
            web="网站 门户网站 网页",
            app="移动客户端 客户端 手机客户端 APP",
            email="电子邮件 电子邮箱 邮件 邮箱",
            new_media="政务新媒体 新媒体 微信 微信公众号 微博",
            upper_forward="上级转办 上级交办 中国政府网转办 中国政府网",
        ),
    )
    title: str | None = column("信件标题", "信件标题", "留言标题", "主题")
    content: Text | None = column("信件内容", "信件内容", "留言内容")
    kind: Literal["consultation", "suggestion", "complaint", "help", "accusation", "other"] | None = column(
        "类型;accusation=控告检举",
        "信件类型",
        "诉求类型",
        labels=spelled(
            consultation="咨询 咨询类 业务咨询 政策咨询",
            suggestion="建议 建议类 意见建议 建言献策",
            complaint="投诉 投诉类",
            help="求助 求助类 求决 求决类",
            accusation="控告检举 检举控告 控告 检举",
            other="其他 其它 其他类 感谢 表扬",
        ),
    )
    scope_code: (
        Literal[
            "development",
            "official_conduct",
            "public_service_entity",
            "statutory_duty",
            "policy_inquiry",
            "provincial_policy",
            "administrative_unit",
            "staff_conduct",
            "livelihood",
            "other_lawful",
        ]
        | None
    ) = column(
        "所属受理范围(由分类得出)",
        "诉求分类",
        labels=spelled(
            development="经济社会发展",
            official_conduct="政府部门及人员职务行为",
            public_service_entity="公共服务企事业单位",
            statutory_duty="依法应由政府解决的问题",
            policy_inquiry="切身利益政策法规",
            provincial_policy="本省政策 本省政策、规范性文件",
            administrative_unit="各级行政单位",
            staff_conduct="行政人员作风效率质量",
            livelihood="群众生产生活热点难点",
            other_lawful="其他依法应受理的问题 其他依法应受理",
        ),
    )
    author_name: str | None = column("来信人姓名", "姓名", "网民昵称")
    author_contact: str | None = column("来信人联系方式", "联系电话")
    author_wants_public: bool | None = column(
        "来信人是否同意公开",
        "是否公开",
        labels=spelled(true="同意公开 愿意公开 公开", false="不同意公开 不愿公开 不公开 保密"),
    )
    is_major: bool | None = column(
        "是否重大、疑难", "是否重大疑难", labels=spelled(true="重大疑难 重大 疑难", false="一般 普通")
    )
    is_complex: bool | None = column(
        "是否短期无法明确答复", "是否复杂问题", labels=spelled(true="复杂 复杂问题", false="不复杂 一般问题 简单")
    )
    policy_constrained: bool | None = column("是否受政策或客观条件限制暂不能解决", "暂不能解决")
    duplicate_of: Annotated[str, Ref("letter")] | None = column("重复信件指向", "重复信件")
    received_at: dt.datetime | None = column("来信(留言)时间", "留言时间", "来信时间", "提交时间")
    accepted: bool | None = column(
        "是否受理(空=未定)", "是否受理", "受理状态", labels=spelled(true="已受理 受理 予以受理", false="不予受理 不受理")
    )
    accept_decided_at: dt.datetime | None = column("受理或不予受理的决定时间", "受理时间", "受理日期")
    reject_code: (
        Literal["legal_procedure", "unclear", "in_process_or_closed", "internal_admin", "out_of_scope", "other"] | None
    ) = column(
        "不予受理原因代码",
        "不予受理类型",
        labels=spelled(
            legal_procedure="应循法律途径 诉讼、仲裁、行政复议 诉讼仲裁复议",
            unclear="内容不清 内容不清楚 表述不清",
            in_process_or_closed="重复来信 重复信件 在办或已办结 在办或已办结的重复来信",
            internal_admin="内部行政事务",
            out_of_scope="超出受理范围 不属于受理范围 不属受理范围",
            other="其他 其它",
        ),
    )
    reject_reason: Text | None = column("向来信人说明的不予受理原因", "不予受理原因")
    handling_mode: Literal["direct", "assign", "transfer"] | None = column(
        "直办/交办/转办", "办理方式", labels=HANDLING_MODES
    )
    responsible_org_id: Annotated[str, Ref("organization")] | None = column("现承办单位", "承办单位", "办理单位")
    group_review_at: dt.datetime | None = column("领导集体会商时间", "会商时间")
    interim_at: dt.datetime | None = column("向网民告知缘由的时间", "告知时间")
    interim_reason: Text | None = column("告知的缘由", "告知内容")
    phone_notified_at: dt.datetime | None = column("电话告知时间", "电话告知时间")
    due_at: dt.datetime | None = column("规定办结期限", "限办时间", "截止时间")
    leader_reviewed_at: dt.datetime | None = column("部门领导审核时间", "审核时间")
    replied_at: dt.datetime | None = column("首次正式答复时间", "答复时间", "回复时间", "答复日期")
    reply_org: str | None = column("答复单位", "答复单位", "答复部门", "回复单位")
    reply_content: Text | None = column("答复内容", "答复内容", "回复内容")
    withdrawn_at: dt.datetime | None = column("答复被要求撤回的时间", "撤回时间")
    withdraw_reason: Text | None = column("撤回原因", "撤回原因", "退回原因")
    re_replied_at: dt.datetime | None = column("重新答复时间", "重新答复时间")
    notified_author_at: dt.datetime | None = column("办理结果告知来信人的时间", "告知来信人时间")
    publishable: bool | None = column(
        "处理结果是否宜公开", "是否宜公开", labels=spelled(true="宜公开 可公开", false="不宜公开")
    )
    publish_basis: str | None = column("不依来信人意愿决定公开与否时的规定依据", "公开依据")
    published_at: dt.datetime | None = column("在网站公开的时间(空=未公开)", "公开时间")
    published_text: Text | None = column("公开页面实际展示的全文", "公开内容")
    policy_suggestion: bool | None = column("是否有参考价值的政策建议", "是否政策建议")
    status: (
        Literal[
            "submitted",
            "accepted",
            "rejected",
            "assigned",
            "objected",
            "in_process",
            "reply_draft",
            "replied",
            "withdrawn",
            "closed",
        ]
        | None
    ) = column(
        "状态",
        "办理状态",
        "状态",
        labels=spelled(
            submitted="已提交 待受理",
            accepted="已受理",
            rejected="不予受理 不受理",
            assigned="已交办 已转办 已分办",
            objected="申请转办 申请退回",
            in_process="办理中 处理中 在办 正在办理",
            reply_draft="答复拟稿 答复待审核 答复审核中",
            replied="已答复 已回复 已办结 办结 办理完毕",
            withdrawn="答复已撤回 退回重办",
            closed="已关闭 已归档 已结案",
        ),
    )


class LetterAssignment(Record):
    """信件承办流转记录."""

    kind_name: ClassVar[str] = "letter_assignment"
    label: ClassVar[str] = "信件承办流转记录"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    own_dates: ClassVar[tuple[str, ...]] = (
        "received_at",
        "assigned_at",
    )
    files: ClassVar[tuple[str, ...]] = (
        "letter_assignment",
        "流转记录",
        "信件流转",
        "来信流转",
        "留言流转",
        "信件承办流转",
        "承办流转",
        "信件交办",
        "信件转办",
        "来信交办",
        "来信转办",
        "交办",
        "转办",
    )

    id: str | None = column("标识", "流转编号")
    letter_id: Annotated[str, Ref("letter")] | None = column("信件", "信件编号")
    org_id: Annotated[str, Ref("organization")] | None = column("承接单位", "承办单位")
    assigned_by_org_id: Annotated[str, Ref("organization")] | None = column("交办(转办)单位", "交办单位")
    mode: Literal["direct", "assign", "transfer"] | None = column("方式", "办理方式", labels=HANDLING_MODES)
    assigned_at: dt.datetime | None = column("交办时间", "交办时间", "转办时间")
    received_at: dt.datetime | None = column("承接(收件)时间", "签收时间", "接件时间")
    due_at: dt.datetime | None = column("限办期限", "办理期限")
    objected_at: dt.datetime | None = column("认为非本部门职能而提出的时间", "申请转办时间", "退回时间")
    objection_reason: Text | None = column("不属职能的理由", "转办理由", "退回理由")
    suggested_org_id: Annotated[str, Ref("organization")] | None = column("转办建议单位", "建议单位")
    redecided_at: dt.datetime | None = column("重新审核确定的时间", "重新审核时间")
    redecided_by_org_id: Annotated[str, Ref("organization")] | None = column("重新审核单位", "审核单位")
    new_org_id: Annotated[str, Ref("organization")] | None = column("重新确定的责任单位", "新承办单位")
    tracked_at: dt.datetime | None = column("交办单位跟踪时间", "跟踪时间")
    completed_at: dt.datetime | None = column("办结时间", "办结时间")


class LetterSupervision(Record):
    """催办督办通报记录."""

    kind_name: ClassVar[str] = "letter_supervision"
    label: ClassVar[str] = "催办督办通报记录"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    own_dates: ClassVar[tuple[str, ...]] = ("at",)
    files: ClassVar[tuple[str, ...]] = (
        "letter_supervision",
        "催办",
        "督办",
        "催办督办",
        "信件催办",
        "信件督办",
        "来信督办",
        "投诉督办",
    )

    id: str | None = column("标识", "督办编号")
    letter_id: Annotated[str, Ref("letter")] | None = column("信件", "信件编号")
    org_id: Annotated[str, Ref("organization")] | None = column("被督促单位", "被督办单位")
    kind: Literal["reminder", "supervision", "circular"] | None = column(
        "催办/督办/通报", "督办方式", labels=spelled(reminder="催办", supervision="督办", circular="通报")
    )
    at: dt.datetime | None = column("时间", "督办时间")
    by_org_id: Annotated[str, Ref("organization")] | None = column("督促单位", "督办单位")


class Evaluation(Record):
    """办理结果评价."""

    kind_name: ClassVar[str] = "evaluation"
    label: ClassVar[str] = "办理结果评价"
    units: ClassVar[tuple[str, ...]] = (
        "letter_id.responsible_org_id",
        "service_item_id.site_id.org_id",
        "service_item_id.site_id",
    )
    own_dates: ClassVar[tuple[str, ...]] = ("created_at",)
    files: ClassVar[tuple[str, ...]] = (
        "evaluation",
        "评价",
        "满意度",
        "办事服务评价",
        "服务事项评价",
        "信件评价",
        "留言评价",
        "投诉评价",
        "信件办理评价",
    )

    id: str | None = column("标识", "评价编号")
    subject_kind: Literal["letter", "service_item"] | None = column(
        "评价对象类型",
        "评价对象",
        labels=spelled(letter="信件 咨询投诉 留言", service_item="服务事项 办事服务 办事服务事项 事项"),
    )
    letter_id: Annotated[str, Ref("letter")] | None = column("所评信件", "信件编号")
    service_item_id: Annotated[str, Ref("service_item")] | None = column("所评事项", "事项编码")
    user_id: str | None = column("评价人", "用户")
    score: int | None = column("满意度(1-5)", "满意度", "评分")
    content: Text | None = column("评价内容", "评价内容")
    created_at: dt.datetime | None = column("评价时间", "评价时间")
    parent_id: Annotated[str, Ref("evaluation")] | None = column("追评指向的首评", "追评对象")


class Comment(Record):
    """评论."""

    kind_name: ClassVar[str] = "comment"
    label: ClassVar[str] = "评论"
    units: ClassVar[tuple[str, ...]] = ("article_id.site_id.org_id", "article_id.site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("created_at",)
    files: ClassVar[tuple[str, ...]] = ("comment", "评论", "留言评论", "稿件评论")

    id: str | None = column("标识", "评论编号")
    article_id: Annotated[str, Ref("article")] | None = column("被评论信息", "信息编号")
    platform: Literal["unified", "own"] | None = column(
        "承载平台", "评论平台", labels=spelled(unified="统一平台 统一互动平台", own="自建平台 自建")
    )
    user_id: str | None = column("评论人", "用户")
    content: Text | None = column("评论内容", "评论内容")
    created_at: dt.datetime | None = column("评论时间", "评论时间")
    visible: bool | None = column("他人可否查看", "是否显示", labels=spelled(true="显示 可见", false="不显示 隐藏 不可见"))
    handled_at: dt.datetime | None = column("处理时间", "处理时间")


class KnowledgeEntry(Record):
    """答问知识库条目."""

    kind_name: ClassVar[str] = "knowledge_entry"
    label: ClassVar[str] = "答问知识库条目"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    files: ClassVar[tuple[str, ...]] = ("knowledge_entry", "knowledge_entries", "知识库", "问答库")

    id: str | None = column("标识", "条目编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    topic: str | None = column("主题", "主题")
    attention: int | None = column("关注度", "关注度", "浏览量")
    question: Text | None = column("问题", "问题")
    answer: Text | None = column("答复口径", "答复口径")
    source_letter_ids: list[Annotated[str, Ref("letter")]] | None = column("来源信件", "来源")
    updated_at: dt.datetime | None = column("更新时间", "更新时间")


class MailboxCheck(Record):
    """电子邮箱查看记录."""

    kind_name: ClassVar[str] = "mailbox_check"
    label: ClassVar[str] = "电子邮箱查看记录"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("date",)
    files: ClassVar[tuple[str, ...]] = ("mailbox_check", "邮箱查看", "邮箱检查")

    id: str | None = column("标识", "编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    mailbox: str | None = column("邮箱地址", "邮箱")
    date: dt.date | None = column("查看日期", "日期")
    checker: str | None = column("查看人", "查看人")
