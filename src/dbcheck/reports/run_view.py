"""One run as people read it: what html, markdown and documents are made of. A frozen view of a result, in one language."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from dbcheck.errors import Message
from dbcheck.figures import Spread
from dbcheck.findings import AuditResult, Finding, Outcome, OutcomeKind, PackUsed, Severity
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.layout import Tone
from dbcheck.reports.outcome_table import broken_rules, severity_of
from dbcheck.reports.places import Places, places_of, shared_folder
from dbcheck.reports.terminal import verdict_of

BROKEN = (OutcomeKind.FAIL, OutcomeKind.SUSPECT)
# How a clause ended is how the gravest of its rules did; what was decided weighs more than what was not.
GRAVITY = (
    OutcomeKind.FAIL,
    OutcomeKind.ERROR,
    OutcomeKind.SUSPECT,
    OutcomeKind.UNDETERMINED,
    OutcomeKind.MANUAL,
    OutcomeKind.PASS,
    OutcomeKind.NO_POPULATION,
    OutcomeKind.NOT_APPLICABLE,
)


@dataclass(frozen=True)
class ClauseView:
    """One clause of a document and its rules."""

    clause: str
    rules: tuple[Outcome, ...]

    @property
    def ended(self) -> OutcomeKind:
        """Give how the gravest of its rules ended."""
        return min((rule.outcome for rule in self.rules), key=GRAVITY.index)


@dataclass(frozen=True)
class DocumentView:
    """One document and its clauses, in its order."""

    pack: PackUsed
    clauses: tuple[ClauseView, ...]

    @property
    def rules(self) -> tuple[Outcome, ...]:
        """Give every rule."""
        return tuple(rule for clause in self.clauses for rule in clause.rules)

    def count(self, ended: OutcomeKind | str) -> int:
        """Count the rules that ended so."""
        return sum(rule.outcome == ended for rule in self.rules)

    @property
    def judged(self) -> int:
        """Count the rules whose question was answered."""
        return sum(self.count(ended) for ended in (OutcomeKind.PASS, *BROKEN))


@dataclass(frozen=True)
class UnitView:
    """One unit and its findings; ``name`` is its key where no record names it, and empty for findings of nobody."""

    key: str
    name: str
    counts: Mapping[Severity, int]

    @property
    def total(self) -> int:
        """Give the number of findings."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class MonthView:
    """One month: how many records are dated in it, and the findings about records dated in it."""

    month: str
    records: int
    counts: Mapping[Severity, int]


@dataclass(frozen=True)
class Shown:
    """The findings that a report shows, the gravest first, and how many there are."""

    findings: Sequence[Finding]
    total: int

    @property
    def hidden(self) -> int:
        """Give how many are not shown."""
        return self.total - len(self.findings)


