"""The sub-commands, and the help that lists them."""

from collections.abc import Mapping

import dbcheck
from dbcheck.cli.parser import COMMANDS as COMMANDS_TITLE
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass


@dataclass(frozen=True)
class Command:
    """A sub-command: what it is for, and the module whose ``run`` does it."""

    about: Message
    module: str


COMMANDS: Mapping[str, Command] = {
    "audit": Command(
        Message("按标准条款检查导出的记录", "check exported records against the clauses of a standard"),
        "dbcheck.cli.audit_command",
    ),
    "demo": Command(
        Message("检查自带的示例数据,先睹为快", "audit the example data that comes along"), "dbcheck.cli.demo_command"
    ),
    "due": Command(
        Message("列出即将到期与已逾期的事项", "list what runs out next and what is overdue"), "dbcheck.cli.due_command"
    ),
    "diff": Command(
        Message("比较两次审计:新增、持续、已消除", "compare two runs: new, persisting, resolved"),
        "dbcheck.cli.diff_command",
    ),
    "score": Command(Message("按评分卡计分、排名", "score and rank audits by a scorecard"), "dbcheck.cli.score_command"),
    "report": Command(
        Message("把一次审计写成其他格式或语言", "write an earlier run in another format or language"),
        "dbcheck.cli.report_command",
    ),
    "checklist": Command(
        Message("写出须人工核查的清单", "write the checklist of what only a person can judge"),
        "dbcheck.cli.checklist_command",
    ),
    "rules": Command(
        Message("查看、检查、测试规则包", "list, show, lint and test rule packs"), "dbcheck.cli.rules_commands"
    ),
    "simulate": Command(
        Message("模拟一年的记录,可植入故障", "simulate a year of records, with faults if wanted"),
        "dbcheck.cli.simulate_command",
    ),
    "schema": Command(
        Message(
            "记录类别的字段与填报模板,规则包的格式", "fields and fill-in templates of record kinds, the format of packs"
        ),
        "dbcheck.cli.schema_command",
    ),
    "platform": Command(
        Message(
            "流程表:谁在什么状态下可以做什么,期限多长,依据哪一条",
            "workflow tables: who may do what in which state, by when, by which clause",
        ),
        "dbcheck.cli.platform_command",
    ),
    "plugins": Command(
        Message("列出检查器及其来源", "list the checkers and where they come from"), "dbcheck.cli.plugins_command"
    ),
}

ABOUT = Message(
    "对照政府网站标准的条款检查平台导出的记录:谁违反了哪一条,依据哪条记录,期限如何计算。",
    "Audit exported records of government portals against the clauses of written standards: who broke which clause, "
    "by which record, and how its limit was counted.",
)
EXIT_CODES = Message(
    "退出码:0 没有达到 --fail-on 的问题;1 有;2 用法、配置或规则写错;3 有规则的检查器出错;"
    "4 输入无法读取或有记录没有着落;5 没有任何记录得到判定。\n试一试:dbcheck demo",
    "Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 usage, configuration or rule mistakes; 3 a checker broke; "
    "4 an input could not be read or not all of it was accounted for; 5 nothing was evaluated.\nTry: dbcheck demo",
)
VERSION = Message("显示版本后退出", "show the version and exit")


def general_help(lang: str) -> CommandParser:
    """Give the parser of a call without a command; its help lists the commands."""
    parser = CommandParser("dbcheck", ABOUT, lang, epilog=EXIT_CODES)
    parser.usage = "%(prog)s COMMAND ..."
    commands = parser.add_argument_group(COMMANDS_TITLE.say(lang))
    for name, command in COMMANDS.items():
        commands.add_argument(name, help=command.about.say(lang), nargs="?")
    parser.option("-V", "--version", about=VERSION, action="store_true")
    return parser.finish()


def version_line() -> str:
    """Give the name and version."""
    return f"dbcheck {dbcheck.__version__}"
