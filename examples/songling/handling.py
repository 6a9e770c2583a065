"""How letters were passed on and urged: the log of assignments and the log of reminders."""

from songling.table import Export, rows

_ASSIGNMENTS = (
    "流转编号", "信件编号", "承办单位", "交办单位", "办理方式", "交办时间", "签收时间", "申请转办时间", "转办理由", "建议单位",
    "重新审核时间", "审核单位", "新承办单位", "办结时间",
)  # fmt: skip
_OFFICE, _BUILD, _ROADS, _WATER = (
    "松岭市人民政府办公室",
    "松岭市住房和城乡建设局",
    "松岭市交通运输局",
    "松岭市供水集团有限公司",
)
_NOT_OURS = "该路段由其他部门养护"
ASSIGNMENTS = Export(
    "信件流转.csv",
    _ASSIGNMENTS,
    rows(
        _ASSIGNMENTS,
        f"LZ-01|XJ-CHI-01|{_WATER}|{_OFFICE}|交办|2024/2/6 15:00:00|2024/2/6 16:10:00|||||||2024/2/20 8:10:00",
        f"LZ-02|XJ-CHI-03|{_BUILD}|{_OFFICE}|交办|2025/1/22 14:00:00|2025/1/22 15:30:00|||||||2025/2/6 9:00:00",
        f"LZ-03|XJ-CHI-05|{_ROADS}|{_OFFICE}|交办|2024/11/8 14:00:00|2024/11/8 14:20:00|||||||2024/11/16 10:00:00",
        f"LZ-04|XJ-CHI-06|{_BUILD}|{_OFFICE}|交办|2024/5/6 14:00:00|2024/5/6 14:40:00|||||||2024/7/15 10:00:00",
        # received on the Friday before the Dragon Boat Festival: the second working day is Wednesday 12 June
        f"LZ-05|XJ-FU-01|{_BUILD}|{_OFFICE}|转办|2024/6/7 9:00:00|2024/6/7 10:00:00|2024/6/12 23:00:00|{_NOT_OURS}|{_ROADS}"
        f"|2024/6/13 9:00:00|{_OFFICE}|{_ROADS}|2024/6/17 9:00:00",
        f"LZ-06|XJ-FU-02|{_BUILD}|{_OFFICE}|转办|2024/6/7 9:00:00|2024/6/7 10:00:00|2024/6/13 8:30:00|{_NOT_OURS}|{_ROADS}"
        f"|2024/6/14 9:00:00|{_OFFICE}|{_BUILD}|2024/6/18 9:00:00",
        f"LZ-07|XJ-FU-04|{_ROADS}|{_OFFICE}|转办|2024/7/8 11:00:00|2024/7/8 11:30:00|2024/7/9 9:00:00|{_NOT_OURS}|"
        f"|2024/7/9 15:00:00|{_OFFICE}|{_BUILD}|2024/7/10 15:00:00",
        f"LZ-08|XJ-FU-05|{_ROADS}|{_OFFICE}|转办|2024/7/8 11:00:00|2024/7/8 11:30:00|2024/7/9 9:00:00|{_NOT_OURS}|{_BUILD}"
        f"|2024/7/9 15:00:00|{_OFFICE}||2024/7/10 15:00:00",
    ),
)

_SUPERVISION = ("督办编号", "信件编号", "被督办单位", "督办方式", "督办时间", "督办单位")
SUPERVISION = Export(
    "催办督办.csv",
    _SUPERVISION,
    rows(
        _SUPERVISION,
        f"DB-01|XJ-CHI-01|{_WATER}|催办|2024/2/19 17:00:00|{_OFFICE}",
        f"DB-02|XJ-CHI-03|{_BUILD}|催办|2025/2/6 8:30:00|{_OFFICE}",
        f"DB-03|XJ-CHI-05|{_ROADS}|督办|2024/11/16 9:00:00|{_OFFICE}",
        f"DB-04|XJ-CHI-06|{_BUILD}|催办|2024/5/14 9:00:00|{_OFFICE}",
        f"DB-05|XJ-CHI-06|{_BUILD}|通报|2024/6/14 9:00:00|{_OFFICE}",
        f"DB-06|XJ-CHI-07|{_ROADS}|催办|2025/6/24 9:00:00|{_OFFICE}",
    ),
)
