"""Make the example export ``heilongjiang/``: ``python examples/make_heilongjiang.py [--out DIR]``.

Everything in it is invented: the city, its people, its numbers. The same script always writes the same text files.
"""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from songling import handling, interviews, letters, participation, standing

EXPORTS = (
    standing.ORGANIZATIONS, standing.SITES, standing.COLUMNS, handling.ASSIGNMENTS, handling.SUPERVISION, interviews.PLANS,
    interviews.QUESTIONS, participation.SOLICITATIONS, participation.OPINIONS, participation.SURVEYS, participation.RESPONSES,
    participation.UPSTREAM, participation.DUTIES,
)  # fmt: skip
MADE = datetime(2025, 7, 1, 9, 0)


def texts() -> dict[str, bytes]:
    """Give every text file of the export by name."""
    files = {export.name: export.written() for export in EXPORTS}
    return {**files, "信件.csv": letters.letters(), "网页.jsonl": standing.pages()}


def write_interviews(path: Path) -> None:
    """Write the interviews as a workbook with a title above the header, dates as dates."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE})
        sheet, instant = book.add_worksheet("在线访谈"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        header: Sequence[str] = interviews.INTERVIEW_HEADER
        sheet.merge_range(0, 0, 0, len(header) - 1, interviews.INTERVIEW_TITLE)
        sheet.write_row(1, 0, header)
        for row, interview in enumerate(interviews.INTERVIEWS, start=2):
            for column, (name, cell) in enumerate(zip(header, interview, strict=True)):
                if name.endswith("时间") and cell:
                    sheet.write_datetime(row, column, datetime.fromisoformat(cell), instant)
                else:
                    sheet.write(row, column, cell)


def main() -> None:
    """Write the export."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "heilongjiang")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, content in texts().items():
        (out / name).write_bytes(content)
    write_interviews(out / "在线访谈.xlsx")


if __name__ == "__main__":
    main()
