"""Which answers of inspectors are about which line of which subject."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePath

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.predicate import unknown_name
from dbcheck.rules.attestations import AnswerWord
from dbcheck.rules.score_answers import EVERYBODY, ItemAnswer, about
from dbcheck.scoring.runs import Run
from dbcheck.scoring.seats import Seat


@dataclass(frozen=True)
class Answers:
    """The answers about one subject that hold on its audit day, by what they are about."""

    by_item: Mapping[str, tuple[ItemAnswer, ...]]

    def fails(self, line: str) -> tuple[ItemAnswer, ...]:
        """Give the answers that found something under a line."""
        return tuple(answer for answer in self.by_item.get(line, ()) if answer.answer is AnswerWord.FAIL)

    def word(self, *items: str) -> AnswerWord | None:
        """Give the answer about the first of these that has one."""
        return next((self.by_item[item][0].answer for item in items if self.by_item.get(item)), None)


def answers_of(answers: Sequence[ItemAnswer], seat: Seat, runs: Sequence[Run]) -> Answers:
    """Give the answers about a subject."""
    day = max(audit_day(runs[number].as_of) for number in seat.runs)
    found: dict[str, list[ItemAnswer]] = {}
    for answer in about(answers, words_of(seat), day):
        found.setdefault(answer.item, []).append(answer)
    return Answers({item: tuple(held) for item, held in found.items()})


def audit_day(as_of: str) -> date:
    """Give the day of an audit instant; midnight stands for the 24:00 of the day before."""
    return (datetime.fromisoformat(as_of) - timedelta(microseconds=1)).date()


def words_of(seat: Seat) -> tuple[str, ...]:
    """Give what an answer may call a subject: its id, its name, and of a run the last part of its path."""
    named = [seat.subject.id, seat.subject.name]
    if seat.subject.kind == "run":
        named.append(PurePath(seat.subject.id).name)
    return tuple(dict.fromkeys(word for word in named if word))


def check_subjects(answers: Sequence[ItemAnswer], seats: Sequence[Seat]) -> None:
    """Raise UsageError where an answer is about nobody, about several of one name, or does not say about whom of several."""
    problems = list(_problems(answers, seats))
    if problems:
        raise UsageError(problems)


def _problems(answers: Sequence[ItemAnswer], seats: Sequence[Seat]) -> Iterator[Problem]:
    bearers: dict[str, int] = {}
    for seat in seats:
        for word in words_of(seat):
            bearers[word] = bearers.get(word, 0) + 1
    for answer in answers:
        if answer.subject == EVERYBODY:
            continue
        if not answer.subject:
            if len(seats) > 1:
                said = Message(
                    f"有 {len(seats)} 个被评对象,须写明是哪一个;对全部都成立的写 *",
                    f"there are {len(seats)} subjects: say which one, or * for all of them",
                )
                yield Problem(answer.where, answer.item, said)
        elif bearers.get(answer.subject, 0) == 0:
            what = Message("没有被评对象", "there is no subject")
            yield Problem(answer.where, answer.item, unknown_name(answer.subject, sorted(bearers), what))
        elif bearers[answer.subject] > 1:
            said = Message("有几个对象叫这个名称;改写编号", "several subjects bear this name; write the id")
            yield Problem(answer.where, answer.item, said)
