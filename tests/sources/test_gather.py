"""From files and frames to tables: formats, encodings, accounts, duplicates, and what stops an audit."""

import hashlib
import io
import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from dbcheck.errors import SourceError, UsageError
from dbcheck.plugins.tables import ABSENT
from dbcheck.records.catalogue import kinds, models
from dbcheck.sources import text_files
from dbcheck.sources.gather import Gathered, gather
from sources.table_cells import cells, places, read_all

KINDS = kinds()
HEADER = ["信件编号", "留言时间", "答复时间", "信件标题", "留言内容", "是否受理", "备用"]
ROWS = [
    ["A1", "2024/1/5 9:30:00", "2024年1月8日", "路灯不亮（一）", "内容,含逗号", "是", "x"],
    ["A2", "2024-01-06 10:00", "", "停水", "第一行\n第二行", "否", ""],
    ["A3", "2024.1.7", "03/04/2024", "  噪音　扰民 ", '含"引号"', "", ""],
]
EXPECTED = [
    {"id": "A1", "received_at": "2024-01-05 09:30:00", "replied_at": "2024-01-08", "title": "路灯不亮(一)", "content": "内容,含逗号", "accepted": "True"},
    {"id": "A2", "received_at": "2024-01-06 10:00:00", "title": "停水", "content": "第一行\n第二行", "accepted": "False"},
    {"id": "A3", "received_at": "2024-01-07", "replied_at": "?", "title": "噪音 扰民", "content": '含"引号"'},
]  # fmt: skip


def read(*sources: object) -> Gathered:
    return gather(sources, kinds=KINDS)


def as_text(rows: list[list[str]], delimiter: str = ",") -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in f'{delimiter}"\n\r') else cell

    return "".join(delimiter.join(map(quoted, row)) + "\r\n" for row in rows)


def write(path: Path, rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    path.write_bytes(as_text(rows, delimiter).encode(encoding))
    return path


def write_workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, position, cell)
    book.close()
    return path


def test_a_zero_byte_makes_no_utf16(tmp_path: Path) -> None:
    (tmp_path / "letter.csv").write_bytes("信件编号,信件标题\n1,甲\n2,\x00\n".encode())
    assert [record["id"] for record in cells(read(tmp_path / "letter.csv").tables["letter"])] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimited_files_are_read_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write(tmp_path / "信件.csv", [HEADER, *ROWS], encoding=encoding, delimiter=delimiter)
    found = read(path)
    assert cells(found.tables["letter"]) == EXPECTED
    assert places(found.tables["letter"]) == [(str(path), 2), (str(path), 3), (str(path), 5)]
    assert found.inputs[0].binding == {
        "信件编号": "id",
        "留言时间": "received_at",
        "答复时间": "replied_at",
        "信件标题": "title",
        "留言内容": "content",
        "是否受理": "accepted",
        "备用": None,
    }
    assert [(r.row, r.column, r.value) for r in found.rejects] == [(5, "答复时间", "03/04/2024")]


def test_an_input_is_accounted_for(tmp_path: Path) -> None:
    path = write(tmp_path / "letter.csv", [HEADER, *ROWS, ["A4", "x"]])
    (one,) = read(path).inputs
    assert (one.read, one.accepted, one.rejected) == (4, 3, 1)
    assert (one.path, one.kind, one.size) == (str(path), "letter", path.stat().st_size)
    assert one.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def records() -> list[dict[str, Any]]:
    return [{header: cell or None for header, cell in zip(HEADER, row, strict=True)} for row in ROWS]


def test_json_json_lines_parquet_and_frames_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "letter.json").write_text(json.dumps(records(), ensure_ascii=False), encoding="utf-8")
    (tmp_path / "all.json").write_text(json.dumps({"letter": records()}), encoding="utf-16")
    lines = "\n\n".join(json.dumps(record) for record in records())
    (tmp_path / "letters.jsonl").write_text(lines, encoding="utf-8")
    frame = pl.DataFrame(records())
    frame.write_parquet(tmp_path / "letter.parquet", row_group_size=2)
    sources: list[object] = [tmp_path / name for name in ("letter.json", "all.json", "letters.jsonl", "letter.parquet")]
    sources += [
        {"letter": held}
        for held in (frame, frame.lazy(), pd.DataFrame(records()), pa.Table.from_pylist(records()), records())
    ]
    for source in sources:
        found = read(source)
        assert cells(found.tables["letter"]) == EXPECTED, source
        assert [(r.row, r.value, r.whole_row) for r in found.rejects] == [
            (5 if "jsonl" in str(source) else 3, "03/04/2024", False)
        ]
        assert found.inputs[0].read == 3


