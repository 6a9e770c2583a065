"""Which damage hides another one: a record whose group cannot be told may belong to any, and then no group surely has too few."""

from collections.abc import Iterator

from dbcheck.platform.faults.damage import Damage, Touch
from dbcheck.platform.faults.job import GROUPED
from dbcheck.platform.faults.reading import Reader
from dbcheck.rules.pack import Rule

Place = tuple[str, str]  # a kind and one of its fields


def clouded_by(damage: Damage, reader: Reader) -> frozenset[Place]:
    """Give the fields that no longer lead anywhere in some record."""
    return frozenset(place for touch in damage.touches for place in _clouded(touch, reader))


def _clouded(touch: Touch, reader: Reader) -> Iterator[Place]:
    if touch.after:
        fields = reader.kinds[touch.kind].fields
        for name in touch.fields & fields.keys():
            value, ref = touch.after.get(name), fields[name].ref
            if value in (None, []) or (ref and not isinstance(value, list) and reader.find(ref, value) is None):
                yield touch.kind, name
        return
    gone = touch.before.get("id")
    for kind in reader.kinds.values():
        for name, field in kind.fields.items():
            if field.ref == touch.kind and any(row.get(name) == gone for row in reader.world.rows(kind.name)):
                yield kind.name, name


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
