"""Promise 8: each checker has its file, its test and its page; README names every command and option, and no others."""

import argparse
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from dbcheck.cli import rules_commands
from dbcheck.cli.commands import COMMANDS
from dbcheck.cli.exit_codes import FAIL_ON, MEANINGS
from dbcheck.cli.plugins_command import parameters_of
from dbcheck.errors import Message
from dbcheck.plugins.parameters import where_mistakes
from dbcheck.plugins.registry import registered
from dbcheck.records.snapshot import kinds
from dbcheck.rules.pack import UNCHECKED
from dbcheck.rules.packs import builtin_packs
from dbcheck.rules.params import build_params

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
BUILTIN = [name for name, each in registered().items() if each.origin == "dbcheck"]
VERDICT_ROWS = ("Pass", "Fail", "Pending", "Undetermined", "Does not apply")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def page(checker: str) -> str:
    return text(ROOT / "docs" / "checkers" / f"{checker}.md")


def parsers() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Give the parser of every command, those of ``dbcheck rules`` among them."""
    for name, command in COMMANDS.items():
        if name == "rules":
            for action in rules_commands.ACTIONS:
                yield f"rules {action}", rules_commands._parser(action, "en")
        else:
            yield name, import_module(command.module).parser("en")


@pytest.mark.parametrize("name", BUILTIN)
def test_each_checker_has_its_file_its_test_and_its_page(name: str) -> None:
    assert (ROOT / f"src/dbcheck/plugins/checkers/{name}.py").is_file()
    assert page(name).startswith(f"# {name}\n")
    if name not in UNCHECKED:  # no machine decides them
        assert "def test_" in text(ROOT / f"tests/plugins/checkers/test_{name}.py")


@pytest.mark.parametrize("name", BUILTIN)
def test_each_page_names_every_parameter_and_no_other(name: str) -> None:
    table = page(name).partition("| parameter | meaning |")[2].partition("\n\n")[0]
    named = {word for cell in re.findall(r"^\| (.+?) \|", table, re.MULTILINE) for word in re.findall(r"`(\w+)", cell)}
    wanted = {parameter.name for parameter in parameters_of(registered()[name].checker.Params)}
    assert named | {"record", "where"} == wanted | {"record", "where"} or not wanted


@pytest.mark.parametrize("name", [name for name in BUILTIN if name not in ("text_scan", "page_scan")])
def test_each_page_says_when_it_passes_fails_waits_and_does_not_apply(name: str) -> None:
    written = page(name)
    assert all(re.search(rf"^\| .*{verdict}.* \|", written, re.MULTILINE) for verdict in VERDICT_ROWS)


@pytest.mark.parametrize("name", [name for name in BUILTIN if name != "informative"])
def test_the_samples_of_each_page_are_right(name: str) -> None:
    checker = registered()[name].checker
    samples = [yaml.safe_load(found) for found in re.findall(r"```yaml\n(.*?)```", page(name), re.DOTALL)]
    rules = [sample for sample in samples if isinstance(sample, dict) and sample.get("check") == name]
    assert rules
    for rule in rules:
        params = build_params(checker, rule["with"])
        assert list(checker.mistakes(params, kinds())) == []
        if "record" in rule["with"]:
            assert list(where_mistakes(kinds(), rule["with"]["record"], rule["with"].get("where"))) == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.name))
def test_the_readme_names_every_command_and_option(readme: Path) -> None:
    written = text(readme)
    for command, parser in parsers():
        assert f"dbcheck {command}" in written
        options = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
        missing = sorted(option for option in options if f"`{option}" not in written)
        assert missing == [], command


@pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.name))
def test_the_readme_names_every_pack_exit_code_and_level(readme: Path) -> None:
    written = text(readme)
    assert [name for name in builtin_packs() if f"`{name}`" not in written] == []
    codes = {int(code) for code in re.findall(r"^\| ([0-9]) \|", written, re.MULTILINE)}
    assert codes == {*MEANINGS, 2}
    assert all(level in written for level in FAIL_ON)


def test_both_readmes_are_built_alike() -> None:
    english, chinese = (_shape(text(readme)) for readme in READMES)
    assert chinese == english


def _shape(written: str) -> dict[str, Any]:
    prose = re.sub(r"```.*?```", "", written, flags=re.DOTALL)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "commands": re.findall(r"^### (dbcheck .*)$", prose, re.MULTILINE),
        "samples": re.findall(r"^```(\w+)", written, re.MULTILINE),
        "table rows": len(re.findall(r"^\|", prose, re.MULTILINE)),
        "links": sorted(set(re.findall(r"\]\((?!README)([^)]+)\)", prose))),
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_name_only_commands_and_options_that_exist(path: Path) -> None:
    options = {option for _, parser in parsers() for action in parser._actions for option in action.option_strings}
    written = text(path)
    named = set(re.findall(r"\bdbcheck ([a-z]+)\b", "\n".join(_commands(written))))
    assert named <= set(COMMANDS)
    for line in _commands(written):
        assert set(re.findall(r"(?<!\S)(--[a-z-]+)", line)) <= options, line


def _commands(written: str) -> Iterator[str]:
    """Give what stands as a command line: lines of shell samples, and quoted commands."""
    for sample in re.findall(r"```(?:sh|text)\n(.*?)```", written, re.DOTALL):
        yield from (line.partition("#")[0] for line in sample.splitlines() if line.startswith("dbcheck "))
    yield from re.findall(r"`(dbcheck [a-z][^`]*)`", re.sub(r"```.*?```", "", written, flags=re.DOTALL))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(path: Path) -> None:
    prose = re.sub(r"```.*?```", "", text(path), flags=re.DOTALL)
    targets = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link]
    assert [target for target in targets if target and not (path.parent / target).exists()] == []


def test_every_command_says_what_it_is_for_in_both_languages() -> None:
    said: list[Message] = [command.about for command in COMMANDS.values()]
    assert all(message.zh and message.en and message.zh != message.en for message in said)
