"""``dbcheck audit``: exported records in, verdicts out."""

from collections.abc import Sequence
from pathlib import Path

from dbcheck.cli.collecting import while_running
from dbcheck.cli.exit_codes import FAIL_ON
from dbcheck.cli.parser import CommandParser, one_of, several_of
from dbcheck.errors import Message, Problem, UsageError

ABOUT = Message(
    "按标准条款检查导出的记录。SOURCE 是文件夹、文件或 类别=文件(如 letter=来信.xlsx);CSV、TSV、XLSX、XLS、JSON、JSON Lines、Parquet 均可。",
    "Check exported records against the clauses of a standard. SOURCE is a folder, a file or KIND=FILE (letter=letters.xlsx); "
    "CSV, TSV, XLSX, XLS, JSON, JSON Lines and Parquet are read.",
)
EPILOG = Message(
    "例:dbcheck audit 导出/ --as-of 2025-06-30 --out 报告/\n"
    "    dbcheck audit 来信.xlsx --rules DB23T3649.10 --explain 5.3.3#2 XJ-0012",
    "e.g. dbcheck audit exports/ --as-of 2025-06-30 --out report/\n"
    "     dbcheck audit letters.xlsx --rules DB23T3649.10 --explain 5.3.3#2 XJ-0012",
)
SOURCES = Message("要检查的记录,可以写多个", "the records to check, one or more")
PROFILE = Message("适用方案的名称或文件:哪些规则包适用于谁", "a profile, by name or file: which packs apply to whom")
RULES = Message("规则包的名称或文件,可以重复", "a rule pack, by name or file; may be repeated")
AS_OF = Message(
    "审计时点:日期(指当日24:00)或时刻,如 2025-06-30、2025-06-30T09:00;默认此刻",
    "the audit date, which stands for its 24:00, or an instant: 2025-06-30, 2025-06-30T09:00; default now",
)
BINDING = Message("绑定文件:哪一列是哪个字段(YAML)", "a binding file: which column is which field (YAML)")
RETROACTIVE = Message("标准施行以前的记录也判定", "judge records from before the standard came into force too")
CALENDAR = Message(
    "工作日历文件,补充或更正公布的节假日安排", "a calendar file that adds to or corrects the published working days"
)
OUT = Message(
    "把 results.json、findings.parquet、rejects.parquet、manifest.json 写入该文件夹",
    "write results.json, findings.parquet, rejects.parquet and manifest.json into this folder",
)
FORMAT = Message(
    "报告格式,逗号分隔:html、xlsx(问题台账)、docx(通报和整改通知书)、markdown、junit、sarif、csv、json;没有 --out 时写入 dbcheck-report/",
    "report formats, with commas between: html, xlsx (ledger), docx (bulletin and notices), markdown, junit, sarif, csv, json; "
    "without --out they go to dbcheck-report/",
)
FAIL = Message(
    "到哪一级的问题使退出码为 1:violation 违反(默认)、advisory 建议、suspicion 疑似、never 从不",
    "the findings that make the exit code 1: violation (default), advisory, suspicion, never",
)
BASELINE = Message(
    "上次 --out 写出的文件夹:分出新增、持续、已消除的问题",
    "a folder that an earlier --out has written: tells new, persisting and resolved findings apart",
)
NEW_ONLY = Message("--fail-on 只看新增的问题", "--fail-on looks at new findings only")
EXPLAIN = Message(
    "显示一条记录在一条规则下的判定过程,如 --explain 5.3.3#2 XJ-0012", "print how one record was judged under one rule"
)
NO_REDACT = Message(
    "不遮盖姓名、电话、证件号码、住址、邮箱(默认遮盖;是否遮盖记入 manifest.json)",
    "do not mask names, phones, ID numbers, addresses and mail (default: masked; manifest.json says which)",
)
COLOR = Message("总是用颜色", "always in colour")
NO_COLOR = Message("不用颜色", "never in colour")
NO_BASELINE = Message("须同时写 --baseline DIR,指明与哪一次相比", "write --baseline DIR too: new compared with which run?")
ATTESTATIONS = Message("填好的核查表(.xlsx、.csv、.yaml)", "a filled-in checklist (.xlsx, .csv, .yaml)")
WAIVERS = Message("豁免与误报清单(.xlsx、.csv、.yaml)", "waivers and false alarms (.xlsx, .csv, .yaml)")
COUNT_UNITS = Message(
    "另按单位统计判定结果,使单位和网站的评分准确(用时约加倍)",
    "count the verdicts of each unit too, so that scores of units and sites are exact (takes about twice as long)",
)
LEDGER = Message(
    "填好的问题台账(--format xlsx 写出的 ledger.xlsx):误报不计,整改情况附在对应的问题旁",
    "a filled-in ledger (the ledger.xlsx of --format xlsx): false alarms are not counted, notes stand beside their findings",
)
TEMPLATE = Message(
    "放有自己的 Word 模板(bulletin.docx、notice.docx)的文件夹,用于 --format docx",
    "a folder with Word templates of your own (bulletin.docx, notice.docx), for --format docx",
)
QUIET = Message("只显示最后的结论", "print the closing lines only")


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck audit", ABOUT, lang, epilog=EPILOG)
    made.argument("sources", SOURCES, nargs="+", metavar="SOURCE")
    made.option("--profile", about=PROFILE, metavar="NAME")
    made.option("--rules", about=RULES, metavar="PACK", action="append")
    made.option("--as-of", about=AS_OF, metavar="DATE")
    made.option("--binding", about=BINDING, metavar="FILE", type=Path)
    made.option("--retroactive", about=RETROACTIVE, action="store_true")
    made.option("--calendar", about=CALENDAR, metavar="FILE", type=Path)
    made.option("--out", about=OUT, metavar="DIR", type=Path)
    made.option("--format", about=FORMAT, metavar="NAME", type=formats, action="extend", default=[])
    made.option("--template", about=TEMPLATE, metavar="DIR", type=Path)
    made.option("--fail-on", about=FAIL, metavar="LEVEL", type=one_of("--fail-on", tuple(FAIL_ON)), default="violation")
    made.option("--attestations", about=ATTESTATIONS, metavar="FILE", type=Path)
    made.option("--waivers", about=WAIVERS, metavar="FILE", type=Path)
    made.option("--ledger", about=LEDGER, metavar="FILE", type=Path)
    made.option("--baseline", about=BASELINE, metavar="DIR", type=Path)
    made.option("--new-only", about=NEW_ONLY, action="store_true")
    made.option("--count-units", about=COUNT_UNITS, action="store_true")
    made.option("--no-redact", about=NO_REDACT, dest="redact", action="store_false")
    made.option("--explain", about=EXPLAIN, nargs=2, metavar=("RULE", "RECORD"))
    appearance(made)
    return made.finish()


