"""``dbcheck checklist``: what only a person can judge, as a form to fill in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dbcheck.cli.listing import print_lines
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.reports.layout import Tone, line

if TYPE_CHECKING:
    from dbcheck.reports.checklist import Suspicion

ABOUT = Message(
    "写出核查表:只有人能判断的条款,以及上一次审计的疑似项。填好后用 dbcheck audit --attestations 读回。",
    "Write the checklist: what only a person can judge, and the suspicions of a previous run. Filled in, it is read by "
    "dbcheck audit --attestations.",
)
EPILOG = Message(
    "例:dbcheck checklist --rules DB23T3649.10 --run 报告/ --out 核查表.xlsx",
    "e.g. dbcheck checklist --rules DB23T3649.10 --run report/ --out checklist.xlsx",
)
PROFILE = Message("适用方案的名称或文件", "a profile, by name or file")
RULES = Message("规则包的名称或文件,可以重复", "a rule pack, by name or file; may be repeated")
OUT = Message("核查表文件:.xlsx、.csv 或 .yaml", "the checklist: .xlsx, .csv or .yaml")
RUN = Message(
    "上一次审计的报告文件夹,其中的疑似项一并列出",
    "the report directory of a previous run, whose suspicions are asked about",
)


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck checklist", ABOUT, lang, epilog=EPILOG)
    made.option("--profile", about=PROFILE, metavar="NAME")
    made.option("--rules", about=RULES, metavar="PACK", action="append")
    made.option("--out", about=OUT, metavar="FILE", type=Path, required=True)
    made.option("--run", about=RUN, metavar="DIR", type=Path)
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Write the form and say what it holds."""
    options = parser(lang).read(arguments)
    if options.profile is None and options.rules is None:
        said = Message("写 --profile 或 --rules,指明按哪些条款核查", "name the clauses: give --profile or --rules")
        raise UsageError([Problem("dbcheck checklist", "", said)])
    from dbcheck.arguments import choose  # noqa: PLC0415 - --help needs no Polars
    from dbcheck.reports.checklist import questions, write_checklist  # noqa: PLC0415 - as above

    rules = [job.rule for job in choose(options.profile, options.rules).jobs if not job.off]
    suspicions = _suspicions(options.run) if options.run is not None else []
    asked = questions(rules, suspicions, lang=lang)
    try:
        write_checklist(asked, options.out, lang=lang)
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(
            [Problem(str(options.out), "", Message(f"无法写入:{why}", f"cannot be written: {why}"))]
        ) from error
    hinted = sum(bool(question.record) for question in asked)
    told = Message(
        f"核查表写入 {options.out}:{len(asked) - hinted} 条规则、{hinted} 处疑似待人工核查",
        f"The checklist is in {options.out}: {len(asked) - hinted} rules and {hinted} suspicions for a person to judge",
    )
    print_lines([line(told.say(lang))])
    left = len(suspicions) - hinted
    if left:
        said = Message(f"另有 {left} 处疑似属于其他规则,未列入", f"{left} suspicions under other rules are left out")
        print_lines([line(said.say(lang), Tone.DOUBT)])
    return 0


def _suspicions(directory: Path) -> "list[Suspicion]":
    from dbcheck.reports.checklist import Suspicion  # noqa: PLC0415 - as above
    from dbcheck.reports.earlier_run import read_run  # noqa: PLC0415 - as above

    return [Suspicion(*row) for row in read_run(directory, "--run").suspicions()]
