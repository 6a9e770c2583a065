"""``dbcheck platform list|show``: the workflow tables, what they allow to whom, by when, and under which clauses."""

import argparse
import sys
from collections.abc import Mapping, Sequence

from dbcheck.cli.listing import print_json, print_lines, print_table
from dbcheck.cli.parser import CommandParser, one_of
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.records.predicate import unknown_name
from dbcheck.reports.layout import Column, Tone, line
from dbcheck.reports.workflow_pages import (
    as_json,
    cited,
    guards_of,
    limits_of,
    mermaid,
    state_names,
    workflows_page,
)
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.workflows import builtin_workflows, find_workflow, load_workflow, workflow
from dbcheck.workflow.table import Workflow

PROGRAM = "dbcheck platform"
ABOUT = Message(
    "流程表:谁在什么状态下可以做什么,期限多长,依据哪一条",
    "workflow tables: who may do what in which state, by when, by which clause",
)
ACTION = Message("list 列出全部流程;show 显示一个流程", "list every workflow; show one of them")
WORKFLOW = Message("流程名,如 letters,或流程表文件", "a workflow by name, e.g. letters, or the file of a table")
UNDER = Message(
    "只看这个文件下的流程,如 DB23T3649.10;可重复", "only what holds under this pack, e.g. DB23T3649.10; may be repeated"
)
FORMAT = Message(
    "输出形式:text(默认)、mermaid、json;list 另有 markdown",
    "what to print: text (default), mermaid or json; list also markdown",
)
ACTIONS = ("list", "show")
FORMATS: Mapping[str, tuple[str, ...]] = {"list": ("text", "json", "markdown"), "show": ("text", "mermaid", "json")}
EVERY_FORMAT = ("text", "mermaid", "json", "markdown")


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser(PROGRAM, ABOUT, lang)
    made.argument("action", ACTION, metavar="list|show", type=one_of("dbcheck platform", ACTIONS))
    made.argument("workflow", WORKFLOW, nargs="?", metavar="WORKFLOW")
    made.option("--under", about=UNDER, action="append", default=[], metavar="PACK")
    made.option(
        "--format",
        about=FORMAT,
        type=one_of("--format", EVERY_FORMAT),
        default="text",
        metavar="{text,mermaid,json,markdown}",
    )
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Print what was asked for. Raises UsageError, and PackError for a table with mistakes."""
    options = parser(lang).read(arguments)
    _check(options)
    documents = frozenset(options.under) or None
    if options.action == "list":
        _list([workflow(name).under(documents) for name in builtin_workflows()], options)
    else:
        _show(_named(options.workflow).under(documents), options)
    return 0


def _check(options: argparse.Namespace) -> None:
    if options.action == "show" and options.workflow is None:
        message = Message(f"show 后面写流程名,如 {PROGRAM} show letters", f"name a workflow: {PROGRAM} show letters")
        raise UsageError([Problem(PROGRAM, "", message)])
    if options.action == "list" and options.workflow is not None:
        message = Message(f"list 不带流程名;看一个流程用 {PROGRAM} show", f"list takes no workflow; use {PROGRAM} show")
        raise UsageError([Problem(PROGRAM, "", message)])
    allowed = FORMATS[options.action]
    if options.format not in allowed:
        what = Message(f"{options.action} 的 --format 没有取值", f"--format of {options.action} has no value")
        raise UsageError([Problem(PROGRAM, "--format", unknown_name(options.format, allowed, what))])
    problems = [
        Problem(PROGRAM, "--under", unknown_name(name, builtin_packs(), Message("没有规则包", "there is no pack")))
        for name in options.under
        if name not in builtin_packs()
    ]
    if problems:
        raise UsageError(problems)


def _named(name: str) -> Workflow:
    return workflow(name) if name in builtin_workflows() else load_workflow(find_workflow(name))


def _list(tables: Sequence[Workflow], options: argparse.Namespace) -> None:
    if options.format == "json":
        print_json({"workflows": [as_json(table) for table in tables]})
    elif options.format == "markdown":
        sys.stdout.write(workflows_page(tables))
    else:
        heads = _heads(
            options.lang,
            ("流程", "workflow"),
            ("名称", "title"),
            ("记录", "record"),
            ("状态", "states"),
            ("流转", "transitions"),
        )
        print_table(heads, [_brief(table, options.lang) for table in tables])


def _brief(table: Workflow, lang: str) -> tuple[str, ...]:
    return (table.name, table.title.say(lang), table.record, str(len(table.states)), str(len(table.transitions)))


def _show(table: Workflow, options: argparse.Namespace) -> None:
    lang = options.lang
    if options.format == "json":
        print_json(as_json(table))
    elif options.format == "mermaid":
        sys.stdout.write(mermaid(table, lang))
    else:
        _print(table, lang)


def _print(table: Workflow, lang: str) -> None:
    print_lines([line(f"{table.name}  {table.title.say(lang)}({table.record})", Tone.TITLE)])
    if table.transitions:
        heads = (
            Column(Message("动作", "action").say(lang)),
            Column(Message("从", "from").say(lang), flexible=True, wraps=True),
            Column(Message("到", "to").say(lang)),
            Column(Message("谁", "who").say(lang), wraps=True),
        )
        separator = "、" if lang == "zh" else ", "
        rows = [
            (
                row.label.say(lang) if lang == "en" else f"{row.label.zh} {row.action}",
                state_names(row.sources, table, lang) or "-",
                table.states[row.target].label.say(lang) if row.target else "=",
                separator.join(table.roles[role].say(lang) for role in row.roles),
            )
            for row in table.transitions
        ]
        print_table(heads, rows)
        _print_details(table, lang)
    for title, notes in (
        (Message("任何时候都成立", "Holds at any time"), table.invariants),
        (Message("不约束流转", "Binds no transition"), table.exempt),
    ):
        if notes:
            print_lines([line(title.say(lang), Tone.TITLE)])
            print_lines([line(f"  {note.says.say(lang)}  [{', '.join(note.rules)}]") for note in notes])


def _print_details(table: Workflow, lang: str) -> None:
    """Print conditions, limits and clauses of each action that has some."""
    for row in table.transitions:
        said = (
            (Message("条件", "condition"), guards_of(row, lang)),
            (Message("期限", "limit"), limits_of(row, table, lang)),
            (Message("依据", "clauses"), cited(row)),
        )
        if any(text for _, text in said):
            print_lines([line(f"{row.label.say(lang)} {row.action}", Tone.NOTE)])
            print_lines([line(f"  {name.say(lang)}  {text}") for name, text in said if text])


def _heads(lang: str, *titles: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(Message(*title).say(lang), flexible=at == 1) for at, title in enumerate(titles))
