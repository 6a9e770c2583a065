"""Which kind a file or sheet holds, by its name."""

import re
from collections.abc import Iterator, Mapping

from dbcheck.records.kind import Kind
from dbcheck.sources import synonyms
from dbcheck.sources.folding import before_brackets, fold

_SEPARATORS = r"[-_.]+"
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 ")


class FileWords:
    """The words that, found in a name, say a kind; the longest one that is found decides."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._words = [(word, kind.name) for kind in kinds.values() for word in dict.fromkeys(_words(kind))]
        self._told: dict[str, str | None] = {}

    def kind_of(self, name: str) -> str | None:
        """Give the kind that a name says, None where it says none or two."""
        if name not in self._told:
            self._told[name] = self._tell(_spoken(name))
        return self._told[name]

    def _tell(self, spoken: str) -> str | None:
        together = spoken.replace(" ", "")
        found = [(len(squeezed), kind) for word, kind in self._words if (squeezed := _found(word, spoken, together))]
        longest = max((length for length, _ in found), default=0)
        kinds = {kind for length, kind in found if length == longest}
        return kinds.pop() if len(kinds) == 1 else None


def _spoken(name: str) -> str:
    if name.isalnum():  # one word, as nearly all of them are
        return fold(name)
    return re.sub(_SEPARATORS, " ", " ".join(fold(part) for part in name.split()))


def _words(kind: Kind) -> Iterator[str]:
    spoken = kind.name.replace("_", " ")
    yield spoken
    yield f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"
    label = before_brackets(kind.label)
    for word in (label, *re.split(r"[、/·]", label), *kind.files, *synonyms.FILES.get(kind.name, ())):
        if len(word.strip()) > 1:
            yield _spoken(word)


def _found(word: str, spoken: str, together: str) -> str:
    """Give a word without spaces if the name holds it, else nothing; ``together`` is the name without spaces."""
    squeezed = word.replace(" ", "")
    if squeezed not in together:
        return ""
    if not _ASCII.issuperset(word):
        return squeezed if word in spoken else ""
    pattern = rf"(?<![a-z]){word.replace(' ', '[ ]?')}(?![a-z])"
    return squeezed if re.search(pattern, spoken) else ""
