"""Which header of an export is which field of a kind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dbcheck.lean_dataclass import dataclass
from dbcheck.records.kind import Kind
from dbcheck.sources import synonyms
from dbcheck.sources.folding import fold_header

LONGEST = 80  # characters; a longer cell is no header
NAME, EXPORT, VARIANT, SYNONYM = range(4)  # how a header was recognised; the lower one is the more certain


@dataclass(frozen=True)
class Clash:
    """Two or more headers that say the same field, none of them better than the others."""

    field: str
    headers: tuple[str, ...]


@dataclass(frozen=True)
class HeaderMatch:
    """What was matched to what: position of the header -> field, and what could not be decided."""

    fields: Mapping[int, str]
    clashes: tuple[Clash, ...]

    @property
    def score(self) -> int:
        """Give the number of fields that the headers name."""
        return len(self.fields) + len(self.clashes)


@dataclass(frozen=True)
class HeaderBook:
    """The headers of one kind, ready to be looked up."""

    exact: Mapping[str, str]
    exported: Mapping[str, str]
    variants: Mapping[str, str]
    synonyms: Mapping[str, str]

    def find(self, header: str) -> tuple[int, str] | None:
        """Give the field of a header and how it was recognised (NAME is the surest)."""
        if len(header) > LONGEST:
            return None
        plain, folded = header.strip(), fold_header(header)
        for level, (table, key) in enumerate(
            ((self.exact, plain), (self.exported, plain), (self.variants, folded), (self.synonyms, folded))
        ):
            if key in table:
                return level, table[key]
        return None

    def match(
        self, headers: Sequence[str], *, taken: Mapping[int, str] | None = None, without: frozenset[str] = frozenset()
    ) -> HeaderMatch:
        """Match every header; ``taken`` are positions and fields that a binding has decided, ``without`` fields that it leaves out.

        Where several headers say one field, the one that is surest wins and the others stay unmatched; equally sure ones clash.
        """
        taken = taken or {}
        claims: dict[str, list[tuple[int, int]]] = {}
        for position, header in enumerate(headers):
            found = None if position in taken else self.find(header)
            if found is not None and found[1] not in taken.values() and found[1] not in without:
                claims.setdefault(found[1], []).append((min(found[0], VARIANT + (found[0] == SYNONYM)), position))
        fields, clashes = dict(taken), []
        for field, claimed in claims.items():
            surest = min(level for level, _ in claimed)
            best = [position for level, position in claimed if level == surest]
            if len(best) == 1:
                fields[best[0]] = field
            else:
                clashes.append(Clash(field, tuple(headers[position] for position in best)))
        return HeaderMatch(fields, tuple(clashes))


def header_book(kind: Kind) -> HeaderBook:
    """Collect the headers of a kind; a header that says two fields is in no table."""
    fields = kind.fields.values()
    return HeaderBook(
        exact={field.name: field.name for field in fields},
        exported=_unique((header.strip(), field.name) for field in fields for header in field.headers),
        variants=_unique((fold_header(header), field.name) for field in fields for header in (field.name, *field.headers)),
        synonyms=_unique((fold_header(header), field) for header, field in synonyms.HEADERS.get(kind.name, {}).items()),
    )


class HeaderBooks(Mapping[str, HeaderBook]):
    """The headers of every kind; those of a kind are collected when somebody asks for them."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds, self._made = kinds, dict[str, HeaderBook]()

    def __getitem__(self, kind: str) -> HeaderBook:
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = header_book(self._kinds[kind])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


@dataclass(frozen=True)
class Known:
    """What headers are known when a file is opened.

    extra: headers that a binding names. likely: the kind that the file seems to hold; where its headers leave no doubt, those of the others need
    not be collected, and that is all that it changes.
    """

    books: Mapping[str, HeaderBook]
    extra: frozenset[str] = frozenset()
    likely: str | None = None

    def surely(self, cells: Sequence[str]) -> int:
        """Give how many fields of the likely kind the cells name, if that is enough to say that they are headers; else 0."""
        score = self.books[self.likely].match(cells).score if self.likely is not None else 0
        return score if score > 1 and score * 2 >= len(cells) else 0

    def least_below(self, rows: Sequence[Sequence[str]]) -> int:
        """Give how many fields the header of these rows names at least: 0 unless their first row is surely it."""
        filled = ([cell for cell in row if cell.strip()] for row in rows)
        return self.surely(next((cells for cells in filled if cells), []))

    def most(self, cells: Sequence[str]) -> int:
        """Give how many fields of some kind the cells name, or how many headers of the binding."""
        return max((*scores(cells, self.books).values(), sum(cell.strip() in self.extra for cell in cells)))


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    said: dict[str, str | None] = {}
    for header, field in pairs:
        if said.setdefault(header, field) != field:
            said[header] = None
    return {header: field for header, field in said.items() if field is not None}


def scores(headers: Sequence[str], books: Mapping[str, HeaderBook]) -> dict[str, int]:
    """Count for every kind how many of its fields the headers name."""
    return {kind: book.match(headers).score for kind, book in books.items()}


def kind_of_headers(headers: Sequence[str], books: Mapping[str, HeaderBook]) -> str | None:
    """Give the kind whose fields the headers name most of: at least two, and more than of any other kind."""
    ranked = sorted(scores(headers, books).items(), key=lambda item: -item[1])
    (best, first), (_, second) = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0)
    return best if first >= 2 and first > second else None


def header_row(rows: Sequence[Sequence[str]], known: Known) -> int:
    """Find the row that holds the headers; rows above it are titles.

    It is the first of those rows that name most fields of some kind; where no row names two, the first row that is not blank.
    """
    best, best_score = -1, 1
    for number, row in enumerate(rows):
        cells = [cell for cell in row if cell.strip()]
        if not cells:
            continue
        if best < 0:
            best = number
        surely = known.surely(cells)
        score = surely if surely > best_score else known.most(cells)
        if score > best_score:
            best, best_score = number, score
        if score > 1 and score * 2 >= len(cells):
            break  # no row of records names as many fields
    return max(best, 0)


def unique_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """Give headers as they are shown: tidy, never empty, never twice; ``[3]`` stands for the third column without one."""
    shown: dict[str, None] = {}
    for position, cell in enumerate(cells, start=1):
        plain = cell.strip().strip("\ufeff").strip()
        name = plain or f"[{position}]"
        while name in shown:
            name = f"{plain}[{position}]" if not name.endswith(f"[{position}]") else f"{name}'"
        shown[name] = None
    return tuple(shown)
