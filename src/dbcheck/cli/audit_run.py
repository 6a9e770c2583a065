"""One audit from the command line: run it, write its files, print it."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from dbcheck.cli.exit_codes import exit_code, meaning
from dbcheck.cli.output import columns, is_coloured, show
from dbcheck.cli.progress import ProgressBar
from dbcheck.pipeline import Audit, audit
from dbcheck.reports.redaction import redacted, redacted_explanation
from dbcheck.reports.terminal import closing_lines, report_lines

DEFAULT_OUT = Path("dbcheck-report")  # where --format writes without --out


def run_audit(options: argparse.Namespace, lang: str) -> int:
    """Audit what the options of ``dbcheck audit`` describe, and give the exit code."""
    with ProgressBar(lang) as progress:
        done = audit(
            options.sources,
            profile=options.profile,
            rules=options.rules,
            as_of=options.as_of,
            binding=options.binding,
            retroactive=options.retroactive,
            calendar=options.calendar,
            lang=lang,
            progress=progress,
            explain=tuple(options.explain) if options.explain else None,
            baseline=options.baseline,
            attestations=options.attestations,
            waivers=options.waivers,
            count_units=options.count_units,
            ledger=options.ledger,
            pictures=_has_pictures(options.format),
        )
        written = _write(done, options, lang)
    code = exit_code(done.result, options.fail_on, new_only=options.new_only)
    if done.explanation is not None:
        from dbcheck.reports.explanation import explanation_lines  # noqa: PLC0415 - start-up: few audits explain

        explained = redacted_explanation(done.explanation) if options.redact else done.explanation
        lines = explanation_lines(explained, columns=columns(), lang=lang)
        show(lines, coloured=is_coloured(options.color))
    else:
        print_report(done, options, meaning(code, options.fail_on, lang), lang, written)
    return code


def _has_pictures(formats: Sequence[str]) -> bool:
    if not formats:
        return False
    from dbcheck.reports.formats import FORMATS  # noqa: PLC0415 - start-up: most audits write nothing

    return any(FORMATS[name].has_pictures for name in formats)


def _write(done: Audit, options: argparse.Namespace, lang: str) -> Path | None:
    """Write the report directory, if one was asked for, and give it."""
    formats = tuple(dict.fromkeys(options.format))
    directory: Path | None = options.out or (DEFAULT_OUT if formats else None)
    if directory is not None:
        done.write(directory, formats or ("json",), lang=lang, redact=options.redact, templates=options.template)
    return directory


def print_report(done: Audit, options: argparse.Namespace, last: str, lang: str, written: Path | None) -> None:
    """Print the report and its closing lines, which end with ``last``; with ``--quiet`` the closing lines only."""
    coloured = is_coloured(options.color)
    result = redacted(done.result) if getattr(options, "redact", True) else done.result
    lines = [] if options.quiet else report_lines(result, columns=columns(), lang=lang)
    lines += closing_lines(result, last, columns=columns(), lang=lang, written=written)
    show(lines, coloured=coloured)
