"""Who reads which format; a reader is imported when a file of its format is there (start-up: most audits read one format)."""

from collections.abc import Callable, Mapping

from dbcheck.records.kind import Kind
from dbcheck.sources.discovery import FileSource, Format, ObjectSource
from dbcheck.sources.headers import Known
from dbcheck.sources.raw import RawPart

Open = Callable[[FileSource, Known, Mapping[str, Kind]], list[RawPart]]


def open_file(source: FileSource, known: Known, kinds: Mapping[str, Kind]) -> list[RawPart]:
    """Open a file as raw parts; raises SourceError."""
    return _OPENERS[source.format](source, known, kinds)


def open_value(source: ObjectSource) -> RawPart:
    """Open what a caller holds in memory; raises SourceError."""
    from dbcheck.sources.objects import open_object  # noqa: PLC0415 - as the module says

    return open_object(source)


def _delimited(source: FileSource, known: Known, _kinds: Mapping[str, Kind]) -> list[RawPart]:
    from dbcheck.sources.text_files import open_delimited  # noqa: PLC0415 - as the module says

    return open_delimited(source, known)


def _spreadsheet(source: FileSource, known: Known, _kinds: Mapping[str, Kind]) -> list[RawPart]:
    from dbcheck.sources.spreadsheets import open_spreadsheet  # noqa: PLC0415 - as the module says

    return open_spreadsheet(source, known)


def _json(source: FileSource, _known: Known, kinds: Mapping[str, Kind]) -> list[RawPart]:
    from dbcheck.sources.objects import open_json  # noqa: PLC0415 - as the module says

    return open_json(source, kinds)


def _json_lines(source: FileSource, _known: Known, _kinds: Mapping[str, Kind]) -> list[RawPart]:
    from dbcheck.sources.objects import open_json_lines  # noqa: PLC0415 - as the module says

    return open_json_lines(source)


def _parquet(source: FileSource, _known: Known, _kinds: Mapping[str, Kind]) -> list[RawPart]:
    from dbcheck.sources.parquet import open_parquet  # noqa: PLC0415 - as the module says

    return open_parquet(source)


def _pages(source: FileSource, _known: Known, _kinds: Mapping[str, Kind]) -> list[RawPart]:
    from dbcheck.sources.html_pages import open_pages  # noqa: PLC0415 - as the module says

    return open_pages(source)


def _warc(source: FileSource, _known: Known, _kinds: Mapping[str, Kind]) -> list[RawPart]:
    from dbcheck.sources.warc_pages import open_warc  # noqa: PLC0415 - as the module says

    return open_warc(source)


_OPENERS: Mapping[Format, Open] = {
    Format.DELIMITED: _delimited,
    Format.SPREADSHEET: _spreadsheet,
    Format.JSON: _json,
    Format.JSON_LINES: _json_lines,
    Format.PARQUET: _parquet,
    Format.PAGES: _pages,
    Format.WARC: _warc,
}
