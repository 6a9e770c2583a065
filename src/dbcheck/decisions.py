"""What people decided, read before a record is and applied after judging: checklist, waivers, and a ledger that came back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dbcheck.engine.binder import World
from dbcheck.engine.noted import found_again
from dbcheck.engine.run import Judgement
from dbcheck.engine.settle import audit_day, settle
from dbcheck.engine.waive import waive
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.findings import Attested, FormRead, LedgerRead, Waived
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules import attestations as answering
from dbcheck.rules import waivers as waiving
from dbcheck.rules.attestations import Answer
from dbcheck.rules.filled_forms import Filled, FormColumn, entries_of_grids, entries_of_yaml
from dbcheck.rules.ledger import Ledger, is_ledger, read_ledger
from dbcheck.rules.pack import Rule
from dbcheck.rules.waivers import Waiver
from dbcheck.sources.grids import read_bytes, read_grids

if TYPE_CHECKING:
    from dbcheck.rules.score_answers import ItemAnswer
    from dbcheck.rules.scorecard import Scorecard

_YAML = (".yaml", ".yml")


class Decided(NamedTuple):
    """What was judged after the decisions, and what each kind of them did."""

    judged: Judgement
    attested: Attested | None
    waived: Waived | None
    ledger: LedgerRead | None


@dataclass(frozen=True)
class Decisions:
    """Answers, waivers (those of a ledger among them) and a ledger, each with the file that it was read from."""

    rules: tuple[Rule, ...]
    answers: tuple[FormRead, tuple[Answer, ...]] | None = None
    waivers: tuple[FormRead, tuple[Waiver, ...]] | None = None
    ledger: tuple[FormRead, Ledger] | None = None

    def apply(self, judged: Judgement, world: World) -> Decided:
        """Apply the answers, then the waivers; then look which rows of the ledger were found again."""
        attested = waived = noted = None
        stores = []
        if self.answers is not None:
            settled = settle(judged, self.rules, self.answers[1], world)
            judged, attested = settled.judged, Attested(self.answers[0], settled.answers)
        if self.waivers is not None:
            covered = waive(judged, self.rules, self.waivers[1], world)
            judged, waived = covered.judged, Waived(self.waivers[0], covered.waivers, covered.findings)
            stores.append(covered.findings)
        if self.ledger is not None:
            form, ledger = self.ledger
            notes = {note.fingerprint: note for note in ledger.notes}
            noted = LedgerRead(form, notes, ledger.added, found_again(notes, [judged.findings, *stores]))
        return Decided(judged, attested, waived, noted)


def read_decisions(
    rules: Sequence[Rule],
    as_of: datetime,
    *,
    attestations: str | Path | None,
    waivers: str | Path | None,
    ledger: str | Path | None,
) -> Decisions:
    """Read the files that people filled in. A ledger may also come as the file of waivers.

    Raises SourceError for a file that cannot be opened, UsageError with every mistake of one.
    """
    made = Decisions(tuple(rules))
    if attestations is not None:
        form, filled = read_form(Path(attestations), answering.COLUMNS, answering.YAML_KEY)
        made = replace(made, answers=(form, answering.read_answers(filled, {rule.id for rule in rules}, audit_day(as_of))))
    if waivers is not None and _is_ledger(Path(waivers)):
        if ledger is not None:
            said = Message(
                "--waivers 与 --ledger 都是问题台账;只写 --ledger", "--waivers is a ledger too; give --ledger alone"
            )
            raise UsageError([Problem(str(waivers), "--waivers", said)])
        ledger, waivers = waivers, None
    decided: tuple[Waiver, ...] = ()
    waiver_form = None
    if waivers is not None:
        waiver_form, filled = read_form(Path(waivers), waiving.COLUMNS, waiving.YAML_KEY)
        decided = waiving.read_waivers(filled)
    if ledger is not None:
        path = Path(ledger)
        form, read = _read(path), read_ledger(path.name, read_grids(path))
        made = replace(made, ledger=(form, read))
        waiver_form, decided = waiver_form or form, (*decided, *read.false_alarms())
    return made if waiver_form is None else replace(made, waivers=(waiver_form, decided))


def _is_ledger(path: Path) -> bool:
    return path.suffix.lower() not in _YAML and is_ledger(read_grids(path))


def _read(path: Path) -> FormRead:
    raw = read_bytes(path)
    return FormRead(str(path), len(raw), sha256(raw).hexdigest())


def read_form(path: Path, columns: Sequence[FormColumn], key: str) -> tuple[FormRead, Filled]:
    """Read a form that people fill in, XLSX, CSV or YAML; raise SourceError where it cannot be opened."""
    raw = read_bytes(path)
    form = FormRead(str(path), len(raw), sha256(raw).hexdigest())
    if path.suffix.lower() in _YAML:
        return form, entries_of_yaml(path.name, raw, columns, key)
    return form, entries_of_grids(path.name, read_grids(path), columns)


def item_answers(path: str | Path, card: "Scorecard", *, redact: bool = True) -> "tuple[ItemAnswer, ...]":
    """Read what inspectors found about items of a scorecard. redact: mask personal data in what they wrote. Raises UsageError."""
    from dbcheck.reports.masking import mask_text  # noqa: PLC0415 - as below
    from dbcheck.rules.score_answers import COLUMNS, YAML_KEY, read_item_answers  # noqa: PLC0415 - only scorecards have them

    answers = read_item_answers(read_form(Path(path), COLUMNS, YAML_KEY)[1], card)
    if not redact:
        return answers
    return tuple(replace(each, note=mask_text(each.note), evidence=mask_text(each.evidence)) for each in answers)
