"""Which files and frames an audit reads: folders are walked, formats told, everything else is named as ignored."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from dbcheck.errors import Message, Problem
from dbcheck.lean_dataclass import dataclass
from dbcheck.records.kind import Kind
from dbcheck.records.predicate import unknown_name


class Format(StrEnum):
    """How a file is read."""

    DELIMITED = "delimited"
    SPREADSHEET = "spreadsheet"
    JSON = "json"
    JSON_LINES = "json_lines"
    PARQUET = "parquet"
    PAGES = "pages"
    WARC = "warc"


FORMATS: Mapping[str, Format] = {
    ".csv": Format.DELIMITED,
    ".tsv": Format.DELIMITED,
    ".tab": Format.DELIMITED,
    ".xlsx": Format.SPREADSHEET,
    ".xlsm": Format.SPREADSHEET,
    ".xlsb": Format.SPREADSHEET,
    ".xls": Format.SPREADSHEET,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
    ".html": Format.PAGES,
    ".htm": Format.PAGES,
    ".shtml": Format.PAGES,
    ".xhtml": Format.PAGES,
    ".mhtml": Format.PAGES,
    ".mht": Format.PAGES,
    ".warc": Format.WARC,
    ".warc.gz": Format.WARC,
}
MHTML = frozenset({".mhtml", ".mht"})
PAGE_FORMATS = frozenset({Format.PAGES, Format.WARC})
GIVEN_FORMATS: Mapping[str, Format] = {**FORMATS, ".txt": Format.DELIMITED}  # .txt only where the user names the file
OWN_OUTPUT = frozenset({"truth.json", "results.json", "manifest.json", "findings.parquet", "rejects.parquet"})
PAGE = "page"
DOUBLE = (".warc.gz",)  # ends of names with two dots
_PARTS_OF_A_PAGE = ("_files", ".files")
_TEMPORARY = ("~$", ".", "~")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True)
class FileSource:
    """A file to read. shown: the name that users see. kind: where the user has said it. members: the pages in a folder of saved pages."""

    path: Path
    shown: str
    format: Format
    kind: str | None = None
    members: tuple[Path, ...] = ()


@dataclass(frozen=True)
class ObjectSource:
    """Records of one kind that are in memory: a data frame, models or dicts."""

    kind: str
    value: object

    @property
    def shown(self) -> str:
        """Give the name that users see."""
        return f"<{self.kind}>"


@dataclass(frozen=True)
class Discovered:
    """What was found: the sources in order, the files that are no known format, and what is wrong."""

    files: tuple[FileSource, ...]
    objects: tuple[ObjectSource, ...]
    ignored: tuple[str, ...]
    usage: tuple[Problem, ...]
    problems: tuple[Problem, ...]


class _Finder:
    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds
        self.files: dict[Path, FileSource] = {}
        self.objects: list[ObjectSource] = []
        self.ignored: list[str] = []
        self.usage: list[Problem] = []
        self.problems: list[Problem] = []

    def take(self, source: object) -> None:
        if isinstance(source, Mapping):
            for kind, value in source.items():
                if self._is_kind(kind, "<mapping>"):
                    self.objects.append(ObjectSource(kind, value))
        elif isinstance(source, Path) or (isinstance(source, str) and Path(source).exists()):
            self._path(Path(source), str(source), None)
        elif isinstance(source, str):
            self._text(source)
        else:
            found = type(source).__name__
            self.usage.append(
                Problem(
                    found,
                    "",
                    Message(
                        "来源应是路径、KIND=文件,或类别到数据框的映射",
                        "a source is a path, KIND=FILE, or a mapping from kind to data frame",
                    ),
                )
            )

    def _text(self, source: str) -> None:
        kind, equals, path = source.partition("=")
        if "://" in source:
            said = Message(
                "还不支持数据库;请先导出为 CSV、Excel 或 Parquet",
                "databases are not supported yet; export to CSV, Excel or Parquet",
            )
            self.usage.append(Problem(source.partition("://")[0] + "://…", "", said))
        elif equals:
            if self._is_kind(kind, source):
                self._path(Path(path), path, kind)
        else:
            self._path(Path(source), source, None)

    def _is_kind(self, kind: object, where: str) -> bool:
        if kind in self.kinds:
            return True
        self.usage.append(Problem(where, "", unknown_name(kind, self.kinds, Message("没有类别", "there is no kind"))))
        return False

    def _path(self, path: Path, shown: str, kind: str | None) -> None:
        if path.is_dir():
            self._folder(path, shown, kind)
        elif not path.exists():
            self.problems.append(Problem(shown, "", Message("没有这个文件或文件夹", "there is no such file or folder")))
        elif (found := format_of(path, GIVEN_FORMATS)) is None:
            known = " ".join(GIVEN_FORMATS)
            said = Message(f"不认识这种文件;可用:{known}", f"this format is not known; use one of {known}")
            self.problems.append(Problem(shown, "", said))
        elif found in PAGE_FORMATS and kind not in (None, PAGE):
            said = Message(f"网页文件是 {PAGE} 记录,不是 {kind}", f"it holds {PAGE} records, not {kind}")
            self.usage.append(Problem(shown, "", said))
        else:
            self._add(FileSource(path, shown, found, kind))

    def _folder(self, folder: Path, shown: str, kind: str | None) -> None:
        before = len(self.files)
        try:
            paths = sorted(_walk(folder), key=lambda path: path.relative_to(folder).as_posix())
        except OSError as error:
            self.problems.append(Problem(shown, "", unreadable(error)))
            return
        pages: dict[str, list[Path]] = {}
        for path in paths:
            inside = path.relative_to(folder)
            name = f"{shown.rstrip('/')}/{inside.as_posix()}"
            found = format_of(path, FORMATS)
            if found is None or path.name in OWN_OUTPUT or (found in PAGE_FORMATS and not _is_page(path, kind)):
                self.ignored.append(name)
            elif found is Format.PAGES:
                pages.setdefault(inside.parts[0] if len(inside.parts) > 1 else "", []).append(path)
            else:
                self._add(FileSource(path, name, found, kind))
        for below, members in pages.items():
            self._add_pages(folder / below, f"{shown.rstrip('/')}/{below}".rstrip("/"), members, kind)
        if len(self.files) == before and not any(path.resolve() in self.files for path in paths):
            known = " ".join(FORMATS)
            said = Message(f"文件夹中没有可读的导出文件({known})", f"the folder holds no export that can be read ({known})")
            self.problems.append(Problem(shown, "", said))

    def _add_pages(self, folder: Path, shown: str, members: list[Path], kind: str | None) -> None:
        """Take the saved pages of a folder as one source; those that were named by themselves already stay where they are."""
        fresh = tuple(path for path in members if path.resolve() not in self.files)
        if fresh:
            self._add(FileSource(folder, shown, Format.PAGES, kind, fresh))

    def _add(self, source: FileSource) -> None:
        resolved = source.path.resolve()
        before = self.files.get(resolved)
        if before is not None and before.kind and source.kind and before.kind != source.kind:
            said = Message(
                f"同一文件给了两个类别:{before.kind}、{source.kind}",
                f"one file is given as two kinds: {before.kind} and {source.kind}",
            )
            self.usage.append(Problem(source.shown, "", said))
        elif before is None or (source.kind and not before.kind):
            self.files[resolved] = source


def format_of(path: Path, formats: Mapping[str, Format]) -> Format | None:
    """Tell the format of a file by the end of its name, None where it is none of these."""
    name = path.name.lower()
    return formats.get(path.suffix.lower()) or next(
        (formats[end] for end in DOUBLE if end in formats and name.endswith(end)), None
    )


def _is_page(path: Path, kind: str | None) -> bool:
    """Tell whether a file of a page format in a folder is a page: no report of ours, and no part of a page that a browser saved."""
    beside = path.parent
    if kind not in (None, PAGE) or all((beside / name).exists() for name in ("results.json", "manifest.json")):
        return False
    stem = next((beside.name.removesuffix(end) for end in _PARTS_OF_A_PAGE if beside.name.endswith(end)), None)
    return stem is None or not any((beside.parent / f"{stem}{end}").exists() for end in (".html", ".htm"))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(_TEMPORARY) or path.name.lower() in _SYSTEM:
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def unreadable(error: OSError) -> Message:
    """Say that a file cannot be opened."""
    return Message(f"读不了:{error.strerror or error}", f"it cannot be read: {error.strerror or error}")


def discover(sources: Sequence[object], kinds: Mapping[str, Kind]) -> Discovered:
    """Find what the sources name; mistakes are collected, not raised."""
    finder = _Finder(kinds)
    for source in sources:
        finder.take(source)
    if not sources:
        said = Message("没有给出来源", "no source is given")
        finder.usage.append(Problem("SOURCE", "", said))
    return Discovered(
        tuple(finder.files.values()),
        tuple(finder.objects),
        tuple(finder.ignored),
        tuple(finder.usage),
        tuple(finder.problems),
    )
