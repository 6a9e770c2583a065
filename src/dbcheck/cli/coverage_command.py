"""``dbcheck rules coverage``: how each clause of the law is verified."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dbcheck.cli.listing import print_json, print_lines, print_table
from dbcheck.cli.output import columns
from dbcheck.errors import Message
from dbcheck.plugins.registry import checkers
from dbcheck.reports.layout import Column, Tone, line, paragraph
from dbcheck.rules.coverage import ClauseCoverage, added, clauses_by_way, coverage, totals
from dbcheck.rules.pack import Pack
from dbcheck.rules.verification import VERIFIED_WORDS, Verified

OK = 0
ABOUT = Message("每一条款如何判定", "how each clause is verified")
EXPLAINED = Message(
    "规则按判定方式分列;一个条款有几条规则的,在各自的列里各计一次。机器判定:给出通过或不通过;机器提示疑点:由人复核;"
    "只计量:原文没有数字,只统计不判定;人工核查:由检查人员作答;说明:定义、标题和允许,不约束任何人。",
    "Rules stand in one column each; a clause with several rules counts once in each of their columns. machine: pass or fail; "
    "suspicion: a person looks at what is found; measured: the text gives no number, so it is counted and not judged; "
    "attested: an inspector answers; informative: definitions, headings and permissions, which bind nobody.",
)


@dataclass(frozen=True, slots=True)
class _Covered:
    pack: Pack
    rows: tuple[ClauseCoverage, ...]


def run(packs: Sequence[Pack], options: argparse.Namespace) -> int:
    """Print the totals of packs, and of those that were named every rule; give the exit code."""
    covered = [_Covered(pack, coverage(pack, checkers())) for pack in packs]
    if options.format == "json":
        print_json(_document(covered))
        return OK
    if options.named:
        for each in covered:
            _print_rules(each, options.lang)
    _print_totals(covered, options.lang)
    return OK


def _document(covered: Sequence[_Covered]) -> dict[str, Any]:
    packs = [
        {
            "pack": each.pack.id,
            "title": each.pack.title,
            "totals": totals(each.rows),
            "clauses": clauses_by_way(each.rows),
            "rules": [asdict(row) for row in each.rows],
        }
        for each in covered
    ]
    return {
        "packs": packs,
        "totals": added(totals(each.rows) for each in covered),
        "clauses": added(clauses_by_way(each.rows) for each in covered),
    }


def _print_rules(each: _Covered, lang: str) -> None:
    print_lines([line(f"{each.pack.id}  {each.pack.document} {each.pack.title}", Tone.TITLE)])
    heads = [
        Column(Message("规则", "rule").say(lang)),
        Column(Message("约束", "modality").say(lang)),
        Column(Message("检查器", "check").say(lang)),
        Column(Message("判定方式", "verified").say(lang)),
        Column(Message("示例", "examples").say(lang), right=True),
    ]
    print_table(
        heads,
        [(r.rule, r.modality, r.check, VERIFIED_WORDS[r.verified].say(lang), str(r.examples)) for r in each.rows],
    )
    print_lines([()])


def _print_totals(covered: Sequence[_Covered], lang: str) -> None:
    heads = [
        Column(Message("规则包", "pack").say(lang)),
        Column(Message("计数", "counted").say(lang)),
        Column(Message("合计", "all").say(lang), right=True),
        *(Column(VERIFIED_WORDS[way].say(lang), right=True) for way in Verified),
        Column(Message("示例", "examples").say(lang), right=True),
    ]
    rows = [row for each in covered for row in _rows(each.pack.id, totals(each.rows), clauses_by_way(each.rows), lang)]
    if len(covered) > 1:
        together = added(totals(each.rows) for each in covered)
        clauses = added(clauses_by_way(each.rows) for each in covered)
        rows += _rows(Message("全部", "all").say(lang), together, clauses, lang)
    print_table(heads, rows)
    print_lines([(), *paragraph(EXPLAINED.say(lang), columns(), tone=Tone.FAINT)])


def _rows(name: str, rules: Mapping[str, int], clauses: Mapping[str, int], lang: str) -> list[tuple[str, ...]]:
    """Give the row of rules and the row of clauses."""
    return [
        (
            name,
            Message("规则", "rules").say(lang),
            f"{rules['rules']:,}",
            *(f"{rules[way.value]:,}" for way in Verified),
            f"{rules['examples']:,}",
        ),
        (
            "",
            Message("条款", "clauses").say(lang),
            f"{rules['clauses']:,}",
            *(f"{clauses[way.value]:,}" for way in Verified),
            "",
        ),
    ]
