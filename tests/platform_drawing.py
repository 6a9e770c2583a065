"""Values for the actions of the platform, drawn by the type of each field, with texts that no detector minds."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from dbcheck.records.kind import Field, FieldType
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
CHOICES: dict[tuple[str, str], Sequence[Any]] = {
    ("letter", "reject_code"): ("legal_procedure", "internal_admin", "in_process_or_closed", "out_of_scope", "other"),
    ("error_report", "invalid_code"): ("duplicate", "irrelevant"),
    ("interpretation", "content"): ("关于人民路路灯的规定",),  # what it explains
}
Refs = Callable[[str], list[str]]


def value_of(kind: str, name: str, *, now: datetime, refs: Refs) -> st.SearchStrategy[Any]:
    """Give values of one field; references name records that there are, where there are some."""
    field = kinds()[kind].fields[name]
    if field.is_list:
        values = st.lists(_one(kind, field, now, refs), min_size=1, max_size=4, unique=True)
        return values | st.just(list(field.values)) if field.values else values
    return _one(kind, field, now, refs)


def _one(kind: str, field: Field, now: datetime, refs: Refs) -> st.SearchStrategy[Any]:
    if (kind, field.name) in CHOICES:
        return st.sampled_from(CHOICES[kind, field.name])
    if field.name == "mailbox":
        return st.just(
            f"box-{now:%m%d%H%M%S}@example.gov.cn"
        )  # each its own: who closes one does not look into it any more
    if field.type is FieldType.ENUM:
        return st.sampled_from(field.values)
    if field.type is FieldType.BOOL:
        return st.booleans()
    if field.type is FieldType.INT:
        years = st.integers(now.year - 1, now.year + 1)
        return years if field.name == "year" else st.integers(1, 5)
    if field.type is FieldType.DATETIME:
        return st.integers(1, 20).map(lambda days: now + timedelta(days=days)) if field.name == "due_at" else st.just(now)
    if field.type is FieldType.DATE:
        return st.just(now.date())
    if field.type is FieldType.REF:
        known = refs(str(field.ref))
        return st.sampled_from(known) if known else st.just(f"{field.ref}-x")
    if field.type is FieldType.JSON:
        return st.just("{}")
    return st.just(TEXTS.get(field.name, GOOD_TEXT))
