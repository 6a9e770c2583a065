"""``dbcheck simulate``: an invented year of a province's portals, or of one site, healthy or with planted faults."""

from collections.abc import Sequence
from pathlib import Path

from dbcheck.cli.exit_codes import CLEAN
from dbcheck.cli.parser import CommandParser, one_of
from dbcheck.errors import Message

ABOUT = Message(
    "模拟一个省的政府网站、或其中一个网站一年的记录(全部虚构),供试用、测试和演示;可以植入故障,truth.json 写明植入了什么、应查出什么。",
    "Simulate a year of a province's government portals, or of one of them (all of it invented), for trials, tests and demonstrations; faults can be "
    "planted, truth.json says what was planted and what must be found.",
)
EPILOG = Message(
    "例:dbcheck simulate --profile heilongjiang --year 2024 --letters 2000 --faults all --seed 1 --out 模拟/\n"
    "    dbcheck audit 模拟/ --profile heilongjiang --as-of 2025-01-31",
    "e.g. dbcheck simulate --profile heilongjiang --year 2024 --letters 2000 --faults all --seed 1 --out made/\n"
    "     dbcheck audit made/ --profile heilongjiang --as-of 2025-01-31",
)
PROFILE = Message("适用方案的名称或文件:按它植入故障", "a profile, by name or file: whose rules faults are planted against")
SCOPE = Message(
    "模拟的范围:province 一个省、各市县及其部门的网站(默认),site 只有一个门户网站",
    "how much is simulated: province, the sites of a province, its places and departments (default); site, one portal alone",
)
YEAR = Message("模拟的年份(默认 2025)", "the simulated year (default 2025)")
LETTERS = Message("信件数量(默认 2000)", "how many letters (default 2000)")
FAULTS = Message(
    "none 健康(默认)、all 全部故障,或一个文件,每行一个故障名",
    "none: a healthy year (default), all: every fault, or a file with a fault's name on each line",
)
SEED = Message("随机种子:相同的参数得到相同的文件(默认 1)", "the seed: equal arguments give equal files (default 1)")
OUT = Message("写入的文件夹", "the folder to write into")
FORMAT = Message("文件格式(默认 csv)", "the format of the files (default csv)")
LIST = Message("列出该方案下的故障,不生成文件", "list the faults under the profile and write nothing")
SCOPES = ("province", "site")
FORMATS = ("csv", "xlsx", "jsonl", "parquet")


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck simulate", ABOUT, lang, epilog=EPILOG)
    made.option("--profile", about=PROFILE, metavar="NAME", required=True)
    made.option("--scope", about=SCOPE, metavar="{province,site}", type=one_of("--scope", SCOPES), default="province")
    made.option("--year", about=YEAR, metavar="N", type=int, default=2025)
    made.option("--letters", about=LETTERS, metavar="N", type=int, default=2000)
    made.option("--faults", about=FAULTS, metavar="none|all|FILE", default="none")
    made.option("--seed", about=SEED, metavar="N", type=int, default=1)
    made.option("--out", about=OUT, metavar="DIR", type=Path)
    made.option(
        "--format", about=FORMAT, metavar="{csv,xlsx,jsonl,parquet}", type=one_of("--format", FORMATS), default="csv"
    )
    made.option("--list-faults", about=LIST, action="store_true")
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Make the year and write it, or list the faults."""
    options = parser(lang).read(arguments)
    from dbcheck.cli.simulate_run import list_faults, write_year  # noqa: PLC0415 - --help needs no packs

    if options.list_faults:
        list_faults(options.profile, lang)
    else:
        write_year(options, lang)
    return CLEAN
