"""Where a report goes: in colour to a terminal, as the same text without colour anywhere else."""

import os
import shutil
import sys
from collections.abc import Iterable
from io import TextIOWrapper

from dbcheck.errors import DbcheckError
from dbcheck.reports.layout import Line, plain
from dbcheck.reports.widths import fit, printable

LONGEST_PROBLEM = 1000
PIPE_COLUMNS = 100  # a report that goes to a file or a pipe does not depend on who looks


def is_coloured(wanted: bool | None) -> bool:
    """Tell whether to colour: as asked, else where standard output is a terminal that shows colours (NO_COLOR is heeded)."""
    if wanted is not None:
        return wanted
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Give how wide a report may be."""
    return shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns if sys.stdout.isatty() else PIPE_COLUMNS


def show(lines: Iterable[Line], *, coloured: bool) -> None:
    """Print a report. A reader that goes away (``| head``) is no mistake: the rest is dropped and the exit code stays."""
    try:
        if coloured:
            from dbcheck.reports.coloured import print_coloured  # noqa: PLC0415 - rich costs 50 ms that plain text never needs

            print_coloured(lines, sys.stdout)
        else:
            sys.stdout.write(plain(lines))
        sys.stdout.flush()
    except BrokenPipeError:
        silence()


def show_problems(error: DbcheckError, lang: str) -> None:
    """Print every problem on standard error, one a line; what a broken file holds cannot flood or steer the terminal."""
    for problem in error.problems:
        print(fit(printable(problem.say(lang)), LONGEST_PROBLEM), file=sys.stderr)


def accept_any_text() -> None:
    """Let both streams write what their encoding does not hold as escapes, so that no character ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # a stream without a file behind it has nothing to complain about
        return
