"""Lines in colour, by rich; the text is the same as without."""

from collections.abc import Iterable, Mapping
from typing import TextIO

from rich.console import Console
from rich.text import Text

from dbcheck.reports.layout import Line, Tone

STYLES: Mapping[Tone, str] = {
    Tone.PLAIN: "",
    Tone.TITLE: "bold cyan",
    Tone.FAINT: "dim",
    Tone.GOOD: "green",
    Tone.BAD: "bold red",
    Tone.DOUBT: "yellow",
    Tone.NOTE: "bold",
}


def print_coloured(lines: Iterable[Line], stream: TextIO) -> None:
    """Write lines to a stream with terminal colours, whatever the stream is."""
    console = Console(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False, width=10_000)
    for line in lines:
        text = Text(no_wrap=True, end="\n")
        for span in line:
            text.append(span.text, STYLES[span.tone])
        text.rstrip()
        console.print(text, soft_wrap=True)
