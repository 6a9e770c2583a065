"""Damage to texts and pages: what a detector finds, what a page no longer shows."""

import re
from collections.abc import Mapping

from dbcheck.platform.faults.damage import Damage
from dbcheck.platform.faults.job import Job, NoTarget
from dbcheck.platform.simulator.world import Row, text

SPOILT: Mapping[str, str] = {
    "boilerplate": "您好,您的来信已经收悉,感谢您对我们工作的关心和支持,欢迎您继续监督,祝您生活愉快。",
    "off_topic": (
        "您好,感谢来信。恐龙骨骼拼装霸王龙、始祖鸟羽毛,天穹幕布银盘星云,潜艇模型钻深蓝舱,魔术师变幻扑克牌,鹦鹉模仿哨音,鸵鸟蹒跚滑梯,"
        "咖啡厅烘焙松饼果酱,琥珀珊瑚贝壳玛瑙。"
    ),
    "secret": "机密★10年",
    "advert": "本店清仓大甩卖,厂家直销,加微信下单包邮。",
    "law_citation": "您好,根据第三百百条规定,您反映的事项已经办理完毕,办理结果已经告知。",
    "abuse": "你们都是蠢货。",
}
UNRELATED = "天气晴好,微风,适宜晾晒衣物和户外散步,早晚注意添衣保暖。"

REGION = "230000"  # a whole province: no such number is ever issued
BORN = "19010101"  # nobody alive was born that day
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"


def spoil(job: Job) -> Damage:
    """Let a detector find what it looks for in a text, or no longer find what must be there."""
    name = str(job.params["field"])
    row = job.target([name], lambda row: bool(row.get(name)))
    value = str(job.how["value"]) if "value" in job.how else _spoilt(job, row, name)
    is_list = job.reader.kinds[job.kind].fields[name].is_list
    damage = Damage()
    damage.change(job.kind, row, {name: [value] if is_list else value})
    return damage


def _spoilt(job: Job, row: Row, name: str) -> str:
    detector, expected = str(job.params["detector"]), job.params.get("expect")
    if expected == "present":
        return UNRELATED
    if detector == "keywords":
        return _with_word(job, row, name)
    if detector == "pii":
        return f"{text(row, name)}\n身份证号:{resident_id(job)}"
    if isinstance(row[name], list):
        return "https://item.taobao.com/item.htm"
    if detector in ("secret", "abuse"):
        return f"{SPOILT[detector]}{text(row, name)}"
    return SPOILT[detector]


def _with_word(job: Job, row: Row, name: str) -> str:
    """Give a text that fits every condition of a keyword search."""
    terms = job.params["terms"]
    word, length = terms["has_any"][0], int(terms.get("min_chars") or 0)
    said = f"{text(row, name)}({word})"
    return said if len(said) > length else f"{said}昨天上午到办事大厅办理业务,{word}已经写明,排队两个小时没有办成。"


def resident_id(job: Job) -> str:
    """Give a number with a valid check digit that belongs to nobody."""
    digits = f"{REGION}{BORN}{job.random.randrange(1000):03}"
    return digits + CHECK[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]


def strip_page(job: Job) -> Damage:
    """Take from the snapshots of a page what the item ``how.item`` (the last by default) of the rule asks for."""
    items = list(job.params["require"])
    item = items[int(job.how.get("item", len(items) - 1))]
    (name, wanted), *_ = [(key, value) for key, value in item.items() if value is not None]
    for row in job.targets([]):
        pages = [page for page in _pages(job, row) if job.is_free("page", page, ["html", "http_status"])]
        if pages:
            damage = Damage()
            for page in pages:
                changes: Row = (
                    {"http_status": 404} if name == "status" else {"html": _without(job, row, page, name, str(wanted))}
                )
                damage.change("page", page, changes)
            job.claims.take(job.kind, row, (), job.reads.get(job.kind, frozenset()))
            return damage
    raise NoTarget


def _pages(job: Job, row: Row) -> list[Row]:
    """Give the snapshots that the rule looks at for a record."""
    if job.params.get("page"):
        return [
            page for page in job.rows("page") if page["site_id"] == row["id"] and page["page_type"] == job.params["page"]
        ]
    address = row.get(str(job.params["page_of"]))
    return [page for page in job.rows("page") if page["url"] == address]


def _without(job: Job, row: Row, page: Row, name: str, wanted: str) -> str:
    html = text(page, "html")
    pattern = re.sub(r"\{([a-z_.]+)\}", lambda found: re.escape(str(job.reader.value(job.kind, row, found[1]))), wanted)
    if name == "text":
        return re.sub(pattern, "", html)
    if name == "link":
        return re.sub(r'<a href="[^"]*">[^<]*</a>\n', lambda found: "" if re.search(pattern, found[0]) else found[0], html)
    return re.sub(_ELEMENTS[wanted], "", html, flags=re.DOTALL)


_ELEMENTS = {
    "form": r"<form.*?</form>\n",
    "search_box": r"<form.*?</form>\n",
    "download": r'<a href="[^"]*[.](?:pdf|docx)">[^<]*</a>\n',
}
