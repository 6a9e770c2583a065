"""How a line stands for one subject: from how its rules ended, and from what was found about the subject.

An audit counts verdicts per unit where it is asked to (``count_units``). Without that, what is known of all records bounds what is true of one subject: a rule
that left records undetermined may have left some of this subject's; a rule that passed records may have passed none of this subject's (UNSEEN).
"""

from collections.abc import Sequence

from dbcheck.errors import Message
from dbcheck.findings import REASON_WORDS, Counts, Outcome, OutcomeKind, Reason
from dbcheck.lean_dataclass import dataclass
from dbcheck.scores import Standing
from dbcheck.scoring.seats import Seat
from dbcheck.scoring.tally import Found

LOOKED_ASIDE = (Reason.ATTESTED_NA, Reason.WAIVED)  # not applicable, because somebody looked at it
BROKEN = Message("检查器出错", "a checker broke")
UNCHECKED = Message("须人工核查,尚未核查", "waits for an inspector")
SUSPECTED = Message("有疑点,须人工复核", "suspicions that a person must look at")
NOBODYS = Message("有发现不知属于谁", "findings that nobody can be given")


@dataclass(frozen=True)
class View:
    """How one rule stands for one subject, apart from what was found about it.

    maybe: so many records may turn out badly; None: any number. is_weak: nothing of the kind was judged in this run, so another run
    that did judge it decides. is_judged: whether anybody, machine or man, has looked at it.
    """

    standing: Standing
    maybe: int | None = 0
    why: Message | None = None
    is_weak: bool = False
    is_judged: bool = True


@dataclass(frozen=True)
class Together:
    """How a line stands: its rules together, with what was found."""

    standing: Standing
    maybe: int | None
    why: tuple[Message, ...]
    is_judged: bool


def view(outcome: Outcome, run: int, seat: Seat) -> View:
    """Give how a rule stands for a subject in one run."""
    settled = _settled(outcome)
    if settled is not None:
        return settled
    counts = outcome.counts
    is_undetermined = bool(counts.undetermined) or outcome.outcome is OutcomeKind.UNDETERMINED
    is_weak = not counts.passed + counts.fail + counts.suspect
    own = None if seat.subject.kind == "run" else seat.counts(run, outcome.rule)
    if own is not None and not (is_undetermined and is_weak):
        return _counted(own, outcome)
    if is_undetermined:
        why = _why_undetermined(outcome)
        return View(Standing.OPEN, counts.undetermined or None, why, is_weak, is_judged=not is_weak)
    if not counts.passed:
        return View(Standing.ABSENT)
    return View(Standing.KEPT if seat.subject.kind == "run" else Standing.UNSEEN)


def _counted(own: Counts, outcome: Outcome) -> View:
    """Give how a rule stands for a subject whose verdicts were counted; what people decided later is in the findings."""
    if own.undetermined:
        return View(Standing.OPEN, own.undetermined, _why_undetermined(outcome))
    if own.passed:
        return View(Standing.KEPT)
    return View(Standing.UNSEEN if own.fail + own.suspect else Standing.ABSENT)


def _settled(outcome: Outcome) -> View | None:
    """Give how a rule stands that ended alike for everybody."""
    ended, reason = outcome.outcome, outcome.reason
    if ended is OutcomeKind.ERROR:
        return View(Standing.OPEN, None, BROKEN)
    if ended is OutcomeKind.MANUAL:
        return View(Standing.OPEN, None, UNCHECKED, is_judged=False)
    if ended is OutcomeKind.NOT_APPLICABLE:
        standing = Standing.ABSENT if reason is Reason.WAIVED else Standing.NOT_APPLICABLE
        return View(standing, is_judged=reason in LOOKED_ASIDE)
    if ended is OutcomeKind.NO_POPULATION or (ended is OutcomeKind.UNDETERMINED and reason is Reason.NOT_YET_DUE):
        return View(Standing.ABSENT)
    return None


def _why_undetermined(outcome: Outcome) -> Message:
    words = REASON_WORDS.get(outcome.reason) if outcome.reason else None
    if words is None:
        return Message("有记录未能判定", "some records are undetermined")
    return Message(f"未能判定:{words.zh}", f"undetermined: {words.en}")


def together(views: Sequence[Sequence[View]], found: Found, unplaced: int) -> Together:
    """Put the rules of a line together. views: for each rule, one for every run that holds it."""
    merged = [_merged(each) for each in views if each]
    is_judged = any(each.is_judged for each in merged) or bool(found.sure + found.perhaps + found.waived)
    amounts = [each.maybe for each in merged if each.standing is Standing.OPEN]
    more = found.perhaps + unplaced
    maybe = None if None in amounts else sum(amount for amount in amounts if amount is not None) + more
    why = [each.why for each in merged if each.why is not None and each.standing is Standing.OPEN]
    why += [SUSPECTED] if found.perhaps else []
    why += [NOBODYS] if unplaced else []
    standings = {each.standing for each in merged}
    order = (Standing.OPEN, Standing.KEPT, Standing.UNSEEN, Standing.ABSENT)
    standing = next((word for word in order if word in standings), Standing.NOT_APPLICABLE)
    if found.sure:
        standing = Standing.LOST
    elif more:
        standing = Standing.OPEN
    elif found.waived and standing is Standing.UNSEEN:
        standing = Standing.ABSENT
    return Together(standing, maybe, tuple(dict.fromkeys(why)), is_judged)


def _merged(views: Sequence[View]) -> View:
    """Put the runs together: what is open stays open, unless the run judged nothing of the kind and another did."""
    strong = [each for each in views if each.standing is Standing.OPEN and not each.is_weak]
    if strong:
        amounts = [each.maybe for each in strong]
        maybe = None if None in amounts else sum(amount for amount in amounts if amount is not None)
        return View(Standing.OPEN, maybe, strong[0].why, is_judged=any(each.is_judged for each in views))
    order = (Standing.KEPT, Standing.UNSEEN, Standing.OPEN, Standing.ABSENT, Standing.NOT_APPLICABLE)
    ranked = sorted(views, key=lambda each: (order.index(each.standing), not each.is_judged))
    return ranked[0]
