"""``dbcheck report``: the reports of an earlier run, written again in another format or language."""

from collections.abc import Sequence
from pathlib import Path

from dbcheck.cli.audit_command import TEMPLATE, check_template_folder, formats
from dbcheck.cli.exit_codes import CLEAN
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message, Problem, UsageError

ABOUT = Message(
    "把一次审计的结果写成其他格式或语言,不重新审计。DIR 是 dbcheck audit --out 写出的文件夹。",
    "Write the reports of an earlier run in another format or language, without auditing again. DIR is a folder that dbcheck audit --out has "
    "written.",
)
EPILOG = Message(
    "例:dbcheck report 报告/ --format html,markdown --lang en",
    "e.g. dbcheck report report/ --format html,markdown --lang en",
)
DIR = Message("先前一次审计的文件夹", "the folder of an earlier run")
FORMAT = Message(
    "报告格式,逗号分隔:html(默认)、xlsx、docx、markdown、junit、sarif、csv、json",
    "report formats, with commas between: html (default), xlsx, docx, markdown, junit, sarif, csv, json",
)
OUT = Message(
    "写入该文件夹,单个格式也可写成文件名;默认写入 DIR",
    "write into this folder, or this file for a single format; default DIR",
)
SCORECARD = Message(
    "评分卡的名称或文件:问题台账(xlsx)写明每处扣分,并附评分表",
    "a scorecard, by name or file: the ledger (xlsx) tells what each finding costs, and holds the scorecard",
)
NO_LEDGER = Message("--scorecard 只用于 --format xlsx", "--scorecard goes with --format xlsx")
NO_REDACT = Message(
    "不遮盖姓名、电话、证件号码、住址、邮箱(要求那次审计也写了 --no-redact)",
    "do not mask names, phones, ID numbers, addresses and mail (that run must have been written with --no-redact too)",
)
WAS_REDACTED = Message(
    "那次审计写出时已遮盖个人信息,无法还原;请用 --no-redact 重新审计",
    "personal data was masked when that run was written and cannot be restored; audit again with --no-redact",
)
IS_THE_RUN = Message(
    "会覆盖这次审计自身的 results.json;请用 --out 写到别处",
    "this is the results.json of the run itself; write elsewhere with --out",
)


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck report", ABOUT, lang, epilog=EPILOG)
    made.argument("directory", DIR, metavar="DIR", type=Path)
    made.option("--format", about=FORMAT, metavar="NAME", type=formats, action="extend", default=[])
    made.option("--out", about=OUT, metavar="FILE|DIR", type=Path)
    made.option("--template", about=TEMPLATE, metavar="DIR", type=Path)
    made.option("--scorecard", about=SCORECARD, metavar="NAME")
    made.option("--no-redact", about=NO_REDACT, dest="redact", action="store_false")
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Write the reports and name them; the exit code is 0 whatever they say. Raises UsageError."""
    options = parser(lang).read(arguments)
    from dbcheck.reports.formats import write_formats  # noqa: PLC0415 - --help needs no Polars
    from dbcheck.reports.stored_run import read_result  # noqa: PLC0415 - as above

    check_template_folder(options.template)
    result = read_result(options.directory, "DIR")
    if result.is_redacted and not options.redact:
        raise UsageError([Problem(str(options.directory), "--no-redact", WAS_REDACTED)])
    formats_asked = tuple(dict.fromkeys(options.format)) or ("html",)
    if options.scorecard is not None and "xlsx" not in formats_asked:
        raise UsageError([Problem("dbcheck report", "--scorecard", NO_LEDGER)])
    targets = _targets(formats_asked, options.out, options.directory)
    score = None
    if options.scorecard is not None:
        from dbcheck.pipeline import Audit  # noqa: PLC0415 - as above

        score = Audit(result).scorecard(options.scorecard, redact=options.redact)
    for path in write_formats(result, targets, lang=lang, redact=options.redact, templates=options.template, score=score):
        print(path)
    return CLEAN


def _targets(names: Sequence[str], out: Path | None, directory: Path) -> dict[str, Path]:
    """Give the file of each format. Raises UsageError where one would replace the run's own results."""
    from dbcheck.reports.formats import FORMATS  # noqa: PLC0415 - as above

    is_file = out is not None and len(names) == 1 and out.suffix != "" and not out.is_dir()
    targets = {name: out if out is not None and is_file else (out or directory) / FORMATS[name].file for name in names}
    own = (directory / FORMATS["json"].file).resolve()
    if any(path.resolve() == own for path in targets.values()):
        raise UsageError([Problem(str(own), "--format json", IS_THE_RUN)])
    return targets
