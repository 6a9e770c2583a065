"""``dbcheck score``: points for what audits have found."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dbcheck.cli.exit_codes import CLEAN
from dbcheck.cli.output import columns, is_coloured, show
from dbcheck.cli.parser import CommandParser, one_of, several_of
from dbcheck.errors import Message, Problem, UsageError

if TYPE_CHECKING:
    from dbcheck.rules.score_answers import ItemAnswer
    from dbcheck.rules.scorecard import Scorecard
    from dbcheck.scores import ScoreReport

ABOUT = Message(
    "按评分卡给一次或多次审计计分:得分的上下界、名次、档次、与上期相比,每一分都指明指标、规则和记录。DIR 是 dbcheck audit --out 写出的文件夹。",
    "Score one or more audits by a scorecard: bounds, ranks, bands, change since the period before, and for every point the item, the rule and "
    "the record. DIR is a folder that dbcheck audit --out has written.",
)
EPILOG = Message(
    "例:dbcheck score 一季度/ 二季度/ --scorecard weighted-clauses\n    dbcheck score 二季度/ --scorecard national-2019 --by site --out 评分/ --format html,xlsx",
    "e.g. dbcheck score q1/ q2/ --scorecard weighted-clauses\n     dbcheck score q2/ --scorecard national-2019 --by site --out scores/ --format html,xlsx",
)
RUNS = Message("审计报告文件夹,可以写多个", "report directories of audits, one or more")
SCORECARD = Message("评分卡的名称或文件", "a scorecard, by name or file")
BY = Message(
    "给谁计分:site 各网站、unit 各单位、region 各地区;默认每次审计一个分数",
    "who is scored: site, unit or region; default one score for each run",
)
PREVIOUS = Message("上一期的报告文件夹,可以重复", "a report directory of the period before; may be repeated")
ANSWERS = Message(
    "规则查不到的指标的人工核查结果(.xlsx、.csv、.yaml)",
    "what inspectors found about items that no rule decides (.xlsx, .csv, .yaml)",
)
PREVIOUS_ANSWERS = Message("上一期的人工核查结果", "the same of the period before")
FORMAT = Message(
    "格式,逗号分隔:text、json、html、xlsx、form(待核查指标的填报表);没有 --out 时只能是 text(默认)或 json",
    "formats, with commas between: text, json, html, xlsx, form (what is open, to fill in); without --out text (default) or json",
)
OUT = Message("把各格式写入该文件夹(scorecard.json 等)", "write the formats into this folder (scorecard.json, ...)")
FORMATS = ("text", "json", "html", "xlsx", "form")
SUBJECTS = ("site", "unit", "region")


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck score", ABOUT, lang, epilog=EPILOG)
    made.argument("runs", RUNS, nargs="+", metavar="DIR", type=Path)
    made.option("--scorecard", about=SCORECARD, metavar="NAME", required=True)
    made.option("--by", about=BY, metavar="{site,unit,region}", type=one_of("--by", SUBJECTS))
    made.option("--previous", about=PREVIOUS, metavar="DIR", type=Path, action="append", default=[])
    made.option("--answers", about=ANSWERS, metavar="FILE", type=Path)
    made.option("--previous-answers", about=PREVIOUS_ANSWERS, metavar="FILE", type=Path)
    made.option("--format", about=FORMAT, metavar="NAME", type=several_of("--format", FORMATS), action="extend", default=[])
    made.option("--out", about=OUT, metavar="DIR", type=Path)
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Print the scorecard, or write it; a low score is no failure of the command. Raises UsageError and PackError."""
    options = parser(lang).read(arguments)
    wanted = tuple(dict.fromkeys(options.format)) or ("text",)
    if options.out is None and (len(wanted) > 1 or wanted[0] not in ("text", "json")):
        said = Message(
            "html、xlsx、form 或几种格式一起要写 --out DIR", "html, xlsx, form, or several formats at once need --out DIR"
        )
        raise UsageError([Problem("dbcheck score", "--format", said)])
    from dbcheck.rules.scorecards import load_scorecard  # noqa: PLC0415 - --help needs no Polars
    from dbcheck.scoring.cards import score_runs  # noqa: PLC0415 - as above
    from dbcheck.scoring.runs import read_run  # noqa: PLC0415 - as above

    card = load_scorecard(options.scorecard)
    report = score_runs(
        [read_run(path, "DIR") for path in dict.fromkeys(options.runs)],
        card,
        by=options.by or "run",
        answers=_answers(options.answers, card),
        previous=[read_run(path, "--previous") for path in dict.fromkeys(options.previous)],
        previous_answers=_answers(options.previous_answers, card),
        lang=lang,
    )
    _give(report, wanted, options, lang)
    return CLEAN


def _answers(path: Path | None, card: "Scorecard") -> "tuple[ItemAnswer, ...]":
    if path is None:
        return ()
    from dbcheck.decisions import item_answers  # noqa: PLC0415 - as above

    return item_answers(path, card)


def _give(report: "ScoreReport", wanted: Sequence[str], options: argparse.Namespace, lang: str) -> None:
    """Print the page, or the JSON that was asked for instead; with ``--out`` write the formats and print the page."""
    from dbcheck.reports.score_formats import write_scores  # noqa: PLC0415 - as above
    from dbcheck.reports.score_json import score_document  # noqa: PLC0415 - as above
    from dbcheck.reports.score_text import score_lines  # noqa: PLC0415 - as above

    if options.out is None and wanted == ("json",):
        from dbcheck.reports.results import json_text  # noqa: PLC0415 - as above

        sys.stdout.write(json_text(score_document(report, lang=lang)))
        return
    show(score_lines(report, columns=columns(), lang=lang), coloured=is_coloured(None))
    if options.out is not None:
        written = write_scores(report, options.out, wanted, lang=lang)
        names = Message("、", ", ").say(lang).join(path.name for path in written)
        from dbcheck.reports.layout import BLANK, line  # noqa: PLC0415 - as above

        said = Message(f"写入 {options.out}:{names}", f"Written to {options.out}: {names}").say(lang)
        show([BLANK, line(said)], coloured=is_coloured(None))
