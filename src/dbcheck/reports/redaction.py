"""A result without personal data: what every report is made of, unless ``--no-redact`` is given.

Masked: names of writers, phones, ID and card numbers, home addresses and mail, in messages, evidence, rejects, and what people wrote into
forms. Kept: offices, their phones and gov.cn mail, the numbers of records, dates.
"""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

import polars as pl

from dbcheck.errors import Message
from dbcheck.finding_frames import FramedFindings
from dbcheck.findings import (
    AnswerUsed,
    Attested,
    AuditResult,
    Explanation,
    FindingStore,
    LedgerNote,
    LedgerRead,
    Outcome,
    Reject,
    Severity,
    Undecided,
    Waived,
    WaiverUsed,
    fill,
)
from dbcheck.in_order import in_order
from dbcheck.lean_dataclass import dataclass
from dbcheck.plugins.detectors.resident_id import SEPARATOR
from dbcheck.plugins.detectors.written import Pattern, fold
from dbcheck.reports.masking import (
    NAMED_SIGNS,
    NUMBER_SIGNS,
    PLACE_SIGNS,
    has_sign,
    mask_key,
    mask_quote,
    mask_row,
    mask_text,
    mask_value,
)

# Fields that name or reach a person who is no office; the second set is what offices publish of themselves.
PERSONAL = frozenset({"author_name", "author_contact", "user_id", "person", "checker"})
OFFICIAL = frozenset(
    {"contact", "address", "leader_names", "leader", "manager", "mailbox", "guest_names", "due", "from", "to"}
)
_LEDGER_OFFICIAL = frozenset({"number", "site", "site_code", "unit", "clause", "rule", "fingerprint"})
_HEADER = Pattern(
    "姓名|来信人|写信人|留言人|反映人|投诉人|联系人|昵称|网民|网友|电话|手机|联系方式|身份证|证件号|住址|地址|邮箱|(?i:mail|phone|mobile|contact)"
)

FEW = 1_000  # rows that are looked at one by one before Polars has planned it
# What a text may need a closer look for, cheap for the Rust engine; dates with a clock time hold no eleven digits in a row.
_FIELDS = "|".join(sorted(PERSONAL))
_CUES = (
    *NUMBER_SIGNS,
    PLACE_SIGNS,
    "[＠－]",  # with digits: what is to be folded first
    "[０-９]",
    *NAMED_SIGNS,
    f'(?:{_FIELDS})"',  # as a name, or as the field that is told about
)
_KEY_CUES = ("[0-9]{11}", "[@＠０-９－]", f"[0-9](?:{SEPARATOR}[0-9]+){{2}}")
# What is masked in one way wherever it stands alone between Chinese characters: a mobile number, and what looks like an ID (only one that begins with 6 may be a card).
_ALONE = '["“”‘’\u4e00-\u9fff，。；：、！？]'
_PLAIN = (
    (f"({_ALONE})(1[3-9][0-9])[0-9]{{4}}([0-9]{{4}})({_ALONE})", "${1}${2}****${3}${4}"),
    (
        f"({_ALONE})([1-57-9])[0-9]{{5}}(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9]{{4}}([0-9Xx])({_ALONE})",
        "${1}${2}****************${3}${4}",
    ),
)
_INVOLVED = (*_CUES, '"(?:[a-z_.]+[.])?(?:' + "|".join(sorted(OFFICIAL)) + ')"')
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def redacted(result: AuditResult) -> AuditResult:
    """Give the result with every piece of personal data masked; one that is redacted stays as it is."""
    if result.is_redacted:
        return result
    return replace(
        result,
        outcomes=tuple(_outcome(outcome) for outcome in result.outcomes),
        findings=RedactedFindings(result.findings),
        rejects=_rejects(result),
        pending=None if result.pending is None else RedactedFindings(result.pending),
        attested=None if result.attested is None else _attested(result.attested),
        waived=None if result.waived is None else _waived(result.waived),
        ledger=None if result.ledger is None else _ledger(result.ledger),
        is_redacted=True,
    )


def redacted_explanation(explanation: Explanation) -> Explanation:
    """Give the calculation of one verdict with personal data masked."""
    evidence = mask_evidence(explanation.evidence)
    values = {path: _masked(path, value) for path, value in explanation.values.items()}
    return replace(
        explanation,
        record=mask_key(explanation.record),
        message=explanation.message if evidence == dict(explanation.evidence) else mask_text(explanation.message),
        values=values,
        evidence=evidence,
    )


