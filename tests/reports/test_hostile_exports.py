"""A hostile export goes through every sheet and document as text: nothing is run, nothing breaks, nothing leaves its folder."""

import csv
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from lxml import etree

import dbcheck
from dbcheck.reports.workbook import LONGEST, shown
from dbcheck.rules.filled_forms import unguarded
from dbcheck.sources.grids import read_grids

NAMES = (
    '=HYPERLINK("http://evil.example","点我")',
    "+cmd|'/c calc'!A1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "<script>alert(1)</script>",
    "<r><t>rich</t></r>",
    "{{ 7*7 }}{% for x in y %}",
    "../../../etc/passwd",
    "..",
    "CON",
    "con",
    "甲\u202egnp.exe",
    "\u200f\u05d0\u05d1\u05d2局",
    "😀👨‍👩‍👧局",
    "_x0041_",
    "http://evil.example/",
    "&amp;<![CDATA[x]]>",
    "a" * 300,
    "'=1",
)
COLUMNS = 300


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an export of letters that are late, each of an office with a name that wants to be more than a name."""
    folder = tmp_path_factory.mktemp("exports")
    heads = ["信件编号", "信件标题", "信件内容", "承办单位", "网站名称", "留言时间", "答复时间", "答复内容"]
    wide = [*heads, *(f"=列{number}" for number in range(COLUMNS - len(heads)))]
    rows = [
        [f"{name}-{number}", name, name * 3, name, name, "2025-01-06 09:00", "2025-03-10 10:00", name]
        for number, name in enumerate(NAMES)
    ]
    rows.append(["大", "标题", "内容", "大局", "大网", "2025-01-06 09:00", "2025-03-10 10:00", "很长的答复。" * 60_000])
    with (folder / "信件.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([wide, *([*row, *["=1"] * (COLUMNS - len(row))] for row in rows)])
    return folder


@pytest.fixture(scope="module")
def report(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every sheet and document about it, unmasked, so that every text arrives as it is."""
    folder = tmp_path_factory.mktemp("run") / "报告"
    done = dbcheck.audit(exports, as_of="2025-06-30")
    assert done.result.findings.total > len(NAMES)
    done.write(folder, ("xlsx", "docx", "csv"), redact=False)
    return folder


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(report: Path) -> None:
    book = openpyxl.load_workbook(report / "ledger.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
    with zipfile.ZipFile(report / "ledger.xlsx") as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text
            assert "evil.example" not in text or "sheet" in name or "sharedStrings" in name


def test_every_hostile_name_arrives_as_the_text_it_is(report: Path) -> None:
    rows = openpyxl.load_workbook(report / "ledger.xlsx")["问题台账"].iter_rows(min_row=2, values_only=True)
    units = {str(row[3]) for row in rows}
    for name in (
        "-2+3",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% for x in y %}",
        "😀👨‍👩‍👧局",
        "CON",
    ):
        assert name in units
    (grid,) = [grid for grid in read_grids(report / "ledger.xlsx") if grid.where.endswith("问题台账")]
    assert "_x0041_" in {row[3] for row in grid.rows}, "openpyxl takes it for an escape"
    assert any("[U+202E]" in unit for unit in units)
    assert not any("\u202e" in unit for unit in units)


def test_every_document_is_sound_and_shows_the_names_as_text(report: Path) -> None:
    notices = sorted((report / "notices").glob("*.docx"))
    assert len(notices) == len({name for name in NAMES if name.strip()}) + 1
    shown_units = set()
    for path in (report / "bulletin.docx", *notices):
        text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
        shown_units.add(text.splitlines()[1])
        with zipfile.ZipFile(path) as parts:
            body = etree.fromstring(parts.read("word/document.xml"))
        assert not body.findall(".//{*}hyperlink")
        assert "49" not in text.splitlines()[1]
    assert any("<script>alert(1)</script>" in unit for unit in shown_units)
    assert any("{{ 7*7 }}{% for x in y %}" in unit for unit in shown_units)


def test_no_file_leaves_its_folder_or_overwrites_another(report: Path) -> None:
    names = [path.name for path in (report / "notices").iterdir()]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e]', name)
        assert len(name) <= 80
        assert name.lower() not in ("con.docx", "..docx", ".docx")
    assert {path.name for path in report.parent.iterdir()} == {"报告"}


def test_no_cell_of_the_lists_begins_a_formula(report: Path) -> None:
    for path in (report / "findings.csv", report / "notices" / "index.csv"):
        raw = path.read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        for row in csv.reader(raw.decode("utf-8-sig").splitlines()):
            for cell in row:
                assert not re.match(r"[\s\u200b-\u200f]*[=+@]", cell)
                assert not re.match(r"-(?![0-9.]+$)", cell)


def test_the_list_of_notices_names_every_file(report: Path) -> None:
    text = (report / "notices" / "index.csv").read_text(encoding="utf-8-sig")
    listed = [unguarded(row[2]) for row in list(csv.reader(text.splitlines()))[1:]]
    assert sorted(listed) == sorted(path.name for path in (report / "notices").glob("*.docx"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a\x00b\x1bc", "a␀b␛c"),
        ("a\tb", "a    b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\u202eabc\u2066", "[U+202E]abc[U+2066]"),
        ("\ud800x\uffff", "[U+D800]x[U+FFFF]"),
        ("<r>x</r>", "<r>x</r> "),
        ("x" * 1_001, "x" * 1_000 + "……(已截断)"),
    ],
)
def test_what_steers_is_made_visible_and_what_is_long_is_cut_with_a_mark(text: str, cell: str) -> None:
    assert shown(text) == cell


@pytest.mark.parametrize("letter", ["x", "字", "😀"])
def test_a_text_of_a_person_is_cut_only_where_a_cell_cannot_hold_it(letter: str) -> None:
    assert shown(letter * 9_000, most=LONGEST) == letter * 9_000
    cut = shown(letter * 600_000, most=LONGEST)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("……(已截断)")
