"""监督管理: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Json, Record, Ref, Text, column, spelled


class SpotCheck(Record):
    """巡查抽检."""

    kind_name: ClassVar[str] = "spot_check"
    label: ClassVar[str] = "巡查抽检"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    own_dates: ClassVar[tuple[str, ...]] = (
        "started_at",
        "finished_at",
    )
    files: ClassVar[tuple[str, ...]] = ("spot_check", "抽检", "抽查", "巡查")

    id: str | None = column("标识", "抽查编号")
    org_id: Annotated[str, Ref("organization")] | None = column("组织单位", "组织单位")
    year: int | None = column("年度", "年度")
    quarter: int | None = column("季度(1-4)", "季度")
    started_at: dt.datetime | None = column("开始", "开始时间")
    finished_at: dt.datetime | None = column("结束", "结束时间")
    checked_site_ids: list[Annotated[str, Ref("site")]] | None = column("抽查网站", "抽查网站")
    checked_count: int | None = column("抽查数(去重)", "抽查数量")
    total_count: int | None = column("在运行网站总数", "网站总数")
    result_published_at: dt.datetime | None = column("结果公开时间", "公开时间")
    result_site_id: Annotated[str, Ref("site")] | None = column("结果公开所在网站", "公开网站")


class SpotCheckFinding(Record):
    """抽检问题."""

    kind_name: ClassVar[str] = "spot_check_finding"
    label: ClassVar[str] = "抽检问题"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    files: ClassVar[tuple[str, ...]] = ("spot_check_finding", "抽检问题", "抽查问题", "巡查问题")
    own_dates: ClassVar[tuple[str, ...]] = ("spot_check_id.finished_at",)

    id: str | None = column("标识", "问题编号")
    spot_check_id: Annotated[str, Ref("spot_check")] | None = column("所属抽检", "抽查编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    severity: Literal["minor", "serious"] | None = column(
        "程度", "问题程度", labels=spelled(minor="一般 轻微", serious="严重")
    )
    circulated_at: dt.datetime | None = column("通报时间", "通报时间")
    talked_at: dt.datetime | None = column("约谈时间", "约谈时间")


class SecurityCheck(Record):
    """安全检查."""

    kind_name: ClassVar[str] = "security_check"
    label: ClassVar[str] = "安全检查"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "account_id.org_id", "site_id", "account_id")
    own_dates: ClassVar[tuple[str, ...]] = ("checked_at",)
    files: ClassVar[tuple[str, ...]] = ("security_check", "安全检查")

    id: str | None = column("标识", "检查编号")
    org_id: Annotated[str, Ref("organization")] | None = column("组织单位", "检查单位")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("账号", "账号名称")
    checked_at: dt.datetime | None = column("检查时间", "检查时间")
    fixed_at: dt.datetime | None = column("隐患消除时间", "整改时间")


class Assessment(Record):
    """考评记录."""

    kind_name: ClassVar[str] = "assessment"
    label: ClassVar[str] = "考评记录"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    files: ClassVar[tuple[str, ...]] = ("assessment", "考评", "考核")
    own_dates: ClassVar[tuple[str, ...]] = ("year",)

    id: str | None = column("标识", "编号")
    org_id: Annotated[str, Ref("organization")] | None = column("被考评单位", "单位名称")
    kind: Literal["site", "new_media", "error_report"] | None = column(
        "考评对象",
        "考核类型",
        labels=spelled(site="政府网站", new_media="政务新媒体", error_report="网站找错 找错留言办理"),
    )
    year: int | None = column("年度", "年度")
    in_performance: bool | None = column(
        "是否纳入年度绩效(考核)", "纳入绩效", labels=spelled(true="已纳入 纳入", false="未纳入")
    )
    in_inspection: bool | None = column("是否列入重点督查", "列入督查", labels=spelled(true="已列入 列入", false="未列入"))


class DutyLog(Record):
    """值班记录."""

    kind_name: ClassVar[str] = "duty_log"
    label: ClassVar[str] = "值班记录"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("start_at",)
    files: ClassVar[tuple[str, ...]] = ("duty_log", "值班", "值守")

    id: str | None = column("标识", "编号")
    org_id: Annotated[str, Ref("organization")] | None = column("单位", "单位名称")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    start_at: dt.datetime | None = column("班次开始", "值班开始")
    end_at: dt.datetime | None = column("班次结束", "值班结束")
    person: str | None = column("值班人", "值班人员")


class PatrolLog(Record):
    """巡检读网记录."""

    kind_name: ClassVar[str] = "patrol_log"
    label: ClassVar[str] = "巡检读网记录"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "account_id.org_id", "site_id", "account_id")
    own_dates: ClassVar[tuple[str, ...]] = ("date",)
    files: ClassVar[tuple[str, ...]] = ("patrol_log", "巡检", "读网")

    id: str | None = column("标识", "编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    account_id: Annotated[str, Ref("new_media_account")] | None = column("账号", "账号名称")
    date: dt.date | None = column("日期", "日期")
    checker: str | None = column("巡检人", "巡检人员")
    methods: list[Literal["machine", "manual"]] | None = column(
        "方法", "检查方式", labels=spelled(machine="机器扫描 机器 自动扫描", manual="人工检查 人工")
    )
    items: list[Literal["operation", "links", "columns", "content"]] | None = column(
        "项目:运行/链接/栏目更新/内容质量",
        "检查项目",
        labels=spelled(operation="整体运行 运行 运行情况", links="链接 链接可用性", columns="栏目更新", content="内容质量"),
    )
    new_articles_reviewed: bool | None = column(
        "新发布稿件是否审看", "新稿审看", labels=spelled(true="已审看", false="未审看")
    )
    problem_count: int | None = column("发现问题数", "问题数")
    corrected_at: dt.datetime | None = column("纠正时间", "整改时间")
    record_text: Text | None = column("记录", "巡检记录")


class AnnualReport(Record):
    """年度报表/报告."""

    kind_name: ClassVar[str] = "annual_report"
    label: ClassVar[str] = "年度报表/报告"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    files: ClassVar[tuple[str, ...]] = ("annual_report", "年度报表", "年度报告", "年报", "信息公开年报", "信息公开年度报告")
    own_dates: ClassVar[tuple[str, ...]] = ("year",)

    id: str | None = column("标识", "编号")
    org_id: Annotated[str, Ref("organization")] | None = column("编制单位", "编制单位")
    site_id: Annotated[str, Ref("site")] | None = column("对应网站(工作报表)", "网站名称")
    kind: Literal["site_work", "site_supervision", "disclosure"] | None = column(
        "政府网站工作年度报表/监管年度报表/政府信息公开工作年度报告",
        "报表类型",
        labels=spelled(
            site_work="政府网站工作年度报表 工作年度报表 网站工作年度报表",
            site_supervision="政府网站监管年度报表 监管年度报表",
            disclosure="政府信息公开工作年度报告 政府信息公开年度报告",
        ),
    )
    year: int | None = column("报告年度", "年度")
    published_at: dt.datetime | None = column("公开时间", "发布时间")
    url: str | None = column("网址", "链接")
    info_total: int | None = column("信息发布总数", "信息发布总数")
    column_counts: Json | None = column("各栏目发布数", "栏目发布数")
    visit_total: int | None = column("用户总访问量", "总访问量")
    service_item_count: int | None = column("服务事项数", "服务事项数")
    service_accept_count: int | None = column("受理量", "受理量")
    letter_handling: Text | None = column("网民留言办理情况", "留言办理情况")
    platform_text: Text | None = column("平台建设", "平台建设")
    topic_text: Text | None = column("开设专题", "专题数")
    new_media_text: Text | None = column("新媒体传播", "新媒体")
    innovation_text: Text | None = column("创新发展", "创新发展")
    mechanism_text: Text | None = column("机制保障", "机制保障")


class Training(Record):
    """培训记录."""

    kind_name: ClassVar[str] = "training"
    label: ClassVar[str] = "培训记录"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    own_dates: ClassVar[tuple[str, ...]] = ("held_at",)
    files: ClassVar[tuple[str, ...]] = ("training", "培训")

    id: str | None = column("标识", "编号")
    org_id: Annotated[str, Ref("organization")] | None = column("组织单位", "组织单位")
    target: Literal["site", "new_media"] | None = column(
        "对象", "培训对象", labels=spelled(site="政府网站", new_media="政务新媒体")
    )
    held_at: dt.datetime | None = column("时间", "培训时间")


class WorkflowEvent(Record):
    """流程事件."""

    kind_name: ClassVar[str] = "workflow_event"
    label: ClassVar[str] = "流程事件"
    units: ClassVar[tuple[str, ...]] = ("actor_org_id",)
    own_dates: ClassVar[tuple[str, ...]] = ("at",)
    files: ClassVar[tuple[str, ...]] = ("workflow_event", "流程事件", "流程日志", "业务流转事件")

    id: str | None = column("标识", "事件编号")
    workflow: str | None = column("所属流程(流程表的名称)", "流程", "流程名称")
    record_kind: str | None = column("业务记录的类别", "业务类别")
    record_id: str | None = column("业务记录的编号", "业务编号")
    action: str | None = column("动作(流程表中的动作)", "动作", "操作")
    role: str | None = column("操作角色(流程表中的角色)", "操作角色", "角色")
    actor_org_id: Annotated[str, Ref("organization")] | None = column("操作单位", "操作单位")
    at: dt.datetime | None = column("时间", "操作时间", "发生时间")
    from_state: str | None = column("动作前的状态", "原状态")
    to_state: str | None = column("动作后的状态", "新状态")
    reason: Text | None = column("理由", "说明")


class Attestation(Record):
    """人工核查项."""

    kind_name: ClassVar[str] = "attestation"
    label: ClassVar[str] = "人工核查项"
    own_dates: ClassVar[tuple[str, ...]] = ("at",)
    files: ClassVar[tuple[str, ...]] = ("attestation", "人工核查", "核查结果", "核查表")

    id: str | None = column("标识", "编号")
    rule_id: str | None = column("规则(条款)标识", "条款号")
    subject_kind: str | None = column("被查对象类型", "对象类型")
    subject_id: str | None = column("被查对象标识", "对象编号")
    period: str | None = column("核查周期(如2024,2024Q1)", "周期")
    answer: Literal["pass", "fail", "na"] | None = column(
        "结论",
        "核查结论",
        "结论",
        "符合",
        "不符合",
        "不适用",
        labels=spelled(pass_="符合 合格", fail="不符合 不合格", na="不适用"),
    )
    evidence: list[str] | None = column("证据(文件、截图、链接)", "证据材料")
    inspector: str | None = column("核查人", "核查人")
    at: dt.datetime | None = column("核查时间", "核查时间")
    note: Text | None = column("说明", "备注")


class WorkCalendar(Record):
    """工作日历."""

    kind_name: ClassVar[str] = "work_calendar"
    label: ClassVar[str] = "工作日历"
    files: ClassVar[tuple[str, ...]] = ("work_calendar", "工作日历", "节假日")

    date: dt.date | None = column("日期", "日期")
    is_workday: bool | None = column(
        "是否工作日(含调休上班)",
        "是否工作日",
        labels=spelled(true="工作日 上班 班", false="非工作日 休息日 节假日 休息 放假 休"),
    )
