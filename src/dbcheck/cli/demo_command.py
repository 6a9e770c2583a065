"""``dbcheck demo``: an audit of the example export that comes along, and what to try next."""

from collections.abc import Sequence
from pathlib import Path

from dbcheck.cli.audit_command import appearance
from dbcheck.cli.collecting import while_running
from dbcheck.cli.exit_codes import CLEAN, exit_code, meaning
from dbcheck.cli.output import is_coloured, show
from dbcheck.cli.parser import CommandParser
from dbcheck.cli.progress import ProgressBar
from dbcheck.errors import Message, Problem, SourceError
from dbcheck.reports.layout import BLANK, Line, Span, Tone, line

ABOUT = Message(
    "检查自带的示例导出(虚构的政府网站,没有任何真实个人的信息),显示报告。",
    "Audit the example export that comes along (a fictitious portal, no real person in it) and print the report.",
)
_PACKAGE = Path(__file__).parents[1]
_FOLDERS = (_PACKAGE / "examples", _PACKAGE.parents[1] / "examples")  # in an installed package; in a checkout
OUT = Message(
    "把 report.html 与 results.json、findings.parquet、rejects.parquet、manifest.json 写入该文件夹",
    "write report.html, results.json, findings.parquet, rejects.parquet and manifest.json into this folder",
)
EXAMPLE = "heilongjiang"
PACK = "DB23T3649.10"
AS_OF = "2025-06-30"  # fixed: the demo says the same on every day
NEXT = (
    (Message("查您自己的导出", "your own exports"), "dbcheck audit DIR --out DIR"),
    (Message("一条判定怎样得来", "how a verdict came about"), "dbcheck audit DIR --explain RULE RECORD"),
    (Message("规则与条款", "rules and clauses"), "dbcheck rules list · dbcheck rules show 5.3.3#2"),
    (Message("字段与填报模板", "fields and templates"), "dbcheck schema letter --template letter.xlsx"),
)


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck demo", ABOUT, lang)
    made.option("--out", about=OUT, metavar="DIR", type=Path)
    appearance(made)
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Audit the example and print the report. A demo is not a failure: the exit code is 0 whatever is found."""
    options = parser(lang).read(arguments)
    from dbcheck.cli.audit_run import print_report  # noqa: PLC0415 - the engine loads Polars, which --help does not need
    from dbcheck.pipeline import audit  # noqa: PLC0415

    while_running()
    with ProgressBar(lang) as progress:
        done = audit(
            [example_folder()], rules=PACK, as_of=AS_OF, lang=lang, progress=progress, pictures=options.out is not None
        )
        if options.out is not None:
            done.write(options.out, ("json", "html"), lang=lang)
    would_be = exit_code(done.result)
    zh, en = (meaning(would_be, "violation", each) for each in ("zh", "en"))
    last = Message(
        f"这是自带的虚构示例,退出码总是 0;同样的 dbcheck audit 会以{zh}",
        f"This was the example that comes along: its exit code is always 0, the same dbcheck audit gives: {en}",
    )
    print_report(done, options, last.say(lang), lang, options.out)
    if not options.quiet:
        show(_next_steps(lang), coloured=is_coloured(options.color))
    return CLEAN


def example_folder() -> Path:
    """Give the folder of the example export. Raises SourceError where it did not come along."""
    for folder in _FOLDERS:
        if (folder / EXAMPLE).is_dir():
            return folder / EXAMPLE
    message = Message("安装中没有示例数据;请重新安装 dbcheck", "the example data did not come along; install dbcheck again")
    raise SourceError([Problem(f"examples/{EXAMPLE}", "", message)])


def _next_steps(lang: str) -> list[Line]:
    head: list[Line] = [BLANK, line(Message("接着试试", "What to try next").say(lang), Tone.TITLE)]
    widest = max(len(command) for _, command in NEXT)
    return head + [(Span(f"  {command:{widest}}  "), Span(about.say(lang), Tone.FAINT)) for about, command in NEXT]