@dataclass(frozen=True)
class RunView:
    """A result, seen by a reader of one language."""

    result: AuditResult
    lang: str

    def say(self, zh: str, en: str) -> str:
        """Give one of two texts."""
        return Message(zh, en).say(self.lang)

    @cached_property
    def verdict(self) -> tuple[Tone, str]:
        """Say in one line how the audit ended."""
        tone, said = verdict_of(self.result)
        return tone, said.say(self.lang)

    @cached_property
    def documents(self) -> tuple[DocumentView, ...]:
        """Give the documents with their clauses."""
        return tuple(DocumentView(pack, self._clauses(pack)) for pack in self.result.packs)

    def _clauses(self, pack: PackUsed) -> tuple[ClauseView, ...]:
        by_clause: dict[str, list[Outcome]] = {}
        for outcome in self.result.outcomes:
            if outcome.pack == pack.id:
                by_clause.setdefault(outcome.clause, []).append(outcome)
        return tuple(ClauseView(clause, tuple(rules)) for clause, rules in by_clause.items())

    @cached_property
    def rules(self) -> Mapping[str, Outcome]:
        """Give every rule by its id."""
        return {outcome.rule: outcome for outcome in self.result.outcomes}

    @cached_property
    def broken(self) -> Sequence[Outcome]:
        """Give the rules that fail or are suspect, the gravest first."""
        return broken_rules(self.result.outcomes)

    def named(self, rule: str) -> str:
        """Give the clause and part of a rule; with the pack in front where several took part."""
        return rule if len(self.result.packs) > 1 else rule.partition("/")[2] or rule

    def severity(self, outcome: Outcome) -> Severity:
        """Give how grave the findings of a rule are."""
        return severity_of(outcome)

    @cached_property
    def by_severity(self) -> Mapping[Severity, int]:
        """Count the findings of each severity."""
        return self.result.findings.by_severity()

    @cached_property
    def units(self) -> tuple[UnitView, ...]:
        """Give the units with findings, those with most violations first."""
        found = self.result.findings.by_unit()
        views = [UnitView(key, self.unit(key), _gravest_first(counts)) for key, counts in found.items()]
        return tuple(sorted(views, key=lambda u: (-u.counts.get(Severity.VIOLATION, 0), -u.total, u.key)))

    @cached_property
    def months(self) -> tuple[MonthView, ...]:
        """Give every month that has records or findings, in the order of time; without figures the records are not known."""
        found = self.result.findings.by_month()
        counted: dict[str, int] = {}
        for monthly in self.result.figures.months if self.result.figures else ():
            for month, amount in monthly.records:
                counted[month] = counted.get(month, 0) + amount
        return tuple(MonthView(m, counted.get(m, 0), found.get(m, {})) for m in sorted({*counted, *found} - {""}))

    @cached_property
    def spreads(self) -> tuple[Spread, ...]:
        """Give how long things took under each limit, the most records first."""
        spreads = self.result.figures.spreads if self.result.figures else ()
        return tuple(sorted(spreads, key=lambda spread: -spread.total))

    @cached_property
    def period(self) -> str:
        """Give the first and the last month of records; empty where it is not known."""
        dated = [view.month for view in self.months if view.records] or [view.month for view in self.months]
        return "" if not dated else dated[0] if dated[0] == dated[-1] else f"{dated[0]} — {dated[-1]}"

    @cached_property
    def places(self) -> Places:
        """Give how the places of findings are said."""
        return places_of(self.result, self.lang)

    @cached_property
    def folder(self) -> str:
        """Give the folder that holds every input; empty where there is none."""
        return shared_folder([part.path for part in self.result.inputs])

    def unit(self, key: str | None) -> str:
        """Give the name of a unit; both names where units of two kinds bear one key."""
        return self._names.get(key, key) if key else ""

    @cached_property
    def _names(self) -> Mapping[str, str]:
        found: dict[str, list[str]] = {}
        for kind, key in sorted(self.result.findings.units(), key=lambda unit: (unit[1], unit[0] or "")):
            names, name = found.setdefault(key, []), self.result.names.name_of(kind, key).name
            names += [] if name in names else [name]
        return {key: " / ".join(names) for key, names in found.items()}

    def gravest(self, limit: int) -> Shown:
        """Give up to ``limit`` findings.

        Where there are more, every broken rule has some among them: a rule with many gives way to those with few.
        """
        store = self.result.findings
        total = store.total
        if total <= limit:
            return Shown(store.gravest(limit, self.lang), total)
        shares = _shares({rule.rule: rule.counts.fail + rule.counts.suspect for rule in self.broken}, limit)
        found = [finding for rule, share in shares.items() if share for finding in store.of_rule(rule, share, self.lang)]
        return Shown(tuple(found), total)


def _gravest_first(counts: Mapping[Severity, int]) -> dict[Severity, int]:
    return {severity: counts[severity] for severity in Severity if counts.get(severity)}


def _shares(wanted: Mapping[str, int], limit: int) -> dict[str, int]:
    """Share out ``limit`` places: each gets what it wants, or as many as the others that do not."""
    shares: dict[str, int] = {}
    left = limit
    for place, (rule, number) in enumerate(sorted(wanted.items(), key=lambda item: item[1])):
        shares[rule] = min(number, left // (len(wanted) - place))
        left -= shares[rule]
    return {rule: shares[rule] for rule in wanted}
