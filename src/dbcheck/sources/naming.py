"""Which kind a file or sheet holds, by its name."""

import re
from collections.abc import Iterator, Mapping

from dbcheck.records.kind import Kind
from dbcheck.sources import synonyms
from dbcheck.sources.folding import before_brackets, fold

_SEPARATORS = re.compile(r"[-_.]+")
_ASCII = re.compile(r"[a-z0-9 ]+")


class FileWords:
    """The words that, found in a name, say a kind; the longest one that is found decides."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._words = [(word, kind.name) for kind in kinds.values() for word in dict.fromkeys(_words(kind))]

    def kind_of(self, name: str) -> str | None:
        """Give the kind that a name says, None where it says none or two."""
        spoken = _SEPARATORS.sub(" ", _fold_name(name))
        found = [(len(word.replace(" ", "")), kind) for word, kind in self._words if _holds(spoken, word)]
        longest = max((length for length, _ in found), default=0)
        kinds = {kind for length, kind in found if length == longest}
        return kinds.pop() if len(kinds) == 1 else None


def _fold_name(name: str) -> str:
    return " ".join(fold(part) for part in name.split())


def _words(kind: Kind) -> Iterator[str]:
    spoken = kind.name.replace("_", " ")
    yield spoken
    yield f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"
    label = before_brackets(kind.label)
    for word in (label, *re.split(r"[、/·]", label), *kind.files, *synonyms.FILES.get(kind.name, ())):
        if len(word.strip()) > 1:
            yield _SEPARATORS.sub(" ", _fold_name(word))


def _holds(spoken: str, word: str) -> bool:
    if not _ASCII.fullmatch(word):
        return word in spoken
    return re.search(rf"(?<![a-z]){word.replace(' ', '[ ]?')}(?![a-z])", spoken) is not None
