"""在线访谈: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled


class InterviewPlan(Record):
    """在线访谈年度计划."""

    kind_name: ClassVar[str] = "interview_plan"
    label: ClassVar[str] = "在线访谈年度计划"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    own_dates: ClassVar[tuple[str, ...]] = ("drafted_at",)
    files: ClassVar[tuple[str, ...]] = ("interview_plan", "访谈计划", "访谈年度计划", "年度访谈计划")

    id: str | None = column("标识", "计划编号")
    org_id: Annotated[str, Ref("organization")] | None = column("编制单位", "编制单位")
    kind: Literal["unit", "annual"] | None = column(
        "部门计划/本级全年计划", "计划类型", labels=spelled(unit="部门计划 单位计划", annual="全年计划 本级全年计划")
    )
    year: int | None = column("计划所属年度", "计划年度")
    drafted_at: dt.datetime | None = column("编制完成时间", "编制时间")
    submitted_at: dt.datetime | None = column("报送时间", "报送时间")
    compiled_by_org_id: Annotated[str, Ref("organization")] | None = column("汇总单位", "汇总单位")
    compiled_at: dt.datetime | None = column("汇总(全年计划制定)时间", "汇总时间")
    approved_at: dt.datetime | None = column("同意时间", "批准时间", "同意时间")
    approver_kind: Literal["government", "government_office"] | None = column(
        "同意机关",
        "审批机关",
        labels=spelled(
            government="本级政府 政府 人民政府", government_office="本级政府办公厅(室) 政府办公厅(室) 政府办公厅 政府办公室"
        ),
    )
    implemented_at: dt.datetime | None = column("开始组织实施(首期访谈)时间", "实施时间")
    session_count: int | None = column("计划期数", "计划期数")


class Interview(Record):
    """在线访谈."""

    kind_name: ClassVar[str] = "interview"
    label: ClassVar[str] = "在线访谈"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("start_at", "end_at", "preview_published_at", "scheme_submitted_at")
    names: ClassVar[tuple[str, ...]] = ("title",)
    files: ClassVar[tuple[str, ...]] = ("interview", "访谈")

    id: str | None = column("标识", "访谈编号", "期数")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    plan_id: Annotated[str, Ref("interview_plan")] | None = column("依据的年度计划", "计划编号")
    status: Literal["planned", "announced", "live", "held", "transcribed", "closed", "cancelled"] | None = column(
        "状态",
        "状态",
        labels=spelled(
            planned="计划中 已计划",
            announced="已预告",
            live="直播中 进行中",
            held="已举办 已举行",
            transcribed="已发布实录 实录已发布",
            closed="已归档 已关闭 已办结",
            cancelled="已取消 取消",
        ),
    )
    title: str | None = column("访谈主题", "访谈主题")
    topic_source: Literal["key_work", "public_concern", "solicitation", "other"] | None = column(
        "选题来源",
        "选题来源",
        labels=spelled(
            key_work="重点工作",
            public_concern="社会热点 社会关切 公众关切",
            solicitation="网民建议 公开征集",
            other="其他 其它",
        ),
    )
    org_id: Annotated[str, Ref("organization")] | None = column("承办单位", "承办单位")
    participating_org_ids: list[Annotated[str, Ref("organization")]] | None = column("参加单位", "参加单位", "嘉宾单位")
    scheme_submitted_at: dt.datetime | None = column("访谈方案报送时间", "方案报送时间")
    scheme_topic: str | None = column("方案:主题", "方案主题")
    scheme_time: str | None = column("方案:时间", "方案时间")
    scheme_content: Text | None = column("方案:内容准备", "内容准备")
    scheme_leaders: list[str] | None = column("方案:参与领导", "参与领导")
    preview_published_at: dt.datetime | None = column("预告发布时间", "预告时间")
    preview_channels: list[Literal["site", "new_media", "tv", "radio", "newspaper"]] | None = column(
        "预告渠道",
        "预告渠道",
        labels=spelled(
            site="政府网站 网站 门户网站",
            new_media="政务新媒体 新媒体 微信 微博",
            tv="电视",
            radio="广播",
            newspaper="报纸 报刊",
        ),
    )
    pre_questions_open: bool | None = column(
        "是否开放事前提问", "事前征集", labels=spelled(true="已开放 开放", false="未开放 不开放")
    )
    host_name: str | None = column("主持人", "主持人")
    guest_names: list[str] | None = column("嘉宾", "访谈嘉宾")
    start_at: dt.datetime | None = column("开始", "访谈时间", "开始时间")
    end_at: dt.datetime | None = column("结束", "结束时间")
    forms: list[Literal["video", "image_text", "text"]] | None = column(
        "直播形式", "直播形式", labels=spelled(video="视频 视频直播", image_text="图文 图文直播", text="文字 文字直播")
    )
    transcript_published_at: dt.datetime | None = column("实录发布时间", "实录发布时间")
    transcript_forms: list[Literal["text", "photo", "video", "image_text"]] | None = column(
        "实录形式",
        "实录形式",
        labels=spelled(text="文字 文字实录", photo="图片 照片", video="视频 视频实录", image_text="图文 图文实录"),
    )
    media_coverage: list[Literal["tv", "radio", "newspaper", "other"]] | None = column(
        "媒体报道", "媒体报道", labels=spelled(tv="电视", radio="广播", newspaper="报纸 报刊", other="其他 其它")
    )


class InterviewQuestion(Record):
    """访谈提问."""

    kind_name: ClassVar[str] = "interview_question"
    label: ClassVar[str] = "访谈提问"
    units: ClassVar[tuple[str, ...]] = ("interview_id.org_id", "interview_id.site_id.org_id", "interview_id.site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("asked_at", "interview_id.start_at")
    files: ClassVar[tuple[str, ...]] = ("interview_question", "访谈提问", "访谈问题", "访谈留言", "网民提问")

    id: str | None = column("标识", "提问编号")
    interview_id: Annotated[str, Ref("interview")] | None = column("访谈", "访谈编号")
    stage: Literal["pre", "live", "after"] | None = column(
        "事前/现场/会后", "提问阶段", labels=spelled(pre="事前 会前", live="现场 会中", after="会后 事后")
    )
    content: Text | None = column("问题", "问题", "留言内容")
    asked_at: dt.datetime | None = column("提问时间", "提问时间")
    answered_live: bool | None = column(
        "是否当场答复", "当场答复", labels=spelled(true="当场答复 已当场答复", false="未当场答复 会后答复")
    )
    answer_content: Text | None = column("答复内容", "答复内容")
    answered_at: dt.datetime | None = column("答复时间", "答复时间")
    published_at: dt.datetime | None = column("公开回复时间", "公开时间")
    published_column_id: Annotated[str, Ref("column")] | None = column("公开回复所在栏目", "公开栏目")
