"""The portal's letters: about a hundred that comply, written by formula, and those that break a clause, one by one."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from songling.table import Export, Row, slashed, workdays_after

HEADER = (
    "信件编号", "网站名称", "来源", "信件标题", "信件内容", "信件类型", "诉求分类", "姓名", "联系电话", "是否公开", "是否复杂问题", "暂不能解决",
    "留言时间", "是否受理", "受理时间", "不予受理类型", "不予受理原因", "重复信件", "办理方式", "承办单位", "告知时间", "告知内容",
    "答复时间", "答复单位", "答复内容", "告知来信人时间", "是否宜公开", "公开依据", "公开时间", "公开内容", "办理状态",
)  # fmt: skip
FIRST, LAST = date(2024, 1, 3), date(2025, 6, 13)
PLACES = ("东河区向阳街道", "东河区北山街道", "松花新区", "西林镇", "红旗乡", "南岗路", "铁西广场", "滨江大道")
NAMES = ("章若溪", "滕晚舟", "厉小满", "戚长风", "阮知夏", "祁望舒", "卞青禾", "蔺云舟", "郗明远", "糜子衿")
# scope, kind, office, subject, what is asked, what is answered
TOPICS = (
    ("群众生产生活热点难点", "投诉", "松岭市供水集团有限公司", "自来水停水", "已停水两天,何时恢复供水", "该处主管道破裂,维修人员已更换管道,供水已恢复"),
    ("群众生产生活热点难点", "求助", "松岭市住房和城乡建设局", "供热温度不达标", "室温只有十五度,请上门测温", "供热企业已上门测温并调整换热站参数,室温已达标"),
    ("经济社会发展", "建议", "松岭市交通运输局", "公交线路延伸", "建议早高峰加密班次", "拟将首末班时间延长半小时,早高峰班次加密到八分钟一班"),
    ("切身利益政策法规", "咨询", "松岭市人力资源和社会保障局", "灵活就业人员参保", "办理需要哪些材料", "凭身份证到政务大厅社保窗口即可办理,当场办结"),
    ("切身利益政策法规", "咨询", "松岭市教育局", "小学入学划片", "今年的学区如何划分", "学区范围与上一年相同,已在本局网站公布"),
    ("群众生产生活热点难点", "投诉", "松岭市市场监督管理局", "超市计量不准", "电子秤缺斤少两,请查处", "执法人员已检查,责令更换电子秤并处罚款五百元"),
    ("依法应由政府解决的问题", "求助", "松岭市卫生健康委员会", "疫苗接种点开放时间", "周末能否接种", "该接种点周六上午照常开放,请提前一天预约"),
    ("各级行政单位", "建议", "松岭市公安局", "户籍窗口增设叫号机", "排队时间太长", "叫号机已安装,并增设一个潮汐窗口"),
    ("行政人员作风效率质量", "投诉", "松岭市公安局", "办事窗口服务态度", "工作人员不耐烦", "经查属实,已对当事人批评教育并向您当面致歉"),
    ("依法应由政府解决的问题", "咨询", "松岭市农业农村局", "种粮补贴发放", "补贴何时到账", "本年度补贴已于上周发放,请查询一卡通账户"),
    ("本省政策", "咨询", "松岭市住房和城乡建设局", "住房公积金提取", "异地购房能否提取", "可以提取,凭购房合同和发票在网上申请"),
    ("公共服务企事业单位", "投诉", "松岭市供水集团有限公司", "水费账单有误", "本月水费是往常的三倍", "水表读数录入错误,已更正账单并退还多收水费"),
)  # fmt: skip


class _Writer:
    def __init__(self) -> None:
        self.random = random.Random(20250630)
        self.serial = 0

    def letter(self, received: datetime, replied: datetime | None, **changes: str) -> Row:
        """Write a letter that complies, with changes: column -> value."""
        self.serial += 1
        place, name = self.random.choice(PLACES), self.random.choice(NAMES)
        scope, kind, office, subject, asked, answered = self.random.choice(TOPICS)
        title = f"关于{place}{subject}的{kind}"
        reply = f"您好,您反映的{place}{subject}问题收悉。经核实,{answered}。感谢您对我们工作的关注和支持。"
        row = {
            "信件编号": f"XJ{received:%Y%m%d}{self.serial:03d}", "网站名称": "松岭市人民政府网", "来源": "网站", "信件标题": title,
            "信件内容": f"我住在{place},{subject},{asked}?", "信件类型": kind, "诉求分类": scope, "姓名": name,
            "联系电话": f"199{self.serial:08d}", "是否公开": "是", "是否复杂问题": "否", "暂不能解决": "否", "留言时间": slashed(received),
            "是否受理": "是", "受理时间": slashed(received + timedelta(hours=3)), "办理方式": "交办", "承办单位": office,
            "是否宜公开": "是", "办理状态": "办理中",
        }  # fmt: skip
        if replied:
            shown = slashed(replied + timedelta(days=1))
            row |= {
                "答复时间": slashed(replied), "答复单位": office, "答复内容": reply, "告知来信人时间": slashed(replied),
                "公开时间": shown, "公开内容": f"{title}\n{reply}", "办理状态": "已答复",
            }  # fmt: skip
        return row | changes

    def refused(self, day: str, code: str, reason: str, **changes: str) -> Row:
        """Write a letter that was not accepted."""
        received = datetime.fromisoformat(day)
        written = {
            "是否受理": "否",
            "不予受理类型": code,
            "不予受理原因": reason,
            "办理方式": "",
            "承办单位": "",
            "办理状态": "不予受理",
        }
        return self.letter(received, None) | written | changes

    def compliant(self, amount: int) -> Iterator[Row]:
        """Write letters answered in time, up to the last second of the limit."""
        for _ in range(amount):
            day = FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days))
            received = datetime.combine(
                day, time(self.random.randrange(7, 23), self.random.randrange(60), self.random.randrange(60))
            )
            answered = workdays_after(day, self.random.choice((1, 1, 2, 2, 3, 3, 4, 5)))
            at = time(self.random.randrange(8, 18), self.random.randrange(60), self.random.randrange(60))
            yield self.letter(received, datetime.combine(answered, at))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _on_the_edge(write: _Writer) -> Iterator[Row]:
    """Write letters that comply at the very edge: the last second of the fifth working day, holidays and make-up days counted."""
    yield write.letter(_at("2024-02-05 10:15:00"), _at("2024-02-18 20:40:00"))  # Spring Festival; Sunday the 18th is worked
    yield write.letter(
        _at("2024-09-27 09:00:00"), _at("2024-10-10 23:59:59")
    )  # National Day; Sunday 29 September is worked
    yield write.letter(_at("2025-06-23 08:00:00"), None)  # due on 2025-06-30 24:00, the audit date itself: pending
    yield write.letter(_at("2025-06-25 16:20:00"), None)  # pending
    yield write.letter(_at("2023-12-25 09:30:00"), _at("2024-02-01 10:00:00"))  # before the standard: out of scope


def _late(write: _Writer) -> Iterator[Row]:
    """Write letters that break 5.3.3#2."""
    yield write.letter(_at("2024-02-06 14:00:00"), _at("2024-02-20 08:10:00"), 信件编号="XJ-CHI-01")  # due 2024-02-19
    yield write.letter(
        _at("2024-09-27 15:00:00"), _at("2024-10-11 00:00:00"), 信件编号="XJ-CHI-02"
    )  # due 2024-10-10, 24:00
    yield write.letter(_at("2025-01-22 11:00:00"), _at("2025-02-06 09:00:00"), 信件编号="XJ-CHI-03")  # due 2025-02-05
    yield write.letter(_at("2025-04-28 09:05:00"), _at("2025-05-12 17:30:00"), 信件编号="XJ-CHI-04")  # due 2025-05-08
    yield write.letter(
        _at("2024-11-08 10:00:00"), _at("2024-11-16 10:00:00"), 信件编号="XJ-CHI-05"
    )  # due Friday, answered on Saturday
    yield write.letter(
        _at("2024-05-06 10:00:00"), _at("2024-07-15 10:00:00"), 信件编号="XJ-CHI-06"
    )  # due 2024-05-11, a Saturday that is worked
    yield write.letter(_at("2025-06-16 10:00:00"), None, 信件编号="XJ-CHI-07")  # due 2025-06-23, no answer


