"""The example plugin comes in as a stranger's would: by an installed distribution that names it under the entry point group."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "examples" / "plugin"
SOURCE = Path(__file__).parents[2] / "src"
PACK = PLUGIN / "src" / "dbcheck_office_hours" / "TOWN.yaml"
LETTERS = """信件编号,标题,留言时间,答复时间,公开时间
L-1,路灯不亮,2024-05-06 08:00,2024-05-07 09:00,2024-05-08 10:00
L-2,路灯不亮!!,2024-05-06 08:00,2024-05-07 20:00,2024-05-08 10:00
L-3,路灯不亮!!,2024-05-06 08:00,2024-05-07,
"""


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """Install the plugin the way an installer leaves it: its package and a dist-info with entry_points.txt on the path."""
    site = tmp_path / "site"
    info = site / "dbcheck_office_hours-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dbcheck-office-hours\nVersion: 0.1.0\n", encoding="utf-8")
    declared = (PLUGIN / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points.dbcheck]\noffice_hours = "dbcheck_office_hours"' in declared
    (info / "entry_points.txt").write_text("[dbcheck]\noffice_hours = dbcheck_office_hours\n", encoding="utf-8")
    path = os.pathsep.join([str(site), str(PLUGIN / "src"), str(SOURCE)])
    return {**os.environ, "PYTHONPATH": path, "DBCHECK_CACHE": str(tmp_path / "cache"), "PYTHONUTF8": "1"}


def dbcheck(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dbcheck", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_plugin_is_listed_beside_the_built_in_checkers(installed: dict[str, str]) -> None:
    listed = json.loads(dbcheck(installed, "plugins", "--format", "json").stdout)
    origins = {entry["name"]: entry["origin"] for entry in listed}
    assert origins["office_hours"] == origins["plain_title"] == "office_hours"
    assert origins["time_limit"] == "dbcheck"
    parameters = next(entry["parameters"] for entry in listed if entry["name"] == "office_hours")
    assert {parameter["name"] for parameter in parameters if parameter["required"]} == {"record", "at", "opens", "closes"}


def test_the_examples_of_its_pack_hold(installed: dict[str, str]) -> None:
    done = dbcheck(installed, "rules", "test", str(PACK))
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_judges_records(installed: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "信件.csv").write_text(LETTERS, encoding="utf-8")
    source, out = str(tmp_path / "信件.csv"), str(tmp_path / "out")
    done = dbcheck(installed, "audit", source, "--rules", str(PACK), "--as-of", "2024-06-30", "--out", out)
    assert done.returncode == 1, done.stdout + done.stderr
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    found = {(finding["rule"], finding["record"], finding["severity"]) for finding in results["findings"]}
    assert found == {("TOWN/1", "L-2", "violation"), ("TOWN/2", "L-2", "advisory")}
    undetermined = {outcome["rule"]: outcome["counts"]["undetermined"] for outcome in results["outcomes"]}
    assert undetermined == {"TOWN/1": 1, "TOWN/2": 0}


def test_a_wrong_parameter_is_found_by_the_plugins_own_word(installed: dict[str, str], tmp_path: Path) -> None:
    wrong = tmp_path / "WRONG.yaml"
    wrong.write_text(PACK.read_text(encoding="utf-8").replace("opens: 9", "opens: 19"), encoding="utf-8")
    done = dbcheck(installed, "rules", "lint", str(wrong), "--lang", "en")
    assert done.returncode == 2
    assert "0 <= opens < closes <= 24" in done.stdout + done.stderr


def test_its_own_tests_pass(installed: dict[str, str]) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(PLUGIN),
        str(PLUGIN / "tests"),
    ]
    done = subprocess.run(command, env=installed, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
