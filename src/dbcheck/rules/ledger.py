"""The ledger (问题台账): one row per finding, exchanged with those who must mend it, and read again when it comes back filled in.

Two hidden columns name the rule and the finding of each row. Rows may be sorted, filtered, removed and added; a row whose hidden cells
do not fit its visible ones was sorted apart, and is a mistake rather than a note beside the wrong finding.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.findings import LedgerNote, fingerprint
from dbcheck.lean_dataclass import dataclass
from dbcheck.rules.filled_forms import Entry, FormColumn, Grid, cell_name, entries_of_grids, header_of, parse_date, tidy
from dbcheck.rules.waivers import Waiver, WaiverKind

NUMBER = FormColumn("number", Message("序号", "No."))
SITE = FormColumn("site", Message("网站名称", "Site"))
SITE_CODE = FormColumn("site_code", Message("网站标识码", "Site code"))
UNIT = FormColumn("unit", Message("责任单位", "Responsible unit"))
CLAUSE = FormColumn("clause", Message("依据文件与条款", "Document and clause"))
PROBLEM = FormColumn("problem", Message("问题类型", "Problem type"))
DESCRIPTION = FormColumn("description", Message("问题描述", "Problem"))
RECORD = FormColumn("record", Message("记录编号", "Record"))
LIMIT = FormColumn("limit", Message("规定时限", "Limit"))
TAKEN = FormColumn("taken", Message("实际用时", "Time taken"))
FOUND = FormColumn("found", Message("发现时间", "Found on"))
EVIDENCE = FormColumn("evidence", Message("证据", "Evidence"))
POINTS = FormColumn("points", Message("扣分", "Points lost"))
VETO = FormColumn("veto", Message("是否单项否决", "Veto item"))
FALSE_ALARM = FormColumn("false_alarm", Message("是否误报", "False alarm"), is_required=True)
DEADLINE = FormColumn("deadline", Message("整改时限", "Rectify by"))
MEASURES = FormColumn("measures", Message("整改措施", "Measures"))
PROGRESS = FormColumn("progress", Message("整改情况", "Progress"))
COMPLETED = FormColumn("completed", Message("完成时间", "Completed on"))
RECHECK = FormColumn("recheck", Message("复核结果", "Re-check"))
RULE = FormColumn("rule", Message("规则编号", "Rule"), is_required=True)
FINGERPRINT = FormColumn("fingerprint", Message("指纹", "Fingerprint"), is_required=True)

VISIBLE = (
    *(NUMBER, SITE, SITE_CODE, UNIT, CLAUSE, PROBLEM, DESCRIPTION, RECORD, LIMIT, TAKEN, FOUND, EVIDENCE, POINTS, VETO),
    *(FALSE_ALARM, DEADLINE, MEASURES, PROGRESS, COMPLETED, RECHECK),
)
HIDDEN = (RULE, FINGERPRINT)
COLUMNS = (*VISIBLE, *HIDDEN)
KEPT = (
    DEADLINE,
    MEASURES,
    PROGRESS,
    COMPLETED,
    RECHECK,
)  # what people write, shown again beside the finding of the next run
DATES = (COMPLETED,)
YES, NO = Message("是", "yes"), Message("否", "no")

_YES, _NO = (
    frozenset({"是", "yes", "y", "true", "1", "√", "✓", "误报"}),
    frozenset({"", "否", "no", "n", "false", "0", "×", "不是"}),
)
_MARK = "-"  # between the fingerprint and the digest of the visible record
_KEPT_NAMES = frozenset(column.name for column in (FALSE_ALARM, *KEPT))
_REASON = Message("台账认定误报", "the ledger says so")


@dataclass(frozen=True)
class Ledger:
    """What a ledger says, row by row."""

    notes: tuple[LedgerNote, ...]
    added: tuple[LedgerNote, ...]

    def false_alarms(self) -> tuple[Waiver, ...]:
        """Give the rows that are marked as false alarms as decisions about one finding each."""
        return tuple(_false_alarm(note) for note in self.notes if note.is_false_alarm)


def mark_of(finding: str, record: str) -> str:
    """Give what the hidden cell of a row holds: the fingerprint, and a digest of the record as it is shown."""
    return f"{finding}{_MARK}{_digest(record)}"


def _digest(record: str) -> str:
    return hashlib.sha256(tidy(record).encode("utf-8", "backslashreplace")).hexdigest()[:6]


def is_ledger(grids: Iterable[Grid]) -> bool:
    """Tell whether a sheet bears the columns of a ledger."""
    return any(_ledger_header(grid) is not None for grid in grids)


def _ledger_header(grid: Grid) -> int | None:
    needed = [column for column in COLUMNS if column.is_required]
    return header_of(grid, needed, least=len(needed))


def read_ledger(file: str, grids: Sequence[Grid]) -> Ledger:
    """Read every sheet of a filled-in ledger; other sheets are passed over. Raises UsageError with every mistake."""
    sheets = [grid for grid in grids if _ledger_header(grid) is not None]
    if not sheets:
        raise UsageError([_no_ledger(file, grids)])
    filled = entries_of_grids(file, sheets, COLUMNS)
    problems = list(filled.problems)
    notes: dict[str, LedgerNote] = {}
    added: list[LedgerNote] = []
    for entry in filled.entries:
        note = _note(entry, problems)
        if note is None:
            continue
        if not note.fingerprint:
            added.append(note)
        elif (known := notes.setdefault(note.fingerprint, note)) is not note and _kept(known) != _kept(note):
            zh = f"与 {known.where} 是同一个问题,填写的内容却不同;留一行"
            en = f"this is the finding of {known.where}, but it says something else; keep one row"
            problems.append(Problem(note.where, note.rule, Message(zh, en)))
    if problems:
        raise UsageError(problems)
    return Ledger(tuple(notes.values()), tuple(added))


def _no_ledger(file: str, grids: Sequence[Grid]) -> Problem:
    """Say what is missing: a ledger whose hidden columns are gone is told apart from another kind of file."""
    for grid in grids:
        at = header_of(grid, VISIBLE, least=len(VISIBLE) // 2)
        if at is not None:
            said = Message(
                f"缺少隐藏的列 {RULE.title.zh}、{FINGERPRINT.title.zh};请在写出的台账上填写,不要只复制可见的列",
                f"the hidden columns {RULE.title.en} and {FINGERPRINT.title.en} are gone; fill in the file that was written",
            )
            return Problem(cell_name(grid.where, at, len(grid.rows[at])), "", said)
    said = Message(
        "不是问题台账;应是 dbcheck audit --format xlsx 写出的 ledger.xlsx",
        "this is no ledger; give the ledger.xlsx that dbcheck audit --format xlsx has written",
    )
    return Problem(file, "", said)


def _note(entry: Entry, problems: list[Problem]) -> LedgerNote | None:
    """Read one row; what is wrong with it goes to the problems. A row that says nothing but its number is none."""
    texts = {name: cell.text for name, cell in entry.cells.items() if cell.text}
    if not set(texts) - {NUMBER.name}:
        return None
    rule, record, mark = (entry.text(column.name) for column in (RULE, RECORD, FINGERPRINT))
    found = list(_mistakes(entry, rule, mark, record))
    problems += found
    if found or (mark and not _is_whole(mark, rule, record)):
        return None
    finding = mark.partition(_MARK)[0]
    return LedgerNote(finding, rule, record, _said(entry) in _YES, texts, entry.where)


def _is_whole(mark: str, rule: str, record: str) -> bool:
    """Tell whether the hidden cells of a row are those that were written beside its visible ones."""
    finding, _, digest = mark.partition(_MARK)
    return bool(rule) and len(finding) == len(fingerprint("", "")) and digest == _digest(record)


def _said(entry: Entry) -> str:
    return tidy(entry.text(FALSE_ALARM.name)).lower()


def _mistakes(entry: Entry, rule: str, mark: str, record: str) -> Iterator[Problem]:
    if _said(entry) not in _YES | _NO:
        given = entry.text(FALSE_ALARM.name)
        said = Message(
            f"是否误报写的是 {given!r};写 是、否,或留空", f"{given!r} is no answer; write yes or no, or leave it blank"
        )
        yield Problem(entry.place(FALSE_ALARM.name), rule, said)
    for column in DATES:
        text = entry.text(column.name)
        if text and parse_date(text) is None:
            said = Message(f"{text!r} 不是日期;写成 2025-06-30", f"{text!r} is no date; write 2025-06-30")
            yield Problem(entry.place(column.name), rule, said)
    if not mark:
        if _said(entry) in _YES:
            zh = "人工增加的行不能标误报:没有对应的机器发现;删去该标记"
            yield Problem(entry.place(FALSE_ALARM.name), rule, Message(zh, "a row of your own cannot be a false alarm"))
        return
    if not any(entry.text(name) for name in _KEPT_NAMES):
        return  # nothing was written here that could come to stand beside another finding
    if not _is_whole(mark, rule, record):
        zh = "本行隐藏的指纹与可见内容不符:可能只对部分列排了序,或改动了记录编号、指纹;请恢复后再填"
        en = "the hidden fingerprint does not fit the row: some columns were sorted apart, or the record was changed; undo that"
        yield Problem(entry.place(RECORD.name), rule, Message(zh, en))


def _kept(note: LedgerNote) -> Mapping[str, object]:
    return {name: text for name, text in note.texts.items() if name in _KEPT_NAMES - {FALSE_ALARM.name}} | {
        FALSE_ALARM.name: note.is_false_alarm
    }


def _false_alarm(note: LedgerNote) -> Waiver:
    why = note.texts.get(RECHECK.name) or note.texts.get(PROGRESS.name) or _REASON.zh
    return Waiver(
        kind=WaiverKind.FALSE_ALARM,
        rule=note.rule,
        records=(note.record,) if note.record else (),
        unit="",
        period="",
        days=None,
        reason=why,
        approver="",
        document="",
        expires=None,
        where=note.where,
        fingerprint=note.fingerprint,
    )
