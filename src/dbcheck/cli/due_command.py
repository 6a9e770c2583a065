"""``dbcheck due``: what is overdue, and what runs out next."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dbcheck.cli.audit_command import AS_OF, BINDING, CALENDAR, PROFILE, RETROACTIVE, RULES, SOURCES
from dbcheck.cli.collecting import while_running
from dbcheck.cli.exit_codes import exit_code
from dbcheck.cli.output import columns, is_coloured, show
from dbcheck.cli.parser import CommandParser, one_of
from dbcheck.cli.progress import ProgressBar
from dbcheck.errors import Message, Problem, UsageError

if TYPE_CHECKING:
    from dbcheck.reports.due_list import DueList

ABOUT = Message(
    "列出已逾期仍未办的和即将到期的事项,最紧的在前,按承办单位分列。SOURCE 与 dbcheck audit 相同。",
    "List what is overdue and still open, and what runs out next, the most urgent first, by responsible unit. SOURCE is as for dbcheck audit.",
)
EPILOG = Message("例:dbcheck due 导出/ --within 3wd", "e.g. dbcheck due exports/ --within 3wd")
WITHIN = Message(
    "多久以内到期:3wd(3 个工作日)、5cd(5 天)、24h(24 小时);默认全部未到期的",
    "what runs out within 3wd (3 working days), 5cd (5 days) or 24h (24 hours); default everything that is pending",
)
FORMAT = Message("输出形式:text(默认)、json 或 csv", "what to print: text (default), json or csv")
OUT = Message("写入该文件,不显示", "write it to this file instead of printing it")
FORMATS = ("text", "json", "csv")
BOM = "\ufeff"  # Excel takes a CSV file without it for GBK


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck due", ABOUT, lang, epilog=EPILOG)
    made.argument("sources", SOURCES, nargs="+", metavar="SOURCE")
    made.option("--within", about=WITHIN, metavar="TIME")
    made.option("--profile", about=PROFILE, metavar="NAME")
    made.option("--rules", about=RULES, metavar="PACK", action="append")
    made.option("--as-of", about=AS_OF, metavar="DATE")
    made.option("--binding", about=BINDING, metavar="FILE", type=Path)
    made.option("--retroactive", about=RETROACTIVE, action="store_true")
    made.option("--calendar", about=CALENDAR, metavar="FILE", type=Path)
    made.option("--format", about=FORMAT, type=one_of("--format", FORMATS), default="text", metavar="{text,json,csv}")
    made.option("--out", about=OUT, metavar="FILE", type=Path)
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Print the list; what is due is no failure, so the exit code is 0 unless the audit behind it was not whole."""
    options = parser(lang).read(arguments)
    from dbcheck.pipeline import audit  # noqa: PLC0415 - the engine loads Polars, which a wrong option does not need
    from dbcheck.reports.due_list import due_list, read_within  # noqa: PLC0415 - as above

    within = read_within(options.within) if options.within is not None else None
    while_running()
    with ProgressBar(lang) as progress:
        done = audit(
            options.sources,
            profile=options.profile,
            rules=options.rules,
            as_of=options.as_of,
            binding=options.binding,
            retroactive=options.retroactive,
            calendar=options.calendar,
            lang=lang,
            progress=progress,
            pending=True,
        )
    assert done.due is not None
    facts = done.due
    listed = due_list(
        done.result,
        within=within,
        calendar=facts.calendar,
        open_rules=facts.open_rules,
        unit_names=facts.unit_names,
    )
    _give(listed, options, lang)
    return exit_code(done.result, "never")


def _give(listed: "DueList", options: argparse.Namespace, lang: str) -> None:
    """Print the list, or write it."""
    from dbcheck.reports.due_text import due_csv, due_entry, due_lines  # noqa: PLC0415 - as above
    from dbcheck.reports.layout import plain  # noqa: PLC0415 - as above
    from dbcheck.reports.results import json_text  # noqa: PLC0415 - as above

    made: Mapping[str, Callable[[], str]] = {
        "text": lambda: plain(due_lines(listed, columns=columns(), lang=lang)),
        "json": lambda: json_text(due_entry(listed)),
        "csv": lambda: due_csv(listed, lang),
    }
    if options.out is not None:
        _write(options.out, (BOM if options.format == "csv" else "") + made[options.format]())
    elif options.format == "text":
        show(due_lines(listed, columns=columns(), lang=lang), coloured=is_coloured(None))
    else:
        sys.stdout.write(made[options.format]())


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError([Problem(str(path), "--out", Message(f"无法写入:{why}", f"cannot be written: {why}"))]) from error
