"""The mutation check of a pack: whether some example of each rule notices that the rule has been changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dbcheck.errors import Message
from dbcheck.records.kind import Kind
from dbcheck.rules.boundaries import can_fail
from dbcheck.rules.checking import Checkers
from dbcheck.rules.equivalent_mutants import EQUIVALENT
from dbcheck.rules.examples import ExampleFailure
from dbcheck.rules.mutants import VERDICT, VERDICT_CHANGES, Change, Mutant, parameter_mutants, verdict_mutants
from dbcheck.rules.pack import Example, Pack, Rule

EvaluateAll = Callable[[Sequence[Rule], Example], Sequence[str]]  # the verdict of each rule in one example

NEVER_FAILS = Message(
    "允许该字段的全部取值,不可能不通过", "it allows every value that the field can have, so nothing fails"
)


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no example notices; ``reason`` says why none can, where that is known."""

    mutant: Mutant
    reason: Message | None = None

    @property
    def is_gap(self) -> bool:
        """Tell whether an example is missing that decides success."""
        return self.reason is None and not self.mutant.is_deep


@dataclass(frozen=True, slots=True)
class RuleMutation:
    """What became of the mutants of one rule. failures: its examples that do not hold even unchanged."""

    rule: Rule
    mutants: int
    survivors: tuple[Survivor, ...]
    failures: tuple[ExampleFailure, ...]
    stale: tuple[str, ...]  # places of mutants that are listed as equivalent, but are killed or not there

    @property
    def killed(self) -> int:
        """Count the mutants that some example noticed."""
        return self.mutants - len(self.survivors)


@dataclass(frozen=True, slots=True)
class PackMutation:
    """What became of the mutants of one pack."""

    pack: Pack
    rules: tuple[RuleMutation, ...]

    @property
    def survivors(self) -> list[Survivor]:
        """Give every survivor, in the order of the pack."""
        return [survivor for rule in self.rules for survivor in rule.survivors]

    @property
    def is_good(self) -> bool:
        """Tell whether every example holds and every mutant that decides is noticed or has a reason."""
        return not any(rule.failures or rule.stale for rule in self.rules) and not any(s.is_gap for s in self.survivors)


def mutate(
    pack: Pack,
    evaluate: EvaluateAll,
    *,
    checkers: Checkers,
    kinds: Mapping[str, Kind],
    deep: bool,
    equivalent: Mapping[tuple[str, str, Change], Message] = EQUIVALENT,
) -> PackMutation:
    """Confront the mutants of every rule that has examples with them; without ``deep`` only those that decide."""
    judged = [rule for rule in pack.rules if rule.examples]
    return PackMutation(pack, tuple(_Trial(rule, evaluate, checkers, kinds, equivalent, deep).result() for rule in judged))


@dataclass(frozen=True, slots=True)
class _Trial:
    rule: Rule
    evaluate: EvaluateAll
    checkers: Checkers
    kinds: Mapping[str, Kind]
    equivalent: Mapping[tuple[str, str, Change], Message]
    deep: bool

    def result(self) -> RuleMutation:
        made = list(self._mutants())
        alive, failures = list(made), []
        for example in self.rule.examples:
            changed = [mutant for mutant in alive if mutant.place != VERDICT]
            got, *reached = self.evaluate([self.rule, *(mutant.rule for mutant in changed)], example)
            if got != example.verdict:
                failures.append(ExampleFailure(example.where, self.rule.id, example.verdict, got))
            swapped = [each for each in alive if each.place == VERDICT]
            alive = [each for each in swapped if VERDICT_CHANGES[each.change].get(got, got) == example.verdict]
            alive += [each for each, verdict in zip(changed, reached, strict=True) if verdict == example.verdict]
        survivors = tuple(Survivor(mutant, self._reason(mutant)) for mutant in alive)
        return RuleMutation(self.rule, len(made), survivors, tuple(failures), tuple(self._stale(alive)))

    def _mutants(self) -> Iterator[Mutant]:
        yield from verdict_mutants(self.rule)
        for mutant in parameter_mutants(self.rule, self.checkers[self.rule.check], self.kinds):
            if self.deep or not mutant.is_deep:
                yield mutant

    def _reason(self, mutant: Mutant) -> Message | None:
        is_tame = mutant.change is Change.TAMED and not can_fail(self.rule.check, self.rule.params, self.kinds)
        return NEVER_FAILS if is_tame else self.equivalent.get((self.rule.id, mutant.place, mutant.change))

    def _stale(self, alive: Sequence[Mutant]) -> Iterator[str]:
        """Give what is listed as equivalent but was noticed; what was not tried is not judged."""
        found = {(mutant.place, mutant.change) for mutant in alive}
        for rule, place, change in self.equivalent:
            if rule == self.rule.id and (place, change) not in found and (self.deep or place in (VERDICT, "where")):
                yield place
