"""The command: arguments in, exit code out. Each sub-command is a module, imported when it is asked for."""

import atexit
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NoReturn, Protocol

from dbcheck.cli.collecting import while_loading
from dbcheck.cli.commands import COMMANDS, general_help, version_line
from dbcheck.cli.language import language_of
from dbcheck.cli.output import accept_any_text, show_problems, silence
from dbcheck.errors import DbcheckError, Message, Problem, UsageError
from dbcheck.records.predicate import unknown_name

INTERRUPTED = 130
BROKEN_PIPE = 141  # what a shell reports for a program that SIGPIPE ended


class CommandModule(Protocol):
    """What a sub-command's module offers."""

    def run(self, arguments: Sequence[str], lang: str) -> int:
        """Do the work and give the exit code. Raises DbcheckError."""


def command() -> NoReturn:
    """Run the command with the arguments of the process and end the process with its exit code.

    What is registered for the end of a process is done and what was printed is out; taking a thousand modules apart, one by one, is left
    to the operating system, which takes no time for it instead of a tenth of a small audit.
    """
    while_loading()
    code = main()
    if sys.getprofile() is not None or sys.gettrace() is not None:
        sys.exit(code)  # who measures this process writes down what it saw after us
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)  # the interpreter says what there is to say
    os._exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with arguments (those of the process by default) and give its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    accept_any_text()
    try:
        return _answer(arguments, os.environ)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        silence()
        return BROKEN_PIPE


def _answer(arguments: list[str], environ: Mapping[str, str]) -> int:
    lang = language_of(arguments, environ)
    try:
        code = _dispatch(arguments, lang)
        sys.stdout.flush()
    except DbcheckError as error:
        show_problems(error, lang)
        return error.exit_code
    except SystemExit as stop:  # argparse ends so after --help
        sys.stdout.flush()
        return stop.code if isinstance(stop.code, int) else 0
    return code


def _dispatch(arguments: list[str], lang: str) -> int:
    name, rest = _split(arguments)
    if name is None:
        return _general(rest, lang)
    if name not in COMMANDS:
        message = unknown_name(name, COMMANDS, Message("没有命令", "there is no command"))
        raise UsageError([Problem("dbcheck", "", message)])
    module: CommandModule = import_module(COMMANDS[name].module)
    return module.run(rest, lang)


def _split(arguments: list[str]) -> tuple[str | None, list[str]]:
    """Find the command: the first word that is no option; ``--lang`` takes the word after it."""
    skip = False
    for position, word in enumerate(arguments):
        if skip:
            skip = False
        elif word == "--lang":
            skip = True
        elif not word.startswith("-"):
            return word, arguments[:position] + arguments[position + 1 :]
    return None, arguments


def _general(options: list[str], lang: str) -> int:
    """Answer a call without a command."""
    if "--version" in options or "-V" in options:
        print(version_line())
        return 0
    parser = general_help(lang)
    if "--help" in options or "-h" in options:
        print(parser.format_help(), end="")
        return 0
    parser.read(options)
    print(parser.format_help(), end="", file=sys.stderr)
    return UsageError.exit_code
