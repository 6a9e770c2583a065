"""在线访谈: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column


class InterviewPlan(Record):
    """在线访谈年度计划."""

    kind_name: ClassVar[str] = "interview_plan"
    label: ClassVar[str] = "在线访谈年度计划"
    own_dates: ClassVar[tuple[str, ...]] = ("drafted_at",)

    id: str | None = column("标识", "计划编号")
    org_id: Annotated[str, Ref("organization")] | None = column("编制单位", "编制单位")
    kind: Literal["unit", "annual"] | None = column("部门计划/本级全年计划", "计划类型")
    year: int | None = column("计划所属年度", "计划年度")
    drafted_at: dt.datetime | None = column("编制完成时间", "编制时间")
    submitted_at: dt.datetime | None = column("报送时间", "报送时间")
    compiled_by_org_id: Annotated[str, Ref("organization")] | None = column("汇总单位", "汇总单位")
    compiled_at: dt.datetime | None = column("汇总(全年计划制定)时间", "汇总时间")
    approved_at: dt.datetime | None = column("同意时间", "批准时间", "同意时间")
    approver_kind: Literal["government", "government_office"] | None = column("同意机关", "审批机关")
    implemented_at: dt.datetime | None = column("开始组织实施(首期访谈)时间", "实施时间")
    session_count: int | None = column("计划期数", "计划期数")


class Interview(Record):
    """在线访谈."""

    kind_name: ClassVar[str] = "interview"
    label: ClassVar[str] = "在线访谈"
    own_dates: ClassVar[tuple[str, ...]] = ("start_at",)
    names: ClassVar[tuple[str, ...]] = ("title",)

    id: str | None = column("标识", "访谈编号", "期数")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    plan_id: Annotated[str, Ref("interview_plan")] | None = column("依据的年度计划", "计划编号")
    status: Literal["planned", "announced", "live", "held", "transcribed", "closed", "cancelled"] | None = column(
        "状态", "状态"
    )
    title: str | None = column("访谈主题", "访谈主题")
    topic_source: Literal["key_work", "public_concern", "solicitation", "other"] | None = column("选题来源", "选题来源")
    org_id: Annotated[str, Ref("organization")] | None = column("承办单位", "承办单位")
    participating_org_ids: list[Annotated[str, Ref("organization")]] | None = column("参加单位", "参加单位", "嘉宾单位")
    scheme_submitted_at: dt.datetime | None = column("访谈方案报送时间", "方案报送时间")
    scheme_topic: str | None = column("方案:主题", "方案主题")
    scheme_time: str | None = column("方案:时间", "方案时间")
    scheme_content: Text | None = column("方案:内容准备", "内容准备")
    scheme_leaders: list[str] | None = column("方案:参与领导", "参与领导")
    preview_published_at: dt.datetime | None = column("预告发布时间", "预告时间")
    preview_channels: list[Literal["site", "new_media", "tv", "radio", "newspaper"]] | None = column("预告渠道", "预告渠道")
    pre_questions_open: bool | None = column("是否开放事前提问", "事前征集")
    host_name: str | None = column("主持人", "主持人")
    guest_names: list[str] | None = column("嘉宾", "访谈嘉宾")
    start_at: dt.datetime | None = column("开始", "访谈时间", "开始时间")
    end_at: dt.datetime | None = column("结束", "结束时间")
    forms: list[Literal["video", "image_text", "text"]] | None = column("直播形式", "直播形式")
    transcript_published_at: dt.datetime | None = column("实录发布时间", "实录发布时间")
    transcript_forms: list[Literal["text", "photo", "video", "image_text"]] | None = column("实录形式", "实录形式")
    media_coverage: list[Literal["tv", "radio", "newspaper", "other"]] | None = column("媒体报道", "媒体报道")


class InterviewQuestion(Record):
    """访谈提问."""

    kind_name: ClassVar[str] = "interview_question"
    label: ClassVar[str] = "访谈提问"
    own_dates: ClassVar[tuple[str, ...]] = ("asked_at",)

    id: str | None = column("标识", "提问编号")
    interview_id: Annotated[str, Ref("interview")] | None = column("访谈", "访谈编号")
    stage: Literal["pre", "live", "after"] | None = column("事前/现场/会后", "提问阶段")
    content: Text | None = column("问题", "问题", "留言内容")
    asked_at: dt.datetime | None = column("提问时间", "提问时间")
    answered_live: bool | None = column("是否当场答复", "当场答复")
    answer_content: Text | None = column("答复内容", "答复内容")
    answered_at: dt.datetime | None = column("答复时间", "答复时间")
    published_at: dt.datetime | None = column("公开回复时间", "公开时间")
    published_column_id: Annotated[str, Ref("column")] | None = column("公开回复所在栏目", "公开栏目")
