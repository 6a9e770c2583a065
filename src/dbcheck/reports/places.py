"""Where a record stands, said as shortly as it stays clear."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from pathlib import PurePath

from dbcheck.errors import Message
from dbcheck.findings import AuditResult
from dbcheck.lean_dataclass import dataclass


def short_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Give the last part of each path, or the whole path where two would read the same."""
    every = list(dict.fromkeys(paths))
    seen = Counter(PurePath(path).name for path in every)
    return {path: PurePath(path).name if seen[PurePath(path).name] == 1 else path for path in every}


def shared_folder(paths: Sequence[str]) -> str:
    """Give the folder that holds every path, with its slash; empty for a single path, or where there is none."""
    steps = [path.split("/")[:-1] for path in paths]
    shared = [here[0] for here in takewhile(lambda here: len(set(here)) == 1, zip(*steps, strict=False))]
    return "/".join(shared) + "/" if len(paths) > 1 and shared else ""


@dataclass(frozen=True)
class Places:
    """How the places of an audit are said: ``file:row``, or the row alone where one file was read."""

    names: Mapping[str, str]
    lang: str

    def say(self, path: str | None, row: int | None) -> str:
        """Say a place; empty where a finding belongs to no row."""
        if path is None:
            return ""
        if row is None:
            return self.names.get(path, path)
        if len(self.names) == 1 and path in self.names:
            return Message(f"第{row}行", f"row {row}").say(self.lang)
        return f"{self.names.get(path, path)}:{row}"


def places_of(result: AuditResult, lang: str) -> Places:
    """Give how the places of a result are said."""
    return Places(short_names(part.path for part in result.inputs), lang)
