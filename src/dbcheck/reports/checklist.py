"""The checklist: what only a person can judge, as a form to fill in (.xlsx, .csv or .yaml)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.vocabulary import kind_label
from dbcheck.reports.widths import wrap
from dbcheck.rules.attestations import ANSWER, ANSWER_WORDS, COLUMNS, DATE, EXPIRES, YAML_KEY
from dbcheck.rules.filled_forms import guarded
from dbcheck.rules.pack import Rule

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

SUFFIXES = (".xlsx", ".csv", ".yaml", ".yml")
_MOST_ROWS = 1_000_000  # what a sheet holds
_LONGEST = 32_000  # characters of a cell
_SPARE_ROWS = 500  # below the questions, for answers about further records
_SHEET = Message("核查表", "Checklist")
_LINE = 15  # points
_MOST_LINES = 25  # a row is at most 409 points high
_A4 = 9  # the number that sheets give this size of paper
_WIDTHS: Mapping[str, int] = {
    "rule": 20,
    "clause": 9,
    "requirement": 28,
    "look_for": 24,
    "wanted": 16,
    "kind": 9,
    "record": 12,
    "hint": 28,
    "answer": 8,
    "evidence": 18,
    "note": 18,
    "inspector": 9,
    "date": 11,
    "expires": 11,
}
_FILLED_IN = ("record", "answer", "evidence", "note", "inspector", "date", "expires")
_FREQUENCIES: Mapping[str, Message] = {
    "once": Message("频次:一次", "once"),
    "year": Message("频次:每年", "once a year"),
    "quarter": Message("频次:每季度", "once a quarter"),
    "per_record": Message("频次:逐件", "record by record"),
}
_HINTED = Message("被查记录的原文或截图", "the record itself, or a screenshot")
_HOW: Mapping[str, Message] = {
    "rule": Message("规则编号,不要改动", "the rule's id, leave it as it is"),
    "look_for": Message("怎样理解该条、多久核查一次", "how the clause is read, and how often it is looked at"),
    "wanted": Message("核查时应看到的材料", "what the inspector should see"),
    "record": Message(
        "空白表示整条规则;要按对象答复,复制该行并写记录编号(机构、网站可写名称)",
        "blank: the whole rule; to answer record by record copy the row and write the record's id (or its name)",
    ),
    "hint": Message("机器的疑似线索,须人工判断", "what the machine suspects, for a person to judge"),
    "answer": Message(
        "从列表中选:通过、不通过、不适用;空白表示尚未核查。对疑似项,通过即排除,不通过即认定",
        "choose: pass, fail, na; blank: not looked at yet. A suspicion is cleared by pass and confirmed by fail",
    ),
    "evidence": Message("看到了什么:文件名、文号、截图;答不适用必填", "what was seen: files, numbers; required for na"),
    "note": Message("不通过时写明问题,作为问题描述", "for fail: what is wrong; it becomes the finding's text"),
    "inspector": Message("有答复必填", "required with an answer"),
    "date": Message("有答复必填,如 2025-06-30", "required with an answer, e.g. 2025-06-30"),
    "expires": Message(
        "过了这一天答复不再算数;空白表示一直有效", "after this day the answer no longer counts; blank: never"
    ),
}


@dataclass(frozen=True)
class Suspicion:
    """What an earlier run suspected."""

    rule: str
    kind: str
    record: str
    message: str


@dataclass(frozen=True)
class Question:
    """One row of the checklist, before it is answered; the names are those of the columns."""

    rule: str
    clause: str
    requirement: str
    look_for: str
    wanted: str
    kind: str
    record: str = ""
    hint: str = ""

    def texts(self) -> dict[str, str]:
        """Give the text of every column."""
        return {column.name: str(getattr(self, column.name, "")) for column in COLUMNS}


def questions(rules: Sequence[Rule], suspicions: Iterable[Suspicion], *, lang: str = "zh") -> list[Question]:
    """Ask what these rules leave to people, then about every suspicion under one of them, in the order of the rules."""
    asked = [_attestation(rule, lang) for rule in rules if rule.check == "attestation"]
    places = {rule.id: (place, rule) for place, rule in enumerate(rules)}
    known = [suspicion for suspicion in suspicions if suspicion.rule in places]
    known.sort(key=lambda suspicion: (places[suspicion.rule][0], suspicion.record))
    return asked + [_suspicion(places[suspicion.rule][1], suspicion, lang) for suspicion in known]


def _attestation(rule: Rule, lang: str) -> Question:
    frequency = _FREQUENCIES[str(rule.params["frequency"])].say(lang)
    look_for = Message(";", "; ").say(lang).join(filter(None, (rule.reading, frequency)))
    wanted = Message("、", ", ").say(lang).join(map(str, rule.params.get("evidence") or ()))
    return Question(rule.id, rule.ref, rule.requirement, look_for, wanted, kind_label(str(rule.params["scope"]), lang))


def _suspicion(rule: Rule, suspicion: Suspicion, lang: str) -> Question:
    return Question(
        rule.id,
        rule.ref,
        rule.requirement,
        rule.reading,
        _HINTED.say(lang),
        kind_label(suspicion.kind, lang),
        suspicion.record,
        suspicion.message,
    )


def write_checklist(asked: Sequence[Question], path: Path, *, lang: str = "zh") -> None:
    """Write the form; raise UsageError for another suffix or too many questions, OSError if it cannot be written.

    A text never becomes a formula or a link: in sheets it is written as text, in CSV an apostrophe stands before it, which reading drops.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        said = Message("核查表应为 .xlsx、.csv 或 .yaml", "a checklist is a .xlsx, .csv or .yaml file")
        raise UsageError([Problem(str(path), "--out", said)])
    if suffix == ".xlsx" and len(asked) > _MOST_ROWS:
        said = Message(f"{len(asked):,} 行放不进一张表;写成 .csv", f"{len(asked):,} rows do not fit a sheet; write .csv")
        raise UsageError([Problem(str(path), "--out", said)])
    rows = [{name: _encodable(text) for name, text in question.texts().items()} for question in asked]
    writers = {".xlsx": _xlsx, ".csv": _csv}
    path.write_bytes(writers.get(suffix, _yaml)(rows, lang))


