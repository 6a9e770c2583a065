"""The keys of a scorecard file: one table for the reader and the documentation."""

from collections.abc import Mapping
from typing import Any

from dbcheck.errors import Message, Pointer
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.draft import Draft
from dbcheck.rules.shape import check_keys, text_mistake

THREE_PART = "three-part"
MODELS: Mapping[str, Message] = {
    "weighted-share": Message("按约束力加权的条款符合率", "share of the clauses kept, weighted by modality"),
    "xccdf-default": Message("XCCDF 1.2 缺省模型:逐组加权平均", "the default model of XCCDF 1.2: weighted means, group by group"),
    "xccdf-flat": Message("XCCDF 1.2 平铺模型:符合的规则权重之和", "the flat model of XCCDF 1.2: the sum of the weights of what passes"),
    "xccdf-absolute": Message("XCCDF 1.2 绝对模型:全部符合得 1,否则 0", "the absolute model of XCCDF 1.2: 1 where everything passes, else 0"),
    THREE_PART: Message("单项否决、扣分、加分三部分", "three parts: vetoes, deductions, bonus"),
}  # fmt: skip
APPLIES_SAMPLE = "{serves_public: true}"


@dataclass(frozen=True)
class CardKey:
    """One key: what stands behind it (text, number, count, flag, list, mapping, each, word), and a sample."""

    form: str
    meaning: Message
    sample: str
    is_required: bool = False
    words: tuple[str, ...] = ()


Keys = Mapping[str, CardKey]

_ORIGIN: Keys = {
    "source": CardKey("text", Message("出处;不写则同上一级", "where it comes from; as above where it is left out"), "国办秘函〔2019〕19号"),
    "unconfirmed": CardKey("flag", Message("数值未经核实", "the numbers are not confirmed"), "true"),
}  # fmt: skip
_APPLIES: Keys = {
    "applies": CardKey("mapping", Message("只对这些对象", "only for these subjects"), APPLIES_SAMPLE),
}
CARD: Keys = {
    "scorecard": CardKey("text", Message("评分卡名", "name of the scorecard"), "national-2019", is_required=True),
    "title": CardKey("text", Message("标题", "its title"), "政府网站检查指标", is_required=True),
    "title_en": CardKey("text", Message("英文标题", "its title in English"), "Website indicators"),
    "model": CardKey("word", Message("计分模型", "the scoring model"), THREE_PART, is_required=True, words=tuple(MODELS)),
    **_ORIGIN,
    "notes": CardKey("list", Message("说明", "notes"), "[...]"),
    "bands": CardKey("mapping", Message("档次", "bands"), "{steps: [{from: 90, title: 优秀}, {from: 0, title: 其他}]}"),
    "region": CardKey("mapping", Message("地区怎样算", "how a region is scored"), "{of: site}"),
    "shares": CardKey("mapping", Message("权重", "weights"), "{weights: {shall: 1}}"),
    "pass_mark": CardKey("mapping", Message("合格线", "the pass mark"), "{fails_below: 60}"),
    "veto": CardKey("mapping", Message("单项否决", "vetoes"), "{score: 0, lines: [...]}"),
    "deductions": CardKey("mapping", Message("扣分", "deductions"), "{total: 100, fails_below: 60, sections: [...]}"),
    "bonus": CardKey("mapping", Message("加分", "bonus"), "{above: 80, cap: 30, lines: [...]}"),
}
SHARES: Keys = {
    "weights": CardKey("mapping", Message("各约束力的权重", "weight of each modality"), "{shall: 1, should: 0.5}", is_required=True),
    "per": CardKey("word", Message("按条款还是按规则计", "counted by clause or by rule"), "clause", words=("clause", "rule")),
    **_ORIGIN,
}  # fmt: skip
PASS_MARK: Keys = {
    "fails_below": CardKey("number", Message("低于即不合格", "below it a subject fails"), "60", is_required=True),
    **_ORIGIN,
}
VETO: Keys = {
    "score": CardKey("number", Message("单项否决后的分数", "what a vetoed subject gets"), "0", is_required=True),
    "lines": CardKey("list", Message("否决情形", "what vetoes"), "[{id: V1, text: ...}]", is_required=True),
    **_ORIGIN,
}
DEDUCTIONS: Keys = {
    "total": CardKey("number", Message("满分", "the total"), "100", is_required=True),
    "fails_below": CardKey("number", Message("低于即不合格", "below it a subject fails"), "60", is_required=True),
    "sections": CardKey("list", Message("各部分", "the sections"), "[{id: A, title: ..., points: 100, items: [...]}]", is_required=True),
    **_ORIGIN,
    **_APPLIES,
}  # fmt: skip
SECTION: Keys = {
    "id": CardKey("text", Message("编号", "its id"), "互动交流", is_required=True),
    "title": CardKey("text", Message("名称", "its title"), "互动交流", is_required=True),
    "points": CardKey("number", Message("分值", "its points"), "25", is_required=True),
    "items": CardKey("list", Message("指标", "the items"), "[{id: D1, title: ..., points: 5, lines: [...]}]", is_required=True),
    **_ORIGIN,
    **_APPLIES,
}  # fmt: skip
ITEM: Keys = {
    "id": CardKey("text", Message("编号", "its id"), "D1", is_required=True),
    "title": CardKey("text", Message("名称", "its title"), "办理答复", is_required=True),
    "points": CardKey("number", Message("分值,也是扣分上限", "its points: the most it can cost"), "5", is_required=True),
    "lines": CardKey("list", Message("扣分细则", "what costs points"), "[{id: D1a, text: ..., each: 1}]", is_required=True),
    **_ORIGIN,
}
_ANY_LINE: Keys = {
    "id": CardKey("text", Message("编号", "its id"), "D1a", is_required=True),
    "text": CardKey("text", Message("情形", "what is meant"), "超过5个工作日未答复", is_required=True),
    "rules": CardKey("list", Message("据以认定的规则", "the rules that find it"), '["DB23T3649.10/5.3.3#2"]'),
    "covers": CardKey("word", Message("规则只查到其中一部分时写 part", "part, where the rules see only some of it"), "part", words=("part", "all")),
    **_ORIGIN,
    **_APPLIES,
}  # fmt: skip
LINE: Keys = {
    **_ANY_LINE,
    "each": CardKey(
        "each", Message("每处扣分;all 为扣完", "points for each; all: everything at once"), "1", is_required=True
    ),
    "cap": CardKey("number", Message("该细则的扣分上限", "the most that this line costs"), "3"),
}
VETO_LINE: Keys = {
    **_ANY_LINE,
    "at_least": CardKey("count", Message("达到几处才否决", "how many make the veto"), "5"),
}
BONUS: Keys = {
    "above": CardKey("number", Message("扣分后高于此分才加分", "only above this score"), "80", is_required=True),
    "cap": CardKey("number", Message("加分上限", "the most that can be earned"), "30", is_required=True),
    "lines": CardKey("list", Message("加分项", "what earns points"), "[{id: B1, text: ..., each: 5}]", is_required=True),
    **_ORIGIN,
}
BONUS_LINE: Keys = {
    **_ANY_LINE,
    "each": CardKey("number", Message("加分", "points"), "5", is_required=True),
}
BANDS: Keys = {
    "steps": CardKey(
        "list", Message("从高到低", "from the highest to the lowest"), "[{from: 90, title: 优秀}]", is_required=True
    ),
    **_ORIGIN,
}
BAND: Keys = {
    "from": CardKey("number", Message("百分制起点", "from so many of 100"), "90", is_required=True),
    "title": CardKey("text", Message("名称", "its title"), "优秀", is_required=True),
    "title_en": CardKey("text", Message("英文名称", "its title in English"), "excellent"),
}
REGION: Keys = {
    "of": CardKey("word", Message("取何者的平均", "the mean of what"), "site", words=("site", "unit")),
    "with_veto": CardKey("number", Message("有被否决者时的最高分", "the most it gets when a member is vetoed"), "59"),
    **_ORIGIN,
}


