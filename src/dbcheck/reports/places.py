"""Where a record stands, said as shortly as it stays clear."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from dbcheck.findings import AuditResult


def short_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Give the last part of each path, or the whole path where two would read the same."""
    every = list(dict.fromkeys(paths))
    seen = Counter(PurePath(path).name for path in every)
    return {path: PurePath(path).name if seen[PurePath(path).name] == 1 else path for path in every}


def place(names: Mapping[str, str], path: str | None, row: int | None) -> str:
    """Give ``file:row``; empty where a finding belongs to no row."""
    if path is None:
        return ""
    name = names.get(path, path)
    return f"{name}:{row}" if row is not None else name


def input_names(result: AuditResult) -> Mapping[str, str]:
    """Give the short names of everything an audit read."""
    return short_names(part.path for part in result.inputs)
