"""A ledger that comes back is read beside the findings it is about, or its mistakes are named by sheet and cell."""

import random
from collections.abc import Sequence

import pytest

from dbcheck.errors import UsageError
from dbcheck.findings import fingerprint
from dbcheck.rules.filled_forms import Grid
from dbcheck.rules.ledger import COLUMNS, Ledger, is_ledger, mark_of, read_ledger
from dbcheck.rules.waivers import WaiverKind

NAMES = [column.name for column in COLUMNS]
HEADS = tuple(column.title.zh for column in COLUMNS)
RULE = "P/5.3.3#2"


def row(record: str, *, rule: str = RULE, **texts: str) -> tuple[str, ...]:
    cells = {"record": record, "rule": rule, "fingerprint": mark_of(fingerprint(rule, record), record), **texts}
    return tuple(cells.get(name, "") for name in NAMES)


def read(*rows: Sequence[str], heads: Sequence[str] = HEADS, sheet: str = "问题台账") -> Ledger:
    return read_ledger("l.xlsx", [Grid(f"l.xlsx!{sheet}", (tuple(heads), *map(tuple, rows)))])


def mistakes(*rows: Sequence[str], heads: Sequence[str] = HEADS) -> list[tuple[str, str]]:
    with pytest.raises(UsageError) as caught:
        read(*rows, heads=heads)
    return [(problem.where, problem.message.en) for problem in caught.value.problems]


def cell(name: str, line: int) -> str:
    return f"l.xlsx!问题台账!{chr(ord('A') + NAMES.index(name))}{line}"


def test_what_people_wrote_stands_beside_its_finding() -> None:
    (note,) = read(row("L1", progress="已答复", completed="2025-07-02", recheck="通过")).notes
    assert (note.fingerprint, note.rule, note.record, note.is_false_alarm) == (fingerprint(RULE, "L1"), RULE, "L1", False)
    assert (note.texts["progress"], note.texts["completed"], note.texts["recheck"]) == ("已答复", "2025-07-02", "通过")
    assert note.where == "l.xlsx!问题台账!2"


@pytest.mark.parametrize("word", ["是", "yes", " Y ", "√", "误报", "１"])
def test_a_false_alarm_is_a_decision_about_one_finding(word: str) -> None:
    (waiver,) = read(row("L1", false_alarm=word, recheck="核实无误"), row("L2", false_alarm="否")).false_alarms()
    assert (waiver.kind, waiver.fingerprint) == (WaiverKind.FALSE_ALARM, fingerprint(RULE, "L1"))
    assert (waiver.rule, waiver.reason, waiver.where) == (RULE, "核实无误", "l.xlsx!问题台账!2")


def test_sorting_filtering_removing_and_adding_rows_changes_no_note() -> None:
    rows = [row(f"L{number}", progress=f"第{number}条") for number in range(20)]
    shuffled = rows[:15]
    random.Random(1).shuffle(shuffled)
    blank = ("",) * len(NAMES)
    own = tuple({"number": "99", "description": "栏目打不开"}.get(name, "") for name in NAMES)
    ledger = read(*shuffled[:5], blank, own, *shuffled[5:])
    assert {note.record: note.texts["progress"] for note in ledger.notes} == {f"L{n}": f"第{n}条" for n in range(15)}
    assert [note.texts["description"] for note in ledger.added] == ["栏目打不开"]


def test_columns_sorted_apart_from_their_hidden_ones_are_a_mistake_where_something_was_written() -> None:
    first, second = list(row("L1", progress="已办")), list(row("L2"))
    at = NAMES.index("fingerprint")
    first[at], second[at] = second[at], first[at]
    ((where, said),) = mistakes(first, second)
    assert where == cell("record", 2)
    assert "sorted apart" in said


@pytest.mark.parametrize(
    ("texts", "column", "words"),
    [
        ({"false_alarm": "也许"}, "false_alarm", "write yes or no"),
        ({"completed": "下周"}, "completed", "write 2025-06-30"),
        ({"completed": "2025-02-30"}, "completed", "write 2025-06-30"),
        ({"progress": "已办", "rule": ""}, "record", "does not fit the row"),
        ({"progress": "已办", "fingerprint": "0" * 23}, "record", "does not fit the row"),
    ],
)
def test_a_mistake_is_named_by_sheet_and_cell(texts: dict[str, str], column: str, words: str) -> None:
    ((where, said),) = mistakes(row("L1", **texts))
    assert where == cell(column, 2)
    assert words in said


def test_every_mistake_comes_at_once() -> None:
    assert [where for where, _ in mistakes(row("L1", false_alarm="?"), row("L2", completed="?"))] == [
        cell("false_alarm", 2),
        cell("completed", 3),
    ]


def test_one_finding_twice_is_one_note_or_a_mistake() -> None:
    assert len(read(row("L1", progress="已办"), row("L1", progress="已办")).notes) == 1
    ((where, said),) = mistakes(row("L1", progress="已办"), row("L1", progress="未办"))
    assert where == "l.xlsx!问题台账!3"
    assert "l.xlsx!问题台账!2" in said


def test_a_row_that_people_added_cannot_be_a_false_alarm() -> None:
    own = tuple({"description": "栏目打不开", "false_alarm": "是"}.get(name, "") for name in NAMES)
    assert [where for where, _ in mistakes(own)] == [cell("false_alarm", 2)]


def test_a_column_of_ones_own_begins_with_a_hash_and_any_other_is_a_mistake() -> None:
    assert len(read((*row("L1"), "电话"), heads=(*HEADS, "#联系人")).notes) == 1
    ((where, said),) = mistakes((*row("L1"), "x"), heads=(*HEADS, "备注"))
    assert where == "l.xlsx!问题台账!W1"
    assert "#" in said


def test_other_sheets_of_the_workbook_are_passed_over() -> None:
    others = Grid("l.xlsx!单位", (("责任单位", "违反", "扣分", "证据"), ("甲局", "3", "", "")))
    sheet = Grid("l.xlsx!问题台账", (HEADS, row("L1", progress="已办")))
    assert [note.record for note in read_ledger("l.xlsx", [others, sheet]).notes] == ["L1"]


def test_a_ledger_without_its_hidden_columns_is_told_apart_from_another_file() -> None:
    visible = tuple(HEADS[:-2])
    ((where, said),) = mistakes(row("L1")[:-2], heads=visible)
    assert where == "l.xlsx!问题台账!U1"
    assert "hidden columns Rule and Fingerprint are gone" in said
    with pytest.raises(UsageError, match="this is no ledger"):
        read_ledger("x.xlsx", [Grid("x.xlsx!s", (("甲", "乙"),))])


def test_only_what_bears_the_columns_of_a_ledger_is_one() -> None:
    assert is_ledger([Grid("l", (HEADS,))])
    assert is_ledger([Grid("l", (("标题",), tuple(reversed(HEADS))))])
    assert not is_ledger([Grid("w", (("类型", "规则", "对象", "理由", "批准人", "有效期至"),))])
