"""``dbcheck rules list|show|lint|test|mutate|coverage``: what the packs say, whether they are right, what they cover."""

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from dbcheck.cli import coverage_command, mutate_command
from dbcheck.cli.listing import listing_format, print_json, print_lines, print_table
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message, PackError, PluginError, Problem, UsageError
from dbcheck.plugins.registry import checkers, registered
from dbcheck.records.predicate import unknown_name
from dbcheck.records.snapshot import kinds
from dbcheck.reports.layout import Column, Tone, line
from dbcheck.rules.examples import Evaluate, run_examples
from dbcheck.rules.loader import load_pack
from dbcheck.rules.pack import Example, Pack, Rule
from dbcheck.rules.packs import builtin_packs, find_pack

OK, WRONG = 0, 2
PROGRAM = "dbcheck rules"
ABOUT = Message("查看、检查、测试规则包。", "List, show, lint and test rule packs.")
PACKS = Message("规则包名或文件;不写则为自带的全部", "packs by name or file; without any: all that come with dbcheck")


@dataclass(frozen=True, slots=True)
class Action:
    """One sub-command: what it is for, what it takes, and what does it."""

    about: Message
    argument: str
    takes: Message
    nargs: str
    run: Callable[[argparse.Namespace], int]
    declare: Callable[[CommandParser], None] | None = None  # its own options


def run(arguments: Sequence[str], lang: str) -> int:
    """Do one of ACTIONS and give the exit code. Raises UsageError, and PackError for a pack with mistakes."""
    name = next((word for word in arguments if word in ACTIONS), None)
    if name is None:
        return _without_action(arguments, lang)
    place = arguments.index(name)
    options = _parser(name, lang).read([*arguments[:place], *arguments[place + 1 :]])
    return ACTIONS[name].run(options)


def _without_action(arguments: Sequence[str], lang: str) -> int:
    words = [word for word in arguments if not word.startswith("-") and word not in ("zh", "en")]
    if words:
        message = unknown_name(words[0], ACTIONS, Message("没有子命令", "there is no sub-command"))
        raise UsageError([Problem(PROGRAM, "", message)])
    print_lines([line(f"{PROGRAM} {'|'.join(ACTIONS)}", Tone.TITLE), line(ABOUT.say(lang))])
    for name, action in ACTIONS.items():
        print_lines([line(f"  {name:10}{action.about.say(lang)}")])
    return OK if {"-h", "--help"} & set(arguments) else WRONG


def _parser(name: str, lang: str) -> CommandParser:
    action = ACTIONS[name]
    made = CommandParser(f"{PROGRAM} {name}", action.about, lang)
    made.argument("named", action.takes, nargs=action.nargs, metavar=action.argument)
    listing_format(made)
    if action.declare is not None:
        action.declare(made)
    return made.finish()


def list_rules(options: argparse.Namespace) -> int:
    """Print one line per rule."""
    packs = _packs(options.named)
    if options.format == "json":
        print_json({"packs": [{**_head(pack), "rules": [_brief(rule) for rule in pack.rules]} for pack in packs]})
        return OK
    heads = _heads(options.lang, ("规则", "rule"), ("约束", "modality"), ("检查器", "check"), ("要求", "requirement"))
    rows = [(rule.id, rule.modality, rule.check, rule.requirement) for pack in packs for rule in pack.rules]
    print_table(heads, rows)
    return OK


def show_rule(options: argparse.Namespace) -> int:
    """Print everything about one rule: ``PACK/CLAUSE#PART``, or ``CLAUSE#PART`` where only one pack has it."""
    pack, rule = _find_rule(options.named)
    if options.format == "json":
        print_json(_whole(pack, rule))
        return OK
    say = partial(_field, options.lang)
    print_lines([line(f"{rule.id}  {rule.requirement}", Tone.TITLE)])
    say("文件", "document", f"{pack.document} {pack.title}")
    say("约束", "modality", rule.modality)
    say("义务人", "subject", rule.subject)
    say("流程", "workflow", rule.workflow)
    say("检查器", "check", rule.check)
    for name, value in rule.params.items():
        say("参数", "parameter", f"{name}: {json.dumps(value, ensure_ascii=False)}")
    say("理解", "reading", rule.reading)
    say("位置", "place", rule.where)
    for example in rule.examples:
        day = f" ({example.as_of})" if example.as_of else ""
        say("示例", "example", f"{example.verdict}{day}: {json.dumps(_records(example), ensure_ascii=False)}")
    return OK


def lint(options: argparse.Namespace) -> int:
    """Print every mistake of every pack."""
    paths = _paths(options.named)
    _, problems = _loaded(paths)
    problems += _plugin_problems()
    if options.format == "json":
        told = [{"where": p.where, "subject": p.subject, "zh": p.message.zh, "en": p.message.en} for p in problems]
        print_json({"packs": [path.name for path in paths], "problems": told})
    else:
        print_lines([line(problem.say(options.lang)) for problem in problems])
        summary = Message(
            f"{len(paths)} 个规则包,{len(problems)} 处错误", f"packs: {len(paths)}, mistakes: {len(problems)}"
        )
        print_lines([line(summary.say(options.lang), Tone.BAD if problems else Tone.GOOD)])
    return WRONG if problems else OK


def _plugin_problems() -> Sequence[Problem]:
    """Find what is wrong with installed plugins; an audit asks them only when a pack names a check that is not built in."""
    try:
        registered()
    except PluginError as error:
        return error.problems
    return ()