def appearance(made: CommandParser) -> None:
    """Declare the options about what is printed."""
    made.option("--quiet", "-q", about=QUIET, action="store_true")
    made.option("--color", about=COLOR, dest="color", action="store_true", default=None)
    made.option("--no-color", about=NO_COLOR, dest="color", action="store_false", default=None)


def formats(text: str) -> tuple[str, ...]:
    """Read names of report formats with commas between. Raises UsageError."""
    from dbcheck.reports.formats import FORMATS  # noqa: PLC0415 - the writers load Polars, which --help does not need

    return several_of("--format", tuple(FORMATS))(text)


def check_template_folder(folder: Path | None) -> None:
    """Find what is wrong with the templates of a folder before anything is read. Raises UsageError."""
    if folder is not None:
        from dbcheck.reports.docx_render import check_templates  # noqa: PLC0415 - Word documents are slow to load

        check_templates(folder)


def run(arguments: Sequence[str], lang: str) -> int:
    """Audit, print the report, write the files asked for, and give the exit code."""
    options = parser(lang).read(arguments)
    if options.new_only and options.baseline is None:
        raise UsageError([Problem("dbcheck audit", "--new-only", NO_BASELINE)])
    check_template_folder(options.template)
    from dbcheck.cli.audit_run import run_audit  # noqa: PLC0415 - the engine loads Polars, which a wrong option does not need

    while_running()
    return run_audit(options, lang)
