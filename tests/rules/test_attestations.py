"""Answers: every mistake is named by its cell, all at once; a row without an answer is a question still open."""

from datetime import date

import pytest

from dbcheck.errors import UsageError
from dbcheck.rules.attestations import COLUMNS, Answer, AnswerWord, latest, read_answers
from dbcheck.rules.filled_forms import Grid, entries_of_grids

RULES = ("T/1", "T/2#1", "T/2#2")
DAY = date(2025, 6, 30)
HEADER = ("规则", "对象", "答复", "证据", "说明", "核查人", "核查日期", "有效期至")


def read(*rows: tuple[str, ...], day: date = DAY) -> tuple[Answer, ...]:
    return read_answers(entries_of_grids("c.xlsx", [Grid("c.xlsx!核查表", (HEADER, *rows))], COLUMNS), RULES, day)


def mistakes(*rows: tuple[str, ...]) -> list[str]:
    with pytest.raises(UsageError) as caught:
        read(*rows)
    return [problem.say("en") for problem in caught.value.problems]


def row(rule: str = "T/1", record: str = "", answer: str = "通过", **more: str) -> tuple[str, ...]:
    given = {"evidence": "附件1", "note": "", "inspector": "王某", "day": "2025-05-01", "expires": "", **more}
    return (rule, record, answer, *given.values())


def test_a_right_row_is_an_answer() -> None:
    (answer,) = read(row("T/2#1", "L1", "不通过", note="缺附件", expires="2025-12-31"))
    assert answer == Answer(
        *("T/2#1", "L1", AnswerWord.FAIL, "附件1", "缺附件", "王某", date(2025, 5, 1), date(2025, 12, 31)),
        "c.xlsx!核查表!2",
    )


@pytest.mark.parametrize(
    ("text", "word"), [("通过", "pass"), (" PASS ", "pass"), ("不通过", "fail"), ("NA", "na"), ("不适用", "na")]
)
def test_an_answer_is_read_in_both_languages(text: str, word: str) -> None:
    assert read(row(answer=text))[0].answer == word


def test_a_row_without_an_answer_is_no_mistake_whatever_else_it_lacks() -> None:
    assert read(row(answer="", inspector="", day="", rule="T/9")) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"answer": "对"}, "c.xlsx!核查表!C2  T/1: the answer is '对'; write pass, fail or na"),
        ({"rule": "T/2"}, "c.xlsx!核查表!A2  T/2: there is no rule 'T/2'; use one of: T/2#2, T/2#1, T/1"),
        ({"rule": ""}, "c.xlsx!核查表!A2  there is an answer and no rule; add it"),
        ({"inspector": " "}, "c.xlsx!核查表!F2  T/1: there is an answer and no inspector; add it"),
        ({"day": ""}, "c.xlsx!核查表!G2  T/1: there is an answer and no date; add it"),
        ({"day": "去年"}, "c.xlsx!核查表!G2  T/1: '去年' is no date; write 2025-06-30"),
        ({"expires": "31/12/2025"}, "c.xlsx!核查表!H2  T/1: '31/12/2025' is no date; write 2025-06-30"),
        ({"expires": "2025-04-30"}, "c.xlsx!核查表!H2  T/1: it ran out on 2025-04-30, before the answer of 2025-05-01"),
        ({"answer": "不适用", "evidence": ""}, "c.xlsx!核查表!D2  T/1: the answer na needs evidence"),
    ],
)
def test_a_mistake_is_named_by_its_cell(wrong: dict[str, str], said: str) -> None:
    assert mistakes(row(**wrong)) == [said]


def test_all_mistakes_come_at_once_in_the_order_of_the_rows() -> None:
    said = mistakes(row(answer="对", inspector=""), row(), row("X/1", day="?"))
    assert [text.partition("  ")[0].rpartition("!")[2] for text in said] == ["C2", "F2", "A4", "G4"]


def test_two_different_answers_about_the_same_thing_are_a_mistake() -> None:
    (said,) = mistakes(row(record="L1"), row(record="L2", answer="不通过"), row(record=" Ｌ1 ", answer="不通过"))
    assert said.startswith("c.xlsx!核查表!4  T/1 Ｌ1: the answer is fail, in c.xlsx!核查表!2 it is pass")


def test_an_older_answer_that_has_run_out_contradicts_nothing() -> None:
    old, new = row(day="2024-05-01", expires="2025-04-30"), row(answer="不通过")
    assert len(read(old, new)) == 2
    with pytest.raises(UsageError):
        read(row(day="2024-05-01", expires="2025-06-30"), new)


def test_of_answers_that_agree_the_youngest_counts() -> None:
    older, younger = read(row(day="2025-01-01", note="旧"), row(note="新"))
    assert latest([younger, older]) == {("T/1", ""): younger}


@pytest.mark.parametrize(
    ("day", "expires", "counts"),
    [
        ("2025-06-30", "", True),
        ("2025-07-01", "", False),
        ("2025-01-01", "2025-06-30", True),
        ("2025-01-01", "2025-06-29", False),
    ],
)
def test_an_answer_counts_from_its_day_to_its_last(day: str, expires: str, counts: bool) -> None:
    (answer,) = read(row(day=day, expires=expires))
    assert answer.counts_on(DAY) is counts
