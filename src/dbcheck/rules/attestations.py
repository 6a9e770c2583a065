"""Attestations: what inspectors answered to the questions that no machine decides."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.filled_forms import Entry, Filled, FormColumn, dated, tidy

YAML_KEY = "attestations"


class AnswerWord(StrEnum):
    """What an inspector may answer."""

    PASS = "pass"
    FAIL = "fail"
    NA = "na"


ANSWER_WORDS: Mapping[AnswerWord, Message] = {
    AnswerWord.PASS: Message("通过", "pass"),
    AnswerWord.FAIL: Message("不通过", "fail"),
    AnswerWord.NA: Message("不适用", "na"),
}
_ALSO = {"符合": AnswerWord.PASS, "不符合": AnswerWord.FAIL, "n/a": AnswerWord.NA}
_READ: Mapping[str, AnswerWord] = {
    **{word: answer for answer, said in ANSWER_WORDS.items() for word in (said.zh, said.en)},
    **_ALSO,
}

RULE = FormColumn("rule", Message("规则", "Rule"), ("规则编号", "rule id"), is_required=True)
RECORD = FormColumn("record", Message("对象", "Record"), ("对象编号",), is_required=True)
ANSWER = FormColumn("answer", Message("答复", "Answer"), ("结论",), is_required=True)
EVIDENCE = FormColumn("evidence", Message("证据", "Evidence"))
NOTE = FormColumn("note", Message("说明", "Note"), ("备注",))
INSPECTOR = FormColumn("inspector", Message("核查人", "Inspector"), is_required=True)
DATE = FormColumn("date", Message("核查日期", "Date"), ("日期",), is_required=True)
EXPIRES = FormColumn("expires", Message("有效期至", "Valid until"), ("有效期",))
COLUMNS: tuple[FormColumn, ...] = (
    RULE,
    FormColumn("clause", Message("条款", "Clause")),
    FormColumn("requirement", Message("要求", "Requirement")),
    FormColumn("look_for", Message("检查要点", "What to look for")),
    FormColumn("wanted", Message("所需证据", "Evidence wanted")),
    FormColumn("kind", Message("对象类别", "Kind")),
    RECORD,
    FormColumn("hint", Message("线索", "Suspicion")),
    ANSWER,
    EVIDENCE,
    NOTE,
    INSPECTOR,
    DATE,
    EXPIRES,
)


@dataclass(frozen=True)
class Answer:
    """One answer: about a record, or (``record`` empty) about the rule as a whole.

    It counts from ``day`` up to and including ``expires``; None never runs out.
    """

    rule: str
    record: str
    answer: AnswerWord
    evidence: str
    note: str
    inspector: str
    day: date
    expires: date | None
    where: str

    def counts_on(self, day: date) -> bool:
        """Tell whether the answer holds on a day."""
        return self.day <= day and (self.expires is None or self.expires >= day)


def answer_word(given: str) -> AnswerWord | None:
    """Read an answer in either language; None for any other word."""
    return _READ.get(unicodedata.normalize("NFKC", given).strip().lower())


def read_answers(filled: Filled, rules: Collection[str], day: date) -> tuple[Answer, ...]:
    """Give the answers of a form; rows without one are questions still open.

    rules: the ids of the rules that are judged. day: the audit date, on which two answers may not contradict each other.
    Raises UsageError with every mistake.
    """
    problems = list(filled.problems)
    answers = [answer for entry in filled.entries if (answer := _answer(entry, rules, problems)) is not None]
    problems += _contradictions([answer for answer in answers if answer.counts_on(day)])
    if problems:
        raise UsageError(problems)
    return tuple(answers)


def _answer(entry: Entry, rules: Collection[str], problems: list[Problem]) -> Answer | None:
    given = entry.text(ANSWER.name)
    if not given:
        return None
    rule = tidy(entry.text(RULE.name))
    found = list(_mistakes(entry, rule, rules))
    word = answer_word(given)
    day, expires = (dated(entry, column.name, rule, found) for column in (DATE, EXPIRES))
    if day is not None and expires is not None and expires < day:
        said = Message(f"有效期至 {expires} 早于核查日期 {day}", f"it ran out on {expires}, before the answer of {day}")
        found.append(Problem(entry.place(EXPIRES.name), rule, said))
    problems += sorted(found, key=lambda problem: problem.where != entry.place(RULE.name))
    if found or word is None or day is None:
        return None
    evidence, note = entry.text(EVIDENCE.name), entry.text(NOTE.name)
    record, inspector = entry.text(RECORD.name), tidy(entry.text(INSPECTOR.name))
    return Answer(rule, record, word, evidence, note, inspector, day, expires, entry.where)


def _mistakes(entry: Entry, rule: str, rules: Collection[str]) -> Iterator[Problem]:
    """Find what is wrong with a row that holds an answer, but for its dates."""
    if rule not in rules:
        what = Message("没有规则", "there is no rule")
        yield Problem(entry.place(RULE.name), rule, unknown_name(rule, sorted(rules), what) if rule else _missing(RULE))
    word = answer_word(entry.text(ANSWER.name))
    if word is None:
        shown = entry.text(ANSWER.name)
        zh = f"答复是 {shown!r};应写 通过、不通过 或 不适用"
        yield Problem(entry.place(ANSWER.name), rule, Message(zh, f"the answer is {shown!r}; write pass, fail or na"))
    if word is AnswerWord.NA and not entry.text(EVIDENCE.name):
        said = Message("答复不适用须写证据", "the answer na needs evidence")
        yield Problem(entry.place(EVIDENCE.name), rule, said)
    for column in (INSPECTOR, DATE):
        if not entry.text(column.name):
            yield Problem(entry.place(column.name), rule, _missing(column))


def _missing(column: FormColumn) -> Message:
    return Message(f"有答复而没有{column.title.zh};补上", f"there is an answer and no {column.title.en.lower()}; add it")


def _contradictions(answers: Iterable[Answer]) -> Iterator[Problem]:
    """Find answers that differ from an earlier one about the same rule and record."""
    first: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        known = first.setdefault((answer.rule, tidy(answer.record)), answer)
        if known.answer is not answer.answer:
            about = f"{answer.rule} {answer.record}".strip()
            old, new = ANSWER_WORDS[known.answer], ANSWER_WORDS[answer.answer]
            said = Message(
                f"答复 {new.zh},而 {known.where} 答复 {old.zh};留一个,或给旧的写上有效期",
                f"the answer is {new.en}, in {known.where} it is {old.en}; keep one, or let the older one expire",
            )
            yield Problem(answer.where, about, said)


def latest(answers: Sequence[Answer]) -> dict[tuple[str, str], Answer]:
    """Give the answer about each rule and record; of several that agree the youngest."""
    ordered = sorted(answers, key=lambda answer: answer.day)
    return {(answer.rule, tidy(answer.record)): answer for answer in ordered}
