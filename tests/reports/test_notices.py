"""The bulletin tells how the run ended, and each unit that has to mend something gets one notice about its own findings."""

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from dbcheck.errors import UsageError
from dbcheck.findings import Finding, Severity, UnitName, Verdict
from dbcheck.reports.docx_places import BULLETIN, NOTICE, PLACES
from dbcheck.reports.docx_render import check_templates, template_of
from dbcheck.reports.docx_templates import full_width, write_docx_template
from dbcheck.reports.notices import SHOWN, write_documents
from reports.ledgers import AT as COLUMN
from reports.ledgers import audit, filled, letter
from reports.specimens import finding, result


class Named:
    """UnitNames that know all units of a test."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def name_of(self, kind: str | None, key: str) -> UnitName:
        return UnitName(kind, key, self.names.get(key, key))


def at_unit(found: Finding, unit: str | None, severity: Severity = Severity.VIOLATION) -> Finding:
    return replace(found, unit=unit, unit_kind="organization" if unit else None, severity=severity)


def suspicion(record: str, unit: str) -> Finding:
    return at_unit(finding(record, clause="5.3.4#4", verdict=Verdict.SUSPECT, message="像套话"), unit, Severity.SUSPICION)


def written(tmp_path: Path, *found: Finding, lang: str = "zh", templates: Path | None = None, **names: str) -> Path:
    made = replace(result(findings=found), names=Named(names))
    tmp_path.mkdir(exist_ok=True)
    write_documents(made, tmp_path / "bulletin.docx", lang, templates=templates)
    return tmp_path


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def tables_of(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(path)).tables]


def notices(folder: Path) -> set[str]:
    return {path.stem for path in (folder / "notices").glob("*.docx")}


def test_each_unit_that_has_to_mend_something_gets_one_notice(tmp_path: Path) -> None:
    found = (
        at_unit(finding("L-1"), "o1"),
        at_unit(finding("L-2"), "o1"),
        at_unit(finding("L-3"), "o2", Severity.ADVISORY),
        suspicion("L-4", "o3"),
        at_unit(finding("L-5"), None),
    )
    folder = written(tmp_path, *found, o1="甲局", o2="乙局", o3="丙局")
    assert notices(folder) == {"甲局", "乙局"}, (
        "a suspicion alone orders nobody to mend anything, and nobody is named in doubt"
    )
    with (folder / "notices" / "index.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.reader(lines))
    assert rows[1:] == [["甲局", "o1", "甲局.docx", "2", "0", "0"], ["乙局", "o2", "乙局.docx", "0", "1", "0"]]


def test_a_notice_holds_what_was_found_at_its_unit_and_nothing_else(tmp_path: Path) -> None:
    found = (at_unit(finding("L-1", message="迟 4 天"), "o1"), suspicion("L-2", "o1"), at_unit(finding("L-3"), "o2"))
    folder = written(tmp_path, *found, o1="甲局", o2="乙局")
    text = text_of(folder / "notices" / "甲局.docx")
    assert text.startswith("整改通知书\n甲局：\n")
    assert "对截至2025年6月30日的记录进行了检查，发现你单位须整改的问题1处。" in text
    assert "一、须整改的问题" in text
    assert "二、请核实的疑似问题\n以下为机器提示，不作为认定依据" in text
    problems, suspicions = tables_of(folder / "notices" / "甲局.docx")
    assert [row[2:4] for row in problems[1:]] == [["迟 4 天", "L-1"]]
    assert [row[2:4] for row in suspicions[1:]] == [["像套话", "L-2"]]


def test_units_of_one_name_get_a_notice_each(tmp_path: Path) -> None:
    folder = written(tmp_path, at_unit(finding("L-1"), "o1"), at_unit(finding("L-2"), "o2"), o1="教育局", o2="教育局")
    assert notices(folder) == {"教育局", "教育局 (2)"}
    records = {tables_of(path)[0][1][3] for path in (folder / "notices").glob("*.docx")}
    assert records == {"L-1", "L-2"}


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    found = [at_unit(finding(f"L-{number}"), "o1") for number in range(SHOWN + 7)]
    folder = written(tmp_path, *found, o1="甲局")
    (problems,) = tables_of(folder / "notices" / "甲局.docx")
    assert len(problems) == SHOWN + 1
    text = text_of(folder / "notices" / "甲局.docx")
    assert f"须整改的问题{SHOWN + 7}处" in text
    assert f"以上列出前{SHOWN}处，其余7处见问题台账。" in text


def test_a_unit_that_has_mended_everything_loses_its_notice_and_other_files_stay(tmp_path: Path) -> None:
    folder = written(tmp_path, at_unit(finding("L-1"), "o1"), at_unit(finding("L-2"), "o2"), o1="甲局", o2="乙局")
    (folder / "notices" / "送达回证.docx").write_bytes(b"mine")
    written(tmp_path, at_unit(finding("L-2"), "o2"), o1="甲局", o2="乙局")
    assert notices(folder) == {"乙局", "送达回证"}


def test_the_bulletin_counts_rules_findings_and_units(tmp_path: Path) -> None:
    found = (
        at_unit(finding("L-1"), "o1"),
        at_unit(finding("L-2"), "o2"),
        at_unit(finding("L-3"), None),
        suspicion("L-4", "o1"),
    )
    folder = written(tmp_path, *found, o1="甲局", o2="乙局")
    text = text_of(folder / "bulletin.docx")
    assert "本次检查读取42条记录，其中2条无法识读，未参与判定。" in text
    assert "共有规则7条：符合1条，不符合1条，疑似不符合1条，尚无结论3条；其余1条" in text
    assert "共发现违反3处，涉及2个单位；建议改进0处，疑似1处。有1处未能确定责任单位，见问题台账。" in text
    assert "DB23/T 3649.10-2023 5.3.3#2：受理的留言最迟5个工作日内答复。不符合7处，涉及乙局、甲局。" in text
    clauses, units = tables_of(folder / "bulletin.docx")
    assert [row[1] for row in clauses[1:]] == ["DB23/T 3649.10-2023 5.3.3#2", "DB23/T 3649.10-2023 5.3.4#4"]
    assert units[1:] == [["1", "甲局", "1", "0", "1", "2"], ["2", "乙局", "1", "0", "0", "1"]]


def test_both_are_written_in_english(tmp_path: Path) -> None:
    folder = written(tmp_path, at_unit(finding("L-1"), "o1"), lang="en", o1="Bureau A")
    notice = text_of(folder / "notices" / "Bureau A.docx")
    assert "To Bureau A:" in notice
    assert "Records up to 2025-06-30 were checked against" in notice
    assert "At your unit 1 problems to be mended were found." in notice
    assert "42 records were read; 2 of them could not be read" in text_of(folder / "bulletin.docx")


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path / name, at_unit(finding("L-1"), "o1"), o1="甲局") for name in "ab")
    for name in ("bulletin.docx", "notices/甲局.docx"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_the_day_that_the_ledger_sets_stands_in_the_notice(tmp_path: Path) -> None:
    audit([letter("L1")]).write(tmp_path, ("xlsx",))

    def fill(sheet: object) -> None:
        for line in range(2, sheet.max_row + 1):  # type: ignore[attr-defined]  # a worksheet
            sheet.cell(line, COLUMN["deadline"], "2025年7月31日")  # type: ignore[attr-defined]  # as above

    again = audit([letter("L1")], ledger=filled(tmp_path / "ledger.xlsx", fill))
    again.write(tmp_path / "again", ("docx",))
    assert "请于2025年7月31日前完成整改" in text_of(tmp_path / "again" / "notices" / "甲局.docx")


def own(folder: Path, name: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / name))
    return folder


def test_a_template_of_ones_own_takes_the_place_of_the_one_that_comes_along(tmp_path: Path) -> None:
    templates = own(tmp_path / "t", NOTICE, "松岭市督查室", "{{ unit }}共{{ problems_total }}处")
    check_templates(templates)
    folder = written(tmp_path / "out", at_unit(finding("L-1"), "o1"), templates=templates, o1="甲局")
    assert text_of(folder / "notices" / "甲局.docx") == "松岭市督查室\n甲局共1处"
    assert "总体情况" in text_of(folder / "bulletin.docx")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ unti }}", "there is no variable 'unti'; use one of: unit"),
        ("{{ unit", "a mistake in the template"),
        ("{% for x in problems %}", "a mistake in the template"),
    ],
)
def test_a_mistake_in_a_template_is_found_before_anything_is_judged(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_templates(own(tmp_path / "t", NOTICE, line))
    (problem,) = caught.value.problems
    assert problem.where == str(tmp_path / "t" / NOTICE)
    assert words in problem.message.en


def test_a_folder_without_templates_or_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    for folder, words in ((tmp_path / "nowhere", "no such folder"), (tmp_path, "no template is there")):
        with pytest.raises(UsageError, match=words):
            check_templates(folder)
    (tmp_path / BULLETIN).write_bytes(b"no document")
    with pytest.raises(UsageError, match="no Word document"):
        check_templates(tmp_path)


@pytest.mark.parametrize("line", ["{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ 'x' * 1 / 0 }}"])
def test_a_template_can_place_texts_and_nothing_else(tmp_path: Path, line: str) -> None:
    templates = own(tmp_path / "t", NOTICE, line)
    with pytest.raises(UsageError, match="a mistake in the template"):
        written(tmp_path / "out", at_unit(finding("L-1"), "o1"), templates=templates, o1="甲局")


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_templates_that_come_along_use_only_places_that_there_are(tmp_path: Path, name: str, lang: str) -> None:
    write_docx_template(name, tmp_path / name, lang=lang)
    check_templates(tmp_path)
    assert template_of(name, tmp_path / "unused", tmp_path, lang) == tmp_path / name


def test_the_pages_are_set_as_official_documents_are(tmp_path: Path) -> None:
    folder = written(tmp_path, at_unit(finding("L-1"), "o1"), o1="甲局")
    document = Document(str(folder / "notices" / "甲局.docx"))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round(size.cm, 1) for size in sizes if size is not None] == [21.0, 29.7, 3.7, 2.8, 2.6]
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    (table,) = document.tables
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_only_the_words_of_a_template_get_full_width_punctuation() -> None:
    assert (
        full_width("共{{ a(b, c) }}处,{% if x: %}见(台账){% endif %}")
        == "共{{ a(b, c) }}处，{% if x: %}见（台账）{% endif %}"
    )


@pytest.mark.parametrize("name", PLACES)
def test_the_page_names_every_variable_and_no_other(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "notices.md").read_text(encoding="utf-8")
    section = page.partition(f"### {name}\n")[2].partition("###")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.M))
    assert rows == {place: said.en for place, said in PLACES[name].items()}


@pytest.mark.parametrize("name", PLACES)
def test_what_is_listed_is_what_is_there(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: dict[str, Mapping[str, object]] = {}
    monkeypatch.setattr(
        "dbcheck.reports.notices.render", lambda template, places, *rest: given.setdefault(template.name, places)
    )
    written(tmp_path, at_unit(finding("L-1"), "o1"), o1="甲局")
    assert set(given[name]) == set(PLACES[name])
