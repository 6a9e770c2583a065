"""``dbcheck schema``: the record kinds, their fields, fill-in templates, and the format of packs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from dbcheck.cli.listing import listing_format, print_json, print_lines, print_table
from dbcheck.cli.parser import CommandParser
from dbcheck.errors import Message, Problem, UsageError
from dbcheck.records.kind import Field, FieldType, Kind
from dbcheck.records.predicate import unknown_name
from dbcheck.records.schema import json_schema, shown
from dbcheck.records.snapshot import kinds
from dbcheck.reports.docx_places import PLACES
from dbcheck.reports.layout import Column, Tone, line

ABOUT = Message(
    "不写参数时列出全部记录类别;写类别名时列出它的字段、导出列名和取值(--format json 为 JSON Schema);"
    "schema pack 为规则包格式的 JSON Schema,供编辑器使用;schema bulletin、schema notice 列出 Word 模板的变量。",
    "Without an argument: every record kind. With a kind: its fields, export headers and values (JSON Schema with --format json). "
    "schema pack: the JSON Schema of rule packs, for editors. schema bulletin, schema notice: the variables of the Word templates.",
)
SUBJECT = Message("记录类别,如 letter;或 pack、bulletin、notice", "a record kind, e.g. letter; or pack, bulletin, notice")
TEMPLATE = Message(
    "写一份带中文表头的填报模板(.csv 或 .xlsx),或 bulletin、notice 的 Word 模板(.docx)",
    "write a fill-in template with Chinese headers (.csv or .xlsx), or the Word template of bulletin or notice (.docx)",
)
PACK = "pack"
DOCUMENTS = tuple(name.removesuffix(".docx") for name in PLACES)
_SUFFIXES = (".csv", ".xlsx")
_TYPES = {
    FieldType.STR: Message("文字", "text"),
    FieldType.TEXT: Message("长文字", "long text"),
    FieldType.HTML: Message("HTML", "HTML"),
    FieldType.INT: Message("整数", "whole number"),
    FieldType.BOOL: Message("是/否", "yes or no"),
    FieldType.DATE: Message("日期", "date"),
    FieldType.DATETIME: Message("日期时间", "date and time"),
    FieldType.JSON: Message("JSON", "JSON"),
    FieldType.ENUM: Message("取值", "one of"),
    FieldType.REF: Message("引用", "reference"),
}


def parser(lang: str) -> CommandParser:
    """Give the parser of the command."""
    made = CommandParser("dbcheck schema", ABOUT, lang)
    made.argument("subject", SUBJECT, nargs="?", metavar="KIND|pack|bulletin|notice")
    made.option("--template", about=TEMPLATE, metavar="FILE", type=Path)
    listing_format(made)
    return made.finish()


def run(arguments: Sequence[str], lang: str) -> int:
    """Print what was asked for, or write the template."""
    options = parser(lang).read(arguments)
    subject: str | None = options.subject
    if subject is not None and subject not in (PACK, *DOCUMENTS) and subject not in kinds():
        what = Message("没有记录类别", "there is no record kind")
        raise UsageError([Problem("dbcheck schema", "", unknown_name(subject, [*kinds(), PACK, *DOCUMENTS], what))])
    if options.template is not None:
        _template(subject, options.template, lang)
    elif subject is None:
        _print_kinds(options.format, lang)
    elif subject == PACK:
        _print_pack_schema()
    elif subject in DOCUMENTS:
        _print_places(f"{subject}.docx", options.format, lang)
    else:
        _print_kind(kinds()[subject], options.format, lang)
    return 0


def _template(kind: str | None, path: Path, lang: str) -> None:
    if kind is None or kind == PACK:
        message = Message(
            "--template 前面要写记录类别,如 dbcheck schema letter --template 来信.xlsx",
            "name a kind: dbcheck schema letter ...",
        )
        raise UsageError([Problem("dbcheck schema", "--template", message)])
    if kind in DOCUMENTS:
        _word_template(kind, path, lang)
        return
    if path.suffix.lower() not in _SUFFIXES:
        message = Message("模板文件应为 .csv 或 .xlsx", "a template is a .csv or .xlsx file")
        raise UsageError([Problem(str(path), "--template", message)])
    from dbcheck.reports.template import write_template  # noqa: PLC0415 - spreadsheets are slow to load

    _written(path, lang, lambda: write_template(kinds()[kind], path, lang=lang))


def _word_template(name: str, path: Path, lang: str) -> None:
    if path.suffix.lower() != ".docx":
        message = Message("Word 模板文件应为 .docx", "a Word template is a .docx file")
        raise UsageError([Problem(str(path), "--template", message)])
    from dbcheck.reports.docx_templates import write_docx_template  # noqa: PLC0415 - Word documents are slow to load

    _written(path, lang, lambda: write_docx_template(f"{name}.docx", path, lang=lang))


def _written(path: Path, lang: str, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError([Problem(str(path), "", Message(f"无法写入:{why}", f"cannot be written: {why}"))]) from error
    print_lines([line(Message(f"模板写入 {path}", f"The template is in {path}").say(lang))])


def _print_places(document: str, form: str, lang: str) -> None:
    """Print what a Word template may show."""
    if form == "json":
        print_json([{"name": name, "zh": said.zh, "en": said.en} for name, said in PLACES[document].items()])
        return
    heads = (
        Column(Message("变量", "variable").say(lang)),
        Column(Message("含义", "meaning").say(lang), flexible=True, wraps=True),
    )
    print_table(heads, [(name, said.say(lang)) for name, said in PLACES[document].items()])


def _print_kinds(form: str, lang: str) -> None:
    every = kinds().values()
    if form == "json":
        keys = ("name", "label", "family", "fields")
        print_json([dict(zip(keys, (kind.name, kind.label, kind.family, len(kind.fields)), strict=True)) for kind in every])
        return
    heads = (
        Column(Message("类别", "kind").say(lang)),
        Column(Message("中文", "Chinese").say(lang), flexible=True),
        Column(Message("字段", "fields").say(lang), right=True),
        Column(Message("业务", "family").say(lang)),
    )
    print_table(heads, [(kind.name, kind.label, str(len(kind.fields)), kind.family) for kind in every])


def _print_kind(kind: Kind, form: str, lang: str) -> None:
    if form == "json":
        print_json(json_schema(kind))
        return
    print_lines([line(f"{kind.name}  {kind.label}", Tone.TITLE)])
    heads = (
        Column(Message("字段", "field").say(lang)),
        Column(Message("类型", "type").say(lang)),
        Column(Message("导出列名", "headers").say(lang), wraps=True),
        Column(Message("含义与取值", "meaning and values").say(lang), flexible=True, wraps=True),
    )
    print_table(heads, [(f.name, _type(f, lang), "、".join(f.headers), _meaning(f)) for f in kind.fields.values()])


def _type(field: Field, lang: str) -> str:
    word = f"→{field.ref}" if field.ref else _TYPES[field.type].say(lang)
    return word + (Message("(多个)", " (list)").say(lang) if field.is_list else "")


def _meaning(field: Field) -> str:
    values = "、".join(value if value == label else f"{value}({label})" for value, label in shown(field).items())
    return f"{field.meaning}:{values}" if values else field.meaning


def _print_pack_schema() -> None:
    from dbcheck.plugins.registry import checkers  # noqa: PLC0415 - the checkers load Polars
    from dbcheck.rules.schema import pack_schema  # noqa: PLC0415 - and their parameters pydantic

    print_json(pack_schema(kinds(), checkers()))
