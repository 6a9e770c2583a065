"""The formats of a scorecard, by name."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.layout import plain
from dbcheck.reports.results import json_text
from dbcheck.reports.score_json import score_document
from dbcheck.reports.score_text import score_lines
from dbcheck.scores import ScoreReport


@dataclass(frozen=True)
class ScoreFormat:
    """A format: its file, and what makes its content."""

    file: str
    make: Callable[[ScoreReport, str], bytes]


def _html(report: ScoreReport, lang: str) -> bytes:
    from dbcheck.reports.score_html import score_page  # noqa: PLC0415 - Jinja2 loads for who wants a page

    return score_page(report, lang=lang).encode("utf-8", "backslashreplace")


def _xlsx(report: ScoreReport, lang: str) -> bytes:
    from dbcheck.reports.score_xlsx import score_workbook  # noqa: PLC0415 - as above, XlsxWriter

    return score_workbook(report, lang=lang)


def _form(report: ScoreReport, lang: str) -> bytes:
    from dbcheck.reports.score_form import score_form  # noqa: PLC0415 - as above

    return score_form(report, lang=lang)


def _text(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


FORMATS: Mapping[str, ScoreFormat] = {
    "text": ScoreFormat("scorecard.txt", lambda report, lang: _text(plain(score_lines(report, lang=lang)))),
    "json": ScoreFormat("scorecard.json", lambda report, lang: _text(json_text(score_document(report, lang=lang)))),
    "html": ScoreFormat("scorecard.html", _html),
    "xlsx": ScoreFormat("scorecard.xlsx", _xlsx),
    "form": ScoreFormat("answers.xlsx", _form),
}


def write_scores(report: ScoreReport, directory: Path, formats: Sequence[str], *, lang: str = "zh") -> tuple[Path, ...]:
    """Write a scorecard in these formats; give the files. Raises UsageError where one cannot be written, or there is no such format."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        listed = ", ".join(FORMATS)
        said = Message(f"没有格式 {unknown[0]!r};可用:{listed}", f"no format {unknown[0]!r}; available: {listed}")
        raise UsageError([Problem("--format", "", said)])
    made = {directory / FORMATS[name].file: FORMATS[name].make(report, lang) for name in dict.fromkeys(formats)}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, content in made.items():
            path.write_bytes(content)
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(
            [Problem(str(directory), "--out", Message(f"无法写入:{why}", f"cannot be written: {why}"))]
        ) from error
    return tuple(made)
