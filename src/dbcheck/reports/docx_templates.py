"""The Word templates that come along: a bulletin (检查情况通报) about a run, and a notice (整改通知书) to one unit.

Set as official documents are: A4, the title in 小标宋, heads in 黑体, text in 仿宋 of 16 points with 28 points a line, page numbers below.
Jinja places stand where ``reports.notices`` puts what was found; who wants another layout changes a copy in Word.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK, WD_LINE_SPACING, WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from dbcheck.errors import Message
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.docx_places import BULLETIN, NOTICE

_TITLE_FONT, _HEAD_FONT, _TEXT_FONT = "方正小标宋简体", "黑体", "仿宋"
_LATIN = "Times New Roman"
_INSTEAD: Mapping[str, str] = {_TITLE_FONT: "华文中宋", "仿宋": "仿宋_GB2312"}  # where the first is not installed
_SIZES = {"title": Pt(22), "text": Pt(16), "table": Pt(10.5), "page": Pt(14)}
_LINE = Pt(28)
_ALIGNED: Mapping[str, WD_PARAGRAPH_ALIGNMENT] = {
    "LEFT": WD_PARAGRAPH_ALIGNMENT.LEFT,
    "CENTER": WD_PARAGRAPH_ALIGNMENT.CENTER,
    "RIGHT": WD_PARAGRAPH_ALIGNMENT.RIGHT,
}
_PLACE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
_FULL_WIDTH = str.maketrans({",": "\uff0c", ":": "\uff1a", ";": "\uff1b", "(": "\uff08", ")": "\uff09"})
_BLANK_DAY = Message("    年  月  日", "____-__-__")


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: its head, its width, and the place whose value each row shows."""

    head: Message
    centimetres: float
    place: str
    is_number: bool = False