@dataclass(frozen=True)
class RedactedFindings(FramedFindings):
    """A FindingStore whose texts are masked when they are given out; keys that are no personal data stay, and so do fingerprints."""

    store: FindingStore

    @property
    def total(self) -> int:
        """Give the number of findings."""
        return self.store.total

    def gravest_frame(self, limit: int, lang: str = "zh", *, status: str = "") -> pl.DataFrame:
        """Give up to ``limit`` findings, the gravest first."""
        return mask_frame(self.store.gravest_frame(limit, lang, status=status), self.store.sayings(), lang)

    def rule_frame(self, rule: str, limit: int, lang: str = "zh") -> pl.DataFrame:
        """Give up to ``limit`` findings of one rule."""
        return mask_frame(self.store.rule_frame(rule, limit, lang), self.store.sayings(), lang)

    def by_severity(self) -> Mapping[Severity, int]:
        """Count the findings of each severity."""
        return self.store.by_severity()

    def by_unit(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings of each unit."""
        return self.store.by_unit()

    def units(self) -> Set[tuple[str | None, str]]:
        """Give kind and key of every unit that a finding belongs to."""
        return self.store.units()

    def by_month(self) -> Mapping[str, Mapping[Severity, int]]:
        """Count the findings of each month."""
        return self.store.by_month()

    def sayings(self) -> Mapping[str, tuple[Message, ...]]:
        """Give the messages of each rule before evidence is put into them."""
        return self.store.sayings()

    def frames(self, lang: str = "zh") -> Iterator[pl.DataFrame]:
        """Give every finding in pieces that fit into memory."""
        sayings = self.store.sayings()
        return in_order(lambda frame: mask_frame(frame, sayings, lang), self.store.frames(lang))


def mask_frame(frame: pl.DataFrame, sayings: Mapping[str, tuple[Message, ...]], lang: str) -> pl.DataFrame:
    """Mask a frame of findings (the columns of findings.parquet); rows without any sign of personal data are not looked at."""
    at = _noticed(frame, "evidence", _CUES)
    unsaid = _unsaid(frame, sayings)  # elsewhere a message holds what its evidence holds
    if len(unsaid):
        at = pl.concat([at, unsaid[_noticed(frame[unsaid], "message", _CUES)]]).unique().sort()
    frame, at = _plainly_masked(frame, at, unsaid)
    if len(at):
        rows = frame["rule", "saying", "evidence", "message"][at].rows()
        masked = {row: _masked_row(row, sayings, lang) for row in set(rows)}  # findings of one rule often say the same
        evidence, messages = map(list, zip(*(masked[row] for row in rows), strict=True))
        frame = frame.with_columns(
            frame["evidence"].scatter(at, evidence), frame["message"].scatter(at, pl.Series(messages, dtype=pl.String))
        )
    named = _noticed(frame, "record", _KEY_CUES)
    if not len(named):
        return frame
    keys = [mask_key(key) for key in frame["record"][named]]
    return frame.with_columns(frame["record"].scatter(named, pl.Series(keys, dtype=pl.String)))


def _plainly_masked(frame: pl.DataFrame, at: pl.Series, unsaid: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Mask the rows at these places of which _PLAIN is all that needs a mask; give the frame, and the places that are left over."""
    if len(at) <= FEW or len(unsaid):
        return frame, at
    columns = ("evidence", "message")
    told = frame[at, columns].with_columns(_replaced(name) for name in columns)
    involved = [pl.col("evidence").str.contains(cue) for cue in _INVOLVED]
    involved += [pl.col("message").str.contains(cue) for cue in NUMBER_SIGNS]
    is_plain = ~told.select(pl.any_horizontal(involved)).to_series()
    done = at.filter(is_plain)
    masked = [frame[name].scatter(done, told[name].filter(is_plain)) for name in columns]
    return frame.with_columns(masked), at.filter(~is_plain)


def _replaced(name: str) -> pl.Expr:
    text = pl.col(name)
    for pattern, mask in _PLAIN:
        text = text.str.replace_all(pattern, mask)
    return text


def _masked_row(
    row: tuple[str, int | None, str, str], sayings: Mapping[str, tuple[Message, ...]], lang: str
) -> tuple[str, str]:
    """Give evidence and message of one finding, masked."""
    rule, saying, held, said = row
    evidence = json.loads(held)
    masked = mask_evidence(evidence)
    is_masked = masked != evidence
    told = _WRITER.encode(masked) if is_masked else held
    templates = sayings.get(rule, ())
    if saying is None or saying >= len(templates):
        return told, mask_text(said)
    return told, fill(templates[saying].say(lang), masked) if is_masked else said


def _unsaid(frame: pl.DataFrame, sayings: Mapping[str, tuple[Message, ...]]) -> pl.Series:
    """Give the places of the rows whose message cannot be said again from their evidence."""
    pairs = frame["rule", "saying"]
    said = (pairs if frame.height <= FEW else pairs.unique()).rows()
    if all(saying is not None and saying < len(sayings.get(rule, ())) for rule, saying in said):
        return pl.Series([], dtype=pl.UInt32)
    known = pl.Series([len(sayings.get(rule, ())) for rule in frame["rule"]], dtype=pl.UInt32)
    return (frame["saying"].is_null() | (frame["saying"] >= known).fill_null(value=False)).arg_true()


def _noticed(frame: pl.DataFrame, column: str, cues: Sequence[str]) -> pl.Series:
    """Give the places of the rows in which a cue occurs; few rows are told by what masking itself looks for."""
    if frame.height > FEW:
        texts = [pl.col(column).str.contains(cue) for cue in cues]
        return frame.select(pl.any_horizontal(texts).fill_null(value=False)).to_series().arg_true()
    noticed = (text is not None and _shows_something(text) for text in frame[column])
    return pl.Series([at for at, is_noticed in enumerate(noticed) if is_noticed], dtype=pl.UInt32)


def _shows_something(text: str) -> bool:
    return has_sign(fold(text)) or any(name in text for name in PERSONAL)


def mask_evidence(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Mask the values of evidence: by the name of each, by the field that ``field`` names, and by what their texts hold."""
    about = str(evidence.get("field") or "")
    masked = {name: _masked(about if name in ("value", "shown") else name, value) for name, value in evidence.items()}
    if evidence.get("found") == "author_name" and isinstance(evidence.get("quote"), str):
        masked["quote"] = mask_quote(evidence["quote"], int(evidence.get("at") or 1))
    return masked


def _masked(path: str, value: Any) -> Any:
    """Mask a value of a field, or of an entry of evidence."""
    name = path.rpartition(".")[2]
    if isinstance(value, str):
        if name in PERSONAL:
            return mask_value(value)
        return value if name in OFFICIAL else mask_text(value)
    if isinstance(value, list | tuple):
        return [_masked(path, element) for element in value]
    if isinstance(value, dict):
        return {key: _masked(str(key), element) for key, element in value.items()}
    return value


def _rejects(result: AuditResult) -> tuple[Reject, ...]:
    fields = {part.path: part.binding for part in result.inputs}
    return tuple(_reject(reject, fields.get(reject.path, {})) for reject in result.rejects)


def _reject(reject: Reject, binding: Mapping[str, str | None]) -> Reject:
    if reject.whole_row and not reject.column:
        value = mask_row(reject.value)
    else:
        field = binding.get(reject.column)
        is_personal = field in PERSONAL or (field is None and _HEADER.compiled.search(reject.column) is not None)
        value = mask_value(reject.value) if is_personal else str(_masked(field or "", reject.value))
    if value == reject.value:
        return reject
    reason = Message(*(said.replace(reject.value, value) for said in (reject.reason.zh, reject.reason.en)))
    return replace(reject, value=value, reason=Message(mask_text(reason.zh), mask_text(reason.en)))


def _outcome(outcome: Outcome) -> Outcome:
    if not outcome.undecided and not outcome.error:
        return outcome
    return replace(outcome, undecided=tuple(map(_undecided, outcome.undecided)), error=mask_text(outcome.error))


def _undecided(part: Undecided) -> Undecided:
    return replace(part, samples=tuple(map(mask_key, part.samples)))


def _attested(attested: Attested) -> Attested:
    return replace(attested, answers=tuple(map(_answer, attested.answers)))


def _answer(answer: AnswerUsed) -> AnswerUsed:
    return replace(answer, record=mask_key(answer.record), evidence=mask_text(answer.evidence), note=mask_text(answer.note))


def _waived(waived: Waived) -> Waived:
    return replace(waived, waivers=tuple(map(_waiver, waived.waivers)), findings=RedactedFindings(waived.findings))


def _waiver(waiver: WaiverUsed) -> WaiverUsed:
    return replace(waiver, records=tuple(map(mask_key, waiver.records)), reason=mask_text(waiver.reason))


def _ledger(ledger: LedgerRead) -> LedgerRead:
    notes = {digest: _note(note) for digest, note in ledger.notes.items()}
    return replace(ledger, notes=notes, added=tuple(map(_note, ledger.added)))


def _note(note: LedgerNote) -> LedgerNote:
    """Mask what people wrote, and what stood in the row; the names of offices and of documents stay."""
    texts = {name: text if name in _LEDGER_OFFICIAL else mask_text(text) for name, text in note.texts.items()}
    return replace(note, record=mask_key(note.record), texts=texts)