def _refused(write: _Writer) -> Iterator[Row]:
    yield write.refused("2024-03-04 09:00:00", "诉讼仲裁复议", "该事项已由法院受理,请依法通过诉讼途径解决。")
    yield write.refused("2024-08-12 09:00:00", "内容不清", "来信没有写明具体事项,无法核办。", 信件内容="请帮忙。")
    yield write.refused("2025-03-10 09:00:00", "内部行政事务", "属于单位内部事务,请逐级反映。", 信件编号="XJ-JU-00")
    yield write.refused("2024-04-15 09:00:00", "诉讼仲裁复议", "\u3000", 信件编号="XJ-JU-01")  # no reason
    yield write.refused(
        "2024-06-03 09:00:00",
        "超出受理范围",
        "不属于本网站受理范围。",
        信件编号="XJ-JU-02",
        诉求分类="群众生产生活热点难点",
    )
    yield write.refused(
        "2024-10-21 09:00:00", "超出受理范围", "不属于本网站受理范围。", 信件编号="XJ-JU-03", 诉求分类="经济社会发展"
    )
    clear = "6月2日晚十点,时间和地点都清楚:铁西广场施工噪声扰民,施工单位是市政公司,请安排处理。"
    yield write.refused("2024-06-17 09:00:00", "内容不清", "来信内容不清,无法核办。", 信件编号="XJ-JU-04", 信件内容=clear)
    yield write.refused("2024-12-02 09:00:00", "重复信件", "您的来信正在办理。", 信件编号="XJ-JU-05")  # which letter?
    yield write.refused("2025-03-24 09:00:00", "重复信件", "您的来信已经办结。", 信件编号="XJ-JU-06", 重复信件="XJ-JU-00")
    yield write.refused(
        "2025-04-21 09:00:00", "重复信件", "您的来信已经办结。", 信件编号="XJ-JU-07", 重复信件="XJ-CHI-06"
    )  # complies


