"""bulletin.docx about a run, and in notices/ one notice for each unit that has something to mend, out of Word templates."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dbcheck.errors import Message
from dbcheck.findings import AuditResult, Outcome, OutcomeKind, Severity
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.docx_places import BULLETIN, NOTICE
from dbcheck.reports.docx_render import render, template_of
from dbcheck.reports.ledger_rows import LedgerRows, as_of_day
from dbcheck.reports.outcome_table import broken_rules, coverage_said
from dbcheck.rules.filled_forms import guarded

NOTICES, INDEX = "notices", "index.csv"
SHOWN = 100  # rows of one list in a notice; the ledger has them all
WORST, NAMED_UNITS, CLAUSES, UNITS = 10, 5, 500, 1000  # what the bulletin names
_LISTS: Mapping[Severity, str] = {
    Severity.VIOLATION: "problems",
    Severity.ADVISORY: "advisories",
    Severity.SUSPICION: "suspicions",
}
_OPEN = (OutcomeKind.UNDETERMINED, OutcomeKind.MANUAL, OutcomeKind.ERROR)
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
Unit = tuple[str | None, str]  # kind, key


@dataclass(frozen=True)
class Listed:
    """One finding in a list."""

    number: int
    site: str
    clause: str
    problem: str
    description: str
    record: str
    limit: str
    taken: str
    timing: str  # limit and time taken, one under the other
    evidence: str
    points: str
    veto: str


@dataclass
class UnitFindings:
    """What was found at one unit: of each severity the first SHOWN, and how many there are."""

    key: Unit
    name: str
    counts: Counter[Severity] = field(default_factory=Counter)
    lists: dict[Severity, list[Listed]] = field(default_factory=dict)
    deadlines: set[str] = field(default_factory=set)

    def add(self, row: Mapping[str, Any]) -> None:
        """Take in one row of the ledger."""
        severity = Severity(row["severity"])
        self.counts[severity] += 1
        self.deadlines.add(row["deadline"])
        listed = self.lists.setdefault(severity, [])
        if len(listed) < SHOWN:
            timing = "\n".join(filter(None, (row["limit"], row["taken"])))
            told = {each.name: row[each.name] for each in fields(Listed) if each.name not in ("number", "timing")}
            listed.append(Listed(number=len(listed) + 1, timing=timing, **told))

    @property
    def has_to_mend(self) -> bool:
        """Tell whether anything is more than suspected."""
        return bool(self.counts[Severity.VIOLATION] + self.counts[Severity.ADVISORY])

    @property
    def deadline(self) -> str:
        """Give the day that an earlier ledger sets for all of it, empty where it sets none or several."""
        return next(iter(self.deadlines)) if len(self.deadlines) == 1 else ""


@dataclass
class Gathered:
    """What the documents tell: findings by unit, and of each rule who is concerned."""

    units: dict[Unit, UnitFindings] = field(default_factory=dict)
    by_rule: dict[str, Counter[str]] = field(default_factory=dict)  # rule -> name of a unit -> fails
    examples: dict[str, tuple[str, str]] = field(default_factory=dict)  # rule -> a record, and what is wrong with it
    unassigned: int = 0


def write_documents(result: AuditResult, path: Path, lang: str = "zh", *, templates: Path | None = None) -> None:
    """Write the bulletin to ``path``, and notices/ beside it.

    templates: a folder with templates of one's own, by the names of those that come along. Raises UsageError for what is wrong with one.
    """
    gathered = _gather(result, lang)
    shared = _shared(result, lang)
    with TemporaryDirectory() as made:
        bulletin, notice = (template_of(name, Path(made), templates, lang) for name in (BULLETIN, NOTICE))
        render(bulletin, {**shared, **_bulletin(result, gathered, lang)}, path, result.as_of, lang)
        folder = path.parent / NOTICES
        folder.mkdir(exist_ok=True)
        _clear(folder)
        names: dict[str, UnitFindings] = {}
        for unit in _ordered(gathered.units):
            if unit.has_to_mend and unit.key[1]:
                name = _file_name(unit, names)
                names[name] = unit
                render(notice, {**shared, **_notice(unit)}, folder / name, result.as_of, lang)
        (folder / INDEX).write_bytes(_index(names, lang))


def _gather(result: AuditResult, lang: str) -> Gathered:
    gathered = Gathered()
    for frame in LedgerRows(result, lang).found():
        for row in frame.iter_rows(named=True):
            severity = Severity(row["severity"])
            if severity in _LISTS:
                _take(gathered, row, severity)
    return gathered


def _take(gathered: Gathered, row: Mapping[str, Any], severity: Severity) -> None:
    key = row["unit_kind"], row["unit_key"] or ""
    unit = gathered.units.setdefault(key, UnitFindings(key, row["unit"]))
    unit.add(row)
    if not key[1]:
        gathered.unassigned += 1
    if severity is not Severity.SUSPICION:
        if key[1]:
            gathered.by_rule.setdefault(row["rule"], Counter())[row["unit"]] += 1
        gathered.examples.setdefault(row["rule"], (row["record"], row["description"]))


def _ordered(units: Mapping[Unit, UnitFindings]) -> list[UnitFindings]:
    return sorted(units.values(), key=lambda unit: ([-unit.counts[grade] for grade in _LISTS], unit.name, unit.key[1]))


# -- what the places of the templates hold ----------------------------------------------------------------------------------


def _shared(result: AuditResult, lang: str) -> dict[str, Any]:
    day = as_of_day(result)
    documents = [{"number": pack.document, "title": pack.title} for pack in result.packs]
    quoted = Message("《{title}》\uff08{number}\uff09", "{title} ({number})").say(lang)
    basis = Message("、", ", ").say(lang).join(quoted.format(**document) for document in documents)
    return {
        "basis": basis,
        "documents": documents,
        "as_of": Message(f"{day.year}年{day.month}月{day.day}日", day.isoformat()).say(lang),
        "profile": result.profile or "",
        "coverage": Message(";", "; ").say(lang).join(coverage_said(result, lang)),
        "redacted": result.is_redacted,
        "version": result.versions.get("dbcheck", ""),
    }


def _notice(unit: UnitFindings) -> dict[str, Any]:
    told: dict[str, Any] = {"unit": unit.name, "deadline": unit.deadline}
    for severity, name in _LISTS.items():
        listed = unit.lists.get(severity, [])
        told |= {
            name: [_plain(each) for each in listed],
            f"{name}_total": unit.counts[severity],
            f"{name}_hidden": unit.counts[severity] - len(listed),
        }
    return told


def _plain(listed: Listed) -> dict[str, Any]:
    return {each.name: getattr(listed, each.name) for each in fields(Listed)}


def _bulletin(result: AuditResult, gathered: Gathered, lang: str) -> dict[str, Any]:
    ended = Counter(outcome.outcome for outcome in result.outcomes)
    grades = result.findings.by_severity()
    units = [unit for unit in _ordered(gathered.units) if unit.key[1]]
    judged = {
        "rules_passed": ended[OutcomeKind.PASS],
        "rules_failed": ended[OutcomeKind.FAIL],
        "rules_suspect": ended[OutcomeKind.SUSPECT],
        "rules_open": sum(ended[kind] for kind in _OPEN),
    }
    return {
        **judged,
        "rules_total": len(result.outcomes),
        "rules_other": len(result.outcomes) - sum(judged.values()),
        "records_read": sum(part.read for part in result.inputs),
        "records_rejected": sum(part.rejected for part in result.inputs),
        "violations": grades.get(Severity.VIOLATION, 0),
        "advisories": grades.get(Severity.ADVISORY, 0),
        "suspicions": grades.get(Severity.SUSPICION, 0),
        "waived": result.waived.findings.total if result.waived else 0,
        "unassigned": gathered.unassigned,
        "units_total": sum(bool(unit.counts[Severity.VIOLATION]) for unit in units),
        "units": [_unit(unit, number) for number, unit in enumerate(units[:UNITS], start=1)],
        "clauses": [
            _clause(each, n, result, gathered, lang) for n, each in enumerate(broken_rules(result.outcomes)[:CLAUSES], 1)
        ],
        "worst": [_clause(each, n, result, gathered, lang) for n, each in enumerate(_worst(result), 1)],
    }


def _worst(result: AuditResult) -> list[Outcome]:
    return [outcome for outcome in broken_rules(result.outcomes) if outcome.counts.fail][:WORST]


def _unit(unit: UnitFindings, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "name": unit.name,
        "violations": unit.counts[Severity.VIOLATION],
        "advisories": unit.counts[Severity.ADVISORY],
        "suspicions": unit.counts[Severity.SUSPICION],
        "total": sum(unit.counts.values()),
    }


def _clause(outcome: Outcome, number: int, result: AuditResult, gathered: Gathered, lang: str) -> dict[str, Any]:
    documents = {pack.id: pack.document for pack in result.packs}
    example = gathered.examples.get(outcome.rule)
    concerned = gathered.by_rule.get(outcome.rule, Counter())
    named = [name for name, _ in concerned.most_common(NAMED_UNITS)]
    more = (
        Message(f"等{len(concerned)}个单位", f" and {len(concerned) - len(named)} more")
        if len(concerned) > len(named)
        else None
    )
    return {
        "number": number,
        "clause": f"{documents.get(outcome.pack, outcome.pack)} {outcome.rule.partition('/')[2]}",
        "requirement": outcome.requirement,
        "judged": outcome.counts.total - outcome.counts.out_of_scope,
        "failed": outcome.counts.fail,
        "suspected": outcome.counts.suspect,
        "units": Message("、", ", ").say(lang).join(named) + (more.say(lang) if more else ""),
        "example": Message("{}\uff08{}\uff09", "{} ({})").say(lang).format(*example) if example else "",
    }


# -- files ------------------------------------------------------------------------------------------------------------


def _file_name(unit: UnitFindings, taken: Mapping[str, UnitFindings]) -> str:
    """Name the file of a unit: its name without what a file system cannot hold, with a number where two would be equal."""
    stem = _UNSAFE.sub("_", unit.name).strip(" .")[:60].strip(" .") or "_"
    stem = f"_{stem}" if _RESERVED.fullmatch(stem) else stem
    known = {name.lower() for name in taken}
    tries: Iterator[str] = (f"{stem}{f' ({number})' if number > 1 else ''}.docx" for number in range(1, len(taken) + 2))
    return next(name for name in tries if name.lower() not in known)


def _index(names: Mapping[str, UnitFindings], lang: str) -> bytes:
    """List the notices: unit, file, and how much each unit has to mend."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow([head.say(lang) for head in _INDEX_HEADS])
    for name, unit in names.items():
        writer.writerow(
            [guarded(unit.name), guarded(unit.key[1]), guarded(name), *(unit.counts[grade] for grade in _LISTS)]
        )
    return content.getvalue().encode("utf-8-sig", "backslashreplace")


_INDEX_HEADS: Sequence[Message] = (
    Message("责任单位", "Responsible unit"),
    Message("单位编号", "Unit id"),
    Message("文件", "File"),
    Message("违反", "Violations"),
    Message("建议", "Advisories"),
    Message("疑似", "Suspicions"),
)


def _clear(folder: Path) -> None:
    """Take away the notices of an earlier run, those that its index names: a unit that has mended everything has none any more."""
    index = folder / INDEX
    if not index.is_file():
        return
    with index.open(encoding="utf-8-sig", newline="") as lines:
        for row in list(csv.reader(lines))[1:]:
            name = row[2].removeprefix("'") if len(row) > 2 else ""
            if name.endswith(".docx") and Path(name).name == name:
                (folder / name).unlink(missing_ok=True)
