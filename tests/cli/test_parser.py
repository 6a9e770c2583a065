from pathlib import Path

import pytest

from dbcheck.cli.audit_command import parser
from dbcheck.cli.language import language_of
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message, UsageError
from dbcheck.reports.widths import width

# A wrong command line and what must be said about it, in Chinese and in English.
WRONG = {
    ("导出", "--ruls", "X"): ("没有选项 '--ruls';可用:--rules", "there is no option '--ruls'; use one of: --rules"),
    ("导出", "--rul=X"): ("没有选项 '--rul';可用:--rules", "there is no option '--rul'; use one of: --rules"),
    ("导出", "--as-of"): ("--as-of 后面要写一个值", "argument --as-of: expected one argument"),
    ("导出", "--explain", "5.3.3#2"): ("--explain 后面要写 2 个值", "argument --explain: expected 2 arguments"),
    ("导出", "--retroactive=yes"): ("--retroactive 不带值", "argument --retroactive: ignored explicit argument 'yes'"),
    (): ("缺少 SOURCE", "the following arguments are required: SOURCE"),
    ("导出", "--fail-on", "violations"): ("--fail-on 没有取值 'violations';可用:violation", "use one of: violation"),
    ("导出", "--format", "json,odt"): (
        "--format 没有 'odt';可用:json, csv",
        "--format has no 'odt'; available: json, csv",
    ),
    ("导出", "--lang", "de"): ("--lang 没有取值 'de'", "--lang has no value 'de'"),
    ("导出", "--ignore", "f.yaml"): ("没有选项 '--ignore'", "there is no option '--ignore'"),
}


@pytest.mark.parametrize("arguments", WRONG)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mistake_is_answered_in_the_language_of_the_user(arguments: tuple[str, ...], lang: str) -> None:
    with pytest.raises(UsageError) as caught:
        parser(lang).read(arguments)
    chinese, english = WRONG[arguments]
    assert (english if lang == "en" else chinese) in caught.value.say(lang)
    assert caught.value.exit_code == 2


def test_all_unknown_options_are_named_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        parser("en").read(["导出", "--formt", "json", "--as_of=2025-01-01"])
    said = caught.value.say("en")
    assert "'--formt'; use one of: --format" in said
    assert "'--as_of'; use one of: --as-of" in said


def test_options_and_sources_may_stand_in_any_order() -> None:
    found = parser("zh").read(["甲.csv", "--as-of", "2025-06-30", "乙.csv", "--rules", "A", "--rules", "B", "丙.csv"])
    assert found.sources == ["甲.csv", "乙.csv", "丙.csv"]
    assert found.rules == ["A", "B"]


def test_formats_may_be_given_with_commas_and_repeatedly() -> None:
    found = parser("zh").read(["导出", "--format", "json, csv", "--format", "csv", "--out", "报告"])
    assert found.format == ["json", "csv", "csv"]
    assert found.out == Path("报告")


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", ("用法:dbcheck audit", "参数:", "选项:")), ("en", ("usage: dbcheck audit", "options:"))]
)
def test_help_speaks_one_language_and_fits_the_terminal(
    lang: str, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = parser(lang).format_help()
    for words in said:
        assert words in text
    assert ("usage:" in text) == (lang == "en")
    assert [line for line in text.splitlines() if width(line) > 80] == []


def test_a_percent_sign_in_a_help_text_is_printed() -> None:
    made = CommandParser("dbcheck x", Message("x", "x"), "en")
    made.option("--share", about=Message("占比 30%", "a share of 30%"))
    assert "a share of 30%" in made.finish().format_help()


@pytest.mark.parametrize(
    ("arguments", "variable", "lang"),
    [
        ([], "", "zh"),
        ([], "en", "en"),
        ([], "en_US.UTF-8", "en"),
        ([], "fr", "zh"),
        (["--lang", "en"], "", "en"),
        (["audit", "--lang=en"], "zh", "en"),
        (["--lang", "de"], "en", "en"),
        (["audit", "x", "--lang"], "", "zh"),
    ],
)
def test_the_language_is_found_before_anything_is_parsed(arguments: list[str], variable: str, lang: str) -> None:
    assert language_of(arguments, {"DBCHECK_LANG": variable}) == lang