def _encodable(text: str) -> str:
    """Give the text with escapes for what UTF-8 cannot hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _csv(rows: Sequence[Mapping[str, str]], lang: str) -> bytes:
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow([column.title.say(lang) for column in COLUMNS])
    writer.writerows([guarded(row[column.name]) for column in COLUMNS] for row in rows)
    return content.getvalue().encode("utf-8-sig")


def _yaml(rows: Sequence[Mapping[str, str]], lang: str) -> bytes:
    how = [f"# {column.name}: {_HOW[column.name].say(lang)}" for column in COLUMNS if column.name in _HOW]
    return "\n".join([*how, f"{YAML_KEY}:", *_yaml_lines(rows), ""]).encode("utf-8")


def _yaml_lines(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if not rows:
        yield "  []"
    for row in rows:
        for place, column in enumerate(COLUMNS):
            lead = "  - " if place == 0 else "    "
            yield f"{lead}{column.name}: {_quoted(row[column.name])}"


def _quoted(text: str) -> str:
    import yaml  # noqa: PLC0415 - only this form needs it

    spelled: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return spelled.strip()


def _xlsx(rows: Sequence[Mapping[str, str]], lang: str) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load; it ships no types

    from dbcheck.records.schema import EXPLANATION_SHEET  # noqa: PLC0415 - as above

    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same questions, the same bytes
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"})
        asks = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#F2F2F2"})
        fills = {
            form: book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": form})
            for form in ("@", "yyyy-mm-dd")
        }
        sheet, explained = book.add_worksheet(_SHEET.say(lang)), book.add_worksheet(EXPLANATION_SHEET)
        _for_paper(sheet)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        last = len(rows) + _SPARE_ROWS
        for at, column in enumerate(COLUMNS):
            form = fills["yyyy-mm-dd" if column in (DATE, EXPIRES) else "@"] if column.name in _FILLED_IN else asks
            sheet.set_column(at, at, _WIDTHS[column.name])
            sheet.write_string(0, at, column.title.say(lang), head)
            for number, row in enumerate(rows, start=1):
                text = row[column.name][:_LONGEST]
                sheet.write_string(number, at, text, form) if text else sheet.write_blank(number, at, None, form)
        for number, row in enumerate(rows, start=1):
            sheet.set_row(number, _LINE * _lines(row))
        for at, column in enumerate(COLUMNS):
            if column is ANSWER:
                sheet.data_validation(1, at, last, at, _choice(lang))
            elif column in (DATE, EXPIRES):
                sheet.data_validation(1, at, last, at, _any_date(lang))
        _for_paper(explained)
        explained.set_column(0, 0, 16)
        explained.set_column(1, 1, 100)
        for number, name in enumerate(_HOW):
            title = next(column.title for column in COLUMNS if column.name == name)
            explained.write_string(number, 0, title.say(lang), head)
            explained.write_string(number, 1, _HOW[name].say(lang), asks)
    return content.getvalue()


def _lines(row: Mapping[str, str]) -> int:
    """Give the lines that the fullest cell of a row takes: not every spreadsheet program finds out by itself."""
    needed = max(len(wrap(row[name], columns - 3)) for name, columns in _WIDTHS.items())
    return min(needed, _MOST_LINES)


def _for_paper(sheet: "Worksheet") -> None:
    """Print on A4 across, as wide as the page, the header on every page: such lists are carried along and filled in by hand."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def _choice(lang: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": [said.say(lang) for said in ANSWER_WORDS.values()],
        "error_title": Message("取值不在列表中", "not in the list").say(lang),
        "error_message": Message("请从列表中选择", "choose from the list").say(lang),
    }


def _any_date(lang: str) -> dict[str, object]:
    return {
        "validate": "date",
        "criteria": ">=",
        "value": datetime(2000, 1, 1),
        "error_title": Message("不是日期", "no date").say(lang),
        "error_message": Message("请写日期,如 2025-06-30", "write a date, e.g. 2025-06-30").say(lang),
    }
