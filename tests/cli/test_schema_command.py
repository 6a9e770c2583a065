import csv
import json
from pathlib import Path

import jsonschema
import pytest

from dbcheck.cli import main
from dbcheck.records.snapshot import kinds


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["schema", *arguments]) == 0
    return capsys.readouterr().out


def test_without_a_kind_every_kind_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys).splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(kinds())
    assert any(line.split()[:3] == ["letter", "信件(网民留言)", str(len(kinds()["letter"].fields))] for line in lines)


def test_the_list_as_json_has_name_label_family_and_number_of_fields(capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(printed(capsys, "--format", "json"))
    assert len(listed) == len(kinds())
    assert set(listed[0]) == {"name", "label", "family", "fields"}


def test_a_kind_is_listed_with_types_headers_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    rows = {line.split()[0]: line for line in printed(capsys, "letter").splitlines()}
    assert set(kinds()["letter"].fields) <= set(rows)
    assert "留言时间、来信时间、提交时间" in rows["received_at"]
    assert "→organization" in rows["responsible_org_id"]


def test_a_kind_as_json_is_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(printed(capsys, "letter", "--format", "json"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert validator.is_valid({"id": "L-1", "status": "replied"})
    assert not validator.is_valid({"status": "fine"})


def test_the_pack_schema_is_a_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads(printed(capsys, "pack"))
    jsonschema.Draft202012Validator.check_schema(schema)


def test_a_template_has_a_chinese_header_for_every_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "来信.csv"
    assert str(path) in printed(capsys, "letter", "--template", str(path))
    header = next(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert header == [field.headers[0] for field in kinds()["letter"].fields.values()]


def test_a_spreadsheet_template_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "survey", "--template", str(tmp_path / "调查.xlsx"))
    assert (tmp_path / "调查.xlsx").read_bytes().startswith(b"PK")


def test_a_template_that_cannot_be_written_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "letter", "--template", str(tmp_path / "没有" / "a.csv")]) == 2
    assert "无法写入" in capsys.readouterr().err
