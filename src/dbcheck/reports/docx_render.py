"""Word templates filled in: what stands in the records is text there and nothing else, and a template can do nothing but place it."""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it ships no types
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.records.predicate import unknown_name
from dbcheck.reports.docx_places import PLACES, TEMPLATES
from dbcheck.reports.docx_templates import write_docx_template
from dbcheck.reports.workbook import shown

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def template_of(name: str, made: Path, own: Path | None, lang: str) -> Path:
    """Give the path of a template: that of the user's folder, else the one that comes along, which is written to ``made``."""
    if own is not None and (own / name).is_file():
        return own / name
    write_docx_template(name, made / name, lang=lang)
    return made / name


def check_templates(folder: Path) -> None:
    """Find what is wrong with the templates of a folder before an audit begins; raise UsageError with all of it."""
    if not folder.is_dir():
        raise UsageError([Problem(str(folder), "--template", Message("没有这个文件夹", "there is no such folder"))])
    there = [name for name in TEMPLATES if (folder / name).is_file()]
    if not there:
        listed = "、".join(TEMPLATES), ", ".join(TEMPLATES)
        said = Message(
            f"文件夹里没有模板;应有 {listed[0]} 之一(dbcheck schema notice --template notice.docx 写出自带的模板)",
            f"no template is there; put {listed[1]} into it (dbcheck schema notice --template notice.docx writes the one that comes along)",
        )
        raise UsageError([Problem(str(folder), "--template", said)])
    problems = [problem for name in there for problem in _mistakes(folder / name)]
    if problems:
        raise UsageError(problems)


def _mistakes(path: Path) -> Iterator[Problem]:
    try:
        named = DocxTemplate(str(path)).get_undeclared_template_variables(_environment())
    except TemplateError as error:
        yield _broken(path, error)
        return
    except Exception as error:
        said = Message(f"不是 Word 文档(.docx):{error}", f"this is no Word document (.docx): {error}")
        yield Problem(str(path), "--template", said)
        return
    for name in sorted(named - set(PLACES[path.name])):
        yield Problem(
            str(path),
            "--template",
            unknown_name(name, list(PLACES[path.name]), Message("没有变量", "there is no variable")),
        )


def _broken(path: Path, error: Exception) -> Problem:
    said = Message(f"模板写法有误:{error}", f"a mistake in the template: {error}")
    return Problem(str(path), "--template", said)


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True)


def render(template: Path, places: Mapping[str, Any], path: Path, created: datetime, lang: str) -> None:
    """Fill a template in and write it; the same places give the same bytes. Raises UsageError for a mistake in the template."""
    document = DocxTemplate(str(template))
    try:
        document.render(_safe(places, lang), jinja_env=_environment(), autoescape=True)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise UsageError([_broken(template, error)]) from error
    properties = document.docx.core_properties
    properties.created = properties.modified = created
    content = BytesIO()
    document.save(content)
    _write_undated(content, path)


def _safe(value: Any, lang: str) -> Any:
    """Make every text one that a document can hold."""
    if isinstance(value, str):
        return shown(value, lang)
    if isinstance(value, Mapping):
        return {name: _safe(each, lang) for name, each in value.items()}
    return [_safe(each, lang) for each in value] if isinstance(value, list) else value


def _write_undated(content: BytesIO, path: Path) -> None:
    """Write the parts of a document without the time of the day."""
    with zipfile.ZipFile(content) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as undated:
        for part in made.infolist():
            undated.writestr(zipfile.ZipInfo(part.filename, _FIRST_DAY), made.read(part), zipfile.ZIP_DEFLATED)
