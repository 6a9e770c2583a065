"""征集调查: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Json, Record, Ref, Text, column, spelled
from dbcheck.records.wording import HAVE


class Solicitation(Record):
    """意见征集."""

    kind_name: ClassVar[str] = "solicitation"
    label: ClassVar[str] = "意见征集"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = (
        "start_at",
        "end_at",
    )
    names: ClassVar[tuple[str, ...]] = ("title",)
    files: ClassVar[tuple[str, ...]] = ("solicitation", "征集", "征求意见")

    id: str | None = column("标识", "征集编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    column_id: Annotated[str, Ref("column")] | None = column("所在栏目", "栏目")
    kind: Literal["daily", "topic", "special"] | None = column(
        "日常/议题/专项",
        "征集方式",
        "征集类型",
        labels=spelled(daily="日常征集 日常", topic="议题征集 议题", special="专项征集 专项"),
    )
    title: str | None = column("征集主题", "征集主题", "标题")
    form: str | None = column("征集形式", "征集形式")
    org_id: Annotated[str, Ref("organization")] | None = column("征集部门", "征集部门", "征集单位")
    full_text: Text | None = column("文件全文(或全文地址)", "征求意见稿", "文件全文")
    explanation: Text | None = column("征求意见说明", "说明", "起草说明")
    special_case: bool | None = column("是否情况特殊", "特殊情况", labels=spelled(true="情况特殊 特殊", false="一般"))
    sample: Text | None = column("提交意见示例范本", "示例范本")
    start_at: dt.datetime | None = column("开始", "开始时间")
    end_at: dt.datetime | None = column("结束", "截止时间", "结束时间")
    handler: str | None = column("整理专人", "经办人")
    summarized_at: dt.datetime | None = column("整理归类汇总完成时间", "汇总时间")
    handling_opinion: Text | None = column("处理意见", "处理意见")
    participant_count: int | None = column("参与人数", "参与人数")
    opinion_count: int | None = column("意见数量", "意见数", "数量")
    adopted_count: int | None = column("采纳数量", "采纳数")
    result_text: Text | None = column("征集结果", "征集结果", "反馈")
    adoption_text: Text | None = column("采纳情况", "采纳情况")
    has_chart: bool | None = column("统计是否图表呈现", "图表", labels=HAVE)
    result_published_at: dt.datetime | None = column("结果公开时间", "反馈时间", "公布时间")


class SolicitationOpinion(Record):
    """征集意见及答复."""

    kind_name: ClassVar[str] = "solicitation_opinion"
    label: ClassVar[str] = "征集意见及答复"
    units: ClassVar[tuple[str, ...]] = (
        "solicitation_id.org_id",
        "solicitation_id.site_id.org_id",
        "solicitation_id.site_id",
    )
    own_dates: ClassVar[tuple[str, ...]] = ("received_at", "replied_at", "solicitation_id.start_at")
    files: ClassVar[tuple[str, ...]] = (
        "solicitation_opinion",
        "征集意见及答复",
        "征集意见答复",
        "意见征集答复",
        "意见征集意见",
        "公众意见",
    )

    id: str | None = column("标识", "意见编号")
    solicitation_id: Annotated[str, Ref("solicitation")] | None = column("所属征集", "征集编号")
    content: Text | None = column("意见内容", "意见内容")
    received_at: dt.datetime | None = column("受理日期", "受理日期")
    replied_at: dt.datetime | None = column("答复日期", "答复日期")
    reply_org: str | None = column("答复部门", "答复部门")
    reply_content: Text | None = column("答复内容", "答复内容")
    adopted: bool | None = column(
        "是否采纳", "是否采纳", labels=spelled(true="采纳 已采纳", false="不采纳 未采纳 不予采纳")
    )


class Survey(Record):
    """网上调查."""

    kind_name: ClassVar[str] = "survey"
    label: ClassVar[str] = "网上调查"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = (
        "start_at",
        "end_at",
    )
    names: ClassVar[tuple[str, ...]] = ("title",)
    files: ClassVar[tuple[str, ...]] = ("survey", "调查", "问卷")

    id: str | None = column("标识", "调查编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    column_id: Annotated[str, Ref("column")] | None = column("所在栏目", "栏目")
    title: str | None = column("标题", "调查标题")
    topic: str | None = column("调查主题或事件", "调查主题")
    question_kinds: list[Literal["single", "multiple", "text"]] | None = column(
        "题型",
        "题型",
        labels=spelled(single="单选 单选题", multiple="多选 多选题", text="文字 文字题 问答题 填空题 开放题"),
    )
    option_stats: Json | None = column("各选项票数与百分比", "票数", "百分比")
    start_at: dt.datetime | None = column("开始", "开始时间")
    end_at: dt.datetime | None = column("结束", "截止时间")
    analysis_text: Text | None = column("结果分析", "调查结果分析")
    has_chart: bool | None = column("是否图表呈现", "图表", labels=HAVE)
    result_published_at: dt.datetime | None = column("结果公布时间", "公布时间")
