"""Which records read what stands in another one: a change of a letter may break a rule about the evaluations of it."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.faults.rule_words import words_of
from dbcheck.platform.simulator.world import Row
from dbcheck.rules.pack import Rule


@dataclass(frozen=True)
class Watch:
    """A rule about ``other`` reads ``field`` of the ``kind`` that its reference ``ref`` names."""

    rule: str
    other: str
    ref: str
    kind: str
    field: str


def watches_of(rules: Iterable[Rule], reader: Reader) -> tuple[Watch, ...]:
    """Give what the rules read behind references."""
    return tuple(watch for rule in rules for watch in _watches(rule, reader))


def _watches(rule: Rule, reader: Reader) -> Iterator[Watch]:
    kind = str(rule.params["record"])
    for word in dict.fromkeys(words_of(rule.params)):
        name, _, rest = word.partition(".")
        field = reader.kinds[kind].fields.get(name)
        if rest and field is not None and field.ref:
            yield Watch(rule.id, kind, name, field.ref, rest.partition(".")[0])


class Watchers:
    """The watches of one year, but for those of some rules."""

    def __init__(self, watches: Iterable[Watch], reader: Reader, but: Container[str]) -> None:
        self._watches = [watch for watch in watches if watch.rule not in but]
        self._reader = reader
        self._named: dict[tuple[str, str], set[str]] = {}

    def mind(self, kind: str, row: Row, fields: Container[str]) -> bool:
        """Tell whether a record that is judged otherwise reads one of these fields of this one."""
        return any(
            watch.kind == kind and watch.field in fields and str(row.get("id")) in self._names(watch)
            for watch in self._watches
        )

    def _names(self, watch: Watch) -> set[str]:
        place = watch.other, watch.ref
        if place not in self._named:
            self._named[place] = {str(row.get(watch.ref)) for row in self._reader.world.rows(watch.other)}
        return self._named[place]
