"""Texts made from the grammar: letters and answers that belong together, prose for documents and posts."""

from random import Random

from dbcheck.platform.simulator.topics import CLOSINGS, GREETINGS, OPENINGS, PLACES, SINCE, TOPICS, Topic

_ASPECTS = (
    "完善工作机制", "压实工作责任", "优化办理流程", "加强部门协同", "强化监督检查", "健全保障措施", "推进数据共享", "提升服务质量",
    "规范资金使用", "组织业务培训", "开展试点示范", "落实惠民政策",
)  # fmt: skip
_EFFECTS = ("取得阶段性成效", "进展顺利", "受到群众好评", "为下一步工作打下基础", "形成了可推广的做法", "各项指标稳中有升")
_HOW = ("会议要求", "方案提出", "文件明确", "负责同志介绍", "据了解", "下一步")


def _one(random: Random, choices: tuple[str, ...]) -> str:
    return choices[int(random.random() * len(choices))]


def topic_of(random: Random) -> Topic:
    """Give a topic."""
    return TOPICS[int(random.random() * len(TOPICS))]


def letter_text(random: Random, topic: Topic) -> tuple[str, str]:
    """Give the title and the content of a letter."""
    place, title = _one(random, PLACES), _one(random, topic.titles)
    content = (
        f"{_one(random, OPENINGS)}我家住在{place}一带,{_one(random, SINCE)}{_one(random, topic.complaints)},"
        f"附近居民都有同感,给生活带来不便。{_one(random, topic.wishes)},并请说明{topic.issue}由哪个单位负责。"
    )
    return f"{place}{title}", content


def answer_text(random: Random, topic: Topic, office: str) -> str:
    """Give the answer to a letter on a topic."""
    greeting = _one(random, GREETINGS).format(issue=topic.issue)
    return f"{greeting}{office}高度重视,{_one(random, topic.findings)}。目前{_one(random, topic.results)}。{_one(random, CLOSINGS)}"


def prose(random: Random, subject: str, sentences: int = 3) -> str:
    """Give some sentences of official prose about a subject."""
    said = (
        f"{_one(random, _HOW)},围绕{subject}{_one(random, _ASPECTS)}、{_one(random, _ASPECTS)},{subject}工作{_one(random, _EFFECTS)}。"
        for _ in range(sentences)
    )
    return "".join(said)
