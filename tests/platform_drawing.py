"""Values for the actions of the platform, by the type of each field, with texts that no detector minds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from dbcheck.records.kind import FieldType
from dbcheck.records.snapshot import kinds

GOOD_TEXT = "经核实,有关部门已于当日处理完毕,感谢您对我们工作的关心,如有疑问可拨打12345。"
TEXTS = {
    "content": "人民路12号门前的路灯从5月1日起不亮了,单位是城管局,请尽快处理,电话可打12345。",
    "reply_content": "您好,来信收悉。因电缆老化,人民路12号门前的路灯已于5月6日修复,经现场核实照明正常,感谢您的监督。",
    "published_text": "人民路路灯不亮的问题已经修复。",
    "body": "网站已停止更新,原有内容去向:全部整合迁移至本级政府门户网站,请通过 https://www.example.gov.cn 查阅。",
    "answer_content": "路灯由城管局负责,人民路12号门前的路灯已于5月6日修复。",
    "title": "关于人民路路灯的规定",
}
# Fields whose text a detector holds against their code, or against another text: only what fits.
CHOICES: Mapping[tuple[str, str], Sequence[Any]] = {
    ("letter", "reject_code"): ("legal_procedure", "internal_admin", "in_process_or_closed", "out_of_scope", "other"),
    ("error_report", "invalid_code"): ("duplicate", "irrelevant"),
    ("interpretation", "content"): ("关于人民路路灯的规定",),  # what it explains
    ("archived_page", "http_status"): (200, 404),
    ("service_item", "name"): ("居民身份证补领", "社会组织登记", "公共场所卫生许可"),
}
Refs = Callable[[str], Sequence[str]]


def choices(kind: str, name: str, *, now: datetime, refs: Refs) -> Sequence[Any]:
    """Give the values that one element of a field may have, the likeliest first; references name the records that there are."""
    field = kinds()[kind].fields[name]
    if (kind, name) in CHOICES:
        return CHOICES[kind, name]
    if name == "mailbox":  # each its own: who closes one does not look into it any more
        return (f"box-{now:%m%d%H%M%S}@example.gov.cn",)
    if name == "due_at":
        return [now + timedelta(days=days) for days in (20, 10, 3, 1)]
    if field.type is FieldType.ENUM:
        return field.values
    if field.type is FieldType.REF:
        return refs(str(field.ref)) or [f"{field.ref}-x"]
    plain: Mapping[FieldType, Sequence[Any]] = {
        FieldType.BOOL: (True, False),
        FieldType.INT: (now.year, now.year + 1, now.year - 1) if name == "year" else (1, 2, 5),
        FieldType.DATETIME: (now,),
        FieldType.DATE: (now.date(),),
        FieldType.JSON: ("{}",),
    }
    return plain.get(field.type) or (TEXTS.get(name, GOOD_TEXT),)


def drawn(random: Random, kind: str, name: str, *, now: datetime, refs: Refs) -> Any:
    """Draw a value of a field; of a list often all that there are."""
    field, found = kinds()[kind].fields[name], choices(kind, name, now=now, refs=refs)
    if not field.is_list:
        return random.choice(found)
    return list(found) if random.random() < 0.5 else random.sample(found, random.randint(1, len(found)))
