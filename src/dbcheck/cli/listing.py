"""What the listing commands share: ``--format text|json``, and tables on standard output."""

import sys
from collections.abc import Sequence

from dbcheck.cli.output import columns, is_coloured, show
from dbcheck.cli.parser import CommandParser, one_of
from dbcheck.errors import Message
from dbcheck.reports.layout import Column, Line, Span, Tone, table
from dbcheck.reports.results import json_text

FORMATS = ("text", "json")
FORMAT = Message("输出形式:text(默认)或 json", "what to print: text (default) or json")


def listing_format(made: CommandParser) -> None:
    """Declare ``--format``."""
    made.option("--format", about=FORMAT, type=one_of("--format", FORMATS), default="text", metavar="{text,json}")


def print_json(document: object) -> None:
    """Print a value as JSON with readable Chinese."""
    sys.stdout.write(json_text(document))


def print_table(heads: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their titles; the first column stands out where there is colour."""
    spans = [[Span(cell, Tone.NOTE if at == 0 else Tone.PLAIN) for at, cell in enumerate(row)] for row in rows]
    print_lines(table(heads, spans, columns()))


def print_lines(lines: Sequence[Line]) -> None:
    """Print laid-out lines, in colour where standard output is a terminal."""
    show(lines, coloured=is_coloured(None))
