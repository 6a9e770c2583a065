"""政务新媒体: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled


class NewMediaAccount(Record):
    """政务新媒体账号."""

    kind_name: ClassVar[str] = "new_media_account"
    label: ClassVar[str] = "政务新媒体账号"
    units: ClassVar[tuple[str, ...]] = ("org_id", "id")
    names: ClassVar[tuple[str, ...]] = ("name",)
    lifespan: ClassVar[tuple[str, ...]] = ("opened_at",)
    files: ClassVar[tuple[str, ...]] = ("new_media_account", "新媒体账号", "新媒体名录", "新媒体台账")

    id: str | None = column("标识", "账号编号")
    org_id: Annotated[str, Ref("organization")] | None = column("主办单位", "主办单位")
    platform: Literal["weibo", "wechat", "app", "other"] | None = column(
        "平台类型",
        "平台",
        labels=spelled(
            weibo="微博 新浪微博 政务微博",
            wechat="微信 微信公众号 政务微信",
            app="移动客户端 客户端 政务客户端 APP",
            other="其他 其它 抖音 快手 今日头条",
        ),
    )
    platform_name: str | None = column("平台名称", "平台名称")
    name: str | None = column("账号名称", "账号名称")
    status: Literal["active", "merged", "closed", "cancelled"] | None = column(
        "状态",
        "账号状态",
        labels=spelled(active="正常 在用 运行中", merged="已整合 已合并", closed="已关停", cancelled="已注销"),
    )
    functions: list[Literal["publish", "interpret", "interact", "service"]] | None = column(
        "功能",
        "功能",
        labels=spelled(publish="信息发布", interpret="解读回应", interact="政民互动 互动交流", service="办事服务"),
    )
    opened_at: dt.datetime | None = column("开设时间", "开设时间")
    last_post_at: dt.datetime | None = column("最近发布时间", "最后更新时间")
    leader: str | None = column("分管负责人", "分管负责人")
    staff: list[str] | None = column("专岗人员", "工作人员")
    unified_qa: bool | None = column(
        "是否使用集约化平台统一咨询问答库", "问答库", labels=spelled(true="已使用 使用", false="未使用 不使用")
    )


class NewMediaFiling(Record):
    """政务新媒体备案."""

    kind_name: ClassVar[str] = "new_media_filing"
    label: ClassVar[str] = "政务新媒体备案"
    units: ClassVar[tuple[str, ...]] = ("account_id.org_id", "account_id")
    own_dates: ClassVar[tuple[str, ...]] = ("event_at",)
    files: ClassVar[tuple[str, ...]] = ("new_media_filing", "新媒体备案", "账号备案")

    id: str | None = column("标识", "备案编号")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("账号", "账号名称")
    event: Literal["open", "change", "close", "cancel"] | None = column(
        "事项:开设/变更/关停/注销", "备案事项", labels=spelled(open="开设", change="变更", close="关停", cancel="注销")
    )
    host_changed: bool | None = column("是否主办单位变化", "主办单位变更")
    event_at: dt.datetime | None = column("事项发生时间", "发生时间")
    filed_at: dt.datetime | None = column("备案时间", "备案时间")
    filed_to_org_id: Annotated[str, Ref("organization")] | None = column("备案主管单位", "主管单位")
    announced_at: dt.datetime | None = column("向社会公告时间", "公告时间")


class NewMediaPost(Record):
    """政务新媒体稿件."""

    kind_name: ClassVar[str] = "new_media_post"
    label: ClassVar[str] = "政务新媒体稿件"
    units: ClassVar[tuple[str, ...]] = ("account_id.org_id", "account_id")
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)
    files: ClassVar[tuple[str, ...]] = ("new_media_post", "新媒体稿件", "新媒体发布", "推文")

    id: str | None = column("标识", "稿件编号")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("账号", "账号名称")
    title: str | None = column("标题", "标题")
    content: Text | None = column("内容", "内容")
    links: list[str] | None = column("链接", "链接")
    is_original: bool | None = column("是否原创", "原创", labels=spelled(true="原创", false="非原创 转载"))
    is_repost: bool | None = column("是否转载", "转载", labels=spelled(true="转载", false="非转载 原创"))
    source: str | None = column("来源", "来源")
    source_kind: Literal["party_government_site", "designated_source", "other"] | None = column(
        "来源性质",
        "来源类型",
        labels=spelled(
            party_government_site="党委和政府网站 党委政府网站 党政网站",
            designated_source="主管部门确定的稿源单位 确定的稿源单位",
            other="其他 其它",
        ),
    )
    reviewed_at: dt.datetime | None = column("审核时间", "审核时间")
    reviewer: str | None = column("审核人", "审核人")
    review_level: str | None = column("审核级别", "审核级别")
    published_at: dt.datetime | None = column("发布时间", "发布时间")
