"""The keys of a pack and of a rule: one table for the loader, the JSON Schema and the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dbcheck.errors import Message


class Form(StrEnum):
    """What stands behind a key."""

    TEXT = "text"
    NAME = "name"  # an identifier: lower-case letters, digits and _
    DATE = "date"
    LIST = "list"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it holds, whether it must be there, what it means and a sample as one would write it."""

    form: Form
    meaning: Message
    sample: str
    is_required: bool = False


PACK_KEYS: Mapping[str, Key] = {
    "pack": Key(
        Form.TEXT,
        Message("规则包名,规则编号以它开头", "name of the pack; rule ids start with it"),
        "DB23T3649.10",
        is_required=True,
    ),
    "title": Key(Form.TEXT, Message("文件名称", "title of the document"), "政府网站建设管理规范", is_required=True),
    "title_en": Key(Form.TEXT, Message("英文名称", "its title in English"), "Government website specification"),
    "document": Key(
        Form.TEXT,
        Message("文件编号,照印刷写", "number of the document, as printed"),
        "DB23/T 3649.10-2023",
        is_required=True,
    ),
    "issuer": Key(Form.TEXT, Message("发布机关", "who issued it"), "黑龙江省市场监督管理局", is_required=True),
    "published": Key(Form.DATE, Message("发布日期,不详写 null", "date of issue; null if unknown"), '"2023-11-30"'),
    "effective": Key(
        Form.DATE,
        Message("实施日期;此前的记录不判;不详写 null", "in force from; earlier records are out of scope; null if unknown"),
        '"2023-12-29"',
        is_required=True,
    ),
    "withdrawn": Key(Form.DATE, Message("废止日期;自该日起不判", "withdrawn from this day on"), '"2028-12-29"'),
    "status": Key(
        Form.NAME,
        Message(
            "in_force(缺省)或 draft:草案不默认适用", "in_force (default) or draft: a draft applies only when asked for"
        ),
        "draft",
    ),
    "jurisdiction": Key(Form.TEXT, Message("适用地区", "where it applies"), "黑龙江省", is_required=True),
    "clauses": Key(
        Form.LIST,
        Message("文件的全部条款号,每条至少一条规则", "every clause of the document; each has at least one rule"),
        '["1", "2", "3", "4.1"]',
        is_required=True,
    ),
    "rules": Key(Form.LIST, Message("规则", "the rules"), '[{clause: "1", ...}]', is_required=True),
}

RULE_KEYS: Mapping[str, Key] = {
    "clause": Key(Form.TEXT, Message("条款号", "clause number"), '"5.3.3"', is_required=True),
    "part": Key(
        Form.TEXT, Message("同一条款有几项义务时的序号", "which obligation of the clause, where it has several"), '"2"'
    ),
    "requirement": Key(
        Form.TEXT,
        Message("要求,用自己的话写;标题行写 标题:……", "what is required, in our own words; 标题:... for a heading"),
        "受理的留言最迟5个工作日内答复",
        is_required=True,
    ),
    "modality": Key(
        Form.NAME,
        Message("shall 应、must_not 不得、should 宜、may 可、info 说明", "shall, must_not, should, may or info"),
        "shall",
        is_required=True,
    ),
    "subject": Key(
        Form.NAME, Message("义务人;说明性条款可省", "who is obliged; informative rules may omit it"), "site_operator"
    ),
    "workflow": Key(Form.NAME, Message("所属流程", "the workflow it belongs to"), "letters"),
    "check": Key(Form.NAME, Message("检查器", "the checker"), "time_limit", is_required=True),
    "with": Key(
        Form.MAPPING,
        Message("检查器的参数", "parameters of the checker"),
        "{record: letter, all: [title]}",
    ),
    "reading": Key(Form.TEXT, Message("怎样理解这一条", "how the clause is read"), "收到当日不计"),
    "effective": Key(
        Form.DATE,
        Message("该条自何日起施行,与文件不同时写", "in force from, where it differs from the document"),
        '"2024-07-01"',
    ),
    "withdrawn": Key(Form.DATE, Message("该条自何日起废止", "withdrawn from this day on"), '"2026-01-01"'),
    "examples": Key(
        Form.MAPPING,
        Message("示例:结论到记录列表", "examples: verdict to a list of records"),
        '{pass: [{title: "甲"}], fail: [{title: ""}]}',
    ),
}