def test(options: argparse.Namespace) -> int:
    """Evaluate every example with the engine and print those that get another verdict."""
    started = time.perf_counter()
    packs = _packs(options.named)
    failures = [failure for pack in packs for failure in run_examples(pack, _evaluate(pack))]
    examples = sum(len(rule.examples) for pack in packs for rule in pack.rules)
    seconds = time.perf_counter() - started
    if options.format == "json":
        print_json({"packs": [pack.id for pack in packs], "examples": examples, "failures": [asdict(f) for f in failures]})
    else:
        for failure in failures:
            said = Message(f"应为 {failure.expected},得到 {failure.got}", f"wants {failure.expected}, got {failure.got}")
            print_lines([line(f"{failure.where}  {failure.rule}: {said.say(options.lang)}", Tone.BAD)])
        summary = Message(
            f"{examples} 个示例,{len(failures)} 个不符,{seconds:.1f} 秒",
            f"examples: {examples}, failed: {len(failures)}, {seconds:.1f} s",
        )
        print_lines([line(summary.say(options.lang), Tone.BAD if failures else Tone.GOOD)])
    return WRONG if failures else OK


def coverage(options: argparse.Namespace) -> int:
    """Print how each clause is verified, and the totals of each pack."""
    return coverage_command.run(_packs(options.named), options)


def mutate(options: argparse.Namespace) -> int:
    """Change every rule and print which changes no example notices."""
    return mutate_command.run(_packs(options.named), options)


ACTIONS: Mapping[str, Action] = {
    "list": Action(Message("列出规则", "list the rules"), "PACK", PACKS, "*", list_rules),
    "show": Action(
        Message("显示一条规则的全部内容", "show everything about a rule"),
        "RULE",
        Message("规则编号,如 DB23T3649.10/5.3.3#2", "a rule's id, e.g. DB23T3649.10/5.3.3#2"),
        "?",
        show_rule,
    ),
    "lint": Action(Message("检查规则包的写法", "find mistakes in packs"), "PACK", PACKS, "*", lint),
    "test": Action(Message("运行规则包里的示例", "run the examples in packs"), "PACK", PACKS, "*", test),
    "mutate": Action(mutate_command.ABOUT, "PACK", PACKS, "*", mutate, mutate_command.declare),
    "coverage": Action(coverage_command.ABOUT, "PACK", PACKS, "*", coverage),
}


def _evaluate(pack: Pack) -> Evaluate:
    evaluate_example = import_module("dbcheck.pipeline").evaluate_example  # the engine loads when it is needed

    def evaluate(rule: Rule, example: Example) -> str:
        return str(evaluate_example(rule, example, pack))

    return evaluate


def _paths(named: Sequence[str]) -> list[Path]:
    paths: list[Path] = []
    problems: list[Problem] = []
    for name in named:
        try:
            paths.append(find_pack(name))
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    return paths or list(builtin_packs().values())


def _packs(named: Sequence[str]) -> list[Pack]:
    """Load packs, those that come along by default; raise PackError with the mistakes of all of them."""
    packs, problems = _loaded(_paths(named))
    if problems:
        raise PackError(problems)
    return packs


def _loaded(paths: Sequence[Path]) -> tuple[list[Pack], list[Problem]]:
    """Load what can be loaded, and say what is wrong with the rest."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            packs.append(load_pack(path, kinds=kinds(), checkers=checkers()))
        except PackError as error:
            problems += error.problems
    return packs, problems


def _find_rule(named: str | None) -> tuple[Pack, Rule]:
    if named is None:
        message = Message("写上规则编号,如 DB23T3649.10/5.3.3#2", "name a rule, e.g. DB23T3649.10/5.3.3#2")
        raise UsageError([Problem(f"{PROGRAM} show", "", message)])
    pack_name, _, ref = named.rpartition("/")
    packs = _packs([pack_name] if pack_name else [])
    found = [(pack, pack.index[ref]) for pack in packs if ref in pack.index]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(rule.id for _, rule in found)
        message = Message(f"{ref} 在几个规则包里都有:{listed}", f"several packs have {ref}: {listed}; write one of these")
    else:
        known = [rule.id for pack in packs for rule in pack.rules]
        message = unknown_name(named, known, Message("没有规则", "there is no rule"))
    raise UsageError([Problem(f"{PROGRAM} show", "", message)])


def _heads(lang: str, *titles: tuple[str, str]) -> list[Column]:
    """Make columns of titles in both languages; requirements give way when the page is narrow, numbers stand right."""
    return [Column(Message(zh, en).say(lang), right=en == "examples", flexible=en == "requirement") for zh, en in titles]


def _field(lang: str, zh: str, en: str, value: str) -> None:
    if value:
        print_lines([line(f"  {Message(zh, en).say(lang)}: {value}")])


def _head(pack: Pack) -> dict[str, str | None]:
    effective = pack.effective.isoformat() if pack.effective else None
    return {"pack": pack.id, "title": pack.title, "document": pack.document, "effective": effective}


def _brief(rule: Rule) -> dict[str, str]:
    names = ("clause", "part", "modality", "subject", "workflow", "check", "requirement")
    return {"rule": rule.id, **{name: getattr(rule, name) for name in names}}


def _whole(pack: Pack, rule: Rule) -> dict[str, Any]:
    examples = [{"verdict": e.verdict, "as_of": e.as_of, "main": e.main, "records": _records(e)} for e in rule.examples]
    return {
        **_head(pack),
        **_brief(rule),
        "with": rule.params,
        "reading": rule.reading,
        "where": rule.where,
        "examples": examples,
    }


def _records(example: Example) -> dict[str, Any]:
    return {kind: list(records) for kind, records in example.records.items()}
