"""Which damage hides another one: a record whose group cannot be told may belong to any, and then no group surely has too few."""

from collections.abc import Iterable, Iterator

from dbcheck.platform.faults.damage import Damage, Touch
from dbcheck.platform.faults.groups import keys_of
from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.faults.rule_words import GROUPED, words_of
from dbcheck.rules.pack import Rule

Place = tuple[str, str]  # a kind and one of its fields; or a rule and the key of one of its groups
SORTING = ("where", "each_of", "time", "distinct")  # parameters that say whether, and where, a record of a group counts


def clouded_by(damage: Damage, reader: Reader, rules: Iterable[Rule]) -> frozenset[Place]:
    """Give the fields that no longer lead anywhere in some record, and the groups of rules that can no longer be counted for sure."""
    return frozenset(
        place for touch in damage.touches for place in (*_fields(touch, reader), *_groups(touch, reader, rules))
    )


def _fields(touch: Touch, reader: Reader) -> Iterator[Place]:
    if touch.after:
        yield from ((touch.kind, name) for name in _blank(touch, reader))
        return
    gone = touch.before.get("id")
    for kind in reader.kinds.values():
        for name, field in kind.fields.items():
            if field.ref == touch.kind and any(row.get(name) == gone for row in reader.world.rows(kind.name)):
                yield kind.name, name


def _blank(touch: Touch, reader: Reader) -> Iterator[str]:
    """Give the fields that a change left empty, or let refer to nothing."""
    fields = reader.kinds[touch.kind].fields
    for name in sorted(touch.fields & fields.keys()):
        value, ref = touch.after.get(name), fields[name].ref
        if value in (None, []) or (ref and not isinstance(value, list) and reader.find(ref, value) is None):
            yield name


def _groups(touch: Touch, reader: Reader, rules: Iterable[Rule]) -> Iterator[Place]:
    blank = set(_blank(touch, reader)) if touch.after else set()
    if not blank:
        return
    for rule in rules:
        if rule.check in GROUPED and rule.params["record"] == touch.kind:
            read = {word.partition(".")[0] for name in SORTING for word in words_of(rule.params.get(name))}
            if read & blank:
                yield from ((rule.id, key) for key in keys_of(rule, reader, touch.after))


def leans_on(rule: Rule, reader: Reader) -> frozenset[Place]:
    """Give the fields by which a rule tells which group, or which record, another one belongs to."""
    params, kind = rule.params, str(rule.params["record"])
    if rule.check in GROUPED:
        keys = [params["key"]] if isinstance(params["key"], str) else params["key"]
        return frozenset(place for key in keys for place in _steps(kind, str(key), reader))
    return frozenset([(str(params["to"]), str(params["back"]))] if params.get("back") else [])


def _steps(kind: str, path: str, reader: Reader) -> Iterator[Place]:
    for step in path.split("."):
        yield kind, step
        kind = reader.kinds[kind].fields[step].ref or kind


def groups_leaned_on(rule: Rule, named: Iterable[tuple[str, str]]) -> frozenset[Place]:
    """Give the groups in which a rule is to find something."""
    return frozenset((rule.id, record.partition("|")[0]) for _, record in named) if rule.check in GROUPED else frozenset()
