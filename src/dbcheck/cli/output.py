"""Where a report goes: in colour to a terminal, as the same text without colour anywhere else."""

import os
import shutil
import sys
from collections.abc import Iterable

from dbcheck.reports.layout import Line, plain

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


def silence() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # a stream without a file behind it has nothing to complain about
        return
