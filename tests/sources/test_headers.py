"""Headers and file names: which field, which kind, and when nobody can tell."""

import pytest

from dbcheck.records.catalogue import kinds
from dbcheck.sources.headers import HeaderBooks, Known, header_book, header_row, kind_of_headers, unique_headers
from dbcheck.sources.naming import FileWords

LETTER = header_book(kinds()["letter"])
WORDS = FileWords(kinds())
BOOKS = HeaderBooks(kinds())


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("received_at", "received_at"),
        ("留言时间", "received_at"),
        (" 留 言 时 间 ", "received_at"),
        ("留言时间(年月日)", "received_at"),
        ("留言时间（年/月/日）：", "received_at"),
        ("*留言时间*", "received_at"),
        ("“留言时间”", "received_at"),
        ("\ufeff留言时间", "received_at"),
        ("Received_At", "received_at"),
        ("ReceivedAt", "received_at"),
        ("留言详情", "content"),
        ("诉求内容", "content"),
        ("办理结果", "reply_content"),
        ("留言用户", "author_name"),
        ("Type", "kind"),
        ("institution", "reply_org"),
        ("办结时间", None),
        ("序号", None),
        ("", None),
    ],
)
def test_a_header_is_recognised_in_its_variants(header: str, field: str | None) -> None:
    found = LETTER.match([header]).fields
    assert found.get(0) == field


def test_the_surer_header_wins_and_the_other_stays_unmatched() -> None:
    assert LETTER.match(["答复时间(最新)", "答复时间"]).fields == {1: "replied_at"}
    assert LETTER.match(["replied_at", "答复时间"]).fields == {0: "replied_at"}


def test_two_equally_sure_headers_clash_unless_somebody_decides() -> None:
    match = LETTER.match(["信件编号", "查询号"])
    assert match.fields == {}
    assert [(clash.field, clash.headers) for clash in match.clashes] == [("id", ("信件编号", "查询号"))]
    decided = LETTER.match(["信件编号", "查询号"], taken={1: "id"})
    assert (decided.fields, decided.clashes) == ({1: "id"}, ())


def test_headers_tell_the_kind_only_where_one_fits_best() -> None:
    assert kind_of_headers(["留言编号", "留言用户", "留言时间", "答复意见", "答复时间"], BOOKS) == "letter"
    assert kind_of_headers(["名称", "地址"], BOOKS) is None
    assert kind_of_headers(["id"], BOOKS) is None


def test_titles_above_the_header_are_skipped() -> None:
    rows = [["2024年信件办理情况", "", ""], ["", "", ""], ["信件编号", "留言时间", "答复时间"], ["1", "2", "3"]]
    assert header_row(rows, Known(BOOKS)) == 2
    assert header_row([["甲", "乙"], ["1", "2"]], Known(BOOKS)) == 0
    assert header_row([["甲", "乙"], ["丙", "丁"], ["1", "2"]], Known(BOOKS, frozenset({"丙", "丁"}))) == 1


def test_shown_headers_are_never_empty_and_never_twice() -> None:
    assert unique_headers([" a ", "", "a", "b"]) == ("a", "[2]", "a[3]", "b")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("letter", "letter"),
        ("letters_2024", "letter"),
        ("信件", "letter"),
        ("2024年信件汇总", "letter"),
        ("2024年在线访谈", "interview"),
        ("在线访谈年度计划", "interview_plan"),
        ("interview-questions", "interview_question"),
        ("letter_assignment_2024", "letter_assignment"),
        ("我为政府网站找错留言", "error_report"),
        ("newsletter", None),
        ("导出", None),
        ("columns_update", "column"),
    ],
)
def test_a_name_tells_the_kind_by_its_longest_word(name: str, kind: str | None) -> None:
    assert WORDS.kind_of(name) == kind
