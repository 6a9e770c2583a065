"""Damage to what belongs together: records that are missing from a group, too many in one, a share that is too small."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from dbcheck.platform.faults.damage import WHOLE, Damage
from dbcheck.platform.faults.groups import Group, grouped, is_whole, period_of
from dbcheck.platform.faults.job import Job, NoTarget
from dbcheck.platform.simulator.world import Row

SMALL_SHARE = 10  # so many times more things than were looked at


def count(job: Job) -> Damage:
    """Break a number: too few where there is a least one, else too many."""
    if job.params.get("distinct"):
        return _different(job)
    return missing(job) if job.params.get("min") and not job.how.get("excess") else _excess(job)


def missing(job: Job) -> Damage:
    """Take from one group the records without which it has too few; where they name it in a list, the name."""
    groups = _complete_groups(job)
    for group, rows in groups:
        key = str(job.params["key"])
        if job.reader.kinds[job.kind].fields[key.partition(".")[0]].is_list:
            return _unname(job, group, rows, key)
        member = group.member.partition("=")[0]
        if member and job.reader.kinds[job.kind].fields[member].is_list:
            return _strip(job, group, rows, member)
        needed = len(rows) - int(job.params["min"]) + 1
        spared = [row for row in rows if job.is_free(job.kind, row, [WHOLE])]
        if len(spared) >= needed and _is_spoken_of(job, group, spared[:needed]):
            damage = Damage()
            damage.remove(job.kind, job.rows(job.kind), spared[:needed])
            return damage
    raise NoTarget


def _is_spoken_of(job: Job, group: Group, gone: list[Row]) -> bool:
    """Tell whether other records still speak of the period of a group, or of one before and one after it; else it lies outside of the export."""
    leaving = {id(row) for row in gone}
    left = [period_of(job.rule, job.reader, row) for row in job.rows(job.kind) if id(row) not in leaving]
    return not group.period or (any(left) and min(filter(None, left)) <= group.period <= max(left))


def _complete_groups(job: Job) -> list[tuple[Group, list[Row]]]:
    """Give the groups that have enough, in an order by chance; of yearly ones those of the simulated year."""
    wanted = str(job.how.get("group", ""))
    per = job.params.get("per")
    found = [
        (group, rows)
        for group, rows in grouped(job.rule, job.reader).items()
        if wanted in group.label
        and group.is_within(_settled_year(job))
        and is_whole(job.rule, job.reader, group)
        and _is_reached(job, per, group)
    ]
    job.random.shuffle(found)
    return found


def _settled_year(job: Job) -> int:
    """Give the year whose groups are settled: the simulated one, the one before where a grace follows the end of a year."""
    return job.reader.year - 1 if job.params.get("grace_days") else job.reader.year


def _is_reached(job: Job, per: object, group: Group) -> bool:
    named = job.reader.find(str(per), group.key) if per else None
    if named is None:
        return True
    return job.is_reached(str(per), named) and job.reader.holds(str(per), named, job.how.get("per"))


def _strip(job: Job, group: Group, rows: list[Row], field: str) -> Damage:
    """Take the value that a group is for out of the lists of its records."""
    if not all(job.is_free(job.kind, row, [field]) for row in rows):
        raise NoTarget
    damage = Damage()
    for row in rows:
        held = row[field]
        assert isinstance(held, list)
        damage.change(job.kind, row, {field: [each for each in held if each not in group.values]})
    return damage


def _unname(job: Job, group: Group, rows: list[Row], key: str) -> Damage:
    damage = Damage()
    for row in rows:
        named = row[key]
        if not isinstance(named, list) or len(named) < 2 or not job.is_free(job.kind, row, [key]):
            raise NoTarget
        damage.change(job.kind, row, {key: [each for each in named if each != group.key]})
    return damage


def _excess(job: Job) -> Damage:
    """Let a group have one too many: copies of one of its records, or, with ``how.move``, a record of another group."""
    if job.how.get("move"):
        return _moved(job)
    row = job.target([WHOLE])
    damage = Damage()
    for number in range(int(job.params["max"])):
        copy = {**row, "id": f"{row['id']}-{number + 2}", **(job.how.get("set") or {})}
        damage.append(job.kind, job.rows(job.kind), copy)
    job.claims.take(job.kind, row, (), job.reads.get(job.kind, frozenset()))
    return damage


def _moved(job: Job) -> Damage:
    """Let a record belong to the group of another one; where there may be none, to any that ``how.move`` describes."""
    given = job.params["key"]
    keys = [given] if isinstance(given, str) else list(given)
    if job.params["max"]:
        rows = job.targets(keys)
        others = [[row[key] for key in keys] for row in rows[1:] if row[keys[0]] != rows[0][keys[0]]]
    else:
        ref = job.reader.kinds[job.kind].fields[keys[0]].ref or ""
        rows = job.among(job.kind, job.how.get("where"), keys)
        others = [[row["id"]] for row in job.reader.meeting(ref, job.how["move"])]
    if not rows or not others:
        raise NoTarget
    damage = Damage()
    damage.change(job.kind, rows[0], dict(zip(keys, job.random.choice(others), strict=True)))
    return damage


def _different(job: Job) -> Damage:
    """Give one record of a group another value than its fellows have."""
    name, kind, key = str(job.params["distinct"]), job.reader.kinds[job.kind], str(job.params["key"])
    amounts = Counter(str(row.get(key)) for row in job.rows(job.kind))
    row = job.target([name], lambda row: kind.fields[name].is_list or amounts[str(row.get(key))] > 1)
    held = row[name]
    other = [*held, "other.example.gov.cn"] if kind.fields[name].is_list and isinstance(held, list) else "另一种模板"
    damage = Damage()
    damage.change(job.kind, row, {name: other})
    return damage


def share(job: Job) -> Damage:
    """Make a share too small: a gap in what should be covered, or far more than was looked at."""
    if job.params.get("measure") == "interval_union":
        return _gap(job)
    total, least = str(job.params["den"]), job.params.get("min")
    if least is None:
        raise NoTarget
    row = job.target([total])
    number = row[total]
    assert isinstance(number, int)
    damage = Damage()
    damage.change(job.kind, row, {total: number * SMALL_SHARE})
    return damage


def _gap(job: Job) -> Damage:
    start, end = str(job.params["start"]), str(job.params["end"])

    def is_long(row: Row) -> bool:
        begun, ended = row[start], row[end]
        return isinstance(begun, datetime) and isinstance(ended, datetime) and begun.year == job.reader.year

    row = job.target([start, end], is_long)
    ended = row[end]
    assert isinstance(ended, datetime)
    damage = Damage()
    damage.change(job.kind, row, {end: ended - timedelta(hours=job.random.randrange(1, 6))})
    return damage


def orphan(job: Job) -> Damage:
    """Take away the records that should point back at one that is judged."""
    to, back = str(job.params["to"]), str(job.params["back"])
    own = str(job.params.get("back_key") or "id")
    for row in job.targets([]):
        pointing = list(_pointing(job, to, back, row[own]))
        fulfilling = [each for each in pointing if job.reader.holds(to, each, job.params.get("to_where"))]
        if fulfilling and all(job.is_free(to, each, [WHOLE]) for each in fulfilling):
            damage = Damage()
            damage.remove(to, job.rows(to), fulfilling)
            job.claims.take(job.kind, row, (), job.reads.get(job.kind, frozenset()))
            return damage
    raise NoTarget


def _pointing(job: Job, to: str, back: str, key: object) -> Iterator[Row]:
    for row in job.rows(to):
        named = row.get(back)
        if key in named if isinstance(named, list) else named == key:
            yield row
