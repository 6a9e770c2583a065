import json
from pathlib import Path

import pytest
import yaml

from dbcheck.cli import demo_command, main


def test_the_demo_prints_the_report_ends_with_0_and_says_what_to_try(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "5.3.3#2" in said
    assert "退出码总是0;同样的dbcheckaudit会以退出码1" in "".join(said.split())
    assert "dbcheck audit DIR --out DIR" in said
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert results["findings_total"] > 0
    assert [outcome for outcome in results["outcomes"] if outcome["outcome"] == "error"] == []


def test_the_demo_is_the_same_on_every_day(capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo", "--quiet"])
    first = capsys.readouterr().out
    main(["demo", "--quiet"])
    assert capsys.readouterr().out == first


def test_the_demo_judges_as_the_example_says() -> None:
    described = yaml.safe_load((demo_command.example_folder() / "demo.yaml").read_text(encoding="utf-8"))
    assert described == {"rules": [demo_command.PACK], "as_of": demo_command.AS_OF}
