"""What inspectors found about lines of a scorecard that no rule decides: a form (XLSX, CSV or YAML) of answers by line and subject."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.attestations import ANSWER, DATE, EVIDENCE, EXPIRES, INSPECTOR, NOTE, AnswerWord, answer_word
from dbcheck.rules.filled_forms import Entry, Filled, FormColumn, dated, tidy
from dbcheck.rules.scorecard import Scorecard, Shares
from dbcheck.rules.scorecard_reading import PARTS

YAML_KEY = "answers"
EVERYBODY = "*"
ITEM = FormColumn("item", Message("指标", "Item"), ("指标编号", "细则", "line"), is_required=True)
SUBJECT = FormColumn("subject", Message("对象", "Subject"), ("单位", "网站", "对象编号"))
COUNT = FormColumn("count", Message("处数", "Count"), ("问题数",))
ANSWER_TO_ITEM = FormColumn(ANSWER.name, ANSWER.title, ANSWER.also, is_required=True)
COLUMNS: tuple[FormColumn, ...] = (
    ITEM,
    FormColumn("text", Message("情形", "What is meant")),
    SUBJECT,
    ANSWER_TO_ITEM,
    COUNT,
    EVIDENCE,
    NOTE,
    INSPECTOR,
    DATE,
    EXPIRES,
)


@dataclass(frozen=True)
class ItemAnswer:
    """One answer about a line, an item, a section or a part. subject: id or name, ``*`` for all; empty where there is one subject only.

    count: how many occurrences a ``fail`` speaks of. It counts from ``day`` up to and including ``expires``.
    """

    item: str
    subject: str
    answer: AnswerWord
    count: int
    evidence: str
    note: str
    inspector: str
    day: date
    expires: date | None
    where: str

    def counts_on(self, day: date) -> bool:
        """Tell whether the answer holds on a day."""
        return self.day <= day and (self.expires is None or self.expires >= day)


def names_of(card: Scorecard) -> Mapping[str, str]:
    """Give everything that an answer may name, and what it is: line, item, section or part, those of the bonus apart."""
    if isinstance(card.scheme, Shares):
        return {}
    named = {part: "part" for part in PARTS if getattr(card.scheme, part) is not None}
    for section in card.scheme.deductions.sections:
        named[section.id] = "section"
        for item in section.items:
            named[item.id] = "item"
    return {**named, **{line.id: "line" for _, line in card.lines}}


def read_item_answers(filled: Filled, card: Scorecard) -> tuple[ItemAnswer, ...]:
    """Give the answers of a form; rows without one are questions still open. Raises UsageError with every mistake."""
    problems = list(filled.problems)
    named = names_of(card)
    if not named:
        said = Message(
            f"评分卡 {card.name} 按规则的结论计分,没有可答的指标;人工核查结果写入 dbcheck audit --attestations",
            f"the scorecard {card.name} scores how rules ended and has no items to answer; answers belong into dbcheck audit --attestations",
        )
        raise UsageError([Problem("--answers", "", said)])
    answers = [answer for entry in filled.entries if (answer := _answer(entry, named, problems)) is not None]
    problems += _contradictions(answers)
    if problems:
        raise UsageError(problems)
    return tuple(answers)


def _answer(entry: Entry, named: Mapping[str, str], problems: list[Problem]) -> ItemAnswer | None:
    given = entry.text(ANSWER.name)
    if not given:
        return None
    item = tidy(entry.text(ITEM.name))
    word, count = answer_word(given), _count(entry.text(COUNT.name))
    found = list(_mistakes(entry, item, named, word, count))
    day, expires = (dated(entry, column.name, item, found) for column in (DATE, EXPIRES))
    if day is not None and expires is not None and expires < day:
        said = Message(f"有效期至 {expires} 早于核查日期 {day}", f"it ran out on {expires}, before the answer of {day}")
        found.append(Problem(entry.place(EXPIRES.name), item, said))
    problems += found
    if found or word is None or day is None or count is None:
        return None
    return ItemAnswer(
        item=item,
        subject=tidy(entry.text(SUBJECT.name)),
        answer=word,
        count=count,
        evidence=entry.text(EVIDENCE.name),
        note=entry.text(NOTE.name),
        inspector=tidy(entry.text(INSPECTOR.name)),
        day=day,
        expires=expires,
        where=entry.where,
    )


def _count(text: str) -> int | None:
    """Read a whole number from 1; nothing is one."""
    tidied = tidy(text)
    if not tidied:
        return 1
    return int(tidied) if tidied.isdecimal() and tidied.isascii() and int(tidied) > 0 else None


def _mistakes(
    entry: Entry, item: str, named: Mapping[str, str], word: AnswerWord | None, count: int | None
) -> Iterator[Problem]:
    """Find what is wrong with a row that holds an answer, but for its dates."""
    if item not in named:
        what = Message("评分卡没有指标", "the scorecard has no item")
        yield Problem(entry.place(ITEM.name), item, unknown_name(item, _lines_first(named), what))
    elif word is AnswerWord.FAIL and named[item] != "line" and item != "bonus":
        said = Message("答复不通过须写到细则", "the answer fail is about one line: name it")
        yield Problem(entry.place(ITEM.name), item, said)
    if word is None:
        shown = entry.text(ANSWER.name)
        zh = f"答复是 {shown!r};应写 通过、不通过 或 不适用"
        yield Problem(entry.place(ANSWER.name), item, Message(zh, f"the answer is {shown!r}; write pass, fail or na"))
    if word is AnswerWord.NA and not entry.text(EVIDENCE.name):
        yield Problem(entry.place(EVIDENCE.name), item, Message("答复不适用须写证据", "the answer na needs evidence"))
    if count is None:
        said = Message("处数应为正整数", "the count is a whole number from 1")
        yield Problem(entry.place(COUNT.name), item, said)
    for column in (INSPECTOR, DATE):
        if not entry.text(column.name):
            zh, en = f"有答复而没有{column.title.zh};补上", f"there is an answer and no {column.title.en.lower()}; add it"
            yield Problem(entry.place(column.name), item, Message(zh, en))


def _lines_first(named: Mapping[str, str]) -> list[str]:
    return sorted(named, key=lambda name: named[name] != "line")


def _contradictions(answers: Sequence[ItemAnswer]) -> Iterator[Problem]:
    """Find answers about one item and subject that differ while both count; several fails add up."""
    known: dict[tuple[str, str], list[ItemAnswer]] = {}
    for answer in answers:
        earlier = known.setdefault((answer.item, answer.subject), [])
        for other in earlier:
            if answer.answer is not other.answer and _overlap(answer, other):
                zh = f"与 {other.where} 的答复不同;留一个,或给旧的写上有效期"
                en = f"it differs from the answer in {other.where}; keep one, or let the older one expire"
                yield Problem(answer.where, answer.item, Message(zh, en))
        earlier.append(answer)


def _overlap(one: ItemAnswer, other: ItemAnswer) -> bool:
    ends = [each.expires or date.max for each in (one, other)]
    return max(one.day, other.day) <= min(ends)


def about(answers: Iterable[ItemAnswer], subject: Collection[str], day: date) -> tuple[ItemAnswer, ...]:
    """Give the answers that hold on a day about a subject, which goes by these words."""
    words = {"", EVERYBODY, *subject}
    return tuple(answer for answer in answers if answer.subject in words and answer.counts_on(day))
