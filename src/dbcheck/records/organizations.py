"""机构: records of this family, by the data dictionary."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from dbcheck.records.model import Record, Ref, Text, column, spelled
from dbcheck.records.wording import HAVE, LEVELS


class Organization(Record):
    """机构."""

    kind_name: ClassVar[str] = "organization"
    label: ClassVar[str] = "机构"
    units: ClassVar[tuple[str, ...]] = ("id",)
    names: ClassVar[tuple[str, ...]] = ("name",)
    files: ClassVar[tuple[str, ...]] = (
        "organization",
        "机构名录",
        "机构清单",
        "机构信息",
        "单位名录",
        "单位清单",
        "组织机构",
    )

    id: str | None = column("机构唯一标识", "机构代码", "单位编码")
    name: str | None = column("机构规范全称", "单位名称", "部门名称")
    level: Literal["state", "province", "prefecture", "county", "township"] | None = column(
        "行政层级:自治区=province,盟市(市地)=prefecture,旗县市区=county,苏木乡镇街道=township",
        "行政层级",
        "单位级别",
        labels=LEVELS,
    )
    kind: (
        Literal[
            "government", "government_office", "department", "agency_office", "public_institution", "enterprise", "other"
        ]
        | None
    ) = column(
        "机构类型;派出机构=agency_office",
        "单位类型",
        "机构性质",
        labels=spelled(
            government="政府 人民政府 本级政府",
            government_office="政府办公厅(室) 政府办公厅 政府办公室 人民政府办公厅 人民政府办公室 政府办",
            department="部门 政府部门 政府组成部门 政府工作部门 组成部门 工作部门 直属机构",
            agency_office="派出机构 派出机关",
            public_institution="事业单位",
            enterprise="企业 国有企业 公用企业",
            other="其他 其它",
        ),
    )
    parent_id: Annotated[str, Ref("organization")] | None = column("本级政府(部门)或上级政府(政府)", "上级单位", "所属政府")
    region: str | None = column("所属地区名称", "地区", "行政区划")
    serves_public: bool | None = column("是否具有对外服务职能", "是否对外服务", labels=HAVE)
    enacts_rules: bool | None = column("是否有规章制定权", "规章制定权", labels=HAVE)
    has_site: bool | None = column("是否有独立网站", "是否有网站", labels=HAVE)


class OrgProfile(Record):
    """机关简介/机构职能."""

    kind_name: ClassVar[str] = "org_profile"
    label: ClassVar[str] = "机关简介/机构职能"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    files: ClassVar[tuple[str, ...]] = ("org_profile", "机关简介", "机构职能", "机构简介")

    id: str | None = column("标识", "编号")
    org_id: Annotated[str, Ref("organization")] | None = column("机构", "单位名称")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "网站名称")
    functions: Text | None = column("机关职能/主要职责", "机关职能", "主要职责")
    structure: Text | None = column("机构设置", "机构设置")
    address: str | None = column("办公地址", "办公地址")
    office_hours: str | None = column("办公时间", "办公时间")
    contact: str | None = column("联系方式", "联系方式", "电话")
    leader_names: list[str] | None = column("负责人姓名", "负责人")
    template: str | None = column("展现模板", "展现形式")
    column_id: Annotated[str, Ref("column")] | None = column("所在栏目", "栏目名称")
    published_at: dt.datetime | None = column("发布时间", "发布时间")


class LeaderProfile(Record):
    """负责人信息."""

    kind_name: ClassVar[str] = "leader_profile"
    label: ClassVar[str] = "负责人信息"
    units: ClassVar[tuple[str, ...]] = ("org_id", "site_id.org_id", "site_id")
    files: ClassVar[tuple[str, ...]] = ("leader_profile", "负责人信息", "领导信息", "领导简介")

    id: str | None = column("标识", "编号")
    org_id: Annotated[str, Ref("organization")] | None = column("机构", "单位名称")
    site_id: Annotated[str, Ref("site")] | None = column("发布网站", "网站名称")
    name: str | None = column("姓名", "姓名")
    photo_url: str | None = column("照片", "照片")
    resume: Text | None = column("简历", "简历")
    duties: Text | None = column("主管或分管工作", "分工", "主管工作")
    speeches: list[str] | None = column("重要讲话文稿", "讲话文稿")


class ResponsibleUnit(Record):
    """咨询投诉责任单位备案."""

    kind_name: ClassVar[str] = "responsible_unit"
    label: ClassVar[str] = "咨询投诉责任单位备案"
    units: ClassVar[tuple[str, ...]] = ("org_id",)
    files: ClassVar[tuple[str, ...]] = ("responsible_unit", "责任单位", "咨询投诉责任单位")

    id: str | None = column("标识", "编号")
    org_id: Annotated[str, Ref("organization")] | None = column("责任单位", "责任单位")
    handling_body: str | None = column("承办机构", "承办机构", "承办科室")
    leader: str | None = column("分管负责人", "分管领导")
    manager: str | None = column("具体管理人员", "管理员", "联系人")
    filed_at: dt.datetime | None = column("报备时间", "备案时间")
    filed_to_org_id: Annotated[str, Ref("organization")] | None = column("备案机关", "备案机关")
