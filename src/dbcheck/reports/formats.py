"""The report formats, by name; a report directory always holds results, findings, rejects and the manifest."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dbcheck.errors import Message, Problem, UsageError
from dbcheck.findings import AuditResult
from dbcheck.lean_dataclass import dataclass
from dbcheck.reports.findings_csv import write_findings_csv
from dbcheck.reports.manifest import NO_OPTIONS, write_manifest
from dbcheck.reports.parquet import write_rejects, write_tallies
from dbcheck.reports.redaction import redacted
from dbcheck.reports.results import write_results
from dbcheck.run_directory import FINDINGS, MANIFEST, REJECTS, RESULTS, TALLIES, WAIVED

if TYPE_CHECKING:
    from dbcheck.scores import ScoreReport


@dataclass(frozen=True)
class Format:
    """A report: its file, and who writes it from a result to a path in a language."""

    file: str
    write: Callable[..., None]
    has_pictures: bool = False  # it draws AuditResult.figures, so an audit gathers them
    has_templates: bool = False  # its writer takes ``templates``, a folder with templates of one's own
    has_score: bool = False  # its writer takes ``score``, the run scored as a whole

    def render(
        self,
        result: AuditResult,
        path: Path,
        lang: str,
        *,
        templates: Path | None = None,
        score: "ScoreReport | None" = None,
    ) -> None:
        """Write the report; raise OSError where it cannot be written, UsageError for a mistake in a template."""
        more: dict[str, object] = {"templates": templates} if self.has_templates else {}
        self.write(result, path, lang, **more, **({"score": score} if self.has_score else {}))


def _by(module: str, function: str) -> Callable[..., None]:
    """Give a writer whose module is imported when it writes: templates and documents take time to load."""

    def write(result: AuditResult, path: Path, lang: str, **more: object) -> None:
        getattr(import_module(f"dbcheck.reports.{module}"), function)(result, path, lang, **more)

    return write


FORMATS: Mapping[str, Format] = {
    "json": Format(RESULTS, lambda result, path, lang: write_results(result, path, lang=lang)),
    "csv": Format("findings.csv", lambda result, path, lang: write_findings_csv(result, path, lang=lang)),
    "html": Format("report.html", _by("html_report", "write_html"), has_pictures=True),
    "markdown": Format("report.md", _by("markdown", "write_markdown")),
    "junit": Format("junit.xml", _by("junit_xml", "write_junit")),
    "sarif": Format("results.sarif", _by("sarif", "write_sarif")),
    "xlsx": Format("ledger.xlsx", _by("ledger_book", "write_ledger"), has_score=True),
    "docx": Format("bulletin.docx", _by("notices", "write_documents"), has_templates=True),
}


def write_reports(
    result: AuditResult,
    directory: Path,
    formats: Sequence[str] = ("json",),
    *,
    lang: str = "zh",
    options: Mapping[str, object] = NO_OPTIONS,
    redact: bool = True,
    templates: Path | None = None,
) -> tuple[Path, ...]:
    """Write results.json, findings.parquet, rejects.parquet, manifest.json and the formats asked for; give what was written.

    redact: mask personal data in every one of them; the manifest says whether it was done. templates: a folder with Word templates of
    one's own. Raises UsageError for an unknown format, a directory that cannot be written to, or a mistake in a template.
    """
    wanted = dict.fromkeys(("json", *formats))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise UsageError([_no_format(name) for name in unknown])
    if redact:
        result = redacted(result)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(1) as pool:
            findings = pool.submit(result.findings.write_parquet, directory / FINDINGS, lang)
            _write_waived(result, directory / WAIVED, lang)
            write_tallies(result.tallies, directory / TALLIES)
            write_rejects(result.rejects, directory / REJECTS, lang=lang)
            write_manifest(result, directory / MANIFEST, options=options)
            for name in wanted:
                FORMATS[name].render(result, directory / FORMATS[name].file, lang, templates=templates)
            findings.result()
    except OSError as error:
        raise _unwritable(directory, error) from error
    also = [name for name, held in ((WAIVED, result.waived), (TALLIES, result.tallies)) if held is not None]
    return tuple(
        directory / name for name in (FINDINGS, REJECTS, MANIFEST, *also, *(FORMATS[name].file for name in wanted))
    )


def write_formats(
    result: AuditResult,
    targets: Mapping[str, Path],
    *,
    lang: str = "zh",
    redact: bool = True,
    templates: Path | None = None,
    score: "ScoreReport | None" = None,
) -> tuple[Path, ...]:
    """Write single formats, each to its file; give the files. score: the run scored as a whole, for the formats that show it. Raises UsageError where one cannot be written, or for a template."""
    if redact:
        result = redacted(result)
    for name, path in targets.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            FORMATS[name].render(result, path, lang, templates=templates, score=score)
        except OSError as error:
            raise _unwritable(path, error) from error
    return tuple(targets.values())


def _unwritable(path: Path, error: OSError) -> UsageError:
    why = error.strerror or str(error)
    return UsageError([Problem(str(path), "", Message(f"无法写入:{why}", f"cannot be written: {why}"))])


def _write_waived(result: AuditResult, path: Path, lang: str) -> None:
    """Write the findings that waivers cover, where waivers were given; one left by another run is taken away."""
    path.unlink(missing_ok=True)
    if result.waived is not None:
        result.waived.findings.write_parquet(path, lang)


def _no_format(name: str) -> Problem:
    available = ", ".join(FORMATS)
    return Problem(
        "--format", "", Message(f"没有格式 {name!r};可用:{available}", f"no format {name!r}; available: {available}")
    )
