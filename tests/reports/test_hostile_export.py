"""A hostile export through every format: nothing executes, nothing breaks, nothing vanishes."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from dbcheck.cli import main
from dbcheck.reports.formats import FORMATS
from reports.hostile import TEXTS
from reports.written_texts import text_of

FIELDS = (
    "编号",
    "信件类型",
    "标题",
    "来信人姓名",
    "留言时间",
    "是否受理",
    "答复时间",
    "答复单位",
    "答复内容",
    "公开时间",
    "公开内容",
    "承办单位",
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    texts = [text.encode("utf-8", "replace").decode().replace("\x00", "") for text in TEXTS]
    headers = [*FIELDS, *(f"{texts[number % 9]}{number}" for number in range(300))]
    rows = []
    for number, clean in enumerate(texts):
        said = f"{clean} 张小明您好,电话13812345678"
        row = [
            f"{clean[:60]}{number}",
            "咨询",
            clean,
            clean[:80],
            "2024-09-27 09:00",
            "是",
            "2025-03-01 10:00",
            clean,
            said,
        ]
        rows.append([*row, "2025-03-02 10:00", said, clean[:100], *(clean[:50] for _ in range(300))])
    limit = csv.field_size_limit(sys.maxsize)
    with (folder / "letter.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    csv.field_size_limit(limit)
    code = main(
        [
            "audit",
            str(folder / "letter.csv"),
            "--as-of",
            "2025-06-30",
            "--format",
            ",".join(FORMATS),
            "--out",
            str(folder / "out"),
            "-q",
        ]
    )
    assert code in (1, 4)
    return folder / "out"


def test_every_format_is_written(run: Path) -> None:
    assert [made.file for made in FORMATS.values() if not (run / made.file).stat().st_size] == []


def test_every_record_is_accounted_for(run: Path) -> None:
    (part,) = json.loads((run / "results.json").read_text(encoding="utf-8"))["inputs"]
    assert part["read"] == part["accepted"] + part["rejected"] == len(TEXTS)


def test_the_page_holds_no_script_but_its_own_and_stays_small(run: Path) -> None:
    text = (run / "report.html").read_text(encoding="utf-8")
    made: Any = html.document_fromstring(text)
    assert len(made.xpath("//script")) == 1
    assert made.xpath("//img | //iframe | //object | //*[@onload or @onerror]") == []
    assert len(text.encode()) < 2_000_000
    assert made.xpath("//table[@id='findings-table']/tbody/tr")


def test_xml_and_json_can_be_read(run: Path) -> None:
    assert etree.parse(str(run / "junit.xml")).getroot().tag == "testsuites"
    assert json.loads((run / "results.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_no_cell_of_the_table_begins_a_formula(run: Path) -> None:
    limit = csv.field_size_limit(sys.maxsize)
    with (run / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    csv.field_size_limit(limit)
    assert cells
    assert [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")] == []


def test_nothing_personal_is_left_anywhere(run: Path) -> None:
    for path in (path for path in run.rglob("*") if path.is_file()):
        text = text_of(path)
        assert "13812345678" not in text, path.name
        assert "张小明您好" not in text, path.name
