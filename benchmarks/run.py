"""Everything the benchmarks measure, in one run: ``python -m benchmarks.run [--rows N] [--rounds N] [--folder DIR]``.

Audit and floor take turns, so that a machine that drifts slows both; ratios are taken round by round and their median is given.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import Run, python

AS_OF, PACK = "2025-06-30", "DB23T3649.10"
COMMAND = ("-m", "dbcheck", "audit")
FOUND = (0, 1)  # exit codes of an audit that went well

Rounds = list[dict[str, Run]]
IMPORT = "import time; begun = time.perf_counter(); import dbcheck; print(time.perf_counter() - begun)"
READ_FEW = "import sys, polars; print(polars.read_csv(sys.argv[1]).height)"
WRITE_FEW = (
    "import sys, polars; polars.scan_parquet(sys.argv[1]).head(50).collect().write_csv(sys.argv[2], include_bom=True)"
)


@dataclass(frozen=True)
class Line:
    """One line of the table: what, how much, and the goal."""

    what: str
    measured: str
    goal: str = ""


def main() -> None:
    """Generate letters, measure, compare with the truth, print a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the data goes and stays; without it, a folder that is removed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dbcheck-benchmark-") as temporary:
        folder = (arguments.folder or Path(temporary)) / str(arguments.rows)
        if not (folder / "truth.parquet").exists():
            python("-m", "benchmarks.letters", str(folder), "--rows", str(arguments.rows))
        lines = [
            *_large(folder, arguments.rows, arguments.rounds),
            *_small(folder, arguments.rounds),
            *_importing(arguments.rounds),
        ]
        wrong = _correctness(folder)
        _print(lines)
        print(json.dumps(wrong, ensure_ascii=False))
    sys.exit(1 if wrong["missed"] or wrong["invented"] else 0)


def _large(folder: Path, rows: int, rounds: int) -> list[Line]:
    export, out = str(folder / "export"), str(folder / "out")
    floor, command = ("-m", "benchmarks.floor", export), ("-m", "benchmarks.inside", export, out)
    runs: Rounds = []
    for _ in range(rounds):
        runs.append(
            {
                "floor": python(*floor),
                "audit": _audit(export, out),
                "inside": python(*command),
            }
        )
    inner = [_printed(run["inside"], "seconds") / _printed(run["floor"], "seconds") for run in runs]
    wall, cpu = _ratios(runs, lambda run: run.wall), _ratios(runs, lambda run: run.cpu)
    peak = max(run["audit"].peak for run in runs)
    return [
        Line(f"read of {rows:,} letters, 2 threads", f"{_median(runs, 'floor'):.2f} s"),
        Line(f"audit of {rows:,} letters", f"{_median(runs, 'audit'):.2f} s"),
        Line("wall, audit ÷ read, whole processes", _spread(wall), "≤ 1.9 at 1,000,000"),
        Line("wall, audit ÷ read, imports left out", _spread(inner)),
        Line("CPU, audit ÷ read, whole processes", _spread(cpu), "≤ 1.8"),
        Line("peak memory of the audit", f"{peak:,.0f} MiB", "≤ 1,229 MiB at 10,000,000"),
        Line("peak memory of the read", f"{max(run['floor'].peak for run in runs):,.0f} MiB"),
    ]


def _audit(source: str, out: str) -> Run:
    """Audit in a process of its own; it must have written its findings."""
    findings = Path(out) / "findings.parquet"
    findings.unlink(missing_ok=True)
    run = python(*COMMAND, source, "--rules", PACK, "--as-of", AS_OF, "--out", out, accept=FOUND)
    if not findings.exists():
        raise RuntimeError(f"the audit wrote no {findings}:\n{run.output[-4000:]}")
    return run


def _small(folder: Path, rounds: int) -> list[Line]:
    few, out = folder / "few" / "letter.csv", str(folder / "out-few")
    few.parent.mkdir(exist_ok=True)
    python("-c", WRITE_FEW, str(folder / "export" / "letter.parquet"), str(few))
    runs: Rounds = []
    for _ in range(max(rounds, 5)):
        runs.append({"floor": python("-c", READ_FEW, str(few)), "audit": _audit(str(few), out)})
    return [
        Line("import polars and read 50 letters", f"{_median(runs, 'floor'):.2f} s"),
        Line("audit of 50 letters, cold", f"{_median(runs, 'audit'):.2f} s"),
        Line("wall, audit ÷ read, 50 letters", _spread(_ratios(runs, lambda run: run.wall)), "≤ 1.2"),
    ]


def _importing(rounds: int) -> list[Line]:
    seconds = statistics.median(float(python("-c", IMPORT).output) for _ in range(max(rounds, 5)))
    return [Line("import dbcheck", f"{seconds:.3f} s", "< 0.15 s")]


def _correctness(folder: Path) -> dict[str, int]:
    truth, findings = folder / "truth.parquet", folder / "out" / "findings.parquet"
    answer: dict[str, int] = json.loads(python("-m", "benchmarks.compare", str(truth), str(findings)).output)
    return answer


def _ratios(runs: Rounds, value: Callable[[Run], float]) -> list[float]:
    return [value(run["audit"]) / value(run["floor"]) for run in runs]


def _median(runs: Rounds, name: str) -> float:
    return statistics.median(run[name].wall for run in runs)


def _printed(run: Run, name: str) -> float:
    return float(json.loads(run.output.strip().splitlines()[-1])[name])


def _spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def _print(lines: list[Line]) -> None:
    width = max(len(line.what) for line in lines)
    for line in lines:
        print(f"{line.what:<{width}}  {line.measured:<20}  {line.goal}".rstrip())


if __name__ == "__main__":
    main()