def _badly_answered(write: _Writer) -> Iterator[Row]:
    day, answered = _at("2024-07-08 10:00:00"), _at("2024-07-10 15:00:00")
    yield write.letter(day, answered, 信件编号="XJ-FU-01", 答复单位="", 公开时间="", 公开内容="")
    short = "已为您恢复供水,欢迎继续监督我们的工作,如有问题可再次来信。"
    yield write.letter(day, answered, 信件编号="XJ-FU-02", 答复内容=short, 公开内容=short)  # no form of address
    cited = "您好,来信收悉。按照《松岭市住宅小区物业管理办法第十五条,物业企业应当公示收费标准,我局已责令其张贴公示。感谢您的监督。"
    yield write.letter(day, answered, 信件编号="XJ-FU-03", 答复内容=cited, 公开内容=cited)  # the title is not closed
    unable = "您好,来信收悉。该路段今年不能改造,请您谅解。感谢您对我们工作的支持。"
    yield write.letter(day, answered, 信件编号="XJ-FU-04", 暂不能解决="是", 答复内容=unable, 公开内容=unable)
    explained = "您好,来信收悉。由于地下管网尚未迁移,该路段今年不能改造,明年列入计划。感谢您对我们工作的支持。"
    yield write.letter(
        day, answered, 信件编号="XJ-FU-05", 暂不能解决="是", 答复内容=explained, 公开内容=explained
    )  # complies
    empty = "您好,您反映的问题已转有关部门处理,请耐心等待,感谢您的理解与支持。"
    yield write.letter(day, answered, 信件编号="XJ-FU-06", 答复内容=empty, 公开内容=empty)
    told = {"是否复杂问题": "是", "告知时间": "2025/2/12 10:00:00"}
    yield write.letter(_at("2025-02-10 09:00:00"), _at("2025-04-10 09:00:00"), 信件编号="XJ-FU-07", **told)
    why = {"告知内容": "涉及三个部门的权属认定,需要现场勘查。"}
    yield write.letter(
        _at("2025-02-10 09:00:00"), _at("2025-04-10 09:00:00"), 信件编号="XJ-FU-08", **told, **why
    )  # complies


