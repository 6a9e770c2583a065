"""Lines of toned text, and tables laid out to a width: what a terminal page is made of."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.widths import fit, pad, printable, width, wrap

GAP = "  "


class Tone(StrEnum):
    """What a piece of text means to the eye; the plain report has none."""

    PLAIN = ""
    TITLE = "title"
    FAINT = "faint"
    GOOD = "good"
    BAD = "bad"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True)
class Span:
    """A piece of one line; text from an export cannot steer the terminal."""

    text: str
    tone: Tone = Tone.PLAIN

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))


Line = tuple[Span, ...]
BLANK: Line = ()


@dataclass(frozen=True)
class Column:
    """A column of a table; the one that is ``flexible`` gives way when the table is too wide: cut, or wrapped with ``wraps``."""

    title: str
    right: bool = False
    flexible: bool = False
    wraps: bool = False


def plain(lines: Iterable[Line]) -> str:
    """Give the text of lines, without tones and without trailing spaces."""
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)


def line(text: str, tone: Tone = Tone.PLAIN) -> Line:
    """Make a line of one piece."""
    return (Span(text, tone),)


def paragraph(text: str, columns: int, *, indent: int = 0, hang: int = 0, tone: Tone = Tone.PLAIN) -> list[Line]:
    """Wrap a text to ``columns``; every line starts ``indent`` in, those after the first ``hang`` more."""
    wrapped = wrap(text, columns - indent - hang)
    return [line(" " * (indent + (hang if number else 0)) + piece, tone) for number, piece in enumerate(wrapped)]


def title(text: str) -> Line:
    """Make the heading of a section."""
    return line(text, Tone.TITLE)


def table(columns: Sequence[Column], rows: Sequence[Sequence[Span]], total: int, *, indent: int = 0) -> list[Line]:
    """Lay rows out under their titles, at most ``total`` columns wide; the flexible column is cut where it must be."""
    widths = [max([width(column.title), *(width(row[at].text) for row in rows)]) for at, column in enumerate(columns)]
    room = total - indent - len(GAP) * (len(columns) - 1)
    for at, column in enumerate(columns):
        if column.flexible:
            widths[at] = max(min(widths[at], room - (sum(widths) - widths[at])), 8)
    head = [Span(column.title, Tone.FAINT) for column in columns]
    return [line for cells in (head, *rows) for line in _row(cells, columns, widths, indent)]


def _row(cells: Sequence[Span], columns: Sequence[Column], widths: Sequence[int], indent: int) -> list[Line]:
    pieces = [
        wrap(cell.text, size) if column.wraps else [fit(cell.text, size)]
        for cell, column, size in zip(cells, columns, widths, strict=True)
    ]
    lines: list[Line] = []
    for number in range(max(map(len, pieces))):
        spans = [Span(" " * indent)] if indent else []
        for at, (cell, column, size) in enumerate(zip(cells, columns, widths, strict=True)):
            text = pieces[at][number] if number < len(pieces[at]) else ""
            spans.append(Span((GAP if at else "") + pad(text, size, right=column.right), cell.tone))
        lines.append(tuple(spans))
    return lines
