from dbcheck.plugins.detectors.detector import NO_TERMS
from dbcheck.plugins.detectors.off_topic import find

QUESTION = "请问老旧小区加装电梯的补贴标准是多少,业主应当向哪个单位提交材料,审核一般要等多长时间,资金从哪里来?"
HARVEST = "今年我省粮食播种面积稳中有升,春耕备耕顺利,农机具检修全部结束,化肥种子供应充足,气象台每日发布墒情预报。"
ANSWER = "加装电梯每部补贴10万元,由业主向街道办事处提交申请材料,市住建局在15个工作日内审核完毕并发放补贴。"


def fires(reply: str, question: str | None = QUESTION) -> bool:
    return bool(find(reply, question, NO_TERMS))


def test_a_reply_about_something_else_is_found() -> None:
    assert fires(HARVEST)


def test_a_reply_that_shares_a_word_or_a_number_is_not() -> None:
    assert not fires(ANSWER)
    assert not fires(HARVEST + "电梯")
    assert not fires(HARVEST + "701路", QUESTION + "701路")
    assert not fires(HARVEST + "７０１路", QUESTION + "701路")


def test_courtesy_that_both_share_counts_for_nothing() -> None:
    assert fires("您好!感谢您的关心和支持!" + HARVEST, "领导您好!感谢关心!" + QUESTION)


def test_short_texts_are_left_alone() -> None:
    assert not fires("秋季开学前。", "新学校何时启用?")
    assert not fires(HARVEST, "新学校何时启用?")
    assert not fires("秋季开学前。")
    assert not fires(HARVEST, None)