class _Page:
    """A template in the making."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.document = Document()
        self._set_up()

    def _set_up(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        section.footer_distance = Cm(2.5)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = _LATIN, _SIZES["text"]
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _TEXT_FONT)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
        _name_fallbacks(self.document)
        self._number_pages(section.footer.paragraphs[0])

    def _number_pages(self, paragraph: Paragraph) -> None:
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        for text, is_field in (("— ", False), ("PAGE", True), (" —", False)):
            run = paragraph.add_run("" if is_field else text)
            run.font.size = _SIZES["page"]
            if is_field:
                for kind in ("begin", None, "end"):
                    run._r.append(_field_part(kind, text))

    def text(self, text: str, *, font: str = "", size: str = "text", align: str = "", indent: bool = True) -> Paragraph:
        """Add a paragraph; its first line is set in by two characters."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = _SIZES[size]
        if font:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        if align:
            paragraph.alignment = _ALIGNED[align]
        elif indent:
            paragraph.paragraph_format.first_line_indent = _SIZES["text"] * 2 if self.lang != "en" else Cm(0.8)
        return paragraph

    def say(self, said: Message, **settings: Any) -> Paragraph:
        """Add a paragraph in the language of the page."""
        return self.text(said.en if self.lang == "en" else full_width(said.zh), **settings)

    def title(self, said: Message) -> None:
        """Add the title."""
        paragraph = self.say(said, font=_TITLE_FONT, size="title", align="CENTER")
        paragraph.paragraph_format.line_spacing = Pt(36)
        paragraph.paragraph_format.space_after = _LINE
        paragraph.runs[0].bold = self.lang == "en"

    def head(self, said: Message) -> None:
        """Add a head of the first rank."""
        paragraph = self.say(said, font=_HEAD_FONT)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.runs[0].bold = self.lang == "en"

    def when(self, condition: str) -> None:
        """Begin what is only there under a condition."""
        self.text(f"{{%p if {condition} %}}", indent=False)

    def end_when(self) -> None:
        """End it."""
        self.text("{%p endif %}", indent=False)

    def each(self, name: str, several: str) -> None:
        """Begin what is repeated."""
        self.text(f"{{%p for {name} in {several} %}}", indent=False)

    def end_each(self) -> None:
        """End it."""
        self.text("{%p endfor %}", indent=False)

    def table(self, several: str, columns: Sequence[TableColumn]) -> None:
        """Add a table with a row for each of several; its head is repeated on every page."""
        table = self.document.add_table(rows=4, cols=len(columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        table.rows[1].cells[0].text = f"{{%tr for row in {several} %}}"
        table.rows[3].cells[0].text = "{%tr endfor %}"
        for at, column in enumerate(columns):
            table.columns[at].width = Cm(column.centimetres)
            for row in table.rows:
                row.cells[at].width = Cm(column.centimetres)
            _cell(table.rows[0].cells[at].paragraphs[0], column.head.say(self.lang), "CENTER", font=_HEAD_FONT)
            align = "RIGHT" if column.is_number else "LEFT"
            _cell(table.rows[2].cells[at].paragraphs[0], f"{{{{ row.{column.place} }}}}", align)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in (table.rows[0], table.rows[2]):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def break_page(self) -> None:
        """Go on on a new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def signature(self) -> None:
        """Leave the place for who signs, and when."""
        self.text("", indent=False)
        self.say(Message("(印章)", "(signature)"), align="RIGHT")
        self.say(_BLANK_DAY, align="RIGHT")


def full_width(text: str) -> str:
    """Give a Chinese text with the punctuation of official documents; what stands in places and tags stays as it is."""
    pieces = _PLACE.split(text)
    return "".join(piece if number % 2 else piece.translate(_FULL_WIDTH) for number, piece in enumerate(pieces))


def _cell(paragraph: Paragraph, text: str, align: str, *, font: str = "") -> None:
    paragraph.alignment = _ALIGNED[align]
    paragraph.paragraph_format.line_spacing = Pt(15)
    run = paragraph.add_run(text)
    run.font.size = _SIZES["table"]
    if font:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _field_part(kind: str | None, code: str) -> Any:
    if kind is None:
        part = OxmlElement("w:instrText")
        part.set(qn("xml:space"), "preserve")
        part.text = f" {code} "
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


def _name_fallbacks(document: Any) -> None:
    """Say in the font table which font stands in for one that is not installed."""
    part = next(each for each in document.part.package.iter_parts() if str(each.partname) == "/word/fontTable.xml")
    fonts = parse_xml(part.blob)
    for name, instead in _INSTEAD.items():
        fonts.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
            )
        )
    from lxml import etree  # noqa: PLC0415 - python-docx brings it

    part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


# -- the two documents ----------------------------------------------------------------------------------------------------

_PROBLEMS = (
    TableColumn(Message("序号", "No."), 1.3, "number", is_number=True),
    TableColumn(Message("依据与要求", "Clause and requirement"), 4.2, "clause"),
    TableColumn(Message("问题描述", "Problem"), 4.9, "description"),
    TableColumn(Message("记录编号", "Record"), 2.4, "record"),
    TableColumn(Message("时限与用时", "Limit and time taken"), 2.8, "timing"),
)
_WORST = (
    TableColumn(Message("序号", "No."), 1.3, "number", is_number=True),
    TableColumn(Message("条款", "Clause"), 3.4, "clause"),
    TableColumn(Message("要求", "Requirement"), 5.5, "requirement"),
    TableColumn(Message("判定", "Judged"), 1.6, "judged", is_number=True),
    TableColumn(Message("不符合", "Fail"), 1.9, "failed", is_number=True),
    TableColumn(Message("疑似", "Suspect"), 1.9, "suspected", is_number=True),
)
_BY_UNIT = (
    TableColumn(Message("序号", "No."), 1.3, "number", is_number=True),
    TableColumn(Message("责任单位", "Responsible unit"), 7.1, "name"),
    TableColumn(Message("违反", "Violations"), 1.8, "violations", is_number=True),
    TableColumn(Message("建议", "Advisories"), 1.8, "advisories", is_number=True),
    TableColumn(Message("疑似", "Suspicions"), 1.8, "suspicions", is_number=True),
    TableColumn(Message("合计", "Total"), 1.8, "total", is_number=True),
)


def _bulletin(page: _Page) -> None:
    page.title(Message("关于政府网站检查情况的通报", "Bulletin: results of the audit of government portals"))
    page.say(Message("各有关单位:", "To all units concerned:"), indent=False)
    page.say(
        Message(
            "依据{{ basis }},对截至{{ as_of }}的记录进行了检查。现将有关情况通报如下。",
            "Records up to {{ as_of }} were checked against {{ basis }}. This is what was found.",
        )
    )
    page.head(Message("一、总体情况", "1. Overview"))
    page.say(
        Message(
            "本次检查读取{{ records_read }}条记录,其中{{ records_rejected }}条无法识读,未参与判定。共有规则{{ rules_total }}条:"
            "符合{{ rules_passed }}条,不符合{{ rules_failed }}条,疑似不符合{{ rules_suspect }}条,尚无结论{{ rules_open }}条;其余"
            "{{ rules_other }}条为说明、只计量、不适用或没有可查记录的条款。共发现违反{{ violations }}处,涉及{{ units_total }}个单位;"
            "建议改进{{ advisories }}处,疑似{{ suspicions }}处。{% if waived %}另有{{ waived }}处已豁免或认定为误报,不计入。{% endif %}"
            "{% if unassigned %}有{{ unassigned }}处未能确定责任单位,见问题台账。{% endif %}",
            "{{ records_read }} records were read; {{ records_rejected }} of them could not be read and were not judged. There are "
            "{{ rules_total }} rules: {{ rules_passed }} passed, {{ rules_failed }} failed, {{ rules_suspect }} are suspect, "
            "{{ rules_open }} are open; the other {{ rules_other }} are informative, only measured, do not apply or have no records. "
            "{{ violations }} violations were found, at {{ units_total }} units, {{ advisories }} advisories and {{ suspicions }} "
            "suspicions.{% if waived %} {{ waived }} more are waived or false alarms and not counted.{% endif %}"
            "{% if unassigned %} Of {{ unassigned }} the responsible unit is not known; they are in the ledger.{% endif %}",
        )
    )
    page.when("coverage")
    page.say(Message("条款覆盖情况:{{ coverage }}。", "How clauses are verified: {{ coverage }}."))
    page.end_when()
    page.head(Message("二、主要问题", "2. Main problems"))
    page.when("not worst")
    page.say(Message("未发现不符合的条款。", "No clause failed."))
    page.end_when()
    page.each("each", "worst")
    page.say(
        Message(
            "({{ loop.index }}){{ each.clause }}:{{ each.requirement }}。不符合{{ each.failed }}处"
            "{% if each.units %},涉及{{ each.units }}{% endif %}。{% if each.example %}例如{{ each.example }}。{% endif %}",
            "({{ loop.index }}) {{ each.clause }}: {{ each.requirement }}. {{ each.failed }} failures"
            "{% if each.units %}, at {{ each.units }}{% endif %}.{% if each.example %} For example {{ each.example }}.{% endif %}",
        )
    )
    page.end_each()
    page.head(Message("三、尚待核实的事项", "3. What is still open"))
    page.say(
        Message(
            "机器提示的疑似问题{{ suspicions }}处,须人工核实后认定,不作为本通报的结论。{{ rules_open }}条规则因缺少数据、等待人工核查"
            "或检查出错尚无结论,详见附件和问题台账。",
            "{{ suspicions }} suspicions must be looked at by a person before they count; they are no result of this bulletin. "
            "{{ rules_open }} rules are open for want of data, wait for an inspector or could not be run; see the annex and the ledger.",
        )
    )
    page.head(Message("四、工作要求", "4. What is to be done"))
    page.say(
        Message(
            f"各责任单位对照整改通知书和问题台账逐项整改,于{_BLANK_DAY.zh}前书面报送整改情况。认为属于误报的,在台账“是否误报”栏注明并说明理由。",
            f"Every unit mends what its notice and the ledger name and reports in writing by {_BLANK_DAY.en}. What is held to be a false "
            "alarm is marked so in the ledger, with the reason.",
        )
    )
    page.signature()
    page.break_page()
    page.head(Message("附件1 不符合与疑似条款一览", "Annex 1: clauses that failed or are suspect"))
    page.table("clauses", _WORST)
    page.text("", indent=False)
    page.head(Message("附件2 各单位问题统计", "Annex 2: findings by unit"))
    page.table("units", _BY_UNIT)


def _notice(page: _Page) -> None:
    page.title(Message("整改通知书", "Notice to rectify"))
    page.say(Message("{{ unit }}:", "To {{ unit }}:"), indent=False)
    page.say(
        Message(
            "依据{{ basis }},对截至{{ as_of }}的记录进行了检查,发现你单位{% if problems_total %}须整改的问题{{ problems_total }}处"
            "{% endif %}{% if problems_total and advisories_total %}、{% endif %}{% if advisories_total %}建议改进的事项{{ advisories_total }}处"
            f"{{% endif %}}。请于{{{{ deadline or '{_BLANK_DAY.zh}' }}}}前完成整改,并书面报送整改情况。",
            "Records up to {{ as_of }} were checked against {{ basis }}. At your unit {% if problems_total %}{{ problems_total }} problems "
            "to be mended{% endif %}{% if problems_total and advisories_total %} and {% endif %}{% if advisories_total %}"
            "{{ advisories_total }} points of advice{% endif %} were found. "
            f"Please mend them by {{{{ deadline or '{_BLANK_DAY.en}' }}}} and report in writing.",
        )
    )
    for several, said in _NOTICE_PARTS.items():
        _notice_part(page, several, said)
    page.say(
        Message(
            "认为某项属于误报的,请在问题台账“是否误报”栏注明,并附说明材料。",
            "What you hold to be a false alarm please mark so in the ledger, with what shows it.",
        )
    )
    page.signature()


def _notice_part(page: _Page, several: str, said: Message) -> None:
    """Add one list of findings, which is only there where there are any; the heads count what is there."""
    before = list(_NOTICE_PARTS)[: list(_NOTICE_PARTS).index(several)]
    place = " + ".join(f"({name} and 1 or 0)" for name in before) or "0"
    page.when(several)
    page.head(Message(f"{{{{ '一二三'[{place}] }}}}、{said.zh}", f"{{{{ '123'[{place}] }}}}. {said.en}"))
    if several == "suspicions":
        page.say(_NO_FINDING)
    page.table(several, _PROBLEMS)
    page.when(f"{several}_hidden")
    page.say(
        Message(
            f"以上列出前{{{{ {several} | length }}}}处,其余{{{{ {several}_hidden }}}}处见问题台账。",
            f"These are the first {{{{ {several} | length }}}}; the other {{{{ {several}_hidden }}}} are in the ledger.",
        )
    )
    page.end_when()
    page.end_when()


_NOTICE_PARTS: Mapping[str, Message] = {
    "problems": Message("须整改的问题", "To be mended"),
    "advisories": Message("建议改进的事项", "Advice"),
    "suspicions": Message("请核实的疑似问题", "To be looked into"),
}
_NO_FINDING = Message(
    "以下为机器提示,不作为认定依据,请核实后回复。", "A machine suspects these; they are no finding. Please look and answer."
)
_MAKERS: Mapping[str, Callable[[_Page], None]] = {BULLETIN: _bulletin, NOTICE: _notice}


def write_docx_template(name: str, path: Path, *, lang: str = "zh") -> None:
    """Write one of the templates, to be used as it is or changed in Word; raise OSError where it cannot be written."""
    page = _Page(lang)
    _MAKERS[name](page)
    page.document.core_properties.author = ""
    page.document.core_properties.title = ""
    page.document.save(str(path))
