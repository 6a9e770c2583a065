"""Which records a broken rule will name, worked out from what the damage touched."""

from collections.abc import Iterator, Sequence

from dbcheck.platform.faults.damage import WHOLE, Damage, Touch, key_of
from dbcheck.platform.faults.groups import grouped, groups_of_row, universe_of
from dbcheck.platform.faults.reading import Reader
from dbcheck.platform.faults.rule_words import GROUPED, words_of
from dbcheck.platform.simulator.world import Row
from dbcheck.rules.pack import Rule


def subjects_of(rule: Rule, damage: Damage, reader: Reader) -> list[tuple[str, str]]:
    """Give the kind and the name of every record that the rule will find, in order."""
    if rule.check in GROUPED:
        return _groups(rule, damage, reader)
    kind = str(rule.params["record"])
    if rule.check == "workflow":
        return [(kind, name) for name in sorted(_followed(rule, damage))]
    found = {key_of(row) for touch in damage.touches for row in _judged(rule, touch, reader)}
    return [(kind, name) for name in sorted(found)]


def _followed(rule: Rule, damage: Damage) -> set[str]:
    """Give the records whose events of the rule's workflow were touched."""
    rows = [touch.after or touch.before for touch in damage.touches if touch.kind == rule.params["record"]]
    return {str(row["record_id"]) for row in rows if row["workflow"] == rule.params["workflow"]}


def _groups(rule: Rule, damage: Damage, reader: Reader) -> list[tuple[str, str]]:
    kind = str(rule.params["record"])
    near = {
        group
        for touch in damage.touches
        if touch.kind == kind
        for row in (touch.before, touch.after)
        for group in groups_of_row(rule, reader, row)
    }
    universe = universe_of(rule, reader)
    near = {group for group in near if universe is None or group.key in universe}
    if rule.check == "count":
        held, least, most = grouped(rule, reader), rule.params.get("min"), rule.params.get("max")
        distinct = rule.params.get("distinct")
        amounts = {group: _amount(held.get(group, []), distinct) for group in near}
        near = {
            group
            for group, amount in amounts.items()
            if (least is not None and amount < int(least)) or (most is not None and amount > int(most))
        }
    named = str(rule.params.get("per") or kind)
    return [(named, label) for label in sorted(group.label for group in near)]


def _amount(rows: list[Row], distinct: object) -> int:
    if not distinct:
        return len(rows)
    values = [row.get(str(distinct)) for row in rows]
    return len({each for value in values for each in (value if isinstance(value, list) else [value])})


def _judged(rule: Rule, touch: Touch, reader: Reader) -> Iterator[Row]:
    """Give the judged records that a touched one makes fail."""
    params, kind = rule.params, str(rule.params["record"])
    if params.get("back") and touch.kind == params["to"]:
        yield from _parents(rule, touch, reader)
    elif rule.check == "page_scan" and touch.kind == "page":
        yield from _shown(rule, touch, reader)
    elif touch.kind == kind:
        if touch.after and reader.holds(kind, touch.after, params.get("where")):
            yield touch.after
    else:
        names = _leading(rule, touch, reader)
        wanted = key_of(touch.after or touch.before)
        for row in reader.meeting(kind, params.get("where")):
            if any(row.get(name) == wanted for name in names):
                yield row


def _leading(rule: Rule, touch: Touch, reader: Reader) -> list[str]:
    """Give the references of the judged kind through which the rule reads what was touched."""
    fields = reader.kinds[str(rule.params["record"])].fields
    names = [name for name, field in fields.items() if field.ref == touch.kind]
    words = set(words_of(rule.params))
    return [
        name
        for name in names
        if any(f"{name}.{field}" in words for field in touch.fields)
        or (rule.params.get("ref") == name and (WHOLE in touch.fields or touch.fields & words))
    ]


def _parents(rule: Rule, touch: Touch, reader: Reader) -> Iterator[Row]:
    params, kind = rule.params, str(rule.params["record"])
    own, back = str(params.get("back_key") or "id"), str(params["back"])
    named = {str(row.get(back)) for row in (touch.before, touch.after) if row}
    for row in reader.meeting(kind, params.get("where")):
        if str(row.get(own)) in named and not _is_fulfilled(rule, row, reader):
            yield row


def _is_fulfilled(rule: Rule, row: Row, reader: Reader) -> bool:
    """Tell whether enough records still point back, in the order that the rule asks for."""
    params, kind = rule.params, str(rule.params["record"])
    own, to, back = row.get(str(params.get("back_key") or "id")), str(params["to"]), str(params["back"])
    pointing = [other for other in reader.meeting(to, params.get("to_where")) if other.get(back) == own]
    ordered = params.get("order") or ()
    return sum(_is_ordered(ordered, row, other, to, same_kind=to == kind) for other in pointing) >= int(
        params.get("min") or 0
    )


def _is_ordered(pairs: Sequence[Sequence[str]], row: Row, other: Row, to: str, *, same_kind: bool) -> bool:
    """Tell whether the left of every pair of ``kind:field`` comes no later than the right; of one kind the left is the judged record's."""
    for pair in pairs:
        sides = [side.partition(":") for side in pair]
        holders = (row, other) if same_kind else tuple(other if kind == to else row for kind, _, _ in sides)
        first, second = (holder.get(name) for holder, (_, _, name) in zip(holders, sides, strict=True))
        if first is None or second is None or str(first) > str(second):
            return False
    return True


def _shown(rule: Rule, touch: Touch, reader: Reader) -> Iterator[Row]:
    params, kind = rule.params, str(rule.params["record"])
    for row in reader.meeting(kind, params.get("where")):
        if params.get("page"):
            if row["id"] == touch.after.get("site_id") and touch.after.get("page_type") == params["page"]:
                yield row
        elif row.get(str(params["page_of"])) == touch.after.get("url"):
            yield row
