"""Answers about lines of a scorecard."""

import pytest

from dbcheck.errors import UsageError
from dbcheck.rules.filled_forms import Grid, entries_of_grids, entries_of_yaml
from dbcheck.rules.score_answers import COLUMNS, YAML_KEY, ItemAnswer, read_item_answers
from dbcheck.rules.scorecards import load_scorecard
from scoring.cards import card

WHO = "inspector: 甲, date: 2025-06-01"


def read(text: str) -> tuple[ItemAnswer, ...]:
    return read_item_answers(entries_of_yaml("a.yaml", text.encode(), COLUMNS, YAML_KEY), card())


def test_answers_are_read_from_yaml_and_from_sheets() -> None:
    (from_yaml,) = read(f"answers: [{{item: A1a, subject: 甲局, answer: 不通过, count: 3, {WHO}}}]")
    grid = Grid(
        "a.xlsx!表",
        (("指标", "对象", "答复", "处数", "核查人", "核查日期"), ("A1a", "甲局", "不通过", "3", "甲", "2025-06-01")),
    )
    (from_sheet,) = read_item_answers(entries_of_grids("a.xlsx", [grid], COLUMNS), card())
    assert (from_yaml.item, from_yaml.subject, from_yaml.count, str(from_yaml.answer)) == ("A1a", "甲局", 3, "fail")
    assert (from_sheet.item, from_sheet.subject, from_sheet.count, from_sheet.day) == ("A1a", "甲局", 3, from_yaml.day)


def test_rows_without_an_answer_are_questions_still_open() -> None:
    assert read("answers: [{item: A1a}]") == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"item: A9, answer: pass, {WHO}", "the scorecard has no item 'A9'"),
        (f"item: A1a, answer: ok, {WHO}", "write pass, fail or na"),
        (f"item: A, answer: fail, {WHO}", "the answer fail is about one line: name it"),
        (f"item: B, answer: na, {WHO}", "the answer na needs evidence"),
        (f"item: A1a, answer: fail, count: 0, {WHO}", "the count is a whole number from 1"),
        (f"item: A1a, answer: fail, count: 1.5, {WHO}", "the count is a whole number from 1"),
        ("item: A1a, answer: pass, date: 2025-06-01", "there is an answer and no inspector"),
        ("item: A1a, answer: pass, inspector: 甲, date: 某日", "is no date"),
        (f"item: A1a, answer: pass, expires: 2025-01-01, {WHO}", "it ran out on 2025-01-01"),
    ],
)
def test_a_wrong_answer_is_told_with_its_place(row: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(f"answers: [{{{row}}}]")
    assert said in str(raised.value)
    assert all(problem.where.startswith("a.yaml:1:") for problem in raised.value.problems)


def test_answers_that_differ_while_both_count_are_a_mistake_and_fails_add_up() -> None:
    with pytest.raises(UsageError, match=r"it differs from the answer in a\.yaml:2"):
        read(f"answers:\n- {{item: A1a, answer: pass, {WHO}}}\n- {{item: A1a, answer: fail, {WHO}}}\n")
    old = f"answers:\n- {{item: A1a, answer: pass, expires: 2025-06-01, {WHO}}}\n- {{item: A1a, answer: fail, inspector: 甲, date: 2025-06-02}}\n"
    assert len(read(old)) == 2
    assert len(read(f"answers:\n- {{item: A1a, answer: fail, {WHO}}}\n- {{item: A1a, answer: fail, {WHO}}}\n")) == 2


def test_a_scorecard_that_scores_outcomes_has_nothing_to_answer() -> None:
    filled = entries_of_yaml("a.yaml", b"answers: []", COLUMNS, YAML_KEY)
    with pytest.raises(UsageError, match="has no items to answer"):
        read_item_answers(filled, load_scorecard("weighted-clauses"))