def test_models_are_read_as_they_are() -> None:
    letter = models()["letter"](id="A1", received_at=datetime(2024, 1, 5), kind="help", accepted=True)  # type: ignore[call-arg]
    (record,) = cells(read({"letter": [letter]}).tables["letter"])
    assert record == {"id": "A1", "received_at": "2024-01-05 00:00:00", "kind": "help", "accepted": "True"}


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    letters: list[list[Any]] = [
        ["2024年信件办理情况表"],
        [],
        ["信件编号", "留言时间", "答复时间", "是否受理"],
        [2549, datetime(2024, 1, 5, 9, 30, 7), datetime(2024, 1, 8), True],
        [],
        ["A-1", 45296.5, 45296, "否"],
        ["信件编号", "留言时间", "答复时间", "是否受理"],
        ["A-2", "2024年1月9日", "2024-01-10 00:00:00", None],
        ["合计", 3],
        ["填表人：某某"],
    ]
    sheets = {
        "信件": letters,
        "在线访谈": [["访谈编号", "访谈主题"], ["1", "教育"]],
        "说明": [["本表由办公室填写"]],
        "空": [],
    }
    path = write_workbook(tmp_path / "导出.xlsx", sheets)
    found = read(path)
    assert cells(found.tables["letter"]) == [
        {"id": "2549", "received_at": "2024-01-05 09:30:07", "replied_at": "2024-01-08", "accepted": "True"},
        {"id": "A-1", "received_at": "2024-01-05 12:00:00", "replied_at": "2024-01-05", "accepted": "False"},
        {"id": "A-2", "received_at": "2024-01-09", "replied_at": "2024-01-10"},
    ]
    assert places(found.tables["letter"]) == [(f"{path}[信件]", row) for row in (4, 6, 8)]
    assert cells(found.tables["interview"]) == [{"id": "1", "title": "教育"}]
    assert found.ignored == (f"{path}[说明]",)
    assert [(r.row, r.whole_row) for r in found.rejects] == [(7, True), (9, True), (10, True)]
    assert {(one.read, one.accepted, one.rejected) for one in found.inputs} == {(6, 3, 3), (1, 1, 0)}


def test_text_that_calls_itself_xls_is_read_as_text(tmp_path: Path) -> None:
    path = write(tmp_path / "信件.xls", [HEADER, *ROWS], encoding="gb18030", delimiter="\t")
    assert cells(read(path).tables["letter"]) == EXPECTED


