"""Promise 6: the wheel holds the packs and the example, and audits in an empty environment."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel. hatchling comes with the dev extra, so nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    pip(["wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)])
    (built,) = folder.glob("dbcheck-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    pip(["install", str(wheel), "--no-deps", "--no-index", "--target", str(target)])
    return target


def pip(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python away from the checkout, with the installed package first on its path."""
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1", "DBCHECK_CACHE": str(folder / "cache")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_wheel_holds_every_pack_the_example_and_the_type_marker(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    rules = ROOT / "rules"
    packs = {f"dbcheck/packs/{path.relative_to(rules).as_posix()}" for path in rules.rglob("*") if path.is_file()}
    example = {f"dbcheck/examples/heilongjiang/{path.name}" for path in (ROOT / "examples" / "heilongjiang").iterdir()}
    assert packs | example | {"dbcheck/py.typed"} <= names
    assert not any(name.startswith(("tests/", "benchmarks/")) or "__pycache__" in name for name in names)


def test_the_demo_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import dbcheck; print(dbcheck.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(installed)
    demo = run(installed, tmp_path, "-m", "dbcheck", "demo", "--out", "report")
    assert demo.returncode == 0, demo.stderr
    assert "DB23/T 3649.10-2023" in demo.stdout
    assert (tmp_path / "report" / "results.json").is_file()


def test_the_packs_of_the_wheel_load(installed: Path, tmp_path: Path) -> None:
    listed = run(installed, tmp_path, "-m", "dbcheck", "rules", "lint")
    assert listed.returncode == 0, listed.stdout + listed.stderr
