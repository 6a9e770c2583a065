"""The keys of a workflow table and of its parts: one table for the reader and the documentation."""

from collections.abc import Mapping

from dbcheck.errors import Message
from dbcheck.rules.keys import Form, Key

_RULES = Key(Form.MAPPING, Message("依据:规则包名到条款或规则", "clauses or rules by pack"), '{DB23T3649.10: ["5.3.3"]}')
_ZH = Key(Form.TEXT, Message("中文名称", "its name in Chinese"), "答复", is_required=True)
_EN = Key(Form.TEXT, Message("英文名称", "its name in English"), "reply", is_required=True)
_WHERE = Key(Form.MAPPING, Message("只对这些记录", "only for these records"), "{is_complex: {ne: true}}")
_ADVICE = Key(Form.TEXT, Message("宜、原则上的写 true", "true for a should"), "true")
_RULE = Key(Form.TEXT, Message("依据的规则或条款", "the rule or clause it comes from"), "DB23T3649.10/5.3.3#2")

TABLE_KEYS: Mapping[str, Key] = {
    "workflow": Key(Form.NAME, Message("流程名", "name of the workflow"), "letters", is_required=True),
    "title": Key(Form.TEXT, Message("流程名称", "its title"), "信件办理", is_required=True),
    "title_en": Key(Form.TEXT, Message("英文名称", "its title in English"), "Letters", is_required=True),
    "record": Key(
        Form.NAME, Message("流程中的记录类别", "the kind of record that goes through it"), "letter", is_required=True
    ),
    "status": Key(Form.NAME, Message("保存状态的字段", "the field that holds the state"), "status"),
    "covers": Key(Form.LIST, Message("规则包中的流程名", "names under which packs speak of it"), "[letters]"),
    "states": Key(Form.MAPPING, Message("状态", "the states"), "{submitted: {zh: 已提交, en: submitted}}"),
    "roles": Key(Form.MAPPING, Message("角色", "who acts"), "{author: {zh: 来信人, en: author}}"),
    "transitions": Key(Form.LIST, Message("流转", "the transitions"), "[{action: submit, ...}]"),
    "invariants": Key(Form.LIST, Message("不变式", "what holds at any time"), "[{zh: ..., en: ..., rules: ...}]"),
    "exempt": Key(Form.LIST, Message("不约束流转的规则及理由", "rules that bind no transition, and why"), "[{zh: ...}]"),
}
STATE_KEYS: Mapping[str, Key] = {
    "zh": _ZH,
    "en": _EN,
    "final": Key(Form.TEXT, Message("终态写 true", "true for a final state"), "true"),
    "hidden": Key(
        Form.TEXT, Message("尚未入账(records 不给出)写 true", "true where the record is not in the books yet"), "true"
    ),
}
ROLE_KEYS: Mapping[str, Key] = {"zh": _ZH, "en": _EN}
TRANSITION_KEYS: Mapping[str, Key] = {
    "action": Key(Form.NAME, Message("动作", "the action"), "reply", is_required=True),
    "zh": _ZH,
    "en": _EN,
    "from": Key(
        Form.LIST, Message("可在哪些状态;不写为新建;* 为所有未终结状态", "in which states; none: it creates"), "[accepted]"
    ),
    "to": Key(Form.NAME, Message("此后的状态;不写为不变", "the state after it; none: it stays"), "replied"),
    "roles": Key(Form.LIST, Message("谁可以做", "who may do it"), "[unit]", is_required=True),
    "by": Key(
        Form.NAME, Message("只有该字段所指的单位可以做", "only the organisation in this field may"), "responsible_org_id"
    ),
    "under": Key(Form.LIST, Message("只在这些文件下有", "only under these documents"), "[DB23T3649.10]"),
    "sets": Key(Form.MAPPING, Message("自动填写", "what it fills by itself"), "{replied_at: $at}"),
    "needs": Key(Form.LIST, Message("必须给出的字段", "what has to be given"), "[reply_content]"),
    "takes": Key(Form.LIST, Message("可以给出的字段", "what may be given"), "[publishable]"),
    "beside": Key(Form.LIST, Message("相关记录", "records of other kinds"), "[{record: letter_assignment, ...}]"),
    "guards": Key(Form.LIST, Message("条件", "what must hold"), "[{zh: ..., en: ..., after: review}]"),
    "limits": Key(Form.LIST, Message("期限", "the limits"), "[{rule: ..., from: submit, max: 5, unit: work_day}]"),
    "rules": _RULES,
}
BESIDE_KEYS: Mapping[str, Key] = {
    "record": Key(Form.NAME, Message("记录类别", "its kind"), "letter_assignment", is_required=True),
    "link": Key(Form.NAME, Message("指向本记录的字段", "its field that names the main record"), "letter_id"),
    "do": Key(Form.NAME, Message("add 新建,update 补充最近一条", "add, or update the latest one"), "add", is_required=True),
    "sets": TRANSITION_KEYS["sets"],
    "needs": TRANSITION_KEYS["needs"],
    "takes": TRANSITION_KEYS["takes"],
}
GUARD_KEYS: Mapping[str, Key] = {
    "zh": _ZH,
    "en": _EN,
    "require": Key(Form.MAPPING, Message("记录须符合的条件", "what must hold for the record"), "{publishable: true}"),
    "after": Key(Form.NAME, Message("须已发生的动作", "what must have happened"), "review"),
    "later": Key(Form.NAME, Message("须在更早时刻发生的动作", "what must have happened at an earlier instant"), "announce"),
    "link": Key(Form.NAME, Message("该字段所指记录须处于 states", "the record it names must be in states"), "plan_id"),
    "back": Key(
        Form.NAME,
        Message("以该字段指向本记录的,须都处于 states", "records that point here by it must be in states"),
        "interview_id",
    ),
    "once": Key(
        Form.NAME, Message("该字段相同的记录每年只能一次", "once a calendar year for records alike in it"), "site_id"
    ),
    "alone": Key(
        Form.LIST, Message("没有别的记录这些字段都相同", "no other record is alike in all of them"), "[site_id, name]"
    ),
    "workflow": Key(Form.NAME, Message("另一流程", "the other workflow"), "interview_plan"),
    "states": Key(Form.LIST, Message("另一流程的状态", "states of the other workflow"), "[approved]"),
    "least": Key(
        Form.TEXT,
        Message("至少几条处于 states;不写则全部", "how many at least are in states; all where it is not there"),
        "1",
    ),
    "where": _WHERE,
    "rule": _RULE,
    "advice": _ADVICE,
}
LIMIT_KEYS: Mapping[str, Key] = {
    "rule": Key(_RULE.form, _RULE.meaning, _RULE.sample, is_required=True),
    "from": Key(Form.NAME, Message("起算的动作", "the action that starts the clock"), "submit"),
    "max": Key(Form.TEXT, Message("最长;文本没有数字写 null", "at most; null where the text gives no number"), "5"),
    "min": Key(Form.TEXT, Message("最短", "at least"), "7"),
    "unit": Key(Form.NAME, Message("单位", "the unit"), "work_day"),
    "start_rule": Key(Form.NAME, Message("起算规则", "where the count starts"), "first_workday"),
    "where": _WHERE,
    "must": Key(Form.TEXT, Message("起算后必须做的写 true", "true where it has to happen"), "true"),
    "advice": _ADVICE,
    "proposed": Key(Form.TEXT, Message("数字是我们的写 true", "true where the number is ours"), "true"),
    "due": Key(Form.MAPPING, Message("固定期限", "a fixed end"), '{year: year, add_years: 1, month_day: "01-31"}'),
}
NOTE_KEYS: Mapping[str, Key] = {
    "zh": _ZH,
    "en": _EN,
    "rules": Key(_RULES.form, _RULES.meaning, _RULES.sample, is_required=True),
}
FLAGS = ("final", "hidden", "must", "advice", "proposed")
NUMBERS = ("max", "min", "least")
