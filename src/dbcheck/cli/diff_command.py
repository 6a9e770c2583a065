"""``dbcheck diff``: what has changed between two runs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dbcheck.cli.audit_command import FAIL
from dbcheck.cli.exit_codes import CLEAN, FAIL_ON, FINDINGS
from dbcheck.cli.listing import listing_format, print_json, print_lines
from dbcheck.cli.output import columns
from dbcheck.cli.parser import CommandParser, one_of
from dbcheck.errors import Message

if TYPE_CHECKING:
    from dbcheck.reports.run_comparison import Comparison

ABOUT = Message(
    "比较两次审计的问题:新增、持续、已消除、未再判定。OLD、NEW 是 dbcheck audit --out 写出的文件夹。",
    "Compare the findings of two runs: new, persisting, resolved, no longer judged. OLD and NEW are folders that dbcheck audit --out "
    "has written.",
)
OLD = Message("较早的一次", "the earlier run")
NEW = Message("较晚的一次", "the later run")
EXAMPLES = Message("每种最多举几例(默认 5)", "examples of each, at most (default 5)")
DEFAULT_EXAMPLES = 5


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck diff", ABOUT, lang)
    made.argument("old", OLD, metavar="OLD", type=Path)
    made.argument("new", NEW, metavar="NEW", type=Path)
    listing_format(made)
    made.option("--examples", about=EXAMPLES, metavar="N", type=int, default=DEFAULT_EXAMPLES)
    made.option("--fail-on", about=FAIL, metavar="LEVEL", type=one_of("--fail-on", tuple(FAIL_ON)), default="violation")
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Print the comparison; the exit code is 1 where something at or above ``--fail-on`` is new. Raises UsageError."""
    options = parser(lang).read(arguments)
    from dbcheck.reports.comparison_text import comparison_entry, comparison_lines  # noqa: PLC0415 - --help needs no Polars
    from dbcheck.reports.earlier_run import read_run  # noqa: PLC0415 - as above
    from dbcheck.reports.run_comparison import compare_runs  # noqa: PLC0415 - as above

    old, new = read_run(options.old, "OLD"), read_run(options.new, "NEW")
    comparison = compare_runs(old, new, examples=max(options.examples, 0))
    if options.format == "json":
        print_json(comparison_entry(comparison))
    else:
        print_lines(comparison_lines(comparison, columns=columns(), lang=lang))
    return _code(comparison, options.fail_on)


def _code(comparison: "Comparison", fail_on: str) -> int:
    grave = any(comparison.new_by_severity.get(str(severity), 0) for severity in FAIL_ON[fail_on])
    return FINDINGS if grave else CLEAN
