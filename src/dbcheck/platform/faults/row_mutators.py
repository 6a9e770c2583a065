"""Damage to single records, derived from the rule that it is to break: a blank, a wrong value, a wrong order, a reference that leads nowhere."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from dbcheck.platform.faults.damage import Damage
from dbcheck.platform.faults.job import Job, NoTarget
from dbcheck.platform.simulator.world import Row, Value, instants
from dbcheck.records.kind import Field, FieldType

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STRANGE = "与规定无关的内容"
STRANGE_ADDRESS = "https://portal.example.com/index.html"


def blank(job: Job) -> Damage:
    """Empty a required field: ``how.field``, else the first; of a group of which one would do, all."""
    named = job.how.get("field")
    single = [named] if named else list(job.params.get("all") or ())[:1]
    fields = single or list(job.params["any"][0])
    row = job.target(fields, lambda row: all(row.get(name) not in (None, [], "") for name in single))
    damage = Damage()
    damage.change(job.kind, row, dict.fromkeys(fields))
    return damage


def wrong_value(job: Job) -> Damage:
    """Give a field a value that the rule does not allow: ``how.value``, else one derived from the constraint."""
    if "field" in job.how:
        return _unlike(job, str(job.how["field"]))
    path = str(job.params["field"])
    row, kind, name = _holder(job, path)
    value = job.how["value"] if "value" in job.how else _forbidden(job, row, kind, name)
    if "point" in job.how:
        ref = job.reader.kinds[kind].fields[name].ref or ""
        value = _one_of(job, [str(other["id"]) for other in job.reader.meeting(ref, job.how["point"])])
    damage = Damage()
    damage.change(kind, row, {name: value})
    return damage


def _unlike(job: Job, name: str) -> Damage:
    """Bring a record of ``how.where`` under the rule by the value ``how.value`` of another field."""
    rows = job.among(job.kind, job.how.get("where"), [name])
    if not rows:
        raise NoTarget
    damage = Damage()
    damage.change(job.kind, rows[0], {name: job.how.get("value")})
    return damage


def _holder(job: Job, path: str) -> tuple[Row, str, str]:
    """Give the record that holds the field: the one judged, or the one that its last reference names."""
    above, _, name = path.rpartition(".")
    if not above:
        return job.target([name]), job.kind, name
    if "point" in job.how:  # the reference itself is changed
        return job.target([above]), job.kind, above
    kind = job.reader.kinds[job.kind].fields[above].ref or ""
    for row in job.targets([]):
        held = job.reader.find(kind, row[above])
        if held is not None and job.is_free(kind, held, [name]):
            return held, kind, name
    raise NoTarget


def _forbidden(job: Job, row: Row, kind: str, name: str) -> Value:
    """Derive a value that breaks the constraint."""
    field, params = job.reader.kinds[kind].fields[name], job.params
    if field.ref:
        return _another(job, field, row.get(name))
    if params.get("in") is not None:
        return _outside(field, params["in"], row)
    if params.get("not_in") is not None:
        return str(params["not_in"][0])
    if params.get("min") is not None:
        return int(params["min"]) - 1
    if params.get("max") is not None:
        return int(params["max"]) + 1
    if params.get("contains_all") is not None:
        held = row[name]
        return [each for each in held if each != params["contains_all"][-1]] if isinstance(held, list) else None
    if params.get("contains_any") is not None:
        return [value for value in field.values if value not in params["contains_any"]][:1]
    text = STRANGE_ADDRESS if "url" in name or "domain" in name else STRANGE
    return [text] if field.is_list else text


def _outside(field: Field, allowed: list[Any], row: Row) -> Value:
    if field.type is FieldType.BOOL:
        return True not in allowed
    if field.type is FieldType.DATETIME:  # only emptiness is allowed
        return max(instant for _, instant in instants(row)) + HOUR
    if field.type is FieldType.INT:
        return next(number for number in (404, 500) if number not in allowed)
    if field.values:
        return next(value for value in field.values if value not in allowed)
    return STRANGE


def _another(job: Job, field: Field, value: Value) -> Value:
    others = [row["id"] for row in job.rows(field.ref or "") if row["id"] != value]
    return _one_of(job, others)


def _one_of(job: Job, values: Sequence[Value]) -> Value:
    if not values:
        raise NoTarget
    return job.random.choice(values)


def late(job: Job) -> Damage:
    """Let an event happen too late, and whatever follows it in the record as much later; for a lower bound: too early.

    ``how.minutes`` says by how much, where a longer delay would break a second limit.
    """
    params, to = job.params, str(job.params["to"])
    if to == "$as_of":
        return _stale(job)
    if params.get("due"):
        return _after_due(job)
    start = str(params["from"])
    if params.get("max") is None:
        return _early(job, start, to)
    row = job.target([to, *_later_fields(job, to)], lambda row: _lasts(job, row, start, to))
    begun, ended = job.reader.value(job.kind, row, start), row[to]
    assert isinstance(ended, datetime)
    beyond = timedelta(minutes=int(job.how["minutes"])) if "minutes" in job.how else job.random.randrange(1, 50) * HOUR
    shift = _end(job, _as_instant(begun)) + beyond - ended
    moved = {name: at + shift for name, at in instants(row) if at >= ended and name != start}
    damage = Damage()
    damage.change(job.kind, row, moved)
    return damage


def _lasts(job: Job, row: Row, start: str, to: str) -> bool:
    return isinstance(job.reader.value(job.kind, row, start), date) and isinstance(row.get(to), datetime)


def _as_instant(value: Value) -> datetime:
    assert isinstance(value, date)
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _early(job: Job, start: str, to: str) -> Damage:
    """Let an event come before it may; ``how.from`` asks that what it is counted from comes later instead."""
    moved = start if job.how.get("from") else to
    row = job.target([moved], lambda row: _lasts(job, row, start, to))
    begun, ended = (_as_instant(row[name]) for name in (start, to))
    gap = _least(job.params) - DAY - 2 * HOUR
    damage = Damage()
    damage.change(job.kind, row, {moved: ended - gap if moved == start else begun + gap})
    return damage


def _later_fields(job: Job, to: str) -> list[str]:
    """Give the fields that may move with an event: the instants of a record."""
    if job.how.get("alone"):
        return []
    kind = job.reader.kinds[job.kind]
    return [name for name, field in kind.fields.items() if field.type is FieldType.DATETIME and name != to]


def _least(params: Mapping[str, Any]) -> timedelta:
    unit = {"minute": timedelta(minutes=1), "hour": HOUR}.get(str(params["unit"]), DAY)
    return int(params["min"]) * unit


def _end(job: Job, begun: datetime) -> datetime:
    """Give the last instant of a limit: for days and months the last hour of the last day."""
    amount, unit = int(job.params["max"]), str(job.params["unit"])
    if unit in ("minute", "hour"):
        return begun + amount * (HOUR if unit == "hour" else timedelta(minutes=1))
    day: date | None
    if unit == "work_day":
        rule = str(job.params.get("start_rule") or "next_day")
        day = job.calendar.due_date(begun.date(), amount, start_rule=rule)
    else:
        day = begun.date() + amount * (DAY if unit == "calendar_day" else 31 * DAY)
    assert day is not None
    return datetime.combine(day, time()) + DAY


def _after_due(job: Job) -> Damage:
    """Let an event happen after the day by which it is due."""
    due, to = job.params["due"], str(job.params["to"])
    row = job.target([to, *_later_fields(job, to)], lambda row: isinstance(row.get(to), datetime))
    ended = row[to]
    assert isinstance(ended, datetime)
    if "field" in due:
        last = job.reader.value(job.kind, row, str(due["field"]))
        assert isinstance(last, datetime)
        end = last + HOUR
    else:
        year, (month, day) = row[str(due["year"])], map(int, str(due["month_day"]).split("-"))
        assert isinstance(year, int)
        end = datetime(year + int(due.get("add_years") or 0), month, day) + DAY + 10 * HOUR
    damage = Damage()
    kept = str(due.get("field"))
    damage.change(job.kind, row, {name: at + (end - ended) for name, at in instants(row) if at >= ended and name != kept})
    return damage


def _stale(job: Job) -> Damage:
    """Let something have been updated so long ago that its cycle has run out by the end of the year."""
    start, cycle = str(job.params["from"]), str(job.params["max_field"])
    row = job.target([start], lambda row: isinstance(row.get(cycle), int))
    days = row[cycle]
    assert isinstance(days, int)
    damage = Damage()
    last = datetime(job.reader.year, 12, 31, 10)
    damage.change(job.kind, row, {start: last - (days + job.random.randrange(2, 20)) * DAY})
    return damage


def disorder(job: Job) -> Damage:
    """Let the element ``how.at`` (the last but one by default) of a chain happen after the one that follows it."""
    chain = list(job.params["chain"])
    at = int(job.how.get("at", len(chain) - 2))
    first, second = chain[at], chain[at + 1]
    moved = first if "." not in first and not job.how.get("earlier") else second
    row = job.target(
        [moved], lambda row: all(job.reader.value(job.kind, row, name) is not None for name in (first, second))
    )
    early, later = (job.reader.value(job.kind, row, name) for name in (first, second))
    damage = Damage()
    if moved == first:
        damage.change(job.kind, row, {first: _shifted(later, row[first], HOUR)})
    else:
        damage.change(job.kind, row, {second: _shifted(early, row[second], -HOUR)})
    return damage


def _shifted(beside: Value, kept: Value, step: timedelta) -> Value:
    """Give an instant just beyond another one; a day beyond where one of the two is a date."""
    if isinstance(beside, datetime) and isinstance(kept, datetime):
        return beside + step
    assert isinstance(beside, date)
    day = beside.date() if isinstance(beside, datetime) else beside
    beyond = day + (DAY if step > timedelta() else -DAY)
    return datetime.combine(beyond, time(12)) if isinstance(kept, datetime) else beyond


def misleading(job: Job) -> Damage:
    """Let a reference name a record that does not meet the condition, or none at all.

    ``how.nowhere`` asks for none. ``how.copy`` says in what a copy of the named record, made for the purpose, falls short.
    """
    name = str(job.params["ref"])
    row = job.target([name], lambda row: row.get(name) is not None)
    to, condition = str(job.params["to"]), job.params.get("to_where")
    damage = Damage()
    if job.how.get("copy"):
        named = job.reader.find(to, str(row[name]))
        if named is None:
            raise NoTarget
        copy = {**named, "id": f"{named['id']}-2", **job.how["copy"]}
        damage.append(to, job.rows(to), copy)
        damage.change(job.kind, row, {name: copy["id"]})
        return damage
    others = [other for other in job.rows(to) if not job.reader.holds(to, other, condition) and job.is_free(to, other, ())]
    if not others or job.how.get("nowhere"):
        damage.change(job.kind, row, {name: "不存在的编号"})
    else:
        other = job.random.choice(others)
        damage.change(job.kind, row, {name: other["id"]})
        job.claims.take(to, other, (), job.reads.get(to, frozenset()))
    return damage
