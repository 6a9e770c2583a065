"""What stops an audit, and how it is said: where, what, and what would be right, in both languages."""

from collections.abc import Iterable

from dbcheck.lean_dataclass import dataclass


@dataclass(frozen=True)
class Message:
    """One thing said to a user, in Chinese and in English."""

    zh: str
    en: str

    def say(self, lang: str = "zh") -> str:
        """Give the text in a language; anything but ``en`` is Chinese."""
        return self.en if lang == "en" else self.zh


Pointer = tuple[str | int, ...]  # the way into a nested value: ("with", "where", "status")


@dataclass(frozen=True)
class Problem:
    """One mistake in something a user wrote.

    where: file and position, e.g. ``DB15.yaml:214:11``. subject: the rule, field or option it concerns, may be empty.
    """

    where: str
    subject: str
    message: Message

    def say(self, lang: str = "zh") -> str:
        """Give ``where  subject: what is wrong; what would be right``."""
        subject = f"{self.subject}: " if self.subject else ""
        return f"{self.where}  {subject}{self.message.say(lang)}"


class DbcheckError(Exception):
    """Something stops the audit; ``exit_code`` is what the command answers, ``problems`` is all of it at once."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.say("en") for problem in self.problems))

    def say(self, lang: str = "zh") -> str:
        """Give every problem, one a line."""
        return "\n".join(problem.say(lang) for problem in self.problems)


class UsageError(DbcheckError):
    """An argument or option is wrong: the caller can mend it."""


class PackError(DbcheckError):
    """A rule pack is wrong: its author can mend it."""


class PluginError(DbcheckError):
    """A plugin does not keep the contract: its author can mend it."""


class BindingError(DbcheckError):
    """A binding file is wrong: its author can mend it."""


class SourceError(DbcheckError):
    """An input cannot be read: who exported it can mend it."""

    exit_code = 4
