"""Running the examples of a pack with whatever decides: the kernel, or the slow oracle of the tests."""

from collections.abc import Callable
from dataclasses import dataclass

from dbcheck.rules.pack import EXAMPLE_AS_OF, Example, Pack, Rule

Evaluate = Callable[[Rule, Example], str]  # gives a word of EXAMPLE_VERDICTS

_GRAVEST = ("fail", "suspect", "undetermined", "pending", "pass", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Expected:
    """What an example asks: the verdict, about whom, on which day."""

    verdict: str
    kind: str | None  # of the judged record; None where the rule has no kind
    main: str | None  # the id of the judged record; None: the gravest verdict of all records or groups
    as_of: str


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that got another verdict than it asks for; ``where`` is its file:line:column."""

    where: str
    rule: str
    expected: str
    got: str


def expected(rule: Rule, example: Example) -> Expected:
    """Say what an example of a rule asks."""
    return Expected(
        verdict=example.verdict, kind=rule.params.get("record"), main=example.main, as_of=example.as_of or EXAMPLE_AS_OF
    )


def gravest(verdicts: list[str]) -> str:
    """Give the gravest of verdicts (fail, suspect, undetermined, pending, pass, out_of_scope); of none: out_of_scope."""
    return next((verdict for verdict in _GRAVEST if verdict in verdicts), "out_of_scope")


def run_examples(pack: Pack, evaluate: Evaluate) -> list[ExampleFailure]:
    """Evaluate every example of a pack; give those that got another verdict, in the order of the pack.

    Whatever ``evaluate`` raises goes through, with a note that names the example.
    """
    failures = []
    for rule in pack.rules:
        for example in rule.examples:
            try:
                got = evaluate(rule, example)
            except Exception as error:
                error.add_note(f"{example.where}  {rule.id}: example for {example.verdict}")
                raise
            if got != example.verdict:
                failures.append(ExampleFailure(example.where, rule.id, example.verdict, got))
    return failures