def keep_shape(draft: Draft, pointer: Pointer, value: Any, keys: Keys) -> bool:
    """Report unknown and missing keys and values of the wrong form; tell whether there is a mapping at all."""
    return check_keys(draft, pointer, value, keys, _check)


def _check(draft: Draft, pointer: Pointer, key: CardKey, value: Any) -> None:
    name = pointer[-1]
    wrong = _mistake(draft, pointer, key, value)
    if wrong is not None:
        zh, en = f"{name}:{wrong.zh},如 {key.sample}", f"{name}: {wrong.en}, e.g. {key.sample}"
        draft.wrong(pointer, Message(zh, en))


def _mistake(draft: Draft, pointer: Pointer, key: CardKey, value: Any) -> Message | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if key.form == "text":
        return text_mistake(draft, pointer, value)
    if key.form == "word" and value not in key.words:
        return unknown_name(str(value), key.words, Message("没有取值", "there is no value"))
    tests = {
        "number": (is_number and value >= 0, Message("应为不小于 0 的数", "this is a number not below 0")),
        "count": (isinstance(value, int) and is_number and value >= 1, Message("应为正整数", "this is a whole number from 1")),
        "flag": (isinstance(value, bool), Message("应为 true 或 false", "true or false")),
        "list": (isinstance(value, list) and bool(value), Message("应为列表,至少一项", "this is a list of at least one item")),
        "mapping": (isinstance(value, Mapping), Message("应为映射", "this is a mapping")),
        "each": (value == "all" or (is_number and value >= 0), Message("应为数,或 all", "this is a number, or all")),
    }  # fmt: skip
    fits, said = tests.get(key.form, (True, Message("", "")))
    return None if fits else said
