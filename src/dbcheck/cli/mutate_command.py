"""``dbcheck rules mutate``: whether the examples of a pack notice that a rule has been changed."""

import argparse
import time
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from dbcheck.cli.listing import print_json, print_lines
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message
from dbcheck.plugins.registry import checkers
from dbcheck.records.snapshot import kinds
from dbcheck.reports.layout import Line, Tone, line
from dbcheck.rules.mutants import CHANGE_WORDS
from dbcheck.rules.mutation import EvaluateAll, PackMutation, RuleMutation, Survivor, mutate
from dbcheck.rules.pack import Example, Pack, Rule

OK, WRONG = 0, 2
ABOUT = Message("改动规则,看示例能否发现", "change the rules and see whether the examples notice")
DEEP = Message(
    "也试条件的各部分、界限加减一、列表的各项;只列出,不影响退出码",
    "also try parts of conditions, bounds by one, elements of lists; listed only, they do not decide the exit code",
)


def declare(made: CommandParser) -> None:
    """Declare ``--deep``."""
    made.option("--deep", about=DEEP, action="store_true")


def run(packs: Sequence[Pack], options: argparse.Namespace) -> int:
    """Mutate packs, print what survived, and give the exit code."""
    started = time.perf_counter()
    results: list[PackMutation] = []
    for pack in packs:
        results.append(_mutated(pack, deep=options.deep))
        if options.format == "text":
            print_lines([_head(results[-1], options.lang), *_lines(results[-1], options.lang)])
    if options.format == "json":
        print_json({"packs": [_document(result) for result in results]})
    else:
        seconds = f"{time.perf_counter() - started:.1f}"
        print_lines([line(Message(f"{seconds} 秒", f"{seconds} s").say(options.lang))])
    return OK if all(result.is_good for result in results) else WRONG


def _mutated(pack: Pack, *, deep: bool) -> PackMutation:
    return mutate(pack, _evaluate(pack), checkers=checkers(), kinds=kinds(), deep=deep)


def _evaluate(pack: Pack) -> EvaluateAll:
    evaluate_rules = import_module("dbcheck.pipeline").evaluate_rules  # the engine loads when it is needed

    def evaluate(rules: Sequence[Rule], example: Example) -> list[str]:
        return list(evaluate_rules(rules, example, pack))

    return evaluate


def _head(result: PackMutation, lang: str) -> Line:
    counted = _counted(result)
    text = Message(
        f"{result.pack.id}:{counted['rules']} 条规则,{counted['examples']} 个示例,{counted['mutants']} 个变体,"
        f"发现 {counted['killed']} 个,漏过 {counted['survived']} 个(其中说明了原因 {counted['explained']} 个)",
        f"{result.pack.id}: {counted['rules']} rules, {counted['examples']} examples, {counted['mutants']} mutants, "
        f"{counted['killed']} killed, {counted['survived']} survived ({counted['explained']} of them with a reason)",
    )
    return line(text.say(lang), Tone.GOOD if result.is_good else Tone.BAD)


def _counted(result: PackMutation) -> dict[str, int]:
    return {
        "rules": len(result.rules),
        "examples": sum(len(rule.rule.examples) for rule in result.rules),
        "mutants": sum(rule.mutants for rule in result.rules),
        "killed": sum(rule.killed for rule in result.rules),
        "survived": len(result.survivors),
        "explained": sum(survivor.reason is not None for survivor in result.survivors),
        "gaps": sum(survivor.is_gap for survivor in result.survivors),
    }


def _lines(result: PackMutation, lang: str) -> list[Line]:
    return [each for rule in result.rules for each in _of_rule(rule, lang)]


def _of_rule(found: RuleMutation, lang: str) -> list[Line]:
    where = f"{found.rule.where}  {found.rule.id}"
    told = [_told(survivor, where, lang) for survivor in found.survivors]
    for failure in found.failures:
        said = Message(
            f"示例不符:应为 {failure.expected},得到 {failure.got}", f"example wants {failure.expected}, got {failure.got}"
        )
        told.append(line(f"{failure.where}  {found.rule.id}: {said.say(lang)}", Tone.BAD))
    for place in found.stale:
        said = Message(
            f"{place} 列为无法发现,实际已被发现;请从表中删去",
            f"{place} is listed as beyond notice, but is noticed; unlist it",
        )
        told.append(line(f"{where}: {said.say(lang)}", Tone.BAD))
    return told


def _told(survivor: Survivor, where: str, lang: str) -> Line:
    text = f"  {where}: {survivor.mutant.say(lang)}"
    if survivor.reason is not None:
        return line(f"{text} ({survivor.reason.say(lang)})", Tone.NOTE)
    return line(text, Tone.BAD if survivor.is_gap else Tone.PLAIN)


def _document(result: PackMutation) -> dict[str, Any]:
    return {
        "pack": result.pack.id,
        "totals": _counted(result),
        "survivors": [_survivor(found.rule, survivor) for found in result.rules for survivor in found.survivors],
        "failures": [
            {"where": each.where, "rule": each.rule, "expected": each.expected, "got": each.got}
            for found in result.rules
            for each in found.failures
        ],
        "stale": [{"rule": found.rule.id, "place": place} for found in result.rules for place in found.stale],
    }


def _survivor(rule: Rule, survivor: Survivor) -> dict[str, Any]:
    mutant, reason = survivor.mutant, survivor.reason
    words = CHANGE_WORDS[mutant.change]
    return {
        "rule": rule.id,
        "where": rule.where,
        "place": mutant.place,
        "change": mutant.change.value,
        "says": {"zh": words.zh, "en": words.en},
        "is_gap": survivor.is_gap,
        "reason": None if reason is None else {"zh": reason.zh, "en": reason.en},
    }
