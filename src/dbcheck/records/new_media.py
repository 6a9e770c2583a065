"""政务新媒体: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column


class NewMediaAccount(Record):
    """政务新媒体账号."""

    kind_name: ClassVar[str] = "new_media_account"
    label: ClassVar[str] = "政务新媒体账号"
    names: ClassVar[tuple[str, ...]] = ("name",)

    id: str | None = column("标识", "账号编号")
    org_id: Annotated[str, Ref("organization")] | None = column("主办单位", "主办单位")
    platform: Literal["weibo", "wechat", "app", "other"] | None = column("平台类型", "平台")
    platform_name: str | None = column("平台名称", "平台名称")
    name: str | None = column("账号名称", "账号名称")
    status: Literal["active", "merged", "closed", "cancelled"] | None = column("状态", "账号状态")
    functions: list[Literal["publish", "interpret", "interact", "service"]] | None = column("功能", "功能")
    opened_at: dt.datetime | None = column("开设时间", "开设时间")
    last_post_at: dt.datetime | None = column("最近发布时间", "最后更新时间")
    leader: str | None = column("分管负责人", "分管负责人")
    staff: list[str] | None = column("专岗人员", "工作人员")
    unified_qa: bool | None = column("是否使用集约化平台统一咨询问答库", "问答库")


class NewMediaFiling(Record):
    """政务新媒体备案."""

    kind_name: ClassVar[str] = "new_media_filing"
    label: ClassVar[str] = "政务新媒体备案"
    own_dates: ClassVar[tuple[str, ...]] = ("event_at",)

    id: str | None = column("标识", "备案编号")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("账号", "账号名称")
    event: Literal["open", "change", "close", "cancel"] | None = column("事项:开设/变更/关停/注销", "备案事项")
    host_changed: bool | None = column("是否主办单位变化", "主办单位变更")
    event_at: dt.datetime | None = column("事项发生时间", "发生时间")
    filed_at: dt.datetime | None = column("备案时间", "备案时间")
    filed_to_org_id: Annotated[str, Ref("organization")] | None = column("备案主管单位", "主管单位")
    announced_at: dt.datetime | None = column("向社会公告时间", "公告时间")


class NewMediaPost(Record):
    """政务新媒体稿件."""

    kind_name: ClassVar[str] = "new_media_post"
    label: ClassVar[str] = "政务新媒体稿件"
    own_dates: ClassVar[tuple[str, ...]] = ("published_at",)

    id: str | None = column("标识", "稿件编号")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("账号", "账号名称")
    title: str | None = column("标题", "标题")
    content: Text | None = column("内容", "内容")
    links: list[str] | None = column("链接", "链接")
    is_original: bool | None = column("是否原创", "原创")
    is_repost: bool | None = column("是否转载", "转载")
    source: str | None = column("来源", "来源")
    source_kind: Literal["party_government_site", "designated_source", "other"] | None = column("来源性质", "来源类型")
    reviewed_at: dt.datetime | None = column("审核时间", "审核时间")
    reviewer: str | None = column("审核人", "审核人")
    review_level: str | None = column("审核级别", "审核级别")
    published_at: dt.datetime | None = column("发布时间", "发布时间")