def test_a_folder_is_walked_and_what_is_no_export_is_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    write(tmp_path / "b" / "letter.csv", [HEADER, ROWS[1]])
    write(tmp_path / "letter.csv", [HEADER, ROWS[0]])
    for name in ("~$letter.xlsx", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("README.md", "truth.json"):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    found = read(str(tmp_path))
    assert [one.path for one in found.inputs] == [f"{tmp_path}/b/letter.csv", f"{tmp_path}/letter.csv"]
    assert found.ignored == (f"{tmp_path}/README.md", f"{tmp_path}/truth.json")


def test_an_empty_kind_is_there_and_one_that_nobody_supplies_is_not(tmp_path: Path) -> None:
    write(tmp_path / "letter.csv", [HEADER])
    (tmp_path / "interview.csv").write_bytes(b"")
    (tmp_path / "evaluation.json").write_text("[]", encoding="utf-8")
    found = read(tmp_path)
    assert {kind: table.accepted for kind, table in found.tables.items()} == {"letter": 0, "interview": 0, "evaluation": 0}
    assert "id" in found.tables["letter"].columns


def test_a_kind_may_be_given(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [["id", "title"], ["1", "a"]])
    assert list(read(f"interview={path}").tables) == ["interview"]


def test_parts_that_lack_a_column_say_so(tmp_path: Path) -> None:
    write(tmp_path / "letter1.csv", [["信件编号", "留言时间"], ["1", "2024-01-05"]])
    write(tmp_path / "letter2.csv", [["信件编号", "答复时间"], ["2", "2024-01-05"]])
    table = read(tmp_path).tables["letter"]
    frame = read_all(table)
    assert table.states == {"received_at", "replied_at"}
    assert frame["replied_at!state"].to_list() == [ABSENT, 0]
    assert frame["received_at!state"].to_list() == [0, ABSENT]
    assert frame["received_at!day"].to_list() == [True, False]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_records_of_one_id_are_kept_once_or_not_at_all(tmp_path: Path, suffix: str) -> None:
    tables = {
        "letter_b": [["1", "甲"], ["2", "乙"], ["3", "丙"], [None, "无"]],
        "letter_a": [["1", "甲"], ["2", "不同"], [" 1 ", "甲"], [None, "无"]],
    }
    for name, rows in tables.items():
        frame = pl.DataFrame(rows, schema=["信件编号", "信件标题"], orient="row")
        if suffix == "csv":
            frame.write_csv(tmp_path / f"{name}.csv")
        else:
            frame.write_parquet(tmp_path / f"{name}.parquet", row_group_size=2)
    found = read(tmp_path / f"letter_b.{suffix}", tmp_path / f"letter_a.{suffix}")
    first = 2 if suffix == "csv" else 1
    assert cells(found.tables["letter"]) == [
        {"id": "3", "title": "丙"},
        {"title": "无"},
        {"id": "1", "title": "甲"},
        {"title": "无"},
    ]
    assert [(Path(r.path).stem, r.row - first, r.value, r.whole_row) for r in found.rejects] == [
        ("letter_a", 1, "2", True),
        ("letter_a", 2, "1", True),
        ("letter_b", 0, "1", True),
        ("letter_b", 1, "2", True),
    ]
    assert f"letter_b.{suffix}:{first + 1}" in found.rejects[0].reason.en
    assert f"letter_a.{suffix}:{first}" in found.rejects[2].reason.zh
    assert [(one.read, one.accepted, one.rejected) for one in found.inputs] == [(4, 2, 2), (4, 2, 2)]
    assert found.tables["letter"].rejected == 4


def test_typed_parquet_columns_keep_their_types_and_flags(tmp_path: Path) -> None:
    pl.DataFrame(
        {
            "id": [1, 2, 3],
            "received_at": pl.Series([datetime(2024, 1, 5, 1)] * 3).dt.replace_time_zone("UTC"),
            "replied_at": pl.Series([date(2024, 1, 8), None, None]),
            "kind": ["help", "HELP", "咦"],
            "accepted": [True, None, False],
        }
    ).write_parquet(tmp_path / "letter.parquet")
    found = read(tmp_path / "letter.parquet")
    nine = "2024-01-05 09:00:00"
    assert cells(found.tables["letter"]) == [
        {"id": "1", "received_at": nine, "replied_at": "2024-01-08", "kind": "help", "accepted": "True"},
        {"id": "2", "received_at": nine, "kind": "help"},
        {"id": "3", "received_at": nine, "kind": "?", "accepted": "False"},
    ]
    assert found.tables["letter"].states == frozenset({"kind"})
    assert found.tables["letter"].days == frozenset({"replied_at"})


def test_large_text_goes_through_the_spool_and_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"A{number}", f"2024-01-{number % 28 + 1:02}", "x", "t", f"一\n{number}", "是", ""] for number in range(300)]
    path = write(tmp_path / "letter.csv", [HEADER, *rows])
    whole = read(path)
    monkeypatch.setattr(text_files, "LARGE", 100)
    monkeypatch.setattr(text_files, "BLOCK", 1000)
    spooled = read(path)
    assert cells(spooled.tables["letter"]) == cells(whole.tables["letter"])
    assert places(spooled.tables["letter"]) == places(whole.tables["letter"])
    assert spooled.rejects == whole.rejects
    assert spooled.rejects_total == 300


