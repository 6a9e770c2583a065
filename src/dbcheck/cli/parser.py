"""Command lines in the language of the user: argparse whose help, and whose answer to a mistake, is Chinese or English."""

import argparse
import re
import shutil
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from dbcheck.cli.language import LANGUAGES
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.records.predicate import unknown_name
from dbcheck.reports.widths import width, wrap

USAGE = Message("用法:", "usage: ")
ARGUMENTS = Message("参数", "arguments")
OPTIONS = Message("选项", "options")
COMMANDS = Message("命令", "commands")
HELP = Message("显示本说明后退出", "show this help and exit")
LANGUAGE = Message(
    "提示与报告的语言(默认 zh;也可设环境变量 DBCHECK_LANG)",
    "language of messages and reports (default zh; or DBCHECK_LANG)",
)

# What argparse says about a mistake, and how a Chinese reader is told; the groups keep their numbers.
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"argument (.+?): expected one argument", r"\1 后面要写一个值"),
        (r"argument (.+?): expected at least one argument", r"\1 后面至少要写一个值"),
        (r"argument (.+?): expected (\d+) arguments?", r"\1 后面要写 \2 个值"),
        (r"argument (.+?): ignored explicit argument (.+)", r"\1 不带值,不能写成 =\2"),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 不能与 \2 同时使用"),
        (r"argument (.+?): invalid \w+ value: (.+)", r"\1 的值 \2 不对"),
        (r"the following arguments are required: (.+)", r"缺少 \1"),
        (r"one of the arguments (.+) is required", r"以下选项要写一个:\1"),
        (r"argument (.+?): (.+)", r"\1:\2"),
    )
)


class _Formatter(argparse.HelpFormatter):
    """Help laid out by terminal columns, where a Chinese character takes two."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(shutil.get_terminal_size().columns, 110) - 2)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + piece for piece in wrap(text, width - len(indent)))


class CommandParser(argparse.ArgumentParser):
    """The parser of one command.

    Every argument is declared by ``argument`` or ``option`` with a help text in both languages. Options and sources may stand in any
    order. A mistake raises UsageError; nothing is abbreviated.
    """

    def __init__(self, prog: str, about: Message, lang: str, *, epilog: Message | None = None) -> None:
        super().__init__(
            prog=prog,
            description=about.say(lang),
            epilog=epilog.say(lang) if epilog else None,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.lang = lang
        self._arguments = self.add_argument_group(ARGUMENTS.say(lang))
        self._options = self.add_argument_group(OPTIONS.say(lang))

    def argument(self, name: str, about: Message, **settings: Any) -> None:
        """Declare a positional argument; ``settings`` are those of argparse."""
        self._arguments.add_argument(name, help=_escaped(about.say(self.lang)), **settings)

    def option(self, *names: str, about: Message, **settings: Any) -> None:
        """Declare an option; ``settings`` are those of argparse."""
        self._options.add_argument(*names, help=_escaped(about.say(self.lang)), **settings)

    def finish(self) -> "CommandParser":
        """Add the options that every command has."""
        self.option("--lang", about=LANGUAGE, type=one_of("--lang", LANGUAGES), metavar="{zh,en}", default=self.lang)
        self.option("-h", "--help", about=HELP, action="help")
        if (
            self.usage is None
        ):  # else intermixed parsing would take it from the help text, and its English first word off it
            self.usage = _escaped(self._usage_text())
        return self

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse the arguments of the command. Raises UsageError."""
        found, extra = self.parse_known_intermixed_args(list(arguments))
        unknown = [word for word in extra if word.startswith("-")]  # a stray word beside one is most likely its value
        if extra:
            raise UsageError([Problem(self.prog, "", self._unknown(word)) for word in unknown or extra])
        return found

    def _unknown(self, word: str) -> Message:
        if not word.startswith("-"):
            return Message(f"多出的参数 {word!r}", f"unexpected argument {word!r}")
        from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

        given = word.partition("=")[0]
        known = [name.removeprefix("--") for name in self._option_string_actions if name.startswith("--")]
        near = get_close_matches(given.lstrip("-"), known, n=3, cutoff=0.6) or known
        listed = ", ".join(f"--{name}" for name in near)
        return Message(f"没有选项 {given!r};可用:{listed}", f"there is no option {given!r}; use one of: {listed}")

    def format_usage(self) -> str:
        """Give the usage line."""
        return self._usage_line() + "\n"

    def format_help(self) -> str:
        """Give the whole help text."""
        formatter = _Formatter(self.prog)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return f"{self._usage_line()}\n\n{formatter.format_help()}"

    def _usage_line(self) -> str:
        return USAGE.say(self.lang) + self._usage_text()

    def _usage_text(self) -> str:
        """Give the usage without its first word, whose columns are left free: argparse counts characters."""
        blank = "-" * width(USAGE.say(self.lang))
        formatter = _Formatter(self.prog)
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups, prefix=blank)
        return formatter.format_help().rstrip().removeprefix(blank)

    def error(self, message: str) -> NoReturn:
        """Raise what argparse complains about as a UsageError."""
        raise UsageError([Problem(self.prog, "", Message(_in_chinese(message), message))])


def one_of(option: str, choices: Sequence[str]) -> Callable[[str], str]:
    """Make a type of argument: one word among ``choices``; another raises UsageError with what is near."""

    def read(word: str) -> str:
        if word not in choices:
            message = unknown_name(word, choices, Message(f"{option} 没有取值", f"{option} has no value"))
            raise UsageError([Problem("dbcheck", "", message)])
        return word

    return read


def several_of(option: str, choices: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Make a type of argument: words among ``choices`` with commas between; unknown ones raise UsageError, all at once."""
    available = Message(f";可用:{', '.join(choices)}", f"; available: {', '.join(choices)}")

    def read(text: str) -> tuple[str, ...]:
        words = tuple(word for word in (piece.strip() for piece in text.split(",")) if word)
        problems = [
            Problem(
                "dbcheck", "", Message(f"{option} 没有 {word!r}{available.zh}", f"{option} has no {word!r}{available.en}")
            )
            for word in words
            if word not in choices
        ]
        if problems:
            raise UsageError(problems)
        return words

    return read


def _in_chinese(message: str) -> str:
    for pattern, chinese in _PHRASES:
        if pattern.fullmatch(message):
            return pattern.sub(chinese, message)
    return message


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
