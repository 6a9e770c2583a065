"""Run a command as a process of its own and measure it. Standard library only: a large parent would count as the child's peak."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
BYTECODE = Path(tempfile.gettempdir()) / "dbcheck-benchmark-bytecode"


@dataclass(frozen=True)
class Run:
    """One finished process: seconds of wall and CPU time, peak resident memory in MiB, exit code, what it printed."""

    wall: float
    cpu: float
    peak: float
    code: int
    output: str


def python(*arguments: str, accept: Sequence[int] = (0,)) -> Run:
    """Run this Python with arguments, from the repository with ``src`` importable; another exit code than accepted raises."""
    paths = [str(REPOSITORY), str(REPOSITORY / "src"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled once, not at every start
    environment.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    assert child.stdout is not None
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in accept:
        raise RuntimeError(f"{' '.join(arguments)} ended with {child.returncode}:\n{output[-4000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode, output)