def test_all_problems_come_together(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "x.csv", [["甲", "乙"], ["1", "2"]])
    write(tmp_path / "letter.csv", [["信件编号", "查询号"], ["1", "2"]])
    (tmp_path / "letter.json").write_text("[{", encoding="utf-8")
    (tmp_path / "letter.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "letter.xlsx").write_bytes(b"PK\x03\x04 no")
    (tmp_path / "interview.xls").write_text("<html><table>", encoding="utf-8")
    names = [
        "x.csv",
        "letter.csv",
        "letter.json",
        "letter.parquet",
        "letter.xlsx",
        "interview.xls",
        "empty",
        "none",
        "a.exe",
    ]
    (tmp_path / "a.exe").write_bytes(b"x")
    with pytest.raises(SourceError) as caught:
        read(*(tmp_path / name for name in names))
    said = caught.value.say("en")
    assert len(caught.value.problems) == len(names)
    for name in names:
        assert str(tmp_path / name) in said
    for word in ("KIND=FILE", "信件编号、查询号", "web page", "no such file", "no export"):
        assert word in said


@pytest.mark.parametrize(
    "sources",
    [[], ["leter=x.csv"], [{"leter": []}], [3], ["postgresql://u:secret@h/db"]],
    ids=["none", "kind", "frame", "number", "database"],
)
def test_a_wrong_argument_is_named(sources: list[object]) -> None:
    with pytest.raises(UsageError) as caught:
        read(*sources)
    assert "secret" not in str(caught.value)


def test_a_name_that_contradicts_the_headers_is_asked_about(tmp_path: Path) -> None:
    path = write(
        tmp_path / "信件汇总.csv",
        [["评价编号", "信件编号", "评分", "评价内容", "评价时间"], ["1", "2", "3", "4", "2024-01-05"]],
    )
    with pytest.raises(SourceError, match="KIND=FILE"):
        read(path)
    assert list(read(f"evaluation={path}").tables) == ["evaluation"]


PRINTABLE = st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=8)


@given(
    st.lists(PRINTABLE, min_size=1, max_size=6),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from(",\t"),
)
@settings(max_examples=80, deadline=None)
def test_any_printable_cell_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], encoding: str, delimiter: str
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    rows = [["信件编号", "留言内容", "答复内容"], *([str(number), text, "尾"] for number, text in enumerate(texts))]
    table = read(write(folder / "letter.csv", rows, encoding=encoding, delimiter=delimiter)).tables["letter"]
    assert [record.get("content", "") for record in cells(table)] == texts


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(1, 7))
@settings(max_examples=30, deadline=None)
def test_no_split_and_no_batch_size_changes_a_value(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], rows: int
) -> None:
    folder = tmp_path_factory.mktemp("split")
    all_rows = [[f"A{number}", *ROWS[number % 3][1:]] for number in range(sum(sizes))]
    whole = cells(read(write(folder / "letter.csv", [HEADER, *all_rows])).tables["letter"])
    parts, start = [], 0
    for number, size in enumerate(sizes):
        parts.append(write(folder / f"letter_{number}.csv", [HEADER, *all_rows[start : start + size]]))
        start += size
    split = read(*parts)
    assert cells(split.tables["letter"], rows=rows) == whole
    assert sum(one.read for one in split.inputs) == len(all_rows)


@given(st.binary(max_size=200), st.sampled_from(["csv", "jsonl"]))
@settings(max_examples=120, deadline=None)
def test_garbage_is_accounted_for_or_refused(tmp_path_factory: pytest.TempPathFactory, garbage: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("garbage") / f"letter.{suffix}"
    path.write_bytes(
        "信件编号,留言时间\n1,2024-01-05\n".encode() + garbage if suffix == "csv" else b'{"id": "1"}\n' + garbage
    )
    try:
        found = read(path)
    except SourceError:
        return
    (one,) = found.inputs
    assert one.read == one.accepted + one.rejected
    assert one.accepted == read_all(found.tables["letter"]).height
    assert one.rejected == sum(reject.whole_row for reject in found.rejects)


def test_reading_imports_nothing_heavy() -> None:
    code = (
        "import sys, dbcheck.sources.gather, dbcheck.sources.binding\n"
        "print(sorted({'pydantic', 'pandas', 'pyarrow', 'fastexcel', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_arrow_streams_are_read_from_any_object() -> None:
    class Held:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pl.DataFrame(records()).__arrow_c_stream__(requested_schema)

    assert cells(read({"letter": Held()}).tables["letter"]) == EXPECTED


def test_a_csv_that_duckdb_or_excel_wrote_with_old_line_ends_is_read(tmp_path: Path) -> None:
    held = io.StringIO("信件编号,信件标题\r1,甲\r2,乙\r", newline="")
    (tmp_path / "letter.csv").write_bytes(held.getvalue().encode())
    assert cells(read(tmp_path / "letter.csv").tables["letter"]) == [{"id": "1", "title": "甲"}, {"id": "2", "title": "乙"}]