def _badly_published(write: _Writer) -> Iterator[Row]:
    day, answered = _at("2025-03-03 10:00:00"), _at("2025-03-05 15:00:00")
    hidden = {"公开时间": "", "公开内容": ""}
    yield write.letter(day, answered, 信件编号="XJ-GK-01", 是否公开="否")
    yield write.letter(day, answered, 信件编号="XJ-GK-02", 是否公开="否", 公开依据="政府信息公开条例")  # complies
    yield write.letter(day, answered, 信件编号="XJ-GK-03", 信件标题="")
    yield write.letter(day, answered, 信件编号="XJ-GK-04", 是否宜公开="否", 告知来信人时间="", **hidden)
    yield write.letter(day, answered, 信件编号="XJ-GK-05", 是否宜公开="否")
    yield write.letter(day, answered, 信件编号="XJ-GK-06", 信件类型="控告检举")
    yield write.letter(day, answered, 信件编号="XJ-GK-07", 信件类型="控告检举", **hidden)  # complies
    said = "您好,您反映的社保卡信息问题收悉。经核实,登记的证件号码230199190001010017有误,现已更正。感谢您的支持。"
    yield write.letter(day, answered, 信件编号="XJ-GK-08", 答复内容=said, 公开内容=said)
    called = "您好,您反映的供热问题收悉。维修人员已与19900001234联系,故障已排除。感谢您的支持。"
    yield write.letter(day, answered, 信件编号="XJ-GK-09", 答复内容=called, 公开内容=called)
    number = "您好,您反映的档案编号230199190001010019已核对,水表号137000112233,咨询电话0450-8888000。感谢您的支持。"
    yield write.letter(
        day, answered, 信件编号="XJ-GK-10", 答复内容=number, 公开内容=number
    )  # complies: wrong checksum, 12 digits, an office


def _unclear(write: _Writer) -> Iterator[Row]:
    day, answered = _at("2025-05-19 10:00:00"), _at("2025-05-21 15:00:00")
    yield write.letter(day, answered, 信件编号="XJ-YI-01", 留言时间="05/06/2025 10:00")  # May or June?
    yield write.letter(day, answered, 信件编号="XJ-YI-02", 信件类型="")
    yield write.refused(
        "2025-05-06 09:00:00", "重复信件", "您的来信已经办结。", 信件编号="XJ-YI-03", 重复信件="XJ-WU-01"
    )  # an id nobody has


def letters() -> bytes:
    """Give the letters as the system exports them; one line is cut off in the middle."""
    write = _Writer()
    written = [
        *write.compliant(85), *_on_the_edge(write), *_late(write), *_refused(write),
        *_badly_answered(write), *_badly_published(write), *_unclear(write),
    ]  # fmt: skip
    head = Export("信件.csv", HEADER, written[:40]).written()
    tail = Export("信件.csv", HEADER, written[40:], encoding="utf-8").written()
    return head + "XJ-DUAN-01,松岭市人民政府网,网站,关于西林镇\n".encode() + tail.partition(b"\n")[2]
