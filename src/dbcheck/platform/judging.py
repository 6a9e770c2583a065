"""What speaks against an action: the state, the role, the organisation, values that are missing, guards, limits."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from dbcheck.errors import Message
from dbcheck.platform.actors import Actor
from dbcheck.platform.compiled import Compiled, ReadyGuard, ReadyLimit, Row
from dbcheck.platform.refusals import Breach
from dbcheck.platform.things import Books, Thing
from dbcheck.workflow.conditions import is_empty
from dbcheck.workflow.deadlines import UNIT_WORDS


class Attempt(NamedTuple):
    """An action that somebody tries at an instant."""

    compiled: Compiled
    books: Books
    thing: Thing
    action: str
    by: Actor
    given: Mapping[str, Any]
    at: datetime

    def breach(self, sort: str, says: Message, *rules: str) -> Breach:
        """Say what speaks against it."""
        thing, by = self.thing, self.by
        cited = tuple(rule for rule in rules if rule)
        return Breach(self.at, thing.workflow, thing.id, thing.state, self.action, by.role, sort, cited, says)


def check(attempt: Attempt, row: Row | None) -> list[Breach]:
    """Give everything that speaks against an action; nothing where it is allowed. A should is no reason to refuse."""
    if row is None:
        return [_no_row(attempt)]
    found = list(_who(attempt, row)) if _is_stranger(attempt, row) else []
    if row.needs or attempt.given:
        found += _values(attempt, row)
    if row.guards or row.limits:
        record = {**attempt.thing.fields, **attempt.given}
        found += _guards(attempt, row, record, is_advice=False)
        found += _limits(attempt, row, record, is_advice=False)
    if attempt.given:
        found += _passed(attempt, row)
    return found


def advise(attempt: Attempt, row: Row) -> list[Breach]:
    """Give every should that an action does not follow."""
    if not row.is_advised:
        return []
    record = {**attempt.thing.fields, **attempt.given}
    return [*_guards(attempt, row, record, is_advice=True), *_limits(attempt, row, record, is_advice=True)]


def _no_row(attempt: Attempt) -> Breach:
    compiled, state = attempt.compiled, attempt.thing.state
    here, options, what, who = compiled.state_label(state), compiled.options(state), *_named(attempt)
    right = Message(f"可以的有 {options.zh}", f"allowed: {options.en}")
    if not options.en:
        right = Message("已终结,不能再有动作", "nothing more can happen")
    says = Message(
        f"{here.zh}时{who.zh}不能{what.zh};{right.zh}", f"{who.en} cannot {what.en} in state {here.en}; {right.en}"
    )
    known = compiled.by_action.get(attempt.action)
    return attempt.breach("transition", says, *(known.transition.rules if known else ()))


def _named(attempt: Attempt) -> tuple[Message, Message]:
    """Give how the action and the role are called."""
    return attempt.compiled.action_label(attempt.action), attempt.compiled.role_label(attempt.by.role)


def _is_stranger(attempt: Attempt, row: Row) -> bool:
    if attempt.by.role not in row.roles:
        return True
    by = row.transition.by
    return bool(by) and attempt.thing.fields.get(by) not in (None, attempt.by.org)


def _who(attempt: Attempt, row: Row) -> Iterator[Breach]:
    what, who = _named(attempt)
    if attempt.by.role not in row.roles:
        labels = [attempt.compiled.role_label(role) for role in row.transition.roles]
        zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
        says = Message(f"{who.zh}不能{what.zh};应由{zh}", f"{who.en} may not {what.en}; {en} may")
        yield attempt.breach("role", says, *row.transition.rules)
        return
    owner = attempt.thing.fields.get(row.transition.by)
    says = Message(
        f"单位 {attempt.by.org} 不能{what.zh};只有 {owner} 可以", f"{attempt.by.org} may not {what.en}; only {owner} may"
    )
    yield attempt.breach("organisation", says, *row.transition.rules)


def _values(attempt: Attempt, row: Row) -> Iterator[Breach]:
    given, what = attempt.given, _named(attempt)[0]
    missing = [name for name in row.needs if is_empty(given.get(name))]
    if missing:
        listed = ", ".join(missing)
        says = Message(f"{what.zh}缺少 {listed}", f"{what.en} lacks {listed}; give it")
        yield attempt.breach("value", says, *row.transition.rules)
    extra = given.keys() - row.accepts
    if extra:
        listed, known = ", ".join(sorted(extra)), ", ".join(sorted(row.accepts))
        says = Message(f"{what.zh}不填写 {listed};可填:{known}", f"{what.en} does not fill {listed}; it takes: {known}")
        yield attempt.breach("value", says)


def _guards(attempt: Attempt, row: Row, record: Mapping[str, Any], *, is_advice: bool) -> Iterator[Breach]:
    for ready in row.guards:
        if ready.guard.is_advice is not is_advice or (ready.where is not None and ready.where(record) is not True):
            continue
        if not _holds(attempt, ready, record):
            yield attempt.breach("guard", ready.guard.says, ready.guard.rule)


def _holds(attempt: Attempt, ready: ReadyGuard, record: Mapping[str, Any]) -> bool:
    """Tell whether a guard surely holds; of a should, whether it is not surely broken."""
    guard, thing, books = ready.guard, attempt.thing, attempt.books
    if guard.after:
        return guard.after in thing.last
    if guard.later:
        return guard.later in thing.last and thing.last[guard.later] < attempt.at
    if guard.link:
        return books.state(guard.workflow, record.get(guard.link)) in guard.states
    if guard.back:
        found = books.pointing(guard.workflow, guard.back, thing.id)
        fitting = sum(each.state in guard.states for each in found)
        return fitting >= guard.least if guard.least else fitting == len(found)
    if guard.once:
        return not books.had(thing, guard.once, attempt.action, attempt.at.year)
    if guard.alone:
        return books.is_alone(thing, {name: record.get(name) for name in guard.alone})
    kept = None if ready.require is None else ready.require(record)
    return kept is True or (kept is None and guard.is_advice)


def _limits(attempt: Attempt, row: Row, record: Mapping[str, Any], *, is_advice: bool) -> Iterator[Breach]:
    """Judge the limits that end with the action; what is proposed holds the clock, but what comes late is better than nothing."""
    for ready in row.limits:
        limit = ready.limit
        if (
            limit.is_proposed
            or limit.is_advice is not is_advice
            or (ready.where is not None and ready.where(record) is not True)
        ):
            continue
        if ready.limit.is_fixed:
            yield from _late(attempt, ready, ready.fixed(record))
            continue
        start = attempt.thing.last.get(ready.limit.start)
        if start is not None:
            yield from _late(attempt, ready, ready.last(start))
            if ready.early(start, attempt.at):
                says = Message(
                    f"{_named(attempt)[0].zh}距{attempt.compiled.action_label(limit.start).zh}不足 {limit.min} {UNIT_WORDS[limit.unit].zh}",
                    f"{attempt.action} comes less than {limit.min} {UNIT_WORDS[limit.unit].en} after {limit.start}",
                )
                yield attempt.breach("early", says, limit.rule)


def _passed(attempt: Attempt, row: Row) -> Iterator[Breach]:
    """Find limits that values bring to hold for a record when they have ended already, so that it would be overdue at once."""
    compiled, thing, after = attempt.compiled, attempt.thing, row.transition.after(attempt.thing.state)
    for ready in compiled.must:
        if ready.reads.isdisjoint(attempt.given) or attempt.action in (ready.action, ready.limit.start):
            continue
        record = {**thing.fields, **attempt.given}
        end = ready.end(record, thing.last)
        if end is None or end >= attempt.at or (ready.where is not None and ready.where(record) is not True):
            continue
        if not ready.is_done(thing.last) and compiled.can_still(after, ready.limit, ready.action):
            label = compiled.action_label(ready.action)
            says = Message(
                f"这样填写,{label.zh}最迟 {end:%Y-%m-%d %H:%M},已过",
                f"with these values {label.en} was due by {end:%Y-%m-%d %H:%M}",
            )
            yield attempt.breach("overdue", says, ready.limit.rule)


def _late(attempt: Attempt, ready: ReadyLimit, end: datetime | None) -> Iterator[Breach]:
    if end is not None and attempt.at > end:
        says = Message(
            f"{_named(attempt)[0].zh}最迟 {end:%Y-%m-%d %H:%M}", f"{attempt.action} was due by {end:%Y-%m-%d %H:%M}"
        )
        yield attempt.breach("late", says, ready.limit.rule)
