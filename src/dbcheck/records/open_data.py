"""数据发布: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, column, spelled


class StatRelease(Record):
    """数据发布."""

    kind_name: ClassVar[str] = "stat_release"
    label: ClassVar[str] = "数据发布"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    files: ClassVar[tuple[str, ...]] = ("stat_release", "数据发布", "统计发布")

    id: str | None = column("标识", "编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    name: str | None = column("数据名称", "指标名称")
    domain: (
        Literal[
            "population",
            "natural_resources",
            "economy",
            "agriculture",
            "industry",
            "services",
            "finance",
            "livelihood",
            "other",
        ]
        | None
    ) = column(
        "领域",
        "领域",
        labels=spelled(
            population="人口",
            natural_resources="自然资源",
            economy="经济",
            agriculture="农业",
            industry="工业",
            services="服务业",
            finance="财政金融 财政 金融",
            livelihood="民生",
            other="其他 其它",
        ),
    )
    topic: str | None = column("主题分类", "主题")
    region: str | None = column("地区分类", "地区")
    department: str | None = column("部门分类", "部门")
    via_interface: bool | None = column("是否经数据接口动态更新", "数据接口")
    visual_forms: list[str] | None = column("可视化形式", "展现形式")
    query_dims: list[Literal["item", "period", "region"]] | None = column(
        "可检索维度", "查询条件", labels=spelled(item="数据项 指标", period="周期 时间", region="地区")
    )
    dynamic_chart: bool | None = column(
        "可否动态生成图表", "动态图表", labels=spelled(true="支持 可生成", false="不支持 不可生成")
    )
    downloadable: bool | None = column("可否下载", "下载", labels=spelled(true="可下载 支持", false="不可下载 不支持"))
    updated_at: dt.datetime | None = column("更新时间", "更新时间")


class Dataset(Record):
    """开放数据集."""

    kind_name: ClassVar[str] = "dataset"
    label: ClassVar[str] = "开放数据集"
    units: ClassVar[tuple[str, ...]] = ("site_id.org_id", "site_id")
    own_dates: ClassVar[tuple[str, ...]] = ("opened_at",)
    files: ClassVar[tuple[str, ...]] = ("dataset", "数据集", "数据开放", "开放数据")

    id: str | None = column("标识", "数据集编号")
    site_id: Annotated[str, Ref("site")] | None = column("网站", "网站名称")
    name: str | None = column("名称", "数据集名称")
    format: Literal["csv", "json", "xml", "xls", "rdf", "api", "pdf", "image", "doc", "other"] | None = column(
        "数据格式",
        "格式",
        labels=spelled(
            csv="CSV文件 CSV",
            json="JSON文件 JSON",
            xml="XML文件 XML",
            xls="Excel表格 Excel XLS XLSX",
            rdf="RDF文件 RDF",
            api="数据接口 接口 API",
            pdf="PDF文件 PDF",
            image="图片 JPG PNG",
            doc="Word文档 Word DOC DOCX",
            other="其他 其它",
        ),
    )
    api_url: str | None = column("数据接口", "接口地址")
    opened_at: dt.datetime | None = column("开放时间", "开放时间")
    secrecy_reviewed_at: dt.datetime | None = column("保密审查时间", "保密审查时间")
    desensitized_at: dt.datetime | None = column("脱敏处理时间", "脱敏时间")
    updated_at: dt.datetime | None = column("更新时间", "更新时间")
    update_cycle_days: int | None = column("承诺更新周期(天)", "更新频率")
    expires_at: dt.datetime | None = column("失效时间", "有效期")
    expired_marked_at: dt.datetime | None = column("标注过期失效时间", "失效标注时间")
    removed_at: dt.datetime | None = column("清理时间", "下架时间")
    in_catalog: bool | None = column("是否列入公开目录", "目录", labels=spelled(true="已列入", false="未列入"))
    view_count: int | None = column("浏览量", "浏览量")
    download_count: int | None = column("下载量", "下载量")
    api_call_count: int | None = column("接口调用量", "接口调用次数")
