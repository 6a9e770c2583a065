"""办事服务: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled


class ServiceItem(Record):
    """办事服务事项."""

    kind_name: ClassVar[str] = "service_item"
    label: ClassVar[str] = "办事服务事项"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    names: ClassVar[tuple[str, ...]] = ("name",)
    files: ClassVar[tuple[str, ...]] = ("service_item", "服务事项", "办事服务", "事项清单")

    id: str | None = column("标识", "事项编码")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    name: str | None = column("事项名称", "事项名称")
    is_government_service: bool | None = column(
        "是否政务服务事项", "是否政务服务", labels=spelled(true="政务服务 政务服务事项", false="非政务服务 非政务服务事项")
    )
    review_passed_at: dt.datetime | None = column("非政务服务事项审核通过时间", "审核时间")
    themes: list[str] | None = column("主题分类", "主题")
    audience: list[Literal["individual", "legal_person", "other"]] | None = column(
        "对象分类",
        "服务对象",
        labels=spelled(individual="个人 自然人", legal_person="法人 企业 企业法人", other="其他 其它"),
    )
    online_level: Literal["info", "download", "consult", "apply", "full"] | None = column(
        "网上可办理程度",
        "网办深度",
        labels=spelled(
            info="信息发布 网上查阅",
            download="表格下载 网上下载",
            consult="网上咨询 在线咨询",
            apply="网上申报 在线申报 网上申请",
            full="全程网办 全程在线办理 全程网上办理 全流程网办",
        ),
    )
    highlighted: bool | None = column(
        "是否集中突出展现", "突出展示", labels=spelled(true="突出展示 已突出展示", false="未突出展示")
    )
    basis: Text | None = column("依据", "设定依据", "办理依据")
    conditions: Text | None = column("条件", "受理条件")
    process: Text | None = column("流程", "办理流程")
    time_limit: str | None = column("时限", "办理时限")
    fee: str | None = column("收费标准", "收费标准")
    notes: Text | None = column("注意事项", "注意事项")
    handling_org: str | None = column("办理机构", "办理机构", "实施主体")
    contact: str | None = column("联系方式", "咨询电话")
    form_url: str | None = column("规范表格", "表格下载")
    filling_instruction: Text | None = column("填写说明", "填写说明")
    sample_url: str | None = column("示范文本", "样表")
    online_text: Text | None = column("网上指南文本", "网上版本")
    offline_text: Text | None = column("线下指南文本", "线下版本")
    functions: list[Literal["reserve", "apply", "consult", "query", "supervise", "evaluate"]] | None = column(
        "在线功能",
        "在线功能",
        labels=spelled(
            reserve="在线预约 预约",
            apply="在线申报 申报 在线申请",
            consult="在线咨询 咨询",
            query="在线查询 查询",
            supervise="电子监察 在线监察 监察",
            evaluate="在线评价 评价",
        ),
    )
    list_url: str | None = column("事项列表页", "列表页")
    guide_url: str | None = column("办事指南页", "办事指南")


class ServiceMaterial(Record):
    """办事材料."""

    kind_name: ClassVar[str] = "service_material"
    label: ClassVar[str] = "办事材料"
    units: ClassVar[tuple[str, ...]] = ("item_id.site_id.org_id", "item_id.site_id")
    files: ClassVar[tuple[str, ...]] = ("service_material", "办事材料", "申请材料", "事项材料", "材料清单")

    id: str | None = column("标识", "材料编号")
    item_id: Annotated[str, Ref("service_item")] | None = column("事项", "事项编码")
    name: str | None = column("材料名称", "材料名称")
    basis: Text | None = column("依据", "依据")
    format: str | None = column("格式", "材料形式", "格式")
    copies: str | None = column("份数", "份数")
    signature: str | None = column("签名签章要求", "签章要求")


class ServiceEvent(Record):
    """办事过程记录."""

    kind_name: ClassVar[str] = "service_event"
    label: ClassVar[str] = "办事过程记录"
    units: ClassVar[tuple[str, ...]] = ("item_id.site_id.org_id", "item_id.site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("at",)
    files: ClassVar[tuple[str, ...]] = ("service_event", "办事过程", "办件")

    id: str | None = column("标识", "流水号")
    item_id: Annotated[str, Ref("service_item")] | None = column("事项", "事项编码")
    case_id: str | None = column("办件号", "办件编号")
    stage: Literal["view", "reserve", "consult", "apply", "accept", "feedback"] | None = column(
        "环节",
        "环节",
        labels=spelled(view="查阅 浏览", reserve="预约", consult="咨询", apply="申请 申报", accept="受理", feedback="反馈"),
    )
    at: dt.datetime | None = column("时间", "时间")
