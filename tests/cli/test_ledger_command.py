"""From the ledger to the audit that reads it, and from a template of one's own to the notices, by the command."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from docx import Document

from dbcheck.cli import main
from dbcheck.rules.ledger import COLUMNS

EXAMPLE = Path(__file__).parents[2] / "examples" / "heilongjiang"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))
AT = {column.name: number for number, column in enumerate(COLUMNS, start=1)}


def audit(out: Path, *more: str) -> dict[str, Any]:
    """Audit the example; give results.json, which keeps to its schema."""
    arguments = ["audit", str(EXAMPLE), "--as-of", "2025-06-30", "--out", str(out), "--fail-on", "never", *more]
    assert main(arguments) == 0
    document: dict[str, Any] = json.loads((out / "results.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ledger") / "june"
    audit(out, "--format", "xlsx", "--quiet")
    return out


def filled_in(before: Path, path: Path, *fills: tuple[int, str, object]) -> Path:
    book = openpyxl.load_workbook(before / "ledger.xlsx")
    for line, name, value in fills:
        book["问题台账"].cell(line, AT[name]).value = value  # type: ignore[assignment]  # what people type
    book.save(path)
    return path


def test_the_next_audit_keeps_what_the_ledger_says(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = filled_in(before, tmp_path / "back.xlsx", (2, "false_alarm", "是"), (3, "progress", "已补齐"))
    total = json.loads((before / "results.json").read_text(encoding="utf-8"))["findings_total"]
    document = audit(tmp_path / "july", "--ledger", str(ledger), "--lang", "en")
    assert document["findings_total"] == total - 1
    assert document["waivers"]["applied"] == 1
    assert (len(document["ledger"]["notes"]), len(document["ledger"]["met"])) == (total, total)
    assert [note["texts"]["progress"] for note in document["ledger"]["notes"] if "progress" in note["texts"]] == ["已补齐"]
    manifest = json.loads((tmp_path / "july" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["ledger"]["path"] == str(ledger)
    printed = capsys.readouterr().out
    assert f"{total} findings: {total} found again, 0 no longer found; 1 false alarm;" in " ".join(printed.split())


def test_every_mistake_in_a_ledger_is_named_and_nothing_is_audited(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = filled_in(before, tmp_path / "back.xlsx", (2, "false_alarm", "或许"), (4, "completed", "明天"))
    assert main(["audit", str(EXAMPLE), "--ledger", str(ledger), "--out", str(tmp_path / "out")]) == 2
    printed = capsys.readouterr().err
    assert "back.xlsx!问题台账!O2" in printed
    assert "back.xlsx!问题台账!S4" in printed
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_ledger_or_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "w.csv").write_text("规则,理由\n5.3.3,x\n", encoding="utf-8")
    assert main(["audit", str(EXAMPLE), "--ledger", str(tmp_path / "w.csv")]) == 2
    assert "不是问题台账" in capsys.readouterr().err
    assert main(["audit", str(EXAMPLE), "--ledger", str(tmp_path / "none.xlsx")]) == 4


def test_a_template_is_written_changed_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    assert main(["schema", "notice", "--template", str(templates / "notice.docx")]) == 0
    document = Document(str(templates / "notice.docx"))
    document.paragraphs[0].text = "松岭市政务公开办"
    document.save(str(templates / "notice.docx"))
    audit(tmp_path / "run", "--format", "docx", "--template", str(templates), "--quiet")
    notices = list((tmp_path / "run" / "notices").glob("*.docx"))
    assert len(notices) > 5
    assert {Document(str(path)).paragraphs[0].text for path in notices} == {"松岭市政务公开办"}
    capsys.readouterr()
    assert main(["schema", "notice"]) == 0
    assert "problems_hidden" in capsys.readouterr().out


def test_an_old_run_is_written_as_ledger_and_documents_in_english(before: Path, tmp_path: Path) -> None:
    out = tmp_path / "en"
    assert main(["report", str(before), "--format", "xlsx,docx", "--lang", "en", "--out", str(out)]) == 0
    heads = [cell.value for cell in openpyxl.load_workbook(out / "ledger.xlsx")["Ledger"][1]]
    assert heads[:4] == ["No.", "Site", "Site code", "Responsible unit"]
    assert "Bulletin" in Document(str(out / "bulletin.docx")).paragraphs[0].text
